"""The pages of actions, letters and risks."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.enums import LetterKind
from governance.models import Action, ActionFile, Letter, Risk
from governance.services.letters import LetterFacts, draft_letter
from governance.services.risks import RiskFacts, raise_risk
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import done, given, held_by, seat_with_holder

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nA page.\n%%EOF"


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: date) -> dict[str, str]:
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def group(north):
    with tenant(north.pk):
        return make.group("oseg", name="Operational executive")


@pytest.fixture
def police(north):
    with tenant(north.pk):
        force = people.organisation("Force")
        return seat_with_holder(north, "police", organisation=force)


@pytest.fixture
def late(north, group, police, manager):
    with tenant(north.pk):
        long_ago = moment.now() - timedelta(days=60)
        due = moment.today() - timedelta(days=30)
        return given(police[0], manager, group, at=long_ago, due_on=due)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    rows, signed_in, north, group, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
            due = moment.today() + timedelta(days=number)
            given(seat, manager, group, at=moment.now(), title=f"Thing {number}", due_on=due)

    with django_assert_num_queries(14):
        response = signed_in.get(at("actions"))

    page = text(response)
    assert f"Thing {rows - 1}" in page
    assert f"Body {rows - 1}" in page
    assert f"<strong>{rows}</strong> open or to be accepted" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_letters_and_risks_ask_the_same_however_many_there_are(
    rows, signed_in, north, group, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            facts = LetterFacts(
                LetterKind.OTHER, f"Letter {number}", "Dear all,", to_post="A post", group=group
            )
            draft_letter(facts=facts, by=manager, at=moment.now())
            risk = RiskFacts(f"Risk {number}", 2, 3, moment.today(), group=group)
            raise_risk(facts=risk, by=manager, at=moment.now())

    with django_assert_num_queries(10):
        letters = signed_in.get(at("letters"))
    with django_assert_num_queries(10):
        risks = signed_in.get(at("risks"))

    assert f"Letter {rows - 1}" in text(letters)
    assert f"Risk {rows - 1}" in text(risks)
    assert "6: Medium" in text(risks)


def test_an_empty_list_says_where_actions_come_from(signed_in):
    assert "Nothing is to be done" in text(signed_in.get(at("actions")))
    assert "No risk on the register" in text(signed_in.get(at("risks")))
    assert "No letters yet" in text(signed_in.get(at("letters")))


def test_the_list_is_narrowed_and_taken_away_as_seen(
    signed_in, north, group, police, late, manager
):
    with tenant(north.pk):
        due = moment.today() + timedelta(days=90)
        far = given(police[0], manager, at=moment.now(), title="=Far", due_on=due)

    page = text(signed_in.get(at("actions"), {"overdue": "on"}))
    assert late.reference in page
    assert far.reference not in page
    assert far.reference in text(signed_in.get(at("actions"), {"words": "far", "state": "open"}))
    assert "No action fits" in text(signed_in.get(at("actions"), {"mine": "on"}))
    everything = signed_in.get(at("actions"), {"group": str(group.public_id), "page": "x"})
    assert late.reference in text(everything)

    answer = signed_in.get(at("actions-csv"), {"words": "far"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["What is to be done", "'=Far"]
    book = openpyxl.load_workbook(io.BytesIO(signed_in.get(at("actions-xlsx")).content))
    assert book.active.cell(2, 1).value == late.reference
    with tenant(north.pk):
        taken = AuditEvent.objects.filter(verb="downloaded").order_by("pk")
        assert [each.facts["rows"] for each in taken] == [1, 2]


def test_an_action_is_given_by_working_days_and_says_how_it_was_counted(signed_in, north, police):
    facts = {"title": "Write it", "owner": str(police[0].public_id), "working_days": "10"}

    page = text(signed_in.post(at("action-add"), facts, follow=True))

    assert "has been given. 10 working days from today is" in page
    with tenant(north.pk):
        assert Action.objects.get().due_on > moment.today() + timedelta(days=10)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({}, "Enter the day on which it is due, or in how many days"),
        (
            {"working_days": "5", **day("due_on", date(2027, 1, 1))},
            "Enter the day or the number of working days, not both",
        ),
        (day("due_on", date(2020, 1, 1)), "before the day on which this was agreed"),
    ],
)
def test_a_due_day_that_cannot_be_is_refused_beside_its_field(
    extra, said, signed_in, north, police
):
    facts = {"title": "Write it", "owner": str(police[0].public_id), **extra}

    page = text(signed_in.post(at("action-add"), facts))

    assert said in page
    assert 'value="Write it"' in page
    with tenant(north.pk):
        assert not Action.objects.exists()


def test_the_owner_reports_shows_a_paper_and_the_manager_accepts(
    signed_in, client, north, police, late
):
    owner = Client()
    owner.force_login(police[1])
    here = {"action": late.public_id}
    page = text(owner.get(at("action", **here)))
    assert "Say that it is done" in page
    assert "Move the due day" not in page
    owner.post(at("action-progress", **here), {"text": "Half of it."})
    paper = SimpleUploadedFile("x.pdf", PDF, content_type="application/pdf")
    facts = {"evidence": "Agreed.", "paper": paper, "paper_title": "The protocol"}
    facts |= day("done_on", moment.today())
    refused = text(owner.post(at("action-done", **here), facts))
    assert "say why it is late" in refused
    paper.seek(0)
    owner.post(at("action-done", **here), {**facts, "late_reason": "The lead was away."})

    page = text(signed_in.get(at("action", **here)))
    for words in ("Half of it.", "The protocol", "Done, to be accepted", "The lead was away."):
        assert words in page
    with tenant(north.pk):
        kept = ActionFile.objects.get()
    answer = owner.get(at("action-file", **here, evidence=kept.public_id))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert owner.get(at("action-close", **here)).status_code == 403
    said = text(signed_in.post(at("action-close", **here), {"difference": "Less waiting."}))
    assert "Enter an answer to “How do you know?”" in said
    assert "Less waiting." in said
    facts = {"difference": "Less waiting.", "how_known": "The audit.", "months": "6"}
    page = text(signed_in.post(at("action-close", **here), facts, follow=True))
    assert "Has it lasted?" in page
    answer = {"rating": "partly", "answer": "In one area.", "months": ""}
    page = text(owner.post(at("action-impact", **here), answer, follow=True))
    assert "In part" in page
    again = text(owner.get(at("action-impact", **here), follow=True))
    assert "the question is not asked now" in again


def test_a_manager_moves_passes_returns_and_cancels(signed_in, north, police, late, manager):
    here = {"action": late.public_id}
    with tenant(north.pk):
        other = people.seat("health")
    to = moment.today() + timedelta(days=30)
    signed_in.post(at("action-move", **here), {**day("due_on", to), "reason": "Late data."})
    facts = {"to": str(other.public_id), "reason": "Theirs."}
    signed_in.post(at("action-pass", **here), facts)
    with tenant(north.pk):
        found = Action.objects.get()
        assert (found.due_on, found.owner) == (to, other)
        support = people.member(north, "business_support")
        done(found, support, at=moment.now(), done_on=moment.today())
    signed_in.post(at("action-return", **here), {"why": "The page on health."})
    page = text(signed_in.get(at("action", **here)))
    assert "The page on health." in page
    page = text(signed_in.post(at("action-cancel", **here), {"reason": "Overtaken."}, follow=True))
    assert "No longer needed" in page
    assert "Go on" not in page


def test_the_words_of_an_action_are_changed_with_what_was_typed_kept(signed_in, north, late):
    here = {"action": late.public_id}
    asked = text(signed_in.get(at("action-edit", **here)))
    long = text(signed_in.post(at("action-edit", **here), {"title": "x" * 201, "detail": "All."}))
    facts = {"title": "Write and agree the protocol", "detail": "With health."}

    page = text(signed_in.post(at("action-edit", **here), facts, follow=True))

    assert 'value="Write the protocol"' in asked
    assert "All." in long
    assert "What is to be done has been changed." in page
    assert "Write and agree the protocol" in page
    assert "Words changed" in page
    assert "Changed: what is to be done and what is said about it." in page


def test_who_cannot_accept_is_told_why(signed_in, north, manager, group):
    with tenant(north.pk):
        mine = people.seat("mine")
        held_by(mine, manager)
        now, today = moment.now(), moment.today()
        own = given(mine, manager, group, at=now, due_on=today)
        done(own, manager, at=now, done_on=today)

    page = text(signed_in.get(at("action", action=own.public_id)))

    assert "You hold the seat that owns this action. Somebody else has to accept it." in page
    assert "Accept and close" not in page


def test_part_b_does_not_exist_for_those_who_do_not_read_it(client, north, police, manager):
    with tenant(north.pk):
        now, today = moment.now(), moment.today()
        secret = given(police[0], manager, at=now, due_on=today, confidential=True)
        lay = people.member(north, "lay_member")
    client.force_login(lay)

    assert client.get(at("action", action=secret.public_id)).status_code == 404
    assert secret.reference not in text(client.get(at("actions")))
    assert client.get(at("letters")).status_code == 403


def test_late_ones_are_ticked_looked_over_and_sent(signed_in, north, late, police):
    with tenant(north.pk):
        police[0].contact_email = "post@force.example"
        police[0].save()
    assert late.title in text(signed_in.get(at("chase")))
    nothing = text(signed_in.post(at("chase"), {"actions": "x"}))
    assert "Choose at least one action." in nothing

    page = text(signed_in.post(at("chase"), {"actions": str(late.public_id)}, follow=True))

    assert "Nothing has been sent yet." in page
    assert f"{late.reference}: {late.title}" in page
    assert len(mail.outbox) == 0
    with tenant(north.pk):
        letter = Letter.objects.get()
    assert "One letter is drafted" in text(signed_in.get(at("chase")))
    page = signed_in.post(at("chase-letters"), {"letters": str(letter.public_id)}, follow=True)
    assert "One letter has been sent." in text(page)
    letter_page = text(signed_in.get(at("letter", letter=letter.public_id)))
    assert "Northshire manager" in letter_page
    assert "No letter waits" in text(signed_in.get(at("chase-letters")))


def test_a_letter_is_written_changed_put_aside_or_sent_and_answered(signed_in, north):
    facts = {"to_post": "Chief officer", "subject": "A question", "body": "Dear chief,"}
    page = text(signed_in.post(at("letter-add"), facts, follow=True))
    assert "Drafted, not sent" in page
    with tenant(north.pk):
        here = {"letter": Letter.objects.get().public_id}
    refused = text(signed_in.post(at("letter-edit", **here), {**facts, "subject": ""}))
    assert "Enter what it is about" in refused
    signed_in.post(at("letter-edit", **here), {**facts, "subject": "Two questions"})
    page = text(signed_in.post(at("letter-send", **here), follow=True))
    assert "on paper" in page
    assert "Two questions" in page
    late = text(signed_in.post(at("letter-discard", **here), {"why": "x"}))
    assert "This letter has been sent already." in late
    reply = {**day("reply_on", moment.today()), "reply": "They agree."}
    page = text(signed_in.post(at("letter-reply", **here), reply, follow=True))
    assert "They agree." in page
    signed_in.post(at("letter-add"), facts)
    with tenant(north.pk):
        draft = Letter.objects.get(state="draft")
    page = signed_in.post(at("letter-discard", letter=draft.public_id), {"why": "No."}, follow=True)
    assert "put aside" in text(page)


def test_a_risk_is_added_changed_given_an_action_and_closed(signed_in, north, group, police):
    facts = {"title": "Data comes late", "likelihood": "4", "impact": "4"}
    facts |= {"group": str(group.public_id), **day("review_on", moment.today())}
    page = text(signed_in.post(at("risk-add"), facts, follow=True))
    assert "16: Very high" in page
    with tenant(north.pk):
        risk = Risk.objects.get()
    here = {"risk": risk.public_id}
    signed_in.post(at("risk-edit", **here), {**facts, "likelihood": "1"})
    assert "4: Medium" in text(signed_in.get(at("risks")))
    form = signed_in.get(at("action-add"), {"risk": str(risk.public_id)})
    assert str(group.public_id) in text(form)
    asked = {"title": "Ask for it", "owner": str(police[0].public_id), "working_days": "5"}
    signed_in.post(f"{at('action-add')}?risk={risk.public_id}", asked)
    with tenant(north.pk):
        assert Action.objects.get().source_label == "Data comes late"
    signed_in.post(at("risk-close", **here), {"why": "It comes in time."})
    assert "No risk on the register" in text(signed_in.get(at("risks")))
    assert "Data comes late" in text(signed_in.get(at("risks"), {"state": "closed"}))
    assert "Closed: It comes in time." in text(signed_in.get(at("risk", **here)))
    assert signed_in.get(at("action-add"), {"risk": "x"}).status_code == 404


def test_a_chair_sees_the_letters_of_their_group_and_keeps_it_alone(client, north, group, manager):
    with tenant(north.pk):
        chair = people.member(north, "group_chair")
        RoleAssignment.objects.filter(user=chair).update(group_key="oseg")
        other = make.group("wseg", name="Wider group")
        risk = RiskFacts("Theirs", 1, 1, moment.today(), group=other)
        row = raise_risk(facts=risk, by=manager, at=moment.now())
    client.force_login(chair)

    assert "Wider group" not in text(client.get(at("letter-add")))
    assert client.post(at("risk-close", risk=row.public_id), {"why": "x"}).status_code == 403
    assert "Theirs" in text(client.get(at("risks")))
