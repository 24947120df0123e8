"""Independent scrutiny, and the lay and young people who take part in it. Pure.

Published arrangements include scrutiny by an independent person (Children Act 2004 s.16G, general
knowledge here). What one partnership says of its scrutineer is its own rule; `clashes` decides
which other seats do not go together with theirs.
"""

from typing import Final

from partnerships.enums import ConflictKind, RuleKind, RuleStance, SeatRole
from partnerships.order_rules.clashes import SEPARATION, Clash, Post, clash
from partnerships.order_rules.facts import Record, SeatFacts, Tenure, said_by
from partnerships.order_rules.partners import held
from partnerships.order_rules.terms import (
    OWN_RULE,
    Check,
    Ruling,
    Source,
    broken,
    counted,
    kept,
    listed,
    no_matter,
    not_stated,
    unknown,
)
from partnerships.support import missing_for

HEADING: Final = "Scrutiny, lay and young people"
SCRUTINY_BY_LAW: Final = Source("Children Act 2004 s.16G", "GK")
INTERESTS: Final = Source("Register of interests: our reading of Merton’s appendix 7")
SAFEGUARDS: Final = Source("Consent and safeguarding of minors: the portal’s own list", "GK")


def scrutineer_held(record: Record) -> list[Ruling]:
    """There is an independent scrutineer; a partnership may have several."""
    return held(record, record.of(SeatRole.SCRUTINEER), nobody="No scrutineer’s seat is recorded.")


def scrutineer_stands_apart(record: Record) -> list[Ruling]:
    """The scrutineer holds no seat that they scrutinise, on the day."""
    kinds = {rule.kind: rule for rule in record.rules}
    found: list[Ruling] = []
    if rule := kinds.get(RuleKind.SCRUTINEER_MAY_CHAIR):
        found.append(_merged_by_rule(rule.text, rule.path, Clash(RuleStance.WARN, rule.source)))
    scrutineers = record.of(SeatRole.SCRUTINEER)
    for seat, holder, other in _beside(record, scrutineers):
        if other.role == SeatRole.INDEPENDENT_PERSON or (found and other.role == SeatRole.CHAIR):
            continue
        met = clash(_post(seat, holder), _post(other, holder), edition=record.edition, rules=kinds)
        if met:
            found.append(
                broken(
                    f"One person holds this seat and “{other.title}”.",
                    "End one of the two appointments.",
                    other.path,
                    about=seat.title,
                    stance=met.stance,
                    source=met.source,
                )
            )
    return found or [_apart_or_unknown(record, scrutineers)]


def independent_person_is_another(record: Record) -> list[Ruling]:
    """The independent person and the scrutineer are two people (S4 7.10)."""
    seats = record.of(SeatRole.INDEPENDENT_PERSON)
    rule = record.rule(RuleKind.INDEPENDENT_PERSON_IS_NOT_SCRUTINEER)
    if not seats:
        return [no_matter("No seat of an independent person is recorded.")]
    said = said_by(rule)
    scrutineers = record.of(SeatRole.SCRUTINEER)
    silent = [each.title for each in [*seats, *scrutineers] if not each.holders(record.on)]
    both = [
        other
        for seat, _, other in _beside(record, scrutineers)
        if other.role == SeatRole.INDEPENDENT_PERSON
    ]
    if both:
        return [
            broken(
                "One person holds this seat and is the scrutineer.",
                "End one of the two appointments.",
                both[0].path,
                about=both[0].title,
                **said,
            )
        ]
    if silent or not scrutineers:
        who = f" of: {listed(silent)}" if silent else " of a scrutineer’s seat"
        return [unknown(f"No holder is recorded{who}.", "Record who holds it.", "seats/", **said)]
    return [kept("The independent person and the scrutineer are two people.", **said)]


def mediator_declared(record: Record) -> list[Ruling]:
    """A scrutineer who may mediate has declared that other role."""
    rule = record.rule(RuleKind.SCRUTINEER_MEDIATES)
    if rule is None:
        return []
    said = said_by(rule)
    people = _people(record, record.of(SeatRole.SCRUTINEER))
    if not people:
        return [unknown("Who the scrutineer is, is not recorded.", path="seats/", **said)]
    declared = {
        each.person
        for each in record.declarations
        if each.kind == ConflictKind.OTHER_ROLE and each.renew_on >= record.on
    }
    if people <= declared:
        return [kept("The scrutineer has declared the role of mediator.", **said)]
    return [
        broken(
            "The scrutineer may be asked to mediate, and has not declared that other role.",
            "Have it declared in the register of interests, and decide how it is handled.",
            "interests/",
            **said,
        )
    ]


def interests_declared(record: Record) -> list[Ruling]:
    """Whoever chairs and whoever scrutinises has an entry in the register that is still good."""
    seats = record.of(SeatRole.CHAIR, SeatRole.SCRUTINEER, SeatRole.INDEPENDENT_PERSON)
    holding = [seat for seat in seats if seat.holders(record.on)]
    if not holding:
        return [unknown("Who chairs and who scrutinises is not recorded.", path="seats/")]
    good = {each.person for each in record.declarations if each.renew_on >= record.on}
    without = [seat.title for seat in holding if not _people(record, [seat]) <= good]
    if without:
        return [
            broken(
                f"No declaration that is still good for: {listed(without)}.",
                "Ask for a declaration, even that there is nothing to declare.",
                "interests/",
            )
        ]
    return [kept("Whoever chairs and whoever scrutinises has declared.", "interests/")]


def young_people_protected(record: Record) -> list[Ruling]:
    """Consent, an adult who looks after them and a risk assessment stand behind a young person."""
    return _supported(record, SeatRole.YOUNG_SCRUTINEER, "young scrutineer")


def lay_members_supported(record: Record) -> list[Ruling]:
    """A lay member has tasks, a mentor and an induction on record."""
    return _supported(record, SeatRole.LAY_MEMBER, "lay member")


def lay_members_number(record: Record) -> list[Ruling]:
    """There are as many lay members as the partnership says (Merton: two)."""
    seats = record.of(SeatRole.LAY_MEMBER)
    rule = record.rule(RuleKind.LAY_MEMBERS)
    if rule is None or rule.number is None:
        return [not_stated("How many lay members there are is not stated.")]
    said = said_by(rule)
    if len(seats) < rule.number:
        return [
            broken(
                f"Lay members that are meant to sit: {rule.number}. Seats on record: {len(seats)}.",
                "Add the seats that are missing.",
                "seats/",
                **said,
            )
        ]
    filled = sum(bool(seat.holders(record.on)) for seat in seats)
    if filled >= rule.number:
        return [kept(f"Lay members in place: {filled} of {rule.number}.", "seats/", **said)]
    if any(seat.was_held and not seat.holders(record.on) for seat in seats):
        why = f"Lay members in place: {filled} of {rule.number}."
        return [broken(why, "Appoint another lay member.", "seats/", **said)]
    why = f"{counted(len(seats), 'seat')} on record; who holds them is not."
    return [unknown(why, "Record who holds each seat.", "seats/", **said)]


def _supported(record: Record, role: SeatRole, words: str) -> list[Ruling]:
    seats = record.of(role)
    if not seats:
        return [no_matter(f"No seat of a {words} is recorded.")]
    here = [(seat, each) for seat in seats for each in seat.tenures if each.lasts(record.on)]
    if not here:
        return [unknown(f"No {words} is recorded today.", path="seats/")]
    lacking = [
        (seat, missing)
        for seat, each in here
        if (missing := missing_for(each.support, role, on=record.on))
    ]
    return [
        broken(" ".join(missing), "Complete the support record.", seat.path, about=seat.title)
        for seat, missing in lacking
    ] or [kept(f"The support record of each {words} is complete.", "seats/")]


def _merged_by_rule(text: str, path: str, met: Clash) -> Ruling:
    return broken(
        f"The partnership’s own rule merges two roles: {text}",
        "Keep the two roles apart when the arrangements are next revised.",
        path,
        stance=met.stance,
        source=met.source,
    )


def _apart_or_unknown(record: Record, scrutineers: list[SeatFacts]) -> Ruling:
    rule = record.rule(RuleKind.SCRUTINEER_HOLDS_NO_OTHER_ROLE)
    said = said_by(rule)
    if not _people(record, scrutineers):
        why = "Who the scrutineer is, is not recorded."
        return unknown(why, "Record who holds the seat.", "seats/", **said)
    return kept("The scrutineer holds no seat of those who are scrutinised.", **said)


def _beside(
    record: Record, scrutineers: list[SeatFacts]
) -> list[tuple[SeatFacts, Tenure, SeatFacts]]:
    """Return each scrutineer of the day with every other seat that the same person holds then."""
    return [
        (seat, holder, other)
        for seat in scrutineers
        for holder in seat.tenures
        if holder.lasts(record.on)
        for other in sorted(record.seats, key=lambda each: each.title)
        if other.id != seat.id
        and any(each.person == holder.person and each.lasts(record.on) for each in other.tenures)
    ]


def _people(record: Record, seats: list[SeatFacts]) -> set[int]:
    return {holder.person for seat in seats for holder in seat.holders(record.on)}


def _post(seat: SeatFacts, holder: Tenure) -> Post:
    return Post(seat.title, seat.role, holder.starts, holder.ends, seat.organisation is not None)


CHECKS: Final = (
    Check(
        "scrutineer_held",
        HEADING,
        "There is an independent scrutineer",
        SCRUTINY_BY_LAW,
        RuleStance.REFUSE,
        scrutineer_held,
    ),
    Check(
        "scrutineer_stands_apart",
        HEADING,
        "The scrutineer holds no seat of those who are scrutinised",
        SEPARATION,
        RuleStance.REFUSE,
        scrutineer_stands_apart,
        frozenset({RuleKind.SCRUTINEER_HOLDS_NO_OTHER_ROLE, RuleKind.SCRUTINEER_MAY_CHAIR}),
    ),
    Check(
        "independent_person_is_another",
        HEADING,
        "The independent person is not the scrutineer",
        SEPARATION,
        RuleStance.WARN,
        independent_person_is_another,
        frozenset({RuleKind.INDEPENDENT_PERSON_IS_NOT_SCRUTINEER}),
    ),
    Check(
        "mediator_declared",
        HEADING,
        "A scrutineer who mediates has declared it",
        OWN_RULE,
        RuleStance.WARN,
        mediator_declared,
        frozenset({RuleKind.SCRUTINEER_MEDIATES}),
    ),
    Check(
        "interests_declared",
        HEADING,
        "Whoever chairs and whoever scrutinises has declared their interests",
        INTERESTS,
        RuleStance.WARN,
        interests_declared,
    ),
    Check(
        "young_people_protected",
        HEADING,
        "Consent and safeguards stand behind each young scrutineer",
        SAFEGUARDS,
        RuleStance.REFUSE,
        young_people_protected,
    ),
    Check(
        "lay_members_number",
        HEADING,
        "There are as many lay members as stated",
        OWN_RULE,
        RuleStance.WARN,
        lay_members_number,
        frozenset({RuleKind.LAY_MEMBERS}),
    ),
    Check(
        "lay_members_supported",
        HEADING,
        "Each lay member has tasks, a mentor and an induction",
        Source("The portal’s own list"),
        RuleStance.WARN,
        lay_members_supported,
    ),
)
