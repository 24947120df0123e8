"""A meeting is minuted live by two people, approved, and published without what was marked."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance.models import (
    AttendanceMark,
    Decision,
    MinuteEntry,
    Minutes,
    PublicMinutes,
    QuorumRule,
)
from governance.services import close_meeting
from governance.services.agenda import ItemFacts, add_item
from governance.services.minutes import Typed, save_entry
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


@pytest.fixture
def begun(north: Partnership, manager: User):
    """A board of two partners that began an hour ago, with two items."""
    now = clock.now()
    with tenant(north.pk):
        group = make.group("board", name="The Board")
        QuorumRule.objects.create(group=group, stated=True, minimum_partners=1)
        for key, kind in (("council", "local_authority"), ("police", "police")):
            seat = people.seat(key, "LSP", speaks_for=kind, organisation=people.organisation(key))
            people.appointment(seat, f"Holder of {key}")
            make.place(group, seat, chairing="chair" if key == "council" else "")
        meeting = make.open_meeting(
            group,
            starts_at=now - timedelta(hours=1),
            by=manager,
            at=now - timedelta(days=9),
            title="July board",
        )
        for place in group.seats.all():
            AttendanceMark.objects.create(meeting=meeting, seat=place.seat, presence="present")
        for title in ("Budget", "Scrutiny"):
            facts = ItemFacts(title=title, minutes=10)
            add_item(group=group, meeting=meeting, facts=facts, by=manager, at=now)
    return meeting


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you")


def write_live(page: Page, north: Partnership, begun, other: User) -> None:
    """Type, be kept by itself, meet another editor, and put both texts together."""
    page.goto(f"/northshire/meetings/{begun.public_id}/minutes/")
    assert_accessible(page)
    box = page.get_by_label("Minutes of 1 Budget").or_(page.get_by_label("Minutes of Budget"))
    box.fill("Robin Smith spoke.")
    expect(page.get_by_text("Saved at").first).to_be_visible()
    with tenant(north.pk):
        entry = MinuteEntry.objects.get()
        assert entry.text == "Robin Smith spoke."
        typed = Typed(entry.item, "Robin Smith spoke. Written elsewhere.", 1)
        save_entry(meeting=begun, typed=typed, by=other, at=clock.now())
    box.fill("Robin Smith spoke. It was agreed.")
    expect(page.get_by_text("changed this while you wrote")).to_be_visible()
    expect(page.get_by_text("Written elsewhere.")).to_be_visible()
    assert_accessible(page)
    box.fill("Robin Smith spoke. Written elsewhere. It was agreed.")
    page.get_by_role("button", name="Keep what is in the box").click()
    expect(page.get_by_text("changed this while you wrote")).to_be_hidden()


def decide(page: Page, north: Partnership) -> None:
    page.get_by_role("button", name="Record a decision").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decision on item")
    assert_accessible(page)
    page.get_by_label("What was decided").fill("The budget of next year is agreed.")
    for name in ("Seat council (council)", "Seat police (police)"):
        page.get_by_label(name).select_option("agrees")
    page.get_by_role("button", name="Record the decision").click()
    with tenant(north.pk):
        made = Decision.objects.get()
    expect(page.get_by_role("link", name=made.reference)).to_be_visible()
    page.get_by_role("link", name=made.reference).click()
    assert_accessible(page)
    page.goto("/northshire/decisions/")
    assert_accessible(page)


def approve(page: Page, begun) -> None:
    page.goto(f"/northshire/meetings/{begun.public_id}/minutes/")
    page.get_by_role("link", name="Ask the members for their comments").click()
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("link", name="Comments of the members").click()
    assert_accessible(page)
    page.get_by_role("link", name="Change the draft").click()
    page.get_by_role("link", name="Approve the minutes").click()
    page.get_by_role("button", name="Approve them").click()
    expect(page.get_by_text("They never change now.")).to_be_visible()
    assert_accessible(page)


def publish(page: Page, north: Partnership) -> None:
    page.get_by_role("link", name="The public copy").click()
    page.locator("[data-paragraph]", has_text="Robin Smith").evaluate(
        "(each) => getSelection().setBaseAndExtent(each.firstChild, 0, each.firstChild, 11)"
    )
    expect(page.get_by_label("Which words?")).to_have_value("Robin Smith")
    page.get_by_label("Personal information").check()
    page.get_by_role("button", name="Mark it").click()
    expect(page.get_by_text("Marked: 1.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Make and publish the copy").click()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="The public reads it")).to_be_visible()
    page.get_by_role("link", name="Read the public copy").click()
    expect(page.get_by_text("[removed: personal information] spoke.")).to_be_visible()
    assert "Robin" not in page.content()
    assert_accessible(page)
    with tenant(north.pk):
        assert PublicMinutes.objects.get().proof["left_in_pdf"] == 0
        assert Minutes.objects.get().state == "published"
    page.get_by_role("link", name="All published minutes").click()
    assert_accessible(page)


def test_minutes_from_the_first_word_to_the_public_copy(browser_page: Page, north, manager, begun):
    other = people.member(north, "manager", email="other@northshire.example")
    page = browser_page
    sign_in(page, manager)

    write_live(page, north, begun, other)
    decide(page, north)
    page.goto(f"/northshire/meetings/{begun.public_id}/decisions/")
    assert_accessible(page)
    with tenant(north.pk):
        close_meeting(meeting=begun, by=manager, at=clock.now())
    approve(page, begun)
    publish(page, north)
