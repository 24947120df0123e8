"""Letters, reminders of what is late, and the risk register."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from governance.enums import LetterKind
from governance.models import Letter
from governance.selectors.letters import chasers_to_look_over, late_actions, letters_seen_by
from governance.selectors.risks import CLOSED, RiskFilter, risk_lines
from governance.services.chasing import draft_chasers, send_chasers
from governance.services.letter_mail import mail_letter, waiting_letters
from governance.services.letters import (
    LetterFacts,
    change_letter,
    discard_letter,
    draft_letter,
    note_reply,
    send_letter,
)
from governance.services.risks import RiskFacts, change_risk, close_risk, raise_risk
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, Notice, RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import AT, given, seat_with_holder

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 6, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def group(in_north):
    return make.group("oseg", name="Operational executive")


def refused(act, field=None):
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.field == field
    return str(caught.value)


def drafted(by, **facts):
    known = {
        "kind": LetterKind.OTHER, "subject": "A question", "body": "Dear all,",
        "to_post": "Chief officer", "to_email": "chief@force.example", **facts,
    }  # fmt: skip
    return draft_letter(facts=LetterFacts(**known), by=by, at=AT)


def risk(**facts):
    known = {
        "title": "Data comes late", "likelihood": 4, "impact": 4,
        "review_on": date(2026, 9, 1), **facts,
    }  # fmt: skip
    return RiskFacts(**known)


def test_a_letter_is_drafted_changed_sent_carried_and_answered(in_north, manager):
    letter = drafted(manager)
    change_letter(
        letter=letter, subject="Two questions", body="Dear chief,", to_post="Chief officer",
        to_email="chief@force.example", by=manager, at=AT,
    )  # fmt: skip
    assert waiting_letters(at=AT) == []

    send_letter(letter=letter, by=manager, at=AT)

    assert waiting_letters(at=AT) == [letter.pk]
    assert mail_letter(letter_id=letter.pk, partnership=in_north, at=AT)
    assert not mail_letter(letter_id=letter.pk, partnership=in_north, at=AT)
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == (["chief@force.example"], "Northshire: Two questions")
    assert "Dear chief," in sent.body
    note_reply(letter=letter, reply_on=AT.date(), reply="Yes.", by=manager, at=AT)
    letter.refresh_from_db()
    assert (letter.reply, letter.emailed_at) == ("Yes.", AT)
    verbs = AuditEvent.objects.filter(object_type="governance.letter").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["created", "changed", "sent", "changed"]
    assert not any("question" in each.object_reference for each in verbs)


def test_a_letter_to_a_seat_goes_to_its_post(in_north, manager):
    seat = people.seat("lead", contact_email="lead@force.example")

    letter = drafted(manager, to_seat=seat, to_post="", to_email="")

    assert (letter.to_post, letter.to_email) == ("Seat lead", "lead@force.example")


def test_a_letter_of_a_rule_is_drafted_once(in_north, manager):
    assert drafted(manager, key="absent:1") == drafted(manager, key="absent:1", body="Again")
    assert Letter.objects.get().body == "Dear all,"


@pytest.mark.parametrize("field", ["to_post", "subject", "body"])
def test_a_letter_without_words_is_refused(in_north, manager, field):
    assert refused(lambda: drafted(manager, **{field: " "}), field)


def test_nobody_writes_to_a_young_scrutineer(in_north, manager):
    young = people.seat("young", role="YOUNG_SCRUTINEER")

    assert "write to the adult" in refused(lambda: drafted(manager, to_seat=young), "to_post")


def test_what_was_sent_is_neither_changed_nor_put_aside(in_north, manager):
    letter = send_letter(letter=drafted(manager, to_email=""), by=manager, at=AT)

    again = refused(lambda: send_letter(letter=letter, by=manager, at=AT))
    assert again == "This letter has been sent already."
    assert refused(lambda: discard_letter(letter=letter, why="x", by=manager, at=AT))
    assert waiting_letters(at=AT) == []


def test_a_draft_is_put_aside_with_a_reason_and_cannot_be_answered(in_north, manager):
    letter = drafted(manager)
    asked = {"letter": letter, "by": manager, "at": AT}
    assert refused(lambda: discard_letter(**asked, why=" "), "why")
    assert refused(lambda: note_reply(**asked, reply_on=AT.date(), reply="x"))

    assert discard_letter(**asked, why="They came after all.").state == "discarded"


def test_an_answer_lies_between_the_letter_and_today(in_north, manager):
    letter = send_letter(letter=drafted(manager), by=manager, at=AT)
    asked = {"letter": letter, "by": manager, "at": AT}

    for reply_on in (date(2026, 5, 1), date(2026, 7, 1)):
        assert refused(
            lambda day=reply_on: note_reply(**asked, reply_on=day, reply="x"), "reply_on"
        )
    assert refused(lambda: note_reply(**asked, reply_on=AT.date(), reply=" "), "reply")


def test_a_server_that_refuses_for_three_days_is_left(in_north, manager, settings):
    letter = send_letter(letter=drafted(manager), by=manager, at=AT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    assert not mail_letter(letter_id=letter.pk, partnership=in_north, at=AT)
    assert waiting_letters(at=AT + timedelta(days=2)) == [letter.pk]
    assert waiting_letters(at=AT + timedelta(days=4)) == []


def test_a_chair_reads_and_writes_their_groups_letters_alone(in_north, group, manager):
    chair = people.member(in_north, "group_chair")
    RoleAssignment.objects.filter(user=chair).update(group_key="oseg")
    own, _other = drafted(chair, group=group), drafted(manager)

    standing = access.standing(chair, on=AT.date())
    assert list(letters_seen_by(standing)) == [own]
    with pytest.raises(NotPermitted):
        drafted(chair)


def late_of(user):
    return list(late_actions(user, access.standing(user, on=LATE.date()), on=LATE.date()))


def test_each_seat_gets_one_polite_letter_about_all_that_is_late(in_north, group, manager):
    seat, holder = seat_with_holder(in_north, "police", contact_email="post@force.example")
    other = people.seat("health")
    given(seat, manager, group, title="Write the protocol")
    given(seat, manager, title="A private matter", confidential=True)
    given(other, manager, group)
    chase = {"partnership": in_north, "by": manager, "at": LATE}

    letters = draft_chasers(actions=late_of(manager), **chase)

    assert [each.to_post for each in letters] == ["Seat police", "Seat health"]
    words = letters[0].body
    assert letters[0].subject == "2 actions that are late"
    assert "NORT-A-2026-001: Write the protocol, due Monday 15 June 2026" in words
    assert "NORT-A-2026-002: due Monday 15 June 2026" in words
    assert "private matter" not in words
    standing = access.standing(manager, on=LATE.date())
    assert len(chasers_to_look_over(standing)) == 2
    Notice.objects.all().delete()
    assert send_chasers(letters=letters, by=manager, at=LATE) == 2
    assert Notice.objects.get().recipient == holder
    assert refused(lambda: draft_chasers(actions=late_of(manager), **chase), "actions") == (
        "Whoever is asked to do these was reminded of them today."
    )


def test_a_draft_of_today_is_written_anew_and_nothing_chosen_is_refused(in_north, group, manager):
    seat = people.seat("police")
    for title in ("One", "Two"):
        given(seat, manager, group, title=title)
    chase = {"partnership": in_north, "by": manager, "at": LATE}
    draft_chasers(actions=late_of(manager), **chase)

    (letter,) = draft_chasers(actions=late_of(manager)[:1], **chase)

    assert "Two" not in letter.body
    assert Letter.objects.count() == 1
    assert refused(lambda: draft_chasers(actions=[], **chase), "actions")
    assert refused(lambda: send_chasers(letters=[], by=manager, at=LATE), "letters")


def test_a_chair_of_two_groups_writes_about_each_by_itself(in_north, group, manager):
    other = make.group("wseg")
    chair = people.member(in_north, "group_chair")
    RoleAssignment.objects.filter(user=chair).update(group_key="oseg")
    RoleAssignment.objects.create(
        user=chair, role="group_chair", group_key="wseg", from_on=date(2020, 1, 1)
    )
    seat = people.seat("police")
    given(seat, manager, group)
    given(seat, manager, other)
    given(seat, manager)

    letters = draft_chasers(actions=late_of(chair), partnership=in_north, by=chair, at=LATE)

    assert [each.group for each in letters] == [group, other]


def test_a_risk_is_raised_looked_at_again_and_closed(in_north, group, manager):
    row = raise_risk(facts=risk(group=group), by=manager, at=AT)
    raise_risk(facts=risk(title="Less", likelihood=1, impact=2), by=manager, at=AT)
    standing = access.standing(manager, on=AT.date())
    on = date(2026, 9, 2)

    lines = risk_lines(standing, on=on)
    assert [(each.score.value, each.review_passed) for each in lines] == [(16, True), (2, True)]
    change_risk(risk=row, facts=risk(group=group, likelihood=2), by=manager, at=AT)
    event = AuditEvent.objects.filter(object_type="governance.risk", verb="changed").get()
    assert event.facts == {"from": [4, 4], "to": [2, 4], "fields": ["likelihood"]}
    close_risk(risk=row, why="The data comes in time.", by=manager, at=AT)
    closed = risk_lines(standing, on=on, wanted=RiskFilter(state=CLOSED))[0].risk
    assert (closed.ended_on, closed.note) == (AT.date(), "Closed: The data comes in time.")
    assert refused(lambda: close_risk(risk=row, why="x", by=manager, at=AT)) == (
        "This risk has been closed."
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": " "}, "title"), ({"review_on": date(2026, 5, 1)}, "review_on")],
)
def test_a_risk_that_says_too_little_is_refused(in_north, manager, facts, field):
    assert refused(lambda: raise_risk(facts=risk(**facts), by=manager, at=AT), field)


def test_scores_go_from_one_to_five_and_closing_needs_a_reason(in_north, manager):
    beyond = refused(lambda: raise_risk(facts=risk(impact=6), by=manager, at=AT))
    assert beyond == "Likelihood and impact go from 1 to 5."
    row = raise_risk(facts=risk(), by=manager, at=AT)
    assert refused(lambda: close_risk(risk=row, why="", by=manager, at=AT), "why")
