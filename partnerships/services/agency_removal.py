"""Taking away an agency that was entered by mistake: only while nothing rests on it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError, Q

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.agency_facts import facts_of
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, Invitation, RoleAssignment, Seat, User
from partnerships.roles import ROLES, Permission
from partnerships.services.permission import require

USES_NAMED = 5


@transaction.atomic
def remove_agency(*, membership: AgencyMembership, by: User, at: datetime) -> None:
    """Take an agency off the record with its areas, as if it had never been entered.

    Of an agency that did take part the last day is entered instead: then its history stays. The
    organisation stays in the shared directory.

    Refuses an agency in use, and says by what: by what other apps know of it (a group that speaks
    for it) and, where it takes part on no other basis, by a seat, a role or an open invitation.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rows = AgencyMembership.objects.select_related("organisation")
    membership = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    if uses := uses_of(membership, on=local_day(at)):
        raise _in_use(uses)

    facts = {"basis": membership.basis, "organisation": str(membership.organisation.public_id)}
    audit.record(
        verb=AuditVerb.REMOVED,
        on=membership,
        by=by,
        at=at,
        reference=membership.organisation.name,
        facts=facts,
    )
    membership.areas.all().delete()
    try:
        membership.delete()
    except ProtectedError as held:  # something that no provider speaks of
        kinds = {str(row._meta.verbose_name_plural) for row in held.protected_objects}
        raise _in_use(sorted(kinds)) from None


def uses_of(membership: AgencyMembership, *, on: date) -> list[str]:
    """Return in words what rests on an agency, for whoever wants to take it away."""
    uses = [
        f"{fact.heading.lower()}: {link.text}"
        for fact in facts_of(membership, on=on)
        for link in fact.links
    ]
    others = AgencyMembership.objects.filter(organisation=membership.organisation_id)
    if others.exclude(pk=membership.pk).exists():
        return uses
    return [*uses, *_uses_of_organisation(membership.organisation_id, on=on)]


def _uses_of_organisation(organisation_id: int, *, on: date) -> list[str]:
    """Return what stands in the name of a body that takes part on one basis alone."""
    seats = Seat.objects.filter(organisation=organisation_id, closed_on__isnull=True)
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=on)
    roles = RoleAssignment.objects.in_open_partnership().filter(
        lasting, organisation=organisation_id, ended_at__isnull=True
    )
    offers = Invitation.objects.open().filter(organisation=organisation_id)
    return [
        *(f"the seat {seat.title}" for seat in seats.order_by("title", "pk")),
        *(
            f"the role {_named(role.role)} of {role.user.display_name}"
            for role in roles.select_related("user").order_by("user__display_name", "pk")
        ),
        *(f"the invitation of {each.display_name}" for each in offers.order_by("pk")),
    ]


def _named(role: str) -> str:
    return ROLES[role].name.lower() if role in ROLES else role


def _in_use(uses: list[str]) -> DomainError:
    more = len(uses) - USES_NAMED
    listed = "; ".join(uses[:USES_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return DomainError(
        f"This agency is in use, so it stays: {listed}. Enter its last day instead.",
        code="agency-in-use",
    )
