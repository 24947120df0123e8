"""Seats and people are imported, and every fault of a row is said."""

from datetime import date

import pytest

from partnerships.models import (
    Appointment,
    Person,
    Seat,
)
from partnerships.services.import_check import check
from tests.factories import partnerships as make
from tests.partnerships.imports.batches import PEOPLE, SEATS, apply, faults

pytestmark = pytest.mark.django_db


# --- seats


def test_seats_are_imported(bring, by, moment):
    council = make.organisation("Anytown Council", "local_authority")
    batch = bring(
        "seats",
        f"{SEATS},Has a vote,Deputies,Membership code,Key",
        "Chief executive,LSP,anytown council,Local authority,yes,,Safeguarding partner,chief",
        "Young member,Young scrutineer,,,,,,",
        "Young member,Lay member,,,no,A standing deputy,RA,",
    )
    assert faults(batch) == []

    apply(batch, by, moment)

    chief, young, lay = Seat.objects.order_by("pk")
    assert (
        chief.key,
        chief.organisation,
        chief.speaks_for,
        chief.votes,
        chief.membership_code,
    ) == (
        "chief",
        council,
        "local_authority",
        True,
        "SP",
    )
    assert (young.key, lay.key, lay.deputies) == ("young-member", "young-member-2", "standing")


def test_every_fault_of_a_seat_is_said(bring):
    make.seat("there", organisation=make.organisation("A body"))
    make.seat("closed", closed_on=date(2020, 1, 1))
    batch = bring(
        "seats",
        f"{SEATS},Area,Key,Speaks for a sector,Deputies,Vote",
        "Chief,LSP,,,,,,,",
        "Seat there,Member,A body,,,,,,",
        "Seat closed,Member,,,,closed,,,",
        "New,Member,Nobody,,Nowhere,Not A Key,,,",
        "Twin,Member,,,,same,,,perhaps",
        "Twin 2,Member,,,,same,,,",
        "Twin 2,Member,,,,same,,,",
        "Sector,Member,,,,,yes,A standing deputy,",
    )

    assert faults(batch) == [
        (
            2,
            "Column D, Safeguarding partner",
            "Select which safeguarding partner this seat speaks for.",
        ),
        (3, "Column A, Post", "There is such a seat already: same post, role and organisation."),
        (4, "Column F, Key", "The key closed is in use already."),
        (
            5,
            "Column C, Organisation",
            "“Nobody” is not in the directory. Add it as an agency first.",
        ),
        (5, "Column E, Area", "“Nowhere” is not an area of this partnership: none."),
        (5, "Column F, Key", "A key has small letters, figures and hyphens alone."),
        (6, "Column I, Vote", "“perhaps” is not one of: Yes; No."),
        (8, "Column A, Post", "Row 7 has the same seat."),
        (8, "Column F, Key", "The key same is in use already."),
        (
            9,
            "Column H, Deputies",
            "A member for a sector has no deputy; colleagues from the sector cover.",
        ),
    ]


# --- people


def test_people_are_appointed_and_the_same_name_is_one_person(bring, by, moment):
    first, second = make.seat("a"), make.seat("b")
    known = make.appointment(second, "Kim Lane", ends=date(2025, 1, 1)).person
    batch = bring(
        "appointments",
        f"{PEOPLE},Name may be published",
        "Seat a,kim lane,01/02/2026,31/03/2026,,yes",
        "a,Robin Hill,1 April 2026,,Acting,yes",
        "Seat b,ROBIN HILL,2026-05-01,,,",
    )
    looked = check(batch, on=moment.date())
    assert [row.says for row in looked.rows] == [
        "kim lane sits as Seat a (substantive)",
        "Robin Hill, new here, sits as Seat a (acting)",
        "ROBIN HILL, new here, sits as Seat b (substantive)",
    ]
    assert looked.rows[0].remarks == (
        "Whether the name may be published stays as it is recorded already.",
    )

    apply(batch, by, moment)

    kim = Appointment.objects.get(seat=first, person=known)
    assert (kim.first_day, kim.last_day) == (date(2026, 2, 1), date(2026, 3, 31))
    robin = Person.objects.get(name="Robin Hill")
    assert robin.name_published
    assert {each.seat for each in robin.appointments.all()} == {first, second}
    assert Person.objects.count() == 2


def test_every_fault_of_an_appointment_is_said(bring):
    seat = make.seat("a", deputies="none")
    make.appointment(seat, "Kim Lane")
    make.seat("free")
    make.seat("shut", closed_on=date(2020, 1, 1))
    for key in ("x", "y"):
        twin = make.seat(key)
        Seat.objects.filter(pk=twin.pk).update(title="Twin")
        make.appointment(twin, "Two People")
    batch = bring(
        "appointments",
        f"{PEOPLE},Deputy briefed on",
        "Nowhere,A,2026-01-01,,,",
        "Twin,A,2026-01-01,,,",
        "Seat free,Two people,2026-01-01,,,",
        "Seat a,Robin Hill,2026-01-01,,,",
        "Seat a,Kim Lane,2026-01-01,,Acting,",
        "Seat a,Robin Hill,2026-01-01,,Standing deputy,",
        "shut,Robin Hill,2026-01-01,,,",
        "Seat free,One,2026-02-01,2026-01-01,,",
        "Seat free,One,2026-02-01,,,",
        "Seat free,Two,2026-03-01,,,",
        "Seat free,?,2026-03-01,,,",
    )

    found = faults(batch)

    assert [fault[:2] for fault in found] == [
        (2, "Column A, Seat"),
        (3, "Column A, Seat"),
        (4, "Column B, Person"),
        (5, "Column C, First day"),
        (6, "Column B, Person"),
        (7, "Column E, Appointment"),
        (8, "Column C, First day"),
        (9, "Column D, Last day"),
        (11, "Column C, First day"),
        (12, "Column B, Person"),
    ]
    reasons = [fault[2] for fault in found]
    assert reasons[0] == "There is no seat “Nowhere”. Import or add the seats first."
    assert reasons[1] == "2 seats have this post. Write the key of one: x; y."
    assert reasons[2].startswith("2 people of this name are known here.")
    assert reasons[3].startswith("Kim Lane holds this seat from 1 January 2020 with no end date.")
    assert reasons[8].startswith("One holds this seat from 1 February 2026 with no end date.")


def test_the_row_of_a_young_scrutineer_holds_no_name_to_publish_and_no_way_to_reach_them(bring):
    make.seat("young", "YOUNG_SCRUTINEER")
    batch = bring(
        "appointments",
        f"{PEOPLE},Name may be published,Note",
        "young,Sam,2026-01-01,,,yes,",
        "young,Sam,2026-01-01,,,,write to sam@x.example",
        "young,Sam,2026-01-01,,,,07700 900 123",
    )

    found = faults(batch)

    assert [fault[:2] for fault in found] == [
        (2, "Column F, Name may be published"),
        (3, "Column G, Note"),
        (4, "Column G, Note"),
    ]
    assert "may hold no email address or telephone number" in found[1][2]
