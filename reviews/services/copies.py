"""What every copy of a case or a review has in common: for one person alone, for a week.

A copy of a case must not lie about: it is given to whoever asked for it and to nobody else, and
deleted after a week.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import audit
from partnerships.enums import AuditVerb, JobState
from partnerships.jobs import Produced
from partnerships.models import Job, StoredFile, User
from partnerships.services.files import read_file
from reviews.models import Incident, Review
from reviews.selectors.copies import EVERY_KIND, KEPT_FOR, is_ready
from reviews.services.steps import NOT_YOURS

FOR_ANOTHER: Final = "It is being made for somebody else. Ask again in a minute."


def running(*, kind: str, subject_id: UUID) -> Job:
    """Return the job that is being done, with who asked and what was asked."""
    rows = Job.objects.filter(kind=kind, subject_id=subject_id, state=JobState.RUNNING)
    return rows.select_related("requested_by", "file").get()


def refuse_another(job: Job, *, by: User) -> None:
    """Refuse a copy that is being made for somebody else: what they see may be more."""
    if job.requested_by_id != by.pk:
        raise DomainError(FOR_ANOTHER, code="made-for-another")


def given(*, subject: Incident | Review, job: Job, what: str, by: User, at: datetime) -> Produced:
    """Return a copy to who asked for it and note that they took it. A part of an act.

    Refuses somebody else's, one that is not ready or has expired, and one that was changed.
    """
    if job.requested_by_id != by.pk or job.subject_id != subject.public_id:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    if not is_ready(job, at=at):
        raise DomainError("This file is not there any more. Ask for a new one.", code="expired")
    assert job.file is not None  # noqa: S101 -- for the type checker
    note(AuditVerb.DOWNLOADED, subject, job.file, what=what, by=by, at=at)
    return Produced(job.file.name, job.file.content_type, read_file(file=job.file))


def note(
    verb: AuditVerb,
    subject: Incident | Review,
    file: StoredFile,
    *,
    what: str,
    by: User,
    at: datetime,
) -> None:
    """Write into the audit that a copy was made or taken. A part of an act."""
    facts = {"file": what, "sha256": file.sha256}
    audit.record(verb=verb, on=subject, by=by, at=at, reference=subject.reference, facts=facts)


@transaction.atomic
def forget_copies(*, by: User, at: datetime) -> int:
    """Delete the copies that have expired, the bytes too; return how many."""
    old = Job.objects.filter(
        kind__in=EVERY_KIND, finished_at__lte=at - KEPT_FOR, file__isnull=False
    )
    jobs = list(old.select_related("file").select_for_update(of=("self",)))
    for job in jobs:
        drop_file(job=job, by=by, at=at)
    return len(jobs)


def drop_file(*, job: Job, by: User, at: datetime) -> None:
    """Delete the file of a job, its bytes once that is certain; the audit keeps its hash.

    A part of an act.
    """
    file = job.file
    assert file is not None  # noqa: S101 -- for the type checker
    path, job.file = file.path, None
    job.save(update_fields=["file"])
    audit.record(verb=AuditVerb.REMOVED, on=job, by=by, at=at, facts={"sha256": file.sha256})
    transaction.on_commit(lambda: default_storage.delete(path))
    file.delete()
