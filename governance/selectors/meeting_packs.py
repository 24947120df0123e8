"""The packs of a meeting, how far one in the making is, and what the next would hold."""

from dataclasses import dataclass
from uuid import UUID

from governance.enums import Part
from governance.models import AgendaItem, Meeting, Pack, Paper
from governance.selectors.agenda_page import SHOWN_ALWAYS, loaded
from partnerships.enums import JobState
from partnerships.models import Job

PACK = "governance.meeting_pack"
WORDS = {
    JobState.QUEUED.value: "Waiting to start. It is kept in the queue and starts by itself.",
    JobState.FAILED.value: "The pack could not be made.",
}


@dataclass(frozen=True)
class PackLine:
    """One pack as its list shows it: ready to open, or how far it is."""

    public_id: UUID
    name: str
    part: str
    number: int
    is_ready: bool
    is_open: bool
    percent: int
    words: str
    error: str
    pages: int
    papers: int


@dataclass(frozen=True)
class Fresh:
    """What a pack is to hold: items of its part, each with the papers that no pack has yet.

    `kept_back` are the numbers of items of part B, which the first pack of part A names and says
    nothing else of.
    """

    number: int
    items: tuple[tuple[AgendaItem, tuple[Paper, ...]], ...]
    kept_back: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.items


def name_of(number: int, part: str) -> str:
    """Return what a pack is called."""
    first = "Pack" if number == 0 else f"Supplement {number}"
    return first if part == Part.A else f"{first} of part B"


def packs_of(meeting: Meeting, *, reads_b: bool) -> list[PackLine]:
    """Return a meeting's packs in the order they were asked for; two queries.

    Those of part B only for whoever may read it.
    """
    rows = meeting.packs.select_related("file").order_by("part", "number")
    found = [row for row in rows if reads_b or row.part == Part.A]
    jobs = Job.objects.filter(kind=PACK, subject_id__in=[row.public_id for row in found])
    last = {job.subject_id: job for job in jobs.order_by("requested_at", "pk")}
    return [_line(row, last.get(row.public_id)) for row in found]


def fresh_for(meeting: Meeting, part: str, *, before: int | None = None) -> Fresh:
    """Return what the next pack of a part is to hold; three queries.

    The first has every item of its part; a supplement has the items and papers that came since. A
    pack of part A never holds an item or a paper of part B. `before` leaves out the packs from this
    number on, so that one that failed is made again as it would have been.
    """
    made = meeting.packs.filter(part=part, file__isnull=False).order_by("number")
    done = [row for row in made if before is None or row.number < before]
    number = before if before is not None else (done[-1].number + 1 if done else 0)
    there = {key for row in done for piece in row.contents for key in (piece["id"],)}
    items, kept_back = [], []
    for item in loaded(meeting):
        if not item.number or item.state in SHOWN_ALWAYS:
            continue
        papers = tuple(
            each
            for each in item.all_papers  # type: ignore[attr-defined]
            if each.part == part and each.withdrawn_at is None and str(each.public_id) not in there
        )
        is_new = str(item.public_id) not in there
        if _belongs(item, part, papers) and (papers or is_new):
            items.append((item, papers))
        elif part == Part.A and item.part == Part.B and not number:
            kept_back.append(item.number)
    return Fresh(number, tuple(items), tuple(kept_back))


def _belongs(item: AgendaItem, part: str, papers: tuple[Paper, ...]) -> bool:
    """Say whether an item is in a part; one of part A is in part B's pack for its papers alone."""
    return item.part == part or (part == Part.B and bool(papers))


def _line(row: Pack, job: Job | None) -> PackLine:
    is_ready = row.file_id is not None
    state = job.state if job else JobState.QUEUED
    is_open = not is_ready and state in (JobState.QUEUED, JobState.RUNNING)
    words = WORDS.get(state) or (job.step if job else "") or "Starting"
    return PackLine(
        public_id=row.public_id,
        name=name_of(row.number, row.part),
        part=row.part,
        number=row.number,
        is_ready=is_ready,
        is_open=is_open,
        percent=job.percent if job else 0,
        words="" if is_ready else words,
        error=job.error if job and not is_ready else "",
        pages=max((piece["first"] + piece["pages"] - 1 for piece in row.contents), default=0),
        papers=sum(piece["pages"] > 0 for piece in row.contents),
    )
