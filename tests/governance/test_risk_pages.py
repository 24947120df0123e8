"""The risk register: narrowed, taken away as a file, and each risk with what became of it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse

from governance.models import Risk
from governance.selectors.risks import risk_history
from governance.services.risks import RiskFacts, change_risk, close_risk, raise_risk
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import given

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def group(north):
    with tenant(north.pk):
        return make.group("oseg", name="Operational executive")


def raised(by, title="Data comes late", likelihood=4, impact=4, **facts):
    known = {"review_on": moment.today(), **facts}
    at = known.pop("at", None) or moment.now()
    return raise_risk(facts=RiskFacts(title, likelihood, impact, **known), by=by, at=at)


@pytest.fixture
def register(north, group, manager):
    """One high risk of a group, one low one whose review has passed, and one that was closed."""
    with tenant(north.pk):
        raised(manager, group=group)
        forgotten = raised(manager, "Notes are thin", 1, 2)
        Risk.objects.filter(pk=forgotten.pk).update(review_on=moment.today() - timedelta(days=1))
        gone = raised(manager, "A post is vacant", 3, 3)
        close_risk(risk=gone, why="It is filled.", by=manager, at=moment.now())


TITLES = {"Data comes late", "Notes are thin", "A post is vacant"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Data comes late", "Notes are thin"}),
        ({"state": "waiting"}, {"Notes are thin"}),
        ({"state": "closed"}, {"A post is vacant"}),
        ({"state": "all"}, TITLES),
        ({"level": "Low"}, {"Notes are thin"}),
        ({"state": "all", "level": "High"}, {"A post is vacant"}),
        ({"state": "open please"}, {"Data comes late", "Notes are thin"}),
    ],
)
def test_the_register_is_narrowed_by_how_it_stands_and_how_high(signed_in, register, asked, found):
    page = text(signed_in.get(at("risks"), asked))

    assert {title for title in TITLES if title in page} == found


def test_the_register_is_narrowed_to_a_group_whose_page_leads_there(signed_in, register, group):
    address = f"{at('risks')}?group={group.public_id}"

    page = text(signed_in.get(address))

    assert address in text(signed_in.get(at("group", group=group.public_id)))
    assert "Data comes late" in page
    assert "Notes are thin" not in page
    assert "No risk fits" in text(signed_in.get(f"{address}&level=Low"))


def test_what_is_shown_is_taken_away_as_csv_and_as_a_spreadsheet(signed_in, north, register):
    answer = signed_in.get(at("risks-csv"), {"level": "Very high"})
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in.get(at("risks-xlsx"), {"state": "all"}).content)
    )

    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["What may go wrong"], row["Score"], row["How high"], row["Group"]) == (
        "Data comes late",
        "16",
        "Very high",
        "Operational executive",
    )
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [(each[0], each[6], each[12]) for each in rows] == [
        ("Data comes late", 16, "On the register"),
        ("A post is vacant", 9, "Closed"),
        ("Notes are thin", 2, "To be looked at again"),
    ]
    with tenant(north.pk):
        taken = AuditEvent.objects.filter(verb="downloaded").order_by("number")
        assert [each.facts for each in taken] == [
            {"form": "csv", "rows": 1, "filtered_by": ["level"]},
            {"form": "xlsx", "rows": 3, "filtered_by": ["state"]},
        ]


def test_a_risk_tells_what_became_of_its_score(in_north, manager):
    row = raised(manager, at=AT, review_on=date(2026, 9, 1))
    again = {"review_on": date(2026, 9, 1)}
    facts = RiskFacts("Data comes late", 2, 4, **again)
    change_risk(risk=row, facts=facts, by=manager, at=AT + timedelta(days=30))
    facts = RiskFacts("Data comes late", 2, 4, mitigation="A new system", **again)
    change_risk(risk=row, facts=facts, by=manager, at=AT + timedelta(days=60))
    close_risk(risk=row, why="It comes in time.", by=manager, at=AT + timedelta(days=90))

    found = [(each.title, each.body) for each in risk_history(row)]

    assert found == [
        ("Closed", ""),
        (
            "Looked at again",
            "Still at 8 (high: likelihood 2, impact 4). Changed: what is done about it.",
        ),
        (
            "Looked at again",
            "From 16 (very high: likelihood 4, impact 4) to 8 (high: likelihood 2, impact 4).",
        ),
        ("Put on the register", "At 16 (very high: likelihood 4, impact 4)."),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_risks_page_asks_the_same_however_many_actions(
    rows, signed_in, north, group, manager, django_assert_num_queries
):
    with tenant(north.pk):
        risk = raised(manager, group=group)
        seat = people.seat("police")
        for nth in range(rows):
            given(
                seat, manager, title=f"Do {nth}", source="risk", source_id=risk.public_id,
                at=moment.now(), due_on=moment.today(),
            )  # fmt: skip

    with django_assert_num_queries(12):
        page = text(signed_in.get(at("risk", risk=risk.public_id)))

    assert f"Do {rows - 1}" in page
    assert "Put on the register" in page
    assert "Look at it again" in page


def test_who_keeps_no_record_reads_the_risk_and_changes_nothing(client, north, register):
    client.force_login(people.member(north, "scrutineer"))
    with tenant(north.pk):
        risk = Risk.objects.first()

    page = text(client.get(at("risk", risk=risk.public_id)))

    assert "Data comes late" in page
    assert "Look at it again" not in page


def test_a_risk_of_another_partnership_does_not_exist(signed_in, south):
    with tenant(south.pk):
        theirs = Risk.objects.create(
            title="Theirs", likelihood=1, impact=1, raised_on=AT.date(), review_on=AT.date()
        )

    assert signed_in.get(at("risk", risk=theirs.public_id)).status_code == 404
