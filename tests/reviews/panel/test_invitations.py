"""Posts are invited to a panel: by a notice who sees the case, by a neutral e-mail everybody else."""

import smtplib
from datetime import UTC, timedelta

import icalendar
import pytest
import time_machine
from django.core import mail

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Job, Notice
from reviews.models import PanelInvitation
from reviews.selectors.panel import register_of
from reviews.selectors.panel_invitations import MAIL, NEITHER, invitables
from reviews.services import panel as panels
from reviews.services import panel_invitations as services
from reviews.services import restrict_case
from reviews.services.panel import MeetingFacts
from tests.factories import requests as asking

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def keys(meeting, case, now, *titles):
    return [
        each.key
        for each in invitables(meeting, case, at=now)
        if not titles or any(title in each.post for title in titles)
    ]


def invite(north, meeting, case, who, now, *titles):
    with tenant(north.pk):
        chosen = keys(meeting, case, now, *titles)
        return services.invite_posts(meeting=meeting, keys=chosen, **who)


def told(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("subject", "path"))


def test_the_preview_says_how_each_post_is_told(north, case, to_come, officer, mailbox, who, now):
    with tenant(north.pk):
        asking.asked(case, name="Hospital", **who)
        posts = invitables(to_come, case, at=now)

    assert [(each.post, each.how) for each in posts] == [
        ("Seat lead-local_authority, The council", NEITHER),
        ("Seat lead-icb, The board", "By a neutral e-mail to board@example.org"),
        ("Seat lead-police, The force", f"By a notice in the portal, to {officer.display_name}"),
        ("Named doctor, Hospital", "By a neutral e-mail to lead@hospital.example"),
    ]


def test_who_does_not_see_a_restricted_case_is_told_by_e_mail_alone(
    north, case, to_come, officer, who, now, django_capture_on_commit_callbacks
):
    with tenant(north.pk):
        restrict_case(incident=case, reason="Known to a member", **who)
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(north, to_come, case, who, now, "police")

    assert [(row.account, row.email) for row in made] == [(None, officer.email)]
    with tenant(north.pk):
        assert told(officer) == []
    assert [each.to for each in mail.outbox] == [[officer.email]]


def test_whoever_sees_the_case_gets_a_notice_that_leads_to_the_meeting(
    north, case, to_come, officer, who, now
):
    made = invite(north, to_come, case, who, now, "police")

    assert [(row.account, row.email) for row in made] == [(officer, "")]
    with tenant(north.pk):
        path = f"{case.path}panel/{to_come.public_id}/"
        assert told(officer) == [("You are asked to a meeting", path)]
        event = AuditEvent.objects.get(verb="invited", object_type="reviews.panelmeeting")
        assert event.facts == {"invited": 1, "by_notice": 1, "by_mail": 0}


def test_the_e_mail_says_when_and_where_and_nothing_of_the_case(
    north, case, to_come, mailbox, who, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(north, to_come, case, who, now, "icb")

    [sent] = mail.outbox
    assert sent.subject == f"{north.short_name}: you are asked to a meeting"
    assert "Thursday 4 June 2026, 13:00\nPlace: Room 1" in sent.body
    name, content, kind = sent.attachments[0]
    assert (name, kind) == ("meeting.ics", "text/calendar")
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["SUMMARY"] == "Meeting"
    assert event.decoded("DTSTART").astimezone(UTC) == now + 24 * HOUR
    said = (sent.subject + sent.body).replace(north.name, "")
    for words in (case.reference, "panel", "rapid", "child", "clock"):
        assert words.lower() not in said.lower()
        assert words.lower() not in content.lower()


def test_a_post_without_account_or_address_is_kept_as_told_by_the_unit(
    north, case, to_come, who, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(north, to_come, case, who, now, "local_authority")

    assert [(row.account, row.email) for row in made] == [(None, "")]
    assert mail.outbox == []


def test_nobody_is_invited_twice(north, case, to_come, mailbox, who, now):
    with tenant(north.pk):
        chosen = keys(to_come, case, now)
        services.invite_posts(meeting=to_come, keys=chosen, **who)
        with pytest.raises(DomainError, match="Somebody was invited meanwhile") as refused:
            services.invite_posts(meeting=to_come, keys=chosen, **who)

        assert refused.value.field == "posts"
        assert PanelInvitation.objects.filter(meeting=to_come).count() == 3
        assert Job.objects.filter(kind=MAIL).count() == 1
        assert keys(to_come, case, now) == []
        with pytest.raises(DomainError, match="Choose at least one post"):
            services.invite_posts(meeting=to_come, keys=[], **who)


def test_nobody_is_invited_to_what_has_begun_or_is_cancelled(
    north, case, meeting, to_come, who, now
):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="The meeting has begun"):
            services.invite_posts(meeting=meeting, keys=["any"], **who)
        panels.cancel_meeting(meeting=to_come, reason="Snow", **who)
        with pytest.raises(DomainError, match="The meeting was cancelled"):
            services.invite_another(meeting=to_come, post="Head teacher", **who)


def test_another_post_is_invited_once_and_stands_on_the_register(
    north, case, to_come, who, now, django_capture_on_commit_callbacks
):
    said = {"meeting": to_come, "post": "Head teacher", "email": "head@example.org"}
    with tenant(north.pk), django_capture_on_commit_callbacks(execute=True):
        services.invite_another(**said, **who)
    with tenant(north.pk):
        assert [each.post for each in register_of(to_come, case)][-1] == "Head teacher"
        for post in ("head teacher", "Seat lead-icb, The board"):
            with pytest.raises(DomainError, match="invited already"):
                services.invite_another(**{**said, "post": post}, **who)
        with pytest.raises(DomainError, match="valid email"):
            services.invite_another(**{**said, "post": "Nurse", "email": "nobody"}, **who)
    assert [each.to for each in mail.outbox] == [["head@example.org"]]


def test_a_moved_meeting_is_told_anew_and_asked_for_anew(
    north, case, to_come, officer, mailbox, who, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(north, to_come, case, who, now)
    own = next(row for row in made if row.account)
    later = {**who, "at": now + HOUR}
    with tenant(north.pk):
        services.answer_invitation(invitation=own, answer="coming", by=officer, at=now)
    with tenant(north.pk), django_capture_on_commit_callbacks(execute=True):
        facts = MeetingFacts(starts_at=now + 48 * HOUR, place="Room 1")
        panels.change_meeting(meeting=to_come, facts=facts, **later)
    with tenant(north.pk):
        own.refresh_from_db()
        assert (own.answer, own.answered_by, own.told_of) == ("waiting", None, now + 48 * HOUR)
        assert told(officer)[-1][0] == "A meeting that you are asked to has changed"
    assert [each.to[0] for each in mail.outbox].count("board@example.org") == 2
    assert "Friday 5 June 2026, 13:00" in mail.outbox[-1].body


def test_another_room_is_told_and_keeps_the_answers(north, case, to_come, officer, who, now):
    [own] = invite(north, to_come, case, who, now, "police")
    with tenant(north.pk):
        services.answer_invitation(invitation=own, answer="apologies", by=officer, at=now)
        facts = MeetingFacts(starts_at=to_come.starts_at, place="Room 2")
        panels.change_meeting(meeting=to_come, facts=facts, **{**who, "at": now + HOUR})
        own.refresh_from_db()
        assert own.answer == "apologies"
        assert len(told(officer)) == 2
        chair = MeetingFacts(starts_at=to_come.starts_at, place="Room 2", chair_post="Director")
        panels.change_meeting(meeting=to_come, facts=chair, **{**who, "at": now + 2 * HOUR})
        assert len(told(officer)) == 2


def test_a_cancelled_meeting_is_told(
    north, case, to_come, officer, mailbox, who, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(north, to_come, case, who, now)
    with tenant(north.pk), django_capture_on_commit_callbacks(execute=True):
        later = {**who, "at": now + HOUR}
        panels.cancel_meeting(meeting=to_come, reason="A reason of the case", **later)
    with tenant(north.pk):
        assert told(officer)[-1][0] == "A meeting that you are asked to is cancelled"
    sent = mail.outbox[-1]
    assert sent.subject == f"{north.short_name}: a meeting is cancelled"
    assert "A reason of the case" not in sent.body
    [event] = icalendar.Calendar.from_ical(sent.attachments[0][1]).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_an_e_mail_that_still_waits_says_where_the_meeting_is_now(
    north, case, to_come, mailbox, who, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(north, to_come, case, who, now, "icb")
        with tenant(north.pk):
            facts = MeetingFacts(starts_at=now + 48 * HOUR)
            panels.change_meeting(meeting=to_come, facts=facts, **who)

    assert len(mail.outbox) == 1
    assert "Friday 5 June 2026, 13:00" in mail.outbox[0].body


def test_nothing_is_moved_while_an_e_mail_is_leaving(north, case, to_come, mailbox, who, now):
    invite(north, to_come, case, who, now, "icb")
    facts = MeetingFacts(starts_at=now + 48 * HOUR)
    with tenant(north.pk):
        Job.objects.filter(kind=MAIL).update(state="running", beat_at=now)
        with pytest.raises(DomainError, match="is leaving just now"):
            panels.change_meeting(meeting=to_come, facts=facts, **who)


def test_an_e_mail_that_the_server_refused_is_said_and_sent_again(
    north, case, to_come, mailbox, who, now, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        [row] = invite(north, to_come, case, who, now, "icb")
    with tenant(north.pk):
        assert Job.objects.get(kind=MAIL).state == "failed"
    with tenant(north.pk), django_capture_on_commit_callbacks(execute=True):
        services.send_again(invitation=row, email="other@example.org", **who)
    assert [each.to for each in mail.outbox] == [["other@example.org"]]


def test_an_answer_is_the_persons_own_or_the_units(north, case, to_come, officer, who, now):
    police, council = invite(north, to_come, case, who, now, "police", "local_authority")[::-1]
    assert police.account == officer
    with tenant(north.pk):
        services.answer_invitation(invitation=council, answer="apologies", **who)
        with pytest.raises(NotPermitted):
            services.answer_invitation(invitation=council, answer="coming", by=officer, at=now)
        with pytest.raises(DomainError, match="Say whether they come"):
            services.answer_invitation(invitation=police, answer="waiting", by=officer, at=now)
        services.answer_invitation(invitation=police, answer="coming", by=officer, at=now)
        likely = {each.partner: each.likely for each in register_of(to_come, case) if each.partner}
        assert likely == {"local_authority": "apologies", "icb": "", "police": "present"}
        with pytest.raises(DomainError, match="The meeting has begun"):
            services.answer_invitation(
                invitation=police, answer="coming", by=officer, at=now + 25 * HOUR
            )


def test_who_was_invited_and_sees_the_case_no_longer_answers_nothing(
    north, case, to_come, officer, who, now
):
    [own] = invite(north, to_come, case, who, now, "police")
    with tenant(north.pk):
        restrict_case(incident=case, reason="Known to a member", **who)
        with pytest.raises(NotPermitted):
            services.answer_invitation(invitation=own, answer="coming", by=officer, at=now)


def test_the_answers_fill_the_register_in_on_the_day(north, case, to_come, who, now, client):
    made = invite(north, to_come, case, who, now)
    with tenant(north.pk):
        for row, answer in zip(made, ("coming", "apologies", ""), strict=True):
            if answer:
                services.answer_invitation(invitation=row, answer=answer, **who)
        first = {each.post: each.key for each in register_of(to_come, case)}
    with time_machine.travel(now + 25 * HOUR, tick=False):
        address = f"/northshire/{case.path}panel/{to_come.public_id}/register/"
        client.force_login(who["by"])
        page = client.get(address)
    form = page.context["form"]
    assert [form[first[row.post]].value() for row in made] == ["present", "apologies", ""]
    assert "its answer is filled in" in page.content.decode()
