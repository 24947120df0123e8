"""What agencies are asked for a case or a review: written, asked, chased, moved, required, ended.

Nothing goes by e-mail from here. An act that tells the agency leaves a link without `emailed_at`
and an event with the words; the e-mail follows after the transaction (`request_mail`), so what was
recorded and what was sent can never differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, User
from reviews import asking, letters
from reviews.asking import Act
from reviews.enums import CaseState, RequestEventKind
from reviews.models import AgencyRequest, Incident, RequestEvent, Review
from reviews.review_transitions import ENDED
from reviews.selectors.request_words import about, suggested_contacts
from reviews.services.held import hold_case, hold_request, hold_review, refuse_unless
from reviews.services.request_links import end_links, new_link

ASKING = frozenset({CaseState.RAPID_REVIEW_OPEN, CaseState.RAPID_REVIEW_SIGN_OFF})


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """What agencies are asked: the letter, the period of the chronology, the day."""

    letter: str
    due_on: date
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class RecipientFacts:
    """Whom a request goes to, and its letter, until it was sent."""

    to_post: str
    to_email: str
    letter: str
    due_on: date


@transaction.atomic
def prepare_requests(
    *,
    subject: Incident | Review,
    agencies: Sequence[AgencyMembership],
    facts: RequestFacts,
    by: User,
    at: datetime,
) -> list[AgencyRequest]:
    """Write a request to each agency, ready to be looked at and sent; nothing is sent yet.

    To whom it goes is suggested from the register: the agency's contact, else its seat. Refuses a
    case whose rapid review is not open, a review that has ended, a day in the past, no agency, and
    one that is asked already.
    """
    held = _hold_open(subject, by=by, at=at)
    refuse_unless(asking.may_be_due(facts.due_on, on=local_day(at)))
    if not agencies:
        raise DomainError("Choose at least one agency.", code="none", field="agencies")
    bodies = list({each.organisation_id: each.organisation for each in agencies}.values())
    there = held.agency_requests.filter(cancelled_because="", organisation__in=bodies)
    if names := [each.organisation.name for each in there.select_related("organisation")]:
        raise DomainError(
            f"Asked already: {', '.join(sorted(names))}.", code="asked-already", field="agencies"
        )
    contacts = suggested_contacts(bodies, on=local_day(at))
    return [
        _prepare(held, body, contacts[body.pk], facts, by=by, at=at)
        for body in sorted(bodies, key=lambda each: each.name)
    ]


@transaction.atomic
def edit_request(
    *, row: AgencyRequest, facts: RecipientFacts, by: User, at: datetime
) -> AgencyRequest:
    """Change to whom a request goes and what it says, until it was sent."""
    held = hold_request(row=row, act=Act.EDIT, by=by, at=at)
    refuse_unless(asking.may_be_due(facts.due_on, on=local_day(at)))
    for name, value in vars(facts).items():
        setattr(held, name, value)
    clean(held)
    held.save(update_fields=list(vars(facts)))
    _record(AuditVerb.CHANGED, held, by=by, at=at)
    return held


@transaction.atomic
def ask_agency(*, row: AgencyRequest, by: User, at: datetime) -> AgencyRequest:
    """Send a request: a secret link goes to its address by e-mail. Refuses one without an address.

    A second person who sends it meanwhile is refused, so no agency is asked twice.
    """
    held = hold_request(row=row, act=Act.ASK, by=by, at=at)
    if not held.to_email:
        raise DomainError(
            f"Enter the e-mail address of {held.organisation.name} first.",
            code="no-email",
            field="to_email",
        )
    refuse_unless(asking.may_be_due(held.due_on, on=local_day(at)))
    held.asked_at, held.asked_by = at, by
    held.save(update_fields=["asked_at", "asked_by"])
    new_link(row=held, by=by, at=at)
    note(row=held, kind=RequestEventKind.ASKED, text=letters.asked(about(held)), by=by, at=at)
    _record(AuditVerb.SENT, held, by=by, at=at, due_on=held.due_on)
    return held


@transaction.atomic
def chase_agency(*, row: AgencyRequest, by: User, at: datetime) -> AgencyRequest:
    """Remind an agency of its answer, with a fresh link that replaces the earlier one."""
    held = hold_request(row=row, act=Act.CHASE, by=by, at=at)
    new_link(row=held, by=by, at=at)
    words = letters.chased(about(held), on=local_day(at))
    note(row=held, kind=RequestEventKind.CHASED, text=words, by=by, at=at)
    _record(AuditVerb.WARNED, held, by=by, at=at)
    return held


@transaction.atomic
def renew_link(*, row: AgencyRequest, to_email: str, by: User, at: datetime) -> AgencyRequest:
    """Send a fresh link, perhaps to another address; the earlier one stops working."""
    held = hold_request(row=row, act=Act.RENEW, by=by, at=at)
    held.to_email = to_email
    clean(held)
    held.save(update_fields=["to_email"])
    new_link(row=held, by=by, at=at)
    words = letters.renewed(about(held))
    note(row=held, kind=RequestEventKind.LINK_RENEWED, text=words, by=by, at=at)
    _record(AuditVerb.GRANTED, held, by=by, at=at)
    return held


@transaction.atomic
def revoke_link(*, row: AgencyRequest, by: User, at: datetime) -> AgencyRequest:
    """End the link of a request at once: it went to the wrong address, or was passed on."""
    held = hold_request(row=row, act=Act.REVOKE, by=by, at=at)
    if not end_links(row=held, at=at):
        raise DomainError("No link of this request works any more.", code="no-link")
    note(row=held, kind=RequestEventKind.LINK_REVOKED, by=by, at=at)
    _record(AuditVerb.GRANT_ENDED, held, by=by, at=at)
    return held


@transaction.atomic
def move_due(
    *, row: AgencyRequest, due_on: date, reason: str, by: User, at: datetime
) -> AgencyRequest:
    """Set another day for the answer, with the reason. The agency sees it behind its link."""
    held = hold_request(row=row, act=Act.MOVE_DUE, by=by, at=at)
    refuse_unless(asking.may_be_due(due_on, on=local_day(at)))
    _need(reason, "Say why the day is moved.")
    if due_on == held.due_on:
        raise DomainError("That is the day already.", code="same", field="due_on")
    before, held.due_on = held.due_on, due_on
    held.save(update_fields=["due_on"])
    words = f"From {before:%-d %B %Y} to {due_on:%-d %B %Y}. {reason.strip()}"
    note(row=held, kind=RequestEventKind.DUE_MOVED, text=words, by=by, at=at)
    _record(AuditVerb.CHANGED, held, by=by, at=at, due_on=due_on, before=before)
    return held


@transaction.atomic
def record_refusal(*, row: AgencyRequest, reason: str, by: User, at: datetime) -> AgencyRequest:
    """Keep that an agency refused, and why; its link ends."""
    held = hold_request(row=row, act=Act.RECORD_REFUSAL, by=by, at=at)
    _need(reason, "Say what the agency gave as its reason.")
    held.refused_because = reason.strip()
    held.save(update_fields=["refused_because"])
    end_links(row=held, at=at)
    note(row=held, kind=RequestEventKind.REFUSED, text=held.refused_because, by=by, at=at)
    _record(AuditVerb.DECIDED, held, by=by, at=at)
    return held


@transaction.atomic
def require_answer(
    *, row: AgencyRequest, text: str, due_on: date, by: User, at: datetime
) -> AgencyRequest:
    """Require an answer under section 16H of an agency that refused or is overdue.

    Its refusal stays in the history; the agency is asked again by a fresh link, and reads the
    requirement behind it.
    """
    held = hold_request(row=row, act=Act.REQUIRE, by=by, at=at)
    refuse_unless(asking.may_be_due(due_on, on=local_day(at)))
    _need(text, "Enter the text of the requirement.", field="text")
    held.required_at, held.refused_because, held.due_on = at, "", due_on
    held.save(update_fields=["required_at", "refused_because", "due_on"])
    new_link(row=held, by=by, at=at)
    note(row=held, kind=RequestEventKind.REQUIRED, text=text.strip(), by=by, at=at)
    _record(AuditVerb.ESCALATED, held, by=by, at=at, due_on=due_on)
    return held


@transaction.atomic
def send_back(
    *, row: AgencyRequest, what_is_missing: str, due_on: date, by: User, at: datetime
) -> AgencyRequest:
    """Give an answer back for more: what was handed in stays, and a fresh link opens it again."""
    held = hold_request(row=row, act=Act.SEND_BACK, by=by, at=at)
    refuse_unless(asking.may_be_due(due_on, on=local_day(at)))
    _need(what_is_missing, "Say what is missing.", field="what_is_missing")
    held.returned_at, held.returned_account, held.due_on = None, None, due_on
    held.save(update_fields=["returned_at", "returned_account", "due_on"])
    new_link(row=held, by=by, at=at)
    note(row=held, kind=RequestEventKind.SENT_BACK, text=what_is_missing.strip(), by=by, at=at)
    _record(AuditVerb.CHANGED, held, by=by, at=at, due_on=due_on)
    return held


@transaction.atomic
def cancel_request(*, row: AgencyRequest, reason: str, by: User, at: datetime) -> AgencyRequest:
    """Ask an agency no more; its link ends. It may be asked afresh."""
    held = hold_request(row=row, act=Act.CANCEL, by=by, at=at)
    _need(reason, "Say why the agency is no longer asked.")
    held.cancelled_because = reason.strip()
    held.save(update_fields=["cancelled_because"])
    end_links(row=held, at=at)
    note(row=held, kind=RequestEventKind.CANCELLED, text=held.cancelled_because, by=by, at=at)
    _record(AuditVerb.ENDED, held, by=by, at=at)
    return held


def asks_agencies(subject: Incident | Review) -> bool:
    """Say whether agencies can be asked now: of a case while its rapid review is open."""
    if isinstance(subject, Incident):
        return subject.state in ASKING
    return subject.state not in ENDED


def note(
    *, row: AgencyRequest, kind: RequestEventKind, text: str = "", by: User | None, at: datetime
) -> RequestEvent:
    """Write one line into the history of a request. A part of an act."""
    return RequestEvent.objects.create(request=row, kind=kind, text=text, at=at, by=by)


def _prepare(
    held: Incident | Review,
    body: Any,
    contact: tuple[str, str],
    facts: RequestFacts,
    *,
    by: User,
    at: datetime,
) -> AgencyRequest:
    row = AgencyRequest(
        incident=held if isinstance(held, Incident) else None,
        review=held if isinstance(held, Review) else None,
        organisation=body,
        to_post=contact[0],
        to_email=contact[1],
        prepared_at=at,
        prepared_by=by,
        **vars(facts),
    )
    clean(row)
    row.save(force_insert=True)
    note(row=row, kind=RequestEventKind.PREPARED, by=by, at=at)
    _record(AuditVerb.CREATED, row, by=by, at=at, due_on=row.due_on)
    return row


def _hold_open(subject: Incident | Review, *, by: User, at: datetime) -> Incident | Review:
    if isinstance(subject, Incident):
        held = hold_case(incident=subject, by=by, at=at)
        if not asks_agencies(held):
            raise DomainError("Agencies are asked while the rapid review is open.", code="not-open")
        return held
    review = hold_review(review=subject, by=by, at=at)
    if not asks_agencies(review):
        raise DomainError("The review has ended.", code="not-open")
    return review


def _need(words: str, sentence: str, *, field: str = "reason") -> None:
    if not words.strip():
        raise DomainError(sentence, code="needed", field=field)


def _record(verb: AuditVerb, row: AgencyRequest, *, by: User, at: datetime, **days: date) -> None:
    subject = row.incident or row.review
    said = {name: day.isoformat() for name, day in days.items()}
    said["agency"] = str(row.organisation.public_id)
    reference = subject.reference if subject else ""
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=said)
