"""Who shares a joint body: the partnerships that take part in it, on this install or not."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, PartnershipKind
from partnerships.models import Participation, Partnership, User
from partnerships.roles import Permission
from partnerships.services.permission import require, require_order


@transaction.atomic
def add_participation(
    *,
    body: Partnership,
    by: User,
    at: datetime,
    participant: Partnership | None = None,
    name: str = "",
    from_on: date | None = None,
    source: str = "",
) -> Participation:
    """Note that a partnership shares the joint body, which is the open one.

    `participant` is a partnership of this install; `name` alone stands for one that is not. Refuses
    a body that is no joint body, another joint body as participant, nobody, both at once, and one
    that takes part already.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check_body(body)
    called = _name_of(participant, name)
    open_ones = Participation.objects.filter(body=body, to_on__isnull=True)
    same = Q(name__iexact=called) | (Q(participant=participant) if participant else Q())
    if there := open_ones.filter(same).first():
        raise DomainError(
            f"{there.name} takes part already.",
            code="takes-part",
            field="participant" if participant else "name",
        )

    row = Participation.objects.create(
        body=body, participant=participant, name=called, from_on=from_on, source=source
    )
    facts = {"participant": participant.slug if participant else None}
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=called, facts=facts)
    return row


@transaction.atomic
def end_participation(
    *, participation: Participation, to_on: date, by: User, at: datetime
) -> Participation:
    """Say on which day a partnership last takes part; the row stays as history.

    Refuses a participation of another body, one that has ended, a last day before the first, and
    one on whose behalf seats are still open.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    row = Participation.objects.select_for_update().get(
        pk=participation.pk, body_id=required_partnership_id()
    )
    if row.to_on is not None and row.to_on < local_day(at):
        raise DomainError("This has ended already.", code="ended", field="to_on")
    require_order(row.from_on, to_on, field="to_on")
    if row.seats.filter(closed_on__isnull=True).exists():
        raise DomainError(
            "Seats are still held on its behalf. Close or change them first.",
            code="has-seats",
            field="to_on",
        )

    row.to_on = to_on
    row.save(update_fields=["to_on"])
    facts = {"to_on": to_on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.name, facts=facts)
    return row


def _check_body(body: Partnership) -> None:
    if body.pk != required_partnership_id():
        raise DomainError("Open the joint body first.", code="not-open")
    if body.kind != PartnershipKind.JOINT_BODY:
        raise DomainError(
            "Only a joint body has participating partnerships.", code="not-a-joint-body"
        )


def _name_of(participant: Partnership | None, name: str) -> str:
    name = name.strip()
    if participant is None and not name:
        raise DomainError(
            "Select a partnership, or enter the name of one that does not use the portal.",
            code="participant-missing",
            field="participant",
        )
    if participant is None:
        return name
    if name and name.casefold() != participant.name.casefold():
        raise DomainError(
            "Select a partnership or enter a name, not both.", code="two-names", field="name"
        )
    if participant.kind == PartnershipKind.JOINT_BODY:
        raise DomainError(
            "A joint body does not take part in another one.",
            code="joint-in-joint",
            field="participant",
        )
    return participant.name
