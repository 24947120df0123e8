"""Proceedings beside a case or a review: a trial, an inquest, another board's review.

They may hold publication; they never hold learning, and no clock stops for them (statutory.md §4.2
ST11H, §9.1 21; D8's note on delays).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.enums import ParallelKind
from reviews.models import Incident, ParallelProcess, Review
from reviews.review_transitions import ReviewMove
from reviews.services.held import hold_case, hold_review
from reviews.services.reviews import move_review
from reviews.services.running import refuse_to_come, said


@dataclass(frozen=True, kw_only=True)
class ProceedingsFacts:
    """What kind they are, since when, until when, whom to ask, and whether publication waits."""

    kind: str
    opened_on: date
    contact_post: str = ""
    expected_until: date | None = None
    holds_publication: bool = True
    note: str = ""


@transaction.atomic
def record_proceedings(
    *, subject: Incident | Review, facts: ProceedingsFacts, by: User, at: datetime
) -> ParallelProcess:
    """Keep proceedings beside a case or a review. Refuses a beginning to come, and an end before it."""
    row = ParallelProcess(recorded_at=at, recorded_by=by)
    if isinstance(subject, Incident):
        row.incident = hold_case(incident=subject, by=by, at=at)
    else:
        row.review = hold_review(review=subject, by=by, at=at)
    _fill(row, facts, at=at)
    row.save(force_insert=True)
    _record(AuditVerb.CREATED, row, by=by, at=at, kind=row.kind)
    return row


@transaction.atomic
def change_proceedings(
    *, proceedings: ParallelProcess, facts: ProceedingsFacts, by: User, at: datetime
) -> ParallelProcess:
    """Change what is known of proceedings, such as until when they last. Refuses ended ones."""
    row = _held(proceedings, by=by, at=at)
    _fill(row, facts, at=at)
    row.save()
    held = "yes" if row.holds_publication else "no"
    _record(AuditVerb.CHANGED, row, by=by, at=at, kind=row.kind, holds_publication=held)
    return row


@transaction.atomic
def end_proceedings(
    *, proceedings: ParallelProcess, ended_on: date, by: User, at: datetime
) -> ParallelProcess:
    """Note that proceedings ended. Refuses a day to come or before they began, and a second end."""
    row = _held(proceedings, by=by, at=at)
    refuse_to_come(ended_on, field="ended_on", at=at)
    if ended_on < row.opened_on:
        raise DomainError(
            "Proceedings cannot end before they began.", code="order", field="ended_on"
        )
    row.ended_on = ended_on
    row.save(update_fields=["ended_on"])
    _record(AuditVerb.ENDED, row, by=by, at=at, ended_on=ended_on.isoformat())
    return row


@transaction.atomic
def record_reasons_sent(
    *, proceedings: ParallelProcess, sent_on: date, by: User, at: datetime
) -> ParallelProcess:
    """Note when the Panel and the Secretary of State were told why publication waits.

    Refuses proceedings that hold nothing or have ended, and a day to come or before they began.
    """
    row = _held(proceedings, by=by, at=at)
    if not row.holds_publication:
        raise DomainError("These proceedings hold nothing up.", code="holds-nothing")
    refuse_to_come(sent_on, field="sent_on", at=at)
    if sent_on < row.opened_on:
        raise DomainError(
            "They cannot have been told before the proceedings began.",
            code="too-early",
            field="sent_on",
        )
    row.reasons_sent_on = sent_on
    row.save(update_fields=["reasons_sent_on"])
    _record(AuditVerb.SENT, row, by=by, at=at, sent_on=sent_on.isoformat())
    return row


@transaction.atomic
def hold_for(
    *,
    review: Review,
    words: str,
    because_of: ParallelProcess | None = None,
    expected_until: date | None = None,
    by: User,
    at: datetime,
) -> Review:
    """Put a review on hold, for proceedings beside it or for another reason in words.

    Where no day is named it is expected to last as long as the proceedings. Refuses proceedings of
    something else or that have ended, no words, and what `move_review` refuses.
    """
    text = said(words, "Say why the review is on hold.", field="words")
    until = expected_until
    if because_of is not None:
        is_beside = because_of.review_id == review.pk or (
            because_of.incident_id is not None and because_of.incident_id == review.incident_id
        )
        if not is_beside or because_of.ended_on is not None:
            raise DomainError(
                "These proceedings do not run beside the review.",
                code="not-beside",
                field="because_of",
            )
        text = f"{ParallelKind(because_of.kind).label}. {text}"
        until = until or because_of.expected_until
    return move_review(
        review=review, code=ReviewMove.HOLD, words=text, expected_until=until, by=by, at=at
    )


def _fill(row: ParallelProcess, facts: ProceedingsFacts, *, at: datetime) -> None:
    refuse_to_come(facts.opened_on, field="opened_on", at=at)
    if facts.expected_until and facts.expected_until < facts.opened_on:
        raise DomainError(
            "They cannot be expected to end before they began.",
            code="order",
            field="expected_until",
        )
    row.kind, row.opened_on = facts.kind, facts.opened_on
    row.contact_post, row.expected_until = facts.contact_post.strip(), facts.expected_until
    row.holds_publication, row.note = facts.holds_publication, facts.note.strip()
    clean(row)


def _held(proceedings: ParallelProcess, *, by: User, at: datetime) -> ParallelProcess:
    if proceedings.incident is not None:
        hold_case(incident=proceedings.incident, by=by, at=at)
    elif proceedings.review is not None:
        hold_review(review=proceedings.review, by=by, at=at)
    rows = ParallelProcess.objects.select_for_update(of=("self",))
    row = rows.select_related("incident", "review").get(pk=proceedings.pk)
    if row.ended_on is not None:
        raise DomainError("These proceedings have ended.", code="ended")
    return row


def _record(
    verb: AuditVerb, row: ParallelProcess, *, by: User, at: datetime, **facts: object
) -> None:
    beside = row.incident or row.review
    reference = beside.reference if beside else ""
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=dict(facts))
