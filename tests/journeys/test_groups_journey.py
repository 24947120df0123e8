"""A manager says who sits on a group, links a board and looks at a shared body; all accessible."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from governance.models import BoardProtocol
from krscp_portal.foundation.context import tenant
from partnerships.models import Participation, Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(north: Partnership) -> Partnership:
    """Northshire with groups, seats, boards of both areas and a body that it shares."""
    with tenant(north.pk):
        group = make.group("board", name="The Board")
        make.group("forum", name="The Forum", kind="forum")
        force = people.organisation("Northshire Police")
        chair = people.seat("commander", speaks_for="police", organisation=force)
        people.appointment(chair, "Kim Lane")
        people.seat("nurse", organisation=people.organisation("Northshire ICB"))
        make.place(group, chair, code="SP", chairing="chair", votes=True)
        people.agency("Fire service")
        east, west = make.area("East"), make.area("West")
        make.board("east-hwb", east, kind="hwb", name="East health board")
        make.board("csp", kind="csp", name="Safety partnerships", plural=True)
        adults = make.board("sab", west, kind="sab", name="Adults board", shared_with="Southshire")
        BoardProtocol.objects.create(board=adults, title="Together", review_on=date(2020, 1, 1))
    body = people.partnership("two-shires", kind="joint_body")
    Participation.objects.create(body=body, participant=north, name=north.name)
    return north


def test_a_seat_joins_a_group_and_shows_in_the_grid(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Governance", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="The Board").click()
    assert_accessible(page)
    page.get_by_role("link", name="Add a seat").click()
    assert_accessible(page)
    page.get_by_label("Seat", exact=True).select_option(label="Seat nurse (Northshire ICB)")
    page.get_by_label("Role code").select_option("SP")
    page.get_by_label("Co-chair").check()
    page.get_by_role("button", name="Add the seat").click()
    expect(page.get_by_role("alert")).to_contain_text("so it has no co-chairs")
    assert_accessible(page)
    page.get_by_label("No, it is a member").check()
    page.get_by_role("button", name="Add the seat").click()
    expect(page.get_by_role("row", name="Seat nurse")).to_contain_text("SP")
    page.get_by_role("link", name="Add an agency").click()
    page.get_by_label("Agency").select_option(label="Fire service (Relevant agency)")
    page.get_by_role("button", name="Add the agency").click()
    page.get_by_role("link", name="Add a name").click()
    page.get_by_label("Name", exact=True).fill("Main Board")
    page.get_by_role("button", name="Add the name").click()
    expect(page.get_by_text("Main Board", exact=False).last).to_be_visible()
    page.get_by_role("link", name="End the place of Seat nurse").click()
    assert_accessible(page)

    page.goto("/northshire/governance/membership/")

    expect(page.get_by_role("row", name="Seat nurse")).to_contain_text("SP")
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)


def test_a_board_is_linked_and_its_protocol_kept(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Look again at “Together” with Adults board").click()
    expect(page.get_by_text("Review overdue")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Add a protocol").click()
    page.get_by_label("Title").fill("Referrals")
    type_day(page, "Agreed on", "1", "4", "2026")
    page.get_by_label("Document").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}
    )
    assert_accessible(page)
    page.get_by_role("button", name="Add the protocol").click()
    expect(page.get_by_role("link", name="Download the document of Referrals")).to_be_visible()

    page.get_by_role("link", name="Linked boards").click()
    expect(page.get_by_role("row", name="Safeguarding adults board")).to_contain_text(
        "shared with Southshire"
    )
    assert_accessible(page)
    page.get_by_role("button", name="Add a board").click()
    assert_accessible(page)
    page.goto("/northshire/joint-bodies/")
    expect(page.get_by_text("You hold no role there.")).to_be_visible()
    assert_accessible(page)


def test_the_keeper_of_a_joint_body_says_who_takes_part(browser_page: Page, filled: Partnership):
    page = browser_page
    body = Partnership.objects.get(slug="two-shires")
    sign_in(page, people.member(body, "manager"))
    assert_accessible(page)
    page.goto("/two-shires/details/")
    page.get_by_role("link", name="Who takes part").last.click()
    assert_accessible(page)
    page.get_by_role("button", name="Add a partnership").click()
    assert_accessible(page)
    page.get_by_label("Name of one that does not use the portal").fill("Westshire")
    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_role("row", name="Westshire")).to_contain_text("No end")
