"""A contact of one agency: every page that is theirs is accessible, at 320 pixels too."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from governance.models import Action, Group, Invitee, Meeting
from governance.services import close_meeting
from governance.services import minutes as keeping
from governance.services.attendance import MarkFacts, save_register
from governance.services.minutes import Typed
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import AgencyMembership, Partnership, Person, RoleAssignment, Seat, User
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import given, held_by
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Theirs:
    """What a contact of the school meets: a group, two meetings of it and an action."""

    user: User
    group: Group
    held: Meeting
    coming: Meeting
    action: Action
    seat: Seat
    agency: AgencyMembership


@pytest.fixture
def theirs(north: Partnership, manager: User) -> Theirs:
    now = moment.now()
    with tenant(north.pk):
        contact = people.member(north, "agency_contact")
        agency = people.agency("The school")
        seat = people.seat("school", organisation=agency.organisation)
        held_by(seat, contact, "Kim Lane")
        RoleAssignment.objects.filter(user=contact).update(organisation=agency.organisation)
        group = make.group("board", name="The Board")
        chair = people.seat("chair", organisation=people.organisation("The council"))
        people.appointment(chair, "Robin Smith")
        make.place(group, chair, chairing="chair")
        make.place(group, seat, profession="Education")
        held = _held(group, manager, MarkFacts(chair, "present"), MarkFacts(seat, "present"))
        coming = make.sent_meeting(group, starts_at=now + 21 * DAY, by=manager, at=now)
        make.item("Budget", group=group, meeting=coming, by=manager, at=now)
        action = given(seat, manager, group, at=now, due_on=moment.today() + 9 * DAY)
    return Theirs(contact, group, held, coming, action, seat, agency)


def _held(group: Group, by: User, *marks: MarkFacts) -> Meeting:
    """A meeting of last week with its register, whose minutes are out for comments."""
    starts = moment.now() - 7 * DAY
    meeting = make.open_meeting(group, starts_at=starts, by=by, at=starts - DAY)
    item = make.item("Neglect", group=group, meeting=meeting, by=by, at=starts)
    keeping.save_entry(meeting=meeting, typed=Typed(item, "It was agreed.", 0), by=by, at=starts)
    save_register(meeting=meeting, marks=list(marks), by=by, at=starts)
    close_meeting(meeting=meeting, by=by, at=meeting.ends_at)
    meeting.refresh_from_db()
    until = moment.today() + 7 * DAY
    keeping.ask_for_comments(meeting=meeting, until=until, by=by, at=meeting.ends_at)
    return meeting


def at(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"partnership": "northshire", **kwargs})


def look(page: Page, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert (answer.status, address) == (200, address)
        assert_accessible(page)


def test_what_a_contact_is_asked_and_does(browser_page: Page, theirs: Theirs):
    page = browser_page
    sign_in(page, theirs.user)
    comment = "Read the draft minutes of A meeting (The Board) and say what should change"
    expect(page.get_by_text(comment)).to_be_visible()
    expect(page.get_by_text("Say whether you come to A meeting (The Board)")).to_be_visible()
    assert_accessible(page)
    with tenant(theirs.group.partnership_id):
        asked = Invitee.objects.get(meeting=theirs.coming, seat=theirs.seat).public_id
    mine = {"meeting": theirs.held.public_id}
    look(
        page,
        "/my/day/",
        at("governance:meeting-answer", meeting=theirs.coming.public_id, invitee=asked),
        at("governance:minutes-comments", **mine),
        at("governance:action", action=theirs.action.public_id),
        at("governance:action-progress", action=theirs.action.public_id),
        at("governance:action-done", action=theirs.action.public_id),
    )
    page.goto(at("governance:minutes-comments", **mine))
    page.get_by_role("textbox").first.fill("It was noted, not agreed.")
    page.get_by_role("button", name="Send the comment").first.click()
    expect(page.get_by_text("It was noted, not agreed.").first).to_be_visible()
    page.goto("/northshire/")
    expect(page.get_by_text(comment)).to_be_hidden()


def test_what_a_contact_reads_of_their_group(browser_page: Page, theirs: Theirs):
    page = browser_page
    sign_in(page, theirs.user)
    group, coming = theirs.group.public_id, theirs.coming.public_id

    look(
        page,
        at("governance:overview"),
        at("governance:group", group=group),
        at("governance:terms", group=group),
        at("governance:meetings"),
        at("governance:meeting", meeting=coming),
        at("governance:agenda", meeting=coming),
        at("governance:packs", meeting=coming),
        at("governance:attendance", meeting=theirs.held.public_id),
        at("governance:meeting-decisions", meeting=theirs.held.public_id),
        at("governance:actions"),
    )


def test_what_a_contact_reads_of_the_record(browser_page: Page, theirs: Theirs):
    page = browser_page
    sign_in(page, theirs.user)
    with tenant(theirs.group.partnership_id):
        person = Person.objects.get(user=theirs.user).public_id

    look(
        page,
        at("partnership:agencies"),
        at("partnership:agency", agency=theirs.agency.public_id),
        at("partnership:seats"),
        at("partnership:seat", seat=theirs.seat.public_id),
        at("partnership:persons"),
        at("partnership:person-detail", holder=person),
        at("partnership:interests"),
        at("partnership:interest-declare"),
    )
