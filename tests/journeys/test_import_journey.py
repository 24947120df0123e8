"""A manager brings a list in, sees what is wrong with it, brings the right one, and takes it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from partnerships.models import Organisation, Partnership, User
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "Agency name,Type,Role,Contact email\n"


def upload(page: Page, tmp_path: Path, name: str, rows: str) -> None:
    file = tmp_path / name
    file.write_text(HEADER + rows, encoding="utf-8")
    page.get_by_label("Agencies", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload").click()


def test_a_list_is_brought_in_and_taken_back(
    browser_page: Page, north: Partnership, manager: User, tmp_path: Path
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="People and seats").click()
    page.get_by_role("link", name="Imports").click()
    assert_accessible(page)
    page.get_by_role("button", name="Import a spreadsheet").click()
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what the file holds")
    assert_accessible(page)

    upload(page, tmp_path, "first.csv", "A choir,Faith,Adviser,a@x.example\nA club,Bird,Adviser,\n")
    expect(page.get_by_text("Left out and not stored: Contact email.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("row of 2 cannot be imported")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Bird"))).to_contain_text("Column B, Type")
    assert_accessible(page)
    page.get_by_role("link", name="Discard this file").click()
    page.get_by_role("button", name="Discard it").click()

    page.get_by_role("button", name="Import a spreadsheet").click()
    upload(page, tmp_path, "second.csv", "A choir,Faith,Adviser,\nA club,Faith,Adviser,\n")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("status")).to_have_text(
        re.compile(r"Imported:\s+2\s+organisations,\s+2\s+agencies")
    )
    assert_accessible(page)

    page.get_by_role("link", name="Undo this import").click()
    assert_accessible(page)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("What this import made has been removed")).to_be_visible()
    assert not Organisation.objects.exists()


def test_the_same_without_javascript_and_the_list_is_taken_out(
    plain_page: Page, north: Partnership, manager: User, tmp_path: Path
):
    page = plain_page
    sign_in(page, manager)
    page.goto("/northshire/imports/upload/")
    upload(page, tmp_path, "list.csv", "A choir,Faith,Adviser,\n")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Import 1 row").click()

    page.goto("/northshire/agencies/?basis=adviser")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()

    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "A choir,Faith,Adviser" in content
