"""Imported spreadsheets, as pages show them."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps

from partnerships.enums import ImportState, JobState
from partnerships.models import ImportBatch, Job

TONES = {
    ImportState.UPLOADED: "blue",
    ImportState.APPLIED: "green",
    ImportState.UNDONE: "grey",
    ImportState.DISCARDED: "grey",
}


@dataclass(frozen=True)
class ImportRow:
    """One import in the list."""

    batch: ImportBatch
    tone: str


@dataclass(frozen=True)
class ImportPage:
    """One import: how many rows of which sort it made, and the worker's job where there is one."""

    batch: ImportBatch
    tone: str
    made: tuple[tuple[str, int], ...]
    job: Job | None
    is_undoing: bool = False

    @property
    def is_running(self) -> bool:
        """Say whether a worker has been asked and has not ended."""
        return self.job is not None and self.job.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def state(self) -> str:
        """Say how it stands, or what a worker is doing with it."""
        if self.is_running:
            return "Being undone" if self.is_undoing else "Being imported"
        return str(self.batch.get_state_display())

    @property
    def offers_more(self) -> bool:
        """Say whether anything can still be done with it."""
        open_states = {ImportState.UPLOADED, ImportState.APPLIED}
        return self.batch.state in open_states and not self.is_running

    @property
    def failure(self) -> str:
        """Say why the last try failed, to import or to undo, where it is still to be done."""
        failed = self.job is not None and self.job.state == JobState.FAILED
        waits = ImportState.APPLIED if self.is_undoing else ImportState.UPLOADED
        return self.job.error if self.job and failed and self.batch.state == waits else ""


def import_rows() -> list[ImportRow]:
    """Return the imports of the partnership, newest first, without their rows; one query."""
    found = ImportBatch.objects.select_related("uploaded_by", "applied_by").defer("rows", "made")
    return [
        ImportRow(batch, TONES[ImportState(batch.state)])
        for batch in found.order_by("-uploaded_at", "-pk")[:200]
    ]


def import_page(batch: ImportBatch, *, importing: str, undoing: str) -> ImportPage:
    """Return what the page of one import shows; one query."""
    counted = Counter(each["model"] for each in batch.made)
    made = tuple((_named(model, number), number) for model, number in counted.items())
    jobs = Job.objects.filter(kind__in=[importing, undoing], subject_id=batch.public_id)
    latest = jobs.order_by("-requested_at", "-pk").first()
    return ImportPage(
        batch=batch,
        tone=TONES[ImportState(batch.state)],
        made=made,
        job=latest,
        is_undoing=latest is not None and latest.kind == undoing,
    )


NAMES = {  # where the model's own name is not what pages call it
    "partnerships.agencymembership": ("agency", "agencies"),
    "partnerships.person": ("person", "people"),
}


def _named(model: str, number: int) -> str:
    meta = apps.get_model(model)._meta
    one, many = NAMES.get(model, (str(meta.verbose_name), str(meta.verbose_name_plural)))
    return one if number == 1 else many
