"""Published reviews, as anybody may read them: what was frozen for the public and nothing else.

Rows are read into small facts here, so that no template is ever handed a review, a report or what
was decided about it. A version is public from its publication until another one replaces it;
nothing that was never published, or was set aside, is found by any address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.utils.text import slugify

from partnerships.models import StoredFile
from reviews.enums import DispatchKind, DispatchRecipient, DispatchState, PublicationForm
from reviews.models import Dispatch, PublicVersion

IN_PART: Final = "Information about the improvements"
IN_FULL: Final = "Report in full"


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One published review in the list; `archived_at` where it is no longer on line."""

    reference: str
    title: str
    form: str
    has_warning: bool
    published_at: datetime
    corrected_at: datetime | None
    archived_at: datetime | None


@dataclass(frozen=True)
class PublicSection:
    """One section as the public reads it."""

    anchor: str
    heading: str
    body: str


@dataclass(frozen=True, kw_only=True)
class PublicReview:
    """What the public reads of one review, and since when."""

    reference: str
    title: str
    form: str
    is_in_part: bool
    reviewers: str
    warning: str
    sections: tuple[PublicSection, ...]
    published_at: datetime
    corrected_at: datetime | None
    archived_at: datetime | None
    is_with_nspcc: bool
    file_id: int
    file_size: int
    numbers: frozenset[int]

    @property
    def outline(self) -> list[dict[str, str]]:
        """Return the sections for the list of contents."""
        return [{"anchor": each.anchor, "heading": each.heading} for each in self.sections]


def has_published_reviews() -> bool:
    """Say whether a review was ever published; one query."""
    return published_versions().exists()


def published_reviews() -> list[ReviewLine]:
    """Return what was published, on line or archived, the newest first; one query."""
    rows = published_versions().annotate(
        title=KT("content__title"),
        form=KT("content__form"),
        warning=KT("content__warning"),
        reference=F("publication__review__reference"),
        archived_at=F("publication__archived_at"),
    )
    fields = ("title", "form", "warning", "reference", "archived_at", "published_at")
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows.order_by("published_at", "pk").values(*fields, "replaced_at"):
        found.setdefault(row["reference"], []).append(row)
    lines = [_line(rows) for rows in found.values() if rows[-1]["replaced_at"] is None]
    return sorted(lines, key=lambda each: (each.published_at, each.reference), reverse=True)


def published_review(reference: str) -> PublicReview | None:
    """Return a review by its reference, however it is written, or None; one query."""
    of_nspcc = Dispatch.objects.filter(
        public_version__publication=OuterRef("publication"),
        kind=DispatchKind.PUBLISHED,
        recipient=DispatchRecipient.NSPCC,
        state=DispatchState.SENT,
    )
    rows = published_versions().filter(publication__review__reference__iexact=reference)
    fields = ("number", "content", "published_at", "replaced_at", "file_id", "file__size")
    found = list(
        rows.annotate(
            reference=F("publication__review__reference"),
            archived_at=F("publication__archived_at"),
            is_with_nspcc=Exists(of_nspcc),
        )
        .order_by("published_at", "pk")
        .values(*fields, "reference", "archived_at", "is_with_nspcc")
    )
    if not found or found[-1]["replaced_at"] is not None:
        return None
    return _review(found)


def file_of(review: PublicReview) -> StoredFile:
    """Return the PDF of a published review; one query."""
    return StoredFile.objects.get(pk=review.file_id)


def published_versions() -> QuerySet[PublicVersion]:
    """Return every version that the public reads or once read."""
    return PublicVersion.objects.filter(
        published_at__isnull=False, set_aside_at__isnull=True, file__isnull=False
    )


def _line(rows: Sequence[Mapping[str, Any]]) -> ReviewLine:
    live = rows[-1]
    return ReviewLine(
        reference=live["reference"].lower(),
        title=live["title"] or "",
        form=_form(live["form"]),
        has_warning=bool(live["warning"]),
        published_at=rows[0]["published_at"],
        corrected_at=live["published_at"] if len(rows) > 1 else None,
        archived_at=live["archived_at"],
    )


def _review(rows: Sequence[Mapping[str, Any]]) -> PublicReview:
    live = rows[-1]
    content = live["content"]
    return PublicReview(
        reference=live["reference"].lower(),
        title=content["title"],
        form=_form(content["form"]),
        is_in_part=content["form"] != PublicationForm.FULL,
        reviewers=content["reviewers"],
        warning=content["warning"],
        sections=tuple(_sections(content["sections"])),
        published_at=rows[0]["published_at"],
        corrected_at=live["published_at"] if len(rows) > 1 else None,
        archived_at=live["archived_at"],
        is_with_nspcc=live["is_with_nspcc"],
        file_id=live["file_id"],
        file_size=live["file__size"],
        numbers=frozenset(row["number"] for row in rows),
    )


def _sections(rows: Iterable[Mapping[str, str]]) -> Iterable[PublicSection]:
    for place, row in enumerate(rows, 1):
        yield PublicSection(f"s{place}-{slugify(row['title'])}", row["title"], row["body"])


def _form(code: str) -> str:
    return IN_FULL if code == PublicationForm.FULL else IN_PART
