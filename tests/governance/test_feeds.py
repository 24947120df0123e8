"""Calendars that other programs read: what stands in them, what never does, who may read them."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client

from deadlines.models import Deadline
from governance import ics
from governance.models import CalendarFeed, Invitee, Meeting, MeetingGroup
from governance.services import feeds as services
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Person, RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import reviews as make_case

pytestmark = pytest.mark.django_db
SUMMER = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)  # ten in England
WINTER = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)  # ten in England


@pytest.fixture(autouse=True)
def june(moment):
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def group(in_north):
    return make.group("oseg", name="Oversight Group", short_name="OSEG", kind="executive")


@pytest.fixture
def member(north, in_north):
    """A delegated partner with an account, and the seat that they hold."""
    user = people.member(north, "dsp", "dsp@north.example")
    seat = people.seat("police", speaks_for="police")
    person = Person.objects.create(name="Kim Lane", user=user)
    seat.appointments.create(person=person, period=(people.STARTED, None))
    return user, seat


def meeting(group, starts=SUMMER, **facts):
    said = {
        "title": "Part B: a named family",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Room 1, Town Hall",
        "link": "https://video.example/secret",
        "state": "sent",
        "told_at": SUMMER - timedelta(days=30),
        "changed_at": SUMMER - timedelta(days=30),
    }
    return Meeting.objects.create(group=group, **(said | facts))


def ask(meeting, seat, **facts):
    return Invitee.objects.create(meeting=meeting, seat=seat, **facts)


def make_feed(user, moment, group=None, **facts):
    said = {"with_deadlines": False, **facts}
    return services.make_feed(group=group, **said, by=user, at=moment)


def read(token, slug="northshire"):
    return Client().get(f"/{slug}/calendar/{token}.ics")


def events(answer):
    assert answer.status_code == 200
    found = icalendar.Calendar.from_ical(answer.content)
    assert found.errors == []
    return found.walk("VEVENT")


def titles(answer):
    return [str(each["SUMMARY"]) for each in events(answer)]


def test_a_meeting_stands_at_its_hour_on_both_sides_of_a_clock_change(group, member, moment):
    user, seat = member
    for starts in (SUMMER, WINTER):
        ask(meeting(group, starts), seat)
    _feed, token = make_feed(user, moment)

    found = events(read(token))

    begins = [each.decoded("dtstart").astimezone(SUMMER.tzinfo) for each in found]
    assert begins == [SUMMER, WINTER]
    assert [each.decoded("dtend") - each.decoded("dtstart") for each in found] == [
        timedelta(hours=2)
    ] * 2


def test_what_stands_in_it_is_neutral(group, member, moment):
    user, seat = member
    found = meeting(group)
    ask(found, seat)
    answer = read(make_feed(user, moment)[1])

    [event] = events(answer)
    said = answer.content.decode()
    assert str(event["SUMMARY"]) == "OSEG meeting"
    assert str(event["LOCATION"]) == "Room 1, Town Hall"
    assert str(event["URL"]) == f"http://testserver/northshire/meetings/{found.public_id}/"
    assert "family" not in said
    assert "video.example" not in said
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_move_keeps_the_name_and_gets_a_higher_number(group, member, moment):
    user, seat = member
    found = meeting(group)
    ask(found, seat)
    token = make_feed(user, moment)[1]
    [before] = events(read(token))

    found.starts_at += timedelta(days=1)
    found.ends_at += timedelta(days=1)
    found.sequence, found.changed_at = 1, moment
    found.save()

    [after] = events(read(token))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("last-modified") == moment
    assert after.decoded("dtstart") == SUMMER + timedelta(days=1)


def test_a_cancelled_meeting_says_so_if_anybody_was_told_of_it(group, member, moment):
    user, seat = member
    gone = {"state": "cancelled", "cancelled_reason": "No room", "sequence": 2}
    ask(meeting(group, **gone), seat)
    ask(meeting(group, WINTER, **gone, told_at=None), seat)
    ask(meeting(group, WINTER, state="draft", told_at=None), seat)

    [event] = events(read(make_feed(user, moment)[1]))

    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]) == "Cancelled: OSEG meeting"
    assert event["SEQUENCE"] == 2


def test_a_personal_feed_shows_what_the_person_is_asked_to(group, member, north, moment):
    user, seat = member
    other = people.seat("other")
    ask(meeting(group, place="mine"), seat)
    ask(meeting(group, place="not mine"), other)
    ask(meeting(group, place="as deputy"), other, deputy=user.person)
    Invitee.objects.create(
        meeting=meeting(group, place="as guest"),
        role="guest",
        guest="A guest",
        guest_email="DSP@north.example",
    )
    seat.appointments.update(period=(people.STARTED, SUMMER.date() + timedelta(days=1)))
    ask(meeting(group, WINTER, place="after the seat was left"), seat)

    places = [str(each["LOCATION"]) for each in events(read(make_feed(user, moment)[1]))]

    assert places == ["mine", "as deputy", "as guest"]


def test_a_groups_feed_shows_its_meetings_and_those_that_it_shares(group, manager, moment):
    other = make.group("wider", name="Wider Group")
    meeting(group)
    shared = meeting(other, WINTER)
    MeetingGroup.objects.create(meeting=shared, group=group)
    meeting(other, WINTER)
    meeting(group, SUMMER - timedelta(days=200))  # long ago

    token = make_feed(manager, moment, group)[1]

    assert titles(read(token)) == ["OSEG meeting", "Wider Group meeting"]


def test_the_public_calendar_shows_what_is_marked_public_and_no_address_inside(group):
    meeting(group)
    meeting(group, WINTER, is_public=True)

    answer = read("public")

    [event] = events(answer)
    assert event.decoded("dtstart") == WINTER
    assert "URL" not in event
    assert answer["Cache-Control"] == "public, max-age=900"


def test_a_calendar_without_meetings_is_one_too(north):
    assert events(read("public")) == []


def test_a_foreign_or_revoked_secret_finds_nothing(group, member, south, moment):
    user, _seat = member
    feed, token = make_feed(user, moment)
    assert read(token).status_code == 200
    assert read("made-up").status_code == 404
    assert read(token, "southshire").status_code == 404

    services.revoke_feed(feed=feed, by=user, at=moment)

    assert read(token).status_code == 404
    with pytest.raises(DomainError, match="revoked already"):
        services.revoke_feed(feed=feed, by=user, at=moment)


@pytest.mark.parametrize("of_a_group", [False, True])
def test_the_feed_of_somebody_whose_role_has_ended_finds_nothing(group, member, moment, of_a_group):
    user, _seat = member
    token = make_feed(user, moment, group if of_a_group else None)[1]
    RoleAssignment.objects.filter(user=user).update(to_on=date(2026, 5, 31))

    assert read(token).status_code == 404


def test_an_account_that_is_closed_reads_nothing(member, moment):
    user, _seat = member
    token = make_feed(user, moment)[1]
    user.is_active = False
    user.save()

    assert read(token).status_code == 404


def test_only_the_hash_of_a_secret_is_kept(member, moment):
    feed, token = make_feed(member[0], moment)

    assert token not in str(CalendarFeed.objects.values().get(pk=feed.pk))
    event = AuditEvent.objects.get(verb="created")
    assert token not in str(event.facts)


def test_deadlines_stand_there_if_wanted_and_say_nothing_of_a_case(in_north, manager, moment):
    case = make_case.case(by=manager, at=moment)
    plain = make_feed(manager, moment)[1]
    with_them = make_feed(manager, moment, with_deadlines=True)[1]

    answer = read(with_them)

    assert titles(read(plain)) == []
    assert len(events(answer)) == Deadline.objects.open().exclude(due_on=None).count() > 0
    assert case.reference not in answer.content.decode()
    assert all(title.endswith(" is due") for title in titles(answer))
    assert all(each["SEQUENCE"] == moment.toordinal() for each in events(answer))


def test_who_may_make_which_feed(group, north, in_north, manager, moment):
    lay = people.member(north, "agency_contact")
    RoleAssignment.objects.filter(user=lay).update(
        organisation=people.organisation("School"), group_key=""
    )
    young = people.member(north, "young_scrutineer")
    stranger = people.user("stranger@x.example")

    with pytest.raises(NotPermitted):
        make_feed(lay, moment, group)
    with pytest.raises(NotPermitted):
        make_feed(young, moment, with_deadlines=True)
    with pytest.raises(DomainError, match="no role"):
        make_feed(stranger, moment)
    with pytest.raises(DomainError, match="your own calendar alone"):
        make_feed(manager, moment, group, with_deadlines=True)
    group.ended_on = moment.date()
    group.save()
    with pytest.raises(DomainError, match="has been ended"):
        make_feed(manager, moment, group)


def test_there_are_ten_at_most_and_a_revoked_one_makes_room(manager, in_north, moment):
    rows = [make_feed(manager, moment)[0] for _ in range(services.MOST)]
    with pytest.raises(DomainError, match="10 calendar addresses"):
        make_feed(manager, moment)

    services.revoke_feed(feed=rows[0], by=manager, at=moment)

    assert make_feed(manager, moment)


def test_somebody_elses_feed_is_revoked_only_by_who_manages_access(north, member, manager, moment):
    feed, _token = make_feed(member[0], moment)
    other = people.member(north, "lsp")

    with pytest.raises(NotPermitted):
        services.revoke_feed(feed=feed, by=other, at=moment)
    assert services.revoke_feed(feed=feed, by=manager, at=moment).revoked_at == moment


def test_when_it_was_read_is_noted_by_the_hour(member, moment):
    feed, token = make_feed(member[0], moment)
    read(token)
    feed.refresh_from_db()
    assert feed.read_at == moment

    services.note_read(feed=feed, at=moment + timedelta(minutes=30))
    feed.refresh_from_db()
    assert feed.read_at == moment


def test_the_page_shows_a_new_address_once(client, north, member, group):
    user, _seat = member
    client.force_login(user)

    made = client.post("/northshire/calendar/", {"what": str(group.public_id)})

    page = made.content.decode()
    start = page.index("http://testserver/northshire/calendar/")
    link = page[start : page.index(".ics", start) + 4]
    assert f"webcal://testserver{link.removeprefix('http://testserver')}" in page
    assert made["Cache-Control"] == "private, no-store"
    again = client.get("/northshire/calendar/").content.decode()
    assert link not in again
    assert "Oversight Group" in again
    assert Client().get(link.removeprefix("http://testserver")).status_code == 200


def test_a_person_revokes_their_own_on_the_page(client, north, member, manager, moment):
    feed, token = make_feed(member[0], moment)
    address = f"/northshire/calendar/{feed.public_id}/revoke/"
    client.force_login(manager)
    assert client.get(address).status_code == 404

    client.force_login(member[0])
    assert "cannot be used again" in client.get(address).content.decode()
    client.post(address)
    assert read(token).status_code == 404
    assert "revoked already" in client.post(address, follow=True).content.decode()


def test_a_group_is_chosen_before_from_its_own_page(client, member, group):
    client.force_login(member[0])
    page = client.get(f"/northshire/calendar/?group={group.public_id}").content.decode()

    chosen = page[page.index(f'value="{group.public_id}"') :]
    assert "checked" in chosen[: chosen.index(">")]
    assert (
        "Those that I am asked to" in client.get("/northshire/calendar/?group=x").content.decode()
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_asks_as_much_for_three_meetings_as_for_one(
    group, member, moment, rows, django_assert_num_queries
):
    user, seat = member
    for number in range(rows):
        ask(meeting(group, SUMMER + timedelta(days=number)), seat)
    token = make_feed(user, moment)[1]
    read(token)

    with django_assert_num_queries(10):
        assert len(events(read(token))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_feeds_as_for_one(
    client, group, member, moment, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_feed(member[0], moment, group)
    client.force_login(member[0])

    with django_assert_num_queries(10):
        client.get("/northshire/calendar/")


def test_a_word_with_commas_and_lines_survives_the_way_there_and_back():
    entry = ics.Entry("a@b", "Group; one, two\nthree", SUMMER, SUMMER, place="A, B; C")

    found = icalendar.Calendar.from_ical(ics.calendar(name="N", entries=[entry]))

    [event] = found.walk("VEVENT")
    assert str(event["SUMMARY"]) == "Group; one, two\nthree"
    assert str(event["LOCATION"]) == "A, B; C"


def test_south_sees_nothing_of_north(group, south, moment):
    meeting(group, is_public=True)

    assert events(read("public", "southshire")) == []
    with tenant(south.pk):
        assert not CalendarFeed.objects.exists()
