"""A register is kept by keyboard while the quorum follows, and an absence is reviewed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance.models import AttendanceMark
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import LocalRule, Partnership, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = {"council": "local_authority", "trust": "icb", "force": "police"}


@pytest.fixture
def board(north: Partnership):
    with tenant(north.pk):
        found = make.group("board", name="The Board")
        make.quorum(found, minimum_partners=2, deputies_count="yes")
        for key, kind in KINDS.items():
            seat = people.seat(key, organisation=people.organisation(f"The {key}"), speaks_for=kind)
            people.appointment(seat, f"Holder of {key}")
            make.place(found, seat, chairing="chair" if key == "council" else "")
        LocalRule.objects.create(kind="absences_reviewed_after", number=2, text="After two")
        return found


@pytest.fixture
def under_way(north: Partnership, board, manager: User):
    """The police missed the three meetings before this one."""
    with tenant(north.pk):
        seats = {row.seat.key: row.seat for row in board.seats.select_related("seat")}
        now = moment.now()
        for weeks in (6, 4, 2):
            begins = now - timedelta(weeks=weeks)
            held = make.held_meeting(board, starts_at=begins, by=manager, at=begins)
            marks = [MarkFacts(seats["council"], "present"), MarkFacts(seats["force"], "apologies")]
            save_register(meeting=held, marks=marks, by=manager, at=now)
        begins = now - timedelta(minutes=5)
        return make.open_meeting(
            board, starts_at=begins, by=manager, at=begins, title="Board of today"
        )


def test_a_register_is_kept_by_keyboard_and_the_quorum_follows(
    browser_page: Page, north: Partnership, manager: User, under_way
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/meetings/{under_way.public_id}/")
    expect(page.get_by_text("Quorate if two of these join")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("navigation", name="Pages of this meeting").get_by_role(
        "link", name="Attendance"
    ).click()
    assert_accessible(page)

    council = page.get_by_role("group", name="Seat council")
    council.get_by_role("radio", name="Present", exact=True).focus()
    page.keyboard.press("Space")
    expect(council.get_by_text("Kept: Present")).to_be_visible()
    expect(page.get_by_text("Quorate if The trust or The force joins.")).to_be_visible()
    trust = page.get_by_role("group", name="Seat trust")
    trust.get_by_role("radio", name="Present", exact=True).focus()
    page.keyboard.press("ArrowRight")  # online
    expect(trust.get_by_text("Kept: Present online")).to_be_visible()
    expect(page.get_by_role("region", name="Quorum").get_by_role("heading")).to_have_text("Quorate")

    force = page.get_by_role("group", name="Seat force")
    force.get_by_role("radio", name="Deputy sent").check()
    expect(force.get_by_text("Say who comes instead.")).to_be_visible()
    page.get_by_role("button", name="Keep the register").click()
    expect(page.get_by_role("link", name="Seat force: Say who comes instead.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("group", name="Seat force").get_by_label("Who came instead").fill("Sergeant")
    page.get_by_role("button", name="Keep the register").click()
    expect(page.get_by_text("The register has been kept.")).to_be_visible()
    with tenant(north.pk):
        assert AttendanceMark.objects.get(presence="deputy").deputy_post == "Sergeant"

    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert_accessible(page)


def test_attendance_over_time_leads_to_the_review_of_an_absence(
    browser_page: Page, manager: User, board, under_way
):
    page = browser_page
    sign_in(page, manager)
    page.goto(f"/northshire/governance/groups/{board.public_id}/attendance/")
    expect(page.get_by_text("3 absences running")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="All reviews of absences").click()
    assert_accessible(page)
    page.get_by_role("link", name="Seat force").click()
    assert_accessible(page)

    page.get_by_label("What did you find with the organisation?").fill("Shifts had changed.")
    page.get_by_label("Put on the risk register").check()
    page.get_by_role("button", name="Finish the review").click()
    expect(page.get_by_role("link", name="Say this of the risk").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Attendance assured").check()
    page.get_by_role("button", name="Finish the review").click()

    expect(page.get_by_text("The review is finished.")).to_be_visible()
    assert_accessible(page)
