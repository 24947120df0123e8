"""A review on its way to the public: decided, frozen, looked through, sent, published, corrected."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships.models import Partnership, User
from reviews.enums import CaseState, ReviewState
from reviews.models import PublicVersion, Review
from reviews.services.engagement import FamilyFacts, record_family
from reviews.services.reviews import ReviewFacts, open_review
from tests.factories import outcomes, publishing
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import type_moment
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def review(north: Partnership, manager: User) -> Review:
    """A practice review of a case of forty days ago, its report signed three weeks ago."""
    begun = moment.now() - DAY * 40
    facts = ReviewFacts(
        kind="lcspr",
        code_name="Heron",
        why="Much to learn.",
        decided_at=begun + DAY,
        decided_by="The three partners",
    )
    with tenant(north.pk):
        case = outcomes.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=begun)
        made = open_review(facts=facts, incident=case, by=manager, at=begun + DAY)
        who = FamilyFacts(who="Mother", invited_on=local_day(begun + DAY * 2), how="A visit")
        record_family(review=made, facts=who, by=manager, at=begun + DAY * 2)
        return publishing.signed(made, by=manager, at=moment.now() - DAY * 21)


def type_day(page: Page, name: str, day: date) -> None:
    page.locator(f"#id_{name}_day").fill(str(day.day))
    page.locator(f"#id_{name}_month").fill(str(day.month))
    page.locator(f"#id_{name}_year").fill(str(day.year))


def home(review: Review) -> str:
    return f"/northshire/reviews/{review.public_id}/publication/"


def test_the_business_unit_decides_cuts_freezes_and_sends_without_javascript(
    plain_page: Page, north: Partnership, manager: User, review: Review
):
    page, today = plain_page, moment.today()
    page.set_viewport_size({"width": 320, "height": 720})
    sign_in(page, manager)
    page.goto(f"/northshire/reviews/{review.public_id}/")
    page.get_by_role("link", name="Publication", exact=True).click()
    expect(page.get_by_text("Record what the partners decided to publish.")).to_be_visible()
    page.get_by_role("link", name="Record what is published").click()
    page.get_by_label("Information about the improvements alone").check()
    page.get_by_label("Title that the public reads").fill("Two children, and who listened")
    page.get_by_label("Reviewers, as they are named in public").fill("Robin Marsh")
    page.get_by_label("What readers are told before they read").fill("This is hard to read.")
    page.get_by_label("Which posts decided?").fill("The three partners")
    type_day(page, "planned_on", today + DAY * 28)
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Say why the report is not published in full."
    )
    assert_accessible(page)
    page.locator("#id_reasons").fill("The child could be recognised.")
    page.get_by_label("Summary of recommended improvements").check()
    page.get_by_label("Recommendations", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("Nothing is public yet.")).to_be_visible()

    page.get_by_role("link", name="Take words out").click()
    page.get_by_label("Words that are taken out").fill("ash house")
    page.get_by_label("Wherever they stand").check()
    page.get_by_label("Personal information").check()
    page.get_by_role("button", name="Take them out").click()
    page.get_by_role("link", name="See what the public will read").click()
    expect(
        page.get_by_text("The clinic at [removed: personal information] should ring back.")
    ).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Freeze this text").click()
    publishing.work(north, at=moment.now())

    page.goto(home(review))
    page.get_by_role("link", name="Read version 1 and what the check found").click()
    expect(page.get_by_text("Title: “Two children”")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Say why it may stay").click()
    assert_accessible(page)
    page.get_by_label("Why may these words stay?").fill("It was in the press for a year.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is kept with the reason.")).to_be_visible()

    for name in ("Child Safeguarding Practice Review Panel", "Secretary of State"):
        page.get_by_role("link", name="Prepare a copy").click()
        page.get_by_label(name).check()
        page.get_by_role("button", name="Prepare it").click()
        page.get_by_role("link", name="Record that it was sent").click()
        type_moment(page, "When was it sent?", moment.now())
        page.get_by_role("button", name="Record the sending").click()
    expect(page.get_by_text("It is to be published on")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    with tenant(north.pk):
        review.refresh_from_db()
    assert review.state == ReviewState.PRE_PUBLICATION


def sent(north: Partnership, review: Review, manager: User) -> datetime:
    """Bring the review to its day: decided, frozen and sent three weeks ago, for today."""
    then = moment.now() - DAY * 21
    today = moment.today()
    with time_machine.travel(then, tick=False), tenant(north.pk):  # work may be done at once
        publishing.decided(review, by=manager, at=then, planned_on=today)
        publishing.frozen(review, by=manager, at=then)
    publishing.work(north, at=then)
    with tenant(north.pk):
        publishing.copies_sent(review, by=manager, at=then)
    return then


def test_on_the_day_the_family_is_told_it_is_published_and_corrected_at_once(
    browser_page: Page, north: Partnership, manager: User, review: Review
):
    page = browser_page
    sent(north, review, manager)
    sign_in(page, manager)
    page.goto(home(review))
    expect(page.get_by_text("1 thing still stands in the way.")).to_be_visible()
    expect(page.get_by_role("link", name="Publish it")).to_have_count(0)
    page.goto(f"{home(review)}publish/")
    expect(page.get_by_text("Not told of publication yet: Mother.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Back to the publication").click()
    page.get_by_role("link", name="Say why they cannot be told").click()
    page.get_by_label("Why can they not be told?").fill("She asked not to be written to.")
    page.get_by_role("button", name="Keep the reason").click()
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    page.get_by_role("link", name="Publish it").click()
    page.get_by_role("button", name="Publish it now").click()
    expect(page.get_by_text("It is published. The public can read it.")).to_be_visible()

    page.get_by_role("link", name="Take words out").click()
    page.get_by_label("Words that are taken out").fill("Ash House")
    page.get_by_label("Wherever they stand").check()
    page.get_by_label("Personal information").check()
    page.get_by_role("button", name="Take them out").click()
    page.get_by_role("link", name="See what the public reads").click()
    page.get_by_label("Why is what the public reads replaced?").fill("A place was named.")
    page.get_by_role("button", name="Freeze this text").click()
    publishing.work(north, at=moment.now())
    page.goto(home(review))
    page.get_by_role("link", name="Replace what the public reads").click()
    page.get_by_role("button", name="Replace it now").click()
    expect(page.get_by_text("Copies of the correction are owed to:")).to_be_visible()
    assert_accessible(page)
    with tenant(north.pk):
        live = PublicVersion.objects.get(published_at__isnull=False, replaced_at=None)
    assert (live.number, live.because) == (2, "A place was named.")
