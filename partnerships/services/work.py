"""Background work that a person waits for: ask, run, start again what nobody finished."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation import outbox
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import audit, jobs
from partnerships.enums import AuditVerb, JobState
from partnerships.jobs import Produced
from partnerships.models import Job, StoredFile, User
from partnerships.services.files import keep_file

log = logging.getLogger(__name__)

RUN = "partnerships.run_job"
ATTEMPTS = 3
SILENCE = timedelta(minutes=3)  # a running job that shows no sign of life for this long was killed
UNEXPECTED = "Something went wrong while this was being made. You can ask for it again."


@transaction.atomic
def request_job(*, kind: str, subject_id: UUID, by: User, at: datetime) -> Job:
    """Put the work in the queue and return its row; asking twice returns the open one.

    The worker is woken after commit; if the broker is down the sweep starts it later.
    """
    jobs.kind(kind)
    job, created = Job.objects.get_or_create(
        kind=kind,
        subject_id=subject_id,
        state__in=[JobState.QUEUED, JobState.RUNNING],
        defaults={"state": JobState.QUEUED, "requested_at": at, "requested_by": by},
    )
    if created:
        outbox.wake(RUN, job_id=str(job.public_id))
    return job


def run_job(*, partnership_id: int, job_id: UUID, clock: Callable[[], datetime]) -> None:
    """Do one job, showing progress; safe to call twice, for a finished job does nothing.

    `clock` is the edge's clock, because the job lasts and its signs of life carry the time.
    """
    with tenant(partnership_id):
        job = Job.objects.select_for_update().filter(public_id=job_id).first()
        if job is None or not _may_start(job, at=clock()):
            return
        job.state, job.attempts, job.beat_at = JobState.RUNNING, job.attempts + 1, clock()
        job.save(update_fields=["state", "attempts", "beat_at"])
        kind, by = jobs.kind(job.kind), job.requested_by

    def progress(step: str, percent: int) -> None:
        with tenant(partnership_id):
            Job.objects.filter(public_id=job_id).update(step=step, percent=percent, beat_at=clock())

    try:
        produced = kind.make(partnership_id, job.subject_id, progress)
        with tenant(partnership_id):
            file = _keep(produced, at=clock())
            kind.finish(subject_id=job.subject_id, file=file, by=by, at=clock())
            _finish(job_id, state=JobState.DONE, at=clock(), file=file, step="", percent=100)
    except DomainError as refusal:
        _fail(partnership_id, job_id, by=by, reason=str(refusal), at=clock())
    except Exception:
        log.exception("job failed", extra={"job": str(job_id)})
        _fail(partnership_id, job_id, by=by, reason=UNEXPECTED, at=clock())


def requeue_jobs(*, at: datetime) -> int:
    """Wake a worker for every job of the open partnership that nobody is doing; return how many.

    A job that was killed three times is marked failed, so that it cannot go round for ever.
    """
    stuck = Job.objects.filter(
        Q(state=JobState.QUEUED, requested_at__lt=at - timedelta(seconds=30))
        | Q(state=JobState.RUNNING, beat_at__lt=at - SILENCE)
    )
    woken = 0
    for job in stuck.select_for_update(skip_locked=True):
        if job.attempts >= ATTEMPTS:
            _finish(job.public_id, state=JobState.FAILED, at=at, error=UNEXPECTED)
            continue
        outbox.wake(RUN, job_id=str(job.public_id))
        woken += 1
    return woken


def _keep(produced: Produced | None, *, at: datetime) -> StoredFile | None:
    if produced is None:
        return None
    return keep_file(
        name=produced.name,
        content_type=produced.content_type,
        content=produced.content,
        at=at,
    )


def _may_start(job: Job, *, at: datetime) -> bool:
    if job.state == JobState.QUEUED:
        return True
    silent = job.beat_at is not None and job.beat_at < at - SILENCE
    return job.state == JobState.RUNNING and silent and job.attempts < ATTEMPTS


def _fail(partnership_id: int, job_id: UUID, *, by: User, reason: str, at: datetime) -> None:
    with tenant(partnership_id):
        job = _finish(job_id, state=JobState.FAILED, at=at, error=reason)
        audit.record(verb=AuditVerb.FAILED, on=job, by=by, at=at, facts={"kind": job.kind})


def _finish(job_id: UUID, *, state: JobState, at: datetime, **fields: object) -> Job:
    job = Job.objects.get(public_id=job_id)
    job.state, job.finished_at = state, at
    for name, value in fields.items():
        setattr(job, name, value)
    job.save(update_fields=["state", "finished_at", *fields])
    return job
