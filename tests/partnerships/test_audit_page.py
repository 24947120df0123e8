"""The page on which a manager reads the audit."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships import audit, selectors
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent
from partnerships.roles import ROLES, Permission
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
PAGE = "/northshire/audit/"


def write(north, by, *, rows=1, at, verb=AuditVerb.CHANGED, reference="REF", on=None):
    with tenant(north.pk):
        for n in range(rows):
            audit.record(
                verb=verb,
                on=on or north,
                by=by,
                at=at + timedelta(minutes=n),
                reference=f"{reference}-{n}",
                facts={"fields": ["host"], "votes": True},
            )


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_three_lines_as_for_one(
    as_manager, north, manager, moment, django_assert_num_queries, rows
):
    write(north, manager, rows=rows, at=moment)
    with django_assert_num_queries(11):
        as_manager.get(PAGE)


def test_a_line_says_who_did_what_to_what_and_when(as_manager, north, manager, moment):
    write(north, manager, at=moment)

    page = text(as_manager.get(PAGE))

    assert "1 June 2026 at 10:00am" in page
    assert manager.display_name in page
    assert "changed: partnership<br><strong>REF-0</strong>" in page
    assert "fields: host" in page
    assert "votes: yes" in page


def test_fifty_lines_to_a_page_and_the_filter_is_kept(as_manager, north, manager, moment):
    write(north, manager, rows=51, at=moment)

    page = text(as_manager.get(PAGE, {"verb": "changed"}))

    assert "<strong>51</strong> lines found" in page
    assert page.count('<tr class="govuk-table__row"><td') == 50
    assert 'href="?verb=changed&amp;page=2"' in page
    assert text(as_manager.get(PAGE, {"page": "2"})).count('<tr class="govuk-table__row"><td') == 1
    assert as_manager.get(PAGE, {"page": "nonsense"}).status_code == 200


def test_each_filter_narrows(as_manager, north, manager, moment):
    other = make.member(north, "auditor")
    write(north, manager, at=moment, reference="MINE")
    write(north, other, at=moment + timedelta(days=2), reference="THEIRS", verb=AuditVerb.VIEWED)
    write(north, None, at=moment + timedelta(days=3), reference="PUBLIC", on=other)

    def found(**query):
        page = text(as_manager.get(PAGE, query))
        return [each for each in ("MINE", "THEIRS", "PUBLIC") if f"<strong>{each}-0" in page]

    assert found() == ["MINE", "THEIRS", "PUBLIC"]
    assert found(who=str(other.public_id)) == ["THEIRS"]
    assert found(who="public") == ["PUBLIC"]
    assert found(verb="viewed") == ["THEIRS"]
    assert found(kind="partnerships.user") == ["PUBLIC"]
    assert found(reference="heir") == ["THEIRS"]
    assert found(from_on="2026-06-03") == ["THEIRS", "PUBLIC"]
    assert found(to_on="2026-06-01") == ["MINE"]
    assert found(from_on="2026-06-03", to_on="2026-06-03") == ["THEIRS"]


def test_a_day_is_a_day_in_england(as_manager, north, manager):
    write(north, manager, at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))  # 2 June, half past midnight

    assert "REF-0" in text(as_manager.get(PAGE, {"from_on": "2026-06-02"}))
    assert "REF-0" not in text(as_manager.get(PAGE, {"to_on": "2026-06-01"}))


def test_nonsense_in_a_filter_is_explained_and_hides_nothing(as_manager, north, manager, moment):
    write(north, manager, at=moment)

    query = {"from_on_day": "31", "from_on_month": "2", "from_on_year": "2026", "who": "1 or 1=1"}
    page = text(as_manager.get(PAGE, query))

    assert "From must be a real date" in page
    assert "REF-0" in page


def test_the_audit_of_another_partnership_is_not_there(as_manager, south, manager, moment):
    write(south, make.member(south, "manager"), at=moment, reference="SOUTH")

    page = text(as_manager.get(PAGE))

    assert "SOUTH" not in page
    assert "southshire" not in page.lower()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_may_read_it_does(client, north, role):
    client.force_login(make.member(north, role))
    may = Permission.AUDIT_VIEW in ROLES[role].permissions

    assert client.get(PAGE).status_code == (200 if may else 403)


def test_facts_of_another_app_stay_hidden_until_it_says_otherwise(in_north, manager, moment):
    audit.record(verb=AuditVerb.CHANGED, on=in_north, by=manager, at=moment, facts={"a": "b"})
    event = AuditEvent.objects.get()
    event.object_type = "unheard.thing"

    line = selectors.record._line(event)

    assert line.facts == ()
    assert line.kind == "thing"


def test_its_address_is_in_the_navigation_of_who_may_read_it(client, north):
    client.force_login(make.member(north, "lay_member"))
    assert PAGE not in text(client.get("/northshire/"))

    client.force_login(make.member(north, "auditor"))
    assert PAGE in text(client.get("/northshire/"))
    assert reverse("partnership:audit", kwargs={"partnership": "northshire"}) == PAGE
