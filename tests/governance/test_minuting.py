"""The life of minutes: written, commented on, approved once, corrected by a new version."""

from datetime import date

import pytest

from governance import minuting
from governance.minuting import Gathering, Ready

MET = date(2026, 6, 1)
LATER = Gathering(date(2026, 7, 1), has_begun=True, is_of_group=True)


@pytest.mark.parametrize("state", ["approved", "published"])
def test_approved_minutes_are_corrected_and_never_written_again(state):
    assert "Correct them by a new version." in minuting.may("write", state).reason
    assert minuting.may("correct", state)


def test_a_draft_goes_out_for_comments_before_it_is_approved():
    assert minuting.may("approve", "draft").code == "is-draft"
    assert minuting.may("ask", "draft")
    assert minuting.may("approve", "comments")
    assert minuting.may("publish", "comments").reason == minuting.NOT_YET


def test_comments_have_time_that_is_to_come():
    assert minuting.comments_until_holds(MET, on=MET)
    assert minuting.comments_until_holds(MET, on=date(2026, 6, 2)).code == "comments_until"


def test_what_waits_stands_in_the_way_of_approving():
    assert minuting.is_ready(Ready(unanswered=1)).reason == "One comment waits for an answer."
    assert minuting.is_ready(Ready(unanswered=2)).reason == "2 comments wait for an answer."
    assert minuting.is_ready(Ready(not_minuted=["D-1"])).code == "not-minuted"
    assert minuting.is_ready(Ready())


def test_a_later_meeting_of_the_group_approves_or_it_is_done_by_letter():
    def may(gathering, *, must=False):
        return minuting.may_be_noted_in(MET, gathering, must=must)

    assert may(None)
    assert may(None, must=True).code == "noted_in"
    assert may(LATER)
    assert may(Gathering(MET, has_begun=True, is_of_group=True)).code == "approved_in"
    assert may(Gathering(LATER.on, has_begun=False, is_of_group=True)).code == "approved_in"
    assert may(Gathering(LATER.on, has_begun=True, is_of_group=False), must=True).code == "noted_in"


def test_the_day_of_approval_is_neither_before_the_meeting_nor_to_come():
    assert minuting.day_holds(MET, meeting_on=MET, on=MET)
    assert minuting.day_holds(date(2026, 5, 1), meeting_on=MET, on=MET).code == "approved_on"
    assert minuting.day_holds(date(2026, 7, 1), meeting_on=MET, on=MET).code == "approved_on"


def test_blank_lines_part_paragraphs():
    assert minuting.paragraphs("One\r\ntwo\r\n\r\n \n\nThree \n") == ["One\ntwo", "Three"]
    assert minuting.paragraphs(" ") == []
