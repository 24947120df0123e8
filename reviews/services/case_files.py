"""The file of a case or of a review for an inspection: asked for, made in the background, taken.

It holds what the person who asks may see, is given to that person alone, and is deleted after a
week (`copies`).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.jobs import JobKind, Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job
from reviews.archiving import Entry, archive
from reviews.models import Incident, Review
from reviews.permissions import may_take_file
from reviews.selectors.case_file import CaseFile, case_file
from reviews.selectors.copies import OF_A_CASE, OF_A_REVIEW
from reviews.selectors.records import with_records
from reviews.selectors.review_file import review_file
from reviews.services import copies
from reviews.services.steps import NOT_YOURS, lock

ZIP_TYPE: Final = "application/zip"
WORDS: Final = "The {what} as its requester may see it"


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
def ask_for_file(*, subject: Incident | Review, kind: str, by: User, at: datetime) -> Job:
    """Have the file of a case or a review made for `by`; asking again meanwhile returns that one.

    Refuses a role that may not, whoever sees it by emergency access alone, and one whose file is
    being made for somebody else.
    """
    kinds = OF_A_CASE if isinstance(subject, Incident) else OF_A_REVIEW
    _hold(subject, by=by, at=at)
    job = request_job(kind=kinds[kinds.index(kind)], subject_id=subject.public_id, by=by, at=at)
    copies.refuse_another(job, by=by)
    return job


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress, *, kind: str) -> Produced:
    """Return the file alone, as a tagged PDF. Refuses a requester who sees the subject no longer."""
    return _printed(_gather(partnership_id, subject_id, kind=kind, whole=False), progress)


def make_zip(partnership_id: int, subject_id: UUID, progress: Progress, *, kind: str) -> Produced:
    """Return the file with its attachments and a manifest of hashes.

    Refuses a requester who sees the subject no longer, and an attachment that is gone or was
    changed.
    """
    gathered = _gather(partnership_id, subject_id, kind=kind, whole=True)
    printed, at = _printed(gathered, progress), gathered.at
    subject = gathered.file.subject
    what = _what(subject)
    entries = [
        Entry(printed.name, printed.content, at, WORDS.format(what=what)),
        *(
            Entry(each.name, content, each.file.created_at, each.what)
            for each, content in zip(gathered.file.attachments, gathered.contents, strict=True)
        ),
    ]
    about = {
        what: subject.reference,
        "partnership": gathered.partnership.name,
        "made_for": gathered.by.display_name,
        "made_at": at.isoformat(),
    }
    content = archive(entries, about=about, at=at)
    return Produced(name=f"{subject.reference}.zip", content_type=ZIP_TYPE, content=content)


@transaction.atomic
def finish_file(*, kind: str, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that a file was made, and tell the person who asked for it."""
    model = Incident if kind in OF_A_CASE else Review
    subject: Incident | Review = model.objects.get(public_id=subject_id)
    what = _what(subject)
    copies.note(AuditVerb.RENDERED, subject, file, what=what, by=by, at=at)
    tell(
        recipients=[by],
        key=f"{what}-file:{file.public_id}",
        subject=f"The file of a {what} is ready: {subject.reference}",
        path=f"{subject.path}file/",
        at=at,
    )


@transaction.atomic
def take_file(*, subject: Incident | Review, job: Job, by: User, at: datetime) -> Produced:
    """Return a file that was made for `by`, and note that it was taken.

    Refuses what `ask_for_file` and `copies.given` refuse.
    """
    _hold(subject, by=by, at=at)
    return copies.given(subject=subject, job=job, what=_what(subject), by=by, at=at)


def _what(subject: Incident | Review) -> str:
    return "case" if isinstance(subject, Incident) else "review"


def _hold(subject: Incident | Review, *, by: User, at: datetime) -> None:
    """Lock it for whoever may take its file and sees it otherwise than in an emergency."""
    standing = access.standing(by, on=local_day(at))
    may_take_file(standing).or_raise()
    if isinstance(subject, Incident):
        lock(incident=subject, by=by, standing=standing, at=None)
        return
    seen = Review.objects.visible_to(by, standing).select_for_update(of=("self",))
    if not seen.filter(pk=subject.pk).first():
        raise NotPermitted(NOT_YOURS, code="not-yours")


def _gather(partnership_id: int, subject_id: UUID, *, kind: str, whole: bool) -> _Gathered:
    with tenant(partnership_id):
        job = copies.running(kind=kind, subject_id=subject_id)
        by, at = job.requested_by, job.requested_at
        found = _found(kind, subject_id, by=by, at=at)
        partnership = Partnership.objects.get(pk=partnership_id)
        wanted = found.attachments if whole else []
        return _Gathered(
            file=found,
            html=_html(found, partnership, by=by, at=at),
            partnership=partnership,
            by=by,
            at=at,
            contents=[read_file(file=each.file) for each in wanted],
        )


def _found(kind: str, subject_id: UUID, *, by: User, at: datetime) -> CaseFile:
    standing = access.standing(by, on=local_day(at))
    if may_take_file(standing):
        if kind in OF_A_CASE:
            seen = with_records(Incident.objects.visible_to(by, standing))
            if incident := seen.filter(public_id=subject_id).first():
                return case_file(incident=incident, user=by, standing=standing, at=at)
        else:
            reviews = Review.objects.visible_to(by, standing)
            if review := reviews.filter(public_id=subject_id).first():
                return review_file(review=review, user=by, standing=standing, at=at)
    what = "case" if kind in OF_A_CASE else "review"
    raise DomainError(f"You do not see this {what} any more.", code="not-seen")


def _html(found: CaseFile, partnership: Partnership, *, by: User, at: datetime) -> str:
    context = {
        "found": found,
        "what": _what(found.subject),
        "partnership": partnership,
        "made_for": by.display_name,
        "made_at": at,
        "is_demonstration": bool(settings.DEMO_BANNER),
    }
    return render_to_string("documents/case_file/print.html", context)


def _printed(gathered: _Gathered, progress: Progress) -> Produced:
    return print_document(
        gathered.html,
        title=gathered.file.title,
        made_at=gathered.at,
        name=f"{gathered.file.subject.reference}.pdf",
        progress=progress,
    )


JOBS: Final = tuple(
    JobKind(kind, partial(make, kind=kind), partial(finish_file, kind=kind))
    for kinds in (OF_A_CASE, OF_A_REVIEW)
    for kind, make in zip(kinds, (make_zip, make_pdf), strict=True)
)
"""The kinds of background work, as `partnerships.jobs` knows them."""
