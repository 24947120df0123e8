"""Two agencies tell of a family, their rows become one chronology, and the panel meets on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local, now
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import AgencyRequest, ChronologyRow
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PASTED = (
    "From\tTo\tSource\tEvent\tPractice note\n"
    "05/03/2024\t\tClinic notes\tSeen at the clinic with a bruise on the arm\tAsked about it well\n"
    "01/02/2025\t14/02/2025\tWard notes\tOn the ward with a broken leg\t\n"
)
Seen = Callable[[Page, str], None]


@pytest.fixture
def opened(north: Partnership, manager: User):
    """A rapid review for which a hospital and a school were asked, and a seat of each partner."""
    with tenant(north.pk):
        for kind, name in (("local_authority", "Council"), ("icb", "Board"), ("police", "Force")):
            body = people.agency(name).organisation
            people.seat(f"lead-{kind}", role="LSP", organisation=body, speaks_for=kind)
        case = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=now())
        for name in ("Hospital", "School"):
            asking.asked(case, name=name, by=manager, at=now())
        secrets = asking.carried(now())
        return case, secrets


def seen(page: Page, name: str) -> None:
    """Ask whether everybody can use the page, and keep pictures where somebody wants them."""
    assert_accessible(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"chronology-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def not_looked_at(_page: Page, _name: str) -> None:
    """A browser without scripts has none to ask with."""


def enter_day(page: Page, label: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=label)
    group.get_by_label("Day").fill(day)
    group.get_by_label("Month").fill(month)
    group.get_by_label("Year").fill(year)


def give_rows(page: Page, address: str, *, seen: Seen = seen) -> None:
    """Write one row and paste two by an agency's link, put one right, and see only its own."""
    page.goto(address)
    page.get_by_role("link", name="Write or upload your chronology").click()
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("What happened?").fill("A call from the neighbour")
    page.get_by_label("Or when in words").fill("spring 2024")
    seen(page, "row")
    page.get_by_role("button", name="Add the row").click()
    page.get_by_role("button", name="Take rows over").click()
    seen(page, "upload")
    page.get_by_label("Or paste the rows here").fill(PASTED)
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_text("2 rows can be taken over")).to_be_visible()
    seen(page, "preview")
    page.get_by_role("button", name="Take these rows over").click()
    expect(page.get_by_text("3 rows")).to_be_visible()
    seen(page, "given")
    page.get_by_role("link", name="Take away the row of spring 2024").click()
    seen(page, "remove")
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("2 rows", exact=True)).to_be_visible()
    page.get_by_role("link", name="Back to your answer").click()


def merge(page: Page) -> None:
    """Add a row for another agency, and look at what does not go together."""
    page.get_by_role("link", name="Chronology", exact=True).click()
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("Which agency tells it?").select_option(label="Council")
    enter_day(page, "Day, or first day of a period", "9", "3", "2024")
    page.get_by_label("What happened?").fill("Seen at the clinic: bruise on the arm")
    page.get_by_role("button", name="Add the row").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_text("1 gap of 90 days or more")).to_be_visible()
    expect(page.get_by_text("1 clash")).to_be_visible()
    page.locator("#gaps summary").click()
    page.locator("#clashes summary").click()
    seen(page, "merged")
    page.get_by_label("Words").fill("broken")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    seen(page, "narrowed")
    page.get_by_role("link", name="Take these rows away as a file").click()
    expect(page.get_by_text("1 row: with the words “broken”.")).to_be_visible()
    page.get_by_role("button", name="Make the spreadsheet").click()
    seen(page, "files")
    with page.expect_download() as taken:
        page.get_by_role("link", name="-chronology.xlsx of").click()
    assert taken.value.suggested_filename.endswith("-chronology.xlsx")


def hold_panel(page: Page) -> None:
    """Plan a panel for this morning, mark who came, write what was said."""
    page.get_by_role("link", name="Panel", exact=True).click()
    seen(page, "panel-empty")
    page.get_by_role("button", name="Plan a meeting").click()
    begins = local(now() - timedelta(minutes=5))
    enter_day(page, "When does it begin?", str(begins.day), str(begins.month), str(begins.year))
    page.get_by_role("group", name="When does it begin?").get_by_label("Time").fill(
        f"{begins:%H:%M}"
    )
    page.get_by_role("button", name="Plan the meeting").click()
    seen(page, "panel")
    page.get_by_role("link", name="Keep the register").click()
    page.get_by_label("Council").select_option("present")
    page.get_by_label("Board").select_option("deputy")
    seen(page, "panel-register")
    page.get_by_role("button", name="Keep it and close").click()
    expect(page.get_by_text("Nobody was there for Force.").first).to_be_visible()
    page.get_by_role("link", name="Write minutes of What is known").click()
    page.get_by_label("Minutes").fill("The facts of the three agencies were put side by side.")
    seen(page, "panel-minutes")
    page.get_by_role("button", name="Save the minutes").click()
    seen(page, "panel-held")
    page.get_by_role("link", name="Panel", exact=True).click()
    seen(page, "panel-list")


def test_agencies_tell_their_rows_are_merged_and_the_panel_meets(
    browser_page: Page, north: Partnership, manager: User, opened
) -> None:
    case, secrets = opened
    give_rows(browser_page, f"/{north.slug}/requests/by-link/{secrets[0]}/")
    with tenant(north.pk):
        asking.returned(AgencyRequest.objects.get(organisation__name="Hospital"), at=now())

    sign_in(browser_page, manager)
    browser_page.goto(f"/{north.slug}/{case.path}")
    merge(browser_page)
    hold_panel(browser_page)


def test_an_agency_gives_its_rows_without_javascript(
    plain_page: Page, north: Partnership, opened
) -> None:
    give_rows(plain_page, f"/{north.slug}/requests/by-link/{opened[1][1]}/", seen=not_looked_at)

    with tenant(north.pk):
        told = ChronologyRow.objects.filter(request__organisation__name="School")
        assert told.count() == 2
