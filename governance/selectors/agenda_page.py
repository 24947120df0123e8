"""An agenda as pages and packs show it: numbers, times, papers, and what is kept back of part B."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from governance import agenda_rules, carrying
from governance.agenda_rules import Running
from governance.enums import ItemState, Part, Purpose
from governance.models import AgendaItem, Group, Meeting, Paper
from governance.selectors.agenda import standing_for
from governance.selectors.members import groups_of
from krscp_portal.foundation.moment import local

KEPT_BACK = "Confidential item (part B)"
KINDS = {"application/pdf": "PDF", "application/vnd.oasis.opendocument.text": "OpenDocument"}
MEGABYTE, KILOBYTE = 1024 * 1024, 1024
SHOWN_ALWAYS = {ItemState.WITHDRAWN, ItemState.DEFERRED}


@dataclass(frozen=True)
class PaperLine:
    """One paper of an item: its number for good, and what one gets by opening it."""

    public_id: UUID
    number: str
    title: str
    words: str
    part: str
    is_late: bool
    supplement: int
    withdrawn_reason: str
    is_withdrawn: bool


@dataclass(frozen=True)
class ItemLine:
    """One item as somebody sees it; of part B whoever may not read it sees the number alone."""

    public_id: UUID
    anchor: str
    number: str
    place: int
    title: str
    purpose: str
    lead: str
    minutes: int | None
    begins: datetime | None
    part: str
    part_reason: str
    text: str
    priority: str
    deferred: str
    is_locked: bool
    is_planned: bool
    state: str
    state_reason: str
    is_kept_back: bool
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True)
class AgendaPage:
    """An agenda whole: what is on it, what was taken off, how the time adds up, what will come."""

    lines: tuple[ItemLine, ...]
    taken_off: tuple[ItemLine, ...]
    running: Running
    is_numbered: bool
    to_come: tuple[str, ...]
    late_papers: int


def agenda_page(meeting: Meeting, *, reads_b: bool) -> AgendaPage:
    """Return a meeting's agenda as somebody sees it who may read part B or not; four queries."""
    rows = list(loaded(meeting))
    shown = [row for row in rows if row.number or row.state not in SHOWN_ALWAYS]
    aside = [row for row in rows if not row.number and row.state in SHOWN_ALWAYS]
    timed = [row.minutes if row.state not in SHOWN_ALWAYS else 0 for row in shown]
    running = agenda_rules.running(meeting.starts_at, meeting.ends_at, timed)
    lines = tuple(
        _line(row, nth, local(begins) if running.minutes else None, reads_b=reads_b)
        for nth, (row, begins) in enumerate(zip(shown, running.begins, strict=True), start=1)
    )
    there = {row.standing_id for row in rows}
    standing = [] if meeting.numbered_at else standing_for(groups_of(meeting))
    return AgendaPage(
        lines=lines,
        taken_off=tuple(_line(row, 0, None, reads_b=reads_b) for row in aside),
        running=running,
        is_numbered=meeting.numbered_at is not None,
        to_come=tuple(each.title for each in standing if each.pk not in there),
        late_papers=sum(paper.is_late for line in lines for paper in line.papers),
    )


def backlog_of(group: Group, *, reads_b: bool) -> tuple[ItemLine, ...]:
    """Return what waits for a meeting of the group, the longest first; two queries."""
    rows = with_papers(AgendaItem.objects.filter(group=group, meeting=None)).exclude(
        state__in=SHOWN_ALWAYS
    )
    return tuple(_line(row, 0, None, reads_b=reads_b) for row in rows.order_by("pk"))


def loaded(meeting: Meeting) -> list[AgendaItem]:
    """Return the items of a meeting in their order, with all that a line shows; two queries."""
    return list(with_papers(meeting.items.all()).order_by("order", "pk"))


def with_papers(rows: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Load what a line of an agenda shows beside its own row."""
    papers = Paper.objects.select_related("file").order_by("place")
    return rows.select_related("lead", "priority", "standing").prefetch_related(
        Prefetch("papers", papers, "all_papers")
    )


def line_of(item: AgendaItem, *, reads_b: bool) -> ItemLine:
    """Return one item, loaded by `with_papers`, as a page of its own shows it."""
    return _line(item, item.order, None, reads_b=reads_b)


def _line(row: AgendaItem, place: int, begins: datetime | None, *, reads_b: bool) -> ItemLine:
    kept_back = row.part == Part.B and not reads_b
    number = row.number or (str(place) if place else "")
    shared = {
        "public_id": row.public_id,
        "anchor": f"item-{number or row.public_id}",
        "number": number,
        "place": place,
        "minutes": row.minutes,
        "begins": begins,
        "part": row.part,
        "is_planned": row.state == ItemState.PLANNED,
        "state": ItemState(row.state).label,
        "is_kept_back": kept_back,
    }
    if kept_back:
        return ItemLine(**shared, **_NOTHING)  # type: ignore[arg-type]
    papers: list[Paper] = row.all_papers  # type: ignore[attr-defined]
    return ItemLine(
        **shared,  # type: ignore[arg-type]
        title=row.title,
        purpose=Purpose(row.purpose).label,
        lead=row.lead.title if row.lead else row.lead_post,
        part_reason=row.part_reason,
        text=row.text,
        priority=row.priority.title if row.priority else "",
        deferred=carrying.times_in_words(row.deferred_times),
        is_locked=bool(row.standing and row.standing.locked),
        state_reason=row.state_reason,
        papers=tuple(_paper(each, number) for each in papers if reads_b or each.part == Part.A),
    )


_NOTHING = {
    "title": KEPT_BACK,
    "purpose": "",
    "lead": "",
    "part_reason": "",
    "text": "",
    "priority": "",
    "deferred": "",
    "is_locked": False,
    "state_reason": "",
    "papers": (),
}


def _paper(row: Paper, number: str) -> PaperLine:
    return PaperLine(
        public_id=row.public_id,
        number=f"{number}.{row.place}" if number else str(row.place),
        title=row.title,
        words=in_words(row),
        part=row.part,
        is_late=row.late,
        supplement=row.supplement,
        withdrawn_reason=row.withdrawn_reason,
        is_withdrawn=row.withdrawn_at is not None,
    )


def in_words(row: Paper) -> str:
    """Return what kind of file a paper is, how long and how large."""
    kind = KINDS.get(row.file.content_type, "Word")
    pages = "" if row.pages is None else f"{row.pages} page{'' if row.pages == 1 else 's'}"
    large = row.file.size >= MEGABYTE
    size = f"{row.file.size / MEGABYTE:.1f} MB" if large else f"{row.file.size // KILOBYTE + 1} KB"
    return ", ".join(each for each in (kind, pages, size) if each)
