"""Letters about delay and about new information: prepared first, recorded as sent afterwards.

The Panel and the Secretary of State are told why a review is delayed; the Panel is told what may be
of national importance (statutory.md §4.2 ST11H, ST11N; D8's note on delays). The portal sends
nothing itself: the row and its copy stand before anything leaves, and a person says what became of
it, so that nothing is sent twice and nothing is guessed.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Job, StoredFile, User
from partnerships.services.work import request_job
from reviews import timing
from reviews.enums import DispatchKind, DispatchRecipient, DispatchState
from reviews.models import Dispatch, Incident, ParallelProcess, Review
from reviews.review_transitions import ENDED
from reviews.services.dispatches import SentFacts
from reviews.services.held import hold_case, hold_review
from reviews.services.running import hold_running, said
from reviews.services.supervising import note_progress
from reviews.transitions import is_closed

COPY: Final = "reviews.outgoing_copy"
RECIPIENTS: Final[Mapping[str, tuple[DispatchRecipient, ...]]] = {
    DispatchKind.DELAY: (DispatchRecipient.PANEL, DispatchRecipient.SECRETARY_OF_STATE),
    DispatchKind.NEW_INFORMATION: (DispatchRecipient.PANEL,),
}
"""To whom each letter goes; one sending for each."""
TO_FILL_IN: Final = re.compile(r"\[[^\]\n]*\]")
PANEL_TOLD: Final = (
    "New information that may be of national importance. The Panel was told by letter; its words"
    " are kept with the letters of this review."
)


@transaction.atomic
def prepare_letter(
    *,
    subject: Incident | Review,
    kind: str,
    words: str,
    proceedings: ParallelProcess | None = None,
    by: User,
    at: datetime,
) -> list[Dispatch]:
    """Prepare a letter for everybody who is to have it; the copies are made meanwhile.

    Refuses a case or review that has ended, no words, words still to fill in, proceedings that do
    not run beside it, and a letter while the one before is neither sent nor given up.
    """
    held = _running(subject, by=by, at=at)
    text = _text(words)
    _refuse_others(held, proceedings)
    about = held.dispatches.filter(kind=kind, proceedings=proceedings)
    if about.filter(state=DispatchState.PREPARED).exists():
        raise DomainError(
            "A letter about this is prepared already. Record first whether it was sent.",
            code="prepared-already",
        )
    rows = []
    for recipient in RECIPIENTS[kind]:
        row = Dispatch.objects.create(
            incident=held if isinstance(held, Incident) else None,
            review=held if isinstance(held, Review) else None,
            kind=kind,
            recipient=recipient,
            proceedings=proceedings,
            words=text,
            prepared_at=at,
            prepared_by=by,
        )
        request_job(kind=COPY, subject_id=row.public_id, by=by, at=at)
        _record(AuditVerb.CREATED, row, by=by, at=at, kind=kind, recipient=recipient.value)
        rows.append(row)
    return rows


@transaction.atomic
def record_letter_sent(*, dispatch: Dispatch, facts: SentFacts, by: User, at: datetime) -> Dispatch:
    """Record that a letter was sent.

    Once both were told of a delay, the proceedings say since when; new information of a running
    review goes into its log. Refuses what was sent or given up already, and a time to come or
    before the letter was prepared.
    """
    row = _open(dispatch, by=by, at=at)
    timing.check_past(facts.sent_at, what="The time of sending", field="sent_at", at=at)
    if facts.sent_at < row.prepared_at.replace(second=0, microsecond=0):
        raise DomainError(
            "It cannot have been sent before it was prepared.",
            code="sent-before-prepared",
            field="sent_at",
        )
    row.state, row.sent_at, row.sent_by = DispatchState.SENT, facts.sent_at, by
    row.how, row.receipt = facts.how.strip(), facts.receipt.strip()
    row.late_reason = facts.late_reason.strip()
    row.save(update_fields=["state", "sent_at", "sent_by", "how", "receipt", "late_reason"])
    _record(AuditVerb.SENT, row, by=by, at=at, recipient=row.recipient)
    if row.kind == DispatchKind.DELAY:
        _note_reasons(row, by=by, at=at)
    elif row.review is not None and row.review.state not in ENDED:
        day = local_day(facts.sent_at)
        note_progress(review=row.review, on=day, text=PANEL_TOLD, by=by, at=at)
    return row


@transaction.atomic
def record_letter_not_sent(*, dispatch: Dispatch, reason: str, by: User, at: datetime) -> Dispatch:
    """Record that a letter was not sent, and why. Refuses what was sent, and no reason."""
    row = _open(dispatch, by=by, at=at)
    row.cancelled_because = said(reason, "Say why it was not sent.", field="reason")
    row.state = DispatchState.CANCELLED
    row.save(update_fields=["state", "cancelled_because"])
    _record(AuditVerb.REVOKED, row, by=by, at=at, recipient=row.recipient)
    return row


@transaction.atomic
def make_letter_again(*, dispatch: Dispatch, by: User, at: datetime) -> Job:
    """Ask for the copy once more, where its making failed. Refuses where the copy is kept."""
    row = _held(dispatch, by=by, at=at)
    if row.file_id is not None:
        raise DomainError("The copy is kept already.", code="copy-kept")
    _record(AuditVerb.CHANGED, row, by=by, at=at)
    return request_job(kind=COPY, subject_id=row.public_id, by=by, at=at)


@transaction.atomic
def finish_letter(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Keep the finished copy with its letter; the first copy stays."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("incident", "review")
    row = rows.get(public_id=subject_id)
    if row.file_id is not None:
        return
    row.file, row.sha256 = file, file.sha256
    row.save(update_fields=["file", "sha256"])
    _record(AuditVerb.RENDERED, row, by=by, at=at, sha256=row.sha256)


@transaction.atomic
def note_letter_taken(*, dispatch: Dispatch, by: User, at: datetime) -> None:
    """Write who took the copy of a letter away. Refuses nobody: the page did."""
    _record(AuditVerb.DOWNLOADED, dispatch, by=by, at=at, format="pdf")


def _running(subject: Incident | Review, *, by: User, at: datetime) -> Incident | Review:
    if isinstance(subject, Review):
        return hold_running(review=subject, by=by, at=at)
    held = hold_case(incident=subject, by=by, at=at)
    if is_closed(held.state):
        raise DomainError("The case is closed.", code="closed")
    return held


def _text(words: str) -> str:
    text = said(words, "Write the letter.", field="words")
    if TO_FILL_IN.search(text):
        raise DomainError(
            "Fill in what stands in square brackets.", code="to-fill-in", field="words"
        )
    return text


def _refuse_others(subject: Incident | Review, proceedings: ParallelProcess | None) -> None:
    if proceedings is None:
        return
    case = subject.incident_id if isinstance(subject, Review) else subject.pk
    is_beside = case is not None and proceedings.incident_id == case
    if isinstance(subject, Review):
        is_beside = is_beside or proceedings.review_id == subject.pk
    if not is_beside or proceedings.ended_on is not None or not proceedings.holds_publication:
        raise DomainError(
            "These proceedings hold nothing up here.", code="not-beside", field="proceedings"
        )


def _held(dispatch: Dispatch, *, by: User, at: datetime) -> Dispatch:
    if dispatch.review is not None:
        hold_review(review=dispatch.review, by=by, at=at)
    elif dispatch.incident is not None:
        hold_case(incident=dispatch.incident, by=by, at=at)
    rows = Dispatch.objects.select_for_update(of=("self",))
    return rows.select_related("incident", "review").get(pk=dispatch.pk)


def _open(dispatch: Dispatch, *, by: User, at: datetime) -> Dispatch:
    row = _held(dispatch, by=by, at=at)
    if row.state == DispatchState.SENT:
        raise DomainError("It is recorded as sent already.", code="sent-already")
    if row.state == DispatchState.CANCELLED:
        raise DomainError("It was given up. Prepare it anew.", code="cancelled")
    return row


def _note_reasons(row: Dispatch, *, by: User, at: datetime) -> None:
    """Say of the proceedings since when both know the reasons; an earlier day stays."""
    if row.proceedings_id is None:
        return
    process = ParallelProcess.objects.select_for_update(of=("self",)).get(pk=row.proceedings_id)
    sent = process.dispatches.filter(kind=DispatchKind.DELAY, state=DispatchState.SENT)
    first: dict[str, datetime] = {}
    for recipient, moment in sent.order_by("sent_at").values_list("recipient", "sent_at"):
        if moment is not None:
            first.setdefault(recipient, moment)
    if process.reasons_sent_on is not None or set(first) != set(RECIPIENTS[DispatchKind.DELAY]):
        return
    process.reasons_sent_on = local_day(max(first.values()))
    process.save(update_fields=["reasons_sent_on"])
    day = process.reasons_sent_on.isoformat()
    audit.record(
        verb=AuditVerb.SENT, on=process, by=by, at=at, reference=_reference(row),
        facts={"sent_on": day},
    )  # fmt: skip


def _reference(row: Dispatch) -> str:
    about = row.review or row.incident
    assert about is not None  # noqa: S101 -- a sending is of one of the two
    return about.reference


def _record(verb: AuditVerb, row: Dispatch, *, by: User, at: datetime, **facts: object) -> None:
    """Write the audit row of an act on a letter: ids, codes and hashes alone."""
    audit.record(verb=verb, on=row, by=by, at=at, reference=_reference(row), facts=dict(facts))
