"""Who is appointed, how it is corrected and what is refused."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AppointmentKind, AuditVerb
from partnerships.models import Appointment, AuditEvent, Person, Seat
from partnerships.services import seats
from partnerships.services.seats import AppointmentFacts, NewPerson, SeatFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 31)
CONTACT = {"contact_email": "post@body.example", "contact_phone": "01632 960 001"}


def facts(name="Kim Lane", starts=JUNE, ends=None, **fields):
    person = NewPerson(name) if isinstance(name, str) else name
    return AppointmentFacts(person, starts, ends, **fields)


def refused(act, **options):
    with pytest.raises(DomainError) as refusal:
        act(**options)
    return str(refusal.value), refusal.value.field


# --- seats


def test_a_seat_keeps_everything_that_is_entered(by_manager):
    entered = SeatFacts(
        role="MEMBER",
        title="Head teacher",
        membership_code="RA",
        deputies="nominated",
        appointer="The schools forum",
        **CONTACT,
    )

    seat = Seat.objects.get(pk=seats.create_seat(facts=entered, **by_manager).pk)

    assert seat.membership_code == "RA"
    assert seat.deputies == "nominated"
    assert seat.appointer == "The schools forum"
    assert seat.contact_email == "post@body.example"
    changed = SeatFacts(role="MEMBER", title="Head teacher", speaks_for_sector=True)
    seats.change_seat(seat=seat, facts=changed, **by_manager)
    assert AuditEvent.objects.last().facts == {
        "fields": [
            *["membership_code", "deputies", "speaks_for_sector", "appointer"],
            *["contact_email", "contact_phone"],
        ]
    }


@pytest.mark.parametrize("field", ["contact_email", "contact_phone"])
def test_a_young_scrutineers_seat_has_no_contact(by_manager, field):
    entered = SeatFacts(role="YOUNG_SCRUTINEER", title="Y", **{field: CONTACT[field]})

    sentence, beside = refused(seats.create_seat, facts=entered, **by_manager)

    assert beside == field
    assert sentence == (
        "A young scrutineer is reached through the adult who supports them, so their seat has no "
        "contact details."
    )


def test_a_member_for_a_sector_has_no_deputies(by_manager):
    entered = SeatFacts(role="MEMBER", title="M", speaks_for_sector=True, deputies="standing")

    sentence, field = refused(seats.create_seat, facts=entered, **by_manager)

    assert field == "deputies"
    assert sentence == "A member for a sector has no deputy; colleagues from the sector cover."


def test_a_seat_with_a_deputy_does_not_lose_its_deputies(by_manager):
    seat = make.seat("a")
    make.appointment(seat, "Sam Field", kind=AppointmentKind.DEPUTY)
    title = {"role": "MEMBER", "title": "Seat a"}

    for change, beside in (
        ({"deputies": "none"}, "deputies"),
        ({"speaks_for_sector": True}, "speaks_for_sector"),
    ):
        entered = SeatFacts(**title, **change)
        sentence, field = refused(seats.change_seat, seat=seat, facts=entered, **by_manager)
        assert field == beside
        assert sentence.startswith("Sam Field is the deputy from 1 January 2020 with no end date.")


# --- appointments


def test_an_appointment_keeps_everything_that_is_entered(by_manager):
    seat = make.seat("a")
    entered = facts(
        ends=JULY,
        kind=AppointmentKind.DEPUTY,
        appointed_by="The chief executive",
        mandate="Decides on all but money",
        briefed_on=date(2026, 5, 30),
        note="Agreed",
    )

    made = seats.appoint(seat=seat, facts=entered, **by_manager)

    stored = Appointment.objects.get(pk=made.pk)
    assert (stored.first_day, stored.last_day) == (JUNE, JULY)
    assert stored.appointed_by == "The chief executive"
    assert stored.mandate == "Decides on all but money"
    assert stored.briefed_on == date(2026, 5, 30)
    assert AuditEvent.objects.last().facts["until"] == "2026-07-31"


def test_the_same_person_is_once_in_a_seat(by_manager):
    appointment = make.appointment(make.seat("a"), "Kim Lane")
    again = facts(appointment.person, kind=AppointmentKind.DEPUTY)

    sentence, field = refused(seats.appoint, seat=appointment.seat, facts=again, **by_manager)

    assert field == "who"
    assert sentence == "Kim Lane sits in this seat already, from 1 January 2020 with no end date."
    elsewhere = seats.appoint(seat=make.seat("b"), facts=facts(appointment.person), **by_manager)
    assert elsewhere.person == appointment.person


@pytest.mark.parametrize(
    ("seat", "sentence"),
    [
        ({"deputies": "none"}, "This seat has no deputy: that is its rule."),
        (
            {"speaks_for_sector": True},
            "A member for a sector has no deputy; colleagues from the sector cover.",
        ),
    ],
)
def test_a_deputy_is_refused_where_the_seat_has_none(by_manager, seat, sentence):
    found = make.seat("a", **seat)
    entered = facts(kind=AppointmentKind.DEPUTY)

    assert refused(seats.appoint, seat=found, facts=entered, **by_manager) == (sentence, "kind")
    assert not Person.objects.exists()


def test_one_standing_deputy_at_a_time(by_manager):
    seat = make.seat("a")
    make.appointment(seat, "Sam Field", kind=AppointmentKind.DEPUTY)

    sentence, _field = refused(
        seats.appoint, seat=seat, facts=facts(kind=AppointmentKind.DEPUTY), **by_manager
    )

    assert sentence.startswith("Sam Field is the standing deputy from 1 January 2020")


def test_nobody_acts_while_the_holder_is_there(by_manager):
    seat = make.seat("a")
    make.appointment(seat, "Kim Lane", ends=date(2026, 7, 1))
    act = facts("Robin Hill", kind=AppointmentKind.ACTING)

    within = facts("Robin Hill", ends=date(2026, 6, 30), kind=AppointmentKind.ACTING)
    sentence, field = refused(seats.appoint, seat=seat, facts=within, **by_manager)
    assert field == "kind"
    assert sentence.startswith("Kim Lane holds this seat from 1 January 2020 until 30 June 2026")
    assert seats.appoint(seat=seat, facts=act, **by_manager).kind == AppointmentKind.ACTING


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"mandate": "All"}, "mandate"),
        ({"briefed_on": JUNE}, "briefed_on"),
        ({"ends": date(2026, 5, 31)}, "ends_on"),
        ({"kind": AppointmentKind.DEPUTY, "briefed_on": date(2026, 6, 2)}, "briefed_on"),
    ],
)
def test_what_is_wrong_with_an_appointment_stands_beside_its_field(by_manager, entered, field):
    seat = make.seat("a")

    _sentence, beside = refused(seats.appoint, seat=seat, facts=facts(**entered), **by_manager)

    assert beside == field
    assert not Appointment.objects.exists()


def test_the_days_of_an_appointment_are_corrected_and_the_audit_keeps_the_old_ones(by_manager):
    appointment = make.appointment(make.seat("a"), "Kim Lane")
    entered = facts(appointment.person, date(2020, 2, 1), JULY, appointed_by="The council")

    seats.change_appointment(appointment=appointment, facts=entered, **by_manager)
    seats.change_appointment(appointment=appointment, facts=entered, **by_manager)

    stored = Appointment.objects.get()
    assert (stored.first_day, stored.last_day) == (date(2020, 2, 1), JULY)
    event = AuditEvent.objects.get()
    assert event.verb == AuditVerb.CORRECTED
    assert event.facts == {
        "person": str(appointment.person.public_id),
        "kind": "substantive",
        "from": "2020-02-01",
        "until": "2026-07-31",
        "fields": ["period", "appointed_by"],
        "was_kind": "substantive",
        "was_from": "2020-01-01",
        "was_until": None,
    }


def test_a_correction_is_refused_what_an_appointment_is(by_manager):
    seat = make.seat("a")
    earlier = make.appointment(seat, "Kim Lane", ends=JUNE)
    make.appointment(seat, "Robin Hill", starts=JUNE)

    longer = facts(earlier.person, date(2020, 1, 1), JUNE)
    sentence, field = refused(
        seats.change_appointment, appointment=earlier, facts=longer, **by_manager
    )
    assert field == "starts_on"
    assert sentence.startswith("Robin Hill holds this seat from 1 June 2026 with no end date.")
    another = facts(NewPerson("Somebody else"), date(2020, 1, 1))
    sentence, _field = refused(
        seats.change_appointment, appointment=earlier, facts=another, **by_manager
    )
    assert sentence.startswith("Another person is another appointment")


def test_an_end_is_not_moved_over_the_next_holder(by_manager):
    seat = make.seat("a")
    ending = make.appointment(seat, "Kim Lane", ends=JULY)
    make.appointment(seat, "Robin Hill", starts=JULY)

    _sentence, field = refused(
        seats.end_appointment, appointment=ending, last_day=JULY, **by_manager
    )

    assert field == "last_day"
    earlier = date(2026, 6, 30)
    ended = seats.end_appointment(appointment=ending, last_day=earlier, **by_manager)
    assert ended.last_day == earlier


def test_a_service_that_has_asked_already_appoints_without_asking_again(in_north, moment):
    reader = make.member(in_north, "auditor")
    seat = make.seat("a")

    with pytest.raises(NotPermitted):
        seats.appoint(seat=seat, facts=facts(), by=reader, at=moment)
    held = make.appointment(make.seat("b"))
    corrected = facts(held.person)
    with pytest.raises(NotPermitted):
        seats.change_appointment(appointment=held, facts=corrected, by=reader, at=moment)
    seats.place(seat=seat, facts=facts(), by=reader, at=moment)

    assert AuditEvent.objects.last().by_id == reader.pk


def test_a_young_scrutineers_name_is_not_published(by_manager):
    seat = make.seat("young", "YOUNG_SCRUTINEER")
    named = AppointmentFacts(NewPerson("Y", name_published=True), JUNE)
    known = make.appointment(make.seat("lay", "LAY_MEMBER"), "Z").person
    Person.objects.filter(pk=known.pk).update(name_published=True)
    known.refresh_from_db()

    assert refused(seats.appoint, seat=seat, facts=named, **by_manager)[1] == "name_published"
    assert refused(seats.appoint, seat=seat, facts=facts(known), **by_manager)[1] == "who"
    as_young = SeatFacts(role="YOUNG_SCRUTINEER", title="Seat lay")
    sentence, _field = refused(
        seats.change_seat, seat=Seat.objects.get(key="lay"), facts=as_young, **by_manager
    )
    assert sentence.startswith("A young scrutineer’s name is never published.")
