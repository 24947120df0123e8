"""Support records: what stands behind a lay or a young member's appointment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, support
from partnerships.enums import AuditVerb, SeatRole
from partnerships.models import Appointment, Seat, SupportRecord, User
from partnerships.roles import Permission
from partnerships.services.changes import write_facts
from partnerships.services.permission import require

# What is recorded of young members alone.
OF_THE_YOUNG = (
    "consent_by",
    "consent_on",
    "consent_until",
    "consent_withdrawn_on",
    "safeguarding_seat",
    "risk_assessed_on",
    "credited_as",
)
# Which field a refusal about consent stands beside.
CONSENT_FIELDS = {
    "consent-by-missing": "consent_by",
    "consent-day-missing": "consent_on",
    "consent-ends-before": "consent_until",
    "consent-withdrawn-before": "consent_withdrawn_on",
}
PAST = ("consent_on", "consent_withdrawn_on", "risk_assessed_on")


@dataclass(frozen=True)
class SupportFacts:
    """What a support record says; the fields from `consent_by` on are of young members alone."""

    tasks: str = ""
    mentor: Seat | None = None
    induction_on: date | None = None
    shadowing: str = ""
    consent_by: str = ""
    consent_on: date | None = None
    consent_until: date | None = None
    consent_withdrawn_on: date | None = None
    safeguarding_seat: Seat | None = None
    risk_assessed_on: date | None = None
    credited_as: str = ""


@transaction.atomic
def record_support(
    *, appointment: Appointment, facts: SupportFacts, by: User, at: datetime
) -> SupportRecord:
    """Write the support record of a lay or young member's appointment, begun where there is none.

    Refuses any other seat's appointment, consent for an adult, consent without who gave it and
    when, its end before its start, what has happened on a day to come, and as mentor or as the seat
    that looks after them the seat itself, another young scrutineer's or a closed one. The audit
    says which fields changed and not what they say.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    role = appointment.seat.role
    if role not in support.SUPPORTED:
        raise DomainError(
            "A support record is of a lay member or a young scrutineer.", code="no-support-record"
        )
    _check(facts, appointment.seat, on=local_day(at))

    found = SupportRecord.objects.select_for_update().filter(appointment=appointment).first()
    record = found or SupportRecord.objects.create(appointment=appointment)
    changed = write_facts(record, facts)
    if found is None or changed:
        audit.record(
            verb=AuditVerb.CHANGED if found else AuditVerb.CREATED,
            on=record,
            by=by,
            at=at,
            reference=appointment.seat.title,
            facts={"fields": changed},
        )
    return record


def _check(facts: SupportFacts, seat: Seat, *, on: date) -> None:
    if seat.role != SeatRole.YOUNG_SCRUTINEER and any(getattr(facts, n) for n in OF_THE_YOUNG):
        raise DomainError(
            "Consent and safeguarding are recorded of young members alone.", code="not-young"
        )
    for name in PAST:
        day = getattr(facts, name)
        if day and day > on:
            raise DomainError("This day cannot be in the future.", code="in-future", field=name)
    _check_consent(facts)
    for name in ("mentor", "safeguarding_seat"):
        _check_adult(getattr(facts, name), seat, on=on, field=name)


def _check_consent(facts: SupportFacts) -> None:
    verdict = support.consent_in_order(
        by=facts.consent_by,
        on=facts.consent_on,
        until=facts.consent_until,
        withdrawn_on=facts.consent_withdrawn_on,
    )
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=CONSENT_FIELDS[verdict.code])


def _check_adult(found: Seat | None, seat: Seat, *, on: date, field: str) -> None:
    if found is None:
        return
    if found == seat or found.role == SeatRole.YOUNG_SCRUTINEER:
        raise DomainError("Choose an adult’s seat.", code="not-an-adult", field=field)
    if found.closed_on and found.closed_on <= on:
        raise DomainError("This seat is closed.", code="seat-closed", field=field)
