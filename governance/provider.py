"""What governance tells the pages of people: agreements to look at again, groups of an agency."""

from datetime import date

from django.urls import reverse

from governance.models import GroupAgency
from governance.selectors.boards import protocols_due
from krscp_portal.foundation.components import Link
from partnerships.access import Standing
from partnerships.agency_facts import AgencyFact
from partnerships.models import AgencyMembership, User
from partnerships.needs import MOST, Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission


def needs(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the reviews that are overdue, for whoever keeps the record; one query."""
    if not standing.can(Permission.GOVERNANCE_EDIT):
        return []
    late = [line.row for line in protocols_due(on=on) if line.standing.is_late]
    return [
        Need(
            what=f"Look again at “{row.title}” with {row.board.name}",
            path=f"boards/{row.board.public_id}/",
            due_on=row.review_on,
            state="Overdue",
            late=True,
        )
        for row in late[:MOST]
    ]


def reminders(on: date) -> list[Reminder]:
    """Return the reviews that fall due within two months; each day of review is told once."""
    return [
        Reminder(
            key=f"protocol:{line.row.public_id}:{line.row.review_on}",
            subject="A protocol with a linked board is due for review",
            path=f"boards/{line.row.board.public_id}/",
            permission=Permission.GOVERNANCE_EDIT,
        )
        for line in protocols_due(on=on)
    ]


def agency_facts(agency: AgencyMembership, _on: date) -> list[AgencyFact]:
    """Return the groups in which an agency is spoken for; one query."""
    rows = GroupAgency.objects.filter(agency=agency).select_related("group", "partnership")
    links = tuple(
        Link(
            row.group.name,
            reverse(
                "governance:group",
                kwargs={"partnership": row.partnership.slug, "group": row.group.public_id},
            ),
        )
        for row in rows.order_by("group__name", "pk")
    )
    return [AgencyFact("Groups that speak for it", links)]
