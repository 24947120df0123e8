"""A practice review's agencies asked for their reports; what was told is taken away on paper."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import now
from partnerships.models import Partnership, User
from reviews.models import Review
from reviews.services.reviews import open_review
from tests.factories import outcomes as make
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import look, sign_in
from tests.reviews.beside.conftest import facts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def review(north: Partnership, manager: User) -> Review:
    """A practice review of a case, and a hospital and a school on the register."""
    began = now() - timedelta(days=4)
    with tenant(north.pk):
        for name in ("Hospital", "School"):
            body = people.agency(name).organisation
            people.seat(
                name.lower(), organisation=body, contact_email=f"lead@{name.lower()}.example"
            )
        case = make.case_at("rapid_review_sent", by=manager, at=began)
        decided = facts(began + timedelta(days=1), kind="lcspr")
        return open_review(facts=decided, incident=case, by=manager, at=now())


def seen(page: Page, name: str) -> None:
    """Ask whether everybody can use the page, and keep pictures where somebody wants them."""
    assert_accessible(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"agencies-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def ask_both(page: Page) -> None:
    """Write to both agencies, look at what leaves, and send it."""
    page.get_by_role("link", name="Agencies", exact=True).click()
    seen(page, "wall-empty")
    page.get_by_role("button", name="Write to agencies").click()
    expect(page.get_by_label("Letter")).to_have_value(
        re.compile("ask your agency for a report of its own")
    )
    seen(page, "write")
    page.get_by_role("button", name="Write the requests").click()
    seen(page, "send")
    page.get_by_role("button", name="Send the requests").click()
    expect(page.locator(".kit-card")).to_have_count(2)
    seen(page, "wall")
    page.get_by_role("link", name="School").click()
    seen(page, "request")
    page.get_by_role("link", name="Chase the answer").click()
    seen(page, "act")
    page.get_by_role("button", name="Send the reminder").click()
    expect(page.locator(".portal-timeline")).to_contain_text("Chased")


def answer(page: Page, address: str) -> None:
    """Give one row and hand in that there is nothing else, by the link."""
    page.goto(f"{address}chronology/add/")
    page.get_by_label("What happened?").fill("A call from the neighbour")
    page.get_by_role("button", name="Add the row").click()
    page.goto(address)
    page.get_by_label("We were involved").check()
    page.get_by_label("What your agency knew and did").fill("Seen three times.")
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_label("Which senior post has agreed this answer?").fill("Director of nursing")
    page.get_by_role("button", name="Hand the answer in").click()
    expect(page.get_by_text("0 files and 1 row of the chronology came with it.")).to_be_visible()


def take(page: Page, button: str, name: str) -> None:
    """Have a file made and take it."""
    page.get_by_role("button", name=button).click()
    link = page.get_by_role("link", name=f"{name} of")
    with page.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename == name


def test_agencies_report_to_a_review_and_it_is_taken_away_on_paper(
    browser_page: Page, north: Partnership, manager: User, review: Review
) -> None:
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/{north.slug}/{review.path}")
    ask_both(page)
    sent = next(each for each in mail.outbox if each.to == ["lead@hospital.example"])
    answer(page, f"/{north.slug}/requests/by-link/{asking.secret_in(sent.body)}/")
    seen(page, "receipt")

    page.goto(f"/{north.slug}/{review.path}chronology/")
    page.get_by_role("link", name="Take these rows away as a file").click()
    take(page, "Make the PDF", f"{review.reference}-chronology.pdf")
    seen(page, "chronology-files")
    page.get_by_role("link", name="Review", exact=True).click()
    seen(page, "review")
    page.get_by_role("link", name="The file of this review").click()
    take(page, "Make the archive (ZIP)", f"{review.reference}.zip")
    seen(page, "file")
    assert review.incident is not None
    page.goto(f"/{north.slug}/{review.incident.path}")
    seen(page, "case")


def test_agencies_are_asked_and_the_file_is_taken_without_javascript(
    plain_page: Page, north: Partnership, manager: User, review: Review
) -> None:
    page = plain_page
    sign_in(page, manager)
    page.goto(f"/{north.slug}/{review.path}requests/write/")
    page.get_by_role("button", name="Write the requests").click()
    page.get_by_role("button", name="Send the requests").click()
    expect(page.locator(".kit-card")).to_have_count(2)
    page.goto(f"/{north.slug}/{review.path}file/")
    take(page, "Make the PDF alone", f"{review.reference}.pdf")
