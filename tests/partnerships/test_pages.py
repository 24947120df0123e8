"""The pages of home, seats, agencies and details, as a browser without JavaScript meets them."""

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Area,
    ChairRule,
    Delegation,
    Notice,
    Partnership,
    PartnershipArea,
    Person,
    Seat,
)
from tests.factories import partnerships as make
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db


# --- lists: the same number of queries however many rows


def fill_seats(north, rows):
    with tenant(north.pk):
        for n in range(rows):
            seat = make.seat(f"s{n}", organisation=make.organisation(f"Body {n}"))
            make.appointment(seat, f"Holder {n}")


def fill_agencies(north, rows):
    with tenant(north.pk):
        for n in range(rows):
            make.agency(f"Agency {n}")


def fill_delegations(north, rows):
    with tenant(north.pk):
        for n in range(rows):
            lead = make.seat(f"l{n}", "LSP", speaks_for="police")
            delegated = make.seat(f"d{n}", "DSP", speaks_for="police")
            Delegation.objects.create(from_seat=lead, to_seat=delegated, functions="All")


def fill_people(north, rows):
    for n in range(rows):
        make.member(north, "auditor", f"auditor{n}@north.example")


def fill_details(north, rows):
    with tenant(north.pk):
        for n in range(rows):
            area = Area.objects.create(name=f"Area {n}", kind="unitary")
            PartnershipArea.objects.create(area=area)
            ChairRule.objects.create(body=f"Body {n}", chosen_from="the three")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "fill", "queries"),
    [
        ("seats", fill_seats, 11),
        ("agencies", fill_agencies, 12),
        ("delegations", fill_delegations, 9),
        ("people", fill_people, 13),
        ("details", fill_details, 10),
    ],
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    as_manager, north, django_assert_num_queries, page, fill, queries, rows
):
    fill(north, rows)
    with django_assert_num_queries(queries):
        assert as_manager.get(at(page)).status_code == 200


# --- home


def test_home_says_what_needs_the_manager(as_manager, north):
    with tenant(north.pk):
        make.seat("police-lead", "LSP", speaks_for="police")

    page = text(as_manager.get(at("home")))

    assert "Record who holds a seat: Seat police-lead" in page
    assert "Partnership manager" in page


def test_home_says_so_when_nothing_needs_you(client, north):
    client.force_login(make.member(north, "young_scrutineer"))

    assert "Nothing needs you now" in text(client.get(at("home")))


def test_notices_are_put_away_by_their_own_reader_only(as_manager, north, manager, moment):
    other = make.member(north, "auditor")
    with tenant(north.pk):
        mine, theirs = (
            Notice.objects.create(
                recipient=who, key="k", subject="Something is due", path="", created_at=moment
            )
            for who in (manager, other)
        )

    assert "Something is due" in text(as_manager.get(at("home")))
    ids = [str(mine.public_id), str(theirs.public_id), "nonsense"]
    answer = as_manager.post(at("notices-read"), {"notice": ids}, follow=True)

    assert "Nothing new." in text(answer)
    with tenant(north.pk):
        theirs.refresh_from_db()
        assert theirs.read_at is None


def test_the_switcher_lists_the_partnerships_that_are_yours(client, north, south):
    Partnership.objects.create(slug="third", name="Third", short_name="Third")
    person = make.member(north, "auditor")
    client.force_login(person)
    assert client.get("/my/").headers["Location"] == "/northshire/"
    assert "Switch" not in text(client.get(at("home")))

    make.give_role(south, person, "lay_member")

    page = text(client.get("/my/"))
    assert "Southshire Safeguarding" in page
    assert "Third" not in page
    assert "Switch" in text(client.get(at("home")))


def test_somebody_without_a_role_is_told_so(client):
    client.force_login(make.user("nobody@x.example"))

    assert "You hold no role in any partnership" in text(client.get("/my/"))


def test_the_front_page_sends_members_on(client, manager):
    assert "Sign in" in text(client.get("/"))
    client.force_login(manager)
    assert client.get("/").headers["Location"] == "/my/"


# --- seats


def test_a_seat_is_added_filled_and_ended(as_manager, north):
    body = make.organisation("A council", "local_authority")
    answer = as_manager.post(
        at("seat-add"),
        {
            "role": "LSP",
            "title": "Chief executive",
            "organisation": str(body.public_id),
            "speaks_for": "local_authority",
            "votes": "on",
            "deputies": "not_stated",
        },
        follow=True,
    )
    assert "Nobody has held this seat yet" in text(answer)
    with tenant(north.pk):
        seat = Seat.objects.get()
    answer = as_manager.post(
        at("appoint", seat=seat.public_id),
        {"new_name": "Kim Lane", "kind": "substantive", **day("starts_on", "2026-01-01")},
        follow=True,
    )
    assert "Kim Lane" in text(answer)
    with tenant(north.pk):
        appointment = Appointment.objects.get()

    answer = as_manager.post(
        at("appointment-end", appointment=appointment.public_id),
        day("last_day", "2026-02-01"),
        follow=True,
    )

    assert "1 February 2026" in text(answer)


def test_somebody_of_the_list_or_a_new_name_but_not_both(as_manager, north, manager):
    with tenant(north.pk):
        seat = make.seat("a")
    both = {"who": f"user:{manager.public_id}", "new_name": "Somebody else", "kind": "acting"}
    url = at("appoint", seat=seat.public_id)

    page = text(as_manager.post(url, {**both, **day("starts_on", "2026-01-01")}))
    assert "Choose a person or enter a name, not both" in page
    page = text(as_manager.post(url, {"kind": "acting", **day("starts_on", "2026-01-01")}))
    assert "Choose a person, or enter the name of somebody new" in page
    tampered = {"who": "user:00000000-0000-0000-0000-000000000000", "kind": "acting"}
    page = text(as_manager.post(url, {**tampered, **day("starts_on", "2026-01-01")}))
    assert "is not one of the available choices" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-31", "First day must be a real date"),
        ("26-02-01", "Year must include 4 numbers"),
        ("9999-12-31", "The year must be between 1948 and 2099"),
        ("1026-01-01", "The year must be between 1948 and 2099"),
    ],
)
def test_an_impossible_date_is_explained(as_manager, north, typed, said):
    with tenant(north.pk):
        seat = make.seat("a")
    answer = as_manager.post(
        at("appoint", seat=seat.public_id),
        {"new_name": "A", "kind": "acting", **day("starts_on", typed)},
    )
    assert said in text(answer)


def test_a_seat_is_changed_and_closed(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("a")
    changed = {"role": "MEMBER", "title": "Another post", "deputies": "nominated"}
    as_manager.post(at("seat-edit", seat=seat.public_id), changed)
    answer = as_manager.post(
        at("seat-close", seat=seat.public_id), day("closed_on", "2026-01-01"), follow=True
    )

    assert "Another post" in text(answer)
    assert "Closed</strong> on 1 January 2026" in text(answer)


def test_a_reader_sees_seats_and_no_way_to_change_them(client, north):
    with tenant(north.pk):
        seat = make.seat("a")
    client.force_login(make.member(north, "lay_member"))

    assert "Add a seat" not in text(client.get(at("seats")))
    assert "Close this seat" not in text(client.get(at("seat", seat=seat.public_id)))
    assert client.get(at("seat-edit", seat=seat.public_id)).status_code == 403


# --- agencies, delegations, details


def test_an_agency_is_added_and_changed(as_manager, north):
    page = text(as_manager.post(at("agency-add"), {"basis": "adviser"}))
    assert "Choose one organisation, or enter a name" in page

    new = {"new_name": "A choir", "new_kind": "voluntary", "basis": "invited_other"}
    assert "A choir" in text(as_manager.post(at("agency-add"), new, follow=True))
    with tenant(north.pk):
        agency = AgencyMembership.objects.get()
    changed = {"basis": "invited_other", "why": "It sings", **day("from_on", "2026-01-01")}
    answer = as_manager.post(at("agency-edit", agency=agency.public_id), changed, follow=True)

    assert "It sings" in text(answer)


def test_a_delegation_is_recorded_and_changed(as_manager, north):
    with tenant(north.pk):
        lead = make.seat("lead", "LSP", speaks_for="icb")
        delegated = make.seat("delegated", "DSP", speaks_for="icb")
    facts = {
        "from_seat": str(lead.public_id),
        "to_seat": str(delegated.public_id),
        "functions": "Sits on the executive",
    }
    answer = as_manager.post(at("delegation-add"), facts, follow=True)
    assert "Seat lead" in text(answer)
    with tenant(north.pk):
        delegation = Delegation.objects.get()

    changed = {**facts, "retained": "The yearly report", **day("review_on", "2027-03-01")}
    answer = as_manager.post(
        at("delegation-edit", delegation=delegation.public_id), changed, follow=True
    )

    assert "The yearly report" in text(answer)
    assert "1 March 2027" in text(answer)


def test_details_areas_and_chair_rules_are_kept(as_manager, north):
    area = Area.objects.create(name="Area One", kind="unitary")
    as_manager.post(
        at("details-edit"),
        {"name": north.name, "short_name": "North", "data_controller": "The council"},
    )
    as_manager.post(at("area-add"), {"area": str(area.public_id)})
    as_manager.post(at("chair-rule-add"), {"body": "Executive", "chosen_from": "the delegates"})

    page = text(as_manager.get(at("details")))
    assert all(each in page for each in ("The council", "Area One", "Executive"))
    with tenant(north.pk):
        covered, rule = PartnershipArea.objects.get(), ChairRule.objects.get()
    as_manager.post(at("area-remove", area=covered.public_id))
    as_manager.post(
        at("chair-rule-edit", rule=rule.public_id),
        {"body": "Executive", "chosen_from": "the delegates", "minimum_months": "12"},
    )
    page = text(as_manager.get(at("details")))
    assert "No areas yet" in page
    assert "at least 12 months" in page


# --- privacy


def test_the_privacy_page_is_public_and_names_the_controller(client, north):
    assert "has not yet recorded" in text(client.get(at("privacy")))
    north.data_controller = "The council of the north"
    north.save()

    assert "The council of the north" in text(client.get(at("privacy")))


def test_a_partnership_that_does_not_exist_is_not_found(client, manager):
    assert client.get("/nowhere/privacy/").status_code == 404
    client.force_login(manager)
    assert client.get("/nowhere/").status_code == 404


def test_what_a_form_cannot_do_stands_beside_its_field(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("a")
        make.appointment(seat)
    area = Area.objects.create(name="Area One", kind="unitary")
    as_manager.post(at("area-add"), {"area": str(area.public_id)})

    page = text(as_manager.post(at("area-add"), {"area": str(area.public_id)}))
    assert "covers this area already" in page
    closing = {"seat": seat.public_id}
    page = text(as_manager.post(at("seat-close", **closing), day("closed_on", "2026-01-01")))
    assert "End the appointment first" in page
    lead = {"role": "LSP", "title": "Chief", "deputies": "not_stated"}
    page = text(as_manager.post(at("seat-add"), lead))
    assert "Select which safeguarding partner" in page
    new = {"new_name": "A choir", "basis": "adviser"}
    assert "Select a kind of organisation" in text(as_manager.post(at("agency-add"), new))


def test_an_account_holder_is_appointed_from_the_list(as_manager, north, manager):
    with tenant(north.pk):
        seat = make.seat("a")
    facts = {"who": f"user:{manager.public_id}", "kind": "substantive"}
    url = at("appoint", seat=seat.public_id)

    page = text(as_manager.post(url, facts | day("starts_on", "2099-01-01"), follow=True))

    assert manager.display_name in page
    assert "coming" not in page
    assert f"person:{Person.objects.get(user=manager).public_id}" in text(as_manager.get(url))
