"""The table of delegated responsibilities: a task, who leads on it and how (S4 App6)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.interests import a_year_after
from partnerships.models import Responsibility, ResponsibilityReview, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require


@dataclass(frozen=True)
class ResponsibilityFacts:
    """A task, who leads on it in words, the seat that leads if there is one, and how it is done."""

    what: str
    led_by: str = ""
    seat: Seat | None = None
    how: str = ""
    source: str = ""


@dataclass(frozen=True)
class TableReviewFacts:
    """When the whole table was looked at and what came of it; the next look is a year later."""

    reviewed_on: date
    outcome: str
    next_on: date | None = None


@transaction.atomic
def add_responsibility(*, facts: ResponsibilityFacts, by: User, at: datetime) -> Responsibility:
    """Put a task at the end of the table.

    Refuses one without a task or without a lead, a closed seat, and a task that stands there.
    Where only a seat is given its title is the lead in words.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    facts = _checked(facts)

    last = Responsibility.objects.aggregate(last=Max("order"))["last"] or 0
    row = Responsibility.objects.create(order=last + 1, **as_fields(facts))
    _note(AuditVerb.CREATED, row, by=by, at=at, facts={"order": row.order})
    return row


@transaction.atomic
def change_responsibility(
    *, responsibility: Responsibility, facts: ResponsibilityFacts, by: User, at: datetime
) -> Responsibility:
    """Correct a task; refuses what `add_responsibility` refuses, and one that has ended."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    row = _locked(responsibility)
    facts = _checked(facts, but=row.pk)

    if changed := write_facts(row, facts):
        _note(AuditVerb.CHANGED, row, by=by, at=at, facts={"fields": changed})
    return row


@transaction.atomic
def move_responsibility(
    *, responsibility: Responsibility, up: bool, by: User, at: datetime
) -> Responsibility:
    """Let a task change places with its neighbour above or below, and number the table afresh.

    Refuses to move the first up and the last down.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    row = _locked(responsibility)
    rows = list(
        Responsibility.objects.select_for_update()
        .filter(ended_on__isnull=True)
        .order_by("order", "pk")
    )
    here = rows.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        raise DomainError(
            "This task stands first already." if up else "This task stands last already.",
            code="no-neighbour",
        )

    rows[here], rows[there] = rows[there], rows[here]
    for place, each in enumerate(rows, start=1):
        each.order = place
    Responsibility.objects.bulk_update(rows, ["order"])
    _note(AuditVerb.CHANGED, row, by=by, at=at, facts={"fields": ["order"], "order": there + 1})
    return rows[there]


@transaction.atomic
def end_responsibility(*, responsibility: Responsibility, by: User, at: datetime) -> Responsibility:
    """Take a task out of the table from today on; it stays as history. Refuses one that ended."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    row = _locked(responsibility)

    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    _note(AuditVerb.ENDED, row, by=by, at=at, facts={"ended_on": row.ended_on.isoformat()})
    return row


@transaction.atomic
def review_table(*, facts: TableReviewFacts, by: User, at: datetime) -> ResponsibilityReview:
    """Record that the whole table was looked at; without a next date it is due a year later.

    Yearly, as S4 13.2 does each March. Refuses an empty table, an empty outcome, a day in the
    future or before the latest review, and a next date that does not come after this one.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check_review(facts, on=local_day(at))

    review = ResponsibilityReview.objects.create(
        reviewed_on=facts.reviewed_on,
        outcome=facts.outcome.strip(),
        next_on=facts.next_on or a_year_after(facts.reviewed_on),
        recorded_at=at,
        recorded_by=by,
    )
    said = {
        "reviewed_on": review.reviewed_on.isoformat(),
        "next_on": review.next_on.isoformat(),
    }
    audit.record(verb=AuditVerb.REVIEWED, on=review, by=by, at=at, facts=said)
    return review


def _locked(responsibility: Responsibility) -> Responsibility:
    row = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    if row.ended_on:
        raise DomainError("This task has ended already.", code="responsibility-over")
    return row


def _checked(facts: ResponsibilityFacts, *, but: int = 0) -> ResponsibilityFacts:
    what = facts.what.strip()
    led_by = facts.led_by.strip() or (facts.seat.title if facts.seat else "")
    if not what:
        raise DomainError("Enter the task.", code="task-missing", field="what")
    if not led_by:
        raise DomainError(
            "Enter who leads on this, or choose a seat.", code="lead-missing", field="led_by"
        )
    if facts.seat and facts.seat.closed_on:
        raise DomainError("This seat is closed. Choose another.", code="seat-closed", field="seat")
    same = Responsibility.objects.filter(what__iexact=what, ended_on__isnull=True)
    if same.exclude(pk=but).exists():
        raise DomainError("This task is in the table already.", code="task-there", field="what")
    return ResponsibilityFacts(
        what=what, led_by=led_by, seat=facts.seat, how=facts.how.strip(), source=facts.source
    )


def _check_review(facts: TableReviewFacts, *, on: date) -> None:
    if not Responsibility.objects.filter(ended_on__isnull=True).exists():
        raise DomainError("There is nothing in the table to review yet.", code="table-empty")
    if not facts.outcome.strip():
        raise DomainError("Enter what the review found.", code="outcome-missing", field="outcome")
    if facts.reviewed_on > on:
        raise DomainError(
            "The day of the review must not be in the future.",
            code="review-in-future",
            field="reviewed_on",
        )
    if ResponsibilityReview.objects.filter(reviewed_on__gt=facts.reviewed_on).exists():
        raise DomainError(
            "A later review is on record already.", code="review-older", field="reviewed_on"
        )
    if facts.next_on and facts.next_on <= facts.reviewed_on:
        raise DomainError(
            "The next review must come after this one.", code="review-backwards", field="next_on"
        )


def _note(
    verb: AuditVerb, row: Responsibility, *, by: User, at: datetime, facts: dict[str, object]
) -> None:
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.what, facts=facts)
