"""The letters about delay and new information of a case or a review, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.templatetags.portal import moment
from partnerships.enums import JobState
from partnerships.models import Job
from reviews.enums import (
    DispatchKind,
    DispatchRecipient,
    DispatchState,
    ParallelKind,
    ReviewKind,
)
from reviews.models import Dispatch, Incident, ParallelProcess, Review
from reviews.selectors.proceedings import beside_case, beside_review
from reviews.selectors.reports import TONES

LETTERS: Final = {"delay": DispatchKind.DELAY, "new-information": DispatchKind.NEW_INFORMATION}
"""The letters by the word of their address."""
DELAY_WORDS: Final = (
    "We write about {what} {reference}.\n\n"
    "It is delayed because [why, without names].\n\n"
    "We expect to publish its report [when, or when we shall know]. Learning that cannot wait is"
    " acted on meanwhile, in confidence where it must be."
)
NEW_WORDS: Final = (
    "We write about {what} {reference}.\n\n"
    "New information suggests that it may raise issues of national importance: [what is new,"
    " without names]."
)


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """One letter ready to be printed."""

    about: str
    reference: str
    recipient: str
    recipient_code: str
    words: str
    prepared_at: datetime


@dataclass(frozen=True, kw_only=True)
class LetterCard:
    """One letter to one recipient: how it stands, its words, its copy, what is to be recorded."""

    public_id: UUID
    heading: str
    recipient: str
    status: Status
    rows: list[Row]
    is_open: bool
    has_copy: bool
    copy_failed: bool


def letters(subject: Incident | Review) -> QuerySet[Dispatch]:
    """Return the letters of a case or a review, the newest first."""
    rows = subject.dispatches.filter(kind__in=LETTERS.values())
    loaded = rows.select_related("proceedings", "prepared_by", "sent_by", "incident", "review")
    return loaded.order_by("-prepared_at", "recipient", "pk")


def letters_of(subject: Incident | Review) -> list[LetterCard]:
    """Return the letters in words; two queries, one where every copy is kept."""
    found = list(letters(subject))
    failed = _failed([row.public_id for row in found if row.file_id is None])
    return [_card(row, copy_failed=row.public_id in failed) for row in found]


def holding(subject: Incident | Review) -> list[ParallelProcess]:
    """Return the proceedings beside a case or a review that hold publication now; one query."""
    rows = beside_review(subject) if isinstance(subject, Review) else beside_case(subject)
    if isinstance(subject, Incident):
        rows = rows.filter(incident=subject)
    return list(rows.filter(ended_on=None, holds_publication=True))


def first_words(subject: Incident | Review, kind: DispatchKind) -> str:
    """Return the words that a letter starts from; what is to fill in stands in square brackets."""
    text = DELAY_WORDS if kind is DispatchKind.DELAY else NEW_WORDS
    return text.format(what=_what(subject), reference=subject.reference)


def text_of_letter(row: Dispatch) -> LetterText:
    """Return a letter as it is printed; its case or review must be loaded."""
    about = row.review or row.incident
    assert about is not None  # noqa: S101 -- a sending is of one of the two
    return LetterText(
        about=DispatchKind(row.kind).label,
        reference=about.reference,
        recipient=DispatchRecipient(row.recipient).label,
        recipient_code=row.recipient,
        words=row.words,
        prepared_at=row.prepared_at,
    )


def _what(subject: Incident | Review) -> str:
    if isinstance(subject, Incident):
        return "the rapid review of case"
    label = ReviewKind(subject.kind).label
    return f"our {label[:1].lower()}{label[1:]}"


def _failed(waiting: list[UUID]) -> set[UUID]:
    """Return whose copy could not be made and is not being made again."""
    if not waiting:
        return set()
    jobs = Job.objects.filter(subject_id__in=waiting).values_list("subject_id", "state")
    found = list(jobs)
    failed = {subject for subject, state in found if state == JobState.FAILED}
    return failed - {subject for subject, state in found if state != JobState.FAILED}


def _card(row: Dispatch, *, copy_failed: bool) -> LetterCard:
    state = DispatchState(row.state)
    process = row.proceedings
    rows = [
        Row("Because of", ParallelKind(process.kind).label if process else ""),
        Row("Words", row.words),
        Row("Prepared", f"{moment(row.prepared_at)} by {row.prepared_by.display_name}"),
        Row("Sent", moment(row.sent_at)),
        Row("How", row.how),
        Row("Receipt", row.receipt),
        Row("Why it was late", row.late_reason),
        Row("Not sent because", row.cancelled_because),
        Row("Hash of the copy (SHA-256)", row.sha256),
    ]
    return LetterCard(
        public_id=row.public_id,
        heading=DispatchKind(row.kind).label,
        recipient=DispatchRecipient(row.recipient).label,
        status=Status(state.label, TONES[state]),
        rows=[each for each in rows if each.value],
        is_open=state is DispatchState.PREPARED,
        has_copy=row.file_id is not None,
        copy_failed=copy_failed,
    )
