"""The pages of seats, people and support records, as a browser without JavaScript meets them."""

import re
from datetime import date, timedelta

import pytest

from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import Appointment, Participation, Person, Seat, SupportRecord
from tests.factories import partnerships as make
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db


def as_reader(client, north, role="lay_member"):
    client.force_login(make.member(north, role))
    return client


def soon() -> date:
    """Return a day within sixty days, as the first day after an appointment."""
    return clock.today() + timedelta(days=30)


# --- the same number of queries however many rows


def fill_people(rows):
    for n in range(rows):
        seat = make.seat(f"s{n}", organisation=make.organisation(f"Body {n}"))
        make.appointment(seat, f"Holder {n}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_people_asks_as_much_for_three_as_for_one(
    as_manager, north, django_assert_num_queries, rows
):
    with tenant(north.pk):
        fill_people(rows)
    with django_assert_num_queries(10):
        assert f"Holder {rows - 1}" in text(as_manager.get(at("persons")))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_seat_asks_as_much_for_three_appointments_as_for_one(
    as_manager, north, django_assert_num_queries, rows
):
    with tenant(north.pk):
        seat = make.seat("a")
        for n in range(rows):
            make.appointment(seat, f"H{n}", date(2020 + n, 1, 1), date(2020 + n, 6, 1))
    with django_assert_num_queries(12):
        assert f"H{rows - 1}" in text(as_manager.get(at("seat", seat=seat.public_id)))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_asks_as_much_for_three_seats_as_for_one(
    as_manager, north, django_assert_num_queries, rows
):
    with tenant(north.pk):
        person = Person.objects.create(name="Kim Lane")
        for n in range(rows):
            seat = make.seat(f"s{n}", organisation=make.organisation(f"Body {n}"))
            Appointment.objects.create(seat=seat, person=person, period=(date(2020, 1, 1), None))
    with django_assert_num_queries(10):
        page = text(as_manager.get(at("person-detail", holder=person.public_id)))
    assert f"Seat s{rows - 1}" in page


# --- seats


def test_the_seat_form_shows_a_young_seats_refusal_beside_the_field(as_manager):
    typed = {
        "role": "YOUNG_SCRUTINEER",
        "title": "Young scrutineer",
        "deputies": "not_stated",
        "contact_phone": "01632 960 001",
    }

    page = text(as_manager.post(at("seat-add"), typed))

    assert '<a href="#id_contact_phone">A young scrutineer is reached through the adult' in page
    assert 'value="01632 960 001"' in page


@pytest.mark.parametrize(
    ("phone", "is_one"),
    [("01632 960 001", True), ("+44 (0)1632 960001 ext 12", True), ("call me", False)],
)
def test_a_phone_number_looks_like_one(as_manager, north, phone, is_one):
    typed = {"role": "MEMBER", "title": "A post", "deputies": "none", "contact_phone": phone}

    page = text(as_manager.post(at("seat-add"), typed, follow=True))

    assert ("Enter a phone number" not in page) is is_one
    with tenant(north.pk):
        assert Seat.objects.exists() is is_one


def test_a_change_of_a_seat_keeps_what_the_form_does_not_ask(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("a", source="S4 App1", membership_code="C", appointer="The chair")

    page = text(as_manager.get(at("seat-edit", seat=seat.public_id)))
    assert 'value="The chair"' in page
    assert "On behalf of" not in page
    changed = {"role": "MEMBER", "title": "Another", "deputies": "none", "membership_code": "A"}
    as_manager.post(at("seat-edit", seat=seat.public_id), changed)

    with tenant(north.pk):
        seat.refresh_from_db()
    assert (seat.source, seat.membership_code, seat.title) == ("S4 App1", "A", "Another")


def test_a_seat_of_a_joint_body_says_for_whom(as_manager, north):
    sharing = Participation.objects.create(body=north, name="A county")
    typed = {
        "role": "MEMBER",
        "title": "A post",
        "deputies": "none",
        "on_behalf_of": str(sharing.public_id),
    }

    page = text(as_manager.post(at("seat-add"), typed, follow=True))

    assert 'On behalf of</dt><dd class="govuk-summary-list__value">A county' in page


def test_the_list_of_seats_is_narrowed(as_manager, north):
    with tenant(north.pk):
        make.appointment(make.seat("ending"), "Kim Lane", ends=soon())
        make.appointment(make.seat("left"), "Sam Field", ends=date(2026, 5, 1))

    page = text(as_manager.get(at("seats"), {"state": "vacant"}))
    assert "<strong>1</strong> seat found" in page
    assert "Vacant</strong> since 1 May 2026" in page
    assert "Kim Lane" not in page
    page = text(as_manager.get(at("seats"), {"state": "ends_soon"}))
    assert "Ends soon" in page
    assert "Seat left" not in page
    assert "seats/export.csv?state=ends_soon" in page
    page = text(as_manager.get(at("seats"), {"role": "LSP"}))
    assert "No seat fits" in page
    page = text(as_manager.get(at("seats"), {"state": "nonsense"}))
    assert "Kim Lane" in page


def test_a_seats_time_is_drawn_and_told(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("a")
        make.appointment(seat, "Kim Lane", ends=date(2024, 1, 1), appointed_by="The council")
        deputy = {"kind": "deputy", "mandate": "All but money", "briefed_on": date(2026, 1, 5)}
        make.appointment(seat, "Sam Field", starts=date(2023, 1, 1), **deputy)

    answer = as_manager.get(at("seat", seat=seat.public_id))

    page = text(answer)
    assert "Vacant</strong> since 1 January 2024" in page
    assert "Who held the seat of Seat a, and when</title>" in page
    assert "From 1 January 2020<br>until 31 December 2023" in page
    assert "3. Vacant" in page
    assert all(each in page for each in ("All but money", "Briefed on 5 January 2026"))
    assert "Appointed by The council" in page
    assert "style=" not in answer.content.decode()


def test_an_appointment_is_corrected_on_a_page_of_its_own(as_manager, north):
    with tenant(north.pk):
        appointment = make.appointment(make.seat("a"), "Kim Lane", ends=date(2026, 6, 1))
    url = at("appointment-edit", appointment=appointment.public_id)

    page = text(as_manager.get(url))
    assert "Change the appointment of Kim Lane" in page
    assert re.search(r'name="ends_on_day"[^>]* value="31"', page)
    typed = {
        "kind": "substantive",
        **day("starts_on", "2020-01-01"),
        **day("ends_on", "2019-01-01"),
    }
    page = text(as_manager.post(url, typed))
    assert "The last day must not be before the first." in page
    typed |= day("ends_on", "2026-08-31")
    page = text(as_manager.post(url, typed, follow=True))

    assert "Appointment changed." in page
    assert "until 31 August 2026" in page


# --- people


def test_people_are_listed_with_their_seats_and_narrowed(as_manager, north):
    with tenant(north.pk):
        make.appointment(make.seat("a"), "Kim Lane", ends=soon())
        make.appointment(make.seat("b"), "Sam Field", kind="deputy")
        make.appointment(make.seat("c"), "Ash Reed", ends=date(2024, 1, 1))

    page = text(as_manager.get(at("persons")))
    assert "<strong>2</strong> people" in page
    assert "Ends soon" in page
    assert "Seat b (standing deputy)" in page
    page = text(as_manager.get(at("persons"), {"when": "past"}))
    assert "Ash Reed" in page
    assert "Past</strong>" in page
    assert "people/export.xlsx?when=past" in page
    page = text(as_manager.get(at("persons"), {"name": "nobody"}))
    assert "Nobody fits" in page


def test_a_long_list_of_people_has_pages_that_keep_the_filter(as_manager, north):
    with tenant(north.pk):
        for n in range(51):
            make.appointment(make.seat(f"s{n}"), f"Holder {n:02}")

    page = text(as_manager.get(at("persons"), {"when": "all", "page": "2"}))

    assert "Holder 50" in page
    assert "Holder 00" not in page
    assert "?when=all&amp;page=1" in page


def test_a_person_is_named_agrees_and_is_linked(as_manager, north, manager):
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Kim Lane").person
    whom = {"holder": person.public_id}

    page = text(as_manager.get(at("person-detail", **whom)))
    assert "Not published: the post alone is named" in page
    assert "No account is linked" in page
    typed = {"name": "Kim Reed", "name_published": "on"}
    page = text(as_manager.post(at("person-edit", **whom), typed, follow=True))
    assert "Kim Reed" in page
    assert "Published beside their posts" in page
    account = {"account": str(manager.public_id)}
    page = text(as_manager.post(at("person-account", **whom), account, follow=True))
    assert "Has an account in the portal" in page
    assert "Roles of this account" in page
    page = text(as_manager.post(at("person-account", **whom), {"account": ""}, follow=True))
    assert "No account is linked" in page


def test_a_refusal_about_a_name_stands_beside_it(as_manager, north, south):
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Kim Lane").person
    Person.objects.filter(pk=person.pk).update(registered_by=south)

    typed = {"name": "Another"}
    page = text(as_manager.post(at("person-edit", holder=person.public_id), typed))

    assert '<a href="#id_name">This name came with the person’s own account' in page
    assert 'value="Another"' in page
    assert "Link an account" not in text(
        as_manager.get(at("person-detail", holder=person.public_id))
    )


def test_a_reader_sees_a_person_and_changes_nothing(client, north):
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Kim Lane").person
    as_reader(client, north)
    whom = {"holder": person.public_id}

    page = text(client.get(at("person-detail", **whom)))
    assert "Kim Lane" in page
    assert "What you can do" not in page
    assert client.post(at("person-edit", **whom), {"name": "X"}).status_code == 200
    person.refresh_from_db()
    assert person.name == "Kim Lane"
    assert client.get(at("person-account", **whom)).status_code == 403


def test_people_correct_their_own_name(client, north):
    own = make.member(north, "lay_member")
    with tenant(north.pk):
        person = make.appointment(make.seat("a"), "Kim Lane").person
    Person.objects.filter(pk=person.pk).update(user=own)
    client.force_login(own)
    whom = {"holder": person.public_id}

    assert "Correct the name" in text(client.get(at("person-detail", **whom)))
    page = text(client.post(at("person-edit", **whom), {"name": "Kim Reed"}, follow=True))

    assert "Saved." in page
    assert "Kim Reed" in page


def test_somebody_of_another_partnership_is_not_found(as_manager, north, south):
    with tenant(south.pk):
        stranger = make.appointment(make.seat("a"), "Stranger").person
    for name in ("person-detail", "person-edit", "person-account"):
        assert as_manager.get(at(name, holder=stranger.public_id)).status_code == 404


# --- young scrutineers and lay members


@pytest.fixture
def young(north):
    """A young scrutineer with an account."""
    user = make.member(north, "young_scrutineer", "young@north.example")
    with tenant(north.pk):
        seat = make.seat("young", "YOUNG_SCRUTINEER")
        appointment = make.appointment(seat, "Their Own Name")
    Person.objects.filter(pk=appointment.person_id).update(user=user)
    return appointment


def test_readers_never_meet_a_young_scrutineers_name(client, north, young):
    with tenant(north.pk):
        SupportRecord.objects.create(appointment=young, credited_as="A voice of young people")
    as_reader(client, north)

    for name, kwargs in (("seats", {}), ("seat", {"seat": young.seat.public_id})):
        page = text(client.get(at(name, **kwargs)))
        assert "A voice of young people" in page
        assert "Their Own Name" not in page
    assert "Their Own Name" not in text(client.get(at("persons")))
    assert client.get(at("person-detail", holder=young.person.public_id)).status_code == 404
    assert client.get(at("support", appointment=young.public_id)).status_code == 403


def test_a_young_scrutineers_page_offers_no_way_to_reach_or_publish_them(as_manager, young):
    whom = {"holder": young.person.public_id}

    page = text(as_manager.get(at("person-detail", **whom)))
    assert "Their Own Name" in page
    assert "Never: a young scrutineer is credited in agreed words" in page
    assert "Roles of this account" not in page
    assert "young@north.example" not in page
    support = text(as_manager.get(at("support", appointment=young.public_id)))
    assert "young@north.example" not in support
    assert "There is no way to write to them here." in support
    assert "They agree" not in text(as_manager.get(at("person-edit", **whom)))
    typed = {"name": "Their Own Name", "name_published": "on"}
    as_manager.post(at("person-edit", **whom), typed)
    young.person.refresh_from_db()
    assert young.person.name_published is False


def test_a_support_record_says_what_is_missing_until_nothing_is(as_manager, north, young):
    with tenant(north.pk):
        adult = make.seat("adult", "MANAGER")
        make.appointment(adult, "Kim Lane")
    url = at("support-edit", appointment=young.public_id)

    page = text(as_manager.get(at("support", appointment=young.public_id)))
    assert "There is no support record yet." in page
    page = text(as_manager.post(url, {"consent_by": "parent"}))
    assert "Say who gave consent and on which day." in page
    typed = {
        "consent_by": "parent",
        "safeguarding_seat": str(adult.public_id),
        "credited_as": "A voice",
        **day("consent_on", "2026-01-05"),
        **day("risk_assessed_on", "2026-01-06"),
    }
    page = text(as_manager.post(url, typed, follow=True))

    assert "Nothing is missing." in page
    assert "A parent or carer, on 5 January 2026" in page
    assert 'value="A voice"' in text(as_manager.get(url))


def test_a_lay_members_record_asks_nothing_about_consent(as_manager, north):
    with tenant(north.pk):
        lay = make.appointment(make.seat("lay", "LAY_MEMBER"), "Kim Lane")
        mentor = make.seat("mentor", "CHAIR")
        member = make.appointment(make.seat("m"))
    url = at("support-edit", appointment=lay.public_id)

    assert "Consent" not in text(as_manager.get(url))
    typed = {"tasks": "Reads plans", "mentor": str(mentor.public_id), "shadowing": "A forum"}
    page = text(as_manager.post(url, typed, follow=True))
    assert "Seat mentor" in page
    assert "No day of an induction is recorded." in page
    assert as_manager.get(at("support", appointment=member.public_id)).status_code == 404
