"""A practice review is opened from its case, told to those who must know, and put on hold."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import Incident, Review
from tests.factories import outcomes as after
from tests.factories import practice as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import type_moment
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(north: Partnership, manager: User) -> Incident:
    at = moment.now() - timedelta(days=3)
    with tenant(north.pk):
        return after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=at)


def test_a_practice_review_runs_from_the_page_of_its_case(
    plain_page: Page, north: Partnership, manager: User, case: Incident
):
    page = plain_page
    page.set_viewport_size({"width": 320, "height": 720})
    sign_in(page, manager)
    page.goto(f"/northshire/clock/{case.public_id}/reviews/")
    assert_accessible(page)

    page.get_by_role("button", name="Open a review").click()
    assert_accessible(page)
    page.get_by_label("Local child safeguarding practice review").check()
    page.get_by_label("Code name").fill("Heron")
    page.get_by_label("Why is it held?").fill("There is much to learn together.")
    type_moment(page, "When was it decided?", moment.now() - timedelta(hours=1))
    page.get_by_label("Which posts decided?").fill("The three partners")
    page.get_by_role("button", name="Open the review").click()

    expect(
        page.get_by_role("heading", name="Complete and publish the practice review")
    ).to_be_visible()
    expect(page.get_by_text("Still to be told")).to_contain_text("Ofsted")
    expect(page.get_by_text("No reviewer is commissioned.")).to_be_visible()
    assert_accessible(page)
    with tenant(north.pk):
        make.ready(Review.objects.get(), by=manager, at=moment.now())
    page.get_by_role("link", name="Begin the review").click()
    page.get_by_role("button", name="Begin the review").click()
    page.get_by_role("link", name="Put it on hold").click()
    page.get_by_role("button", name="Put it on hold").click()
    expect(page.get_by_role("alert")).to_contain_text("Why is it on hold?")
    assert_accessible(page)
    page.get_by_label("Why is it on hold?").fill("An inquest is open.")
    page.get_by_role("button", name="Put it on hold").click()
    expect(page.get_by_text("Its clock runs on.")).to_be_visible()

    page.goto("/northshire/reviews/")
    expect(page.get_by_role("row", name="Heron")).to_contain_text("On hold")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
