"""What of actions other pages ask for: a leaver's, a group's, an agenda item's."""

from datetime import date

import pytest

from governance.handover import NOT_SEEN, held_actions
from governance.selectors.actions import actions_from, actions_of_group
from partnerships import access
from partnerships.holdings import Leaving
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import AT, given, seat_with_holder

pytestmark = pytest.mark.django_db


def test_the_actions_of_a_leaver_are_named_and_stay_with_the_seat(in_north, manager):
    seat, holder = seat_with_holder(in_north, "police")
    given(seat, manager, title="Write the protocol")
    secret = given(seat, manager, title="A private matter", confidential=True)
    lay = people.member(in_north, "lay_member")
    leaving = {"leaver": holder, "last_day": date(2026, 7, 1), "at": AT}

    told = held_actions(Leaving(**leaving, viewer=manager))
    hidden = held_actions(Leaving(**leaving, viewer=lay))

    assert [each.text for each in told] == [
        "NORT-A-2026-001, due 15 June 2026",
        "NORT-A-2026-002, due 15 June 2026",
    ]
    assert [each.detail for each in told] == ["Write the protocol", "A private matter"]
    assert (hidden[1].detail, hidden[1].path, hidden[1].closed) == ("", "", NOT_SEEN)
    assert secret.path == told[1].path
    assert held_actions(Leaving(**{**leaving, "leaver": lay}, viewer=manager)) == []


def test_a_group_and_a_source_list_what_the_person_may_see(in_north, manager):
    group = make.group("oseg")
    seat = people.seat("police")
    shown = given(seat, manager, group, source="risk", source_id=group.public_id)
    given(seat, manager, group, confidential=True)
    lay = people.member(in_north, "lay_member")
    on = AT.date()
    standing = access.standing(lay, on=on)

    assert [each.action for each in actions_of_group(group, lay, standing, on=on)] == [shown]
    found = actions_from(lay, standing, on=on, source="risk", source_id=group.public_id)
    assert [each.action for each in found] == [shown]
    assert actions_from(lay, standing, on=on, item_ids=[1], decision_ids=[1]) == ()
