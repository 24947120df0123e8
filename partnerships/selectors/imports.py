"""Imported spreadsheets, as pages show them."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef, Subquery

from partnerships.enums import ImportState, JobState
from partnerships.models import ImportBatch, Job

TONES = {
    ImportState.UPLOADED: "blue",
    ImportState.APPLIED: "green",
    ImportState.UNDONE: "grey",
    ImportState.DISCARDED: "grey",
}
RUNNING = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class ImportRow:
    """One import in the list, and how it stands or what a worker is doing with it."""

    batch: ImportBatch
    tone: str
    state: str


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
        return self.job is not None and self.job.state in RUNNING

    @property
    def state(self) -> str:
        """Say how it stands, or what a worker is doing with it."""
        if self.is_running:
            return _doing(is_undoing=self.is_undoing)
        return _standing(self.batch)

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


def import_rows(*, importing: str, undoing: str) -> list[ImportRow]:
    """Return the imports of the partnership, newest first, without their rows; one query."""
    running = Job.objects.filter(
        kind__in=[importing, undoing],
        subject_id=OuterRef("public_id"),
        state__in=RUNNING,
    )
    found = (
        ImportBatch.objects.select_related("uploaded_by", "applied_by")
        .defer("rows", "made")
        .annotate(doing=Subquery(running.order_by("-requested_at", "-pk").values("kind")[:1]))
    )
    return [
        ImportRow(
            batch,
            TONES[ImportState(batch.state)],
            _doing(is_undoing=batch.doing == undoing) if batch.doing else _standing(batch),
        )
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


def _standing(batch: ImportBatch) -> str:
    return str(batch.get_state_display())


def _doing(*, is_undoing: bool) -> str:
    """Say what a worker does with an import: the list and its page say the same."""
    return "Being undone" if is_undoing else "Being imported"


def _named(model: str, number: int) -> str:
    meta = apps.get_model(model)._meta
    one, many = NAMES.get(model, (str(meta.verbose_name), str(meta.verbose_name_plural)))
    return one if number == 1 else many
