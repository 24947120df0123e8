"""A year is planned, a meeting is sent, and somebody answers by the link; each page is accessible."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from governance.models import BoardDate, MeetingRule, SchoolHoliday
from governance.services.invitation_mail import mail_invitations, waiting_invitations
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def monday() -> date:
    today = moment.today()
    first = date(today.year + 1, 2, 1)
    return first + timedelta(days=-first.weekday() % 7)


@pytest.fixture
def board(north: Partnership, monday: date):
    with tenant(north.pk):
        found = make.group("board", name="The Board")
        seat = people.seat("police", contact_email="police@north.example")
        people.appointment(seat, "Kim Lane")
        make.place(found, seat, chairing="chair")
        MeetingRule.objects.create(group=found, times_a_year=4)
        SchoolHoliday.objects.create(name="half-term", from_on=monday, to_on=monday)
        BoardDate.objects.create(board=make.board("hwb"), on=monday + timedelta(days=1))
        return found


def plan(page: Page, monday: date) -> None:
    """Make a series of two Mondays, the first of them in the school holiday."""
    until = monday + timedelta(days=7)
    page.get_by_label("Group", exact=True).select_option("The Board")
    page.get_by_label("Title").fill("Board")
    page.get_by_label("Every so many weeks").check()
    page.get_by_label("Every how many weeks? (optional)").fill("1")
    for legend, day in (("First day", monday), ("Last day", until)):
        type_day(page, legend, str(day.day), str(day.month), str(day.year))
    page.get_by_label("Start", exact=True).fill("10:00")
    page.get_by_role("button", name="Show its days").click()


def carry(north: Partnership) -> str:
    with tenant(north.pk):
        for address, invitees in waiting_invitations(at=moment.now()).items():
            mail_invitations(address=address, invitees=invitees, partnership=north, at=moment.now())
    return re.search(r"http://testserver(/northshire/meetings/answers/\S+)", mail.outbox[-1].body)[
        1
    ]


def test_a_series_becomes_meetings_that_people_answer(
    browser_page: Page, north: Partnership, manager: User, board, monday: date
):
    page = browser_page
    sign_in(page, manager)
    page.goto("/northshire/meetings/series/add/")
    assert_accessible(page)
    plan(page, monday)

    expect(page.get_by_text("was passed over. School holiday: half-term.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Add the ticked days as drafts").click()
    expect(page.get_by_text("2 drafts have been added.")).to_be_visible()
    page.goto("/northshire/meetings/")
    assert_accessible(page)
    page.get_by_role("link", name="Board", exact=True).first.click()
    expect(page.get_by_text("Nobody has been told yet.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Look at who is told, and send").click()
    assert_accessible(page)
    page.get_by_role("button", name="Send the meeting").click()
    expect(page.get_by_text("The meeting has been sent.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.goto(carry(north))
    assert_accessible(page)
    page.get_by_label("Apologies").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer has been kept.")).to_be_visible()
    assert_accessible(page)
    page.goto("/northshire/meetings/answers/made-up/")
    assert_accessible(page)


@pytest.mark.parametrize(
    "path", ["year/", "how-often/", "keep-clear/", "keep-clear/import/", "series/", "add/"]
)
def test_a_page_of_planning_is_accessible(browser_page: Page, manager: User, board, path: str):
    sign_in(browser_page, manager)
    browser_page.goto(f"/northshire/meetings/{path}")

    assert_accessible(browser_page)


def test_a_year_is_planned_without_javascript(plain_page: Page, manager: User, board, monday: date):
    sign_in(plain_page, manager)
    plain_page.goto("/northshire/meetings/series/add/")
    plan(plain_page, monday)
    plain_page.get_by_role("button", name="Add the ticked days as drafts").click()

    expect(plain_page.get_by_text("2 drafts have been added.")).to_be_visible()
