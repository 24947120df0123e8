"""How a case goes on and ends, as the manager and others meet it on its pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent, RoleAssignment
from reviews.enums import CaseState, PanelAnswer
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.reviews.pages.filling import POST, S, fresh, problems, sends
from tests.reviews.pages.reading import AWARE, NOW, address, moment_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case_in(north, manager):
    def build(state, **said):
        with tenant(north.pk):
            return after.case_at(state, by=manager, at=AWARE, **said)

    return build


def day_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def withdrawal(**said):
    agreed = {}
    for kind in PartnerKind:
        agreed[f"{kind}_signatory"] = POST
        agreed |= day_of(f"{kind}_agreed_on", NOW.date())
    return {"reason": "Not met.", **moment_of("panel_told_at", NOW), **agreed, **said}


def answer(code=PanelAnswer.AGREES, **said):
    return {"answer": code.value, "text": "Text.", **moment_of("received_at", NOW), **said}


def acts(client, case):
    page = client.get(address("case-outcome", case)).context["page"]
    return [act.text for act in page.acts]


# ------------------------------------------------------------------ the page


@pytest.mark.parametrize("number", [1, 3])
def test_the_outcome_takes_a_fixed_number_of_queries(
    number, signed_in, north, manager, case_in, django_assert_num_queries
):
    case = case_in(S.RAPID_REVIEW_SENT)
    with tenant(north.pk):
        for _ in range(number):
            after.answered(case, by=manager, at=NOW)

    # Of these, the test's own transaction adds two.
    with django_assert_num_queries(10):
        response = signed_in.get(address("case-outcome", case))

    assert len(response.context["page"].answers) == number


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (S.NOTIFIABLE, []),
        (S.RAPID_REVIEW_OPEN, ["Withdraw the notification", "Record the national review"]),
        (S.WITHDRAWN, ["Close the case"]),
        (S.NOT_NOTIFIABLE, ["Close the case"]),
        (
            S.RAPID_REVIEW_SENT,
            ["Record the Panel’s answer", "Record the national review", "Close the case"],
        ),
        (S.CLOSED, ["Record the national review", "Open the case again"]),
    ],
)
def test_the_page_offers_what_the_state_allows(signed_in, case_in, state, offered):
    assert acts(signed_in, case_in(state)) == offered


def test_somebody_who_does_not_decide_is_offered_no_decision(client, north, case_in):
    support = people.member(north, "business_support")
    client.force_login(support)
    case = case_in(S.RAPID_REVIEW_SENT)

    assert acts(client, case) == ["Record the Panel’s answer", "Record the national review"]
    assert client.get(address("case-close", case)).status_code == 403


# ------------------------------------------------------------------ withdrawing


def test_a_notification_is_withdrawn(signed_in, north, case_in):
    case = case_in(S.RAPID_REVIEW_OPEN)

    assert sends(signed_in, "notification-withdraw", case, withdrawal()) is None

    assert fresh(case, north).state == S.WITHDRAWN
    page = signed_in.get(address("case-outcome", case))
    assert "Notification withdrawn" in page.text
    tasks = signed_in.get(address("case", case)).context["page"].tasks
    assert [task.title for task in tasks if task.status == "To do"] == ["Close the case"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"police_signatory": ""}, "police_signatory"),
        (day_of("icb_agreed_on", AWARE.date() - timedelta(days=3)), "icb_agreed_on"),
        (moment_of("panel_told_at", NOW + HOUR), "panel_told_at"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused_beside_its_field(
    said, field, signed_in, north, case_in
):
    case = case_in(S.RAPID_REVIEW_OPEN)

    refused = sends(signed_in, "notification-withdraw", case, withdrawal(**said))

    assert set(problems(refused)) == {field}
    assert fresh(case, north).state == S.RAPID_REVIEW_OPEN


# ------------------------------------------------------------------ the Panel


def test_an_answer_is_recorded_and_replied_to(signed_in, north, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)
    asked = answer(PanelAnswer.RECONSIDER)
    assert sends(signed_in, "panel-answer-add", case, asked) is None
    assert "Take the rapid review up again" in acts(signed_in, case)

    with tenant(north.pk):
        row = case.panel_responses.get().public_id
    said = {"reply": "We looked again.", "disagreement": "It stands."}
    assert sends(signed_in, "panel-answer-reply", case, said, panel_answer=row) is None

    assert "Take the rapid review up again" not in acts(signed_in, case)
    titles = [e.title for e in signed_in.get(address("case", case)).context["page"].timeline]
    assert titles[:2] == ["Reply to the Panel recorded", "Panel’s answer recorded"]


def test_an_answer_that_asks_for_something_says_what(signed_in, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)

    refused = sends(signed_in, "panel-answer-add", case, answer(PanelAnswer.MORE, text=""))

    assert set(problems(refused)) == {"text"}


def test_a_rapid_review_is_taken_up_again(signed_in, north, manager, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)
    with tenant(north.pk):
        after.answered(case, PanelAnswer.RECONSIDER, by=manager, at=NOW)

    assert signed_in.get(address("rapid-review-revise", case)).status_code == 200
    assert sends(signed_in, "rapid-review-revise", case, {"again": "1"}) is None

    assert fresh(case, north).state == S.RAPID_REVIEW_OPEN


def test_an_answer_of_another_case_is_not_found(signed_in, north, case_in):
    one, other = case_in(S.PANEL_RESPONDED), case_in(S.PANEL_RESPONDED)
    with tenant(north.pk):
        row = one.panel_responses.get().public_id

    page = address("panel-answer-reply", other, panel_answer=row)

    assert signed_in.get(page).status_code == 404


def test_a_national_review_is_recorded_and_shown_again_to_be_changed(signed_in, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)
    typed = {"status": "under_way", "title": "A title", **day_of("told_on", NOW.date())}

    assert sends(signed_in, "national-review", case, typed) is None

    form = signed_in.get(address("national-review", case)).context["form"]
    assert form["title"].value() == "A title"


# ------------------------------------------------------------------ closing


def test_a_case_is_closed_and_opened_again(signed_in, north, case_in):
    case = case_in(S.PANEL_RESPONDED)

    assert sends(signed_in, "case-close", case, {"summary": "What came of it."}) is None
    assert fresh(case, north).closed_on == NOW.date()
    assert sends(signed_in, "case-reopen", case, {"reason": "Something new."}) is None

    assert fresh(case, north).state == S.PANEL_RESPONDED
    page = signed_in.get(address("case-outcome", case)).context["page"]
    assert [row.value for row in page.closures[0]][1:2] == ["What came of it."]


def test_closing_says_what_keeps_a_case_open_and_keeps_what_was_typed(
    signed_in, north, manager, case_in
):
    case = case_in(S.RAPID_REVIEW_SENT)
    with tenant(north.pk):
        after.answered(case, PanelAnswer.MORE, by=manager, at=NOW)

    refused = sends(signed_in, "case-close", case, {"summary": "What came of it."})

    sentence = "The Panel asked for something, and nobody has replied to it."
    assert refused.context["obstacles"] == [sentence]
    assert problems(refused)["__all__"] == [sentence]
    assert "What came of it." in refused.text


def test_closing_without_an_answer_asks_why(signed_in, north, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)

    refused = sends(signed_in, "case-close", case, {"summary": "It came to this."})
    assert set(problems(refused)) == {"without_answer"}

    said = {"summary": "It came to this.", "without_answer": "Asked twice."}
    assert sends(signed_in, "case-close", case, said) is None
    assert fresh(case, north).state == CaseState.CLOSED


# ------------------------------------------------------------------ where it came from


def test_a_referral_is_recorded_and_set_right(signed_in, case_in):
    case = case_in(S.LOGGED)
    typed = {"organisation_words": "A school", "referral_post": "Head", "others_safe": "no"}

    refused = sends(signed_in, "referral-record", case, typed)
    assert set(problems(refused)) == {"safety_note"}

    assert sends(signed_in, "referral-record", case, {**typed, "safety_note": "Foster"}) is None
    rows = signed_in.get(address("case", case)).context["page"].referral
    assert [row.value for row in rows] == ["A school: Head", "Not yet", "No. Foster"]
    form = signed_in.get(address("referral-record", case)).context["form"]
    assert form["others_safe"].value() == "no"


def test_another_authority_is_added_and_taken_off(signed_in, north, case_in):
    case = case_in(S.LOGGED)
    typed = {"kind": "police", "name": "Another force", "why": "The family moved."}
    assert sends(signed_in, "authority-add", case, typed) is None

    page = signed_in.get(address("case", case)).context["page"]
    assert [each.name for each in page.authorities] == ["Another force"]

    row = page.authorities[0].public_id
    assert sends(signed_in, "authority-remove", case, {}, other_authority=row) is None
    assert signed_in.get(address("case", case)).context["page"].authorities == []


def test_a_contact_of_one_agency_finds_it_filled_in(client, north):
    with tenant(north.pk):
        body = people.organisation("Riverside School")
        contact = people.user("contact@north.example")
        RoleAssignment.objects.create(
            user=contact, role="agency_contact", organisation=body, from_on=people.STARTED
        )
    client.force_login(contact)

    form = client.get(address("case-log")).context["form"]

    assert form["organisation"].value() == body.pk
    assert [label for _value, label in form.fields["organisation"].choices] == ["Riverside School"]
    assert "organisation_words" not in form.fields


# ------------------------------------------------------------------ the Panel's letter

PDF = b"%PDF-1.7\n%%EOF"


def letter(content=PDF, name="About Wilhelmina.pdf"):
    return {"letter": SimpleUploadedFile(name, content)}


def test_the_letter_comes_with_the_answer_and_whoever_sees_the_case_takes_it(
    signed_in, client, north, case_in
):
    case = case_in(S.RAPID_REVIEW_SENT)
    assert sends(signed_in, "panel-answer-add", case, answer() | letter()) is None

    with tenant(north.pk):
        row = case.panel_responses.get()
    rows = signed_in.get(address("case-outcome", case)).context["page"].answers[0].rows
    assert rows[-1].href == address("panel-letter", case, panel_answer=row.public_id)
    client.force_login(people.member(north, "lsp"))
    taken = client.get(rows[-1].href)
    assert taken.content == PDF
    name = f"{case.reference}-panel-letter-{row.pk}.pdf"
    assert taken["Content-Disposition"] == f'attachment; filename="{name}"'
    assert taken["Cache-Control"] == "private, no-store"


def test_a_letter_is_added_later_and_replaced_and_the_audit_keeps_both(signed_in, north, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)
    sends(signed_in, "panel-answer-add", case, answer())
    with tenant(north.pk):
        row = case.panel_responses.get()
    taken = address("panel-letter", case, panel_answer=row.public_id)
    add = address("panel-letter-add", case, panel_answer=row.public_id)
    assert signed_in.get(taken).status_code == 404
    page = signed_in.get(address("case-outcome", case)).context["page"].answers[0]
    assert (page.letter_href, page.letter_act) == (add, "Add the letter")

    signed_in.post(add, letter())
    signed_in.post(add, letter(PDF + b"2"))

    assert signed_in.get(taken).content == PDF + b"2"
    page = signed_in.get(address("case-outcome", case)).context["page"].answers[0]
    assert page.letter_act == "Replace the letter"
    with tenant(north.pk):
        noted = AuditEvent.objects.filter(facts__has_key="letter").order_by("pk")
        assert [each.verb for each in noted] == ["changed", "changed", "downloaded"]
        first, second, took = (each.facts["letter"] for each in noted)
    assert first != second == took


def test_what_is_no_paper_is_refused_beside_the_field_and_nothing_is_recorded(
    signed_in, north, case_in
):
    case = case_in(S.RAPID_REVIEW_SENT)
    said = answer(text="Kept as typed.") | letter(b"MZ a program")
    page = signed_in.post(address("panel-answer-add", case), said)

    form = page.context["form"]
    assert "the file is something else or is damaged" in str(form.errors["letter"])
    assert form["text"].value() == "Kept as typed."
    with tenant(north.pk):
        assert case.panel_responses.count() == 0


def test_who_does_not_see_the_case_finds_no_letter(signed_in, client, north, case_in):
    case = case_in(S.RAPID_REVIEW_SENT)
    sends(signed_in, "panel-answer-add", case, answer() | letter())
    with tenant(north.pk):
        row = case.panel_responses.get()

    client.force_login(people.member(north, "agency_contact"))
    taken = address("panel-letter", case, panel_answer=row.public_id)
    assert client.get(taken).status_code == 404
