"""The named posts of a partnership, its deputies and its votes. Pure.

Published arrangements differ in which posts they name, so a post without a seat is "not stated",
never broken. Deputies and votes are rules of one partnership (S4 6.3, 6.8, App1; S3 L548).
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from partnerships.enums import DeputyRule, PartnerKind, RuleKind, RuleStance, SeatRole
from partnerships.order_rules.facts import Record, RuleFacts, said_by, vacated
from partnerships.order_rules.terms import (
    OWN_RULE,
    Check,
    Ruling,
    Source,
    broken,
    counted,
    kept,
    listed,
    not_stated,
    unknown,
)

POSTS: Final = "Named posts"
DEPUTIES: Final = "Deputies and votes"
CUSTOM: Final = Source("Posts that published arrangements usually name: the portal’s own list")
NAMED: Final = (
    (SeatRole.LEAD_MEMBER, "The lead member for children is recorded"),
    (SeatRole.DESIGNATED_DOCTOR, "The designated doctor is recorded"),
    (SeatRole.DESIGNATED_NURSE, "The designated nurse is recorded"),
    (SeatRole.MANAGER, "The partnership manager is recorded"),
    (SeatRole.BUSINESS_SUPPORT, "Business support is recorded"),
)


def post_recorded(record: Record, *, role: SeatRole) -> list[Ruling]:
    """A seat of the role is recorded, and not left vacant by somebody who held it.

    Each council of a partnership of several has its own lead member.
    """
    seats = record.of(role)
    if not seats:
        return [
            not_stated(
                "No such seat is recorded; the arrangements may not name the post.",
                "Add the seat if there is one.",
                "seats/",
            )
        ]
    councils = [p for p in record.partners if p.partner_kind == PartnerKind.LOCAL_AUTHORITY]
    if role == SeatRole.LEAD_MEMBER and len(seats) < len(councils):
        why = f"{counted(len(seats), 'seat')} of a lead member for {counted(len(councils), 'council')}."
        return [broken(why, "Add the seat of the other council’s lead member.", "seats/")]
    if vacant := vacated(seats, record.on):
        titles = listed([each.title for each in vacant])
        return [broken(f"Nobody holds it today: {titles}.", "Appoint somebody.", vacant[0].path)]
    return [kept(f"Recorded: {listed([each.title for each in seats])}.", "seats/")]


def host_recorded(record: Record) -> list[Ruling]:
    """Who hosts the business unit is recorded."""
    return _in_details(record.host, "Who hosts the business unit")


def controller_recorded(record: Record) -> list[Ruling]:
    """Who is responsible for the data is recorded; the privacy page says it."""
    return _in_details(record.data_controller, "Who is responsible for the data")


def deputies_named(record: Record) -> list[Ruling]:
    """Each seat that is to have a deputy has one."""
    rule = _deputy_rule(record)
    if rule is None:
        return []
    said = said_by(rule)
    seats = [
        each
        for each in record.seats
        if each.deputies in {DeputyRule.STANDING, DeputyRule.NOMINATED}
    ]
    if not seats:
        why = "The rule asks for deputies, and no seat says that it has one."
        return [unknown(why, "Say on each seat whether it has a deputy.", "seats/", **said)]
    without = [each for each in seats if not each.deputised(record.on)]
    if not without:
        return [
            kept(
                f"A deputy is named for each of the seats that has one: {len(seats)}.",
                "seats/",
                **said,
            )
        ]
    of_held = [each.title for each in without if each.holders(record.on)]
    if of_held:
        return [
            broken(f"No deputy is named for: {listed(of_held)}.", "Appoint one.", "seats/", **said)
        ]
    why = (
        f"No deputy is recorded for {len(without)} of {counted(len(seats), 'seat')}, and no holder."
    )
    return [unknown(why, "Record who holds each seat, and the deputy.", "seats/", **said)]


def deputies_briefed(record: Record) -> list[Ruling]:
    """Each standing deputy of the day has been briefed, where the partnership asks for that."""
    rule = record.rule(RuleKind.STANDING_DEPUTY) or record.rule(RuleKind.DEPUTY_CANNOT_OVERTURN)
    if rule is None:
        return []
    said = said_by(rule)
    deputies = [(s, each) for s in record.seats for each in s.deputised(record.on)]
    if not deputies:
        return [unknown("No deputy is recorded today.", path="seats/", **said)]
    without = sorted(seat.title for seat, each in deputies if each.briefed_on is None)
    if without:
        return [
            broken(
                f"No briefing is recorded of the deputy for: {listed(without)}.",
                "Record the day on which the deputy was briefed.",
                "seats/",
                **said,
            )
        ]
    return [kept("Each standing deputy has been briefed.", "seats/", **said)]


def sector_without_deputy(record: Record) -> list[Ruling]:
    """A member for a sector has no deputy (S4 6.9)."""
    rule = record.rule(RuleKind.SECTOR_MEMBER_CANNOT_COMMIT)
    if rule is None:
        return []
    said = said_by(rule)
    seats = [each for each in record.seats if each.for_sector]
    if not seats:
        why = "No seat is recorded as speaking for a sector."
        return [unknown(why, "Say on each seat whether it does.", "seats/", **said)]
    wrong = [
        each.title
        for each in seats
        if each.deputies in {DeputyRule.STANDING, DeputyRule.NOMINATED}
        or each.deputised(record.on)
        or each.votes
    ]
    if wrong:
        return [
            broken(
                f"Has a deputy or a vote although it speaks for a sector: {listed(wrong)}.",
                "Change the seat, or end the deputy’s appointment.",
                "seats/",
                **said,
            )
        ]
    return [
        kept(
            f"None has a deputy or a vote of the {counted(len(seats), 'seat')} that speak for a sector.",
            "seats/",
            **said,
        )
    ]


def votes_from_partners(record: Record) -> list[Ruling]:
    """Only seats that speak for a safeguarding partner have a vote."""
    rule = record.rule(RuleKind.VOTES_ONLY_FROM_PARTNERS)
    if rule is None:
        return [not_stated("The arrangements say nothing of votes.")]
    said = said_by(rule)
    voting = [each for each in record.seats if each.votes]
    wrong = [each.title for each in voting if not each.speaks_for]
    if wrong:
        return [
            broken(
                f"Has a vote without speaking for a safeguarding partner: {listed(wrong)}.",
                "Take the vote from the seat, or say which partner it speaks for.",
                "seats/",
                **said,
            )
        ]
    if not voting:
        return [unknown("No seat is recorded with a vote.", path="seats/", **said)]
    return [kept(f"Each seat with a vote speaks for a partner: {len(voting)}.", "seats/", **said)]


def _in_details(value: str, what: str) -> list[Ruling]:
    if value.strip():
        return [kept(f"Recorded: {value.strip()}", "details/")]
    return [not_stated(f"{what} is not recorded.", "Enter it among the details.", "details/")]


def _deputy_rule(record: Record) -> RuleFacts | None:
    return record.rule(RuleKind.STANDING_DEPUTY) or record.rule(RuleKind.DEPUTIES_NOMINATED)


def _own(key: str, title: str, run: Callable[[Record], list[Ruling]], *kinds: RuleKind) -> Check:
    return Check(key, DEPUTIES, title, OWN_RULE, RuleStance.WARN, run, frozenset(kinds))


CHECKS: Final = (
    *(
        Check(
            f"post_{role.value.lower()}",
            POSTS,
            title,
            CUSTOM,
            RuleStance.WARN,
            partial(post_recorded, role=role),
        )
        for role, title in NAMED
    ),
    Check(
        "host",
        POSTS,
        "Who hosts the business unit is recorded",
        CUSTOM,
        RuleStance.WARN,
        host_recorded,
    ),
    Check(
        "data_controller",
        POSTS,
        "Who is responsible for the data is recorded",
        Source("UK General Data Protection Regulation art.13", "GK"),
        RuleStance.WARN,
        controller_recorded,
    ),
    _own(
        "deputies_named",
        "A deputy is named where the partnership asks for one",
        deputies_named,
        RuleKind.STANDING_DEPUTY,
        RuleKind.DEPUTIES_NOMINATED,
    ),
    _own(
        "deputies_briefed",
        "Each standing deputy has been briefed",
        deputies_briefed,
        RuleKind.STANDING_DEPUTY,
    ),
    _own(
        "sector_without_deputy",
        "A member for a sector has no deputy and no vote",
        sector_without_deputy,
        RuleKind.SECTOR_MEMBER_CANNOT_COMMIT,
    ),
    _own(
        "votes_from_partners",
        "Only the safeguarding partners’ seats have a vote",
        votes_from_partners,
        RuleKind.VOTES_ONLY_FROM_PARTNERS,
    ),
)
