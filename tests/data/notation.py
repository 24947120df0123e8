"""A short way to write JSON Schema, so that the shapes of the data files read as tables."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
CODE: Schema = {"type": "string", "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$"}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
YES_OR_NO: Schema = {"type": "boolean"}
YES: Schema = {"const": True}


def text(longest: int) -> Schema:
    """Return the schema of text that fits a column of this length."""
    return {**TEXT, "maxLength": longest}


def number(least: int, most: int) -> Schema:
    """Return the schema of a whole number in this range."""
    return {"type": "integer", "minimum": least, "maximum": most}


def one_of(*values: str) -> Schema:
    """Return the schema of a fixed vocabulary."""
    return {"enum": list(values)}


def rows(of: Schema, least: int = 0) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of, "minItems": least}


def unlike(of: Schema, least: int = 1) -> Schema:
    """Return the schema of a list in which nothing comes twice."""
    return {**rows(of, least), "uniqueItems": True}


def table(needed: dict[str, Schema], allowed: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of a table that has these keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(needed),
        "properties": {**needed, **(allowed or {})},
    }


def never_with(*keys: str) -> Schema:
    """Return the schema of a table that has none of these keys."""
    return {"not": {"anyOf": [{"required": [key]} for key in keys]}}


def when(key: str, values: list[Any], then: Schema, otherwise: Schema | None = None) -> Schema:
    """Return a schema that depends on what one key says."""
    condition = {"properties": {key: {"enum": values}}, "required": [key]}
    return {"if": condition, "then": then, "else": otherwise or {}}
