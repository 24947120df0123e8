"""The life of a meeting: nobody is told of a draft, what was told is changed openly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance import services
from governance.models import Invitee
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def board(in_north):
    found = make.group("board", name="The Board")
    chair = people.seat("chair")
    people.appointment(chair, "Kim Lane")
    make.place(found, chair, chairing="chair")
    make.place(found, people.seat("vacant"))
    return found


@pytest.fixture
def draft(board, manager, moment):
    return make.meeting(board, starts_at=TEN, by=manager, at=moment)


def test_a_new_meeting_is_a_draft_and_asks_nobody(draft):
    assert draft.state == "draft"
    assert draft.told_at is None
    assert not Invitee.objects.exists()


def test_sending_asks_every_seat_once_a_vacant_one_too(draft, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)

    draft.refresh_from_db()
    assert (draft.state, draft.told_at, draft.sequence) == ("sent", moment, 0)
    asked = [row.seat.key for row in Invitee.objects.order_by("pk").select_related("seat")]
    assert asked == ["chair", "vacant"]
    event = AuditEvent.objects.get(verb="sent")
    assert event.facts == {"group": "board", "on": "2026-07-07", "asked": 2}


def test_a_joint_meeting_asks_the_members_of_both_groups(board, manager, moment):
    wider = make.group("wider")
    make.place(wider, people.seat("school"))
    joint = make.meeting(
        board, starts_at=TEN, by=manager, at=moment, kind="joint", with_groups=(wider,)
    )

    services.send_meeting(meeting=joint, by=manager, at=moment)

    assert {row.seat.key for row in Invitee.objects.select_related("seat")} == {
        "chair", "vacant", "school",
    }  # fmt: skip


def test_a_meeting_that_is_over_is_recorded_and_tells_nobody(draft, manager):
    services.send_meeting(meeting=draft, by=manager, at=TEN + HOUR)

    assert set(Invitee.objects.values_list("told_sequence", flat=True)) == {0}


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"ends_at": TEN}, "ends_at", "The meeting must end after it starts."),
        ({"ends_at": TEN + 13 * HOUR}, "ends_at", "A meeting lasts twelve hours at most."),
        ({"kind": "joint"}, "with_groups", "Say which group shares the joint meeting."),
        (
            {"papers_due_on": date(2026, 7, 8)},
            "papers_due_on",
            "Papers are due by the day of the meeting.",
        ),
    ],
)
def test_what_cannot_be_is_refused(facts, field, sentence, board, manager, moment):
    with pytest.raises(DomainError) as refusal:
        make.meeting(board, starts_at=TEN, by=manager, at=moment, **facts)

    assert (str(refusal.value), refusal.value.field) == (sentence, field)
    assert not board.meetings.exists()


def test_a_group_that_ends_before_has_no_meeting(board, manager, moment):
    board.sunset_on = date(2026, 7, 6)

    with pytest.raises(DomainError, match="The Board ends before this day"):
        make.meeting(board, starts_at=TEN, by=manager, at=moment)


def test_a_meeting_that_was_sent_is_moved_openly_and_answered_anew(draft, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)
    Invitee.objects.update(answer="coming", answered_at=moment, told_sequence=0)

    moved = services.reschedule_meeting(
        meeting=draft, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=manager, at=moment
    )

    assert (moved.sequence, moved.starts_at) == (1, TEN + HOUR)
    assert set(Invitee.objects.values_list("answer", "told_sequence")) == {("none", 0)}


def test_a_draft_is_moved_quietly(draft, manager, moment):
    moved = services.reschedule_meeting(
        meeting=draft, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=manager, at=moment
    )

    assert (moved.sequence, moved.state) == (0, "draft")


def test_who_has_left_by_the_new_day_is_asked_no_more(draft, board, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)
    board.seats.filter(seat__key="vacant").update(to_on=date(2026, 7, 31))
    make.place(board, people.seat("new"), from_on=date(2026, 8, 1))
    later = TEN + timedelta(days=60)

    services.reschedule_meeting(
        meeting=draft, starts_at=later, ends_at=later + HOUR, by=manager, at=moment
    )

    asked = {row.seat.key for row in Invitee.objects.select_related("seat")}
    assert asked == {"chair", "new"}


@pytest.mark.parametrize(
    ("starts_at", "sentence"),
    [
        (TEN, "This is its time already."),
        (datetime(2026, 5, 1, 9, tzinfo=UTC), "This time has passed."),
    ],
)
def test_no_meeting_moves_to_its_own_time_or_to_the_past(
    starts_at, sentence, draft, manager, moment
):
    services.send_meeting(meeting=draft, by=manager, at=moment)

    with pytest.raises(DomainError, match=sentence):
        services.reschedule_meeting(
            meeting=draft,
            starts_at=starts_at,
            ends_at=starts_at + 2 * HOUR,
            by=manager,
            at=moment,
        )


def test_another_time_is_no_correction_once_people_know_it(draft, board, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)
    facts = services.MeetingFacts(board, "A meeting", TEN + HOUR, TEN + 2 * HOUR)

    with pytest.raises(DomainError, match="Move the meeting, so that they are told"):
        services.change_meeting(meeting=draft, facts=facts, by=manager, at=moment)


@pytest.mark.parametrize(("place", "sequence"), [("Room 2", 1), ("", 0)])
def test_a_new_place_reaches_calendars_and_nothing_else_does(
    place, sequence, draft, board, manager, moment
):
    services.send_meeting(meeting=draft, by=manager, at=moment)
    facts = services.MeetingFacts(
        board, "A meeting", TEN, TEN + 2 * HOUR, place=place, papers_due_on=date(2026, 7, 1)
    )

    changed = services.change_meeting(meeting=draft, facts=facts, by=manager, at=moment)

    assert (changed.sequence, changed.papers_due_on) == (sequence, date(2026, 7, 1))


def test_cancelling_needs_a_reason_and_counts_for_calendars(draft, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)
    with pytest.raises(DomainError, match="Say why the meeting is cancelled"):
        services.cancel_meeting(meeting=draft, reason=" ", by=manager, at=moment)

    gone = services.cancel_meeting(meeting=draft, reason="No quorum", by=manager, at=moment)

    assert (gone.state, gone.sequence, gone.cancelled_reason) == ("cancelled", 1, "No quorum")


def test_the_only_chair_presides_and_the_meeting_is_held(draft, manager, moment):
    services.send_meeting(meeting=draft, by=manager, at=moment)

    opened = services.open_meeting(meeting=draft, presiding=None, by=manager, at=TEN)
    assert (opened.state, opened.presiding.key) == ("open", "chair")

    closed = services.close_meeting(meeting=draft, by=manager, at=TEN + HOUR)
    assert (closed.state, closed.closed_at) == ("held", TEN + HOUR)


def test_a_group_without_a_chair_is_asked_who_presides(in_north, manager, moment):
    group = make.group("forum")
    member = people.seat("member")
    people.appointment(member)
    make.place(group, member)
    sent = make.sent_meeting(group, starts_at=TEN, by=manager, at=moment)

    with pytest.raises(DomainError) as refusal:
        services.open_meeting(meeting=sent, presiding=None, by=manager, at=TEN)
    opened = services.open_meeting(meeting=sent, presiding=member, by=manager, at=TEN)

    assert str(refusal.value) == "The group has no chair. Choose who presides."
    assert opened.presiding == member


@pytest.mark.parametrize("act", ["open_meeting", "close_meeting"])
def test_a_draft_is_neither_opened_nor_closed(act, draft, manager, moment):
    extra = {"presiding": None} if act == "open_meeting" else {}

    with pytest.raises(DomainError, match="Send it first"):
        getattr(services, act)(meeting=draft, by=manager, at=moment, **extra)


def test_a_chair_of_another_group_changes_nothing(draft, in_north, moment):
    chair = people.member(in_north, "group_chair")
    chair.role_assignments.update(group_key="other")

    with pytest.raises(NotPermitted, match="Your role is for another group"):
        services.cancel_meeting(meeting=draft, reason="So", by=chair, at=moment)
