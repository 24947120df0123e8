"""A chair says how six lines stand, by keyboard on a phone; every page of plans is accessible."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from governance.models import Milestone, PlanUpdate, PriorityReview, Reading, UpdateDraft
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import plans
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
LINES = ("Train them", "Ask the wards", "Read the records", "Hear families", "Map", "Brief")
SENTENCE = "Two posts are vacant"
MOST_KEYS = 60  # of six updates, sentences not counted; a measure of the way and not of a person


@pytest.fixture
def chair(north: Partnership) -> User:
    """Who leads a group with six lines, and keeps no other record."""
    user = people.member(north, "dsp")
    with tenant(north.pk):
        seat = people.seat("lead", organisation=people.organisation("Northshire Police"))
        appointment = people.appointment(seat, "Kim Lane")
        appointment.person.user = user
        appointment.person.save()
        group = make.group("board", name="The Board")
        make.place(group, seat, chairing="chair")
        plan = plans.plan(group, "Board plan")
        priority = plans.priority(lead=seat)
        outcome = plans.outcome(priority)
        for title in LINES:
            plans.line(plan, seat, title, priority=priority, outcome=outcome)
    return user


@pytest.fixture
def filled(north: Partnership, manager: User, chair: User) -> Partnership:
    """A priority with figures, a review and a plan with a step."""
    with tenant(north.pk):
        [priority] = plans.priorities()
        indicator = plans.indicator(priority, unit="%", polarity="up")
        for month, value in ((3, 40), (6, 50)):
            Reading.objects.create(
                indicator=indicator,
                period_end=date(2025, month, 30),
                value=value,
                at=clock.now(),
                by=manager,
            )
        PriorityReview.objects.create(
            priority=priority,
            reviewed_on=date(2025, 7, 1),
            rag="amber",
            what_changed="Fewer come back",
            what_next="Go on",
            by=manager,
            at=clock.now(),
        )
        item = plans.lines()[0]
        Milestone.objects.create(item=item, title="Book a room", due_on=date(2026, 1, 1))
    return north


class Keyboard:
    """Presses keys and counts them; a typed sentence is one step."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _each in range(30):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError("the keyboard does not reach it")


def test_six_updates_by_keyboard_at_320_px(browser_page: Page, north: Partnership, chair: User):
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/northshire/workplans/update/")  # the address of the e-mail; signing in leads on
    page.get_by_label("Email").fill(chair.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do your plans stand?")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)
    keys = Keyboard(page)

    for number, title in enumerate(LINES):
        line = page.get_by_role("group", name=title)
        first = line.get_by_role("radio").first
        if number == 0:
            first.focus()  # where the skip link and one Tab lead
        keys.reach(first)
        keys.press("Space")
        if number % 2:
            for _each in range(3):  # to "At risk"
                keys.press("ArrowRight")
            keys.press("Tab")
            page.keyboard.type(SENTENCE)
    expect(page.get_by_text("not sent yet").last).to_be_visible()
    keys.reach(page.get_by_role("button", name="Send what I said"))
    keys.press("Enter")

    expect(page.get_by_text("Sent: 6 lines. Thank you.")).to_be_visible()
    assert keys.pressed <= MOST_KEYS
    with tenant(north.pk):
        said = PlanUpdate.objects.order_by("pk").values_list("rag", "reason", "nothing_changed")
        assert list(said) == [("not_started", "", True), ("amber", SENTENCE, False)] * 3
        assert not UpdateDraft.objects.exists()


def test_a_refusal_on_a_phone_keeps_what_was_typed(
    browser_page: Page, north: Partnership, chair: User
):
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, chair)
    page.goto("/northshire/workplans/update/")
    page.get_by_role("group", name="Map").get_by_label("Off track").check()
    page.get_by_role("button", name="Send what I said").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Map: Say in one sentence why it is off track."
    )
    expect(page.get_by_role("group", name="Map").get_by_label("Off track")).to_be_checked()
    assert_accessible(page)
    page.get_by_role("link", name="Map: Say in one sentence").click()
    page.keyboard.type("No money")
    page.get_by_role("button", name="Send, and nothing changed in the rest").click()
    expect(page.get_by_text("Sent: 6 lines.")).to_be_visible()


def test_what_is_typed_survives_a_closed_page(browser_page: Page, north: Partnership, chair: User):
    page = browser_page
    sign_in(page, chair)
    page.goto("/northshire/workplans/update/")
    line = page.get_by_role("group", name="Brief")
    line.get_by_label("On track").check()
    line.get_by_label("In one sentence").press_sequentially("Half a thought")
    with tenant(north.pk):
        item = plans.lines()[-1].public_id
    expect(page.locator(f"#kept-{item}")).to_contain_text("not sent yet")
    page.wait_for_timeout(1200)  # the pause after which the last letters are kept

    page.goto("/northshire/")
    page.goto("/northshire/workplans/update/")

    line = page.get_by_role("group", name="Brief")
    expect(line.get_by_label("In one sentence")).to_have_value("Half a thought")
    expect(line.get_by_label("On track")).to_be_checked()


def test_the_same_without_javascript(plain_page: Page, north: Partnership, chair: User):
    page = plain_page
    sign_in(page, chair)
    page.goto("/northshire/workplans/update/")
    page.get_by_role("group", name="Map").get_by_label("On track").check()
    page.get_by_role("button", name="Send, and nothing changed in the rest").click()

    expect(page.get_by_text("Sent: 6 lines. Thank you.")).to_be_visible()


PAGES = ("priorities/", "workplans/", "priorities/rollup/", "priorities/pack/", "workplans/add/")


def test_every_page_is_accessible(browser_page: Page, filled: Partnership, manager: User):
    page = browser_page
    sign_in(page, manager)
    with tenant(filled.pk):
        [priority] = plans.priorities()
        item = plans.lines()[0]
        indicator = priority.indicators.get()
    mine = (
        f"priorities/{priority.public_id}/",
        f"priorities/{priority.public_id}/indicators/add/",
        f"priorities/{priority.public_id}/reviews/add/",
        f"priorities/indicators/{indicator.public_id}/add/",
        f"workplans/{item.plan.public_id}/",
        f"workplans/{item.plan.public_id}/lines/add/",
        f"workplans/{item.plan.public_id}/end/",
    )
    for width in (1280, 320):
        for path in (*PAGES, *mine):
            page.set_viewport_size({"width": width, "height": 800})  # axe resets it
            page.goto(f"/northshire/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
            assert_accessible(page)
