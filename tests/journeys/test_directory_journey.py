"""A manager puts a body into the directory, gives it a part, and sees the gap close."""

import re

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from partnerships.models import Area, Partnership, PartnershipArea, User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_areas(north: Partnership) -> Partnership:
    """Northshire with two areas, a seat that speaks for a sector, and a body of nobody."""
    with tenant(north.pk):
        for name in ("East", "West"):
            PartnershipArea.objects.create(area=Area.objects.create(name=name, kind="unitary"))
        seat = make.seat("heads", speaks_for_sector=True)
        make.agency("Schools of Northshire", covers=["primary"], represented_through=seat)
        body = make.organisation("Anytown Constabulary", "police")
        body.aliases.create(name="The Force", reason="short form")
    return north


def test_a_body_is_added_and_closes_a_gap(
    browser_page: Page, two_areas: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="People and seats").click()
    page.get_by_role("link", name="Coverage").click()
    expect(page.get_by_text("40 gaps")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Organisations").click()
    page.get_by_label("Name").fill("force")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Also known as The Force")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Anytown Constabulary").click()
    expect(page.get_by_text("Ask the people who run the portal")).to_be_visible()
    assert_accessible(page)

    add_a_charity(page)
    give_it_a_part(page)

    page.goto("/northshire/coverage/")
    expect(page.get_by_text("39 gaps")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Faith communities"))
    expect(row.get_by_role("cell").nth(0)).to_contain_text("Faith Together")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("Gap")
    assert_accessible(page)


def add_a_charity(page: Page) -> None:
    """Add a body, after a name that the directory has was refused with a way to it."""
    page.goto("/northshire/organisations/add/")
    page.get_by_label("Name").fill("THE FORCE")
    page.get_by_label("Kind of organisation").select_option("Faith")
    page.get_by_label("A religious organisation").check()
    page.get_by_role("button", name="Add the organisation").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The directory has “Anytown Constabulary” already")
    expect(page.get_by_role("link", name="Anytown Constabulary", exact=True)).to_be_visible()
    expect(page.get_by_label("A religious organisation")).to_be_checked()
    assert_accessible(page)
    page.get_by_label("Name").fill("Faith Together")
    page.get_by_role("button", name="Add the organisation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Faith Together")
    page.get_by_role("link", name="Add another name").click()
    page.get_by_label("Name", exact=True).fill("FT")
    page.get_by_role("button", name="Add the name").click()
    page.get_by_role("link", name="Add an area that it serves").click()
    page.get_by_label("Area").select_option("East")
    assert_accessible(page)
    page.get_by_role("button", name="Add the area").click()
    assert_accessible(page)
    page.get_by_role("link", name="Remove the name FT").click()
    assert_accessible(page)
    page.get_by_role("link", name="Cancel").click()


def give_it_a_part(page: Page) -> None:
    """Record that it takes part for one of the two areas."""
    page.get_by_role("link", name="Record its part here").click()
    page.get_by_label("Relevant agency").check()
    page.get_by_label("Faith communities").check()
    page.get_by_role("checkbox", name="East").check()
    assert_accessible(page)
    page.get_by_role("button", name="Add the agency").click()
    expect(page.get_by_text("Nothing is recorded of what is expected")).to_be_visible()
    flag = page.get_by_text("In the Schedule, not checked against the law")
    expect(flag).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Change its part").click()
    page.get_by_label("What is expected of it").fill("Attends twice a year")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Attends twice a year")).to_be_visible()
