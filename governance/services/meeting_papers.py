"""The papers of an agenda: kept as they came, numbered by their item, withdrawn but never removed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance import agenda_rules
from governance.enums import Part
from governance.models import AgendaItem, Meeting, Paper
from governance.services.agenda import locked_meeting, refuse
from governance.services.checks import clean, require_edit
from krscp_portal.foundation import pdf_binding
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, papers
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.services.files import read_file
from partnerships.services.uploads import keep_paper

FIELD = "paper"
PDF = ".pdf"


@dataclass(frozen=True)
class PaperFacts:
    """A paper as it comes: the file, what it is called, and who may read it."""

    paper: papers.Paper
    title: str
    part: str = Part.A


@transaction.atomic
def add_paper(*, item: AgendaItem, facts: PaperFacts, by: User, at: datetime) -> Paper:
    """Keep a paper for an item, as the next of its numbers: "4.2" is the second of item 4.

    A paper of an item of part B is of part B, whatever was chosen. One that comes after the day for
    papers is marked late. Refuses what is no document or larger than 50 megabytes, a PDF that asks
    for a password, is damaged or has no pages, an item that was dealt with, and a meeting that is
    over.
    """
    row = _item(item, by=by, at=at)
    refuse(agenda_rules.may_touch("paper", item_state=row.state, locked=False))
    part = Part.B if row.part == Part.B else facts.part
    last = row.papers.order_by("place").values_list("place", flat=True).last()
    paper = Paper(
        item=row,
        place=(last or 0) + 1,
        title=facts.title,
        part=part,
        late=_is_late(row, at=at),
        added_at=at,
        added_by=by,
    )
    clean_title(paper)
    paper.pages = _count(facts.paper)
    paper.file = keep_paper(
        paper=facts.paper, name=facts.title, at=at, field=FIELD, limit=papers.LIMIT_OF_MEETINGS
    )
    clean(paper)
    paper.save(force_insert=True)
    _note(AuditVerb.CREATED, paper, by=by, at=at, late=paper.late)
    return paper


@transaction.atomic
def withdraw_paper(*, paper: Paper, reason: str, by: User, at: datetime) -> Paper:
    """Take a paper out of what may be read; its row, its number and the reason stay.

    A pack that was handed out keeps it. Refuses to do so without a reason, and a second time.
    """
    row = Paper.objects.select_for_update(of=("self",)).select_related("item").get(pk=paper.pk)
    _item(row.item, by=by, at=at)
    if row.withdrawn_at is not None:
        raise DomainError("This paper has been withdrawn already.", code="withdrawn")
    if not reason.strip():
        raise DomainError("Say why the paper is withdrawn.", code="reason", field="reason")

    row.withdrawn_at, row.withdrawn_reason = at, reason.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _note(AuditVerb.REMOVED, row, by=by, at=at)
    return row


@transaction.atomic
def take_paper(*, paper: Paper, by: User, at: datetime) -> bytes:
    """Return a paper's bytes and note who took it; the caller has asked who may read its part.

    Refuses one that was withdrawn, and a file that is no longer what was kept.
    """
    if paper.withdrawn_at is not None:
        raise DomainError("This paper has been withdrawn.", code="withdrawn")
    content = read_file(file=paper.file)
    _note(AuditVerb.DOWNLOADED, paper, by=by, at=at)
    return content


def clean_title(paper: Paper) -> None:
    """Refuse a paper without a title, beside the field."""
    if not paper.title.strip():
        raise DomainError("Say what the paper is called.", code="title", field="title")


def _item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """Return the locked item; refuse who does not keep its group's record, and an agenda that is over."""
    if item.meeting_id is not None:
        locked_meeting(Meeting(pk=item.meeting_id), "paper", by=by, at=at)
    else:
        require_edit(by, at=at, group_key=item.group.key)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("group", "meeting")
    return rows.get(pk=item.pk)


def _is_late(item: AgendaItem, *, at: datetime) -> bool:
    due_on = item.meeting.papers_due_on if item.meeting else None
    return due_on is not None and local_day(at) > due_on


def _count(paper: papers.Paper) -> int | None:
    """Return how many pages a PDF has; looked at before anything of it is stored."""
    is_pdf = papers.ending_of(paper.name) == PDF
    if not is_pdf or not papers.may_keep(paper, limit=papers.LIMIT_OF_MEETINGS):
        return None
    try:
        return pdf_binding.pages_of(paper.content)
    except DomainError as refusal:
        raise DomainError(str(refusal), code=refusal.code, field=FIELD) from refusal


def _note(verb: AuditVerb, paper: Paper, *, by: User, at: datetime, **facts: object) -> None:
    number = f"Paper {paper.item.number}.{paper.place}" if paper.item.number else "Paper"
    said = {"part": paper.part, "sha256": paper.file.sha256, **facts}
    audit.record(verb=verb, on=paper, by=by, at=at, reference=number, facts=said)
