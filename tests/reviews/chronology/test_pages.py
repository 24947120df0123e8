"""The pages of a chronology, as those who work on a case and the agencies that answer meet them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from krscp_portal.foundation.context import tenant
from reviews.chronology import RowFacts
from reviews.models import ChronologyRow
from reviews.services import chronology as services
from reviews.services.answering import Hand
from tests.factories import partnerships as people
from tests.factories import requests as make
from tests.reviews.chronology.conftest import ROW, address, words

pytestmark = pytest.mark.django_db
PASTED = "From\tSource\tEvent\n05/03/2024\tNotes\tSeen at the clinic\nspring 2024\t\tMoved"


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def at(case):
    return lambda name="", **kwargs: address(
        f"case-chronology{name}", case=case.public_id, **kwargs
    )


@pytest.fixture
def added(case, hospital, north, who):
    """A row that was added for the hospital."""
    with tenant(north.pk):
        return services.add_row(subject=case, organisation=hospital, facts=ROW, **who)


def test_a_row_is_added_changed_and_taken_away(signed_in, at, north, hospital):
    said = {
        "organisation": str(hospital.public_id),
        "event": "Seen",
        **day("from_on", date(2024, 3, 5)),
    }
    assert signed_in.post(at("-add"), said).url == at()
    with tenant(north.pk):
        row = ChronologyRow.objects.get()
    one = {"chronology_row": row.public_id}
    page = signed_in.get(at())
    assert "5 March 2024" in words(page)
    assert signed_in.get(at("-change", **one)).context["form"]["event"].value() == "Seen"
    assert signed_in.post(at("-change", **one), {"event": "Born"}).url == at()
    assert "Day not known" in words(signed_in.get(at()))
    assert "Born" in words(signed_in.get(at("-remove", **one)))
    assert signed_in.post(at("-remove", **one)).url == at()
    assert signed_in.get(at("-change", **one)).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(signed_in, at, hospital):
    said = {
        "organisation": str(hospital.public_id),
        "event": "Seen",
        **day("from_on", date(2024, 3, 5)),
        **day("to_on", date(2024, 3, 4)),
    }
    form = signed_in.post(at("-add"), said).context["form"]

    assert form.errors == {"to_on": ["The last day cannot come before the first."]}
    assert form["event"].value() == "Seen"


def test_pasted_rows_are_looked_at_before_they_are_kept(signed_in, at, north, hospital):
    said = {"organisation": str(hospital.public_id), "pasted": PASTED}
    page = signed_in.post(at("-upload"), said)
    assert "Hospital: 2 rows can be taken over. Nothing has been kept yet." in words(page)
    with tenant(north.pk):
        assert ChronologyRow.objects.count() == 0

    carried = {"carried": page.context["found"].carried}
    assert signed_in.post(at("-upload"), carried).url == at()
    with tenant(north.pk):
        assert list(ChronologyRow.objects.values_list("from_on", "when_words", "event")) == [
            (date(2024, 3, 5), "", "Seen at the clinic"),
            (None, "spring 2024", "Moved"),
        ]
    again = signed_in.post(at("-upload"), carried)
    assert again.context["form"].errors["file"] == ["Every one of these rows stands there already."]


def test_each_row_at_fault_is_named_and_nothing_can_be_kept(signed_in, at, hospital):
    sheet = SimpleUploadedFile("rows.csv", b"From,To,Event\n31/02/2024,,Seen\n,,Moved\n")
    page = signed_in.post(at("-upload"), {"organisation": str(hospital.public_id), "file": sheet})

    assert "Row 2, From: “31/02/2024” is no day. Write it as 5 March 2024." in words(page)
    assert page.context["found"].carried == ""


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({}, "file", "Choose a file, or paste rows."),
        ({"pasted": "From,Text\n1,2"}, "file", "No column is called Event."),
        ({"carried": "made up"}, "file", "What you looked at is too old. Give the rows again."),
    ],
)
def test_what_cannot_be_taken_over_is_refused_in_one_sentence(
    signed_in, at, hospital, said, field, sentence
):
    page = signed_in.post(at("-upload"), {"organisation": str(hospital.public_id), **said})

    assert page.context["form"].errors[field][0].startswith(sentence)


def test_more_than_ten_thousand_rows_are_refused(signed_in, at, hospital):
    sheet = SimpleUploadedFile("rows.csv", b"Event\n" + b"Seen\n" * 10_001)
    page = signed_in.post(at("-upload"), {"organisation": str(hospital.public_id), "file": sheet})

    assert "more than 10,000 rows" in page.context["form"].errors["file"][0]


@pytest.mark.parametrize("number", [1, 3])
def test_the_chronology_asks_as_often_for_three_rows_as_for_one(
    number, signed_in, at, case, north, hospital, who, django_assert_num_queries
):
    with tenant(north.pk):
        rows = [RowFacts(event=f"Event {each}") for each in range(number)]
        services.import_rows(subject=case, organisation=hospital, rows=rows, **who)

    with django_assert_num_queries(16):
        page = signed_in.get(at())
    assert page.context["found"].count == number


def test_gaps_and_clashes_are_shown_with_their_reasons(signed_in, at, case, north, added, who):
    with tenant(north.pk):
        school = people.agency("School").organisation
        facts = RowFacts(event="Seen at the clinic", from_on=date(2024, 3, 9))
        services.add_row(subject=case, organisation=school, facts=facts, **who)
        late = RowFacts(event="Born", from_on=date(2025, 3, 9))
        services.add_row(subject=case, organisation=school, facts=late, **who)

    page = words(signed_in.get(at()))
    assert "1 gap of 90 days or more" in page
    assert "10 March 2024 to 8 March 2025: no row for 364 days." in page
    assert "tell nearly the same event on different days" in page
    assert "2 gaps of 3 days or more" in words(signed_in.get(at(), {"gap": "3"}))


def test_a_narrowing_that_makes_no_sense_shows_everything(signed_in, at, added):
    page = signed_in.get(at(), {"since_day": "45", "agency": "nonsense", "page": "x"})

    assert page.context["found"].count == 1
    assert set(page.context["form"].errors) == {"since", "agency"}


def test_who_does_not_see_the_case_finds_no_chronology(client, north, at, added):
    client.force_login(people.member(north, "agency_contact"))

    assert client.get(at()).status_code == 404
    assert client.get(at("-files")).status_code == 404


def given(name, secret, **kwargs):
    return address(f"given-{name}", token=secret, **kwargs)


@pytest.fixture
def secret(case, north, who):
    with tenant(north.pk):
        make.asked(case, name="School", **who)
        return make.carried(who["at"])[0]


def test_an_agency_sees_and_changes_its_own_rows_alone(client, north, case, secret, added, now):
    said = {"event": "Absent for a week", **day("from_on", date(2024, 3, 5))}
    assert client.post(given("rows-add", secret), said).url.endswith("/chronology/")
    pasted = client.post(given("rows-upload", secret), {"pasted": PASTED})
    carried = {"carried": pasted.context["found"].carried}
    client.post(given("rows-upload", secret), carried)

    page = client.get(given("rows", secret))
    assert "Absent for a week" in words(page)
    assert page.context["count"] == 3
    assert "Hospital" not in words(page)
    assert page["Cache-Control"] == "private, no-store"
    other = {"chronology_row": added.public_id}
    assert client.get(given("row", secret, **other)).status_code == 404
    assert client.post(given("row-remove", secret, **other)).status_code == 404
    with tenant(north.pk):
        mine = ChronologyRow.objects.get(event="Moved")
    own = {"chronology_row": mine.public_id}
    assert client.get(given("row", secret, **own)).status_code == 200
    client.post(given("row", secret, **own), {"event": "Moved house"})
    client.get(given("row-remove", secret, **own))
    client.post(given("row-remove", secret, **own))
    assert client.get(given("rows", secret)).context["count"] == 2


def test_rows_of_another_request_cannot_be_confirmed_by_this_link(client, case, north, who, secret):
    with tenant(north.pk):
        make.asked(case, name="Hostel", **who)
        other = make.carried(who["at"])[0]
    page = client.post(given("rows-upload", secret), {"pasted": PASTED})

    again = client.post(given("rows-upload", other), {"carried": page.context["found"].carried})
    assert "too old" in again.context["form"].errors["file"][0]


@pytest.mark.parametrize("number", [1, 3])
def test_an_agencys_list_asks_as_often_for_three_rows_as_for_one(
    number, client, north, case, secret, now, django_assert_num_queries
):
    with tenant(north.pk):
        asked = case.agency_requests.get()
        rows = [RowFacts(event=f"Event {each}") for each in range(number)]
        services.give_rows(hand=Hand(asked, asked.links.get()), rows=rows, by=None, at=now)

    with django_assert_num_queries(8):
        client.get(given("rows", secret))


def test_a_contact_gives_rows_signed_in(client, north, case, who):
    contact = people.user("contact@hospital.example")
    with tenant(north.pk):
        agency = people.agency("Hospital")
        people.RoleAssignment.objects.create(
            user=contact,
            role="agency_contact",
            organisation=agency.organisation,
            from_on=people.STARTED,
        )
        mine = make.asked(case, agency=agency, email=contact.email, **who)
    client.force_login(contact)

    one = {"agency_request": mine.public_id}
    client.post(address("my-rows-add", **one), {"event": "Seen"})
    assert "Seen" in words(client.get(address("my-rows", **one)))
    assert client.get(address("my-rows-upload", **one)).status_code == 200
