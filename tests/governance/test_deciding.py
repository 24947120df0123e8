"""How a decision comes about: by agreement, by a vote where there is one, by a lead partner."""

from datetime import date

import pytest

from governance import deciding, mandate
from governance.deciding import Interest, Room, Stance
from governance.mandate import Departure
from krscp_portal.foundation.verdict import Allowed, Refused

LA, ICB, POLICE = "local_authority", "icb", "police"
DAY = date(2026, 6, 1)


def stood(**stances: str) -> list[Stance]:
    kinds = {"council": LA, "health": ICB, "police": POLICE, "second": LA, "school": ""}
    return [Stance(name, kinds[name], stance) for name, stance in stances.items()]


def way(reached, stances, *, mode="meeting", votes_allowed=False, has_lead=False):
    return deciding.way_holds(
        mode, reached, stances, votes_allowed=votes_allowed, has_lead=has_lead
    )


def test_partners_agree():
    assert way("consensus", stood(council="agrees", health="agrees", school="disagrees"))


def test_there_is_no_consensus_while_a_partner_disagrees():
    verdict = way("consensus", stood(council="agrees", police="disagrees"))

    assert verdict.reason == (
        "There is no consensus while a safeguarding partner disagrees: police."
    )


def test_there_is_no_vote_where_the_arrangements_provide_for_none():
    assert way("vote", stood(council="agrees")).reason == deciding.NO_VOTE


def test_a_vote_counts_each_partner_once():
    verdict = way("vote", stood(council="agrees", second="agrees"), votes_allowed=True)

    assert verdict.reason == (
        "Each safeguarding partner has one vote. council and second both speak for the local "
        "authority: record one of them as taking no part."
    )
    assert way("vote", stood(council="agrees", second="no_part"), votes_allowed=True)


def test_only_partners_are_counted():
    verdict = way("vote", stood(council="disagrees", school="agrees"), votes_allowed=True)

    assert verdict.reason == "The vote carried nothing: none for, 1 against, none abstained."


def test_an_even_vote_carries_nothing():
    even = stood(council="agrees", health="disagrees", police="abstains")

    assert not way("vote", even, votes_allowed=True)
    assert way("vote", even[:1], votes_allowed=True)


def test_a_lead_partner_acts_between_meetings_and_is_named():
    assert way("partner", [], has_lead=True).code == "reached"
    assert way("partner", [], mode="between").reason == "Say who acted."
    assert way("partner", [], mode="between", has_lead=True)


def test_silence_is_no_agreement():
    verdict = deciding.every_partner_spoke(
        stood(council="agrees", police="no_part"), kinds=[LA, POLICE]
    )

    assert verdict.reason == "Silence is not agreement. Say how these partners stood: police."
    assert deciding.every_partner_spoke(stood(council="agrees"), kinds=[LA])


@pytest.mark.parametrize(
    ("room", "code"),
    [
        (Room(Allowed("None is stated"), is_stated=False, is_marked=False), "allowed"),
        (Room(Allowed(), is_stated=True, is_marked=False), "not-marked"),
        (Room(Refused("Not quorate."), is_stated=True, is_marked=True), "not-quorate"),
        (Room(Allowed(), is_stated=True, is_marked=True), "allowed"),
    ],
)
def test_a_room_without_a_quorum_decides_nothing(room, code):
    assert deciding.room_holds(room).code == code


def test_who_has_an_interest_takes_no_part_unless_the_chair_agreed():
    police = Stance("police", POLICE, "agrees")

    kept_out = deciding.part_is_open(police, was_there=True, interest=Interest("police", "left"))
    stayed = deciding.part_is_open(police, was_there=True, interest=Interest("police", "stayed"))
    let_in = deciding.part_is_open(police, was_there=True, interest=Interest("police", "took_part"))
    absent = deciding.part_is_open(police, was_there=False, interest=None)

    assert "left the room. Record that they took no part." in kept_out.reason
    assert "stayed and took no part" in stayed.reason
    assert let_in
    assert absent.code == "absent"


def test_an_earlier_decision_of_the_group_is_replaced_once():
    def may(**facts):
        given = {"same_group": True, "is_replaced": False, "of_same_day_or_before": True, **facts}
        return deciding.may_replace(**given)

    assert may()
    assert may(same_group=False).code == "replaces"
    assert may(is_replaced=True).reason == "This decision has been replaced already."
    assert may(of_same_day_or_before=False).code == "replaces"


def test_a_decision_is_of_the_meetings_day_and_never_to_come():
    assert deciding.day_holds(DAY, on=DAY, meeting_on=DAY)
    assert deciding.day_holds(DAY, on=DAY, meeting_on=date(2026, 5, 1)).code == "decided_on"
    assert deciding.day_holds(date(2026, 6, 2), on=DAY, meeting_on=None).code == "decided_on"


@pytest.mark.parametrize(
    ("confirmed_on", "has_paper", "code"),
    [
        (None, False, "confirmed"),
        (date(2026, 6, 2), True, "confirmed"),
        (date(2026, 5, 30), False, "confirmation"),
        (date(2026, 5, 30), True, "allowed"),
    ],
)
def test_a_deputy_departs_from_the_members_view_with_a_confirmation_alone(
    confirmed_on, has_paper, code
):
    departs = Departure("Police", "agrees", "disagrees", "D-1", confirmed_on, has_paper)

    assert mandate.may_depart(departs, by_deputy=True, rule_holds=True, on=DAY).code == code


def test_nothing_is_asked_of_a_member_nor_without_the_rule_nor_of_the_same_view():
    departs = Departure("Police", "agrees", "disagrees", "D-1")
    same = Departure("Police", "agrees", "agrees", "D-1")

    assert mandate.may_depart(departs, by_deputy=False, rule_holds=True, on=DAY)
    assert mandate.may_depart(departs, by_deputy=True, rule_holds=False, on=DAY)
    assert mandate.may_depart(same, by_deputy=True, rule_holds=True, on=DAY)
