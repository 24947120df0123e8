"""How a body gets its chair, for how long, and when that is looked at."""

from datetime import date

import pytest

from partnerships.order_rules import chair as rules
from partnerships.order_rules.facts import ChairLook, Record, Tenure
from tests.partnerships.order_rules.shapes import JUNE, chair, delegate, seat, states

YEAR_AGO = date(2025, 6, 2)


def record(rule=None, *chairs, others=(), **more):
    held = seat(20, "CHAIR", *chairs, title="Chair of the executive")
    facts = {"edition": "wt2023", "chair_rules": (rule or chair(),), "seats": (held, *others)}
    return Record(JUNE, **(facts | more))


def test_a_chair_from_among_the_delegates_is_in_order():
    found = record(None, Tenure(11, YEAR_AGO), others=(delegate(11, "icb", 11),))

    assert rules.chair_is_one_of_them(found)[0].why == (
        "The chair comes from: delegated safeguarding partner, in rotation."
    )


def test_a_chair_who_is_no_delegate_today_is_not():
    over = delegate(11, "icb", tenures=(Tenure(11, YEAR_AGO, date(2026, 5, 31)),))

    (found,) = rules.chair_is_one_of_them(record(None, Tenure(11, YEAR_AGO), others=(over,)))

    assert (found.state, found.about) == ("not_kept", "Executive")


def test_a_deputy_of_a_delegate_is_not_a_delegate():
    stands_in = delegate(11, "icb", tenures=(Tenure(11, YEAR_AGO, kind="deputy"),))

    assert states(
        rules.chair_is_one_of_them(record(None, Tenure(11, YEAR_AGO), others=(stands_in,)))
    ) == ["not_kept"]


@pytest.mark.parametrize(
    ("tenures", "state"),
    [((), "cannot_tell"), ((Tenure(1, date(2020, 1, 1), date(2024, 1, 1)),), "not_kept")],
)
def test_a_chair_never_recorded_is_not_a_vacancy(tenures, state):
    assert states(rules.chair_is_one_of_them(record(None, *tenures))) == [state]


def test_a_rule_without_a_seat_cannot_be_checked():
    found = record(chair(seat=None), Tenure(1, YEAR_AGO))

    for check in (rules.chair_is_one_of_them, rules.chair_rotates, rules.term_is_long_enough):
        assert states(check(found)) == ["cannot_tell"]


@pytest.mark.parametrize(
    ("roles", "edition", "state"),
    [
        ({"DSP"}, "wt2023", "kept"),
        ({"INDEPENDENT_PERSON"}, "wt2018", "not_kept"),
        ({"SCRUTINEER"}, "wt2023", "not_kept"),
        ({"DSP", "LSP"}, "wt2023", "not_kept"),
        (set(), "wt2018", "not_stated"),
    ],
)
def test_another_model_of_chair_is_warned_about_under_every_edition(roles, edition, state):
    found = record(chair(from_roles=frozenset(roles)), edition=edition)

    assert states(rules.chair_is_delegate(found)) == [state]
    check = next(each for each in rules.CHECKS if each.key == "chair_is_delegate")
    assert check.stance == "warn"


def test_no_rule_recorded_and_no_rule_stated_are_two_things():
    assert states(rules.rule_recorded(Record(JUNE))) == ["cannot_tell"]
    assert states(rules.rule_recorded(record(chair(from_roles=frozenset())))) == ["not_stated"]
    assert states(rules.rule_recorded(record())) == ["kept"]


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        (None, "kept"),
        (date(2026, 5, 31), "not_kept"),  # from 2 June 2025: one day short of a year is 1 June
        (date(2026, 6, 1), "kept"),
    ],
)
def test_twelve_months_end_on_the_day_before_the_same_day(ends, state):
    assert states(rules.term_is_long_enough(record(None, Tenure(1, YEAR_AGO, ends)))) == [state]


def test_a_short_term_with_a_recorded_reason_is_in_order():
    rule = chair(looks=(ChairLook(date(2025, 9, 1), False, "Left the force"),))

    (found,) = rules.term_is_long_enough(record(rule, Tenure(1, YEAR_AGO, date(2025, 9, 30))))

    assert found.why == (
        "The shortest term is 12 months. The one that ended on 30 September 2025 was shorter, "
        "for a recorded reason."
    )


def test_a_reason_given_before_the_term_began_does_not_excuse_it():
    rule = chair(looks=(ChairLook(date(2024, 9, 1), False, "An earlier chair left"),))

    assert states(
        rules.term_is_long_enough(record(rule, Tenure(1, YEAR_AGO, date(2025, 9, 30))))
    ) == ["not_kept"]


def test_appointments_end_to_end_are_one_term():
    terms = (Tenure(1, YEAR_AGO, date(2025, 8, 31)), Tenure(1, date(2025, 9, 1)))

    assert states(rules.term_is_long_enough(record(None, *terms))) == ["kept"]
    assert seat(20, "CHAIR", *terms).terms() == [(1, YEAR_AGO, None)]


@pytest.mark.parametrize(
    ("began", "looks", "state"),
    [
        (None, (), "cannot_tell"),
        (date(2025, 6, 1), (), "kept"),
        (date(2025, 5, 31), (), "not_kept"),
        (date(2020, 1, 1), (ChairLook(date(2025, 7, 1), True),), "kept"),
        (date(2020, 1, 1), (ChairLook(date(2025, 1, 1), True),), "not_kept"),
    ],
)
def test_the_yearly_look_is_due_a_year_after_the_last_or_after_the_chair_began(began, looks, state):
    tenures = (Tenure(1, began),) if began else ()

    assert states(rules.chair_reviewed(record(chair(looks=looks), *tenures))) == [state]


def test_a_chair_that_goes_round_goes_to_another_partner():
    first, second = Tenure(11, date(2024, 1, 1), date(2025, 6, 1)), Tenure(12, YEAR_AGO)
    other = (
        delegate(11, "icb", 11),
        delegate(12, "police", tenures=(Tenure(12, date(2024, 1, 1)),)),
    )
    same = (delegate(11, "icb", 11), delegate(12, "icb", tenures=(Tenure(12, date(2024, 1, 1)),)))

    assert states(rules.chair_rotates(record(None, first, second, others=other))) == ["kept"]
    assert states(rules.chair_rotates(record(None, first, second, others=same))) == ["not_kept"]
    told = chair(looks=(ChairLook(date(2025, 5, 1), False, "The board’s delegate changed"),))
    assert states(rules.chair_rotates(record(told, first, second, others=same))) == ["kept"]
    assert states(rules.chair_rotates(record(None, second, others=other))) == ["cannot_tell"]


def test_nothing_is_asked_of_a_rule_that_says_nothing():
    bare = chair(
        from_roles=frozenset(), method="not_stated", minimum_months=None, review_months=None
    )
    found = record(bare)

    assert [
        check(found)
        for check in (
            rules.chair_is_one_of_them,
            rules.chair_rotates,
            rules.term_is_long_enough,
            rules.chair_reviewed,
        )
    ] == [[], [], [], []]
