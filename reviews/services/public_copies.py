"""The copies of what is published: prepared first, recorded as sent afterwards, never twice.

Before publication they go to the Panel and the Secretary of State, and by custom to Ofsted; once
both must-haves are recorded the review waits for its day. After it one may go to the repository of
case reviews, and after a correction new ones are owed to whoever had the old (statutory.md D9, ST14,
ST15, §9.1, 22). The portal sends nothing itself.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews import timing
from reviews.enums import DispatchKind, DispatchRecipient, DispatchState, ReviewState
from reviews.models import Dispatch, PublicVersion, Review
from reviews.publication_acts import Act
from reviews.publication_gate import MUST_HAVE, OFSTED, text_lacks
from reviews.review_transitions import PUBLISHING, ReviewMove
from reviews.selectors.publication_facts import COPY_RULE, Stand, gate_facts
from reviews.services.dispatches import SentFacts
from reviews.services.publication_held import (
    go,
    meet_clock,
    record,
    stand_of,
)
from reviews.services.running import said

BEFORE: Final = (*MUST_HAVE, OFSTED)
AFTERWARDS: Final = (DispatchRecipient.NSPCC, *MUST_HAVE, OFSTED)


@transaction.atomic
def prepare_copy(*, review: Review, recipient: str, by: User, at: datetime) -> Dispatch:
    """Prepare the PDF for one recipient: of what waits to be published, or of what is published.

    Refuses a text that still lacks something, a recipient who is none of them, and a second copy
    of one version for the same recipient.
    """
    stand, _ = stand_of(review=review, act=Act.COPY, by=by, at=at)
    version, kind, possible = to_send(stand)
    if version is None or version.file is None:
        raise DomainError("Freeze the text first: its PDF is the copy.", code="not-frozen")
    lacks = text_lacks(gate_facts(stand, on=local_day(at))) if version == stand.waiting else []
    if lacks:
        raise DomainError(" ".join(lacks), code="not-ready")
    if recipient not in possible:
        raise DomainError("Choose one of the recipients.", code="recipient", field="recipient")
    if recipient in _prepared(stand, version, kind):
        raise DomainError(
            "This version was prepared for this recipient already.",
            code="prepared-already",
            field="recipient",
        )
    row = Dispatch.objects.create(
        kind=kind,
        recipient=recipient,
        review=stand.review,
        public_version=version,
        file=version.file,
        sha256=version.file.sha256,
        prepared_at=at,
        prepared_by=by,
    )
    record(
        AuditVerb.CREATED, version, by=by, at=at,
        dispatch=str(row.public_id), recipient=recipient, sha256=row.sha256,
    )  # fmt: skip
    return row


@transaction.atomic
def record_copy_sent(*, dispatch: Dispatch, facts: SentFacts, by: User, at: datetime) -> Dispatch:
    """Record that a copy was sent; once the Panel and the Secretary of State have it, that is said.

    Then the review waits for its day and the duty to send the copies is met. Refuses what was sent
    or given up already, a moment to come or before the PDF was there, and late copies without a
    reason.
    """
    stand, row, version = _held(dispatch, by=by, at=at)
    timing.check_past(facts.sent_at, what="The time of sending", field="sent_at", at=at)
    made_at = version.checked_at and version.checked_at.replace(second=0, microsecond=0)
    if made_at is None or facts.sent_at < made_at:  # people type minutes
        raise DomainError(
            "It cannot have been sent before it was made.", code="sent-too-early", field="sent_at"
        )
    row.state, row.sent_at, row.sent_by = DispatchState.SENT, facts.sent_at, by
    row.how, row.receipt = facts.how.strip(), facts.receipt.strip()
    row.late_reason = facts.late_reason.strip()
    row.save()
    record(AuditVerb.SENT, version, by=by, at=at, dispatch=str(row.public_id))
    if stand.waiting is not None and version.pk == stand.waiting.pk:
        _all_sent(stand.review, version, late_reason=row.late_reason, by=by, at=at)
    return row


@transaction.atomic
def cancel_copy(*, dispatch: Dispatch, reason: str, by: User, at: datetime) -> Dispatch:
    """Record that a prepared copy was not sent, and why. Refuses what was sent, and no reason."""
    _, row, version = _held(dispatch, by=by, at=at)
    row.cancelled_because = said(reason, "Say why it was not sent.", field="reason")
    row.state = DispatchState.CANCELLED
    row.save(update_fields=["state", "cancelled_because"])
    record(AuditVerb.REVOKED, version, by=by, at=at, dispatch=str(row.public_id))
    return row


def to_send(
    stand: Stand,
) -> tuple[PublicVersion | None, DispatchKind, tuple[DispatchRecipient, ...]]:
    """Return which version goes out as things stand, as what, and to whom it may."""
    if stand.review.state in PUBLISHING:
        return stand.waiting, DispatchKind.PRE_PUBLICATION, BEFORE
    return stand.live, DispatchKind.PUBLISHED, AFTERWARDS


def still_possible(stand: Stand) -> list[DispatchRecipient]:
    """Return to whom a copy of the version may still be prepared."""
    version, kind, possible = to_send(stand)
    if version is None:
        return []
    gone = _prepared(stand, version, kind)
    return [each for each in possible if each not in gone]


def owed_after_correction(stand: Stand) -> list[DispatchRecipient]:
    """Return who had a copy of what the public read before, and has none of the correction."""
    live = stand.live
    if live is None or not live.because:
        return []
    had = {
        row.recipient for row in stand.sendings if row.sent_at and row.public_version_id != live.pk
    }
    has = {
        row.recipient for row in stand.sendings if row.sent_at and row.public_version_id == live.pk
    }
    return [each for each in AFTERWARDS if each in had - has]


def _prepared(stand: Stand, version: PublicVersion, kind: DispatchKind) -> set[str]:
    return {
        row.recipient
        for row in stand.sendings
        if row.public_version_id == version.pk
        and row.kind == kind
        and row.state != DispatchState.CANCELLED
    }


def _held(dispatch: Dispatch, *, by: User, at: datetime) -> tuple[Stand, Dispatch, PublicVersion]:
    assert dispatch.review is not None  # noqa: S101 -- a copy is of a review
    stand, _ = stand_of(review=dispatch.review, act=Act.RECORD, by=by, at=at)
    row = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if row.state == DispatchState.SENT:
        raise DomainError("It is recorded as sent already.", code="sent-already")
    if row.state == DispatchState.CANCELLED:
        raise DomainError("It was given up. Prepare it anew.", code="cancelled")
    version = next(each for each in stand.versions if each.pk == row.public_version_id)
    return stand, row, version


def _all_sent(
    review: Review, version: PublicVersion, *, late_reason: str, by: User, at: datetime
) -> None:
    rows = version.dispatches.filter(
        kind=DispatchKind.PRE_PUBLICATION, recipient__in=MUST_HAVE, sent_at__isnull=False
    )
    sent = {who: when for who, when in rows.values_list("recipient", "sent_at") if when}
    if len(sent) < len(MUST_HAVE) or review.state != ReviewState.PUBLICATION_DECIDED:
        return
    go(review=review, code=ReviewMove.SEND_COPIES, by=by, at=at)
    latest = max(sent.values())
    meet_clock(review, COPY_RULE, met_at=latest, late_reason=late_reason, by=by, at=at)
