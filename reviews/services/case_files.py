"""The file of a case for an inspection: asked for, made in the background, taken, and forgotten.

It holds what the person who asks may see, is given to that person alone, and is deleted after a
week: a copy of a case must not lie about.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job
from reviews.archiving import Entry, archive
from reviews.models import Incident
from reviews.permissions import may_take_file
from reviews.selectors.case_file import KINDS, PDF, ZIP, Attachment, CaseFile, case_file
from reviews.selectors.records import with_records
from reviews.services import copies
from reviews.services.steps import lock

WHAT: Final = "case"
ZIP_TYPE: Final = "application/zip"
WORDS: Final = "The case as its requester may see it"


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """What was read in one go, to be laid out without holding a transaction."""

    file: CaseFile
    html: str
    partnership: Partnership
    by: User
    at: datetime
    contents: list[bytes]


@transaction.atomic
def ask_for_file(*, incident: Incident, kind: str, by: User, at: datetime) -> Job:
    """Have the file of a case made for `by`; asking again while it is made returns that one.

    Refuses a role that may not, whoever sees the case by emergency access alone, and a case whose
    file is being made for somebody else.
    """
    standing = access.standing(by, on=local_day(at))
    may_take_file(standing).or_raise()
    lock(incident=incident, by=by, standing=standing, at=None)
    job = request_job(kind=KINDS[KINDS.index(kind)], subject_id=incident.public_id, by=by, at=at)
    copies.refuse_another(job, by=by)
    return job


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the case alone, as a tagged PDF. Refuses a requester who sees the case no longer."""
    return _printed(_gather(partnership_id, subject_id, kind=PDF), progress)


def make_zip(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the case with its attachments and a manifest of hashes.

    Refuses a requester who sees the case no longer, and an attachment that is gone or was changed.
    """
    gathered = _gather(partnership_id, subject_id, kind=ZIP)
    printed, at = _printed(gathered, progress), gathered.at
    entries = [
        Entry(printed.name, printed.content, at, WORDS),
        *(
            Entry(each.name, content, each.file.created_at, each.what)
            for each, content in zip(gathered.file.attachments, gathered.contents, strict=True)
        ),
    ]
    reference = gathered.file.incident.reference
    about = {
        "case": reference,
        "partnership": gathered.partnership.name,
        "made_for": gathered.by.display_name,
        "made_at": at.isoformat(),
    }
    content = archive(entries, about=about, at=at)
    return Produced(name=f"{reference}.zip", content_type=ZIP_TYPE, content=content)


@transaction.atomic
def finish_file(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that a file of the case was made, and tell the person who asked for it."""
    incident = Incident.objects.get(public_id=subject_id)
    copies.note(AuditVerb.RENDERED, incident, file, what=WHAT, by=by, at=at)
    tell(
        recipients=[by],
        key=f"case-file:{file.public_id}",
        subject=f"The file of a case is ready: {incident.reference}",
        path=f"{incident.path}file/",
        at=at,
    )


@transaction.atomic
def take_file(*, incident: Incident, job: Job, by: User, at: datetime) -> Produced:
    """Return a file that was made for `by`, and note that it was taken.

    Refuses somebody else's, one that is not ready or has expired, and one that was changed.
    """
    standing = access.standing(by, on=local_day(at))
    may_take_file(standing).or_raise()
    lock(incident=incident, by=by, standing=standing, at=None)
    return copies.given(subject=incident, job=job, what=WHAT, by=by, at=at)


def _gather(partnership_id: int, subject_id: UUID, *, kind: str) -> _Gathered:
    with tenant(partnership_id):
        job = copies.running(kind=kind, subject_id=subject_id)
        by, at = job.requested_by, job.requested_at
        standing = access.standing(by, on=local_day(at))
        seen = with_records(Incident.objects.visible_to(by, standing))
        incident = seen.filter(public_id=subject_id).first()
        if incident is None or not may_take_file(standing):
            raise DomainError("You do not see this case any more.", code="not-seen")
        found = case_file(incident=incident, user=by, standing=standing, at=at)
        partnership = Partnership.objects.get(pk=partnership_id)
        wanted = found.attachments if kind == ZIP else []
        return _Gathered(
            file=found,
            html=_html(found, partnership, by=by, at=at),
            partnership=partnership,
            by=by,
            at=at,
            contents=[_content(each) for each in wanted],
        )


def _content(attachment: Attachment) -> bytes:
    return read_file(file=attachment.file)


def _html(found: CaseFile, partnership: Partnership, *, by: User, at: datetime) -> str:
    context = {
        "found": found,
        "partnership": partnership,
        "made_for": by.display_name,
        "made_at": at,
        "is_demonstration": bool(settings.DEMO_BANNER),
    }
    return render_to_string("documents/case_file/print.html", context)


def _printed(gathered: _Gathered, progress: Progress) -> Produced:
    reference = gathered.file.incident.reference
    return print_document(
        gathered.html,
        title=f"Case {reference}",
        made_at=gathered.at,
        name=f"{reference}.pdf",
        progress=progress,
    )
