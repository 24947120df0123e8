"""The wall of agencies of a review: the same pages as a case's, with a letter of its own."""

from datetime import date, timedelta

import pytest
from django.core import mail

from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent, Notice
from reviews.models import AgencyRequest
from reviews.selectors.request_words import what_of
from reviews.selectors.requests import needs_on_requests, reminders
from reviews.services import requests as services
from reviews.services import restrict_case
from reviews.services.reviews import ReviewFacts, open_review
from reviews.services.terms import TermsFacts, write_terms
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.reviews.agencies.conftest import at, words
from tests.reviews.kit.test_pages import day

pytestmark = pytest.mark.django_db
QUESTIONS = ("What stood in the way of sharing?", "Who listened to the child?")


def agree(review, who):
    facts = TermsFacts(
        scope_from=date(2024, 1, 1),
        scope_to=date(2026, 5, 1),
        questions=QUESTIONS,
        proportionality="Small",
    )
    row = write_terms(review=review, facts=facts, revision=0, **who)
    row.__class__.objects.filter(pk=row.pk).update(
        agreed_on=who["at"].date(), agreed_at=who["at"], agreed_by=who["by"]
    )


def test_agencies_are_asked_for_a_report_and_the_wall_shows_them(signed_in, north, practice, now):
    with tenant(north.pk):
        body = people.agency("Hospital").organisation
        people.seat("doctor", organisation=body, contact_email="doctor@hospital.example")
    of = {"review": practice.public_id}
    form = signed_in.get(at("review-requests-write", **of)).context["form"]
    letter = form.initial["letter"]
    assert letter.startswith(
        "The safeguarding partners are holding a local child safeguarding practice review,"
        f" {practice.reference}, and ask your agency for a report of its own"
    )
    assert form.initial["due_on"] == date(2026, 7, 1)
    said = {"agencies": form.initial["agencies"], "letter": letter}

    send = signed_in.post(
        at("review-requests-write", **of), {**said, **day("due_on", asking.due(now))}
    )
    assert send.url == at("review-requests-send", **of)
    assert "doctor@hospital.example" in words(signed_in.get(send.url))
    with tenant(north.pk):
        row = AgencyRequest.objects.get()
    assert signed_in.post(send.url, {"send": [str(row.public_id)]}).url == at(
        "review-requests", **of
    )

    page = words(signed_in.get(at("review-requests", **of)))
    assert "Asked" in page
    assert at("review-request", agency_request=row.public_id, **of) in page
    with tenant(north.pk):
        read = AuditEvent.objects.filter(
            facts={"page": "requests"}, object_reference=practice.reference
        )
        assert read.count() == 3


def test_the_letter_carries_the_questions_and_the_period_of_the_terms_once_agreed(
    signed_in, north, practice, who
):
    write = at("review-requests-write", review=practice.public_id)
    with tenant(north.pk):
        facts = TermsFacts(questions=QUESTIONS)
        write_terms(review=practice, facts=facts, revision=0, **who)
    assert "The review asks" not in signed_in.get(write).context["form"].initial["letter"]
    with tenant(north.pk):
        practice.terms.delete()
        practice.questions.all().delete()
        agree(practice, who)

    first = signed_in.get(write).context["form"].initial

    assert (first["period_from"], first["period_to"]) == (date(2024, 1, 1), date(2026, 5, 1))
    asked = "The review asks:\n1. What stood in the way of sharing?\n2. Who listened to the child?"
    assert asked in first["letter"]


def test_a_review_of_each_kind_is_called_in_a_sentence(north, learning, practice, who):
    with tenant(north.pk):
        facts = ReviewFacts(
            kind="single_agency", code_name="W", why="Why", decided_at=who["at"], decided_by="All"
        )
        single = open_review(facts=facts, **who)
    assert what_of(practice) == "a local child safeguarding practice review"
    assert what_of(learning) == "a local learning review"
    assert what_of(single) == "a piece of single agency learning"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("chase", {}),
        ("renew", {"to_email": "other@hospital.example"}),
        ("revoke", {}),
        ("move-due", {"reason": "Later", "due_on": "2026-06-20"}),
        ("record-refusal", {"reason": "Consent"}),
        ("cancel", {"reason": "By mistake"}),
    ],
)
def test_each_act_has_its_page_and_leads_back_to_the_request(signed_in, practice, asked, act, said):
    one = {"review": practice.public_id, "agency_request": asked[0].public_id}
    way = at("review-request-act", act=act, **one)

    assert signed_in.get(way).status_code == 200
    assert signed_in.post(way, said).url == at("review-request", **one)
    assert "What happened" in words(signed_in.get(at("review-request", **one)))


def test_a_request_of_another_review_or_of_a_case_is_not_found_here(
    signed_in, north, practice, learning, asked
):
    elsewhere = {"review": learning.public_id, "agency_request": asked[0].public_id}
    assert signed_in.get(at("review-request", **elsewhere)).status_code == 404
    assert signed_in.post(at("review-request-act", act="chase", **elsewhere)).status_code == 404
    of_case = {"case": practice.incident.public_id, "agency_request": asked[0].public_id}
    assert signed_in.get(at("case-request", **of_case)).status_code == 404


def test_who_does_not_see_the_review_finds_no_wall_and_who_does_not_work_on_it_may_not_ask(
    client, north, practice, asked
):
    of = {"review": practice.public_id}
    client.force_login(people.member(north, "lay_member"))
    assert client.get(at("review-requests", **of)).status_code == 404
    client.force_login(people.member(north, "lsp"))
    page = words(client.get(at("review-requests", **of)))
    assert "Write to agencies" not in page
    assert client.get(at("review-requests-write", **of)).status_code == 403
    one = {**of, "agency_request": asked[0].public_id}
    assert client.post(at("review-request-act", act="chase", **one)).status_code == 403


def test_a_review_that_ended_asks_nobody(signed_in, north, practice, who):
    with tenant(north.pk):
        agency = people.agency("Hospital")
        practice.__class__.objects.filter(pk=practice.pk).update(
            state="stopped", ended_because="Over", closed_on=who["at"].date()
        )
    of = {"review": practice.public_id}

    assert "Write to agencies" not in words(signed_in.get(at("review-requests", **of)))
    said = {"agencies": [str(agency.public_id)], "letter": "Ours", "due_on": "2026-06-20"}
    page = signed_in.post(at("review-requests-write", **of), said)
    assert "The review has ended." in words(page)
    assert page.context["form"]["letter"].value() == "Ours"


@pytest.mark.parametrize("number", [1, 3])
def test_the_wall_asks_as_often_for_three_agencies_as_for_one(
    number, signed_in, north, practice, who, django_assert_num_queries
):
    with tenant(north.pk):
        for place in range(number):
            asking.asked(practice, name=f"Agency {place}", **who)

    with django_assert_num_queries(11):
        signed_in.get(at("review-requests", review=practice.public_id))


def test_an_agency_answers_and_whoever_asked_is_led_to_the_review(
    client, north, practice, asked, now
):
    row, secret = asked
    page = words(client.get(at("request-by-link", token=secret)))
    assert practice.reference in page
    for hidden in (practice.code_name, practice.why, practice.incident.reference):
        assert hidden not in page
    assert practice.reference in mail.outbox[0].subject
    client.post(at("given-rows-add", token=secret), {"event": "Seen", "when_words": "spring 2024"})
    client.post(at("request-by-link", token=secret), {"involvement": "none", "revision": "0"})
    last = at("request-by-link-hand-in", token=secret)
    assert "1 row </dd>" in words(client.get(last)).replace("1 row</dd>", "1 row </dd>")
    receipt = words(client.post(last, {"signed_off_by": "Director", "revision": "1"}))

    assert "0 files and 1 row of the chronology came with it." in receipt
    with tenant(north.pk):
        told = Notice.objects.get(key=f"request:{row.public_id}:returned:{now.isoformat()}")
        assert told.path == f"{practice.path}requests/{row.public_id}/"


def test_overdue_reports_stand_on_my_day_beside_those_of_cases_for_who_sees_them(
    north, practice, asked, manager, who, django_assert_num_queries
):
    late = asked[0].due_on + timedelta(days=1)
    with tenant(north.pk):
        standing = access.standing(manager, on=late)
        asking.asked(practice, name="School", **who)
        with django_assert_num_queries(1):
            needs = needs_on_requests(manager, standing, late)
        assert [(each.what, each.path, each.due_on) for each in needs] == [
            (
                f"{practice.reference}: 2 agencies’ answers are overdue",
                f"{practice.path}requests/",
                asked[0].due_on,
            )
        ]
        assert {each.path for each in reminders(late)} == {f"{practice.path}requests/"}
        restrict_case(incident=practice.incident, reason="A conflict", **who)
        support = people.member(north, "business_support")
        theirs = access.standing(support, on=late)
        assert needs_on_requests(support, theirs, late) == []


def test_a_service_refuses_whoever_does_not_see_the_review(north, practice, asked, now):
    with tenant(north.pk), pytest.raises(Exception, match="does not allow"):
        services.chase_agency(row=asked[0], by=people.member(north, "lay_member"), at=now)
