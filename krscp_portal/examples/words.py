"""Turns what a file keeps in its own columns into the words of a column that the portal has. Pure.

A file says more than the portal keeps in rows: whom else a seat acts for, how often a group meets
in the document's own figures. None of it is lost: it stands here in sentences,
where somebody who looks for it would look (docs/users/demonstration.md lists the places).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from krscp_portal.examples.files import Row

SOURCE_FITS: Final = 200  # every `source` column has this length

CHOSEN_FROM: Final = {
    "DSP": "The delegated safeguarding partners",
    "SCRUTINEER": "The independent scrutineer",
    "INDEPENDENT_PERSON": "The independent person",
}
HOW_CHOSEN: Final = {"rotation": ", in rotation", "appointment": ", by appointment"}
REVIEWED: Final = {"annual": "Every year", "twice_a_year": "Twice a year"}
REVIEW_MONTHS: Final = {"annual": 12, "twice_a_year": 6}


def cited(row: Row, *more: str) -> str:
    """Return the citation of a row with its remark, and more, behind it, as long as a source may be.

    A source is shown to staff beside the row and never published.
    """
    remarks = (*more, row.get("remark", ""))
    text = ". ".join([row["source"], *(each.rstrip(".") for each in remarks if each)])
    return text if len(text) <= SOURCE_FITS else f"{text[: SOURCE_FITS - 1]}…"


def seat_note(seat: Row, *, organisations: Mapping[str, str]) -> str:
    """Return a seat's note: what the file says, and whom else it acts for."""
    parts = [seat.get("note", "")]
    if "also_for" in seat:
        others = ", ".join(organisations[each] for each in seat["also_for"])
        parts.append(f"Also acts for {others}.")
    return " ".join(each for each in parts if each)


def chosen_from(rule: Row) -> str:
    """Return from among whom, and how, a chair is chosen."""
    named = " or ".join(CHOSEN_FROM[each] for each in rule["chosen_from"]) or "Not stated"
    return named + HOW_CHOSEN.get(rule["how"], "")


def frequency(group: Row) -> str:
    """Return when a group meets, in the file's words or from its figures."""
    if "meets" in group:
        return str(group["meets"])
    if "every_weeks" in group:
        return f"Every {group['every_weeks']} weeks"
    return f"{group['per_year']} times a year" if "per_year" in group else ""


def years(text: str) -> tuple[int, int]:
    """Return the two years of "2022-2024"."""
    first, last = text.split("-")
    return int(first), int(last)


def cycle_note(entry: Row) -> str:
    """Return a cycle entry's note; the tail of a list longer than a year says so."""
    following = "In the following year." if entry.get("next_year") else ""
    return " ".join(each for each in (following, entry.get("note", "")) if each)


def local_rules(rules: Iterable[Row], groups: Mapping[str, str]) -> str:
    """Return the rules of one partnership alone as a Markdown list, each with whom it binds.

    A practice that the document followed does not confirm is left out: it is not a rule.
    """
    lines = []
    for rule in (each for each in rules if each.get("confirmed", True)):
        whom = "; ".join(groups[each] for each in rule["applies_to"])
        lines.append(f"- **{whom}:** {' '.join([rule['text'], rule.get('note', '')]).strip()}")
    return "\n".join(lines)


def responsibilities(rows: Iterable[Row]) -> str:
    """Return who leads on what as a Markdown table."""
    head = ["| Task | Led by | How |", "|---|---|---|"]
    return "\n".join(
        [*head, *(f"| {row['what']} | {row['led_by']} | {row['comment']} |" for row in rows)]
    )


def dissent(views: Iterable[Row], decision: str, partners: Mapping[str, str]) -> str:
    """Return what the partners thought who saw it otherwise; empty where all agree."""
    others = (view for view in views if view["view"] != decision)
    return " ".join(f"{partners[each['partner']]}: {each['reason']}" for each in others)
