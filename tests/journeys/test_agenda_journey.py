"""An agenda is made, arranged and sent, and its pack is opened; each page is accessible."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from governance.models import Meeting
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.foundation.test_pdf_binding import bare
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(north: Partnership, manager: User) -> Meeting:
    who = {"by": manager, "at": moment.now()}
    with tenant(north.pk):
        board = make.group("board", name="The Board")
        seat = people.seat("police")
        people.appointment(seat, "Kim Lane")
        make.place(board, seat, chairing="chair")
        make.standing_item("Disproportionality", group=board, locked=True, order=20)
        make.item("From the backlog", group=board, **who)
        starts = moment.now() + timedelta(days=20)
        return make.sent_meeting(board, starts_at=starts, title="Board", **who)


def add_item(page: Page, title: str, minutes: str) -> None:
    page.get_by_role("link", name="Add an item", exact=True).click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Minutes").fill(minutes)
    page.get_by_role("button", name="Add the item").click()


def order(page: Page) -> list[str]:
    return [each.split(" ", 1)[1] for each in page.locator(".agenda__title").all_inner_texts()]


def test_an_agenda_is_made_sent_and_bound_into_a_pack(
    browser_page: Page, meeting: Meeting, manager: User, tmp_path: Path
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/{meeting.path}")
    page.get_by_role("link", name="Agenda", exact=True).click()
    assert_accessible(page)
    add_item(page, "Neglect", "90")
    add_item(page, "Data", "45")
    expect(page.get_by_text("Over by 15 minutes")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Arrange the order").click()
    assert_accessible(page)
    page.get_by_role("button", name="Up Data").click()
    assert order(page) == ["Disproportionality", "Data", "Neglect"]
    page.get_by_label("To place Neglect").fill("1")
    page.get_by_role("button", name="Move Neglect").click()
    assert order(page) == ["Neglect", "Disproportionality", "Data"]

    page.get_by_role("link", name="Back to the agenda").click()
    page.get_by_role("link", name="Add a paper to Neglect").click()
    assert_accessible(page)
    paper = tmp_path / "figures.pdf"
    paper.write_bytes(bare(3))
    page.get_by_label("What the paper is called").fill("Figures")
    page.get_by_label("File").set_input_files(paper)
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_role("link", name="1.1 Figures")).to_be_visible()

    page.get_by_role("link", name="Send the agenda").click()
    page.get_by_role("button", name="Send the agenda").click()
    page.get_by_role("button", name="Make the pack").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Pack", exact=True).click()
    pack = PdfReader(BytesIO(Path(waiting.value.path()).read_bytes()))
    assert len(pack.pages) == 4
    assert "1.1/3" in pack.pages[3].extract_text()
    page.goto(f"/northshire/{meeting.path}packs/")
    assert_accessible(page)


def test_an_agenda_is_arranged_and_filled_from_the_backlog_without_scripts(
    plain_page: Page, meeting: Meeting, manager: User
):
    page = plain_page
    sign_in(page, manager)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"/northshire/{meeting.path}agenda/")
    page.get_by_role("link", name="Take one from the backlog").click()
    page.get_by_role("link", name="Put on an agenda From the backlog").click()
    page.get_by_label("Meeting").select_option(index=1)
    page.get_by_role("button", name="Put it on the agenda").click()
    page.get_by_role("link", name="Arrange the order").click()

    page.get_by_role("button", name="Up From the backlog").click()

    assert order(page) == ["From the backlog", "Disproportionality"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320


def test_the_page_of_a_groups_items_is_accessible(
    browser_page: Page, meeting: Meeting, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/governance/groups/{meeting.group.public_id}/agenda/")

    assert_accessible(page)
    expect(page.get_by_text("Locked in")).to_be_visible()
