"""Seats, appointments, agencies, delegations and the partnership's details."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Area,
    AuditEvent,
    Organisation,
    PartnershipArea,
    Person,
    Seat,
)
from partnerships.services import agencies, delegations, details, seats
from partnerships.services.agencies import AgencyFacts, NewOrganisation
from partnerships.services.delegations import DelegationFacts
from partnerships.services.details import ChairRuleFacts, DetailFacts
from partnerships.services.seats import AppointmentFacts, NewPerson, SeatFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def test_a_seat_gets_a_key_from_its_title_and_never_the_same_twice(by_manager):
    facts = SeatFacts(role="MEMBER", title="Head of Early Help")

    keys = [seats.create_seat(facts=facts, **by_manager).key for _ in range(3)]

    assert keys == ["head-of-early-help", "head-of-early-help-2", "head-of-early-help-3"]
    assert verbs() == [AuditVerb.CREATED] * 3


def test_a_key_in_use_is_refused(by_manager):
    make.seat("chair")
    with pytest.raises(DomainError, match="key chair already"):
        seats.create_seat(facts=SeatFacts(role="CHAIR", title="Chair"), key="chair", **by_manager)


@pytest.mark.parametrize("role", ["LSP", "DSP"])
def test_a_partners_seat_says_which_partner(by_manager, role):
    with pytest.raises(DomainError) as refusal:
        seats.create_seat(facts=SeatFacts(role=role, title="Chief executive"), **by_manager)
    assert refusal.value.field == "speaks_for"
    assert not Seat.objects.exists()


def test_a_change_names_the_fields_and_not_their_values(by_manager):
    seat = make.seat("a")
    facts = SeatFacts(role="MEMBER", title="New title", note="Some prose")

    seats.change_seat(seat=seat, facts=facts, **by_manager)

    event = AuditEvent.objects.get()
    assert event.facts == {"fields": ["title", "note"]}
    assert event.object_reference == "New title"


def test_a_change_of_nothing_leaves_no_line(by_manager):
    seat = make.seat("a")

    seats.change_seat(seat=seat, facts=SeatFacts(role="MEMBER", title="Seat a"), **by_manager)

    assert verbs() == []


def test_two_substantive_holders_at_once_are_refused_in_words(by_manager):
    seat = make.seat("a")
    first = AppointmentFacts(NewPerson("First"), JUNE, date(2026, 8, 31))
    seats.appoint(seat=seat, facts=first, **by_manager)

    with pytest.raises(DomainError) as refusal:
        seats.appoint(
            seat=seat, facts=AppointmentFacts(NewPerson("Second"), date(2026, 8, 31)), **by_manager
        )

    assert str(refusal.value) == (
        "First holds this seat from 1 June 2026 until 31 August 2026. "
        "Choose days before or after that time."
    )
    assert refusal.value.field == "starts_on"
    assert not Person.objects.filter(name="Second").exists()
    seats.appoint(
        seat=seat, facts=AppointmentFacts(NewPerson("Second"), date(2026, 9, 1)), **by_manager
    )


def test_a_holder_without_an_end_is_named_as_the_reason(by_manager):
    seat = make.seat("a")
    make.appointment(seat)

    with pytest.raises(DomainError, match="no end date"):
        seats.appoint(seat=seat, facts=AppointmentFacts(NewPerson("B"), JUNE), **by_manager)


def test_an_account_holder_becomes_one_person_only(by_manager, manager):
    for key in ("a", "b"):
        facts = AppointmentFacts(NewPerson(manager.display_name, user=manager), JUNE)
        seats.appoint(seat=make.seat(key), facts=facts, **by_manager)

    assert Person.objects.filter(user=manager).count() == 1


def test_an_end_keeps_the_history(by_manager):
    seat = make.seat("a")
    appointment = make.appointment(seat)

    seats.end_appointment(appointment=appointment, last_day=JUNE, **by_manager)

    page = selectors.seat_page(seat=seat, on=date(2026, 6, 2))
    assert [(each.ends_on, each.state) for each in page.holders] == [(JUNE, "ended")]
    assert AuditEvent.objects.get().facts["until"] == "2026-06-01"


def test_an_end_before_the_start_is_refused(by_manager):
    appointment = make.appointment(make.seat("a"))
    with pytest.raises(DomainError) as refusal:
        seats.end_appointment(appointment=appointment, last_day=date(2019, 1, 1), **by_manager)
    assert refusal.value.field == "last_day"


def test_an_appointment_that_is_over_does_not_end_again(by_manager):
    appointment = make.appointment(make.seat("a"), ends=date(2025, 1, 1))
    with pytest.raises(DomainError, match="ended already"):
        seats.end_appointment(appointment=appointment, last_day=JUNE, **by_manager)


def test_a_seat_that_is_held_is_not_closed(by_manager):
    seat = make.seat("a")
    appointment = make.appointment(seat)
    with pytest.raises(DomainError, match="End the appointment first"):
        seats.close_seat(seat=seat, closed_on=JUNE, **by_manager)

    seats.end_appointment(appointment=appointment, last_day=date(2026, 5, 31), **by_manager)
    seats.close_seat(seat=seat, closed_on=JUNE, **by_manager)

    with pytest.raises(DomainError, match="closed already"):
        seats.close_seat(seat=seat, closed_on=JUNE, **by_manager)
    with pytest.raises(DomainError, match="This seat is closed"):
        seats.appoint(seat=seat, facts=AppointmentFacts(NewPerson("B"), JUNE), **by_manager)


def test_vacant_statutory_seats_are_found(by_manager):
    filled = make.seat("filled", "LSP", speaks_for="police")
    make.appointment(filled)
    ended = make.seat("ended", "DSP", speaks_for="police")
    make.appointment(ended, ends=JUNE)
    make.seat("member")

    assert selectors.vacant_seats(on=JUNE) == [ended]


def test_a_new_organisation_is_added_to_the_directory_once(by_manager):
    new = NewOrganisation("Demo Youth Club", "voluntary")

    first = agencies.add_agency(facts=AgencyFacts(new, "relevant_agency"), **by_manager)
    second = agencies.add_agency(
        facts=AgencyFacts(NewOrganisation("demo youth club", "voluntary"), "adviser"), **by_manager
    )

    assert first.organisation == second.organisation
    assert Organisation.objects.count() == 1


def test_one_basis_is_open_once(by_manager):
    membership = make.agency("A trust")
    facts = AgencyFacts(membership.organisation, "relevant_agency")
    with pytest.raises(DomainError) as refusal:
        agencies.add_agency(facts=facts, **by_manager)
    assert refusal.value.field == "basis"

    ended = AgencyFacts(membership.organisation, "relevant_agency", to_on=JUNE)
    agencies.change_agency(membership=membership, facts=ended, **by_manager)
    agencies.add_agency(facts=facts, **by_manager)
    assert verbs() == [AuditVerb.ENDED, AuditVerb.CREATED]


@pytest.mark.parametrize(
    ("new", "field"),
    [(NewOrganisation(" ", "other"), "new_name"), (NewOrganisation("A", "guild"), "new_kind")],
)
def test_an_organisation_needs_a_name_and_a_kind(by_manager, new, field):
    with pytest.raises(DomainError) as refusal:
        agencies.add_agency(facts=AgencyFacts(new, "adviser"), **by_manager)
    assert refusal.value.field == field
    assert not AgencyMembership.objects.exists()


def test_the_partnership_changes_what_it_says_of_itself(by_manager, in_north, south):
    facts = DetailFacts(name="Northern Partnership", short_name="North", host="A council")
    details.change_details(facts=facts, **by_manager)
    in_north.refresh_from_db()
    assert in_north.host == "A council"

    with pytest.raises(DomainError) as refusal:
        details.change_details(facts=DetailFacts(south.name, "N"), **by_manager)
    assert refusal.value.field == "name"


def test_an_area_is_covered_once_and_can_be_taken_back(by_manager):
    area = Area.objects.create(name="Demo Borough", kind="unitary")
    covered = details.add_area(area=area, **by_manager)
    with pytest.raises(DomainError, match="covers this area already"):
        details.add_area(area=area, **by_manager)

    details.remove_area(covered=covered, **by_manager)

    assert not PartnershipArea.objects.exists()
    assert [event.object_reference for event in AuditEvent.objects.all()] == ["Demo Borough"] * 2


def test_a_body_has_one_chair_rule(by_manager):
    rule = details.add_chair_rule(facts=ChairRuleFacts("Executive", "the three"), **by_manager)
    with pytest.raises(DomainError) as refusal:
        details.add_chair_rule(facts=ChairRuleFacts("Executive", "x"), **by_manager)
    assert refusal.value.field == "body"

    changed = ChairRuleFacts("Executive", "the three", minimum_months=12)
    details.change_chair_rule(rule=rule, facts=changed, **by_manager)
    assert AuditEvent.objects.last().facts == {"fields": ["minimum_months"]}


def test_only_who_keeps_the_record_changes_it(in_north, moment):
    by = {"by": make.member(in_north, "auditor"), "at": moment}
    seat = make.seat("a", "LSP", speaks_for="police")
    acts = [
        lambda: seats.create_seat(facts=SeatFacts(role="MEMBER", title="x"), **by),
        lambda: seats.change_seat(seat=seat, facts=SeatFacts(role="MEMBER", title="x"), **by),
        lambda: seats.close_seat(seat=seat, closed_on=JUNE, **by),
        lambda: seats.appoint(seat=seat, facts=AppointmentFacts(NewPerson("x"), JUNE), **by),
        lambda: agencies.add_agency(facts=AgencyFacts(NewOrganisation("x", "lay"), "lay"), **by),
        lambda: delegations.delegate(facts=DelegationFacts(seat, seat, functions="x"), **by),
        lambda: details.change_details(facts=DetailFacts("x", "x"), **by),
        lambda: details.add_chair_rule(facts=ChairRuleFacts("x", "x"), **by),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert Seat.objects.get().title == "Seat a"
    assert not Appointment.objects.exists()
    assert not AuditEvent.objects.exists()
