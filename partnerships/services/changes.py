"""Writing new facts over old ones, and saying which changed."""

from dataclasses import fields
from typing import Any

from django.db.models import Model


def write_facts(row: Model, facts: Any) -> list[str]:
    """Save the fields of a dataclass of facts onto a row; return the names of those that differ.

    The names go into the audit, the values do not: they may be prose.
    """
    values = as_fields(facts)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def as_fields(facts: Any) -> dict[str, Any]:
    """Return the fields of a dataclass of facts, shallow, ready to create a row from.

    A tuple becomes the list that an array column holds.
    """
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
