"""Somebody who comes to a seat after the invitations went out is asked and e-mailed, once."""

from datetime import timedelta

import pytest
from django.core import mail

from governance.models import GroupSeat, Invitee
from governance.selectors.newcomers import meetings_with_newcomers
from governance.services import close_meeting, inviting, open_meeting, send_meeting
from governance.services.answering import AnswerFacts, answer_invitation
from governance.tasks import mail_all_invitations
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import Appointment, AuditEvent, Notice, Person
from partnerships.selectors import system_user
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def soon():
    return (clock.now() + 21 * DAY).replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def board(north):
    """A board with a chair who has an account, and a seat that nobody holds."""
    with tenant(north.pk):
        found = make.group("board", name="The Board", short_name="Board")
        chair = people.seat("chair")
        appoint(chair, "Kim Lane", email="kim@north.example")
        make.place(found, chair, chairing="chair")
        make.place(found, people.seat("police"))
        return found


@pytest.fixture
def sent(north, board, manager, soon):
    with tenant(north.pk):
        made = make.sent_meeting(board, starts_at=soon, by=manager, at=clock.now())
    deliver()
    mail.outbox.clear()
    return made


def appoint(seat, name, *, email=None, starts=people.STARTED, ends=None, **fields):
    found = people.appointment(seat, name, starts=starts, ends=ends, **fields)
    if email:
        found.person.user = people.user(email, name)
        found.person.save()
    return found


def deliver() -> list[str]:
    """Do what the worker does every minute; return to whom e-mails went."""
    before = len(mail.outbox)
    mail_all_invitations()
    return sorted(address for each in mail.outbox[before:] for address in each.to)


def seat_of(meeting, key):
    return Invitee.objects.select_related("seat", "holder").get(meeting=meeting, seat__key=key)


def test_whoever_comes_to_a_vacant_seat_is_asked_once_and_the_audit_says_so(north, sent):
    assert deliver() == []
    with tenant(north.pk):
        appoint(seat_of(sent, "police").seat, "Lee Marsh", email="lee@north.example")

    assert deliver() == ["lee@north.example"]
    assert deliver() == []

    with tenant(north.pk):
        event = AuditEvent.objects.get(verb="invited")
        assert event.facts == {
            "group": "board",
            "on": sent.starts_at.date().isoformat(),
            "asked": 1,
        }
        assert event.by_id == system_user().pk
        assert seat_of(sent, "police").holder.name == "Lee Marsh"


def test_a_seat_that_changes_hands_is_asked_anew_and_the_earlier_link_is_dead(
    north, sent, manager, soon
):
    with tenant(north.pk):
        row = seat_of(sent, "chair")
        earlier = row.token_hash
        facts = AnswerFacts("coming", remark="Late")
        answer_invitation(invitee=row, facts=facts, by=manager, at=clock.now())
        day = clock.local_day(soon)
        Appointment.objects.filter(seat=row.seat).update(period=(people.STARTED, day))
        appoint(row.seat, "Lee Marsh", email="lee@north.example", starts=day)

    assert deliver() == ["lee@north.example"]

    with tenant(north.pk):
        row = seat_of(sent, "chair")
        assert (row.answer, row.answered_at, row.remark) == ("none", None, "")
        assert row.token_hash not in ("", earlier)
        assert row.told_sequence == 0


def test_somebody_who_comes_after_the_day_of_the_meeting_is_not_asked(north, sent, soon):
    with tenant(north.pk):
        later = clock.local_day(soon) + DAY
        appoint(seat_of(sent, "police").seat, "Lee Marsh", email="lee@x.example", starts=later)

    assert deliver() == []


def test_who_acts_for_the_holder_on_the_day_is_asked(north, sent):
    with tenant(north.pk):
        seat = seat_of(sent, "chair").seat
        appoint(seat, "Lee Marsh", email="lee@north.example", kind="acting")

    assert deliver() == ["lee@north.example"]
    assert deliver() == []


def test_a_standing_deputy_is_not_asked(north, sent):
    with tenant(north.pk):
        seat = seat_of(sent, "chair").seat
        appoint(seat, "Lee Marsh", email="lee@north.example", kind="deputy")

    assert deliver() == []


def test_a_seat_that_is_given_a_place_later_is_asked_to_what_was_sent(north, board, sent):
    with tenant(north.pk):
        seat = people.seat("school")
        appoint(seat, "Lee Marsh", email="lee@north.example")
        make.place(board, seat)

    assert deliver() == ["lee@north.example"]
    assert deliver() == []


def test_a_seat_that_leaves_the_group_before_the_day_is_not_asked(north, board, sent, soon):
    with tenant(north.pk):
        seat = people.seat("school")
        appoint(seat, "Lee Marsh", email="lee@north.example")
        make.place(board, seat, to_on=clock.local_day(soon) - DAY)

    assert deliver() == []


def test_a_young_scrutineer_gets_a_notice_and_no_e_mail(north, board, sent):
    with tenant(north.pk):
        seat = people.seat("young", role="YOUNG_SCRUTINEER")
        appoint(seat, "Ash Reed", email="ash@north.example")
        user = Person.objects.get(name="Ash Reed").user
        people.give_role(north, user, "young_scrutineer")
        make.place(board, seat)

    assert deliver() == []

    with tenant(north.pk):
        assert Notice.objects.get(recipient=user).subject == "You are asked to a meeting"
        assert list(meetings_with_newcomers(at=clock.now())) == []


def test_nobody_is_asked_to_a_meeting_that_is_a_draft_under_way_or_held(
    north, board, manager, soon
):
    now = clock.now()
    with tenant(north.pk):
        draft = make.meeting(board, starts_at=soon, by=manager, at=now)
        appoint(GroupSeat.objects.get(seat__key="police").seat, "Lee Marsh", email="lee@x.example")
        assert inviting.ask_newcomers(meeting=draft, by=manager, at=now) == 0
        send_meeting(meeting=draft, by=manager, at=now)
        Invitee.objects.update(holder=None)
        assert inviting.ask_newcomers(meeting=draft, by=manager, at=soon) == 0
        open_meeting(meeting=draft, presiding=None, by=manager, at=now)
        assert inviting.ask_newcomers(meeting=draft, by=manager, at=now) == 0
        close_meeting(meeting=draft, by=manager, at=soon)
        assert not meetings_with_newcomers(at=now).exists()


def test_a_meeting_that_two_groups_share_asks_newcomers_of_both(north, board, manager, soon):
    with tenant(north.pk):
        wider = make.group("wider")
        make.sent_meeting(
            board, starts_at=soon, by=manager, at=clock.now(), kind="joint", with_groups=(wider,)
        )
    deliver()
    with tenant(north.pk):
        seat = people.seat("school")
        appoint(seat, "Lee Marsh", email="lee@north.example")
        make.place(wider, seat)

    assert deliver() == ["lee@north.example"]


@pytest.mark.parametrize("meetings", [1, 3])
def test_looking_for_newcomers_is_one_query(
    north, board, manager, soon, meetings, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(meetings):
            starts = soon + number * DAY
            make.sent_meeting(board, starts_at=starts, by=manager, at=clock.now())
        with django_assert_num_queries(1):
            assert list(meetings_with_newcomers(at=clock.now())) == []
