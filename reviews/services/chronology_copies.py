"""A chronology as a file: asked for with its narrowing, made in the background, taken for a week.

What was asked for is kept as a file of the job until it is done: the words that somebody looks for
in a chronology belong into no list of work and into no audit.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.jobs import JobKind, Produced, Progress
from partnerships.models import Job, Organisation, Partnership, StoredFile, User
from partnerships.services.files import keep_file, read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job
from reviews.chronology_files import FORMATS, About
from reviews.models import Incident, Review
from reviews.selectors.chronology import Line, Wanted, lines_to_take
from reviews.selectors.copies import CHRONOLOGIES
from reviews.services import copies
from reviews.services.steps import NOT_YOURS

WHAT: Final = "chronology"
ORDER_TYPE: Final = "application/json"
DAYS: Final = ("since", "until")


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """What was read in one go, to be laid out without holding a transaction."""

    lines: Sequence[Line]
    about: About


@transaction.atomic
def ask_for_rows(
    *, subject: Incident | Review, form: str, wanted: Wanted, by: User, at: datetime
) -> Job:
    """Have the rows that are asked for made into a file for `by`; `form` is a key of FORMATS.

    Asking for the same again while it is made returns that one. Refuses whoever does not see the
    case or the review, one that is made for somebody else, and another narrowing meanwhile.
    """
    seen = _seen(subject, by=by, at=at)
    job = request_job(kind=CHRONOLOGIES[form], subject_id=seen.public_id, by=by, at=at)
    copies.refuse_another(job, by=by)
    order = _written(seen, wanted)
    if job.file is None:
        name = f"{seen.reference}-chronology.json"
        job.file = keep_file(name=name, content_type=ORDER_TYPE, content=order, at=at)
        job.save(update_fields=["file"])
    elif read_file(file=job.file) != order:
        raise DomainError(
            "A file like this with other rows is being made for you. Ask again when it is ready.",
            code="other-rows",
        )
    return job


def make_rows(form: str, partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the file. Refuses a requester who sees the case or the review no longer."""
    with tenant(partnership_id):
        gathered = _gather(CHRONOLOGIES[form], partnership_id, subject_id)
    return FORMATS[form](gathered.lines, gathered.about, progress)


@transaction.atomic
def finish_rows(*, form: str, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Forget what was asked for, note that the file was made, and tell who asked for it."""
    job = copies.running(kind=CHRONOLOGIES[form], subject_id=subject_id)
    subject = _found(_order(job), subject_id, by=by, at=job.requested_at)
    copies.drop_file(job=job, by=by, at=at)
    copies.note(AuditVerb.RENDERED, subject, file, what=WHAT, by=by, at=at)
    tell(
        recipients=[by],
        key=f"chronology:{file.public_id}",
        subject=f"A chronology is ready as a file: {subject.reference}",
        path=f"{subject.path}chronology/files/",
        at=at,
    )


@transaction.atomic
def take_rows(*, subject: Incident | Review, job: Job, by: User, at: datetime) -> Produced:
    """Return a file that was made for `by`, and note that it was taken.

    Refuses what `copies.given` refuses, and whoever sees the case or the review no longer.
    """
    seen = _seen(subject, by=by, at=at)
    return copies.given(subject=seen, job=job, what=WHAT, by=by, at=at)


def _seen(subject: Incident | Review, *, by: User, at: datetime) -> Incident | Review:
    standing = access.standing(by, on=local_day(at))
    model = Incident if isinstance(subject, Incident) else Review
    found = model.objects.visible_to(by, standing, at=at).filter(pk=subject.pk).first()
    if found is None:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return found


def _written(subject: Incident | Review, wanted: Wanted) -> bytes:
    order: dict[str, Any] = {
        "of": "case" if isinstance(subject, Incident) else "review",
        "agency": str(wanted.agency.public_id) if wanted.agency else "",
        "words": wanted.words,
        "noted": wanted.noted,
    }
    for name in DAYS:
        day: date | None = getattr(wanted, name)
        order[name] = day.isoformat() if day else ""
    return json.dumps(order, ensure_ascii=False, sort_keys=True).encode()


def _order(job: Job) -> dict[str, Any]:
    assert job.file is not None  # noqa: S101 -- written when the job was asked for
    found: dict[str, Any] = json.loads(read_file(file=job.file))
    return found


def _wanted(order: dict[str, Any]) -> Wanted:
    agency = Organisation.objects.filter(public_id=order["agency"]) if order["agency"] else None
    since, until = (date.fromisoformat(order[day]) if order[day] else None for day in DAYS)
    return Wanted(
        agency=agency.get() if agency is not None else None,
        words=order["words"],
        noted=order["noted"],
        since=since,
        until=until,
    )


def _found(order: dict[str, Any], subject_id: UUID, *, by: User, at: datetime) -> Incident | Review:
    model = Incident if order["of"] == "case" else Review
    standing = access.standing(by, on=local_day(at))
    rows = model.objects.visible_to(by, standing, at=at)
    found = rows.filter(public_id=subject_id).first()
    if found is None:
        raise DomainError("You do not see this any more.", code="not-seen")
    return found


def _gather(kind: str, partnership_id: int, subject_id: UUID) -> _Gathered:
    job = copies.running(kind=kind, subject_id=subject_id)
    order, at = _order(job), job.requested_at
    subject = _found(order, subject_id, by=job.requested_by, at=at)
    wanted = _wanted(order)
    about = About(
        reference=subject.reference,
        narrowed=wanted.said,
        partnership=Partnership.objects.get(pk=partnership_id).name,
        made_at=at,
    )
    return _Gathered(lines=lines_to_take(subject, wanted), about=about)


JOBS: Final = tuple(
    JobKind(kind, partial(make_rows, form), partial(finish_rows, form=form))
    for form, kind in CHRONOLOGIES.items()
)
"""One kind of background work for each form, as `partnerships.jobs` knows it."""
