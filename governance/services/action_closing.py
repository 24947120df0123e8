"""What comes after the work: said to be done, accepted by somebody else, asked about again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from deadlines.working_days import ONE_DAY, add_months
from governance import acting
from governance.enums import ActionEvent, ActionState, ImpactRating
from governance.models import Action, ActionFile, ImpactCheck
from governance.selectors.acting import chairs, owner_ids
from governance.services import action_clock
from governance.services.actions import (
    locked,
    note,
    require_acting,
    require_keeping,
    tell_holders,
)
from governance.services.checks import clean, refuse_unless
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.papers import Paper
from partnerships.services.notices import tell
from partnerships.services.uploads import keep_paper


@dataclass(frozen=True)
class DoneFacts:
    """On which day it was done and what shows it: words, a paper, or both."""

    done_on: date
    evidence: str = ""
    paper: Paper | None = None
    paper_title: str = ""
    late_reason: str = ""


@dataclass(frozen=True)
class Closing:
    """What is different for children, how that is known, and when the question comes again."""

    difference: str
    how_known: str
    months: int


@transaction.atomic
def say_done(*, action: Action, facts: DoneFacts, by: User, at: datetime) -> Action:
    """Say that an action was done, and show it; it then waits to be accepted by somebody else.

    Refuses a day still to come or before it was given, nothing to show, a late one without saying
    why, a paper that may not be kept, and an action that is not open.
    """
    row = locked(action)
    require_acting(row, by=by, at=at)
    refuse_unless(acting.may(acting.SAY_DONE, row.state))
    shown = bool(facts.evidence.strip() or facts.paper)
    # What was agreed at a meeting may be done before somebody writes it down.
    agreed_on = min(local_day(row.opened_at), row.due_on)
    refuse_unless(
        acting.may_be_done(facts.done_on, agreed_on=agreed_on, on=local_day(at), shown=shown)
    )
    if facts.paper is not None:
        _keep(row, facts.paper, title=facts.paper_title, by=by, at=at)
    row.state, row.done_on, row.done_at, row.done_by = ActionState.DONE, facts.done_on, at, by
    row.evidence = facts.evidence.strip()
    row.save(update_fields=["state", "done_on", "done_at", "done_by", "evidence"])
    note(action=row, event=ActionEvent.DONE, by=by, at=at, text=row.evidence)
    done = facts.done_on.isoformat()
    _record(AuditVerb.COMPLETED, row, by=by, at=at, done_on=done)
    action_clock.meet(row, done_on=facts.done_on, why_late=facts.late_reason, by=by, at=at)
    _tell_acceptors(row, by=by, at=at)
    return row


@transaction.atomic
def return_action(
    *, action: Action, why: str, due_on: date | None = None, by: User, at: datetime
) -> Action:
    """Not accept what was done: the action is open again, with the reason, and its clock runs.

    `due_on` gives it another day; without one the day stays, late or not. Refuses no reason, the
    owner and whoever said that it was done, and an action that does not wait to be accepted.
    """
    row = _to_accept(action, acting.RETURN, by=by, at=at)
    refuse_unless(acting.has_words(why, field="why", words="Say what is missing."))
    before = row.due_on
    if due_on is not None and due_on != before:
        refuse_unless(acting.may_move(before, due_on, on=local_day(at), reason=why))
        row.due_on = due_on
    row.state, row.done_on, row.done_at, row.done_by = ActionState.OPEN, None, None, None
    row.save(update_fields=["state", "done_on", "done_at", "done_by", "due_on"])
    moved = {"due_from": before, "due_to": row.due_on} if row.due_on != before else {}
    note(action=row, event=ActionEvent.RETURNED, by=by, at=at, text=why.strip(), **moved)
    _record(AuditVerb.CHANGED, row, by=by, at=at, event="returned")
    action_clock.start(row, by=by, at=at)
    key = f"returned:{at:%Y%m%d%H%M%S}"
    tell_holders(row, key=key, subject="An action was not accepted", by=by, at=at)
    return row


@transaction.atomic
def close_action(*, action: Action, facts: Closing, by: User, at: datetime) -> Action:
    """Accept what was done and close the action; the question is asked again months later.

    Refuses no difference or no way of knowing it, another number of months than 3, 6 or 12, the
    owner and whoever said that it was done, and an action that does not wait to be accepted.
    """
    row = _to_accept(action, acting.CLOSE, by=by, at=at)
    refuse_unless(acting.may_close(facts.difference, facts.how_known, facts.months))
    row.state, row.closed_at, row.closed_by = ActionState.CLOSED, at, by
    row.difference, row.how_known = facts.difference.strip(), facts.how_known.strip()
    clean(row)
    row.save(update_fields=["state", "closed_at", "closed_by", "difference", "how_known"])
    note(action=row, event=ActionEvent.CLOSED, by=by, at=at, text=row.difference)
    _record(AuditVerb.CONFIRMED, row, by=by, at=at, months=facts.months)
    _ask_again(row, facts.months, by=by, at=at)
    return row


@transaction.atomic
def answer_check(
    *,
    check: ImpactCheck,
    rating: ImpactRating,
    answer: str,
    months: int = 0,
    by: User,
    at: datetime,
) -> ImpactCheck:
    """Answer, months later, whether the difference lasted; `months` asks once more after that.

    Refuses a second answer, one without words or without a choice, and anybody but the seat's
    holder and those who keep the record.
    """
    rows = ImpactCheck.objects.select_for_update(of=("self",))
    row = rows.select_related("action__group", "action__owner").get(pk=check.pk)
    require_acting(row.action, by=by, at=at)
    if row.answered_at is not None:
        raise DomainError("This question has been answered already.", code="answered")
    if rating not in ImpactRating.values:
        raise DomainError("Choose whether it has lasted.", code="needs-choice", field="rating")
    refuse_unless(acting.has_words(answer, field="answer", words="Say how you know."))
    row.rating, row.answer = rating, answer.strip()
    row.answered_at, row.answered_by = at, by
    clean(row)
    row.save(update_fields=["rating", "answer", "answered_at", "answered_by"])
    _record(AuditVerb.REVIEWED, row.action, by=by, at=at, rating=str(rating))
    action_clock.meet_check(row, by=by, at=at)
    if months:
        _ask_again(row.action, months, by=by, at=at)
    return row


def _to_accept(action: Action, act: str, *, by: User, at: datetime) -> Action:
    row = locked(action)
    require_keeping(row, by=by, at=at)
    refuse_unless(acting.may(act, row.state))
    owners = owner_ids(row.owner_id, on=local_day(at))
    acting.may_accept(acceptor=by.pk, owners=owners, done_by=row.done_by_id).or_raise()
    return row


def _ask_again(action: Action, months: int, *, by: User, at: datetime) -> None:
    if months not in acting.CHECKED_AFTER:
        raise DomainError("Choose three, six or twelve months.", code="months", field="months")
    due_on = add_months(local_day(at), months)
    while ImpactCheck.objects.filter(action=action, due_on=due_on).exists():
        due_on += ONE_DAY  # an early answer may ask again for the very day of the first question
    check = ImpactCheck.objects.create(action=action, due_on=due_on)
    action_clock.start_check(check, by=by, at=at)


def _keep(action: Action, paper: Paper, *, title: str, by: User, at: datetime) -> None:
    count = ActionFile.objects.filter(action=action).count()
    name = f"{action.reference}-{count + 1}"
    file = keep_paper(paper=paper, name=name, at=at, field="paper")
    shown = title.strip() or f"Paper {count + 1}"
    ActionFile.objects.create(action=action, title=shown[:160], file=file, added_by=by, added_at=at)


def _tell_acceptors(action: Action, *, by: User, at: datetime) -> None:
    """Tell whoever leads the group that something waits for them, unless it is their own."""
    if action.group is None:
        return
    on = local_day(at)
    owners = owner_ids(action.owner_id, on=on)
    people = [each for each in chairs(action.group, on=on) if each.pk not in owners | {by.pk}]
    tell(
        recipients=people,
        key=f"action:{action.public_id}:done:{at:%Y%m%d%H%M%S}",
        subject=f"An action waits to be accepted ({action.reference})",
        path=action.path,
        at=at,
    )


def _record(verb: AuditVerb, row: Action, *, by: User, at: datetime, **facts: object) -> None:
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.reference, facts=facts)
