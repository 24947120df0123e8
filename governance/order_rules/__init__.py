"""The rules of order of groups: quorum, chairing, who sits where. Pure.

A quorum that is not stated is no fault: two of the four published arrangements state none
(statutory.md §2.2). Co-chairs of two agencies, chairs who sit on the wider body and chairing that
agencies share are rules of one partnership each (S1 p14, S3 L552, S4 7.18 and App1, S2 L239).
"""

from collections.abc import Iterable
from typing import Any, Final

from governance.enums import GroupKind
from governance.order_rules import lasting
from governance.order_rules.facts import GroupFacts, GroupRecord, PlaceFacts, group_check
from partnerships.enums import PartnerKind, RuleKind, SeatRole
from partnerships.order_rules.facts import RuleFacts, SeatFacts, said_by
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

__all__ = ["CHECKS", "GroupFacts", "GroupRecord", "PlaceFacts"]

DECIDING: Final = frozenset({GroupKind.EXECUTIVE.value, GroupKind.BOARD.value})
PAIR: Final = 2


def quorum_known(facts: GroupRecord) -> list[Ruling]:
    """Who must be present is stated for each body that decides, or is known not to be stated."""
    bodies = [
        each for each in facts.groups if each.kind in DECIDING or each.quorum_stated is not None
    ]
    return [_quorum(group) for group in bodies]


def executive_has_three_kinds(facts: GroupRecord) -> list[Ruling]:
    """All three kinds of safeguarding partner sit on each executive."""
    return [_three_kinds(group) for group in facts.groups if group.kind == GroupKind.EXECUTIVE]


def cochairs_differ(facts: GroupRecord) -> list[Ruling]:
    """Each group that the rule names has its co-chairs, from different agencies, both in place."""
    rule = facts.record.rule(RuleKind.COCHAIRS_FROM_TWO_AGENCIES)
    return [_cochairs(facts, group, rule) for group in facts.under(rule)] if rule else []


def chairing_is_shared(facts: GroupRecord) -> list[Ruling]:
    """The groups that the rule names are chaired by seats of more than one agency (S4 7.18)."""
    rule = facts.record.rule(RuleKind.MULTI_AGENCY_CHAIRING)
    if rule is None:
        return []
    leads = [seat for group in facts.under(rule) for seat in group.leads]
    agencies = {seat.organisation for seat in leads if seat.organisation is not None}
    if len(agencies) > 1:
        return [
            kept(f"{len(agencies)} agencies share the chairing.", "governance/", **said_by(rule))
        ]
    if not leads or any(seat.organisation is None for seat in leads):
        return [
            unknown(
                "Which agency chairs which group is not recorded.",
                "Enter the organisation of each chair’s seat.",
                "seats/",
                **said_by(rule),
            )
        ]
    return [
        broken(
            "One agency chairs all of these groups.",
            "Ask another agency to chair.",
            "governance/",
            **said_by(rule),
        )
    ]


def chairs_sit_on_wider_body(facts: GroupRecord) -> list[Ruling]:
    """Whoever chairs a subgroup sits on the body that the rule names, as a member or co-opted."""
    kinds = (RuleKind.SUBGROUP_CHAIR_IS_COOPTED, RuleKind.SUBGROUP_CHAIRS_ON_WIDER_BODY)
    return [
        _chairs_sit_on(facts, body, rule)
        for rule in (facts.record.rule(kind) for kind in kinds)
        if rule
        for body in facts.under(rule)
    ]


def group_votes_from_partners(facts: GroupRecord) -> list[Ruling]:
    """On the bodies that the rule names only safeguarding partners' seats vote (S4 App1)."""
    rule = facts.record.rule(RuleKind.VOTES_ONLY_FROM_PARTNERS)
    return [_votes(group, rule) for group in facts.under(rule)] if rule else []


def scrutineer_not_on_executive(facts: GroupRecord) -> list[Ruling]:
    """The scrutineer is no member of an executive: they look on from outside (S0 4.5)."""
    executives = [each for each in facts.groups if each.kind == GroupKind.EXECUTIVE]
    inside = [
        group
        for group in executives
        if any(each.seat.role == SeatRole.SCRUTINEER for each in group.places)
    ]
    if inside:
        return [
            broken(
                "The scrutineer’s seat sits on it.",
                "End the scrutineer’s place there; they can be invited.",
                group.path,
                about=group.name,
            )
            for group in inside
        ]
    if not any(each.places for each in executives):
        return [unknown("Who sits on an executive is not recorded.", path="governance/")]
    return [kept("The scrutineer sits on no executive.", "governance/")]


def _quorum(group: GroupFacts) -> Ruling:
    where: dict[str, Any] = {"about": group.name, "path": group.path}
    if group.quorum_stated is None:
        return not_stated("No quorum is recorded.", "Record it, or that none is stated.", **where)
    cites: dict[str, Any] = {"source": Source(group.quorum_source)} if group.quorum_source else {}
    if group.quorum_stated:
        return kept(group.quorum, **where, **cites)
    return not_stated("The arrangements state no quorum, which is no fault.", **where, **cites)


def _three_kinds(group: GroupFacts) -> Ruling:
    where = {"about": group.name, "path": group.path}
    if not group.places:
        return unknown("Who sits on it is not recorded.", "Add the seats that sit on it.", **where)
    there = {each.seat.speaks_for for each in group.places}
    missing = [str(kind.label).lower() for kind in PartnerKind if kind not in there]
    if missing:
        return broken(
            f"No seat on it speaks for: {listed(missing)}.", "Add the partner’s seat.", **where
        )
    return kept("All three kinds of safeguarding partner sit on it.", **where)


def _cochairs(facts: GroupRecord, group: GroupFacts, rule: RuleFacts) -> Ruling:
    wanted, on = rule.number or PAIR, facts.record.on
    where = {"about": group.name, "path": group.path, **said_by(rule)}
    leads = group.leads
    if not leads:
        return unknown("Who chairs it is not recorded.", "Say which seats chair it.", **where)
    if len(leads) != wanted:
        why = f"Seats that chair it: {len(leads)}. Wanted: {wanted}."
        return broken(why, "Say on the group which seats chair it.", **where)
    gone = [each.title for each in leads if each.was_held and not each.holders(on)]
    if gone:
        return broken(f"A co-chair has left: {listed(gone)}.", "Appoint another.", **where)
    agencies = [each.organisation for each in leads]
    known = [each for each in agencies if each is not None]
    if len(set(known)) < len(known):
        return broken(
            f"Both are of one agency: {leads[0].organisation_name}.",
            "Ask another agency for a co-chair.",
            **where,
        )
    if len(known) < wanted:
        return unknown(
            "From which agencies the co-chairs come is not recorded.",
            "Enter the organisation of each chair’s seat.",
            **where,
        )
    return kept("Its co-chairs’ seats are of different agencies.", **where)


def _chairs_sit_on(facts: GroupRecord, body: GroupFacts, rule: RuleFacts) -> Ruling:
    where = {"about": body.name, "path": body.path, **said_by(rule)}
    chairs = _unique(
        seat
        for group in facts.groups
        if group.key != body.key
        for seat in group.leads
        if seat.role == SeatRole.SUBGROUP_CHAIR
    )
    if not chairs:
        return unknown("Which seats chair a group is not recorded.", **where)
    on_body = {each.seat.id for each in body.places}
    missing = [seat.title for seat in chairs if seat.id not in on_body]
    if missing:
        return broken(f"Does not sit there: {listed(missing)}.", "Add the seat to it.", **where)
    return kept(f"Each seat that chairs a group sits there: {len(chairs)}.", **where)


def _votes(group: GroupFacts, rule: RuleFacts) -> Ruling:
    where = {"about": group.name, "path": group.path, **said_by(rule)}
    voting = [each.seat for each in group.places if each.votes]
    wrong = [seat.title for seat in voting if not seat.speaks_for]
    if wrong:
        return broken(f"Votes there: {listed(wrong)}.", "Take the vote from the place.", **where)
    if not voting:
        return unknown("Who votes there is not recorded.", **where)
    return kept(f"Each seat that votes there speaks for a partner: {len(voting)}.", **where)


def _unique(seats: Iterable[SeatFacts]) -> list[SeatFacts]:
    return sorted({seat.id: seat for seat in seats}.values(), key=lambda seat: seat.title)


CHECKS: Final = (
    group_check(
        "quorum_known",
        "Who must be present is stated for each body that decides",
        OWN_RULE,
        quorum_known,
    ),
    group_check(
        "executive_has_three_kinds",
        "All three kinds of safeguarding partner sit on the executive",
        Source("Children Act 2004 s.16E", "V"),
        executive_has_three_kinds,
    ),
    group_check(
        "scrutineer_not_on_executive",
        "The scrutineer sits on no executive",
        Source("Working Together 2023 ch.2, independent scrutiny", "GK"),
        scrutineer_not_on_executive,
    ),
    group_check(
        "group_votes_from_partners",
        "Only the safeguarding partners vote in the body",
        OWN_RULE,
        group_votes_from_partners,
        RuleKind.VOTES_ONLY_FROM_PARTNERS,
    ),
    group_check(
        "cochairs_differ",
        "Co-chairs come from different agencies, and both are in place",
        OWN_RULE,
        cochairs_differ,
        RuleKind.COCHAIRS_FROM_TWO_AGENCIES,
    ),
    group_check(
        "chairing_is_shared",
        "Agencies share the chairing of groups",
        OWN_RULE,
        chairing_is_shared,
        RuleKind.MULTI_AGENCY_CHAIRING,
    ),
    group_check(
        "chairs_sit_on_wider_body",
        "Whoever chairs a group sits on the wider body",
        OWN_RULE,
        chairs_sit_on_wider_body,
        RuleKind.SUBGROUP_CHAIR_IS_COOPTED,
        RuleKind.SUBGROUP_CHAIRS_ON_WIDER_BODY,
    ),
    *lasting.CHECKS,
)
