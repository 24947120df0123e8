"""Independent scrutiny, and the lay and young people who take part in it."""

from dataclasses import dataclass
from datetime import date

import pytest

from partnerships.order_rules import scrutiny as rules
from partnerships.order_rules.facts import DeclarationFacts, Record, Tenure
from partnerships.order_rules.terms import Source
from tests.partnerships.order_rules.shapes import BEGAN, JUNE, rule, seat, states

LATER = date(2027, 6, 1)


@dataclass(frozen=True)
class Support:
    """A support record; complete unless a test takes something away."""

    tasks: str = "Reads papers"
    mentor_id: int | None = 1
    induction_on: date | None = BEGAN
    consent_by: str = "parent"
    consent_on: date | None = BEGAN
    consent_until: date | None = LATER
    consent_withdrawn_on: date | None = None
    safeguarding_seat_id: int | None = 1
    risk_assessed_on: date | None = BEGAN
    credited_as: str = "A young scrutineer"


def scrutineer(person=1, **more):
    return seat(30, "SCRUTINEER", Tenure(person, BEGAN), title="Independent Scrutineer", **more)


def record(*seats, edition="wt2023", **more):
    return Record(JUNE, edition=edition, seats=seats, **more)


def test_a_scrutineer_who_holds_nothing_else_is_in_order():
    found = record(scrutineer(), seat(31, "DSP", Tenure(2, BEGAN)))

    assert states(rules.scrutineer_stands_apart(found)) == ["kept"]


@pytest.mark.parametrize(("edition", "stance"), [("wt2018", "warn"), ("wt2023", "refuse")])
def test_a_scrutineer_who_leads_is_named_with_both_seats(edition, stance):
    found = record(scrutineer(), seat(31, "LSP", Tenure(1, BEGAN), title="Chief"), edition=edition)

    (ruling,) = rules.scrutineer_stands_apart(found)

    assert (ruling.state, ruling.about, ruling.why, ruling.stance) == (
        "not_kept",
        "Independent Scrutineer",
        "One person holds this seat and “Chief”.",
        stance,
    )


def test_two_seats_on_different_days_do_not_clash():
    over = seat(31, "LSP", Tenure(1, BEGAN, date(2026, 5, 31)))

    assert states(rules.scrutineer_stands_apart(record(scrutineer(), over))) == ["kept"]


def test_a_model_that_merges_scrutineer_and_chair_is_warned_about_whoever_holds_them():
    own = rule("scrutineer_may_chair", text="The scrutineer chairs.", source=Source("L163", "V"))
    empty = record(edition="wt2018", rules=(own,))
    filled = record(
        scrutineer(), seat(20, "CHAIR", Tenure(1, BEGAN)), edition="wt2018", rules=(own,)
    )

    for found in (empty, filled):
        (ruling,) = rules.scrutineer_stands_apart(found)
        assert (ruling.state, ruling.stance, ruling.source) == ("not_kept", "warn", own.source)
        assert ruling.why == "The partnership’s own rule merges two roles: The scrutineer chairs."


def test_who_is_not_recorded_cannot_be_held_against_the_rule():
    empty = seat(30, "SCRUTINEER")

    assert states(rules.scrutineer_stands_apart(record(empty))) == ["cannot_tell"]
    assert states(rules.scrutineer_held(record(empty))) == ["cannot_tell"]
    assert states(rules.scrutineer_held(record())) == ["cannot_tell"]


def test_the_independent_person_is_another():
    own = rule("independent_person_is_not_scrutineer", "refuse", source=Source("7.10", "V"))

    def stands(*holders):
        independent = seat(32, "INDEPENDENT_PERSON", *(Tenure(each, BEGAN) for each in holders))
        return rules.independent_person_is_another(
            record(scrutineer(1), independent, edition="wt2018", rules=(own,))
        )[0]

    assert stands(2).state == "kept"
    assert (stands(1).state, stands(1).stance, stands(1).source) == (
        "not_kept",
        "refuse",
        own.source,
    )
    assert stands().state == "cannot_tell"
    assert stands().why == "No holder is recorded of: INDEPENDENT_PERSON 32."
    assert states(rules.independent_person_is_another(record(scrutineer()))) == ["does_not_apply"]


def test_an_independent_person_without_any_scrutineers_seat_cannot_be_told_apart():
    alone = record(seat(32, "INDEPENDENT_PERSON", Tenure(2, BEGAN)))

    assert rules.independent_person_is_another(alone)[0].why == (
        "No holder is recorded of a scrutineer’s seat."
    )


@pytest.mark.parametrize(
    ("kind", "renew_on", "state"),
    [
        ("other_role", LATER, "kept"),
        ("other_role", date(2026, 5, 31), "not_kept"),
        ("nothing", LATER, "not_kept"),
    ],
)
def test_a_scrutineer_who_mediates_declares_that_other_role(kind, renew_on, state):
    own = rule("scrutineer_mediates")
    declared = (DeclarationFacts(1, kind, renew_on),)

    found = record(scrutineer(), rules=(own,), declarations=declared)
    assert states(rules.mediator_declared(found)) == [state]
    assert states(rules.mediator_declared(record(rules=(own,)))) == ["cannot_tell"]
    assert rules.mediator_declared(record(scrutineer())) == []


def test_whoever_chairs_and_whoever_scrutinises_declares():
    seats = (scrutineer(), seat(20, "CHAIR", Tenure(2, BEGAN), title="The chair"))
    both = (DeclarationFacts(1, "nothing", LATER), DeclarationFacts(2, "financial", LATER))

    assert states(rules.interests_declared(record(*seats, declarations=both))) == ["kept"]
    assert rules.interests_declared(record(*seats, declarations=both[:1]))[0].why == (
        "No declaration that is still good for: The chair."
    )
    assert states(rules.interests_declared(record())) == ["cannot_tell"]


@pytest.mark.parametrize(
    ("support", "state"),
    [
        (Support(), "kept"),
        (None, "not_kept"),
        (Support(consent_on=None), "not_kept"),
        (Support(consent_until=date(2026, 5, 31)), "not_kept"),
        (Support(consent_withdrawn_on=JUNE), "not_kept"),
        (Support(safeguarding_seat_id=None), "not_kept"),
        (Support(risk_assessed_on=None), "not_kept"),
    ],
)
def test_consent_and_safeguards_stand_behind_a_young_scrutineer(support, state):
    young = seat(33, "YOUNG_SCRUTINEER", Tenure(5, BEGAN, support=support))

    assert states(rules.young_people_protected(record(young))) == [state]


def test_without_a_young_scrutineer_there_is_nobody_to_protect():
    assert states(rules.young_people_protected(record())) == ["does_not_apply"]
    assert states(rules.young_people_protected(record(seat(33, "YOUNG_SCRUTINEER")))) == [
        "cannot_tell"
    ]


def test_a_lay_member_without_a_mentor_is_told_what_is_missing():
    lay = seat(34, "LAY_MEMBER", Tenure(5, BEGAN, support=Support(mentor_id=None)))

    assert rules.lay_members_supported(record(lay))[0].why == "Nobody is named as their mentor."


@pytest.mark.parametrize(
    ("seats", "state"),
    [
        ((), "not_kept"),
        ((seat(1, "LAY_MEMBER"),), "not_kept"),
        ((seat(1, "LAY_MEMBER"), seat(2, "LAY_MEMBER")), "cannot_tell"),
        (
            (seat(1, "LAY_MEMBER", Tenure(1, BEGAN)), seat(2, "LAY_MEMBER", Tenure(2, BEGAN))),
            "kept",
        ),
        (
            (
                seat(1, "LAY_MEMBER", Tenure(1, BEGAN)),
                seat(2, "LAY_MEMBER", Tenure(2, BEGAN, date(2026, 5, 1))),
            ),
            "not_kept",
        ),
    ],
)
def test_two_lay_members_where_two_are_stated(seats, state):
    found = record(*seats, rules=(rule("lay_members", number=2),))

    assert states(rules.lay_members_number(found)) == [state]
    assert states(rules.lay_members_number(record(*seats))) == ["not_stated"]
