"""What was marked in minutes, the copies that the public reads, and how far one in the making is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from governance import redacting
from governance.models import MinutesVersion, PublicMinutes, Redaction
from governance.redacting import Mark, Piece
from partnerships.enums import JobState
from partnerships.models import Job

PUBLIC_COPY = "governance.public_minutes"
PDF, FULL_PDF = "governance.minutes_pdf", "governance.minutes_pdf_full"
WORDS = {
    JobState.QUEUED.value: "Waiting to start. It is kept in the queue and starts by itself.",
    JobState.FAILED.value: "It could not be made.",
    JobState.DONE.value: "It has been made.",
}


@dataclass(frozen=True)
class Making:
    """How far a file in the making is, in words that stay true when a worker dies."""

    is_open: bool
    percent: int
    words: str
    error: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a version to mark: its place, cut at what is marked already."""

    key: str
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MarkBlock:
    """One block of a version to mark; one of part B is left out of the copy as a whole."""

    number: str
    heading: str
    is_b: bool
    paragraphs: tuple[Paragraph, ...]


def marks_of(version: MinutesVersion) -> list[Redaction]:
    """Return what is marked in a version, in the order of its text; one query."""
    return list(version.redactions.order_by("block", "paragraph", "start", "pk"))


def as_marks(rows: list[Redaction]) -> list[Mark]:
    """Return stored marks as the pure rules see them."""
    return [Mark(row.block, row.paragraph, row.start, row.end, row.reason) for row in rows]


def blocks_to_mark(version: MinutesVersion, rows: list[Redaction]) -> list[MarkBlock]:
    """Return a version's text for marking, with what is marked already."""
    marks = as_marks(rows)
    return [
        MarkBlock(
            number=block["number"],
            heading=block["heading"],
            is_b=block["part"] == "B",
            paragraphs=tuple(
                Paragraph(
                    f"{nth}-{place}",
                    text,
                    tuple(
                        redacting.pieces(
                            text,
                            [
                                each
                                for each in marks
                                if (each.block, each.paragraph) == (nth, place)
                            ],
                        )
                    ),
                )
                for place, text in enumerate(block["paragraphs"])
            ),
        )
        for nth, block in enumerate(version.content)
    ]


def words_of(row: Redaction, version: MinutesVersion) -> str:
    """Return the words that a mark takes out."""
    text: str = version.content[row.block]["paragraphs"][row.paragraph]
    return text[row.start : row.end]


def copy_up(version: MinutesVersion) -> PublicMinutes | None:
    """Return the version's copy that the public reads or that is being made; one query."""
    return PublicMinutes.objects.filter(version=version, taken_down_at=None).first()


def published_minutes() -> QuerySet[PublicMinutes]:
    """Return the copies that the public may read, the last meeting first."""
    rows = PublicMinutes.objects.filter(published_at__isnull=False, taken_down_at=None)
    loaded = rows.select_related("version__minutes__meeting__group", "file")
    return loaded.order_by("-version__minutes__meeting__starts_at", "-pk")


def public_copy(public_id: UUID) -> PublicMinutes | None:
    """Return a copy that is or was published, or nothing; one query."""
    rows = PublicMinutes.objects.filter(published_at__isnull=False, public_id=public_id)
    return rows.select_related("version__minutes__meeting__group", "file").first()


def making_of(kind: str, subject_id: UUID) -> tuple[Job | None, Making | None]:
    """Return the last work of a kind on something, and how it stands; one query."""
    job = (
        Job.objects.filter(kind=kind, subject_id=subject_id)
        .select_related("file")
        .order_by("-requested_at", "-pk")
        .first()
    )
    if job is None:
        return None, None
    is_open = job.state in (JobState.QUEUED, JobState.RUNNING)
    words = WORDS.get(job.state) or job.step or "Starting"
    return job, Making(is_open, job.percent, words, job.error)
