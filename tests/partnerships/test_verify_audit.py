"""`verify_audit` finds what somebody did with the database's guards switched off."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from krscp_portal.foundation.context import tenant
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent
from tests.support.owner import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_lines(north, manager, moment):
    with tenant(north.pk):
        for n in range(3):
            audit.record(
                verb=AuditVerb.CHANGED,
                on=north,
                by=manager,
                at=moment,
                reference="Ünïcode “quoted” \n line",
                facts={"n": n, "list": ["a", None, True]},
            )
        return AuditEvent.objects.get(number=3).hash


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def tamper(north, statement: str) -> None:
    with tenant(north.pk), as_owner() as cursor:
        cursor.execute("ALTER TABLE partnerships_auditevent DISABLE TRIGGER USER")
        cursor.execute(statement)
        assert cursor.rowcount == 1
        cursor.execute("ALTER TABLE partnerships_auditevent ENABLE TRIGGER USER")


def test_an_audit_nobody_touched_is_whole(three_lines, south):
    assert verify().splitlines() == [
        f"northshire: whole; lines 3; head {three_lines}",
        "southshire: whole; lines 0; head none",
    ]


def test_the_trail_is_read_in_batches(three_lines, monkeypatch):
    monkeypatch.setattr("partnerships.selectors.record.BATCH", 2)

    assert f"lines 3; head {three_lines}" in verify("--partnership", "northshire")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE partnerships_auditevent SET facts = '{\"n\": 9}' WHERE number = 2",
            "line 2 is not what was written",
        ),
        (
            "UPDATE partnerships_auditevent SET by_name = 'Another' WHERE number = 3",
            "line 3 is not what was written",
        ),
        ("DELETE FROM partnerships_auditevent WHERE number = 1", "line 1 is missing"),
    ],
)
def test_a_change_behind_the_guards_is_found(north, three_lines, statement, fault):
    tamper(north, statement)

    out = StringIO()
    with pytest.raises(CommandError, match="broken in: northshire") as error:
        call_command("verify_audit", stdout=out)
    assert error.value.returncode == 1
    assert f"BROKEN: {fault}" in out.getvalue()


def test_a_line_cut_off_at_the_end_shows_in_the_head(north, three_lines):
    tamper(north, "DELETE FROM partnerships_auditevent WHERE number = 3")

    assert three_lines not in verify()


def test_an_unknown_slug_is_named():
    with pytest.raises(CommandError, match="no partnership with the slug nowhere"):
        verify("--partnership", "nowhere")
