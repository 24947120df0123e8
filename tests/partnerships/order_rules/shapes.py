"""Plain builders of a partnership's record for the rules of order."""

from datetime import date

from partnerships.order_rules.facts import (
    AgencyFacts,
    ChairFacts,
    DelegationFacts,
    Record,
    RuleFacts,
    SeatFacts,
    Tenure,
)

JUNE = date(2026, 6, 1)
BEGAN = date(2025, 1, 1)
COUNCIL, OTHER_COUNCIL, BOARD, FORCE = 1, 2, 3, 4
LEADS = {
    COUNCIL: ("Chief Executive, First Council", "local_authority"),
    OTHER_COUNCIL: ("Chief Executive, Second Council", "local_authority"),
    BOARD: ("Chief Executive, the board", "icb"),
    FORCE: ("Chief Constable", "police"),
}


def partner(organisation: int, **more: object) -> AgencyFacts:
    kind = LEADS[organisation][1]
    facts = {"basis": "statutory_partner", "partner_kind": kind, "from_on": BEGAN, **more}
    return AgencyFacts(organisation, f"Body {organisation}", **facts)


def lead(organisation: int, /, person: int | None = None, **more: object) -> SeatFacts:
    title, kind = LEADS[organisation]
    held = (Tenure(person, BEGAN),) if person else ()
    facts = {"title": title, "organisation": organisation, "speaks_for": kind, "tenures": held}
    return SeatFacts(organisation, "LSP", **(facts | more))


def delegate(seat: int, kind: str, person: int | None = None, **more: object) -> SeatFacts:
    held = (Tenure(person, BEGAN),) if person else ()
    facts = {"title": f"Delegate {seat}", "speaks_for": kind, "tenures": held}
    return SeatFacts(seat, "DSP", **(facts | more))


def seat(number: int, role: str, *tenures: Tenure, **more: object) -> SeatFacts:
    return SeatFacts(number, role, **({"title": f"{role} {number}", "tenures": tenures} | more))


def rule(kind: str, stance: str = "warn", **more: object) -> RuleFacts:
    return RuleFacts(kind, stance, **more)


def chair(**more: object) -> ChairFacts:
    facts = {
        "seat": 20,
        "from_roles": frozenset({"DSP"}),
        "method": "rotation",
        "minimum_months": 12,
        "review_months": 12,
    }
    return ChairFacts("Executive", **(facts | more))


def two_councils(**more: object) -> Record:
    """KRSCP's shape: four lead partners of three kinds, and one delegate for two of them."""
    facts = {
        "edition": "wt2023",
        "seats": (
            *(lead(each, person=each) for each in LEADS),
            delegate(11, "local_authority", 11),
            delegate(12, "icb", 12),
            delegate(13, "police", 13),
        ),
        "agencies": tuple(partner(each) for each in LEADS),
        "delegations": (
            DelegationFacts(COUNCIL, 11),
            DelegationFacts(OTHER_COUNCIL, 11),
            DelegationFacts(BOARD, 12),
            DelegationFacts(FORCE, 13),
        ),
    }
    return Record(JUNE, **(facts | more))


def states(rulings: list) -> list[str]:
    return [str(each.state) for each in rulings]
