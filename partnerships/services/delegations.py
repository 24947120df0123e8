"""What lead safeguarding partners hand to delegated ones. The lead stays accountable."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb, SeatRole
from partnerships.models import Delegation, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require, require_order


@dataclass(frozen=True)
class DelegationFacts:
    """Who hands what to whom, what stays with the lead partner, and when it is looked at again."""

    from_seat: Seat
    to_seat: Seat
    functions: str
    retained: str = ""
    from_on: date | None = None
    to_on: date | None = None
    review_on: date | None = None
    source: str = ""


@transaction.atomic
def delegate(*, facts: DelegationFacts, by: User, at: datetime) -> Delegation:
    """Record a delegation from a lead to a delegated partner's seat.

    Refuses seats of other roles, a second open delegation between the same seats, and a period
    that ends before it starts.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check(facts)

    delegation = Delegation.objects.create(**as_fields(facts))
    audit.record(
        verb=AuditVerb.CREATED,
        on=delegation,
        by=by,
        at=at,
        reference=facts.from_seat.title,
        facts={"to_seat": str(facts.to_seat.public_id)},
    )
    return delegation


@transaction.atomic
def change_delegation(
    *, delegation: Delegation, facts: DelegationFacts, by: User, at: datetime
) -> Delegation:
    """Correct a delegation, or end it by its last day; refuses as `delegate` does."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    _check(facts, but=delegation.pk)

    ends_now = facts.to_on is not None and delegation.to_on is None
    if changed := write_facts(delegation, facts):
        audit.record(
            verb=AuditVerb.ENDED if ends_now else AuditVerb.CHANGED,
            on=delegation,
            by=by,
            at=at,
            reference=facts.from_seat.title,
            facts={"fields": changed},
        )
    return delegation


def _check(facts: DelegationFacts, *, but: int = 0) -> None:
    if facts.from_seat.role != SeatRole.LSP:
        raise DomainError(
            "Only a lead safeguarding partner delegates.", code="not-lead", field="from_seat"
        )
    if facts.to_seat.role != SeatRole.DSP:
        raise DomainError(
            "A delegation goes to a delegated safeguarding partner’s seat.",
            code="not-delegated",
            field="to_seat",
        )
    require_order(facts.from_on, facts.to_on)
    rows = Delegation.objects.filter(
        from_seat=facts.from_seat, to_seat=facts.to_seat, to_on__isnull=True
    )
    if facts.to_on is None and rows.exclude(pk=but).exists():
        raise DomainError(
            "There is a delegation between these seats already.",
            code="delegation-there",
            field="to_seat",
        )
