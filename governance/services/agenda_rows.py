"""How a row comes onto an agenda: its place, its number, what stands there already.

Parts of the services of agendas, which have locked the meeting and asked for the permission.
"""

from governance import agenda_rules, carrying
from governance.models import AgendaItem, Group, Meeting, StandingItem
from governance.selectors.agenda import items_on, missed_standing, standing_for
from governance.selectors.members import groups_of

LAST_THINGS = 50  # a standing item of a higher order closes the meeting: what is new comes before


def insert(*, row: AgendaItem, meeting: Meeting, place: int | None = None) -> AgendaItem:
    """Put a row on an agenda, at a place counted from 1 or before what closes the meeting.

    On an agenda that has its numbers it goes behind the item before it and takes that one's number
    with a letter.
    """
    rows = list(items_on(meeting))
    nth = _default_place(rows, row) if place is None else min(max(place - 1, 0), len(rows))
    if meeting.numbered_at is not None:
        numbers = [each.number for each in rows]
        row.number, nth = _late_number(numbers, nth)
    row.meeting = meeting
    row.save()
    renumber_places([*rows[:nth], row, *rows[nth:]])
    grow(meeting=meeting)
    return row


def renumber_places(rows: list[AgendaItem]) -> None:
    """Store the places 1, 2, 3 of the rows as they are given."""
    for nth, row in enumerate(rows, start=1):
        row.order = nth
    AgendaItem.objects.bulk_update(rows, ["order"])


def grow(*, meeting: Meeting) -> None:
    """Raise the number by which two people who reorder an agenda are told of each other."""
    meeting.agenda_revision += 1
    meeting.save(update_fields=["agenda_revision"])


def bring_standing(meeting: Meeting) -> int:
    """Put on an agenda what stands on every one and is not there yet; return how many came.

    What was taken off this agenda stays off. An item that its last meeting did not reach comes
    with its count.
    """
    groups = groups_of(meeting)
    wanted = standing_for(groups)
    if not wanted:
        return 0
    there = set(meeting.items.values_list("standing_id", flat=True))
    fresh = [each for each in wanted if each.pk not in there]
    missed = missed_standing(meeting.group, fresh) if fresh else {}
    for each in fresh:
        row = from_standing(each, meeting.group, missed.get(each.pk))
        insert(row=row, meeting=meeting)
    return len(fresh)


def from_standing(row: StandingItem, group: Group, missed: AgendaItem | None) -> AgendaItem:
    """Return the item that a standing item becomes, not stored."""
    back = (
        carrying.returns(missed.state, deferred_times=missed.deferred_times, has_open_actions=False)
        if missed
        else None
    )
    return AgendaItem(
        group=group,
        standing=row,
        title=row.title,
        purpose=row.purpose,
        minutes=row.minutes,
        part=row.part,
        part_reason=row.note[:200] if row.part == "B" else "",
        carried_from=missed if back else None,
        deferred_times=back.deferred_times if back else 0,
    )


def _default_place(rows: list[AgendaItem], row: AgendaItem) -> int:
    """Standing items keep their order among themselves; everything else stands in the middle."""
    mine = row.standing.order if row.standing else LAST_THINGS
    for nth, each in enumerate(rows):
        if each.standing and each.standing.order > mine:
            return nth
    return len(rows)


def _late_number(numbers: list[str], nth: int) -> tuple[str, int]:
    """Return the number of a late item, and where it stands: behind all that share its figure."""
    before = next((each for each in reversed(numbers[:nth]) if each), numbers[0] if numbers else "")
    if not before:
        return "1", nth
    found = agenda_rules.number_after(before, numbers)
    return found, agenda_rules.last_of_stem(before, numbers) + 1
