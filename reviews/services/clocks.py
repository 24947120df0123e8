"""The statutory clocks of a case: which start, which are met, which move.

The dates themselves, their rules and their working belong to the app `deadlines`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from deadlines.enums import Standing, TriggerEvent
from deadlines.models import Deadline
from deadlines.selectors import rapid_review_trigger
from deadlines.services import cancel_deadline, meet_deadline, move_trigger, open_deadline
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import User
from partnerships.roles import Permission
from reviews.duties import DEATH_RULES, CaredFor, death_kinds
from reviews.models import Incident
from reviews.selectors.still_open import PANEL_ANSWER
from reviews.subject import KIND, subject_of

NOTIFY_PANEL: Final = "notify_panel"
NOTIFY_PARTNERS: Final = "notify_partners"
FROM_AWARENESS: Final = "rapid_review"
FROM_NOTIFICATION: Final = "rapid_review_from_notification"


def start_on_awareness(
    *, incident: Incident, children: Iterable[CaredFor], by: User, at: datetime
) -> None:
    """Start what counts from the local authority's becoming aware."""
    start_notification(incident=incident, by=by, at=at)
    for kind in death_kinds(children):
        _start(DEATH_RULES[kind], incident=incident, trigger_at=incident.aware_at, by=by, at=at)


def start_notification(*, incident: Incident, by: User, at: datetime) -> None:
    """Start the two clocks of a notification, counted from awareness."""
    for key in (NOTIFY_PANEL, NOTIFY_PARTNERS):
        _start(key, incident=incident, trigger_at=incident.aware_at, by=by, at=at)


def stop_notification(*, incident: Incident, reason: str, by: User, at: datetime) -> None:
    """Take the two clocks of a notification off, because it was decided not to notify."""
    for deadline in _open(incident, NOTIFY_PANEL, NOTIFY_PARTNERS):
        cancel_deadline(deadline=deadline, reason=reason, by=by, at=at)


def start_rapid_review(
    *, incident: Incident, notified_at: datetime, by: User, at: datetime
) -> None:
    """Start both dates of a rapid review: the one that the partnership counts by is binding.

    Sources split between awareness and notification. Where awareness binds, the later date is the
    outer limit; where notification binds, the earlier one is the partnership's own target.
    """
    by_awareness = rapid_review_trigger() == TriggerEvent.AWARENESS
    _start(
        FROM_AWARENESS,
        incident=incident,
        trigger_at=incident.aware_at,
        standing=Standing.BINDING if by_awareness else Standing.TARGET,
        by=by,
        at=at,
    )
    _start(
        FROM_NOTIFICATION,
        incident=incident,
        trigger_at=notified_at,
        standing=Standing.LIMIT if by_awareness else Standing.BINDING,
        by=by,
        at=at,
    )


def stop_after_withdrawal(*, incident: Incident, by: User, at: datetime) -> None:
    """Take off what ran because of a notification that was withdrawn; a death is owed still."""
    keys = (NOTIFY_PANEL, NOTIFY_PARTNERS, FROM_AWARENESS, FROM_NOTIFICATION)
    for deadline in _open(incident, *keys):
        reason = "The notification was withdrawn."
        cancel_deadline(deadline=deadline, reason=reason, by=by, at=at)


def start_panel_answer(*, incident: Incident, sent_at: datetime, by: User, at: datetime) -> None:
    """Start the days after which the Panel is asked for its answer: a target, not a duty."""
    if not _open(incident, PANEL_ANSWER):
        _start(
            PANEL_ANSWER, incident=incident, trigger_at=sent_at, standing=Standing.TARGET,
            by=by, at=at,
        )  # fmt: skip


def meet_panel_answer(*, incident: Incident, received_at: datetime, by: User, at: datetime) -> None:
    """Record that the Panel answered, where its answer was still waited for."""
    for deadline in _open(incident, PANEL_ANSWER):
        meet_deadline(deadline=deadline, met_at=received_at, by=by, at=at)


def stop_panel_answer(*, incident: Incident, by: User, at: datetime) -> None:
    """Wait no longer for the Panel's answer, because the case is closed."""
    for deadline in _open(incident, PANEL_ANSWER):
        cancel_deadline(deadline=deadline, reason="The case was closed.", by=by, at=at)


def meet(
    *, incident: Incident, keys: Iterable[str], met_at: datetime, late_reason: str, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Record that these duties were done, where their clocks still run; late needs a reason."""
    for deadline in _open(incident, *keys):
        meet_deadline(deadline=deadline, met_at=met_at, late_reason=late_reason, by=by, at=at)


def require_reason_if_late(
    *, incident: Incident, key: str, done_at: datetime, late_reason: str
) -> None:
    """Refuse a late act without a reason, even where it does not yet meet the whole duty."""
    due_on = (
        Deadline.objects.of_subject(KIND, incident.public_id)
        .filter(rule_key=key, cancelled_at__isnull=True)
        .values_list("due_on", flat=True)
        .first()
    )
    if due_on is not None and local_day(done_at) > due_on and not late_reason.strip():
        raise DomainError(
            f"This was due on {due_on.day} {due_on:%B %Y}. Say why it is late.",
            code="late-needs-reason",
            field="late_reason",
        )


def move_awareness(*, incident: Incident, reason: str, by: User, at: datetime) -> None:
    """Count every clock that runs from awareness again, those already met included."""
    counted = Deadline.objects.of_subject(KIND, incident.public_id).filter(
        terms__trigger_event=TriggerEvent.AWARENESS.value, cancelled_at__isnull=True
    )
    for deadline in counted.order_by("pk"):
        move_trigger(deadline=deadline, trigger_at=incident.aware_at, reason=reason, by=by, at=at)


def are_running(incident: Incident) -> bool:
    """Say whether any clock of the case is still open."""
    return Deadline.objects.of_subject(KIND, incident.public_id).open().exists()


def _open(incident: Incident, *keys: str) -> list[Deadline]:
    running = Deadline.objects.of_subject(KIND, incident.public_id).open()
    return list(running.filter(rule_key__in=keys).order_by("pk"))


def _start(
    key: str, *, incident: Incident, trigger_at: datetime, standing: str = Standing.BINDING,
    by: User, at: datetime,
) -> None:  # fmt: skip
    """Start one clock. Whoever may work on the case owns it; else it goes straight to managers."""
    works_on_cases = access.can(by, Permission.CASE_EDIT, on=local_day(at))
    open_deadline(
        rule_key=key,
        subject=subject_of(incident),
        trigger_at=trigger_at,
        standing=standing,
        owner=by if works_on_cases and not by.is_system else None,
        by=by,
        at=at,
    )
