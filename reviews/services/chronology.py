"""Rows of a chronology: added by hand, taken over from a spreadsheet, given by the agency itself.

An agency's rows are changed by that agency alone, until it hands its answer in. Who works on the
case changes what was added there, and sends an answer back where an agency's row is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Organisation, User
from reviews.chronology import MOST_ROWS, RowFacts, faults
from reviews.models import AgencyRequest, ChronologyRow, Incident, Review
from reviews.services.answering import Hand, held_answer
from reviews.services.held import hold_case, hold_review

TEXTS: Final = ("when_words", "source", "event", "comment", "practice_note")
NOT_YOURS: Final = "There is no such row, or it is not yours to change."
OF_AN_AGENCY: Final = (
    "The agency gave this row with its answer. Send the answer back if the row is wrong."
)
TOO_MANY: Final = f"A chronology takes {MOST_ROWS:,} rows of one agency at most."


@transaction.atomic
def add_row(
    *,
    subject: Incident | Review,
    organisation: Organisation,
    facts: RowFacts,
    by: User,
    at: datetime,
) -> ChronologyRow:
    """Add a row by hand for an agency. Refuses what `chronology.faults` finds, and strangers."""
    held = hold(subject=subject, by=by, at=at)
    (row,) = _keep(_owner(held), organisation, [facts], None, by=by, at=at)
    _record(held, AuditVerb.CREATED, organisation, 1, by=by, at=at)
    return row


@transaction.atomic
def change_row(*, row: ChronologyRow, facts: RowFacts, by: User, at: datetime) -> ChronologyRow:
    """Put a row right that was added here. Refuses an agency's own row, and what `faults` finds."""
    held = hold(subject=subject_of_row(row), by=by, at=at)
    locked = _own(row)
    _change(locked, facts, at=at)
    _record(held, AuditVerb.CHANGED, locked.organisation, 1, by=by, at=at)
    return locked


@transaction.atomic
def remove_row(*, row: ChronologyRow, by: User, at: datetime) -> None:
    """Take a row away that was added here by mistake. Refuses an agency's own row."""
    held = hold(subject=subject_of_row(row), by=by, at=at)
    locked = _own(row)
    _record(held, AuditVerb.REMOVED, locked.organisation, 1, by=by, at=at)
    locked.delete()


@transaction.atomic
def import_rows(
    *,
    subject: Incident | Review,
    organisation: Organisation,
    rows: Sequence[RowFacts],
    by: User,
    at: datetime,
) -> int:
    """Take an agency's rows over, all or nothing; return how many were new.

    A row that stands there already is not told twice. Refuses more than ten thousand, none that is
    new, and a row with a fault.
    """
    held = hold(subject=subject, by=by, at=at)
    kept = _keep(_owner(held), organisation, _new(held, organisation, rows), None, by=by, at=at)
    _record(held, AuditVerb.IMPORTED, organisation, len(kept), by=by, at=at)
    return len(kept)


@transaction.atomic
def give_rows(*, hand: Hand, rows: Sequence[RowFacts], by: User | None, at: datetime) -> int:
    """Keep rows of the agency that answers, by its link or signed in; return how many were new.

    Refuses what `import_rows` refuses, and whoever may not answer.
    """
    asked = held_answer(hand, by=by, at=at)
    subject = _subject_asked(asked)
    new = _new(subject, asked.organisation, rows, asked)
    kept = _keep(_owner(subject), asked.organisation, new, asked, by=by, at=at)
    _record(subject, AuditVerb.IMPORTED, asked.organisation, len(kept), by=by, at=at)
    return len(kept)


@transaction.atomic
def change_given_row(
    *, hand: Hand, row: ChronologyRow, facts: RowFacts, by: User | None, at: datetime
) -> ChronologyRow:
    """Put a row of the agency's own right, before it is handed in. Refuses any other row."""
    asked = held_answer(hand, by=by, at=at)
    locked = _given(asked, row)
    _change(locked, facts, at=at)
    _record(_subject_asked(asked), AuditVerb.CHANGED, asked.organisation, 1, by=by, at=at)
    return locked


@transaction.atomic
def remove_given_row(*, hand: Hand, row: ChronologyRow, by: User | None, at: datetime) -> None:
    """Take a row of the agency's own away, before it is handed in. Refuses any other row."""
    asked = held_answer(hand, by=by, at=at)
    locked = _given(asked, row)
    _record(_subject_asked(asked), AuditVerb.REMOVED, asked.organisation, 1, by=by, at=at)
    locked.delete()


def hold(*, subject: Incident | Review, by: User, at: datetime) -> Incident | Review:
    """Return the case or the review locked, for somebody who works on cases and sees this one."""
    if isinstance(subject, Incident):
        return hold_case(incident=subject, by=by, at=at)
    return hold_review(review=subject, by=by, at=at)


def subject_of_row(row: ChronologyRow) -> Incident | Review:
    """Return the case or the review that the row is of."""
    found = row.incident or row.review
    assert found is not None  # noqa: S101 -- a constraint says so, for the type checker
    return found


def _owner(subject: Incident | Review) -> dict[str, Any]:
    return {"incident" if isinstance(subject, Incident) else "review": subject}


def _subject_asked(asked: AgencyRequest) -> Incident | Review:
    found = asked.incident or asked.review
    assert found is not None  # noqa: S101 -- a constraint says so, for the type checker
    return found


def _own(row: ChronologyRow) -> ChronologyRow:
    locked = ChronologyRow.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise DomainError(NOT_YOURS, code="gone")
    if locked.request_id is not None:
        raise DomainError(OF_AN_AGENCY, code="of-an-agency")
    return locked


def _given(asked: AgencyRequest, row: ChronologyRow) -> ChronologyRow:
    mine = ChronologyRow.objects.select_for_update(of=("self",)).filter(request=asked, pk=row.pk)
    locked = mine.first()
    if locked is None:
        raise DomainError(NOT_YOURS, code="gone")
    return locked


def _new(
    subject: Incident | Review,
    organisation: Organisation,
    rows: Sequence[RowFacts],
    asked: AgencyRequest | None = None,
) -> list[RowFacts]:
    """Return the rows that do not stand there yet; refuse where there are too many or none."""
    there = ChronologyRow.objects.filter(
        **_owner(subject), organisation=organisation, request=asked
    )
    known = set(there.values_list("from_on", "to_on", *TEXTS))
    new = [row for row in rows if _values(row) not in known]
    if not new:
        raise DomainError(
            "Every one of these rows stands there already.", code="already-there", field="file"
        )
    if len(known) + len(new) > MOST_ROWS:
        raise DomainError(TOO_MANY, code="too-many", field="file")
    return new


def _values(row: RowFacts) -> tuple[date | str | None, ...]:
    return (row.from_on, row.to_on, *(getattr(row, name).strip() for name in TEXTS))


def _keep(
    owner: dict[str, Any],
    organisation: Organisation,
    rows: Iterable[RowFacts],
    asked: AgencyRequest | None,
    *,
    by: User | None,
    at: datetime,
) -> list[ChronologyRow]:
    last = ChronologyRow.objects.filter(**owner, organisation=organisation).aggregate(Max("place"))
    made = []
    for place, facts in enumerate(rows, (last["place__max"] or 0) + 1):
        _refuse_faults(facts, at=at)
        made.append(
            ChronologyRow(
                **owner,
                request=asked,
                organisation=organisation,
                place=place,
                added_at=at,
                account=by,
                **_columns(facts),
            )
        )
    return ChronologyRow.objects.bulk_create(made)


def _change(row: ChronologyRow, facts: RowFacts, *, at: datetime) -> None:
    _refuse_faults(facts, at=at)
    columns = _columns(facts)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def _columns(facts: RowFacts) -> dict[str, Any]:
    said = asdict(facts)
    return {name: value.strip() if name in TEXTS else value for name, value in said.items()}


def _refuse_faults(facts: RowFacts, *, at: datetime) -> None:
    for fault in faults(facts, today=local_day(at)):
        raise DomainError(fault.words, code="row-fault", field=fault.field)


def _record(
    subject: Incident | Review,
    verb: AuditVerb,
    organisation: Organisation,
    rows: int,
    *,
    by: User | None,
    at: datetime,
) -> None:
    facts = {"chronology": rows, "agency": str(organisation.public_id)}
    _audit(verb, subject, facts, by=by, at=at)


def _audit(
    verb: AuditVerb,
    subject: Incident | Review,
    facts: dict[str, Any],
    *,
    by: User | None,
    at: datetime,
) -> None:
    audit.record(verb=verb, on=subject, by=by, at=at, reference=subject.reference, facts=facts)
