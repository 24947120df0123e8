"""How attendance is counted, without a database."""

from datetime import date, time

import pytest

from governance import attendance_rules as rules
from governance.attendance_rules import Share
from governance.enums import MeetingState, Presence
from krscp_portal.foundation.verdict import Allowed, Refused

P, V, D, A, X = "present", "virtual", "deputy", "apologies", "absent"
THIRD = date(2026, 7, 3)


def test_every_way_of_being_at_a_meeting_has_its_letter():
    assert set(rules.LETTERS) == set(Presence.values)
    assert set(rules.TOO_EARLY) < set(MeetingState.values)


def test_a_share_never_stands_without_its_denominator():
    share = rules.share_of([P, V, D, A, X, ""])

    assert share == Share(3, 5, by_deputy=1)
    assert share.words == "3 of 5 (60%), 1 by a deputy"
    assert rules.share_of([P, P, A]).words == "2 of 3 (67%)"
    assert rules.share_of([""]).words == "No meeting counted yet"
    assert rules.share_of([]).percent is None


@pytest.mark.parametrize(("attended", "of", "percent"), [(1, 8, 13), (1, 6, 17), (0, 4, 0)])
def test_half_a_percent_is_rounded_up(attended, of, percent):
    assert Share(attended, of).percent == percent


@pytest.mark.parametrize(
    ("presences", "running"),
    [
        ([], 0),
        ([P, A, X], 2),
        ([X, X, P], 0),
        ([A, D], 0),
        ([A, "", X], 2),
        ([X, ""], 1),
    ],
)
def test_absences_run_up_to_the_last_meeting(presences, running):
    assert rules.absences_running(presences) == running


def test_an_agency_was_at_a_meeting_as_well_as_its_best_seat():
    assert rules.best_of([X, D, A]) == D
    assert rules.best_of(["", ""]) == ""


@pytest.mark.parametrize(
    ("presences", "said"),
    [
        ([A], True),
        ([X, rules.VACANT], True),
        ([rules.VACANT], True),
        ([X, D], False),
        ([X, ""], False),
        ([], False),
    ],
)
def test_a_partner_is_unrepresented_when_none_of_its_seats_came(presences, said):
    assert rules.is_unrepresented(presences) is said


@pytest.mark.parametrize(
    ("attended", "of", "said"), [(0, 2, False), (1, 3, True), (2, 4, False), (1, 4, True)]
)
def test_a_lasting_gap_is_less_than_half_of_at_least_three(attended, of, said):
    assert rules.is_lasting_gap(Share(attended, of)) is said


def test_a_register_is_kept_from_the_meetings_day_on():
    assert rules.may_keep("sent", on=THIRD, today=THIRD) == Allowed()
    assert rules.may_keep("held", on=THIRD, today=date(2026, 8, 1)) == Allowed()
    assert rules.may_keep("sent", on=THIRD, today=date(2026, 7, 2)) == Refused(
        "The register is kept from 3 July 2026 on.", code="too-early"
    )
    assert rules.may_keep("draft", on=THIRD, today=THIRD) == Refused(
        "The meeting is a draft. Send it first.", code="draft"
    )


def test_somebody_not_yet_appointed_is_not_marked_and_the_day_is_said():
    verdict = rules.may_mark(
        "Head teacher", on=THIRD, sits=True, is_filled=False, next_from=date(2026, 9, 1)
    )

    assert verdict == Refused(
        "Nobody held the seat Head teacher on 3 July 2026. The next holder is appointed from "
        "1 September 2026 and is counted from that day.",
        code="not-yet-appointed",
    )


def test_a_vacant_seat_is_marked_only_by_its_standing_deputy():
    assert rules.may_mark("Police", on=THIRD, sits=True, is_filled=False) == Refused(
        "Nobody held the seat Police on 3 July 2026, so it is vacant.", code="vacant"
    )
    assert rules.may_mark("Police", on=THIRD, sits=True, is_filled=False, by_deputy=True)


def test_a_seat_that_does_not_belong_is_not_marked():
    assert rules.may_mark("Police", on=THIRD, sits=False, is_filled=True) == Refused(
        "Police did not belong at this meeting on 3 July 2026.", code="not-a-member"
    )


def test_nobody_leaves_before_they_come():
    assert rules.times_hold(time(10), None) == Allowed()
    assert rules.times_hold(time(10), time(9)) == Refused(
        "They left after they came.", code="left_at"
    )


@pytest.mark.parametrize(
    ("presence", "arrived", "left", "said"),
    [
        (P, None, None, True),
        (A, None, None, False),
        (P, time(11), None, False),
        (V, time(9), time(10, 30), False),
        (D, time(10, 15), None, True),
    ],
)
def test_who_came_late_or_has_left_is_not_in_the_room(presence, arrived, left, said):
    assert rules.is_in_the_room(presence, arrived, left, now=time(10, 30)) is said
