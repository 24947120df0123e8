"""A stranger reads published reviews; the unit writes to the Panel about a delay."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from reviews.enums import ReviewKind, ReviewState
from reviews.models import Publication, Review
from reviews.services.proceedings import ProceedingsFacts, record_proceedings
from tests.factories import published_reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import look, sign_in, type_moment

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
LONG = "Services did not share what they knew, and nobody asked the child. " * 12


@pytest.fixture
def readable(north: Partnership, manager: User) -> Review:
    """Three reviews: one on line and corrected once, one with improvements alone, one archived."""
    at = moment.now() - 400 * DAY
    said = make.content(
        title="What we learned about sharing what we know",
        sections=[
            {"key": "facts", "title": "What happened", "body": f"{LONG}\n\n{LONG}"},
            {"key": "improvements", "title": "What should improve", "body": LONG},
            {"key": "recommendations", "title": "Recommendations", "body": "1. Share it."},
        ],
    )
    with tenant(north.pk):
        first = make.review(by=manager, at=at)
        made = make.publication(first, by=manager, at=at)
        make.published(made, by=manager, at=at + DAY, content=said)
        make.published(made, by=manager, at=at + 20 * DAY, content=said)
        second = make.review(by=manager, at=at, code_name="Wren")
        part = make.publication(second, by=manager, at=at, form="improvements", reasons="Why")
        short = make.content(title="Improvements after a review", form="improvements", warning="")
        make.published(part, by=manager, at=at + 9 * DAY, content=short)
        third = make.review(by=manager, at=at, code_name="Robin")
        gone = make.publication(third, by=manager, at=at)
        make.published(gone, by=manager, at=at, content=make.content(title="An older review"))
        Publication.objects.filter(pk=gone.pk).update(
            archived_at=moment.now(), archived_by=manager, archived_because="A year has gone."
        )
    return first


def seen(page: Page, name: str) -> None:
    """Ask whether everybody can use the page, and whether it fits a phone."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        look(page, f"public-{name}-{width}")
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def read(page: Page) -> None:
    page.goto("/northshire/published/")
    page.get_by_role("link", name="Reviews", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Published reviews")
    seen(page, "list")
    page.get_by_role("link", name="What we learned about sharing what we know").click()
    expect(page.get_by_role("heading", name="Read this first")).to_be_visible()
    expect(page.get_by_role("button", name="Exit this page")).to_have_attribute(
        "href", "https://www.bbc.co.uk/weather"
    )
    seen(page, "review")
    page.get_by_role("link", name="All published reviews").click()
    page.get_by_role("link", name="Improvements after a review").click()
    expect(page.get_by_text("not the report itself")).to_be_visible()
    page.get_by_role("link", name="All published reviews").click()
    page.get_by_role("link", name="Where it is kept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No longer on line: An older review")
    seen(page, "archived")


def test_a_stranger_reads_what_was_published(browser_page: Page, readable: Review):
    read(browser_page)
    assert browser_page.context.cookies() == []


def test_the_same_without_scripts(plain_page: Page, readable: Review):
    page = plain_page
    page.goto("/northshire/published/reviews/")
    page.get_by_role("link", name="What we learned about sharing what we know").click()
    page.get_by_role("link", name="Recommendations").click()
    expect(page.get_by_role("heading", name="Recommendations")).to_be_in_viewport()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as PDF").click()
    assert taken.value.suggested_filename == f"{readable.reference.lower()}-public-v2.pdf"


def test_the_unit_writes_about_a_delay_without_scripts(
    plain_page: Page, north: Partnership, manager: User, readable: Review
):
    page = plain_page
    with tenant(north.pk):
        trial = ProceedingsFacts(kind="criminal", opened_on=moment.today() - 9 * DAY)
        record_proceedings(subject=readable, facts=trial, by=manager, at=moment.now())
    sign_in(page, manager)
    page.goto(f"/northshire/reviews/{readable.public_id}/proceedings/")
    page.get_by_role("link", name="Letters about delay and new information").click()
    page.get_by_role("link", name="Prepare a letter about a delay").click()
    page.get_by_label("Criminal investigation or trial").check()
    page.get_by_role("button", name="Prepare the letter").click()
    expect(page.get_by_role("main")).to_contain_text("Fill in what stands in square brackets.")
    assert "[why, without names]" in page.get_by_label("What does the letter say?").input_value()
    page.get_by_label("What does the letter say?").fill("It is delayed because of a trial.")
    seen(page, "letter-form")
    page.get_by_role("button", name="Prepare the letter").click()
    seen(page, "letters")
    page.get_by_role("link", name="Record that it was sent to Secretary of State").click()
    type_moment(page, "When was it sent?", moment.now())
    page.get_by_role("button", name="Record the sending").click()
    expect(page.get_by_text("It is recorded as sent.")).to_be_visible()


def test_the_unit_sees_where_reviews_stand_and_how_long_they_took(
    browser_page: Page, north: Partnership, manager: User, readable: Review
):
    page = browser_page
    with tenant(north.pk):
        Review.objects.update(kind=ReviewKind.LCSPR, state=ReviewState.PUBLISHED)
    sign_in(page, manager)
    page.goto("/northshire/")
    expect(page.get_by_role("main")).to_contain_text(f"{readable.reference}: say what was learned")
    page.goto("/northshire/clock/at-a-glance/")
    expect(page.get_by_role("row", name="Published 3")).to_be_visible()
    seen(page, "glance")
