"""Who may sit in a seat and when, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.enums import AppointmentKind, DeputyRule
from partnerships.holding import (
    Term,
    may_have_deputy,
    may_hold,
    may_keep_name,
    time_of,
    vacancies,
)

JAN, FEB, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
ENDS = {JAN: date(2026, 1, 31), FEB: date(2026, 2, 28), MARCH: date(2026, 3, 31)}


def term(kind, first, last=None, *, person=1, name="Kim Lane"):
    return Term(person, name, kind, first, last)


def holder(first, last=None, **fields):
    return term(AppointmentKind.SUBSTANTIVE, first, last, **fields)


def acting(first, last=None, **fields):
    return term(AppointmentKind.ACTING, first, last, person=2, name="Robin Hill", **fields)


def deputy(first, last=None, person=3, name="Sam Field"):
    return term(AppointmentKind.DEPUTY, first, last, person=person, name=name)


def test_days_are_told_with_both_counted():
    assert time_of(holder(JAN, ENDS[JAN])) == "from 1 January 2026 until 31 January 2026"
    assert time_of(holder(JAN)) == "from 1 January 2026 with no end date"


def test_the_holder_of_the_days_in_question_is_named():
    new = holder(FEB, person=9)

    verdict = may_hold(new, [holder(JAN, ENDS[JAN]), holder(MARCH, person=4, name="Ash Reed")])

    assert verdict.code == "seat-taken"
    assert verdict.reason == (
        "Ash Reed holds this seat from 1 March 2026 with no end date. End that appointment first."
    )


@pytest.mark.parametrize(
    ("new", "other", "code"),
    [
        (holder(FEB, person=9), holder(JAN, ENDS[JAN]), "allowed"),
        (holder(ENDS[JAN], person=9), holder(JAN, ENDS[JAN]), "seat-taken"),
        (deputy(JAN), holder(JAN), "allowed"),
        (deputy(JAN), deputy(MARCH, person=4), "deputy-taken"),
        (deputy(JAN, ENDS[JAN]), deputy(FEB, person=4), "allowed"),
        (deputy(JAN, person=1), holder(JAN), "person-twice"),
        (holder(FEB), holder(JAN, ENDS[JAN]), "allowed"),
        (acting(JAN), holder(JAN), "seat-filled"),
        (acting(JAN), holder(FEB), "allowed"),
        (acting(JAN, ENDS[FEB]), holder(JAN, ENDS[JAN]), "allowed"),
        (acting(FEB), holder(JAN, ENDS[JAN]), "allowed"),
        (holder(JAN), acting(FEB), "seat-acted-in"),
        (holder(FEB), acting(JAN), "allowed"),
    ],
)
def test_what_stands_beside_what(new, other, code):
    assert may_hold(new, [other]).code == code


def test_nobody_acts_on_days_that_several_holders_take_up_between_them():
    holders = [holder(JAN, ENDS[JAN]), holder(FEB, ENDS[FEB], person=5)]

    assert may_hold(acting(JAN, ENDS[FEB]), holders).code == "seat-filled"
    assert may_hold(acting(JAN, ENDS[MARCH]), holders)
    assert may_hold(acting(JAN, ENDS[FEB]), holders[1:])


def test_an_acting_term_that_is_on_record_beside_a_holder_stops_nobody_else():
    assert may_hold(holder(APRIL, person=6), [holder(JAN, ENDS[MARCH]), acting(FEB, ENDS[FEB])])


@pytest.mark.parametrize(
    ("rule", "sector", "code"),
    [
        (DeputyRule.NOT_STATED, False, "allowed"),
        (DeputyRule.STANDING, False, "allowed"),
        (DeputyRule.NONE, False, "no-deputy"),
        (DeputyRule.NOT_STATED, True, "sector-has-no-deputy"),
    ],
)
def test_who_may_have_a_deputy(rule, sector, code):
    assert may_have_deputy(rule, speaks_for_sector=sector).code == code


@pytest.mark.parametrize(
    ("own", "here", "may"), [(0, 0, False), (1, 0, True), (0, 1, True), (1, 1, True)]
)
def test_a_name_is_kept_where_it_was_recorded_and_by_the_person(own, here, may):
    assert bool(may_keep_name(is_own=bool(own), is_kept_here=bool(here))) is may


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ([], []),
        ([holder(JAN)], []),
        ([holder(JAN, ENDS[JAN])], [(FEB, None)]),
        ([holder(JAN, ENDS[JAN]), holder(MARCH)], [(FEB, ENDS[FEB])]),
        ([holder(JAN, ENDS[JAN]), acting(FEB, ENDS[FEB])], [(MARCH, None)]),
        ([holder(JAN, ENDS[JAN]), deputy(FEB)], [(FEB, None)]),
        ([holder(JAN, ENDS[FEB]), acting(FEB, ENDS[MARCH])], []),
        ([holder(APRIL)], []),
        ([holder(JAN, ENDS[JAN]), holder(date(2026, 5, 1))], [(FEB, date(2026, 4, 30))]),
    ],
)
def test_a_seat_is_vacant_after_its_last_holder_and_between_holders(terms, found):
    assert vacancies(terms, on=date(2026, 3, 31)) == found


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SPELLS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=6)


@given(spells=SPELLS, on=DAYS)
def test_a_day_is_vacant_or_held_and_never_both(spells, on):
    terms = [holder(first, last) for first, last in spells]
    empty = [(first, last or date.max) for first, last in vacancies(terms, on=on)]

    begun = any(each.first <= on for each in terms)
    held = any(each.first <= on <= each.last for each in terms)
    assert any(first <= on <= last for first, last in empty) is (begun and not held)
