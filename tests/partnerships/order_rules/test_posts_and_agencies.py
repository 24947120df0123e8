"""Named posts, deputies and votes, what agencies are told, and the table of who leads on what."""

from datetime import date

import pytest

from partnerships.enums import SeatRole
from partnerships.order_rules import agencies, posts
from partnerships.order_rules.facts import AgencyFacts, Record, Tenure
from tests.partnerships.order_rules.shapes import (
    BEGAN,
    COUNCIL,
    JUNE,
    OTHER_COUNCIL,
    partner,
    rule,
    seat,
    states,
)

GONE = Tenure(1, BEGAN, date(2026, 1, 31))
DEPUTY = Tenure(9, BEGAN, kind="deputy")
STANDING = {"deputies": "standing"}


def record(*seats, **more):
    return Record(JUNE, seats=seats, **more)


@pytest.mark.parametrize(
    ("seats", "state"),
    [
        ((), "not_stated"),
        ((seat(1, "MANAGER"),), "kept"),
        ((seat(1, "MANAGER", Tenure(1, BEGAN)),), "kept"),
        ((seat(1, "MANAGER", GONE),), "not_kept"),
    ],
)
def test_a_post_is_recorded_not_stated_or_left(seats, state):
    assert states(posts.post_recorded(record(*seats), role=SeatRole.MANAGER)) == [state]


def test_each_council_has_a_lead_member_of_its_own():
    two = (partner(COUNCIL), partner(OTHER_COUNCIL))
    one_seat = record(seat(1, "LEAD_MEMBER"), agencies=two)

    assert posts.post_recorded(one_seat, role=SeatRole.LEAD_MEMBER)[0].why == (
        "1 seat of a lead member for 2 councils."
    )
    both = record(seat(1, "LEAD_MEMBER"), seat(2, "LEAD_MEMBER"), agencies=two)
    assert states(posts.post_recorded(both, role=SeatRole.LEAD_MEMBER)) == ["kept"]


def test_what_stands_among_the_details_is_recorded():
    full = Record(JUNE, host="A council", data_controller="The council")

    assert states(posts.host_recorded(full) + posts.controller_recorded(full)) == ["kept"] * 2
    empty = Record(JUNE, host=" ")
    assert states(posts.host_recorded(empty) + posts.controller_recorded(empty)) == (
        ["not_stated"] * 2
    )


@pytest.mark.parametrize(
    ("seats", "state"),
    [
        ((), "cannot_tell"),
        ((seat(1, "DSP", Tenure(1, BEGAN), DEPUTY, **STANDING),), "kept"),
        ((seat(1, "DSP", Tenure(1, BEGAN), **STANDING),), "not_kept"),
        ((seat(1, "DSP", **STANDING),), "cannot_tell"),
        ((seat(1, "DSP", Tenure(1, BEGAN), deputies="not_stated"),), "cannot_tell"),
    ],
)
def test_a_deputy_is_named_where_a_seat_is_to_have_one(seats, state):
    found = record(*seats, rules=(rule("standing_deputy"),))

    assert states(posts.deputies_named(found)) == [state]
    assert posts.deputies_named(record(*seats)) == []


def test_a_deputy_is_briefed_where_the_partnership_asks_for_it():
    briefed = seat(1, "DSP", Tenure(9, BEGAN, kind="deputy", briefed_on=BEGAN))
    unbriefed = seat(2, "DSP", DEPUTY, title="The board’s delegate")
    asked = (rule("standing_deputy"),)

    assert states(posts.deputies_briefed(record(briefed, rules=asked))) == ["kept"]
    assert posts.deputies_briefed(record(briefed, unbriefed, rules=asked))[0].why == (
        "No briefing is recorded of the deputy for: The board’s delegate."
    )
    assert states(posts.deputies_briefed(record(rules=asked))) == ["cannot_tell"]
    nominated = record(unbriefed, rules=(rule("deputies_nominated"),))
    assert posts.deputies_briefed(nominated) == []


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"deputies": "none"}, "kept"),
        ({"deputies": "not_stated"}, "kept"),
        ({"deputies": "standing"}, "not_kept"),
        ({"votes": True}, "not_kept"),
        ({"tenures": (DEPUTY,)}, "not_kept"),
    ],
)
def test_a_member_for_a_sector_has_no_deputy_and_no_vote(facts, state):
    own = (rule("sector_member_cannot_commit", "refuse"),)
    schools = seat(1, "MEMBER", **({"for_sector": True} | facts))

    assert states(posts.sector_without_deputy(record(schools, rules=own))) == [state]
    assert states(posts.sector_without_deputy(record(rules=own))) == ["cannot_tell"]
    assert posts.sector_without_deputy(record(schools)) == []


def test_only_partners_vote_where_the_partnership_says_so():
    own = (rule("votes_only_from_partners", "refuse"),)
    police = seat(1, "LSP", votes=True, speaks_for="police")
    lay = seat(2, "LAY_MEMBER", votes=True, title="Lay member")

    assert states(posts.votes_from_partners(record(police, rules=own))) == ["kept"]
    (found,) = posts.votes_from_partners(record(police, lay, rules=own))
    assert (found.state, found.stance) == ("not_kept", "refuse")
    assert found.why == "Has a vote without speaking for a safeguarding partner: Lay member."
    assert states(posts.votes_from_partners(record(rules=own))) == ["cannot_tell"]
    assert states(posts.votes_from_partners(record(lay))) == ["not_stated"]


def agency(name, why="It knows children", expected="Answers", **more):
    return AgencyFacts(9, name, "relevant_agency", why=why, expected=expected, **more)


def test_each_relevant_agency_is_told_and_its_choice_explained():
    found = Record(JUNE, agencies=(agency("A"), agency("B", expected=" "), agency("C", why="")))

    assert (
        agencies.agencies_told(found)[0].why == "The entry does not say what is expected of it: B."
    )
    assert agencies.agencies_explained(found)[0].why == (
        "The entry does not say why it was chosen: C."
    )
    both = Record(JUNE, agencies=(agency("A"), agency("B")))
    assert states(agencies.agencies_told(both) + agencies.agencies_explained(both)) == ["kept"] * 2


def test_whom_the_law_binds_nobody_chose():
    found = Record(JUNE, agencies=(agency("A", why="", by_law=True),))

    assert states(agencies.agencies_explained(found)) == ["cannot_tell"]
    assert states(agencies.agencies_told(found)) == ["kept"]


def test_a_partner_is_told_nothing_by_this_rule():
    assert states(agencies.agencies_told(Record(JUNE, agencies=(partner(COUNCIL),)))) == [
        "cannot_tell"
    ]


@pytest.mark.parametrize(
    ("rows", "due", "asked", "state"),
    [
        (0, None, False, "not_stated"),
        (0, None, True, "cannot_tell"),
        (16, None, True, "cannot_tell"),
        (16, None, False, "cannot_tell"),
        (16, date(2026, 5, 31), True, "not_kept"),
        (16, JUNE, True, "kept"),
    ],
)
def test_the_table_of_who_leads_on_what_is_looked_at_every_year(rows, due, asked, state):
    own = (rule("responsibilities_reviewed", number=12),) if asked else ()
    found = Record(JUNE, rules=own, responsibilities=rows, responsibilities_due=due)

    assert states(agencies.responsibilities_reviewed(found)) == [state]
