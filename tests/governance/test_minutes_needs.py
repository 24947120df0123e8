"""What minutes ask of somebody's day: to comment, to answer a comment, to have them approved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import GroupSeat, MeetingGroup, MinuteEntry
from governance.selectors.minutes_needs import needs_of_minutes
from governance.services import close_meeting, minutes
from governance.services.agenda import ItemFacts, add_item
from governance.services.minutes import Typed
from partnerships import access
from partnerships.models import Person
from partnerships.roles import ROLES, Permission
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
UNTIL = date(2026, 6, 8)
DURING, AFTER = date(2026, 6, 3), date(2026, 6, 9)


@pytest.fixture
def board(in_north):
    group = make.group("board", name="Board")
    seat = people.seat("chair", organisation=people.organisation("Council"))
    people.appointment(seat, "Kim Lane")
    make.place(group, seat, chairing="chair")
    return group


@pytest.fixture
def member(in_north, board):
    user = people.member(in_north, "lay_member")
    Person.objects.filter(name="Kim Lane").update(user=user)
    return user


@pytest.fixture
def entry(board, manager):
    return out_for_comments(board, manager)


def out_for_comments(group, by):
    meeting = make.open_meeting(group, starts_at=AT, by=by, at=AT - timedelta(days=9))
    item = add_item(group=group, meeting=meeting, facts=ItemFacts(title="Budget"), by=by, at=AT)
    said = Typed(item, "The budget was agreed.", 0)
    entry = minutes.save_entry(meeting=meeting, typed=said, by=by, at=AT)
    close_meeting(meeting=meeting, by=by, at=AT + timedelta(hours=2))
    meeting.refresh_from_db()
    minutes.ask_for_comments(meeting=meeting, until=UNTIL, by=by, at=AT + timedelta(hours=2))
    return MinuteEntry.objects.select_related("minutes__meeting__group").get(pk=entry.pk)


def told(user, on=DURING):
    return needs_of_minutes(user, access.standing(user, on=on), on)


def speak(entry, by):
    return minutes.comment(entry=entry, text="It was noted, not agreed.", by=by, at=AT)


def answer(comment, by):
    minutes.answer_comment(comment=comment, taken=True, answer="", by=by, at=AT)


def test_a_member_is_asked_until_the_day_or_until_they_have_said_something(entry, member):
    (need,) = told(member)

    assert need.what == "Read the draft minutes of A meeting (Board) and say what should change"
    assert need.path == f"{entry.minutes.meeting.path}minutes/comments/"
    assert need.due_on == UNTIL
    assert told(member, on=AFTER) == []
    speak(entry, member)
    assert told(member) == []


def test_who_keeps_the_record_is_told_of_comments_without_an_answer(entry, member, manager):
    assert told(manager) == []
    first, second = speak(entry, member), speak(entry, member)

    (need,) = told(manager)
    assert need.what == "Answer what members say of the minutes of A meeting (Board)"
    assert need.state == "2 comments"
    assert need.path == f"{entry.minutes.meeting.path}minutes/comments/"
    answer(first, manager)
    assert [each.state for each in told(manager)] == ["1 comment"]
    answer(second, manager)
    assert told(manager) == []


def test_once_the_day_has_passed_and_all_is_answered_they_can_be_approved(entry, member, manager):
    remark = speak(entry, member)
    assert [each.state for each in told(manager, on=AFTER)] == ["1 comment"]

    answer(remark, manager)

    (need,) = told(manager, on=AFTER)
    assert need.what == "Have the minutes of A meeting (Board) approved"
    assert need.path == f"{entry.minutes.meeting.path}minutes/"
    assert told(member, on=AFTER) == []


def test_who_keeps_a_record_reads_part_b_of_it_so_every_comment_is_told_of():
    keepers = [role for role in ROLES.values() if Permission.GOVERNANCE_EDIT in role.permissions]

    assert all(Permission.PART_B_VIEW in role.permissions for role in keepers)


def test_whoever_sits_on_a_group_that_shares_the_meeting_is_asked_too(
    in_north, entry, member, board
):
    wider = make.group("wider")
    GroupSeat.objects.update(group=wider)
    assert told(member) == []

    MeetingGroup.objects.create(meeting=entry.minutes.meeting, group=wider)

    assert len(told(member)) == 1


def test_one_who_keeps_one_group_is_told_of_that_one(in_north, entry, member):
    speak(entry, member)
    make.group("other")
    here, there = (
        people.member(in_north, "group_chair", email=f"{key}@northshire.example")
        for key in ("board", "other")
    )
    here.role_assignments.update(group_key="board")
    there.role_assignments.update(group_key="other")

    assert len(told(here)) == 1
    assert told(there) == []


def test_it_takes_one_query_and_none_for_who_sees_no_group(
    in_north, entry, member, manager, django_assert_num_queries
):
    standing = access.standing(manager, on=DURING)
    with django_assert_num_queries(1):
        needs_of_minutes(manager, standing, DURING)
    with django_assert_num_queries(0):
        assert needs_of_minutes(manager, access.Standing(frozenset(), frozenset()), DURING) == []
