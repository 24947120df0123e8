"""Letters and chasers: drafted by a person or a rule, looked over, sent or put aside, always kept.

A letter goes to a post. What it says is the partnership's own; the e-mail that carries it is sent
in the background, and the letter stays whatever the mail server answers.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from governance.enums import LetterKind, LetterState
from governance.models import Group, Letter, Meeting
from governance.services.checks import clean, require_edit
from krscp_portal.foundation import outbox
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, SeatRole
from partnerships.models import Organisation, Seat, User
from partnerships.services.changes import as_fields

MAIL = "governance.mail_letters"


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says, to which post, and what it is about.

    `key` makes a letter that a rule drafts come once. `path` is the page of what it is about,
    inside the partnership. Without an address of its own the seat's mailbox is used.
    """

    kind: LetterKind
    subject: str
    body: str
    to_post: str = ""
    to_email: str = ""
    to_seat: Seat | None = None
    organisation: Organisation | None = None
    group: Group | None = None
    meeting: Meeting | None = None
    path: str = ""
    key: str = ""


@transaction.atomic
def draft_letter(*, facts: LetterFacts, by: User, at: datetime) -> Letter:
    """Write a letter down without sending it; with a `key`, the letter that has it already.

    Refuses a letter to nobody, without a subject or without words, and one to a young scrutineer,
    who is reached through the adult who supports them.
    """
    require_edit(by, at=at, group_key=_key_of(facts.group))
    if facts.key and (found := Letter.objects.filter(key=facts.key).first()):
        return found
    row = Letter(**_columns(facts), drafted_at=at)
    _check(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refusal:
        if "letter_of_a_rule_once" not in str(refusal):
            raise
        return Letter.objects.get(key=facts.key)
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def change_letter(
    *,
    letter: Letter,
    subject: str,
    body: str,
    to_post: str,
    to_email: str,
    by: User,
    at: datetime,
) -> Letter:
    """Put a draft into other words, or to another post. Refuses one that was sent or put aside."""
    row = _draft(letter, by=by, at=at)
    row.subject, row.body = subject.strip(), body.strip()
    row.to_post, row.to_email = to_post.strip(), to_email.strip()
    _check(row)
    row.save(update_fields=["subject", "body", "to_post", "to_email"])
    _record(AuditVerb.CHANGED, row, by=by, at=at)
    return row


@transaction.atomic
def send_letter(*, letter: Letter, by: User, at: datetime) -> Letter:
    """Send a draft: by e-mail where it has an address, else it is kept as sent on paper.

    Refuses one that was sent or put aside already.
    """
    row = _draft(letter, by=by, at=at)
    row.state, row.sent_at, row.sent_by = LetterState.SENT, at, by
    row.save(update_fields=["state", "sent_at", "sent_by"])
    _record(AuditVerb.SENT, row, by=by, at=at)
    if row.to_email:
        outbox.wake(MAIL)
    return row


@transaction.atomic
def discard_letter(*, letter: Letter, why: str, by: User, at: datetime) -> Letter:
    """Put a draft aside with the reason; it stays in the record. Refuses one that was sent."""
    row = _draft(letter, by=by, at=at)
    if not why.strip():
        raise DomainError("Say why the letter is not sent.", code="needs-reason", field="why")
    row.state, row.why_discarded = LetterState.DISCARDED, why.strip()
    clean(row)
    row.save(update_fields=["state", "why_discarded"])
    _record(AuditVerb.REMOVED, row, by=by, at=at)
    return row


@transaction.atomic
def note_reply(*, letter: Letter, reply_on: date, reply: str, by: User, at: datetime) -> Letter:
    """Keep what was answered and on which day.

    Refuses a letter that was not sent, a day before it was sent or still to come, and no words.
    """
    row = _locked(letter)
    require_edit(by, at=at, group_key=_key_of(row.group))
    if row.sent_at is None:
        raise DomainError("This letter was not sent, so nobody can have answered.", code="not-sent")
    if not reply.strip():
        raise DomainError("Say what was answered.", code="needs-words", field="reply")
    if not local_day(row.sent_at) <= reply_on <= local_day(at):
        raise DomainError(
            "The answer came between the day the letter was sent and today.",
            code="impossible-day",
            field="reply_on",
        )
    row.reply_on, row.reply = reply_on, reply.strip()
    row.save(update_fields=["reply_on", "reply"])
    _record(AuditVerb.CHANGED, row, by=by, at=at)
    return row


def _columns(facts: LetterFacts) -> dict[str, object]:
    values = as_fields(facts)
    seat = facts.to_seat
    if seat is not None:
        values["to_post"] = facts.to_post or seat.title
        values["to_email"] = facts.to_email or seat.contact_email
        values["organisation"] = facts.organisation or seat.organisation
    return {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }


def _check(row: Letter) -> None:
    if row.to_seat is not None and row.to_seat.role == SeatRole.YOUNG_SCRUTINEER:
        raise DomainError(
            "A young scrutineer gets no letters: write to the adult who supports them.",
            code="young",
            field="to_post",
        )
    for field, words in (
        ("to_post", "Say to which post the letter goes."),
        ("subject", "Say what the letter is about."),
        ("body", "Write the letter."),
    ):
        if not getattr(row, field):
            raise DomainError(words, code="needs-words", field=field)
    clean(row)


def _draft(letter: Letter, *, by: User, at: datetime) -> Letter:
    row = _locked(letter)
    require_edit(by, at=at, group_key=_key_of(row.group))
    if row.state != LetterState.DRAFT:
        done = "sent" if row.state == LetterState.SENT else "put aside"
        raise DomainError(f"This letter has been {done} already.", code="not-a-draft")
    return row


def _locked(letter: Letter) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("group", "to_seat")
    return rows.get(pk=letter.pk)


def _key_of(group: Group | None) -> str:
    return group.key if group else ""


def _record(verb: AuditVerb, row: Letter, *, by: User, at: datetime) -> None:
    # The subject and the words stay out of the audit: they may say who was away.
    reference = f"Letter to {row.to_post}"
    audit.record(
        verb=verb, on=row, by=by, at=at, reference=reference, facts={"kind": str(row.kind)}
    )
