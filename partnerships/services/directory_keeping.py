"""Who keeps an entry of the shared directory, and passing it on to somebody else."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation.context import required_partnership_id, tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, selectors
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, Organisation, Partnership, Seat, User
from partnerships.roles import ROLES, Permission
from partnerships.selectors.directory import may_change
from partnerships.services.notices import tell
from partnerships.services.permission import refuse_unless, require


@transaction.atomic
def pass_on(*, organisation: Organisation, to: str, by: User, at: datetime) -> Organisation:
    """Let another partnership keep a directory entry from now on; this one may change it no more.

    `to` is its name, long or short: no page lists which partnerships there are.

    Both audits hold it. The other one's says which partnership passed it on and not who there did:
    a person is known only where they hold something. Its editors are told.

    Refuses whoever does not keep the entry, the partnership that keeps it already and, in the same
    words, a name that is no partnership's and one in which the body neither takes part nor has a
    seat.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_unless(may_change(organisation))
    here = Partnership.objects.get(pk=required_partnership_id())
    there = _called(to)
    if there == here:
        raise DomainError(
            "This partnership keeps the entry already.", code="kept-already", field="to"
        )
    if there is None or not _is_used_in(there, organisation, at=at):
        raise DomainError(
            "No partnership of this name uses this body. Only one that does can keep its entry.",
            code="not-used-there",
            field="to",
        )

    organisation.registered_by = there
    organisation.save(update_fields=["registered_by"])
    # One chain after the other in the same order everywhere: two that pass on cannot block each
    # other.
    for each in sorted((here, there), key=lambda one: one.pk):
        if each == here:
            _note(organisation, by=by, at=at, facts={"to": there.slug})
        else:
            _receive(organisation, here, there, at=at)
    return organisation


def _called(name: str) -> Partnership | None:
    """Return the partnership of this name, long or short; None where there is none, or several."""
    named = Q(name__iexact=name.strip()) | Q(short_name__iexact=name.strip())
    found = list(Partnership.objects.filter(named)[:2])
    return found[0] if len(found) == 1 else None


def _is_used_in(partnership: Partnership, organisation: Organisation, *, at: datetime) -> bool:
    """Say whether the body takes part there or has a seat there; nothing else of it is read."""
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=local_day(at))
    with tenant(partnership.pk):
        members = AgencyMembership.objects.filter(lasting, organisation=organisation)
        seats = Seat.objects.filter(organisation=organisation, closed_on__isnull=True)
        return members.exists() or seats.exists()


def _receive(
    organisation: Organisation, here: Partnership, there: Partnership, *, at: datetime
) -> None:
    """Record it with who receives the entry, and tell those who may now change it."""
    editors = [
        code for code, role in ROLES.items() if Permission.PARTNERSHIP_EDIT in role.permissions
    ]
    with tenant(there.pk):
        _note(organisation, by=selectors.system_user(), at=at, facts={"from": here.slug})
        tell(
            recipients=selectors.holders(roles=editors, on=local_day(at)),
            key=f"organisation:{organisation.public_id}:kept:{at.isoformat()}"[:120],
            subject=f"This partnership now keeps an entry of the directory: {organisation.name}"[
                :160
            ],
            path=f"organisations/{organisation.public_id}/",
            at=at,
        )


def _note(organisation: Organisation, *, by: User, at: datetime, facts: dict[str, object]) -> None:
    audit.record(
        verb=AuditVerb.REASSIGNED,
        on=organisation,
        by=by,
        at=at,
        reference=organisation.name,
        facts=facts,
    )
