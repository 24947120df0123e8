"""From a preview to a public who's who: a partnership manager, and then anybody at all."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from governance.models import Group, GroupAlias, GroupSeat, LinkedBoard, QuorumRule
from krscp_portal.foundation.context import tenant
from partnerships.models import Delegation, OrganisationAlias, Partnership, Person, User
from tests.factories import governance
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"


@pytest.fixture
def recorded(north: Partnership) -> Partnership:
    """A partnership with a bit of everything that the two pages show."""
    with tenant(north.pk):
        council = make.organisation("Northshire Council", "local_authority")
        lead = make.seat("lsp", "LSP", organisation=council, speaks_for="local_authority")
        delegate = make.seat("dsp", "DSP", organisation=council, speaks_for="local_authority")
        Delegation.objects.create(from_seat=lead, to_seat=delegate, functions="Decides")
        held = make.appointment(delegate, "Ann Agreed")
        Person.objects.filter(pk=held.person_id).update(name_published=True)
        make.appointment(lead, "Bob Former", ends=date(2026, 1, 1))
        make.seat("manager", "MANAGER", contact_email="post@north.example")
        executive = governance.group(
            "exec", kind="executive", name="The Executive", purpose="Leads."
        )
        QuorumRule.objects.create(group=executive, minimum_partners=3)
        group = governance.group(
            "qa", name="Quality Subgroup", reports_to=executive, shared_with="Southshire"
        )
        governance.group("forum", name="Practitioner Forum", kind="forum", reports_to=group)
        GroupAlias.objects.create(group=group, name="Audit Group")
        GroupSeat.objects.create(group=group, seat=delegate, chairing="chair")
        GroupSeat.objects.create(group=group, seat=make.seat("m", organisation=council), code="RA")
        LinkedBoard.objects.create(key="sab", name="Adults Board", kind="sab")
        agency = make.agency("NHS Northshire")
        OrganisationAlias.objects.create(organisation=agency.organisation, name="Northshire CCG")
    return north


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def confirm(page: Page, of: Partnership, name: str, *, check: bool) -> None:
    page.goto(f"/{of.slug}/documents/public-pages/")
    page.get_by_role("button", name=f"Confirm and show (page “{name}”)").click()
    if check:
        assert_accessible(page)
    page.get_by_role("link", name="Look at the preview").click()
    expect(page.get_by_text("This is a preview")).to_be_visible()
    page.go_back()
    page.get_by_label("I have looked at the preview").check()
    page.get_by_role("button", name="Confirm and show").click()
    expect(page.get_by_text("The public can read this page now.")).to_be_visible()


def words_fit(page: Page) -> None:
    """Fail where the browser draws a word of the chart beyond the frame of its box."""
    outside = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll('.chart--tree rect')].map((b) => b.getBBox());
          const inside = (t, b) => t.x >= b.x && t.x + t.width <= b.x + b.width
            && t.y >= b.y && t.y + t.height <= b.y + b.height;
          return [...document.querySelectorAll('.chart--tree text')]
            .filter((text) => !boxes.some((box) => inside(text.getBBox(), box)))
            .map((text) => text.textContent);
        }"""
    )
    assert outside == []


def test_a_manager_confirms_and_anybody_reads(
    browser_page: Page, recorded: Partnership, manager: User, browser, live_server
) -> None:
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/{recorded.slug}/documents/")
    page.get_by_role("link", name="Preview, confirm or take down the public pages").click()
    assert_accessible(page)
    confirm(page, recorded, "Who’s who", check=True)
    confirm(page, recorded, "Structure", check=False)

    stranger = browser.new_context(base_url=str(live_server)).new_page()
    stranger.goto(f"/{recorded.slug}/published/")
    assert_accessible(stranger)
    stranger.get_by_role("link", name="Who’s who", exact=True).click()
    expect(stranger.get_by_text("Ann Agreed").first).to_be_visible()
    expect(stranger.get_by_text("Bob Former")).to_have_count(0)
    expect(stranger.get_by_text("Vacant")).to_have_count(1)
    assert_accessible(stranger)
    stranger.get_by_role("link", name="How we are organised").click()
    expect(stranger.get_by_role("img", name="How Northshire")).to_be_visible()
    words_fit(stranger)
    assert_accessible(stranger)
    stranger.goto(f"/{recorded.slug}/published/groups/audit-group/")
    expect(stranger).to_have_url(f"{live_server}/{recorded.slug}/published/groups/qa/")
    assert_accessible(stranger)
    with tenant(recorded.pk):
        Group.objects.filter(key="forum").update(ended_on=date(2026, 1, 1))
    stranger.goto(f"/{recorded.slug}/published/groups/forum/")
    expect(stranger.get_by_text("This group ended on 1 January 2026.")).to_be_visible()
    assert_accessible(stranger)

    page.get_by_role("link", name="Take down Structure").click()
    assert_accessible(page)
    page.get_by_role("button", name="Take down").click()
    expect(page.get_by_text("The public can no longer read this page.")).to_be_visible()
    assert stranger.goto(f"/{recorded.slug}/published/structure/").status == 404
    stranger.context.close()


def test_a_page_is_confirmed_without_javascript(
    plain_page: Page, recorded: Partnership, manager: User
) -> None:
    sign_in(plain_page, manager)
    confirm(plain_page, recorded, "Who’s who", check=False)

    plain_page.goto(f"/{recorded.slug}/published/whos-who/")

    expect(plain_page.get_by_text("Last confirmed on")).to_be_visible()
