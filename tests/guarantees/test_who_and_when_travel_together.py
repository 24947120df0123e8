"""A `…_by` never stands without its `…_at`, and the database holds them together."""

import pytest
from django.db import connection

from tests.guarantees.world import tenant_models

pytestmark = pytest.mark.django_db


def pairs() -> list[tuple[str, str]]:
    """Return each table with the stem of a person's column: `accepted` of `accepted_by`."""
    return [
        (model._meta.db_table, field.name.removesuffix("_by"))
        for model in tenant_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_by") and field.is_relation
    ]


@pytest.mark.parametrize(("table", "stem"), pairs())
def test_who_and_when_are_both_there_and_both_set_or_both_empty(table, stem):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, is_nullable FROM information_schema.columns"
            " WHERE table_name = %s AND column_name IN (%s, %s)",
            [table, f"{stem}_by_id", f"{stem}_at"],
        )
        nullable = dict(cursor.fetchall())
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'c'",
            [table],
        )
        checks = [definition for (definition,) in cursor.fetchall()]

    assert set(nullable) == {f"{stem}_by_id", f"{stem}_at"}
    if "YES" in nullable.values():
        assert any(
            f"{stem}_by_id IS NULL" in check and f"{stem}_at IS NOT NULL" in check
            for check in checks
        )
