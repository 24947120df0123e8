"""Lists are taken out as they are seen, by whoever may see them, and the audit says so."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.enums import AuditVerb
from partnerships.models import Area, AuditEvent, Footprint, Organisation
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


def at(name: str) -> str:
    return reverse(f"partnership:{name}", kwargs={"partnership": "northshire"})


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def filled(north, south):
    """Agencies, seats and people of two partnerships that share an organisation."""
    with tenant(north.pk):
        part = make.agency("=Choir & Club", "adviser", why="It sings", from_on=date(2026, 1, 1))
        make.agency("Police", "statutory_partner", partner_kind="police")
        seat = make.seat("lead", "LSP", speaks_for="police", organisation=part.organisation)
        make.appointment(seat, "Kim Lane", ends=date(2099, 1, 1))
        young = make.seat("young", "YOUNG_SCRUTINEER")
        make.appointment(young, "Sam Young", kind="acting")
        make.seat("empty")
    with tenant(south.pk):
        make.agency("Only in the south", "adviser")
        elsewhere = make.seat("south", organisation=part.organisation)
        make.appointment(elsewhere, "Somebody South")
    area = Area.objects.create(name="Westborough", kind="unitary")
    Footprint.objects.create(organisation=part.organisation, area=area)
    return north


def test_agencies_come_out_as_csv(as_manager, filled):
    answer = as_manager.get(at("agencies-csv"))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="northshire-agencies-'
    )
    header, *rows = rows_of(answer)
    assert (header[0], header[2], header[-1]) == ("Organisation", "Basis", "Last day")
    assert [(row[0], row[2], row[10], row[12]) for row in rows] == [
        ("Police", "Safeguarding partner", "", ""),
        ("'=Choir & Club", "Adviser", "It sings", "2026-01-01"),
    ]


def test_agencies_come_out_as_a_workbook_with_real_dates(as_manager, filled):
    answer = as_manager.get(at("agencies-xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=Choir & Club", "s")
    assert sheet["M3"].value.date() == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "query", "first"),
    [
        ("agencies-csv", "basis=adviser", ["'=Choir & Club"]),
        ("seats-csv", "role=LSP", ["Seat lead"]),
        ("persons-csv", "name=kim", ["Kim Lane"]),
        ("bodies-csv", "here=on", ["'=Choir & Club", "Police"]),
        ("bodies-csv", "kind=faith", []),
    ],
)
def test_the_filters_of_the_list_count(as_manager, filled, name, query, first):
    assert [row[0] for row in rows_of(as_manager.get(f"{at(name)}?{query}"))[1:]] == first


def test_seats_say_who_holds_them(as_manager, filled):
    rows = {row[0]: row for row in rows_of(as_manager.get(at("seats-csv")))}

    assert rows["Seat lead"][8:10] == ["Kim Lane until 2098-12-31", "Held"]
    assert rows["Seat young"][8] == "Sam Young (acting)"
    assert rows["Seat empty"][9] == "No holder recorded"
    assert "Seat south" not in rows


def test_people_come_out_with_each_appointment(as_manager, filled):
    rows = rows_of(as_manager.get(at("persons-csv")))

    assert rows[1] == [
        "Kim Lane",
        "Seat lead",
        "'=Choir & Club",
        "Substantive",
        "2020-01-01",
        "2098-12-31",
        "Current",
    ]


def test_the_name_of_a_young_scrutineer_is_for_who_keeps_the_record(client, filled):
    client.force_login(make.member(filled, "lay_member"))

    for name in ("seats-csv", "persons-csv"):
        assert b"Sam Young" not in client.get(at(name)).content


def test_the_directory_says_of_a_shared_body_what_it_does_here_alone(as_manager, filled):
    rows = {row[0]: row for row in rows_of(as_manager.get(at("bodies-csv")))}

    assert rows["'=Choir & Club"] == [
        "'=Choir & Club",
        "Other",
        "No",
        "No",
        "Westborough",
        "Adviser",
    ]
    assert rows["Only in the south"][5] == ""
    assert Organisation.objects.count() == len(rows) - 1


def test_each_download_is_in_the_audit_without_what_was_looked_for(as_manager, filled, manager):
    as_manager.get(f"{at('persons-xlsx')}?name=Kim&role=&page=2")

    with tenant(filled.pk):
        event = AuditEvent.objects.get(verb=AuditVerb.DOWNLOADED)
    assert (event.by_id, event.object_reference) == (manager.pk, "List of people")
    assert event.facts == {"form": "xlsx", "rows": 1, "filtered_by": ["name"]}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("agencies", 15), ("seats", 16), ("persons", 15), ("bodies", 17)]
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    as_manager, north, django_assert_num_queries, name, queries, rows
):
    with tenant(north.pk):
        for number in range(rows):
            part = make.agency(f"Agency {number}")
            seat = make.seat(f"s{number}", organisation=part.organisation)
            make.appointment(seat, f"Holder {number}")

    with django_assert_num_queries(queries):
        assert as_manager.get(at(f"{name}-csv")).status_code == 200
