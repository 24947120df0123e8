"""A panel is called together: the posts are invited, one of them answers, the register knows it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import now
from partnerships.models import Partnership, Person, User
from reviews.enums import CaseState
from reviews.models import Incident, PanelInvitation, PanelMeeting
from reviews.services import panel as services
from reviews.services.panel import MeetingFacts
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def called(north: Partnership, manager: User) -> tuple[Incident, PanelMeeting]:
    """A rapid review whose panel meets tomorrow, with a seat of each partner."""
    at = now()
    with tenant(north.pk):
        for kind, name in (("local_authority", "Council"), ("icb", "Board"), ("police", "Force")):
            body = people.agency(name).organisation
            seat = people.seat(f"lead-{kind}", role="LSP", organisation=body, speaks_for=kind)
        officer = people.member(north, "lsp")
        held = people.appointment(seat, officer.display_name)
        Person.objects.filter(pk=held.person_id).update(user=officer)
        case = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=at)
        facts = MeetingFacts(starts_at=at + timedelta(days=1), place="Room 1")
        return case, services.plan_meeting(subject=case, facts=facts, by=manager, at=at)


def address(north: Partnership, case: Incident, meeting: PanelMeeting) -> str:
    return f"/{north.slug}/{case.path}panel/{meeting.public_id}/"


def seen(page: Page, name: str) -> None:
    assert_accessible(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"panel-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_posts_are_invited_and_one_of_them_answers(
    browser_page: Page, north: Partnership, manager: User, called
) -> None:
    case, meeting = called
    sign_in(browser_page, manager)
    browser_page.goto(address(north, case, meeting))
    browser_page.get_by_role("link", name="Invite another post").click()
    browser_page.get_by_label("Which post?").fill("Head teacher")
    browser_page.get_by_label("To which address does the e-mail go?").fill("head@example.org")
    browser_page.get_by_role("button", name="Invite it").click()
    browser_page.get_by_role("link", name="Invite the posts that belong").click()
    expect(browser_page.get_by_text("No account and no e-mail address").first).to_be_visible()
    seen(browser_page, "invite")
    browser_page.get_by_role("button", name="Invite them").click()
    expect(browser_page.get_by_text("3 posts are invited.")).to_be_visible()
    browser_page.get_by_role("link", name="Record the answer of Seat lead-icb").click()
    seen(browser_page, "answer")
    browser_page.get_by_label("Apologies").check()
    browser_page.get_by_role("button", name="Keep the answer").click()
    seen(browser_page, "invited")


def test_whoever_is_invited_answers_without_javascript(
    plain_page: Page, north: Partnership, manager: User, called
) -> None:
    case, meeting = called
    sign_in(plain_page, manager)
    plain_page.goto(address(north, case, meeting))
    plain_page.get_by_role("link", name="Invite the posts that belong").click()
    plain_page.get_by_role("button", name="Invite them").click()
    with tenant(north.pk):
        officer = PanelInvitation.objects.get(account__isnull=False).account
    plain_page.context.clear_cookies()

    sign_in(plain_page, officer)
    plain_page.goto(address(north, case, meeting))
    plain_page.get_by_role("link", name="Say whether you come").click()
    plain_page.get_by_label("Coming").check()
    plain_page.get_by_role("button", name="Keep the answer").click()
    expect(plain_page.get_by_text("Your answer: Coming.")).to_be_visible()
    look(plain_page, "panel-own")
    with tenant(north.pk):
        assert PanelInvitation.objects.get(account=officer).answer == "coming"
