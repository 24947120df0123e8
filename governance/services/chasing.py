"""Reminding of what is late: one polite letter to each seat, looked over before it is sent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from governance.enums import LetterKind, LetterState
from governance.models import Action, Letter
from governance.selectors.acting import holders
from governance.selectors.letters import Reminder, by_seat, chaser_words
from governance.services.letters import LetterFacts, change_letter, draft_letter, send_letter
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import Partnership, User
from partnerships.roles import Permission
from partnerships.services.notices import tell

MINE = "actions/?mine=on"


@transaction.atomic
def draft_chasers(
    *, actions: Sequence[Action], partnership: Partnership, by: User, at: datetime
) -> list[Letter]:
    """Draft one letter to each seat about its late actions; nothing is sent.

    A seat has one reminder a day: a draft of today is written anew, one that was sent today is
    left. Refuses no choice, and choices that were all reminded of today.
    """
    if not actions:
        raise DomainError("Choose at least one action.", code="nothing-chosen", field="actions")
    whole = access.can(by, Permission.GOVERNANCE_EDIT, on=local_day(at))
    letters = []
    for each in by_seat(actions, split_groups=not whole):
        letter = _draft(each, partnership=partnership, by=by, at=at)
        if letter is not None:
            letters.append(letter)
    if not letters:
        raise DomainError(
            "Whoever is asked to do these was reminded of them today.",
            code="reminded-today",
            field="actions",
        )
    return letters


@transaction.atomic
def send_chasers(*, letters: Sequence[Letter], by: User, at: datetime) -> int:
    """Send the reminders and tell whoever holds the seats; return how many were sent.

    Refuses no choice, and what `send_letter` refuses; then none is sent.
    """
    if not letters:
        raise DomainError("Choose at least one letter.", code="nothing-chosen", field="letters")
    for letter in letters:
        sent = send_letter(letter=letter, by=by, at=at)
        if sent.to_seat_id is None:
            continue
        tell(
            recipients=holders(sent.to_seat_id, on=local_day(at)),
            key=f"letter:{sent.public_id}",
            subject="You are reminded of actions that are late",
            path=MINE,
            at=at,
        )
    return len(letters)


def _draft(
    reminder: Reminder, *, partnership: Partnership, by: User, at: datetime
) -> Letter | None:
    on = local_day(at)
    subject, body = chaser_words(reminder.seat, reminder.actions, partnership=partnership, on=on)
    group = reminder.group
    facts = LetterFacts(
        kind=LetterKind.CHASER,
        subject=subject,
        body=body,
        to_seat=reminder.seat,
        group=group,
        path=MINE,
        key=f"chaser:{reminder.seat.public_id}:{group.key if group else ''}:{on}",
    )
    letter = draft_letter(facts=facts, by=by, at=at)
    if letter.state != LetterState.DRAFT:
        return None
    if letter.body == body:
        return letter
    return change_letter(
        letter=letter,
        subject=subject,
        body=body,
        to_post=letter.to_post,
        to_email=letter.to_email,
        by=by,
        at=at,
    )
