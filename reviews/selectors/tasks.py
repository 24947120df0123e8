"""The steps of a case as a task list: done, to do, or not open yet, with the reason."""

from collections.abc import Iterable
from typing import Final

from krscp_portal.foundation.components import Task
from partnerships.access import Standing
from reviews.enums import CaseState, DeathNoticeKind
from reviews.models import Incident
from reviews.permissions import may_move
from reviews.threshold import PARTNERS
from reviews.transitions import OPEN_REVIEW_OR_LATER, MoveCode

S = CaseState
DECIDED: Final = frozenset(S) - {S.LOGGED, S.THRESHOLD}
COMPLETED: Final = frozenset({S.RAPID_REVIEW_COMPLETED, S.RAPID_REVIEW_SENT})
DONE, TO_DO, LATER, NOT_ASKED = "Done", "To do", "Cannot start yet", "Not needed"
FOR_OTHERS: Final = "For somebody else"


def tasks_of(
    *,
    incident: Incident,
    standing: Standing,
    home: str,
    views: int,
    deaths: Iterable[str],
    waiting: int,
) -> list[Task]:
    """Return the steps in their order; one that the person may not take has no link.

    `views` is how many partners gave theirs, `deaths` the kinds still to be told, `waiting` how
    many children no form covers.
    """
    found = [
        _views(incident, standing, home, views),
        _decision(incident, standing, home),
        *_notification(incident, standing, home, waiting),
        *_review(incident, standing, home),
    ]
    return [*found, *(_death(incident, standing, home, kind) for kind in deaths)]


def _task(
    title: str, incident: Incident, standing: Standing, code: MoveCode, href: str, hint: str = ""
) -> Task:
    verdict = may_move(standing, code, incident.state)
    if verdict:
        return Task(title, TO_DO, href, hint, tone="blue")
    if verdict.code.startswith("needs:"):
        return Task(title, FOR_OTHERS, hint=verdict.reason)
    return Task(title, LATER)


def _views(incident: Incident, standing: Standing, home: str, views: int) -> Task:
    title = "Record the three partners’ views"
    if incident.state in DECIDED or views == len(PARTNERS):
        return Task(title, DONE, hint=f"{views} of {len(PARTNERS)} recorded")
    hint = f"{views} of {len(PARTNERS)} recorded"
    return _task(title, incident, standing, MoveCode.RECORD_VIEW, f"{home}#views", hint)


def _decision(incident: Incident, standing: Standing, home: str) -> Task:
    title = "Decide whether to notify the Panel"
    if incident.state in DECIDED:
        return Task(title, DONE)
    return _task(title, incident, standing, MoveCode.DECIDE_TO_NOTIFY, f"{home}decision/")


def _notification(
    incident: Incident, standing: Standing, home: str, waiting: int
) -> Iterable[Task]:
    title, href = "Record the notification to the Panel", f"{home}notification/"
    if incident.state == S.NOT_NOTIFIABLE:
        return [Task(title, NOT_ASKED)]
    if incident.state not in OPEN_REVIEW_OR_LATER:
        return [_task(title, incident, standing, MoveCode.NOTIFY, href)]
    if not waiting:
        return [Task(title, DONE)]
    hint = f"Children on no notification yet: {waiting}"
    further = "Record the notification of a further child"
    return [
        Task(title, DONE),
        _task(further, incident, standing, MoveCode.NOTIFY_AGAIN, href, hint),
    ]


def _review(incident: Incident, standing: Standing, home: str) -> Iterable[Task]:
    complete, send = "Complete the rapid review", "Record that the rapid review was sent"
    if incident.state == S.NOT_NOTIFIABLE:
        return [Task(complete, NOT_ASKED), Task(send, NOT_ASKED)]
    code, sending = MoveCode.COMPLETE_RAPID_REVIEW, MoveCode.SEND_RAPID_REVIEW
    first = (
        Task(complete, DONE)
        if incident.state in COMPLETED
        else _task(complete, incident, standing, code, f"{home}rapid-review/complete/")
    )
    second = (
        Task(send, DONE)
        if incident.state == S.RAPID_REVIEW_SENT
        else _task(send, incident, standing, sending, f"{home}rapid-review/sent/")
    )
    return [first, second]


def _death(incident: Incident, standing: Standing, home: str, kind: str) -> Task:
    label = DeathNoticeKind(kind).label
    title = f"Tell the Secretary of State and Ofsted: {label[:1].lower()}{label[1:]}"
    return _task(
        title, incident, standing, MoveCode.RECORD_DEATH_NOTICE, f"{home}death-notice/{kind}/"
    )
