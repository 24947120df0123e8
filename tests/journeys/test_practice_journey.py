"""A practice review from its terms to its start, and what is kept of it while it runs."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from reviews.competence import POINTS
from reviews.enums import CaseState
from reviews.models import Review
from reviews.review_transitions import ReviewMove
from reviews.services.reviews import ReviewFacts, move_review, open_review
from tests.factories import outcomes as after
from tests.factories import practice as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import choose, look, sign_in, type_moment

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def review(north: Partnership, manager: User) -> Review:
    at = moment.now() - 3 * DAY
    with tenant(north.pk):
        case = after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=at)
        facts = ReviewFacts(
            kind="lcspr",
            code_name="Heron",
            why="There is much to learn together.",
            decided_at=at + DAY,
            decided_by="The three partners",
        )
        return open_review(facts=facts, incident=case, by=manager, at=at + DAY)


def seen(page: Page, name: str) -> None:
    """Ask whether everybody can use the page, and whether it fits a phone."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        look(page, f"practice-{name}-{width}")
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def go(page: Page, tab: str) -> None:
    page.get_by_role("navigation", name="This review").get_by_role(
        "link", name=tab, exact=True
    ).click()


def write_terms(page: Page) -> None:
    page.get_by_role("link", name="Ways of holding a review").click()
    seen(page, "ways-ready")
    page.get_by_role("button", name="Make this list our own").click()
    seen(page, "ways")
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Write the terms").click()
    page.get_by_label("Appreciative inquiry").check()
    type_moment(page, "First day of the period", moment.now() - 400 * DAY)
    type_moment(page, "Last day of the period", moment.now() - 10 * DAY)
    page.get_by_label("Questions").fill("What helped?\nWhat stood in the way?")
    page.get_by_label("How far does it go?").fill("Two agencies and one event.")
    page.get_by_label("Budget").fill("4500")
    seen(page, "terms-form")
    page.get_by_role("button", name="Save the terms").click()
    seen(page, "terms")
    page.get_by_role("link", name="Record that the partners agreed them").click()
    page.get_by_role("button", name="Record the agreement").click()
    expect(page.get_by_text("Agreed by the partners on")).to_be_visible()


def commission(page: Page) -> None:
    page.get_by_role("link", name="Register of reviewers").click()
    page.get_by_role("button", name="Add a reviewer").click()
    page.get_by_label("Name", exact=True).fill("Alex Reader")
    page.get_by_label("Organisation").fill("A university")
    page.get_by_role("button", name="Add the reviewer").click()
    seen(page, "register")


def check(page: Page) -> None:
    page.get_by_role("link", name="Check competence").click()
    for number, point in enumerate(POINTS):
        choose(page, f"{point.name}: is it met?", "Met")
        page.get_by_label("how is it known?").nth(number).fill("Seen in earlier reviews")
    seen(page, "check")
    page.get_by_role("button", name="Save the checks").click()
    page.get_by_role("link", name="Record what was declared").click()
    page.get_by_label("Nothing: no real or perceived").check()
    type_moment(page, "On which day?", moment.now())
    page.get_by_role("button", name="Record the declaration").click()
    expect(page.get_by_text("Nothing to declare")).to_be_visible()


def test_a_practice_review_is_prepared_and_begins(
    browser_page: Page, manager: User, review: Review
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/{review.path}")
    expect(page.get_by_text("No reviewer is commissioned.")).to_be_visible()
    go(page, "Terms")
    seen(page, "terms-empty")
    write_terms(page)

    go(page, "Reviewers")
    seen(page, "reviewers-empty")
    commission(page)
    page.goto(f"/northshire/{review.path}reviewers/")
    page.get_by_role("link", name="Commission a reviewer").click()
    page.get_by_label("Which reviewer?").select_option(label="Alex Reader, A university")
    seen(page, "commission")
    page.get_by_role("button", name="Commission the reviewer").click()
    seen(page, "reviewers-open")
    check(page)
    seen(page, "reviewers")

    go(page, "Review")
    expect(page.get_by_text("Before the review begins")).to_have_count(0)
    page.get_by_role("link", name="Begin the review").click()
    page.get_by_role("button", name="Begin the review").click()
    expect(page.get_by_text("The review has begun.")).to_be_visible()
    assert page.refused == []  # type: ignore[attr-defined]


def take_part(page: Page) -> None:
    page.get_by_role("link", name="Record somebody of the family").click()
    page.get_by_label("What are they to the child?").fill("Mother")
    choose(page, "Are they a child themselves?", "No")
    choose(page, "Were they invited to take part?", "Yes")
    type_moment(page, "If they were: on which day?", moment.now() - DAY)
    page.get_by_role("button", name="Record them").click()
    page.get_by_role("link", name="Record the answer").click()
    page.get_by_label("Declined").check()
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_role("link", name="Record an event with practitioners").click()
    page.get_by_label("What kind of event was it?").fill("Learning day")
    type_moment(page, "On which day?", moment.now())
    page.get_by_label("How many were invited?").fill("9")
    page.get_by_label("How many came?").fill("7")
    page.get_by_role("button", name="Record the event").click()
    expect(page.get_by_text("7 of 9 who were invited")).to_be_visible()


def supervise(page: Page) -> None:
    page.get_by_role("link", name="Add to the log").click()
    page.get_by_label("What happened?").fill("Two agencies changed how they ask.")
    page.get_by_label("This is learning that is acted on").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Ask the reviewer").click()
    page.get_by_label("Question", exact=True).fill("How far is the review?")
    page.get_by_role("button", name="Keep the question").click()
    expect(page.get_by_text("No answer yet")).to_be_visible()


def test_a_review_that_runs_is_kept_without_javascript(
    plain_page: Page, north: Partnership, manager: User, review: Review
):
    page, now = plain_page, moment.now()
    with tenant(north.pk):
        make.ready(review, by=manager, at=now)
        move_review(review=review, code=ReviewMove.START, by=manager, at=now)
    sign_in(page, manager)
    page.goto(f"/northshire/{review.path}")
    go(page, "Other proceedings")
    page.get_by_role("link", name="Record other proceedings").click()
    page.get_by_label("Inquest").check()
    type_moment(page, "Since which day?", now - DAY)
    choose(page, "Does publication wait for them?", "Yes")
    seen(page, "proceedings-form")
    page.get_by_role("button", name="Record the proceedings").click()
    seen(page, "proceedings")

    go(page, "Engagement")
    take_part(page)
    seen(page, "engagement")
    go(page, "Progress")
    supervise(page)
    seen(page, "progress")

    go(page, "Review")
    page.get_by_role("link", name="Put it on hold").click()
    page.get_by_label("Inquest").check()
    page.get_by_label("Why is it on hold?").fill("Witnesses are heard first.")
    seen(page, "hold")
    page.get_by_role("button", name="Put it on hold").click()
    expect(page.get_by_text("Inquest. Witnesses are heard first.")).to_be_visible()
