"""The pack of a meeting: its agenda and papers as one PDF, part B in a file of its own.

Made in the background and never made again: what comes later goes into a supplement, so that a
page that somebody quotes ("4.2, page 7") is the same page for everybody.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from governance.enums import Part
from governance.models import Meeting, Pack, Paper
from governance.selectors.agenda import readers_of
from governance.selectors.meeting_packs import PACK, Fresh, fresh_for, name_of
from governance.services.agenda import locked_meeting
from krscp_portal.foundation import pdf_binding
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local, local_day
from krscp_portal.foundation.pdf_binding import Piece
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import PDF_TYPE, print_pages
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job

STYLES = ("css/print.css", "css/pack-print.css")
ROUNDS = 5  # the agenda is laid out at most so often until its page numbers are right
READING, LAYING_OUT, BINDING = "Reading the papers", "Laying out the agenda", "Binding the papers"


@dataclass(frozen=True)
class Leaf:
    """One paper on its way into a pack: the row, its number, its heading, its place when known."""

    paper: Paper
    number: str
    heading: str
    is_bound: bool
    first: int = 0
    pages: int = 0


@transaction.atomic
def ask_for_pack(*, meeting: Meeting, part: str, by: User, at: datetime) -> Job:
    """Have a pack made of what is on the agenda and in no pack yet; the caller may read the part.

    Asking again while one is being made returns that one; one that failed is made again under its
    own number. Refuses an agenda that was not sent, and a pack in which nothing would be new.
    """
    row = locked_meeting(meeting, "pack", by=by, at=at)
    if row.numbered_at is None:
        raise DomainError("Send the agenda first: a pack quotes its numbers.", code="not-numbered")
    waiting = row.packs.filter(part=part, file__isnull=True).first()
    if waiting is None:
        fresh = fresh_for(row, part)
        if fresh.is_empty:
            raise DomainError("Nothing is new since the last pack.", code="nothing-new")
        waiting = Pack.objects.create(
            meeting=row, part=part, number=fresh.number, asked_at=at, asked_by=by
        )
    return request_job(kind=PACK, subject_id=waiting.public_id, by=by, at=at)


def make_pack(partnership_id: int, pack_id: UUID, progress: Progress) -> Produced:
    """Return a pack as a PDF and note what it holds, page by page.

    Opens the partnership to read and to note. A paper that is no PDF has a sheet that says so.
    """
    progress(READING, 5)
    with tenant(partnership_id):
        pack = Pack.objects.select_related("meeting__group").get(public_id=pack_id)
        fresh = fresh_for(pack.meeting, pack.part, before=pack.number)
        if fresh.is_empty:
            raise DomainError("Nothing is new since the last pack.", code="nothing-new")
        partnership = Partnership.objects.get(pk=partnership_id)
        leaves = _leaves(fresh)
        contents = [read_file(file=leaf.paper.file) if leaf.is_bound else None for leaf in leaves]

    progress(LAYING_OUT, 25)
    front, leaves = _front(pack, partnership, fresh, leaves)
    progress(BINDING, 70)
    bound = pdf_binding.bind(
        front,
        [
            Piece(leaf.number, leaf.paper.title, leaf.heading, content)
            for leaf, content in zip(leaves, contents, strict=True)
        ],
    )
    with tenant(partnership_id):
        _note_contents(pack, _listed(fresh, leaves))
    return Produced(
        name=_file_name(pack, partnership), content_type=PDF_TYPE, content=bound.content
    )


@transaction.atomic
def finish_pack(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Keep the file as the pack, mark the papers that a supplement brought, and tell who reads it.

    Of part A whoever is asked to the meeting is told; of part B who asked for the pack alone.
    """
    pack = (
        Pack.objects.select_for_update(of=("self",))
        .select_related("meeting__group")
        .get(public_id=subject_id)
    )
    pack.file = file
    pack.save(update_fields=["file"])
    brought = [piece["id"] for piece in pack.contents if piece["pages"]]
    Paper.objects.filter(public_id__in=brought).update(supplement=pack.number)
    facts = {"part": pack.part, "number": pack.number, "sha256": file.sha256}
    audit.record(
        verb=AuditVerb.RENDERED, on=pack, by=by, at=at, reference=_reference(pack), facts=facts
    )
    readers = readers_of(pack.meeting) if pack.part == Part.A else []
    tell(
        recipients={person.pk: person for person in (by, *readers)}.values(),
        key=f"pack:{pack.public_id}",
        subject="The papers of a meeting are ready",
        path=f"{pack.meeting.path}agenda/",
        at=at,
    )


@transaction.atomic
def take_pack(*, pack: Pack, by: User, at: datetime) -> bytes:
    """Return a pack's bytes and note who took it; the caller has asked who may read its part.

    Refuses one that is not made yet, and a file that is no longer what was kept.
    """
    if pack.file is None:
        raise DomainError("This pack has not been made yet.", code="no-pack")
    content = read_file(file=pack.file)
    facts = {"part": pack.part, "sha256": pack.file.sha256}
    audit.record(
        verb=AuditVerb.DOWNLOADED, on=pack, by=by, at=at, reference=_reference(pack), facts=facts
    )
    return content


def _leaves(fresh: Fresh) -> list[Leaf]:
    return [
        Leaf(
            paper=paper,
            number=f"{item.number}.{paper.place}",
            heading=f"{item.number} {item.title}",
            is_bound=paper.file.content_type == PDF_TYPE,
        )
        for item, papers in fresh.items
        for paper in papers
    ]


def _front(
    pack: Pack, partnership: Partnership, fresh: Fresh, leaves: list[Leaf]
) -> tuple[bytes, list[Leaf]]:
    """Return the agenda with the sheets behind it, laid out until its own page numbers are right.

    The contents name the pages on which papers begin, and so may grow the agenda by a page.
    """
    sheets = sum(not leaf.is_bound for leaf in leaves)
    pages, placed, front = 0, leaves, b""
    for _ in range(ROUNDS):
        placed = _place(leaves, behind=pages)
        front = _render(pack, partnership, fresh, placed)
        found = pdf_binding.pages_of(front) - sheets
        if found == pages:
            break
        pages = found
    return front, placed


def _place(leaves: list[Leaf], *, behind: int) -> list[Leaf]:
    placed, first = [], behind + 1
    for leaf in leaves:
        pages = (leaf.paper.pages or 1) if leaf.is_bound else 1
        placed.append(replace(leaf, first=first, pages=pages))
        first += pages
    return placed


def _render(pack: Pack, partnership: Partnership, fresh: Fresh, leaves: list[Leaf]) -> bytes:
    meeting = pack.meeting
    of_item: dict[int, list[Leaf]] = {item.pk: [] for item, _ in fresh.items}
    for leaf in leaves:
        of_item[leaf.paper.item_id].append(leaf)
    title = f"{name_of(pack.number, pack.part)}: {meeting.title}"
    html = render_to_string(
        "documents/pack/print.html",
        {
            "partnership": partnership,
            "pack": pack,
            "meeting": meeting,
            "starts_at": local(meeting.starts_at),
            "ends_at": local(meeting.ends_at),
            "made_on": local_day(pack.asked_at),
            "title": title,
            "items": [(item, of_item[item.pk]) for item, _ in fresh.items],
            "kept_back": fresh.kept_back,
            "sheets": [leaf for leaf in leaves if not leaf.is_bound],
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    return print_pages(
        html,
        title=f"{title}, {in_words(local_day(meeting.starts_at))}",
        made_at=pack.asked_at,
        styles=STYLES,
    )


def _note_contents(pack: Pack, contents: list[dict[str, Any]]) -> None:
    """Keep what a pack holds, so that the next one has only what is new."""
    Pack.objects.filter(pk=pack.pk).update(contents=contents)


def _listed(fresh: Fresh, leaves: list[Leaf]) -> list[dict[str, Any]]:
    """Return what a pack holds: each item, and each paper with its first page and its length."""
    items = [_piece(item, item.number, 0, 0) for item, _ in fresh.items]
    return items + [_piece(each.paper, each.number, each.first, each.pages) for each in leaves]


def _piece(row: Any, number: str, first: int, pages: int) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "number": number,
        "title": row.title,
        "first": first,
        "pages": pages,
    }


def _file_name(pack: Pack, partnership: Partnership) -> str:
    day = local_day(pack.meeting.starts_at).isoformat()
    which = "pack" if pack.number == 0 else f"supplement-{pack.number}"
    part = "-part-b" if pack.part == Part.B else ""
    return f"{partnership.slug}-{pack.meeting.group.key}-{day}-{which}{part}.pdf"[:120]


def _reference(pack: Pack) -> str:
    return f"{name_of(pack.number, pack.part)}, {local_day(pack.meeting.starts_at).isoformat()}"
