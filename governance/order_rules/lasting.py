"""The rules of order of how long a group stands, by whose agreement, and on what terms. Pure.

That a task-and-finish group ends by a day is how the portal understands the words. That a themed
group needs the executive, and terms the chief officers, are rules of one partnership each (S3
L376, S2 L191). Terms that are not recorded break nothing: no published arrangement prints them.
"""

from typing import Final

from governance.approving import OFFICERS
from governance.enums import GroupKind
from governance.order_rules.facts import GroupFacts, GroupRecord, group_check
from krscp_portal.foundation.days import in_words
from partnerships.enums import RuleKind
from partnerships.order_rules.facts import RuleFacts, said_by
from partnerships.order_rules.terms import (
    OWN_RULE,
    Ruling,
    Source,
    broken,
    kept,
    listed,
    not_stated,
    unknown,
)

HOUSE: Final = Source("How the portal understands a task and finish group")


def short_groups_end(facts: GroupRecord) -> list[Ruling]:
    """Each task and finish group has a last day, and a group whose last day is over was ended."""
    return [
        _last_day(facts, group)
        for group in facts.groups
        if group.kind == GroupKind.TASK_AND_FINISH or group.sunset_on is not None
    ]


def themed_groups_agreed(facts: GroupRecord) -> list[Ruling]:
    """A themed group stands by the agreement of the body that the rule names (S3 L376)."""
    rule = facts.record.rule(RuleKind.THEMED_GROUP_NEEDS_EXECUTIVE)
    if rule is None:
        return []
    bare = [
        each for each in facts.groups if each.themed and not (each.agreed_by and each.agreed_on)
    ]
    if not bare:
        return [kept("No themed group stands without it.", "governance/", **said_by(rule))]
    return [
        broken(
            "Whose agreement it has, and since when, is not recorded.",
            "Record the agreement, or ask for it.",
            each.path,
            about=each.name,
            **said_by(rule),
        )
        for each in bare
    ]


def terms_approved_by_officers(facts: GroupRecord) -> list[Ruling]:
    """The chief officers have approved the terms in force of each group that the rule names."""
    rule = facts.record.rule(RuleKind.TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS)
    return [_approved(group, rule) for group in facts.under(rule)] if rule else []


def terms_reviewed(facts: GroupRecord) -> list[Ruling]:
    """Terms of reference are looked at again by the day that they name."""
    held = [(group, group.terms) for group in facts.groups if group.terms]
    if not held:
        return [not_stated("No terms of reference are recorded.", path="governance/")]
    on = facts.record.on
    late = [
        broken(
            f"The terms were to be looked at by {in_words(terms.review_on)}.",
            "Look at them, and record a new version or the same one again.",
            f"{group.path}terms/",
            about=group.name,
        )
        for group, terms in held
        if terms.review_on and terms.review_on < on
    ]
    without = [group.name for group in facts.groups if group.terms is None]
    said = f" Not recorded: {listed(without)}." if without else ""
    return late or [kept(f"None of those in force is late for it.{said}", "governance/")]


def _last_day(facts: GroupRecord, group: GroupFacts) -> Ruling:
    where = {"about": group.name, "path": group.path}
    if group.sunset_on is None:
        return unknown("Its last day is not recorded.", "Enter its last day.", **where)
    if group.sunset_on < facts.record.on:
        return broken(
            f"Its last day was {in_words(group.sunset_on)}.",
            "End the group, or extend it.",
            **where,
        )
    return kept(f"It stands until {in_words(group.sunset_on)}.", **where)


def _approved(group: GroupFacts, rule: RuleFacts) -> Ruling:
    where = {"about": group.name, "path": f"{group.path}terms/", **said_by(rule)}
    if group.terms is None:
        return unknown("Its terms are not recorded.", "Draft them, and ask for approval.", **where)
    if group.terms.approver != OFFICERS:
        return broken(
            f"Those in force were approved by {group.terms.approver}.",
            "Draft them again, and ask the chief officers.",
            **where,
        )
    return kept(f"Version {group.terms.number} has their approval.", **where)


CHECKS: Final = (
    group_check(
        "short_groups_end",
        "A group that stands for a time has a last day, and it is kept",
        HOUSE,
        short_groups_end,
    ),
    group_check(
        "themed_groups_agreed",
        "A themed group has the agreement that it needs",
        OWN_RULE,
        themed_groups_agreed,
        RuleKind.THEMED_GROUP_NEEDS_EXECUTIVE,
    ),
    group_check(
        "terms_approved_by_officers",
        "The chief officers approved the terms of reference",
        OWN_RULE,
        terms_approved_by_officers,
        RuleKind.TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS,
    ),
    group_check(
        "terms_reviewed",
        "Terms of reference are looked at in time",
        Source("The terms themselves"),
        terms_reviewed,
    ),
)
