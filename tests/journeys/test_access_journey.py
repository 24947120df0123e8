"""A manager hands over what a leaver holds and looks at everybody's access; all of it accessible."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance.models import Group
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, Person, User
from partnerships.services import invitations
from reviews import services as cases
from tests.factories import partnerships as make
from tests.factories import reviews as make_case
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leaver(north: Partnership, manager: User) -> User:
    """A delegated partner with a seat and a case of their own."""
    found = make.member(north, "dsp", "leaver@north.example")
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=found)
        make.seat("police").appointments.create(person=person, period=(make.STARTED, None))
        Group.objects.create(key="learning", name="Learning group", kind="subgroup")
        case = make_case.case(by=manager, at=moment.now())
        cases.name_person(incident=case, person=found, by=manager, at=moment.now())
    make.member(north, "lsp", "next@north.example")
    return found


def test_a_leaver_hands_everything_over(browser_page: Page, leaver: User, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Access", exact=True).click()
    page.get_by_role("link", name=leaver.display_name).click()
    assert_accessible(page)
    page.get_by_role("link", name="Hand over what they hold").click()
    assert_accessible(page)
    last = moment.today() + timedelta(days=30)
    type_day(page, "Their last day", str(last.day), str(last.month), str(last.year))
    page.get_by_role("button", name="Start the handover").click()
    assert_accessible(page)

    page.get_by_role("link", name="Withdraw this handover").click()
    assert_accessible(page)
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Write the note").click()
    assert_accessible(page)
    page.get_by_label("Note for the successor").fill("The clerk knows where things are.")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Seat police").select_option(label="Northshire lsp")
    page.get_by_label("Delegated safeguarding partner").select_option("end")
    page.get_by_label("NORT-").select_option(label="Northshire lsp")
    page.get_by_role("button", name="Hand over what I chose").click()
    expect(page.get_by_text("3 things handed over.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Complete the handover").click()
    expect(page.get_by_role("table", name="Seats")).to_contain_text("Northshire lsp, from")
    assert_accessible(page)
    page.get_by_role("link", name="Handovers").first.click()
    assert_accessible(page)


def test_a_long_address_breaks_in_the_question_about_it(
    browser_page: Page, north: Partnership, manager: User
):
    with tenant(north.pk):
        offer = invitations.invite_member(
            email="a.person.with.a.long.name@safeguarding.council.example",
            display_name="x",
            role="dsp",
            by=manager,
            at=moment.now(),
        )
    sign_in(browser_page, manager)
    browser_page.goto(f"/northshire/access/invitations/{offer.public_id}/withdraw/")
    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("a.person.with.a.long")

    assert_accessible(browser_page)


def test_everybodys_access_is_looked_at_and_ones_own_day(
    browser_page: Page, leaver: User, manager: User, south: Partnership
):
    page = browser_page
    make.give_role(south, manager, "auditor")
    third = make.partnership("eastshire")
    giver = make.member(third, "manager", "giver@east.example")
    with tenant(third.pk):
        invitations.invite_member(
            email=manager.email, display_name="x", role="dsp", by=giver, at=moment.now()
        )
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(manager.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="My day").click()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(3)
    expect(page.get_by_role("region", name="Invitations to other")).to_contain_text("Eastshire")
    assert_accessible(page)

    page.get_by_role("link", name="Start the yearly review of access").click()
    assert_accessible(page)
    page.get_by_role("button", name="Start a review").click()
    page.get_by_label("Delegated safeguarding partner of").select_option(label="Keep")
    page.get_by_label("Lead safeguarding partner of").select_option(label="End at once")
    page.get_by_label("Partnership manager of").select_option(label="Keep")
    assert_accessible(page)
    page.get_by_role("button", name="Save my decisions").click()
    expect(page.get_by_text("The review is complete.")).to_be_visible()
    page.get_by_role("link", name="Complete on").click()
    expect(page.get_by_role("table")).to_contain_text("Confirmed by themselves")
    assert_accessible(page)
    page.get_by_role("link", name="Access", exact=True).first.click()
    page.get_by_role("link", name="Emergency access").click()
    assert_accessible(page)
