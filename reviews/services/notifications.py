"""Recording what the local authority sent: to the Panel, or of a death alone.

Nothing is sent from here. The local authority uses the national form; the portal keeps when, by
whom, with which reference and for which children, and what follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.models import User
from reviews import threshold, timing
from reviews.duties import DEATH_RULES, death_kinds
from reviews.enums import CaseState, DeathNoticeKind, Harm
from reviews.models import (
    Child,
    DeathNotice,
    Incident,
    NotifiedChild,
    PanelNotification,
    RapidReview,
)
from reviews.services import clocks
from reviews.services.plans import copy_template
from reviews.services.reports import begin_report
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class NotificationFacts:
    """One form sent to the Panel. `children` are public ids; `submitted_by` is a post.

    `partners_told_at` is asked with the first form: the same clock runs for both.
    """

    reference: str
    submitted_at: datetime
    submitted_by: str
    partners_told_at: datetime | None = None
    late_reason: str = ""
    children: Sequence[UUID] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class DeathNoticeFacts:
    """The Secretary of State and Ofsted told of a death; `submitted_by` is a post."""

    kind: str
    submitted_at: datetime
    submitted_by: str
    reference: str = ""
    late_reason: str = ""


@transaction.atomic
def record_notification(
    *, incident: Incident, facts: NotificationFacts, by: User, at: datetime
) -> PanelNotification:
    """Store a form that was sent to the Panel; the first one opens the rapid review by itself.

    The clock of the notification is met once every child is covered. Refuses: times in the future
    or before awareness; a late form without a reason; a child of another case or already covered;
    two children who died on one form; a reference used before.
    """
    waiting_for_it = Incident.objects.filter(pk=incident.pk, state=CaseState.NOTIFIABLE)
    first = waiting_for_it.exists()
    code = MoveCode.NOTIFY if first else MoveCode.NOTIFY_AGAIN
    locked = take(incident=incident, move=code, by=by, at=at)
    waiting = list(locked.children.filter(covered__isnull=True))
    covered = _covered(waiting, facts.children)
    _check_form(locked, facts, first=first, at=at)

    notification = _store(locked, facts, covered, by=by, at=at)
    _meet(locked, facts, complete=len(covered) == len(waiting), by=by, at=at)
    _meet_deaths(locked, facts, by=by, at=at)
    said = {"notification": str(notification.public_id), "children": len(covered)}
    move(incident=locked, code=code, by=by, at=at, facts=said)
    if first:
        _open_rapid_review(locked, notified_at=facts.submitted_at, by=by, at=at)
    return notification


@transaction.atomic
def record_death_notice(
    *, incident: Incident, facts: DeathNoticeFacts, by: User, at: datetime
) -> DeathNotice:
    """Store that the Secretary of State and Ofsted were told of a death, and meet its clock.

    Owed for a looked-after child or a care leaver who died, whatever the threshold decision is.
    Refuses a kind that this case does not have or that is recorded already, impossible times and
    a late notice without a reason.
    """
    locked = take(incident=incident, move=MoveCode.RECORD_DEATH_NOTICE, by=by, at=at)
    kind = DeathNoticeKind(facts.kind)
    if kind not in death_kinds(locked.children.all()):
        raise DomainError(
            "No child of this case asks for that notice.", code="not-owed", field="kind"
        )
    if locked.death_notices.filter(kind=kind).exists():
        raise DomainError("It is recorded already.", code="already-recorded", field="kind")
    timing.check_after_awareness(
        facts.submitted_at, aware_at=locked.aware_at, what="The notice", field="submitted_at", at=at
    )

    notice = DeathNotice.objects.create(
        incident=locked, recorded_at=at, recorded_by=by, **vars(facts)
    )
    clocks.meet(
        incident=locked,
        keys=[DEATH_RULES[kind]],
        met_at=facts.submitted_at,
        late_reason=facts.late_reason,
        by=by,
        at=at,
    )
    said = {"notice": str(notice.public_id), "kind": kind.value}
    move(incident=locked, code=MoveCode.RECORD_DEATH_NOTICE, by=by, at=at, facts=said)
    return notice


def _covered(waiting: Sequence[Child], wanted: Sequence[UUID]) -> list[Child]:
    by_id = {child.public_id: child for child in waiting}
    if not set(wanted) <= set(by_id):
        raise DomainError(
            "A child selected is on another notification already, or not of this case.",
            code="child-not-waiting",
            field="children",
        )
    covered = [by_id[each] for each in dict.fromkeys(wanted)]
    deaths = sum(child.harm == Harm.DIED for child in covered)
    threshold.check_form_covers(deaths=deaths, children=len(covered))
    return covered


def _check_form(incident: Incident, facts: NotificationFacts, *, first: bool, at: datetime) -> None:
    timing.check_after_awareness(
        facts.submitted_at,
        aware_at=incident.aware_at,
        what="The notification",
        field="submitted_at",
        at=at,
    )
    if first and facts.partners_told_at is None:
        raise DomainError(
            "Say when the safeguarding partners were told.",
            code="partners-told-needed",
            field="partners_told_at",
        )
    if facts.partners_told_at is not None:
        timing.check_after_awareness(
            facts.partners_told_at,
            aware_at=incident.aware_at,
            what="The time at which the partners were told",
            field="partners_told_at",
            at=at,
        )
    if PanelNotification.objects.filter(reference=facts.reference).exists():
        raise DomainError(
            "That reference is recorded on a notification already.",
            code="reference-used",
            field="reference",
        )
    clocks.require_reason_if_late(
        incident=incident,
        key=clocks.NOTIFY_PANEL,
        done_at=facts.submitted_at,
        late_reason=facts.late_reason,
    )


def _store(
    incident: Incident,
    facts: NotificationFacts,
    covered: Sequence[Child],
    *,
    by: User,
    at: datetime,
) -> PanelNotification:
    said = {name: value for name, value in vars(facts).items() if name != "children"}
    notification = PanelNotification.objects.create(
        incident=incident, recorded_at=at, recorded_by=by, **said
    )
    NotifiedChild.objects.bulk_create(
        NotifiedChild(notification=notification, child=child) for child in covered
    )
    return notification


def _meet(
    incident: Incident, facts: NotificationFacts, *, complete: bool, by: User, at: datetime
) -> None:
    if complete:
        clocks.meet(
            incident=incident,
            keys=[clocks.NOTIFY_PANEL],
            met_at=facts.submitted_at,
            late_reason=facts.late_reason,
            by=by,
            at=at,
        )
    if facts.partners_told_at is not None:
        clocks.meet(
            incident=incident,
            keys=[clocks.NOTIFY_PARTNERS],
            met_at=facts.partners_told_at,
            late_reason=facts.late_reason,
            by=by,
            at=at,
        )


def _meet_deaths(incident: Incident, facts: NotificationFacts, *, by: User, at: datetime) -> None:
    """Meet the clock of a death once the Panel's form covers every child it is owed for."""
    uncovered = death_kinds(incident.children.filter(covered__isnull=True))
    done = [
        DEATH_RULES[kind] for kind in death_kinds(incident.children.all()) if kind not in uncovered
    ]
    clocks.meet(
        incident=incident,
        keys=done,
        met_at=facts.submitted_at,
        late_reason=facts.late_reason,
        by=by,
        at=at,
    )


def _open_rapid_review(
    incident: Incident, *, notified_at: datetime, by: User, at: datetime
) -> None:
    """Open the rapid review: no choice is left once an incident is notified (statutory D5)."""
    review = RapidReview.objects.create(incident=incident, opened_at=notified_at)
    clocks.start_rapid_review(incident=incident, notified_at=notified_at, by=by, at=at)
    copy_template(incident=incident, by=by, at=at)
    said = {"rapid_review": str(review.public_id)}
    move(incident=incident, code=MoveCode.OPEN_RAPID_REVIEW, by=by, at=at, facts=said)
    begin_report(incident=incident, review=None, by=by, at=at)
