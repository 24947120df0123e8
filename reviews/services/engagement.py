"""Who took part in a review: the family, children who survived, and practitioners.

Whoever is invited is kept though they declined; whoever is not invited, with the reasons
(statutory.md §4.2 ST11, §9.1 19). People are named by what they are to the child, never by name.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.enums import InvitationAnswer
from reviews.models import FamilyContact, PractitionerEvent, Review
from reviews.naming import looks_like_a_name
from reviews.services.held import hold_review
from reviews.services.running import hold_running, refuse_to_come, said

NO_NAME = "Say what they are to the child, such as “older brother”. No names."


@dataclass(frozen=True, kw_only=True)
class FamilyFacts:
    """Who they are to the child, whether a child themselves, and when and how they were invited.

    Without a day they were not invited, and the note says why.
    """

    who: str
    is_child: bool = False
    invited_on: date | None = None
    how: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """An event with practitioners: when, how many, what was learned, what support was offered."""

    held_on: date
    title: str
    invited: int
    attended: int
    learned: str = ""
    support_offered: str = ""


@transaction.atomic
def record_family(*, review: Review, facts: FamilyFacts, by: User, at: datetime) -> FamilyContact:
    """Keep that somebody was invited, or why not.

    Refuses what reads like a name, an invitation to come, and nobody invited without reasons.
    """
    held = hold_running(review=review, by=by, at=at)
    who = said(facts.who, NO_NAME, field="who")
    if looks_like_a_name(who):
        raise DomainError(NO_NAME, code="a-name", field="who")
    note = facts.note.strip()
    if facts.invited_on is None:
        note = said(note, "Say why they are not invited.", field="note")
    else:
        refuse_to_come(facts.invited_on, field="invited_on", at=at)
    left_out = facts.invited_on is None
    row = FamilyContact.objects.create(
        review=held,
        who=who,
        is_child=facts.is_child,
        invited_on=facts.invited_on,
        how=facts.how.strip(),
        note=note,
        answer=InvitationAnswer.NOT_APPROPRIATE if left_out else InvitationAnswer.WAITING,
        recorded_at=at,
        recorded_by=by,
    )
    _record(AuditVerb.CREATED, row, by=by, at=at, answer=row.answer)
    return row


@transaction.atomic
def answer_invitation(
    *,
    contact: FamilyContact,
    answer: str,
    answered_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> FamilyContact:
    """Keep what somebody answered; a later answer takes its place and the audit keeps the earlier.

    Refuses whoever was not invited, an answer that is none, and a day to come or before the
    invitation.
    """
    row = _contact(contact, by=by, at=at)
    if row.invited_on is None:
        raise DomainError("They were not invited.", code="not-invited")
    if answer not in {InvitationAnswer.ACCEPTED, InvitationAnswer.DECLINED}:
        raise DomainError("Say whether they took part.", code="answer", field="answer")
    refuse_to_come(answered_on, field="answered_on", at=at)
    if answered_on < row.invited_on:
        raise DomainError(
            "They cannot have answered before they were invited.",
            code="too-early",
            field="answered_on",
        )
    row.answer, row.answered_on = answer, answered_on
    row.note = note.strip() or row.note
    row.save(update_fields=["answer", "answered_on", "note"])
    _record(AuditVerb.CHANGED, row, by=by, at=at, answer=answer)
    return row


@transaction.atomic
def tell_of_publication(
    *, contact: FamilyContact, told_on: date, by: User, at: datetime
) -> FamilyContact:
    """Note when somebody of the family was told that a report will be published.

    Families are told before it is (statutory.md §4.2 ST15); somebody may be left to tell when the
    review is over. Refuses a day to come.
    """
    hold_review(review=contact.review, by=by, at=at)
    row = FamilyContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    refuse_to_come(told_on, field="told_on", at=at)
    row.told_of_publication_on = told_on
    row.save(update_fields=["told_of_publication_on"])
    _record(AuditVerb.NOTIFIED, row, by=by, at=at, told_on=told_on.isoformat())
    return row


@transaction.atomic
def record_event(*, review: Review, facts: EventFacts, by: User, at: datetime) -> PractitionerEvent:
    """Keep an event that was held with practitioners.

    Refuses a day to come, no title, and more who came than were invited.
    """
    held = hold_running(review=review, by=by, at=at)
    told = _told(facts, at=at)
    row = PractitionerEvent.objects.create(review=held, recorded_at=at, recorded_by=by, **told)
    _record(AuditVerb.CREATED, row, by=by, at=at, attended=row.attended)
    return row


@transaction.atomic
def change_event(
    *, event: PractitionerEvent, facts: EventFacts, reason: str, by: User, at: datetime
) -> PractitionerEvent:
    """Put an event right; what is as it was changes nothing.

    The audit keeps the reason, what changed, and the earlier day and numbers. Refuses what
    `record_event` refuses, no reason, an event that is gone, and a review that has ended.
    """
    row = _event(event, by=by, at=at)
    told = _told(facts, at=at)
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    if not changed:
        return row
    why = said(reason, "Say what has to be put right.", field="reason")
    before = _numbers(row)
    for name in changed:
        setattr(row, name, told[name])
    row.save(update_fields=changed)
    _record(
        AuditVerb.CORRECTED, row, by=by, at=at, changed=sorted(changed), before=before, because=why
    )
    return row


@transaction.atomic
def remove_event(*, event: PractitionerEvent, reason: str, by: User, at: datetime) -> None:
    """Take an event away that was recorded by mistake; the audit keeps its day, its numbers, why.

    Refuses no reason, an event that is gone already, and a review that has ended.
    """
    row = _event(event, by=by, at=at)
    why = said(reason, "Say why it is taken away.", field="reason")
    _record(AuditVerb.REMOVED, row, by=by, at=at, before=_numbers(row), because=why)
    row.delete()


def _event(event: PractitionerEvent, *, by: User, at: datetime) -> PractitionerEvent:
    hold_running(review=event.review, by=by, at=at)
    rows = PractitionerEvent.objects.select_for_update(of=("self",)).select_related("review")
    row = rows.filter(pk=event.pk).first()
    if row is None:
        raise DomainError("This event has been taken away already.", code="gone")
    return row


def _told(facts: EventFacts, *, at: datetime) -> dict[str, Any]:
    """Return what is kept of an event, or refuse what cannot be."""
    refuse_to_come(facts.held_on, field="held_on", at=at)
    if facts.attended > facts.invited:
        raise DomainError(
            "No more can have come than were invited.", code="too-many", field="attended"
        )
    return {
        "held_on": facts.held_on,
        "title": said(facts.title, "Say what kind of event it was.", field="title"),
        "invited": facts.invited,
        "attended": facts.attended,
        "learned": facts.learned.strip(),
        "support_offered": facts.support_offered.strip(),
    }


def _numbers(row: PractitionerEvent) -> dict[str, Any]:
    return {
        "held_on": row.held_on.isoformat(),
        "invited": row.invited,
        "attended": row.attended,
    }


def _contact(contact: FamilyContact, *, by: User, at: datetime) -> FamilyContact:
    hold_running(review=contact.review, by=by, at=at)
    rows = FamilyContact.objects.select_for_update(of=("self",)).select_related("review")
    return rows.get(pk=contact.pk)


def _record(
    verb: AuditVerb,
    row: FamilyContact | PractitionerEvent,
    *,
    by: User,
    at: datetime,
    **facts: object,
) -> None:
    reference = row.review.reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=dict(facts))
