"""Who stands behind a public page: confirmed, taken down, out of date, and what changed since."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import Group
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access, needs, reminders
from partnerships.models import AuditEvent, Person
from partnerships.roles import Permission
from partnerships.services import seats
from publications import selectors
from publications.enums import PublicPageKind
from publications.models import PublicPage
from publications.services import pages
from tests.factories import governance
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

WHOS_WHO, STRUCTURE = PublicPageKind.WHOS_WHO, PublicPageKind.STRUCTURE
LATER = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def seat(in_north):
    return make.seat("chair", "CHAIR")


@pytest.fixture
def confirm(in_north, manager, moment):
    def confirm(kind=WHOS_WHO, *, by=manager, at=moment):
        _facts, seen = selectors.page_facts(kind=kind, partnership=in_north, on=at.date())
        return pages.confirm_page(kind=kind, partnership=in_north, seen=seen, by=by, at=at)

    return confirm


def verbs() -> list[str]:
    events = AuditEvent.objects.filter(object_type="publications.publicpage")
    return list(events.order_by("number").values_list("verb", flat=True))


def test_confirming_shows_the_page_and_says_who_stands_behind_it(seat, confirm, manager, moment):
    page = confirm()

    assert (page.shown, page.confirmed_by, page.confirmed_at) == (True, manager, moment)
    assert verbs() == ["published"]


def test_confirming_again_keeps_it_shown_with_the_new_day(seat, confirm):
    confirm()

    page = confirm(at=LATER)

    assert page.confirmed_at == LATER
    assert PublicPage.objects.count() == 1
    assert verbs() == ["published", "confirmed"]


def test_an_empty_page_is_refused(confirm):
    with pytest.raises(DomainError, match="would be empty"):
        confirm()
    assert verbs() == []


def test_a_record_that_changed_since_one_looked_is_refused(seat, in_north, manager, moment):
    _facts, seen = selectors.page_facts(kind=WHOS_WHO, partnership=in_north, on=moment.date())
    make.seat("nurse", "DESIGNATED_NURSE")

    with pytest.raises(DomainError, match="The record has changed") as refusal:
        pages.confirm_page(kind=WHOS_WHO, partnership=in_north, seen=seen, by=manager, at=moment)
    assert refusal.value.code == "page-changed"
    assert verbs() == []


def test_who_may_not_publish_may_neither_confirm_nor_take_down(seat, confirm, north, moment):
    support = make.member(north, "business_support")
    confirm()

    with pytest.raises(NotPermitted):
        confirm(by=support)
    with pytest.raises(NotPermitted):
        pages.take_down_page(kind=WHOS_WHO, by=support, at=moment)
    assert PublicPage.objects.get().shown


def test_a_page_taken_down_keeps_who_confirmed_it(seat, confirm, manager, moment):
    confirm()

    page = pages.take_down_page(kind=WHOS_WHO, by=manager, at=LATER)

    assert (page.shown, page.confirmed_at) == (False, moment)
    assert verbs() == ["published", "revoked"]
    with pytest.raises(DomainError, match="not shown"):
        pages.take_down_page(kind=WHOS_WHO, by=manager, at=LATER)
    with pytest.raises(DomainError, match="not shown"):
        pages.take_down_page(kind=STRUCTURE, by=manager, at=LATER)
    assert confirm(at=LATER).shown


def reminded(on: date) -> list[str]:
    return [each.key for each in selectors.reminders_of_pages(on)]


def test_whoever_may_publish_is_reminded_at_five_months_at_six_and_every_month(
    seat, confirm, manager
):
    confirm()

    assert reminded(date(2026, 10, 31)) == []
    assert reminded(date(2026, 11, 1)) == ["public-page:whos_who:2026-11-01"]
    assert reminded(date(2026, 11, 30)) == ["public-page:whos_who:2026-11-01"]
    assert reminded(date(2026, 12, 1)) == ["public-page:whos_who:2026-12-01"]
    assert reminded(date(2027, 1, 5)) == ["public-page:whos_who:2027-01-01"]
    due = next(each for each in reminders.due(date(2026, 12, 1)) if "public-page" in each.key)
    assert (due.permission, due.path) == (Permission.DOCUMENT_PUBLISH, "documents/public-pages/")
    pages.take_down_page(kind=WHOS_WHO, by=manager, at=LATER)
    assert reminded(date(2026, 12, 1)) == []


def wanted(user, on: date) -> list[tuple[str, bool]]:
    found = needs.needs_of(user, access.standing(user, on=on), on=on)
    return [(each.path, each.late) for each in found if "public-pages" in each.path]


def test_the_home_page_asks_where_a_page_is_older_than_six_months(seat, confirm, manager, north):
    confirm()

    assert wanted(manager, date(2026, 12, 1)) == []
    assert wanted(manager, date(2026, 12, 2)) == [("documents/public-pages/whos-who/", True)]
    assert wanted(make.member(north, "business_support"), date(2026, 12, 2)) == []


def test_the_home_page_asks_where_people_have_changed_since(seat, confirm, manager, moment):
    here = [("documents/public-pages/whos-who/", False)]
    appointment = make.appointment(seat, ends=date(2026, 6, 10))
    confirm()

    assert wanted(manager, date(2026, 6, 9)) == []
    assert wanted(manager, date(2026, 6, 10)) == here  # it ended by itself
    confirm(at=LATER)
    assert wanted(manager, date(2026, 6, 21)) == []
    seats.appoint(
        seat=seat,
        facts=seats.AppointmentFacts(person=appointment.person, starts_on=date(2026, 6, 15)),
        by=manager,
        at=LATER + timedelta(minutes=1),
    )
    assert wanted(manager, date(2026, 6, 21)) == here  # it was written down afterwards


def told(kind, on=date(2026, 6, 20)) -> dict[str, list[str]]:
    row = selectors.page_row(kind=kind, on=on)
    changes = selectors.changes_since(row=row, on=on)
    return {
        group.heading: [f"{each.on:%d.%m.} {each.what}" for each in group.rows]
        for group in changes.groups
    }


def test_before_the_first_confirmation_there_is_nothing_to_compare(seat):
    row = selectors.page_row(kind=WHOS_WHO, on=date(2026, 6, 1))

    assert selectors.changes_since(row=row, on=date(2026, 6, 1)) is None


def test_the_changes_say_who_began_and_who_left_by_date_and_by_deed(seat, confirm, manager, moment):
    make.appointment(seat, "Ann Leaving", ends=date(2026, 6, 10))
    coming = make.appointment(seat, "Bob Coming", date(2026, 6, 10))
    Person.objects.filter(pk=coming.person_id).update(name_published=True)
    confirm()
    at = moment + timedelta(days=2)
    nurse = seats.create_seat(
        facts=seats.SeatFacts(role="DESIGNATED_NURSE", title="Nurse"), by=manager, at=at
    )
    held = seats.appoint(
        seat=nurse,
        facts=seats.AppointmentFacts(person=coming.person, starts_on=date(2026, 5, 1)),
        by=manager,
        at=at,
    )
    seats.end_appointment(appointment=held, last_day=date(2026, 7, 1), by=manager, at=LATER)

    assert told(WHOS_WHO) == {
        "Appointments": [
            "01.05. Nurse: Bob Coming began (substantive, name shown)",
            "09.06. Seat chair: Ann Leaving left",
            "10.06. Seat chair: Bob Coming began (substantive, name shown)",
            "01.07. Nurse: Bob Coming will leave",
        ],
        "Seats": ["03.06. Nurse: added"],
    }


def test_the_changes_say_whose_name_may_be_shown(seat, confirm, manager, moment):
    person = make.appointment(seat, "Ann Agreed").person
    confirm()
    noted = ({"name_published": True}, {"name_published": False}, {"fields": ["name"]}, {"user": 1})
    for day, facts in enumerate(noted, 1):
        _noted(person, "", manager, moment + timedelta(days=day), facts=facts)
    _noted(person, "", manager, moment + timedelta(days=4), verb="warned")

    assert told(WHOS_WHO) == {
        "Names": [
            "02.06. Ann Agreed: agreed to be named",
            "03.06. Ann Agreed: is not to be named any more",
            "04.06. Ann Agreed: the name was corrected",
        ]
    }


def test_the_changes_of_the_structure_are_those_of_groups(confirm, manager, moment):
    governance.group("qa")
    confirm(STRUCTURE)
    assert told(STRUCTURE) == {}
    group = Group.objects.get()
    for number in range(45):
        _noted(group, f"Group {number}", manager, moment + timedelta(days=1))

    (found,) = selectors.changes_since(
        row=selectors.page_row(kind=STRUCTURE, on=date(2026, 6, 20)), on=date(2026, 6, 20)
    ).groups

    assert (found.heading, len(found.rows), found.more) == ("Groups", 40, 5)
    assert found.rows[-1].what == "Group 44: changed"


def _noted(row, reference, by, at, *, verb="changed", facts=None) -> None:
    AuditEvent.objects.create(
        at=at,
        verb=verb,
        object_type=row._meta.label_lower,
        object_id=str(row.public_id),
        object_reference=reference,
        by_id=by.pk,
        by_name=by.display_name,
        facts=facts or {},
    )
