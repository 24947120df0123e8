"""What governance tells the pages of people: agreements to look at again, groups of an agency."""

from datetime import date

from django.urls import reverse

from governance.models import GroupAgency
from governance.selectors.boards import protocols_due
from governance.selectors.workplans import chairs_of, due_for_update, lines_to_update
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


CHAIRS = frozenset({"group_chair", "dsp", "lsp"})
"""The roles whose holders lead groups; a role that is narrowed to a group counts as well."""

UPDATE_PATH = "workplans/update/"


def plan_needs(user: User, standing: Standing, on: date) -> list[Need]:
    """Return that the plans of a chair's groups wait for a word; one query, and none for others."""
    if not standing.roles & CHAIRS:
        return []
    waiting = due_for_update(on=on) & lines_to_update(user, standing, on=on)
    number = waiting.count()
    if not number:
        return []
    what = "Say how one line of your plans stands"
    if number > 1:
        what = f"Say how {number} lines of your plans stand"
    return [Need(what=what, path=UPDATE_PATH, state="Two minutes")]


def plan_reminders(on: date) -> list[Reminder]:
    """Ask every chair once a month whose lines nobody has said a word of for four weeks.

    A plan without a chair who signs in, the business plan among them, is told of to those who keep
    the record.
    """
    plans = set(due_for_update(on=on).values_list("plan__public_id", "plan__group_id"))
    chairs = chairs_of({group for _plan, group in plans if group}, on=on) if plans else {}
    month = f"{on:%Y-%m}"
    asked = Reminder(
        key=f"plan-update:{month}",
        subject="Your plans wait for their monthly update",
        path=UPDATE_PATH,
        also=tuple(sorted({user for _plan, group in plans for user in chairs.get(group, ())})),
    )
    others = [
        Reminder(
            key=f"plan-without-chair:{plan}:{month}",
            subject="A plan waits for its monthly update",
            path=f"workplans/{plan}/update/",
            permission=Permission.GOVERNANCE_EDIT,
        )
        for plan, group in sorted(plans, key=str)
        if not chairs.get(group)
    ]
    return [asked, *others] if asked.also else others


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
