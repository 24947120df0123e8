"""Services that do several things at once keep what they promise of one, and say which is refused."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError
from partnerships import audit, chain, selectors
from partnerships.enums import AuditVerb
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Area,
    AuditEvent,
    Organisation,
    OrganisationAlias,
    Person,
    Seat,
)
from partnerships.services import agencies, directory, seats
from partnerships.services.agencies import AgencyFacts
from partnerships.services.directory import OrganisationFacts
from partnerships.services.people import NewPerson
from partnerships.services.seats import AppointmentFacts, SeatFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
SPRING, SUMMER = date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture
def by(in_north, manager):
    return manager


def refused(service, wanted, *, by, at):
    """Return the sentence of a refusal and which one it is about."""
    with pytest.raises(DomainError) as refusal:
        service(wanted=wanted, by=by, at=at)
    return str(refusal.value), refusal.value.nth


def member(title, **more):
    return SeatFacts(role="MEMBER", title=title, **more), ""


def test_seats_of_one_title_get_keys_of_their_own(by, moment):
    make.seat("clerk")

    made = seats.create_seats(
        wanted=[member("Clerk"), member("Chair"), member("Clerk")], by=by, at=moment
    )

    assert [each.key for each in made] == ["clerk-2", "chair", "clerk-3"]


def test_of_several_seats_the_one_at_fault_is_named_and_none_is_made(by, moment):
    make.seat("clerk")
    said = "There is a seat with the key clerk already."
    wanted = [member("Chair"), (SeatFacts(role="MEMBER", title="Clerk"), "clerk")]

    assert refused(seats.create_seats, wanted, by=by, at=moment) == (said, 1)

    assert Seat.objects.count() == 1


def test_one_new_person_in_two_seats_is_put_on_record_once(by, moment):
    first, second = make.seat("first"), make.seat("second")
    kim = NewPerson("Kim")

    made = seats.appoint_each(
        wanted=[
            (first, AppointmentFacts(kim, SPRING)),
            (second, AppointmentFacts(NewPerson("Kim"), SPRING)),  # another of that name
            (second, AppointmentFacts(kim, SPRING, kind="deputy")),
        ],
        by=by,
        at=moment,
    )

    assert [each.person_id for each in made][0::2] == [made[0].person_id] * 2
    assert made[1].person_id != made[0].person_id
    assert Person.objects.count() == 2


def test_appointments_that_meet_each_other_are_refused_as_on_a_page(by, moment):
    seat = make.seat("first")
    wanted = [
        (seat, AppointmentFacts(NewPerson("Kim"), SPRING)),
        (seat, AppointmentFacts(NewPerson("Lou"), SUMMER)),
    ]

    said, number = refused(seats.appoint_each, wanted, by=by, at=moment)

    assert number == 1
    assert said.startswith("Kim holds this seat from 1 April 2026 with no end date.")
    assert not Appointment.objects.exists()
    assert not Person.objects.exists()


def test_two_seats_that_are_kept_apart_are_refused_of_one_person(by, moment):
    kim = NewPerson("Kim")
    wanted = [
        (make.seat("scrutineer", "SCRUTINEER"), AppointmentFacts(kim, SPRING)),
        (make.seat("chair", "CHAIR"), AppointmentFacts(kim, SPRING)),
    ]

    with pytest.raises(DomainError) as alone:
        seats.appoint(
            seat=wanted[1][0],
            facts=AppointmentFacts(
                seats.appoint(seat=wanted[0][0], facts=wanted[0][1], by=by, at=moment).person,
                SPRING,
            ),
            by=by,
            at=moment,
        )
    Appointment.objects.all().delete()

    assert refused(seats.appoint_each, wanted, by=by, at=moment) == (str(alone.value), 1)


def test_bodies_are_compared_with_the_directory_and_with_each_other(by, moment):
    known = make.organisation("Anytown Trust")
    OrganisationAlias.objects.create(organisation=known, name="ANT")
    new = OrganisationFacts("A choir", "faith")

    for name, said in (
        ("The ANYTOWN trust", "The directory has “Anytown Trust” already."),
        ("ant", "The directory has “Anytown Trust” already. It is also known as “ANT”."),
        ("The A Choir", "“The A Choir” stands here twice."),
        (" ", "Enter a name."),
    ):
        wanted = [new, OrganisationFacts(name, "faith")]
        assert refused(directory.register_each, wanted, by=by, at=moment) == (said, 1)

    assert Organisation.objects.count() == 1


def test_of_several_agencies_the_one_at_fault_is_named(by, moment):
    body, elsewhere = make.organisation("Body"), Area.objects.create(name="Far", kind="unitary")
    part = AgencyFacts(body, "adviser")

    for second, said in (
        ((part, []), "This organisation takes part on that basis already."),
        (
            (AgencyFacts(body, "relevant_agency"), [elsewhere]),
            "This partnership does not cover Far.",
        ),
    ):
        found = refused(agencies.add_agencies, [(part, []), second], by=by, at=moment)
        assert found == (said, 1)

    assert not AgencyMembership.objects.exists()


def test_lines_written_at_once_are_chained_in_their_order(by, in_north, moment):
    named = [audit.Entry(in_north, str(number), {"n": number}) for number in range(1_100)]

    audit.record_each(verb=AuditVerb.CHANGED, done=named, by=by, at=moment)

    rows = list(AuditEvent.objects.order_by("number"))
    assert [row.object_reference for row in rows] == [str(number) for number in range(1_100)]
    found = chain.check(selectors.chain_links())
    assert (found.lines, found.head, found.fault) == (1_100, rows[-1].hash, "")


def test_nothing_is_written_where_nothing_was_done(by, moment):
    assert seats.create_seats(wanted=[], by=by, at=moment) == []
    assert seats.appoint_each(wanted=[], by=by, at=moment) == []
    assert directory.register_each(wanted=[], by=by, at=moment) == []
    assert agencies.add_agencies(wanted=[], by=by, at=moment) == []
    assert not AuditEvent.objects.exists()
