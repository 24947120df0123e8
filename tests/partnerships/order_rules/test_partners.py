"""The three partners, who leads for each, and who acts for those who lead."""

from dataclasses import replace
from datetime import date

import pytest

from partnerships.order_rules import partners
from partnerships.order_rules.facts import DelegationFacts, Record, Tenure
from tests.partnerships.order_rules.shapes import (
    BOARD,
    COUNCIL,
    FORCE,
    JUNE,
    OTHER_COUNCIL,
    delegate,
    lead,
    partner,
    states,
    two_councils,
)


def test_four_lead_partners_of_three_kinds_are_in_order():
    record = two_councils()

    assert [check.run(record)[0].state for check in partners.CHECKS[:5]] == ["kept"] * 5
    assert partners.lead_for_each(record)[0].why == (
        "Four lead partners’ seats for four organisations of three kinds."
    )


def test_a_lead_partner_is_owed_by_each_organisation_not_by_each_kind():
    full = two_councils()
    record = replace(full, seats=tuple(s for s in full.seats if s.id != OTHER_COUNCIL))

    (found,) = partners.lead_for_each(record)

    assert (found.state, found.why) == (
        "not_kept",
        "No lead partner’s seat is recorded for: Body 2.",
    )


def test_two_open_lead_seats_of_one_organisation_are_one_too_many():
    full = two_councils()
    record = replace(full, seats=(*full.seats, lead(BOARD, title="Accountable officer")))

    assert partners.lead_for_each(record)[0].why == (
        "More than one lead partner’s seat stands open for: Body 3."
    )


def test_a_lead_seat_without_organisation_is_taken_for_the_only_one_of_its_kind():
    full = two_councils()
    board = lead(BOARD, organisation=None)
    record = replace(full, seats=tuple(board if s.id == BOARD else s for s in full.seats))
    assert states(partners.lead_for_each(record)) == ["kept"]

    council = lead(COUNCIL, organisation=None)
    record = replace(full, seats=tuple(council if s.id == COUNCIL else s for s in full.seats))
    assert partners.lead_for_each(record)[0].why == (
        "No lead partner’s seat is recorded for: Body 1."
    )


@pytest.mark.parametrize("there", [(), (COUNCIL,), (COUNCIL, BOARD)])
def test_a_kind_of_partner_that_is_missing_is_named(there):
    record = Record(JUNE, agencies=tuple(partner(each) for each in there))

    (found,) = partners.three_kinds(record)

    assert found.state == "not_kept"
    assert "police" in found.why
    assert ("local authority" in found.why) == (not there)


@pytest.mark.parametrize(
    ("tenures", "state"),
    [
        ((), "cannot_tell"),
        ((Tenure(1, date(2020, 1, 1)),), "kept"),
        ((Tenure(1, date(2020, 1, 1), kind="acting"),), "kept"),
        ((Tenure(1, date(2020, 1, 1), date(2026, 5, 31)),), "not_kept"),
        ((Tenure(1, date(2020, 1, 1), JUNE),), "kept"),
        ((Tenure(1, date(2020, 1, 1), kind="deputy"),), "cannot_tell"),
    ],
)
def test_a_seat_that_was_held_can_fall_vacant_and_one_never_recorded_cannot(tenures, state):
    record = Record(JUNE, seats=(lead(COUNCIL, tenures=tenures),))

    assert states(partners.leads_held(record)) == [state]


@pytest.mark.parametrize(
    ("title", "kind", "named"),
    [
        ("Chief Executive, London Borough", "local_authority", True),
        ("Head of Paid Service", "local_authority", True),
        ("Deputy Chief Executive", "local_authority", False),
        ("Chief Executive of the board", "icb", True),
        ("Chief Nurse Officer", "icb", False),
        ("Accountable Officer", "icb", False),
        ("Chief Constable, Exampleshire", "police", True),
        ("Assistant Chief Constable", "police", False),
        ("Commissioner of Police", "police", True),
        ("Assistant Commissioner", "police", False),
        ("Police and Crime Commissioner", "police", False),
        ("District Commander", "police", False),
        ("Chief Executive", "", False),
    ],
)
def test_the_post_that_the_guidance_names_is_read_from_the_title(title, kind, named):
    assert partners.is_named_post(lead(COUNCIL, title=title, speaks_for=kind)) is named


def test_another_post_is_flagged_under_the_2023_guidance_alone():
    nurse = lead(BOARD, title="Chief Nurse Officer")
    record = Record(JUNE, edition="wt2023", seats=(lead(COUNCIL), nurse))

    (found,) = partners.lead_post(record)
    assert (found.state, found.about) == ("not_kept", "Chief Nurse Officer")

    (older,) = partners.lead_post(replace(record, edition="wt2018"))
    assert older.state == "does_not_apply"
    assert older.why.startswith("This partnership follows the 2018 edition of the guidance.")
    assert partners.lead_post(Record(JUNE))[0].state == "cannot_tell"


def test_arrangements_that_name_no_edition_are_judged_by_the_current_one():
    record = Record(JUNE, seats=(lead(BOARD, title="Chief Nurse Officer"),))

    assert states(partners.lead_post(record)) == ["not_kept"]


def test_one_delegate_counts_for_each_lead_partner_that_it_acts_for():
    (found,) = partners.delegate_for_each(two_councils())

    assert found.state == "kept"
    assert found.why.endswith("One delegate acts for several lead partners: Delegate 11.")


def test_a_lead_partner_without_a_delegation_is_named():
    record = two_councils(delegations=(DelegationFacts(COUNCIL, 11), DelegationFacts(BOARD, 12)))

    assert partners.delegate_for_each(record)[0].why == (
        "No delegation to a delegated partner is recorded for: "
        "Chief Constable; Chief Executive, Second Council."
    )


def test_a_delegation_to_a_seat_that_is_no_delegates_does_not_count():
    record = two_councils(delegations=(DelegationFacts(COUNCIL, FORCE),))

    assert states(partners.delegate_for_each(record)) == ["not_kept"]


def test_the_2018_edition_asks_for_no_named_delegate():
    record = Record(JUNE, edition="wt2018", seats=(lead(COUNCIL),))

    assert states(partners.delegate_for_each(record)) == ["does_not_apply"]
    assert states(partners.delegates_named(record)) == ["does_not_apply"]


def test_a_delegate_whom_nobody_holds_cannot_be_named():
    gone = delegate(11, "police", tenures=(Tenure(1, date(2020, 1, 1), date(2026, 1, 1)),))

    (found,) = partners.delegates_named(Record(JUNE, seats=(gone,)))

    assert (found.state, found.about) == ("not_kept", "Delegate 11")


@pytest.mark.parametrize(
    ("review_on", "state"),
    [(None, "cannot_tell"), (date(2026, 5, 31), "not_kept"), (JUNE, "kept")],
)
def test_a_delegation_is_overdue_the_day_after_its_review_date(review_on, state):
    record = two_councils(delegations=(DelegationFacts(COUNCIL, 11, review_on),))

    assert states(partners.delegations_reviewed(record)) == [state]


def test_an_overdue_delegation_says_from_whom_and_since_when():
    record = two_councils(delegations=(DelegationFacts(COUNCIL, 11, date(2026, 3, 4)),))

    (found,) = partners.delegations_reviewed(record)

    assert (found.about, found.why) == (
        "from Chief Executive, First Council",
        "Due for review since 4 March 2026.",
    )


def test_without_delegations_there_is_none_to_review():
    assert states(partners.delegations_reviewed(Record(JUNE))) == ["does_not_apply"]


@pytest.mark.parametrize(
    ("edition", "state"),
    [("", "cannot_tell"), ("wt2018", "not_kept"), ("wt2023", "not_kept"), ("wt2026", "kept")],
)
def test_an_older_edition_is_said_to_be_older(edition, state):
    assert states(partners.edition_is_current(Record(JUNE, edition=edition))) == [state]


def test_a_partner_without_a_first_day_is_told_apart_from_one_that_is_missing():
    record = Record(JUNE, agencies=(partner(COUNCIL, from_on=None), partner(BOARD)))

    assert partners.partners_dated(record)[0].why == "Since when is not recorded for: Body 1."
    assert states(partners.partners_dated(two_councils())) == ["kept"]
    assert states(partners.partners_dated(Record(JUNE))) == ["does_not_apply"]


def test_a_record_with_nothing_in_it_breaks_only_what_a_partnership_cannot_be_without():
    broken = [c.key for c in partners.CHECKS if c.run(Record(JUNE))[0].state == "not_kept"]

    assert broken == ["three_kinds"]
