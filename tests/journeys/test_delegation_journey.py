"""A delegation is signed and looked at; tasks are listed; an interest is declared and handled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def seated(north: Partnership) -> Partnership:
    """Northshire with two lead partners and the one delegate of both."""
    with tenant(north.pk):
        for key in ("east", "west"):
            make.seat(key, "LSP", speaks_for="local_authority")
        delegate = make.seat("director", "DSP", speaks_for="local_authority")
        make.appointment(delegate, "Kim Lane")
    return north


def delegate(page: Page, lead: str, paper: Path) -> None:
    page.get_by_role("button", name="Record a delegation").click()
    page.get_by_label("From the lead safeguarding partner").select_option(label=lead)
    page.get_by_label("To the delegated safeguarding partner").select_option(label="Seat director")
    page.get_by_label("What is delegated").fill("- Sits on the executive\n- Signs off learning")
    page.get_by_label("What the lead partner keeps").fill("The budget")
    type_day(page, "First day", "1", "1", "2026")
    page.get_by_label("Signed document").set_input_files(paper)
    page.get_by_role("button", name="Record it").click()


def test_a_delegation_is_signed_and_looked_at(
    browser_page: Page, seated: Partnership, manager: User, tmp_path: Path
):
    page = browser_page
    disguised, paper = tmp_path / "letter.docx", tmp_path / "letter.pdf"
    disguised.write_bytes(PDF)
    paper.write_bytes(PDF)
    sign_in(page, manager)
    page.get_by_role("link", name="People and seats").click()
    page.get_by_role("link", name="Delegations", exact=True).click()

    delegate(page, "Seat east", disguised)
    expect(page.get_by_role("alert")).to_contain_text("The name ends in .docx")
    assert_accessible(page)
    page.get_by_label("Signed document").set_input_files(paper)
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("link", name="Delegations", exact=True).click()
    delegate(page, "Seat west", paper)

    expect(page.locator("main")).to_contain_text("Seat director also acts for:")
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("^Download")).click()
    assert taken.value.suggested_filename == "delegation-seat-west-to-seat-director.pdf"
    page.get_by_role("link", name="Record a review").click()
    page.get_by_label("What was found, and what changes").fill("Kept as it is")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main")).to_contain_text("Kept as it is")
    assert_accessible(page)
    page.get_by_role("link", name="Replace it with a new one").click()
    type_day(page, "First day", "1", "1", "2099")
    page.get_by_role("button", name="Replace it").click()
    page.get_by_role("link", name="See what came before and after").click()
    assert_accessible(page)
    page.goto("/northshire/delegations/")
    assert_accessible(page)


def test_tasks_are_listed_and_interests_declared_without_javascript(
    plain_page: Page, browser_page: Page, seated: Partnership, manager: User
):
    partner = make.member(seated, "dsp")
    with tenant(seated.pk):
        make.appointment(make.seat("chair", "CHAIR"), "Robin Hill")
    page = plain_page
    sign_in(page, partner)
    page.goto("/northshire/interests/")
    page.get_by_role("button", name="Declare an interest").click()
    page.get_by_label("A relation or a close friend").check()
    page.get_by_label("What it is about").fill("A sister works for a charity that we fund")
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("row", name=re.compile("A sister works"))).to_contain_text("Waiting")

    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name=re.compile("^Say how an interest")).click()
    assert_accessible(page)
    page.get_by_role("link", name="Say how it is handled").click()
    page.get_by_label("How it is handled").fill("Takes no part in grants to charities")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See everything").click()
    assert_accessible(page)
    for path in ("interests/", "interests/declare/", "interests/record/", "interests/missing/"):
        page.goto(f"/northshire/{path}")
        assert_accessible(page)

    page.goto("/northshire/responsibilities/")
    for task in ("Training", "Policies"):
        page.get_by_role("button", name="Add a task").click()
        page.get_by_label("Task or responsibility").fill(task)
        page.get_by_label("Seat that leads on it").select_option(label="Seat director")
        page.get_by_role("button", name="Add the task").click()
    page.get_by_role("button", name=re.compile("^Move up.*Policies")).click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Policies")
    page.get_by_role("button", name="Record a review").click()
    assert_accessible(page)
    page.get_by_label("What was found, and what changes").fill("All is well")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main")).to_contain_text("Next review:")
    assert_accessible(page)
