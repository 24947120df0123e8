"""The steps of a case as a task list: done, to do, or not open yet, with the reason."""

from collections.abc import Iterable, Sequence
from typing import Final

from krscp_portal.foundation.components import Task
from partnerships.access import Standing
from reviews.enums import Answer, CaseState, DeathNoticeKind
from reviews.models import Incident
from reviews.permissions import may_move
from reviews.selectors.records import Records
from reviews.selectors.report_text import still_to_sign
from reviews.threshold import PARTNERS
from reviews.transitions import OPEN_REVIEW_OR_LATER, WAITS_FOR_SIGNATURES, MoveCode

S = CaseState
DECIDED: Final = frozenset(S) - {S.LOGGED, S.THRESHOLD}
DONE, TO_DO, LATER, NOT_ASKED = "Done", "To do", "Cannot start yet", "Not needed"
Codes = Sequence[MoveCode]
FOR_OTHERS: Final = "For somebody else"


def tasks_of(
    *, incident: Incident, standing: Standing, home: str, records: Records, deaths: Iterable[str]
) -> list[Task]:
    """Return the steps in their order; one that the person may not take has no link.

    `deaths` are the kinds of death still to be told of.
    """
    return [
        _views(incident, standing, home, len(records.current_views)),
        _decision(incident, standing, home),
        *_notification(incident, standing, home, records),
        *_review(incident, standing, home, records),
        *_ending(incident, standing, home, records),
        *(_death(incident, standing, home, kind) for kind in deaths),
    ]


def _task(
    title: str, incident: Incident, standing: Standing, codes: Codes, href: str, hint: str = ""
) -> Task:
    verdicts = [may_move(standing, code, incident.state) for code in codes]
    if any(verdicts):
        return Task(title, TO_DO, href, hint, tone="blue")
    if all(each.code.startswith("needs:") for each in verdicts):
        return Task(title, FOR_OTHERS, hint=verdicts[0].reason)
    return Task(title, LATER)


def _views(incident: Incident, standing: Standing, home: str, views: int) -> Task:
    title = "Record the three partners’ views"
    hint = f"{views} of {len(PARTNERS)} recorded"
    if incident.state in DECIDED or views == len(PARTNERS):
        return Task(title, DONE, hint=hint)
    return _task(title, incident, standing, [MoveCode.RECORD_VIEW], f"{home}#views", hint)


def _decision(incident: Incident, standing: Standing, home: str) -> Task:
    title = "Decide whether to notify the Panel"
    if incident.state in DECIDED:
        return Task(title, DONE)
    return _task(title, incident, standing, [MoveCode.DECIDE_TO_NOTIFY], f"{home}decision/")


def _notification(
    incident: Incident, standing: Standing, home: str, records: Records
) -> Iterable[Task]:
    title, href = "Record the notification to the Panel", f"{home}notification/"
    if _is_unnotified(records):
        return [Task(title, NOT_ASKED)]
    if not records.forms:
        return [_task(title, incident, standing, [MoveCode.NOTIFY], href)]
    waiting = len(records.uncovered)
    if not waiting or incident.state not in OPEN_REVIEW_OR_LATER:
        return [Task(title, DONE)]
    hint = f"Children on no notification yet: {waiting}"
    further = "Record the notification of a further child"
    return [
        Task(title, DONE),
        _task(further, incident, standing, [MoveCode.NOTIFY_AGAIN], href, hint),
    ]


def _review(incident: Incident, standing: Standing, home: str, records: Records) -> Iterable[Task]:
    complete, send = "Complete the rapid review", "Record that the rapid review was sent"
    if _is_unnotified(records) or incident.state == S.WITHDRAWN:
        return [Task(complete, NOT_ASKED), Task(send, NOT_ASKED)]
    review = None if incident.state in WAITS_FOR_SIGNATURES else records.review
    codes = [MoveCode.ASK_FOR_SIGNATURES, MoveCode.COMPLETE_RAPID_REVIEW]
    first = (
        Task(complete, DONE)
        if review is not None and review.completed_at
        else _task(complete, incident, standing, codes, f"{home}rapid-review/complete/")
    )
    if incident.state == S.RAPID_REVIEW_SIGN_OFF:
        first = _signatures(home, records)
    sending = [MoveCode.SEND_RAPID_REVIEW]
    second = (
        Task(send, DONE)
        if review is not None and review.sent_at
        else _task(send, incident, standing, sending, f"{home}rapid-review/sent/")
    )
    return [first, second]


def _signatures(home: str, records: Records) -> Task:
    """Return the signing of the report: whoever sees the case reads it there and may sign it."""
    newest = max(records.versions, key=lambda each: each.number, default=None)
    rows = [each for each in records.signatures if newest and each.version_id == newest.pk]
    hint = f"Still to sign: {', '.join(still_to_sign(rows))}"
    title = "Have the report signed by all three partners"
    return Task(title, TO_DO, f"{home}report/", hint, tone="blue")


def _ending(incident: Incident, standing: Standing, home: str, records: Records) -> Iterable[Task]:
    """Return the Panel's answer, where a review was sent, and the closing of the case."""
    if records.forms and not records.withdrawals:
        title, href = "Record the Panel’s answer", f"{home}outcome/answers/add/"
        if records.answers:
            yield Task(title, DONE)
        else:
            yield _task(title, incident, standing, [MoveCode.RECORD_PANEL_RESPONSE], href)
    title = "Close the case"
    if incident.state == S.CLOSED:
        yield Task(title, DONE)
    else:
        yield _task(title, incident, standing, [MoveCode.CLOSE_CASE], f"{home}close/")


def _is_unnotified(records: Records) -> bool:
    decision = records.decision
    return decision is not None and decision.answer == Answer.DO_NOT_NOTIFY


def _death(incident: Incident, standing: Standing, home: str, kind: str) -> Task:
    label = DeathNoticeKind(kind).label
    title = f"Tell the Secretary of State and Ofsted: {label[:1].lower()}{label[1:]}"
    return _task(
        title, incident, standing, [MoveCode.RECORD_DEATH_NOTICE], f"{home}death-notice/{kind}/"
    )
