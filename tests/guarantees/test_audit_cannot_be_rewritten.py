"""Neither the application nor the owner of the tables can change what the audit says."""

import pytest
from django.db import DatabaseError, connection, transaction

from krscp_portal.foundation.context import tenant
from partnerships import audit, chain, selectors
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent
from tests.support.owner import as_owner

pytestmark = pytest.mark.django_db

STATEMENTS = (
    "UPDATE partnerships_auditevent SET by_name = 'Somebody else'",
    "UPDATE partnerships_auditevent SET partnership_id = partnership_id",
    "DELETE FROM partnerships_auditevent",
    "TRUNCATE partnerships_auditevent",
)
LIFTS = (
    "ALTER TABLE partnerships_auditevent DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_is_append_only ON partnerships_auditevent",
    "DROP FUNCTION portal_refuse_change CASCADE",
    "SET session_replication_role = replica",
)


@pytest.fixture
def line(in_north, manager, moment):
    return audit.record(verb=AuditVerb.CHANGED, on=in_north, by=manager, at=moment)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_may_not(line, statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEvent.objects.get().hash == AuditEvent.objects.get(pk=line.pk).hash


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_may_not_either(line, statement):
    refused = pytest.raises(DatabaseError, match="never changed or removed")
    with refused, transaction.atomic(), as_owner() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 1


def test_the_application_cannot_lift_the_guard(line):
    for statement in LIFTS:
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_who_writes_a_line_chooses_neither_its_number_nor_its_hash(line, in_north, moment):
    AuditEvent.objects.create(
        at=moment,
        verb=AuditVerb.CHANGED,
        object_type="x",
        object_id="y",
        by_name="z",
        number=77,
        previous_hash="f" * 64,
        hash="f" * 64,
    )

    stored = AuditEvent.objects.order_by("number").last()
    assert stored.number == 2
    assert stored.previous_hash == AuditEvent.objects.get(number=1).hash
    assert stored.hash != "f" * 64
    assert chain.check(selectors.chain_links()).fault == ""


def test_each_partnership_has_a_chain_of_its_own(north, south, moment):
    for each in (north, south, north):
        with tenant(each.pk):
            audit.record(verb=AuditVerb.CHANGED, on=each, by=None, at=moment)

    with tenant(north.pk):
        assert list(AuditEvent.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    with tenant(south.pk):
        assert list(AuditEvent.objects.values_list("number", flat=True)) == [1]


def test_a_line_stands_or_falls_with_its_change(in_north, manager, moment):
    def change() -> None:
        with transaction.atomic():
            audit.record(verb=AuditVerb.CHANGED, on=in_north, by=manager, at=moment)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused(north, moment):
    with pytest.raises(RuntimeError, match="share the transaction"):
        audit.record(verb=AuditVerb.CHANGED, on=north, by=None, at=moment)
