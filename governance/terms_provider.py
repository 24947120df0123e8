"""What terms of reference and last days ask of a person, and who is told of them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from governance.enums import TermsState
from governance.models import TermsApproval, TermsVersion
from governance.selectors.terms import groups_to_end, terms_to_review
from governance.services.terms import path_of
from partnerships.access import Standing
from partnerships.enums import RuleKind, RuleStance, SeatRole
from partnerships.models import LocalRule, Seat, User
from partnerships.needs import MOST, Need
from partnerships.order_rules.facts import PRINCIPAL
from partnerships.reminders import Reminder
from partnerships.roles import Permission

OFFICER = "lsp"


def needs(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the drafts that a chief officer has to approve, and the groups that are over.

    One query for a chief officer, one for whoever keeps the record, none for anybody else.
    """
    found: list[Need] = []
    if OFFICER in standing.roles:
        found += _to_approve(user, on=on)
    if standing.can(Permission.GOVERNANCE_EDIT):
        found += [
            Need(
                f"End or extend {group.name}",
                f"governance/groups/{group.public_id}/",
                due_on=group.sunset_on,
                state="Over",
                late=True,
            )
            for group in groups_to_end(on=on)[:MOST]
            if group.sunset_on and group.sunset_on < on
        ]
    return found


def reminders(on: date) -> list[Reminder]:
    """Return the groups that end within six weeks or are over, and the terms to look at again.

    Each day is told once before it comes and, for a last day, once after; two queries.
    """
    ending = [
        Reminder(
            key=f"sunset:{group.public_id}:{group.sunset_on}:{'over' if is_over else 'near'}",
            subject="A group’s last day is over" if is_over else "A group’s last day is near",
            path=f"governance/groups/{group.public_id}/",
            permission=Permission.GOVERNANCE_EDIT,
        )
        for group in groups_to_end(on=on)
        for is_over in [bool(group.sunset_on and group.sunset_on < on)]
    ]
    reviews = [
        Reminder(
            key=f"terms-review:{version.public_id}:{version.review_on}",
            subject="Terms of reference are due to be looked at again",
            path=path_of(version.group),
            permission=Permission.GOVERNANCE_EDIT,
        )
        for version in terms_to_review(on=on)
    ]
    return ending + reviews


def _to_approve(user: User, *, on: date) -> list[Need]:
    """Return the drafts that wait for the approval of a seat that the person holds; one query."""
    rule = LocalRule.objects.filter(
        Q(applies_to=[]) | Q(applies_to__contains=[OuterRef("group__key")]),
        kind=RuleKind.TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS,
        stance=RuleStance.REFUSE,
        confirmed=True,
        ended_on=None,
    )
    mine = Seat.objects.filter(
        role=SeatRole.LSP,
        closed_on=None,
        appointments__person__user=user,
        appointments__kind__in=PRINCIPAL,
        appointments__period__contains=on,
    )
    rows = TermsVersion.objects.filter(Exists(rule), Exists(mine), state=TermsState.DRAFT)
    given = TermsApproval.objects.filter(
        version=OuterRef("pk"), revision=OuterRef("revision"), by=user
    )
    waiting = rows.filter(~Exists(given), group__ended_on=None)
    return [
        Need(
            f"Approve the terms of {each.group.name}", path_of(each.group), state="Waiting for you"
        )
        for each in waiting.select_related("group").order_by("pk")[:MOST]
    ]
