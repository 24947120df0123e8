"""The pages of reviewers, as those who keep them meet them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from reviews.competence import KEYS
from reviews.models import Commission, Reviewer
from tests.factories import partnerships as people
from tests.factories import practice as make
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def row(north, manager, practice, later):
    with tenant(north.pk):
        made = make.checked(practice, by=manager, at=later)
        return Commission.objects.select_related("reviewer").get(pk=made.pk)


def act(review, row, what):
    return at("commission-act", review=review.public_id, commission=row.public_id, act=what)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_same_however_long_it_is(
    keeper, north, manager, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            make.reviewer(f"Reader {number}", by=manager, at=later)
    with django_assert_num_queries(9):
        page = keeper.get(at("reviewers"))

    assert len(page.context["lines"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_reviewers_of_a_review_ask_the_same_however_many(
    keeper, north, manager, practice, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            make.checked(practice, name=f"Reader {number}", by=manager, at=later)
    with django_assert_num_queries(15):
        page = keeper.get(at("review-reviewers", review=practice.public_id))

    assert len(page.context["cards"]) == rows


def test_a_reviewer_is_added_commissioned_and_checked(keeper, north, practice, later):
    keeper.post(at("reviewer-add"), {"name": "Alex Reader", "organisation": "A university"})
    with tenant(north.pk):
        who = str(Reviewer.objects.get().public_id)
    keeper.post(at("commission-add", review=practice.public_id), {"reviewer": who, "fee": "4500"})
    with tenant(north.pk):
        row = Commission.objects.get()
    page = keeper.post(act(practice, row, "check"), {"research_answer": "met"})
    assert set(page.context["form"].errors) == {"research_note"}

    said = {f"{key}_answer": "met" for key in KEYS} | {f"{key}_note": "Seen" for key in KEYS}
    keeper.post(act(practice, row, "check"), said)
    page = keeper.post(
        act(practice, row, "conflict"), {"answer": "something", **day_of("declared_on", later)}
    )
    assert set(page.context["form"].errors) == {"conflict"}
    keeper.post(
        act(practice, row, "conflict"), {"answer": "nothing", **day_of("declared_on", later)}
    )

    page = words(keeper.get(at("review-reviewers", review=practice.public_id)))
    assert "Nothing to declare (5 June 2026)" in page
    assert "£4,500.00" in page
    assert "The terms of reference are not agreed." in page
    assert "is not checked on" not in page


def test_a_conflict_is_answered_and_a_contract_kept(keeper, north, practice, row, later):
    said = {"answer": "something", "conflict": "Worked there.", **day_of("declared_on", later)}
    keeper.post(act(practice, row, "conflict"), said)
    page = words(keeper.get(at("review-reviewers", review=practice.public_id)))
    assert "Nobody has said how the conflict that Alex Reader declared is dealt with." in page

    keeper.post(act(practice, row, "answer"), {"answer": "Reads nothing of it."})
    paper = SimpleUploadedFile("x.pdf", PDF, content_type="application/pdf")
    keeper.post(act(practice, row, "contract"), {"paper": paper})
    page = words(keeper.get(at("review-reviewers", review=practice.public_id)))
    assert "Reads nothing of it." in page

    got = keeper.get(at("commission-contract", review=practice.public_id, commission=row.public_id))
    assert got.content == PDF
    assert "no-store" in got["Cache-Control"]
    with_name = got["Content-Disposition"]
    assert with_name == f'attachment; filename="{practice.reference}-contract.pdf"'
    with tenant(north.pk):
        assert AuditEvent.objects.order_by("number").last().verb == "downloaded"


def test_the_page_of_the_review_says_what_it_needs_to_begin(keeper, practice):
    page = keeper.post(at("review-move", review=practice.public_id, move="start"))

    assert "No reviewer is commissioned." in words(page)
    page = words(keeper.get(at("review", review=practice.public_id)))
    assert "Before the review begins" in page
    assert "The terms of reference are not agreed." in page


def test_those_who_lead_are_offered_where_others_are_told(keeper, practice, row):
    page = keeper.get(at("review-tell", review=practice.public_id))

    assert page.context["form"]["reviewers"].value() == "Alex Reader"


def test_a_commission_of_another_review_is_not_found(keeper, learning, row):
    assert keeper.get(act(learning, row, "check")).status_code == 404
    assert keeper.get(act(learning, row, "no-such-act")).status_code == 404


def test_somebody_who_sees_no_case_finds_no_reviewers(client, north, practice, row):
    client.force_login(people.member(north, "auditor"))

    assert client.get(at("review-reviewers", review=practice.public_id)).status_code == 404
    assert client.get(act(practice, row, "check")).status_code == 404
    assert client.get(at("reviewers")).status_code == 403
