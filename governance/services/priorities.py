"""What a priority is to change, how that is counted, and the six-monthly look at it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.db import transaction

from governance import planning
from governance.models import Indicator, Meeting, Outcome, Priority, PriorityReview, Reading
from governance.services import rows
from governance.services.checks import clean, refuse_ended, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Area, Seat, User
from partnerships.services.changes import as_fields


@dataclass(frozen=True)
class IndicatorFacts:
    """What is counted, in what unit, which way it should go, where it began and is to end."""

    name: str
    definition: str = ""
    unit: str = ""
    polarity: str = "none"
    area: Area | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    owner: Seat | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ReviewFacts:
    """What a review of a priority found: what changed for children, and what follows."""

    reviewed_on: date
    rag: str
    what_changed: str
    what_next: str
    meeting: Meeting | None = None


@transaction.atomic
def add_outcome(
    *, priority: Priority, statement: str, by: User, at: datetime, source: str = ""
) -> Outcome:
    """State what a priority is to change for children, after the outcomes that it has already.

    Refuses a priority that has been ended, and an outcome that it has already.
    """
    require_edit(by, at=at)
    refuse_ended(priority)
    there = Outcome.objects.current().filter(priority=priority)
    if there.filter(statement=statement).exists():
        raise DomainError("This outcome is there already.", code="there", field="statement")

    row = Outcome(priority=priority, statement=statement, order=there.count() + 1, source=source)
    rows.add(row=row, by=by, at=at)
    return row


@transaction.atomic
def add_indicator(
    *, priority: Priority, facts: IndicatorFacts, by: User, at: datetime
) -> Indicator:
    """Say what is counted for a priority; refuses an ended one and the same name for one area."""
    require_edit(by, at=at)
    refuse_ended(priority)
    row = Indicator(priority=priority, **as_fields(facts))
    rows.add(row=row, by=by, at=at)
    return row


@transaction.atomic
def record_reading(
    *,
    indicator: Indicator,
    period_end: date,
    value: Decimal,
    by: User,
    at: datetime,
    note: str = "",
) -> Reading:
    """Enter what an indicator stood at when a period ended.

    Refuses a period that is not over, one that has a figure, and an indicator that was ended.
    """
    require_edit(by, at=at)
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    refuse_ended(indicator)
    taken = indicator.readings.values_list("period_end", flat=True)
    refuse_unless(planning.may_record(period_end, on=local_day(at), taken=taken))
    row = Reading(indicator=indicator, period_end=period_end, value=value, note=note, at=at, by=by)

    clean(row)
    row.save(force_insert=True)
    audit.record(
        verb=AuditVerb.CREATED,
        on=row,
        by=by,
        at=at,
        reference=indicator.name,
        facts={"period_end": period_end.isoformat()},
    )
    return row


@transaction.atomic
def correct_reading(
    *, reading: Reading, value: Decimal, by: User, at: datetime, note: str = ""
) -> Reading:
    """Put a figure right; the period stays, and the audit keeps the figure that stood before."""
    require_edit(by, at=at)
    row = Reading.objects.select_for_update(of=("self",)).select_related("indicator")
    reading = row.get(pk=reading.pk)
    if (reading.value, reading.note) == (value, note):
        return reading
    was, reading.value, reading.note = reading.value, value, note

    clean(reading)
    reading.save(update_fields=["value", "note"])
    audit.record(
        verb=AuditVerb.CORRECTED,
        on=reading,
        by=by,
        at=at,
        reference=reading.indicator.name,
        facts={"was": str(was), "now": str(value)},
    )
    return reading


@transaction.atomic
def review_priority(
    *, priority: Priority, facts: ReviewFacts, by: User, at: datetime
) -> PriorityReview:
    """Keep what a review of a priority came to, for good.

    Refuses a day to come, a second review of one day, a red or amber without what follows (the
    form asks for both texts of every review), and a priority that was ended before that day.
    """
    require_edit(by, at=at)
    if facts.reviewed_on > local_day(at):
        raise DomainError(
            "A review is recorded when it has taken place.", code="future", field="reviewed_on"
        )
    if priority.ended_on is not None and priority.ended_on < facts.reviewed_on:
        raise DomainError("This has been ended already.", code="ended", field="reviewed_on")
    if priority.reviews.filter(reviewed_on=facts.reviewed_on).exists():
        raise DomainError(
            "There is a review of this priority on that day already.",
            code="there",
            field="reviewed_on",
        )
    row = PriorityReview(priority=priority, by=by, at=at, **as_fields(facts))

    clean(row)
    row.save(force_insert=True)
    audit.record(
        verb=AuditVerb.REVIEWED,
        on=row,
        by=by,
        at=at,
        reference=priority.title,
        facts={"on": facts.reviewed_on.isoformat(), "rag": facts.rag},
    )
    return row


@transaction.atomic
def change_indicator(*, row: Indicator, facts: IndicatorFacts, by: User, at: datetime) -> Indicator:
    """Correct what is said of an indicator; its figures stay."""
    return cast("Indicator", rows.change(row=row, facts=as_fields(facts), by=by, at=at))
