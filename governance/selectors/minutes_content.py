"""The text of minutes as it is frozen: blocks of paragraphs, with attendance, decisions, actions.

Every block says of which part it is. What is of part B stands in blocks of its own, so that a copy
of part A is made by leaving blocks out and never by cutting within one.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from governance import quorum
from governance.enums import ItemState, Part, Presence
from governance.minuting import paragraphs
from governance.models import Action, AgendaItem, AttendanceMark, Decision, Meeting
from governance.selectors.attendance import Cell, matrix
from governance.selectors.decisions import how_reached, interests_at, minuted_at
from governance.selectors.members import groups_of, sitting_at
from governance.selectors.minutes import entries_of
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local, local_day
from partnerships.models import Seat

Block = dict[str, Any]
NOTHING = "Nothing was noted."
WHAT_BECAME = {
    ItemState.NOT_REACHED: "Not reached.",
    ItemState.DEFERRED: "Deferred.",
    ItemState.PLANNED: "Not reached.",
}


def content_of(meeting: Meeting) -> list[Block]:
    """Return the minutes of a meeting as they stand now, part A and part B; a dozen queries."""
    decisions, actions = _decisions(meeting), _actions(meeting)
    interests = interests_at(meeting)
    entries = entries_of(meeting)
    blocks = [_about(meeting), _attendance(meeting), _register(meeting)]
    for item in meeting.items.order_by("order", "pk"):
        if item.state == ItemState.WITHDRAWN:
            continue
        entry = entries.get(item.pk)
        said = paragraphs(entry.text) if entry else []
        if became := WHAT_BECAME.get(ItemState(item.state)):
            said.append(f"{became} {item.state_reason}".strip())
        said += [_interest(row) for row in interests if row.item_id == item.pk]
        found = _lines_of(item, decisions, actions)
        open_lines = [text for part, text in found if part == item.part]
        closed = [text for part, text in found if part != item.part]
        blocks.append(_block(item.number, item.title, item.part, [*said, *open_lines]))
        if closed:
            blocks.append(_block(item.number, f"{item.title}, part B", Part.B, closed))
    blocks += _rest(meeting, decisions, entries)
    return blocks


def seen_content(content: list[Block], *, reads_b: bool) -> list[Block]:
    """Return the blocks that somebody may read."""
    return [block for block in content if reads_b or block["part"] == Part.A]


def _rest(meeting: Meeting, decisions: list[Decision], entries: dict[Any, Any]) -> list[Block]:
    found = []
    other = entries.get(None)
    loose = [row for row in decisions if row.item_id is None]
    said = paragraphs(other.text) if other else []
    said += [_decision(row) for row in loose if row.part == Part.A]
    if said:
        found.append(_block("", "Other matters", Part.A, said))
    if closed := [_decision(row) for row in loose if row.part == Part.B]:
        found.append(_block("", "Other matters, part B", Part.B, closed))
    between = list(minuted_at(meeting))
    for part in (Part.A, Part.B):
        lines = [_decision(row) for row in between if row.part == part]
        if lines:
            found.append(_block("", "Decided between meetings", part, lines))
    return found


def _block(number: str, heading: str, part: str, said: list[str]) -> Block:
    texts = said or [NOTHING]
    return {"number": number, "heading": heading, "part": str(part), "paragraphs": texts}


def _about(meeting: Meeting) -> Block:
    start, end = local(meeting.starts_at), local(meeting.ends_at)
    groups = " and ".join(each.name for each in groups_of(meeting))
    said = [groups, f"{start:%A} {in_words(start)}, {start:%H:%M} to {end:%H:%M}"]
    if meeting.place:
        said.append(meeting.place)
    if meeting.presiding:
        said.append(f"Presiding: {meeting.presiding.title}")
    return _block("", "The meeting", Part.A, said)


def _attendance(meeting: Meeting) -> Block:
    shown = {each.seat.pk: each.shown for each in sitting_at(meeting)}
    rows = meeting.marks.select_related("seat", "organisation", "deputy").order_by("pk")
    said = [_mark(row, shown.get(row.seat_id or 0, "")) for row in rows]
    return _block("", "Who was there", Part.A, said or ["The register was not kept."])


def _mark(row: AttendanceMark, shown: str) -> str:
    if row.seat is None:
        return f"{row.guest} (guest): {row.get_presence_display()}"
    name = _named(row.seat, row.organisation.name if row.organisation else "")
    deputy = row.deputy.name if row.deputy else row.deputy_post
    who = shown if row.presence in (Presence.PRESENT, Presence.VIRTUAL) else ""
    if row.presence == Presence.DEPUTY and deputy:
        who = deputy
    return ". ".join(each for each in (f"{name}: {row.get_presence_display()}", who) if each)


def _register(meeting: Meeting) -> Block:
    """Return the running register of the last meetings, as S1 recommendation 3 asks for it.

    By seat and by agency, the newest meeting to the right, each share with its denominator.
    """
    found = matrix(meeting.group, meeting)
    if not any(row.share.of for row in found.seats):
        return _block("", "Attendance at the last meetings", Part.A, ["The register was not kept."])
    days = ", ".join(in_words(_day(each)) for each in found.meetings)
    said = [f"Meetings: {days}.", found.seat_definition]
    said += [
        f"{_named(row.seat, row.organisation)}: {_cells(row.cells)}. {row.share.words}"
        for row in found.seats
    ]
    said += [
        f"{row.name}, as an agency: {_cells(row.cells)}. {row.share.words}"
        for row in found.agencies
    ]
    said.append("; ".join(f"{letter}: {words}" for letter, words in found.legend))
    return _block("", "Attendance at the last meetings", Part.A, said)


def _day(meeting: Meeting) -> date:
    return local_day(meeting.starts_at)


def _cells(cells: Iterable[Cell]) -> str:
    return " ".join(each.letter or "-" for each in cells)


def _named(seat: Seat, organisation: str) -> str:
    return f"{seat.title} ({organisation})" if organisation else seat.title


def _decisions(meeting: Meeting) -> list[Decision]:
    rows = Decision.objects.filter(meeting=meeting).select_related("lead")
    return list(rows.prefetch_related("positions__seat").order_by("pk"))


def _actions(meeting: Meeting) -> list[Action]:
    rows = Action.objects.filter(item__meeting=meeting).select_related("owner")
    return list(rows.order_by("pk"))


def _lines_of(
    item: AgendaItem, decisions: list[Decision], actions: list[Action]
) -> list[tuple[str, str]]:
    found = [(str(row.part), _decision(row)) for row in decisions if row.item_id == item.pk]
    found += [
        (str(Part.B if row.confidential else Part.A), _action(row))
        for row in actions
        if row.item_id == item.pk
    ]
    return found


def _decision(row: Decision) -> str:
    stood = "; ".join(
        f"{each.seat.title}: {each.get_stance_display()}{' (deputy)' if each.by_deputy else ''}"
        for each in row.positions.all()
    )
    said = f"Decision {row.reference}. {row.title}. {row.text} {how_reached(row)}."
    if quorate := quorum.when_decided(row.quorum):
        said = f"{said} {quorate}."
    return f"{said} {stood}." if stood else said


def _action(row: Action) -> str:
    due = in_words(row.due_on)
    return f"Action {row.reference}. {row.title}. {row.owner.title}, due {due}."


def _interest(row: Any) -> str:
    return f"Interest of {row.seat.title}: {row.what}. {row.get_handling_display()}."
