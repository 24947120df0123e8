"""The pages of reviews beside the rapid one, as those who keep them meet them."""

import pytest
import time_machine
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from reviews.models import Review
from reviews.services.reviews import open_review
from tests.factories import partnerships as people
from tests.reviews.beside.conftest import facts
from tests.reviews.pages.reading import moment_of

pytestmark = pytest.mark.django_db


def at(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


@pytest.fixture(autouse=True)
def on_that_day(moment):
    with time_machine.travel(moment.replace(day=5), tick=False):
        yield


@pytest.fixture
def keeper(client, manager):
    client.force_login(manager)
    return client


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_long_it_is(
    keeper, north, manager, moment, django_assert_num_queries, rows
):
    with tenant(north.pk):
        for _ in range(rows):
            open_review(facts=facts(moment), by=manager, at=moment)

    with django_assert_num_queries(10):
        page = keeper.get(at("reviews"))

    assert len(page.context["lines"]) == rows


def test_a_review_is_opened_from_the_page_of_its_case(keeper, north, sent, moment):
    said = {
        "kind": "lcspr",
        "code_name": "Heron",
        "why": "Partners found much to learn.",
        **moment_of("decided_at", moment.replace(day=4)),
        "decided_by": "The three partners",
    }
    keeper.post(at("case-review-add", case=sent.public_id), said)

    page = keeper.get(at("case-reviews", case=sent.public_id))
    assert "NORT-RV-2026-001" in words(page)
    assert "4 December 2026" in words(page)


def test_what_is_missing_is_said_beside_its_field(keeper, north):
    page = keeper.post(at("review-add"), {"kind": "learning", "code_name": "Heron"})

    assert page.status_code == 200
    assert {"why", "decided_at", "decided_by"} <= set(page.context["form"].errors)
    assert page.context["form"]["code_name"].value() == "Heron"


def test_a_review_is_put_on_hold_with_its_reason(keeper, north, learning):
    keeper.post(at("review-move", review=learning.public_id, move="start"))
    page = keeper.post(at("review-move", review=learning.public_id, move="hold"), {"words": ""})
    assert "words" in page.context["form"].errors

    keeper.post(at("review-move", review=learning.public_id, move="hold"), {"words": "A trial."})

    assert "A trial." in words(keeper.get(at("review", review=learning.public_id)))


def test_a_move_that_is_not_possible_leads_back_with_the_reason(keeper, north, learning):
    page = keeper.get(at("review-move", review=learning.public_id, move="close"), follow=True)

    assert "The review has not begun yet." in words(page)


def test_who_was_told_of_a_practice_review_stands_on_its_page(keeper, north, practice, moment):
    said = {
        "recipient": "ofsted",
        "reviewers": "A reviewer",
        **moment_of("told_at", moment.replace(day=4)),
    }
    keeper.post(at("review-tell", review=practice.public_id), said)

    page = words(keeper.get(at("review", review=practice.public_id)))
    assert "Still to be told: Child Safeguarding Practice Review Panel" in page
    assert "A reviewer" in page


def test_somebody_who_sees_no_case_sees_no_review(client, north, learning, practice):
    client.force_login(people.member(north, "auditor"))

    assert client.get(at("reviews")).context["lines"] == []
    assert client.get(at("review", review=learning.public_id)).status_code == 404
    assert client.get(at("review", review=practice.public_id)).status_code == 404
    with tenant(north.pk):
        assert Review.objects.count() == 2
