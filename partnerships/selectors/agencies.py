"""Agencies, grouped as the arrangements list them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from partnerships.enums import AgencyBasis
from partnerships.models import AgencyMembership, Delegation

HEADINGS = {
    AgencyBasis.STATUTORY_PARTNER: "Safeguarding partners",
    AgencyBasis.RELEVANT_AGENCY: "Relevant agencies",
    AgencyBasis.INVITED_OTHER: "Others who are invited",
    AgencyBasis.CO_OPTED: "Co-opted members",
    AgencyBasis.ADVISER: "Advisers",
}


@dataclass(frozen=True)
class AgencyGroup:
    """The agencies that take part on one basis, under its name."""

    name: str
    rows: tuple[AgencyMembership, ...]


def agency_groups(*, on: date) -> list[AgencyGroup]:
    """Return who takes part on the day or will, by basis, each with its organisation; one query."""
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=on)
    found = list(
        AgencyMembership.objects.filter(lasting)
        .select_related("organisation")
        .order_by("heading", "organisation__name", "pk")
    )
    return [
        AgencyGroup(HEADINGS[basis], rows)
        for basis in AgencyBasis
        if (rows := tuple(row for row in found if row.basis == basis))
    ]


def delegations(*, on: date) -> list[Delegation]:
    """Return the delegations that last on the day or are to come, with their seats; one query."""
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=on)
    rows = Delegation.objects.filter(lasting).select_related("from_seat", "to_seat")
    return list(rows.order_by("from_seat__title", "pk"))


def delegations_to_review(*, by_day: date) -> list[Delegation]:
    """Return the delegations in force whose review falls due by the day; one query."""
    rows = Delegation.objects.filter(to_on__isnull=True, review_on__lte=by_day)
    return list(rows.select_related("from_seat").order_by("review_on", "pk"))
