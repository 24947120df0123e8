"""Loads what stands on every agenda, and for the fictional partnership the next agendas.

Agendas are those of meetings that are planned already: the group's first one after today, or its
second. Papers are small PDFs made here, so that a pack can be made and read at once.
"""

from datetime import datetime
from functools import partial

from governance.enums import GroupKind, MeetingState
from governance.models import AgendaItem, Group, Meeting, Priority, StandingItem
from governance.services import agenda, agenda_acts, meeting_papers, standing
from governance.services.agenda import ItemFacts
from governance.services.meeting_papers import PaperFacts
from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation import pdf
from partnerships.models import Seat
from partnerships.papers import Paper

PAPER = (
    "<html lang='en-GB'><body><h1>{title}</h1><p>A paper of the fictional partnership of the "
    "demonstration.</p>{paragraphs}</body></html>"
)


def load_standing(load: Load) -> None:
    """Load what stands on every agenda of a group, or of every group of a kind."""
    groups = {group.key: group for group in Group.objects.current()}
    for row in load.rows("standing_item"):
        key = row.get("group", "")
        if key and key not in groups:
            continue
        item = StandingItem(
            group=groups.get(key),
            group_kind=GroupKind(row["group_kind"]) if "group_kind" in row else "",
            order=row["order"],
            title=row["title"],
            purpose=row["purpose"],
            minutes=row.get("minutes"),
            locked=row.get("locked", False),
            note=row.get("note", ""),
            source=words.cited(row),
        )
        load.ledger.once(
            "standing_item",
            f"{key or row['group_kind']}:{row['title']}",
            partial(standing.add_standing, row=item, by=load.by, at=load.now),
            there=StandingItem.objects.current().filter(title=item.title, group=item.group),
        )


def load_agendas(load: Load) -> None:
    """Load the agendas of meetings to come, each sent or still being made, and the backlogs."""
    groups = {group.key: group for group in Group.objects.current()}
    for row in load.rows("agenda"):
        if row["group"] not in groups:
            continue
        load.ledger.once(
            "agenda",
            f"{row['group']}:{row['meeting']}",
            partial(_agenda, load, groups[row["group"]], row),
        )


def _agenda(load: Load, group: Group, row: Row) -> Group | Meeting:
    meeting = _coming(group, row["meeting"], load.now)
    for facts in row["items"]:
        _item(load, group, meeting, facts)
    if meeting is not None and row.get("sent") and meeting.state == MeetingState.SENT:
        agenda_acts.send_agenda(meeting=meeting, by=load.by, at=load.now)
    return meeting or group


def _coming(group: Group, nth: int, at: datetime) -> Meeting | None:
    """Return the group's nth meeting from now on; none for 0, which is the backlog."""
    if not nth:
        return None
    states = (MeetingState.DRAFT, MeetingState.SENT)
    rows = group.meetings.filter(state__in=states, starts_at__gt=at).order_by("starts_at")
    return rows[nth - 1 : nth].first()


def _item(load: Load, group: Group, meeting: Meeting | None, row: Row) -> AgendaItem:
    facts = ItemFacts(
        title=row["title"],
        purpose=row["purpose"],
        minutes=row.get("minutes"),
        lead=Seat.objects.filter(key=row.get("lead", "")).first(),
        lead_post=row.get("guest", ""),
        priority=Priority.objects.filter(ended_on=None, title=row.get("priority", "")).first(),
        part=row.get("part", "A"),
        part_reason=row.get("part_reason", ""),
        text=row.get("text", ""),
    )
    item = agenda.add_item(group=group, facts=facts, meeting=meeting, by=load.by, at=load.now)
    for title, paragraphs in row.get("papers", {}).items():
        paper = PaperFacts(Paper("paper.pdf", _pdf(title, paragraphs, load.now)), title=title)
        meeting_papers.add_paper(item=item, facts=paper, by=load.by, at=load.now)
    return item


def _pdf(title: str, paragraphs: list[str], at: datetime) -> bytes:
    written = "".join(f"<p>{each}</p>" for each in paragraphs)
    html = PAPER.format(title=title, paragraphs=written)
    return pdf.render(html, title=title, made_at=at)
