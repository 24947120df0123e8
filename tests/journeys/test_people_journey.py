"""A manager lets somebody in and fills a seat; somebody new joins; every page is accessible."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from partnerships.models import Area, ChairRule, Delegation, Partnership, PartnershipArea, User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


@pytest.fixture
def filled(north: Partnership) -> Partnership:
    """Northshire with a row in every list."""
    with tenant(north.pk):
        lead = make.seat(
            "lead", "LSP", speaks_for="police", organisation=make.organisation("Police")
        )
        delegated = make.seat("delegated", "DSP", speaks_for="police")
        make.appointment(lead, "Kim Lane")
        make.agency("A charity", heading="Voluntary", why="It knows families")
        Delegation.objects.create(from_seat=lead, to_seat=delegated, functions="Day to day")
        PartnershipArea.objects.create(area=Area.objects.create(name="Area", kind="unitary"))
        ChairRule.objects.create(body="Executive", chosen_from="the delegates")
    return north


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you")


def type_day(page: Page, legend: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label, exact=True).fill(value)


def invite(page: Page) -> str:
    """Invite somebody as the manager and return the address in the e-mail."""
    page.get_by_role("link", name="Access", exact=True).click()
    page.get_by_role("button", name="Invite somebody").click()
    assert_accessible(page)
    page.get_by_label("Email address").fill("new@council.example")
    page.get_by_label("Name or post").fill("Head of service")
    page.get_by_label("Delegated safeguarding partner").check()
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("row", name=re.compile("new@council.example"))).to_contain_text("Sent")
    assert_accessible(page)
    return re.search(r"http://testserver(/invitations/\S+)", mail.outbox[-1].body)[1]


def join(page: Page, link: str) -> None:
    page.goto(link)
    assert_accessible(page)
    page.get_by_label("Your name").fill("Sam Field")
    page.get_by_label("Password", exact=True).fill("tide")
    page.get_by_role("button", name="Make the account and join").click()
    expect(page.get_by_role("alert")).to_contain_text("This password is too short")
    page.get_by_label("Password", exact=True).fill("three unrelated words")
    page.get_by_role("button", name="Make the account and join").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you")


def test_somebody_is_invited_and_joins(browser_page: Page, filled: Partnership, manager: User):
    sign_in(browser_page, manager)
    link = invite(browser_page)
    browser_page.get_by_role("button", name="Sign out").click()

    join(browser_page, link)

    browser_page.goto(link)
    expect(browser_page.get_by_role("heading", level=1)).to_have_text(
        "This invitation cannot be used"
    )


def test_the_same_without_javascript(plain_page: Page, filled: Partnership, manager: User):
    sign_in(plain_page, manager)
    plain_page.get_by_role("link", name="Access", exact=True).click()
    plain_page.get_by_role("button", name="Invite somebody").click()
    plain_page.get_by_label("Email address").fill("new@council.example")
    plain_page.get_by_label("Name or post").fill("Head of service")
    plain_page.get_by_label("Lay member").check()
    plain_page.get_by_role("button", name="Invite").click()
    plain_page.get_by_role("button", name="Sign out").click()

    plain_page.goto(re.search(r"http://testserver(/invitations/\S+)", mail.outbox[-1].body)[1])
    plain_page.get_by_label("Your name").fill("Sam Field")
    plain_page.get_by_label("Password", exact=True).fill("three unrelated words")
    plain_page.get_by_role("button", name="Make the account and join").click()

    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("What needs you")


def test_a_seat_changes_hands(browser_page: Page, filled: Partnership, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="People and seats").click()
    page.get_by_role("link", name="Seat lead").click()
    page.get_by_role("link", name="Appoint somebody").click()
    page.get_by_label("Somebody who is not on the list").fill("Robin Hill")
    type_day(page, "First day", "1", "6", "2026")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Kim Lane holds this seat from 1 January 2020 with no end date"
    )
    assert_accessible(page)
    page.get_by_role("link", name="Cancel").click()

    page.get_by_role("link", name="End the appointment of Kim Lane").click()
    type_day(page, "Last day", "31", "May", "2026")
    assert_accessible(page)
    page.get_by_role("button", name="End the appointment").click()
    page.get_by_role("link", name="Appoint somebody").click()
    page.get_by_label("Somebody who is not on the list").fill("Robin Hill")
    type_day(page, "First day", "1", "6", "2026")
    page.get_by_role("button", name="Appoint").click()

    expect(page.get_by_role("row", name=re.compile("Robin Hill"))).to_contain_text("1 June 2026")
    assert_accessible(page)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "seats/",
        "seats/add/",
        "agencies/",
        "agencies/add/",
        "delegations/",
        "delegations/add/",
        "details/",
        "details/edit/",
        "access/",
        "audit/",
        "audit/?from_on_day=31&from_on_month=2&from_on_year=2026",
        "privacy/",
    ],
)
def test_a_page_is_accessible(browser_page: Page, filled: Partnership, manager: User, path: str):
    sign_in(browser_page, manager)
    browser_page.goto(f"/northshire/{path}")

    assert_accessible(browser_page)


@pytest.mark.parametrize("path", ["/", "/my/"])
def test_a_page_of_no_partnership_is_accessible(
    browser_page: Page, filled: Partnership, south: Partnership, manager: User, path: str
):
    make.give_role(south, manager, "auditor")
    if path == "/my/":
        browser_page.goto("/accounts/login/")
        browser_page.get_by_label("Email").fill(manager.email)
        browser_page.get_by_label("Password", exact=True).fill(PASSWORD)
        browser_page.get_by_role("button", name="Sign in", exact=True).click()
        expect(browser_page.get_by_role("heading", level=1)).to_have_text("Your partnerships")
    else:
        browser_page.goto(path)

    assert_accessible(browser_page)
