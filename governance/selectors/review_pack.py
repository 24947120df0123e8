"""The review packs that were made, and how far the one in the making is."""

from dataclasses import dataclass

from django.db.models import QuerySet

from partnerships.enums import JobState
from partnerships.models import Job

PACK = "governance.priority_pack"
WORDS = {
    JobState.QUEUED.value: "Waiting to start. It is kept in the queue and starts by itself.",
    JobState.FAILED.value: "The pack could not be made.",
    JobState.DONE.value: "The pack has been made.",
}


@dataclass(frozen=True)
class Making:
    """How far the newest pack is, in words that stay true when a worker dies."""

    is_open: bool
    percent: int
    words: str
    error: str = ""


def jobs_of_packs() -> QuerySet[Job]:
    """Return the work of making packs in the open partnership."""
    return Job.objects.filter(kind=PACK).select_related("file", "requested_by")


def packs() -> tuple[list[Job], Making | None]:
    """Return the packs that were made, newest first, and how the last one asked for stands."""
    found = list(jobs_of_packs().order_by("-requested_at", "-pk")[:20])
    made = [job for job in found if job.state == JobState.DONE and job.file_id]
    return made, _making(found[0]) if found else None


def _making(job: Job) -> Making:
    is_open = job.state in (JobState.QUEUED, JobState.RUNNING)
    words = WORDS.get(job.state) or job.step or "Starting"
    return Making(is_open, job.percent, words, job.error)
