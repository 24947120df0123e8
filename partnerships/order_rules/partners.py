"""The three safeguarding partners, who leads for each, and who acts for those who lead. Pure.

Children Act 2004 s.16E(3) says who the partners are. Lead and delegated partners are of the 2023
guidance, read here only as other bodies restate it; which post leads is flagged, never refused.
"""

import re
from typing import Final

from krscp_portal.foundation.days import in_words
from partnerships.enums import PartnerKind, RuleStance, SeatRole
from partnerships.order_rules.facts import AgencyFacts, Record, SeatFacts, unrecorded, vacated
from partnerships.order_rules.terms import (
    CURRENT_EDITION,
    EDITIONS,
    Check,
    Ruling,
    Source,
    broken,
    follows,
    kept,
    listed,
    no_matter,
    unknown,
)

HEADING: Final = "Safeguarding partners"
PARTNERS_BY_LAW: Final = Source("Children Act 2004 s.16E(3)", "V")
LEADS: Final = Source("Working Together 2023 ch.2, lead safeguarding partners, as restated", "V2")
DELEGATES: Final = Source(
    "Working Together 2023 ch.2, delegated safeguarding partners, as restated", "V2"
)
RECORD_KEEPING: Final = Source("The portal’s own advice")
EDITION_2018: Final = "This partnership follows the 2018 edition of the guidance"

NAMED_POSTS: Final = {
    PartnerKind.LOCAL_AUTHORITY.value: (
        "chief executive",
        re.compile(r"chief executive|head of paid service", re.IGNORECASE),
    ),
    PartnerKind.ICB.value: ("chief executive", re.compile(r"chief executive", re.IGNORECASE)),
    PartnerKind.POLICE.value: (
        "chief officer of police",
        re.compile(r"chief constable|(?<!crime )commissioner|chief officer", re.IGNORECASE),
    ),
}
SECOND_IN_COMMAND: Final = re.compile(r"\b(assistant|deputy|vice|associate)\b", re.IGNORECASE)
WORDS: Final = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def three_kinds(record: Record) -> list[Ruling]:
    """Each of the three kinds of safeguarding partner takes part (s.16E(3))."""
    there = {each.partner_kind for each in record.partners}
    missing = [str(kind.label).lower() for kind in PartnerKind if kind not in there]
    if missing:
        return [
            broken(
                f"No organisation is recorded as safeguarding partner for: {listed(missing)}.",
                "Record the organisation among the agencies, as a safeguarding partner.",
                "agencies/",
            )
        ]
    count = len(record.partners)
    return [
        kept(
            f"{_number(count)} organisations are safeguarding partners, and all three kinds are "
            "among them.",
            "agencies/",
        )
    ]


def partners_dated(record: Record) -> list[Ruling]:
    """The record says since when each safeguarding partner takes part."""
    if not record.partners:
        return [no_matter("No safeguarding partner is recorded.")]
    undated = [each.name for each in record.partners if each.from_on is None]
    if undated:
        return [
            unknown(
                f"Since when is not recorded for: {listed(undated)}.",
                "Enter the first day of its membership.",
                "agencies/",
            )
        ]
    return [kept("The first day of each partner’s membership is recorded.", "agencies/")]


def lead_for_each(record: Record) -> list[Ruling]:
    """Each partner organisation has one lead seat: one per organisation, not one per kind.

    Two councils of one partnership have a lead partner each (S0, its list of lead partners).
    """
    if not record.partners:
        return [unknown("No safeguarding partner is recorded.", path="agencies/")]
    leads = {each.organisation: leads_of(record, each) for each in record.partners}
    without = [each.name for each in record.partners if not leads[each.organisation]]
    several = [each.name for each in record.partners if len(leads[each.organisation]) > 1]
    if without:
        return [
            broken(
                f"No lead partner’s seat is recorded for: {listed(without)}.",
                "Add the seat, with its organisation and the partner it speaks for.",
                "seats/",
            )
        ]
    if several:
        return [
            broken(
                f"More than one lead partner’s seat stands open for: {listed(several)}.",
                "Close the seat that no longer leads.",
                "seats/",
            )
        ]
    kinds = len({each.partner_kind for each in record.partners})
    return [
        kept(
            f"{_number(len(leads))} lead partners’ seats for {_number(len(leads)).lower()} "
            f"organisations of {_number(kinds).lower()} kinds.",
            "seats/",
        )
    ]


def leads_held(record: Record) -> list[Ruling]:
    """Somebody holds each lead partner's seat."""
    return held(record, record.of(SeatRole.LSP), nobody="No lead partner’s seat is recorded.")


def lead_post(record: Record) -> list[Ruling]:
    """The lead partner is the post that the 2023 guidance names. Flagged, never refused."""
    seats = record.of(SeatRole.LSP)
    if not seats:
        return [unknown("No lead partner’s seat is recorded.", path="seats/")]
    if not follows(record.edition, "wt2023"):
        return [
            no_matter(
                f"{EDITION_2018}. The 2023 edition names the chief executives of the council and "
                "the integrated care board, and the chief officer of police."
            )
        ]
    others = [seat for seat in seats if not is_named_post(seat)]
    if not others:
        return [kept("Each lead partner’s seat is the post that the guidance names.", "seats/")]
    return [
        broken(
            f"The guidance names the {NAMED_POSTS[seat.speaks_for][0]}; this seat is another post.",
            "Check that the arrangements say why another post leads, or change the seat.",
            seat.path,
            about=seat.title,
        )
        for seat in others
    ]


def is_named_post(seat: SeatFacts) -> bool:
    """Say whether a lead seat's title is the post that the guidance names for its kind."""
    _, pattern = NAMED_POSTS.get(seat.speaks_for, ("", None))
    found = pattern.search(seat.title) if pattern else None
    return found is not None and not SECOND_IN_COMMAND.search(seat.title[: found.end()])


def delegate_for_each(record: Record) -> list[Ruling]:
    """Each lead partner has a delegated partner by a delegation that lasts.

    One delegate may act for several (S0: the director for two councils); it counts for each.
    """
    leads = record.of(SeatRole.LSP)
    if not leads:
        return [unknown("No lead partner’s seat is recorded.", path="seats/")]
    delegates = {seat.id for seat in record.of(SeatRole.DSP)}
    given = [each for each in record.delegations if each.taker in delegates]
    if not given and not follows(record.edition, "wt2023"):
        return [
            no_matter(f"{EDITION_2018}, which asks for no named delegate, and none is recorded.")
        ]
    without = [seat.title for seat in leads if seat.id not in {each.giver for each in given}]
    if without:
        return [
            broken(
                f"No delegation to a delegated partner is recorded for: {listed(without)}.",
                "Record who acts for this lead partner, and in what.",
                "delegations/",
            )
        ]
    several = [
        seat.title
        for seat in record.of(SeatRole.DSP)
        if len({each.giver for each in given if each.taker == seat.id}) > 1
    ]
    more = f" One delegate acts for several lead partners: {listed(several)}." if several else ""
    return [kept(f"Each lead partner has delegated to a delegated partner.{more}", "delegations/")]


def delegates_named(record: Record) -> list[Ruling]:
    """Somebody holds each delegated partner's seat, so that the delegate can be named."""
    seats = record.of(SeatRole.DSP)
    if not seats and not follows(record.edition, "wt2023"):
        return [no_matter(f"{EDITION_2018}, which asks for no named delegate.")]
    return held(record, seats, nobody="No delegated partner’s seat is recorded.")


def delegations_reviewed(record: Record) -> list[Ruling]:
    """No delegation's review date has passed."""
    if not record.delegations:
        return [no_matter("No delegation is recorded.")]
    late = [each for each in record.delegations if each.review_on and each.review_on < record.on]
    if late:
        return [
            broken(
                f"Due for review since {in_words(each.review_on)}.",
                "Look at the delegation again and record what was found.",
                each.path,
                about=_from(record, each.giver),
            )
            for each in late
            if each.review_on
        ]
    undated = [each for each in record.delegations if each.review_on is None]
    if undated:
        return [
            unknown(
                f"{_number(len(undated))} of {_number(len(record.delegations)).lower()} "
                "delegations have no review date.",
                "Set a day on which each delegation is looked at again.",
                "delegations/",
            )
        ]
    return [kept("Each delegation has a review date still to come.", "delegations/")]


def edition_is_current(record: Record) -> list[Ruling]:
    """The arrangements follow the edition of the guidance that is in force."""
    if not record.edition:
        return [
            unknown(
                "Which edition of the guidance the arrangements follow is not recorded, so they "
                "are judged by the current one.",
                "Record the edition among the details.",
                "details/",
            )
        ]
    if record.edition == CURRENT_EDITION:
        return [kept(f"The arrangements follow {EDITIONS[CURRENT_EDITION]}.", "details/")]
    said = EDITIONS.get(record.edition, record.edition)
    return [
        broken(
            f"The arrangements follow {said}. The current edition is of March 2026.",
            "Revise the arrangements, and say then which edition they follow.",
            "details/",
        )
    ]


def held(record: Record, seats: list[SeatFacts], *, nobody: str) -> list[Ruling]:
    """Answer for seats that somebody must hold: vacant is broken, never recorded is not."""
    if not seats:
        return [unknown(nobody, path="seats/")]
    if vacant := vacated(seats, record.on):
        return [
            broken(
                "Nobody holds this seat today.", "Appoint somebody.", each.path, about=each.title
            )
            for each in vacant
        ]
    if silent := unrecorded(seats):
        return [
            unknown(
                f"Who holds it is not recorded for: {listed([each.title for each in silent])}.",
                "Record who holds each seat.",
                "seats/",
            )
        ]
    return [kept("Somebody holds each seat today.", "seats/")]


def leads_of(record: Record, partner: AgencyFacts) -> list[SeatFacts]:
    """Return the lead seats of a partner organisation.

    A seat that names no organisation is taken for the only one of its kind.
    """
    alone = sum(each.partner_kind == partner.partner_kind for each in record.partners) == 1
    return [
        seat
        for seat in record.of(SeatRole.LSP)
        if seat.organisation == partner.organisation
        or (alone and seat.organisation is None and seat.speaks_for == partner.partner_kind)
    ]


def _from(record: Record, seat_id: int) -> str:
    seat = record.seat(seat_id)
    return f"from {seat.title}" if seat else ""


def _number(count: int) -> str:
    return WORDS.get(count, str(count)).capitalize()


CHECKS: Final = (
    Check(
        "three_kinds",
        HEADING,
        "All three kinds of safeguarding partner take part",
        PARTNERS_BY_LAW,
        RuleStance.REFUSE,
        three_kinds,
    ),
    Check(
        "partners_dated",
        HEADING,
        "The record says since when each safeguarding partner takes part",
        RECORD_KEEPING,
        RuleStance.WARN,
        partners_dated,
    ),
    Check(
        "lead_for_each",
        HEADING,
        "Each partner organisation has one lead partner’s seat",
        LEADS,
        RuleStance.REFUSE,
        lead_for_each,
    ),
    Check(
        "leads_held",
        HEADING,
        "Each lead partner’s seat is held",
        LEADS,
        RuleStance.REFUSE,
        leads_held,
    ),
    Check(
        "lead_post",
        HEADING,
        "Each lead partner is the post that the guidance names",
        LEADS,
        RuleStance.WARN,
        lead_post,
    ),
    Check(
        "delegate_for_each",
        HEADING,
        "Each lead partner has a delegated partner",
        DELEGATES,
        RuleStance.REFUSE,
        delegate_for_each,
    ),
    Check(
        "delegates_named",
        HEADING,
        "Each delegated partner’s seat is held",
        DELEGATES,
        RuleStance.REFUSE,
        delegates_named,
    ),
    Check(
        "delegations_reviewed",
        HEADING,
        "No delegation is overdue for review",
        RECORD_KEEPING,
        RuleStance.WARN,
        delegations_reviewed,
    ),
    Check(
        "edition_is_current",
        HEADING,
        "The arrangements follow the current edition of the guidance",
        Source("Working Together 2026, published on 18 March 2026, as restated", "V2"),
        RuleStance.WARN,
        edition_is_current,
    ),
)
