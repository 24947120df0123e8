"""Being asked: one e-mail for each address, answers by its link, deputies only where allowed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from governance import services
from governance.models import Invitee
from governance.selectors.answering import needs_of_answers
from governance.services.answering import (
    AnswerFacts,
    GuestFacts,
    answer_invitation,
    ask_guest,
    drop_guest,
)
from governance.services.invitation_mail import mail_invitations, waiting_invitations
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, Notice
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def soon():
    return (clock.now() + 21 * DAY).replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def board(north):
    """A board of a seat with a mailbox and a person without an account."""
    with tenant(north.pk):
        found = make.group("board", name="The Board", short_name="Board")
        seat = people.seat("police", contact_email="police@north.example")
        people.appointment(seat, "Kim Lane")
        make.place(found, seat)
        return found


@pytest.fixture
def sent(north, board, manager, soon):
    with tenant(north.pk):
        return make.sent_meeting(
            board,
            starts_at=soon,
            by=manager,
            at=clock.now(),
            title="About neglect",
            place="Room 2",
            link="https://online.example/board",
        )


def deliver(north) -> list[str]:
    """Carry what waits, as the worker does; return to whom."""
    with tenant(north.pk):
        waiting = waiting_invitations(at=clock.now())
        for address, invitees in waiting.items():
            mail_invitations(address=address, invitees=invitees, partnership=north, at=clock.now())
    return sorted(waiting)


def link() -> str:
    return re.search(r"http://testserver(/northshire/meetings/answers/\S+)", mail.outbox[-1].body)[
        1
    ]


def test_an_invitation_says_where_and_when_and_never_what_about(north, sent):
    assert deliver(north) == ["police@north.example"]

    message = mail.outbox[0]
    assert message.subject == "Northshire: you are asked to a meeting"
    assert "10:00 to 12:00" in message.body or "11:00 to 13:00" in message.body
    assert "Board: meeting" in message.body
    assert "Place: Room 2" in message.body
    assert "neglect" not in message.body
    assert "online.example" not in message.body


def test_what_was_carried_is_carried_once(north, sent):
    deliver(north)

    assert deliver(north) == []
    assert len(mail.outbox) == 1


def test_many_meetings_go_in_one_mail(north, board, sent, manager, soon):
    with tenant(north.pk):
        make.sent_meeting(board, starts_at=soon + DAY, by=manager, at=clock.now())

    deliver(north)

    assert [message.subject for message in mail.outbox] == [
        "Northshire: you are asked to 2 meetings"
    ]
    assert mail.outbox[0].body.count("/meetings/answers/") == 2


def test_the_link_answers_without_signing_in_and_says_little(client: Client, north, sent):
    deliver(north)

    page = client.get(link())
    shown = text(page)
    thanks = text(client.post(link(), {"answer": "online", "remark": "Ten minutes late"}))

    assert "Seat police" in shown
    assert "neglect" not in shown
    assert "online.example" not in shown
    assert "Kim Lane" not in shown
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "Your answer has been kept." in thanks
    assert "https://online.example/board" in thanks
    with tenant(north.pk):
        row = Invitee.objects.get()
        assert (row.answer, row.remark) == ("online", "Ten minutes late")
        event = AuditEvent.objects.latest("number")
        assert (event.by_name, event.facts) == (
            "A member of the public",
            {"answer": "online", "by_link": True},
        )


def test_only_the_hash_of_the_secret_is_kept(north, sent):
    deliver(north)

    secret = link().rstrip("/").rsplit("/", 1)[1]
    with tenant(north.pk):
        kept = Invitee.objects.get().token_hash
    assert secret != kept
    assert len(kept) == 64


@pytest.mark.parametrize("path", ["made-up/", "x" * 43 + "/"])
def test_an_unknown_link_says_so(client: Client, north, path):
    answer = client.get(f"/northshire/meetings/answers/{path}")

    assert answer.status_code == 410
    assert "This link is no longer in use." in text(answer)


def test_a_link_is_dead_once_the_meeting_has_moved_and_a_new_one_comes(
    client: Client, north, sent, manager, soon
):
    deliver(north)
    old = link()
    with tenant(north.pk):
        services.reschedule_meeting(
            meeting=sent, starts_at=soon + DAY, ends_at=soon + DAY * 1.1, by=manager, at=clock.now()
        )

    assert deliver(north) == ["police@north.example"]
    assert "takes the place of what you were sent before" in mail.outbox[-1].body
    assert client.get(old).status_code == 410
    assert client.get(link()).status_code == 200


def test_a_cancelled_meeting_is_told_by_mail_and_its_link_is_dead(client, north, sent, manager):
    deliver(north)
    old = link()
    with tenant(north.pk):
        services.cancel_meeting(meeting=sent, reason="Snow", by=manager, at=clock.now())

    deliver(north)

    assert "This meeting is cancelled." in mail.outbox[-1].body
    assert client.get(old).status_code == 410


def test_who_has_an_account_is_told_of_cancelling_by_an_urgent_notice(north, sent, manager):
    with tenant(north.pk):
        person = Invitee.objects.get().seat.appointments.get().person
        person.user = people.member(north, "dsp")
        person.save()
    assert deliver(north) == ["dsp@northshire.example"]
    with tenant(north.pk):
        services.cancel_meeting(meeting=sent, reason="Snow", by=manager, at=clock.now())

    assert deliver(north) == []
    with tenant(north.pk):
        notice = Notice.objects.get()
    assert (notice.urgent, notice.subject) == (
        True,
        "A meeting that you are asked to is cancelled",
    )


def test_nobody_is_told_of_cancelling_what_they_were_never_told_of(north, sent, manager):
    with tenant(north.pk):
        services.cancel_meeting(meeting=sent, reason="Snow", by=manager, at=clock.now())

    assert deliver(north) == []


def test_no_mail_goes_to_a_young_scrutineer(north, board, manager, soon):
    with tenant(north.pk):
        board.seats.all().delete()
        seat = people.seat("young", role="YOUNG_SCRUTINEER")
        held = people.appointment(seat, "A. Young")
        held.person.user = people.member(north, "young_scrutineer")
        held.person.save()
        make.place(board, seat)
        make.sent_meeting(board, starts_at=soon, by=manager, at=clock.now())

    assert deliver(north) == []
    with tenant(north.pk):
        assert Notice.objects.get().subject == "You are asked to a meeting"


@pytest.mark.parametrize(
    ("seat", "sentence"),
    [
        ({"deputies": "none"}, "This seat has no deputy. Send apologies."),
        (
            {"speaks_for_sector": True, "deputies": "nominated"},
            "This seat speaks for a sector, so it has no deputy. Send apologies.",
        ),
        ({"deputies": "nominated"}, "Say who comes instead."),
        ({"deputies": "standing"}, "Choose the standing deputy of this seat."),
    ],
)
def test_a_deputy_is_refused_where_the_seat_may_have_none(north, sent, manager, seat, sentence):
    with tenant(north.pk):
        row = Invitee.objects.get()
        type(row.seat).objects.update(**seat)
        with pytest.raises(DomainError) as refusal:
            answer_invitation(invitee=row, facts=AnswerFacts("deputy"), by=None, at=clock.now())

    assert str(refusal.value) == sentence


def test_who_may_send_nobody_is_not_offered_it(client: Client, north, sent):
    with tenant(north.pk):
        Invitee.objects.get().seat.__class__.objects.update(speaks_for_sector=True)
    deliver(north)

    page = text(client.get(link()))
    forced = text(client.post(link(), {"answer": "deputy", "remark": ""}))

    assert "Sending a deputy" not in page
    assert "Select a valid choice" in forced


def test_a_standing_deputy_is_named(client: Client, north, sent):
    with tenant(north.pk):
        seat = Invitee.objects.get().seat
        deputy = people.appointment(seat, "Robin Hill", kind="deputy").person
    deliver(north)

    client.post(link(), {"answer": "deputy", "deputy": str(deputy.pk), "deputy_post": ""})

    with tenant(north.pk):
        row = Invitee.objects.get()
        assert (row.answer, row.deputy, row.deputy_post) == ("deputy", deputy, "")


def test_the_holder_answers_on_the_page_and_nobody_else_does(client: Client, north, sent):
    with tenant(north.pk):
        row = Invitee.objects.get()
        held = row.seat.appointments.get()
        held.person.user = people.member(north, "dsp")
        held.person.save()
    blank = {"meeting": sent.public_id, "invitee": row.public_id}

    client.force_login(people.member(north, "lay_member"))
    stranger = client.post(at("meeting-answer", **blank), {"answer": "coming"})
    with tenant(north.pk), pytest.raises(NotPermitted):
        answer_invitation(
            invitee=row,
            facts=AnswerFacts("coming"),
            by=people.member(north, "auditor"),
            at=clock.now(),
        )
    assert stranger.status_code == 404
    with tenant(north.pk):
        answer_invitation(
            invitee=row, facts=AnswerFacts("apologies"), by=held.person.user, at=clock.now()
        )
        assert Invitee.objects.get().answer == "apologies"


def test_the_holder_sees_what_waits_for_them(north, sent):
    with tenant(north.pk):
        held = Invitee.objects.get().seat.appointments.get()
        held.person.user = people.member(north, "dsp")
        held.person.save()
        user = held.person.user
        standing = access.standing(user, on=clock.today())

        needs = needs_of_answers(user, standing, clock.today())

    assert [need.what for need in needs] == ["Say whether you come to About neglect (The Board)"]


def test_a_guest_is_asked_once_and_taken_off(client: Client, north, sent, manager):
    client.force_login(manager)
    facts = {"guest": "Head of service", "guest_email": "guest@north.example", "role": "guest"}
    page = text(client.post(at("guest-add", meeting=sent.public_id), facts, follow=True))
    twice = text(client.post(at("guest-add", meeting=sent.public_id), facts))
    with tenant(north.pk):
        guest = Invitee.objects.get(seat=None)

    assert "Head of service" in page
    assert "This address is asked already." in twice
    assert deliver(north) == ["guest@north.example", "police@north.example"]
    gone = client.post(
        at("guest-remove", meeting=sent.public_id, invitee=guest.public_id), follow=True
    )
    assert "The guest is asked no more." in text(gone)
    with tenant(north.pk):
        assert Invitee.objects.count() == 1


def test_part_b_is_for_a_guest_with_an_address(north, sent, manager):
    with tenant(north.pk), pytest.raises(DomainError) as refusal:
        ask_guest(
            meeting=sent,
            facts=GuestFacts("Head of service", reads_part_b=True),
            by=manager,
            at=clock.now(),
        )

    assert refusal.value.field == "guest_email"


def test_a_member_is_not_taken_off_as_a_guest(north, sent, manager):
    with tenant(north.pk), pytest.raises(DomainError, match="A member of the group is asked"):
        drop_guest(invitee=Invitee.objects.get(), by=manager, at=clock.now())


def test_after_its_begin_no_answer_counts(north, sent, soon):
    with tenant(north.pk), pytest.raises(DomainError, match="The meeting has begun"):
        answer_invitation(
            invitee=Invitee.objects.get(), facts=AnswerFacts("coming"), by=None, at=soon
        )
