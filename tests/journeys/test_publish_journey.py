"""From the record to a published document: a partnership manager, and then anybody at all."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Area, Job, Organisation, Partnership, PartnershipArea, Seat, User
from partnerships.services import work
from tests.factories import governance as make
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"


@pytest.fixture
def recorded(north: Partnership) -> Partnership:
    """A partnership with enough in its record to fill a document with lists and tables."""
    with tenant(north.pk):
        area = Area.objects.create(name="Northshire", kind="county")
        PartnershipArea.objects.create(area=area)
        body = Organisation.objects.create(name="Northshire Council", kind="local_authority")
        facts = {"organisation": body, "speaks_for": "local_authority"}
        Seat.objects.create(key="lsp", role="LSP", title="Chief Executive", **facts)
        make.group("board", name="The Board", kind="board", meets="Every quarter")
        make.dispute_step(1)
    return north


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def start_and_write(page: Page, of: Partnership) -> None:
    page.goto(f"/{of.slug}/documents/")
    page.get_by_role("button", name="Start the published arrangements").click()
    page.get_by_label("Title").fill("Safeguarding arrangements")
    page.get_by_role("button", name="Start with the usual sections").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Safeguarding arrangements")
    assert_accessible(page)

    page.get_by_role("link", name="Edit Aims", exact=True).click()
    page.get_by_label("Text").fill("Every child is **heard**.")
    page.get_by_role("button", name="Preview the text").click()
    expect(page.locator(".document strong")).to_have_text("heard")
    assert_accessible(page)
    page.get_by_role("button", name="Save the section").click()
    page.get_by_role("button", name="Take out Funding").click()
    expect(page.get_by_text("has been taken out")).to_be_visible()


def do_the_waiting_job(of: Partnership) -> None:
    with tenant(of.pk):
        job = Job.objects.get()
    work.run_job(partnership_id=of.pk, job_id=job.public_id, clock=moment.now)


def test_a_manager_publishes_the_arrangements_and_anybody_reads_them(
    browser_page: Page,
    recorded: Partnership,
    manager: User,
    dead_broker: None,
    browser,
    live_server,
) -> None:
    page = browser_page
    sign_in(page, manager)
    start_and_write(page, recorded)

    page.get_by_role("button", name="Make a version").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()
    assert_accessible(page)

    do_the_waiting_job(recorded)
    # The page notices by itself: it asks every two seconds.
    expect(page.get_by_text("The PDF has been made and checked.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Publish this version").click()
    assert_accessible(page)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("Version 1 is public now.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "northshire-arrangements-v1.pdf"
    title = PdfReader(BytesIO(content)).metadata.title
    assert title == "Safeguarding arrangements, version 1"

    stranger = browser.new_context(base_url=str(live_server)).new_page()
    stranger.goto("/northshire/published/")
    assert_accessible(stranger)
    stranger.get_by_role("link", name="Safeguarding arrangements", exact=True).click()
    expect(stranger.get_by_text("Every child is heard.")).to_be_visible()
    expect(
        stranger.get_by_role("table", name="Safeguarding partners and who leads")
    ).to_be_visible()
    assert_accessible(stranger)
    stranger.context.close()

    page.reload()
    expect(page.get_by_text("0 by the public, 1 by people signed in")).to_be_visible()


def test_everything_is_done_without_javascript(
    plain_page: Page, recorded: Partnership, manager: User, dead_broker: None
) -> None:
    page = plain_page
    sign_in(page, manager)
    start_and_write_plainly(page, recorded)

    do_the_waiting_job(recorded)
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Publish this version").click()
    page.get_by_role("button", name="Publish it").click()

    expect(page.get_by_text("Version 1 is public now.")).to_be_visible()


def start_and_write_plainly(page: Page, of: Partnership) -> None:
    page.goto(f"/{of.slug}/documents/start/")
    page.get_by_role("button", name="Start with the usual sections").click()
    page.get_by_role("button", name="Down Aims").click()
    expect(page.get_by_role("heading", name="2. Aims")).to_be_visible()
    page.get_by_role("button", name="Make a version").click()
    expect(page.get_by_text("Waiting to start.")).to_be_visible()


def test_governance_is_read_and_changed(
    browser_page: Page, recorded: Partnership, manager: User
) -> None:
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/{recorded.slug}/governance/")
    assert_accessible(page)

    page.get_by_role("link", name="The Board").click()
    assert_accessible(page)
    page.get_by_role("link", name="Change the quorum").click()
    page.get_by_label("Two", exact=True).check()
    page.get_by_label("Police").check()
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("At least two of the three safeguarding partners")).to_be_visible()
