"""How the partnership's bodies get their chairs, for how long, and when that is looked at. Pure.

Each is a rule of one partnership: KRSCP's delegates take turns of twelve months or more (S0 4.7),
Merton's independent person and Kirklees' scrutineer chair (S4 7.3, S3 L163), Kent states nothing.
That a delegated partner chairs is of the 2023 guidance, read only as others restate it; so a chair
of an older model is warned about and never refused.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from krscp_portal.foundation.days import in_words
from partnerships.enums import ChairMethod, RuleStance, SeatRole
from partnerships.order_rules.facts import ChairFacts, Record, SeatFacts
from partnerships.order_rules.terms import (
    Check,
    Ruling,
    Source,
    add_months,
    broken,
    follows,
    kept,
    not_stated,
    unknown,
)

HEADING: Final = "Chair"
OWN_RULE: Final = Source("The partnership’s own rule of its chair")
DELEGATE_CHAIRS: Final = Source("Working Together 2023 ch.2, partnership chair, as restated", "V2")
NO_SEAT: Final = "The rule does not say which seat its chair holds."
NAME_SEAT: Final = "Change the rule and choose the chair’s seat."
ROLE_WORDS: Final = {role.value: str(role.label).lower() for role in SeatRole}


def rule_recorded(record: Record) -> list[Ruling]:
    """How the body that leads gets its chair is on record."""
    if not record.chair_rules:
        return [
            unknown("No rule of a chair is recorded.", "Record how the chair is found.", "details/")
        ]
    return [
        kept(f"Chosen {_from_whom(rule)}.", **_of(rule))
        if rule.from_roles
        else not_stated("The arrangements do not say from whom the chair is chosen.", **_of(rule))
        for rule in record.chair_rules
    ]


def chair_is_one_of_them(record: Record) -> list[Ruling]:
    """Whoever chairs holds one of the seats from which the rule chooses, on that day."""
    return [_chair_is_one_of_them(record, rule) for rule in record.chair_rules if rule.from_roles]


def chair_is_delegate(record: Record) -> list[Ruling]:
    """A delegated partner chairs, as the 2023 guidance has it. Warned about, never refused."""
    return [_chair_is_delegate(record, rule) for rule in record.chair_rules]


def chair_rotates(record: Record) -> list[Ruling]:
    """Where the chair goes round, it goes to another partner, or a review says why not."""
    return [
        _chair_rotates(record, rule)
        for rule in record.chair_rules
        if rule.method == ChairMethod.ROTATION
    ]


def term_is_long_enough(record: Record) -> list[Ruling]:
    """No chair went before the shortest term without a reason in a review (S0 4.7)."""
    return [_term(record, rule) for rule in record.chair_rules if rule.minimum_months]


def chair_reviewed(record: Record) -> list[Ruling]:
    """Who chairs was looked at again when that fell due."""
    return [_reviewed(record, rule) for rule in record.chair_rules if rule.review_months]


def review_due(rule: ChairFacts, seat: SeatFacts | None, *, on: date) -> date | None:
    """Return the day by which the choice of the chair is to be looked at again, if one is known.

    It counts from the last review, or else from the day on which the present chair began.
    """
    if not rule.review_months:
        return None
    began = _began(seat, on) if seat else None
    since = max((look.on for look in rule.looks), default=began)
    return add_months(since, rule.review_months) if since else None


def too_short(rule: ChairFacts, starts: date, ends: date | None) -> bool:
    """Say whether a term that ended, or has its end, is shorter than the rule's minimum."""
    if ends is None or not rule.minimum_months:
        return False
    return ends < _last_day(starts, rule.minimum_months)


def _chair_is_one_of_them(record: Record, rule: ChairFacts) -> Ruling:
    seat = record.seat(rule.seat)
    if seat is None:
        return unknown(NO_SEAT, NAME_SEAT, **_of(rule))
    chairs = {each.person for each in seat.holders(record.on)}
    if not chairs and not seat.was_held:
        why = f"Who chairs is not recorded. The chair is chosen {_from_whom(rule)}."
        return unknown(why, "Record who holds the chair’s seat.", **_of(rule, seat.path))
    if not chairs:
        return broken("Nobody chairs today.", "Appoint a chair.", **_of(rule, seat.path))
    among = {
        holder.person
        for each in record.seats
        if each.role in rule.from_roles
        for holder in each.holders(record.on)
    }
    if chairs <= among:
        return kept(f"The chair comes {_from_whom(rule)}.", **_of(rule, seat.path))
    return broken(
        f"Whoever chairs holds no such seat today: the chair is chosen {_from_whom(rule)}.",
        "Appoint a chair from among them, or record the seat that the chair holds.",
        **_of(rule, seat.path),
    )


def _chair_is_delegate(record: Record, rule: ChairFacts) -> Ruling:
    delegate = SeatRole.DSP.value
    if not rule.from_roles:
        return not_stated(
            "The arrangements do not say who chairs. The 2023 guidance has a delegated partner "
            "chair.",
            about=rule.body,
            path=rule.path,
        )
    if rule.from_roles == {delegate}:
        return kept("A delegated partner chairs.", about=rule.body, path=rule.path)
    older = "" if follows(record.edition, "wt2023") else " It follows the 2018 edition."
    return broken(
        f"The partnership’s rule chooses the chair {_from_whom(rule)}.{older} The 2023 guidance "
        "has a delegated partner chair.",
        "Decide when the arrangements are next revised whether a delegated partner chairs.",
        rule.path,
        about=rule.body,
    )


def _chair_rotates(record: Record, rule: ChairFacts) -> Ruling:
    seat = record.seat(rule.seat)
    if seat is None:
        return unknown(NO_SEAT, NAME_SEAT, **_of(rule))
    terms = [term for term in seat.terms() if term[1] <= record.on]
    if len(terms) < 2:
        return unknown(
            "Fewer than two chairs are recorded, so no change can be seen yet.",
            **_of(rule, seat.path),
        )
    (earlier, starts, _), (later, began, _) = terms[-2:]
    explained = any(look.reason and starts <= look.on for look in rule.looks)
    before, after = _partner_of(record, earlier, began), _partner_of(record, later, began)
    if before and before & after and not explained:
        return broken(
            f"On {in_words(began)} the chair passed to another delegate of the same partner.",
            "Record in a review why the chair stayed with that partner.",
            **_of(rule, rule.path),
        )
    return kept(f"The chair last passed on {in_words(began)}.", **_of(rule, seat.path))


def _term(record: Record, rule: ChairFacts) -> Ruling:
    seat = record.seat(rule.seat)
    if seat is None:
        return unknown(NO_SEAT, NAME_SEAT, **_of(rule))
    said = f"The shortest term is {rule.minimum_months} months"
    if not seat.was_held:
        return unknown(f"{said}; who chairs is not recorded.", **_of(rule, seat.path))
    ended = [(starts, ends) for _, starts, ends in seat.terms() if ends]
    if not ended:
        return kept(f"{said}; no chair’s term has ended yet.", **_of(rule, seat.path))
    starts, ends = ended[-1]
    if not too_short(rule, starts, ends):
        return kept(f"{said}, and the last one kept to it.", **_of(rule, seat.path))
    if any(look.reason and look.on >= starts for look in rule.looks):
        return kept(
            f"{said}. The one that ended on {in_words(ends)} was shorter, for a recorded reason.",
            **_of(rule),
        )
    return broken(
        f"{said}. The one that began on {in_words(starts)} ends on {in_words(ends)}, and no "
        "reason is recorded.",
        "Record a review of the chair with the reason.",
        **_of(rule),
    )


def _reviewed(record: Record, rule: ChairFacts) -> Ruling:
    due = review_due(rule, record.seat(rule.seat), on=record.on)
    every = f"Every {rule.review_months} months the choice of the chair is looked at again"
    if due is None:
        return unknown(f"{every}; no review is recorded yet.", "Record the last one.", **_of(rule))
    if due < record.on:
        return broken(
            f"{every}. That was due by {in_words(due)}.",
            "Look at who chairs next, and record it even where nothing changes.",
            **_of(rule),
        )
    return kept(f"{every}, next by {in_words(due)}.", **_of(rule))


def _partner_of(record: Record, person: int, on: date) -> set[str]:
    """Return which kinds of partner somebody was delegate of around the day."""
    return {
        seat.speaks_for
        for seat in record.of(SeatRole.DSP)
        for each in seat.tenures
        if each.person == person and each.starts <= on and seat.speaks_for
    }


def _began(seat: SeatFacts, on: date) -> date | None:
    return next((starts for _, starts, ends in seat.terms() if starts <= on <= (ends or on)), None)


def _last_day(starts: date, months: int) -> date:
    return date.fromordinal(add_months(starts, months).toordinal() - 1)


def _from_whom(rule: ChairFacts) -> str:
    roles = [ROLE_WORDS[role] for role in sorted(rule.from_roles)]
    turn = ", in rotation" if rule.method == ChairMethod.ROTATION else ""
    return f"from: {' or '.join(roles)}{turn}"


def _of(rule: ChairFacts, path: str = "") -> dict[str, Any]:
    return {"about": rule.body, "source": rule.source, "path": path or rule.path}


def _check(
    key: str, title: str, stance: RuleStance, run: Callable[[Record], list[Ruling]]
) -> Check:
    source = DELEGATE_CHAIRS if run is chair_is_delegate else OWN_RULE
    return Check(key, HEADING, title, source, stance, run)


CHECKS: Final = (
    _check(
        "chair_rule",
        "How the chair is found is recorded",
        RuleStance.WARN,
        rule_recorded,
    ),
    _check(
        "chair_is_one_of_them",
        "The chair comes from among those whom the rule names",
        RuleStance.REFUSE,
        chair_is_one_of_them,
    ),
    _check(
        "chair_is_delegate",
        "A delegated partner chairs",
        RuleStance.WARN,
        chair_is_delegate,
    ),
    _check(
        "chair_rotates",
        "A chair that goes round goes to another partner",
        RuleStance.WARN,
        chair_rotates,
    ),
    _check(
        "chair_term",
        "No chair went before the shortest term without a reason",
        RuleStance.WARN,
        term_is_long_enough,
    ),
    _check(
        "chair_reviewed",
        "Who chairs was looked at again in time",
        RuleStance.WARN,
        chair_reviewed,
    ),
)
