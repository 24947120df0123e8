"""Cases that end otherwise: a notification taken back, a review held up and published in part.

Time is moved, because copies before publication are owed working days.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import Incident, Report, Review
from reviews.review_transitions import ReviewMove
from reviews.services.reviews import ReviewFacts, move_review, open_review
from tests.factories import outcomes as after
from tests.factories import practice as making
from tests.factories import reports as signing
from tests.factories import reviews as cases
from tests.journeys.story import DAY, press
from tests.journeys.test_case_journey import POST, choose, sign_in, type_moment

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def opened(clock: time_machine.Traveller, north: Partnership, manager: User) -> Incident:
    at = moment.now() - 2 * DAY
    with tenant(north.pk):
        return cases.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=at)


@pytest.fixture
def signed(clock: time_machine.Traveller, north: Partnership, manager: User) -> Review:
    """A practice review whose report all three partners signed."""
    at = moment.now() - 40 * DAY
    who = {"by": manager, "at": at + DAY}
    with tenant(north.pk):
        case = after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=at)
        facts = ReviewFacts(
            kind="lcspr",
            code_name="Heron",
            why="There is much to learn together.",
            decided_at=at + DAY,
            decided_by="The three partners",
        )
        review = open_review(facts=facts, incident=case, **who)
        making.ready(review, **who)
        move_review(review=review, code=ReviewMove.START, **who)
        report = Report.objects.select_related("incident", "review__incident").get(review=review)
        signing.signed(report, by=manager, at=at + 2 * DAY)
    return review


def test_a_notification_is_taken_back_and_the_case_closed(
    browser_page: Page, manager: User, opened: Incident
):
    page, root = browser_page, f"/northshire/{opened.path}"
    sign_in(page, manager)
    page.goto(f"{root}notification/withdraw/")
    page.get_by_label("Why is the notification withdrawn?").fill("The criteria were not met.")
    type_moment(page, "When was the Panel told?", moment.now())
    press(page, "Withdraw the notification")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Which post agreed")
    expect(page.get_by_label("Why is the notification withdrawn?")).to_have_value(
        "The criteria were not met."
    )
    for number, _ in enumerate(PartnerKind):
        page.get_by_label("Which post agreed?").nth(number).fill(POST)
        group = page.get_by_role("group", name="On which day?").nth(number)
        for part, value in zip(("Day", "Month", "Year"), (1, 6, 2026), strict=True):
            group.get_by_label(part, exact=True).fill(str(value))
    press(page, "Withdraw the notification")
    expect(page.locator(".portal-heading")).to_contain_text("Notification withdrawn")

    page.goto(f"{root}close/")
    page.get_by_label("What came of this case?").fill("The criteria were not met after all.")
    press(page, "Close the case")
    expect(page.locator(".portal-heading")).to_contain_text("Closed")


def test_a_review_that_a_trial_holds_up_is_published_in_part(
    browser_page: Page, clock: time_machine.Traveller, manager: User, signed: Review
):
    page, publication = browser_page, f"/northshire/{signed.path}publication/"
    sign_in(page, manager)
    a_trial_begins(page, signed)
    it_is_decided_to_publish_the_improvements_alone(page, publication)
    it_is_frozen_and_sent(page, publication)
    the_family_cannot_be_told(page, signed)
    clock.shift(timedelta(days=21))
    sign_in(page, manager)
    page.goto(publication)
    expect(page.locator("main")).to_contain_text("Publication waits for other proceedings")

    page.goto(f"/northshire/{signed.path}proceedings/")
    page.get_by_role("link", name="Record the end").click()
    type_moment(page, "On which day", moment.now() - DAY)
    press(page)
    page.goto(publication)
    page.get_by_role("link", name="Publish it").click()
    press(page)
    expect(page.locator(".portal-heading")).to_contain_text("On line")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/northshire/published/reviews/")
    page.get_by_role("link", name="What should improve").click()
    expect(page.get_by_role("heading", name="Recommendations")).to_be_visible()
    expect(page.get_by_role("heading", name="Why actions were or were not taken")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("The whole would tell who the child is.")


def a_trial_begins(page: Page, review: Review) -> None:
    page.goto(f"/northshire/{review.path}proceedings/add/")
    page.get_by_label("Criminal investigation or trial").check()
    type_moment(page, "Since which day?", moment.now() - DAY)
    choose(page, "Does publication wait for them?", "Yes")
    press(page, "Record the proceedings")


def it_is_decided_to_publish_the_improvements_alone(page: Page, publication: str) -> None:
    page.goto(f"{publication}decide/")
    page.get_by_label("Information about the improvements alone").check()
    page.get_by_label("Summary of recommended improvements").check()
    page.get_by_label("Recommendations", exact=True).check()
    page.get_by_label("Title that the public reads").fill("What should improve")
    page.get_by_label("Reviewers, as they are named in public").fill("Alex Reader")
    type_moment(page, "When did the partners decide?", moment.now())
    page.get_by_label("Which posts decided?").fill("The three partners")
    type_moment(page, "On which day is it to be published?", moment.now() + 14 * DAY)
    press(page, "Keep the decision")
    expect(page.locator(".govuk-error-summary")).to_contain_text("not published in full")
    page.get_by_label("If it is not the report in full: why?").fill(
        "The whole would tell who the child is."
    )
    press(page, "Keep the decision")
    expect(page.get_by_text("Nothing is public yet.")).to_be_visible()


def it_is_frozen_and_sent(page: Page, publication: str) -> None:
    page.goto(f"{publication}preview/")
    press(page, "Freeze this text")
    page.goto(publication)
    for recipient in ("Child Safeguarding Practice Review Panel", "Secretary of State"):
        page.get_by_role("link", name="Prepare a copy").click()
        page.get_by_label(recipient, exact=True).check()
        press(page)
        page.get_by_role("link", name=f"Record that it was sent to {recipient}").click()
        type_moment(page, "When was it sent?", moment.now())
        press(page)
    expect(page.locator("main")).to_contain_text("The copy went to the Secretary of State on")


def the_family_cannot_be_told(page: Page, review: Review) -> None:
    page.goto(f"/northshire/{review.path}engagement/family/add/")
    page.get_by_label("What are they to the child?").fill("Mother")
    choose(page, "Are they a child themselves?", "No")
    choose(page, "Were they invited to take part?", "Yes")
    type_moment(page, "If they were: on which day?", moment.now() - 30 * DAY)
    press(page, "Record them")
    page.goto(f"/northshire/{review.path}publication/")
    page.get_by_role("link", name="Say why they cannot be told").click()
    page.get_by_label("Why can they not be told?").fill("Nobody knows where she lives now.")
    press(page)
