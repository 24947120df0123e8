"""Which recommendations a person may see, whether they see what one comes from, and who keeps it.

A confidential one is seen by those alone who see its case or review. What it comes from is named
only to them: a reference would say that there is a case.
"""

from datetime import date, timedelta
from typing import Final

from django.db.models import BooleanField, Case, Min, Q, QuerySet, Value, When

from deadlines import subjects
from governance import recommended_from
from governance.enums import RecommendationSource, RecommendationState
from governance.models import Recommendation
from krscp_portal.foundation import moment
from partnerships import access
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission

NEAR: Final = timedelta(days=14)
FROM_CASES: Final = (
    RecommendationSource.RAPID_REVIEW,
    RecommendationSource.REVIEW,
    RecommendationSource.CHILD_DEATH,
)
"""The sources that tell of single children, so that a small number could point at one."""


def recommendations_seen_by(
    user: User, standing: Standing, *, on: date
) -> QuerySet[Recommendation]:
    """Return the recommendations that the person may see, as one lazy query.

    Each says as `subject_seen` whether the person sees what it comes from. A contact whose role is
    for one agency sees what is made to that agency.
    """
    subject = _subject_seen(user, standing)
    rows = Recommendation.objects.annotate(
        subject_seen=Case(
            When(subject, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
    )
    if standing.is_system:
        return rows
    if not standing.can_for_an_agency(Permission.GOVERNANCE_VIEW):
        return rows.none()
    if not standing.can(Permission.GOVERNANCE_VIEW):
        mine = Recommendation.objects.filter(addressees__organisation__in=standing.agencies)
        rows = rows.filter(pk__in=mine.values("pk"))
    return rows.filter(Q(confidential=False) | subject)


def keeps(user: User, standing: Standing, recommendation: Recommendation) -> bool:
    """Say whether the person keeps this recommendation, for a page that offers acts."""
    if not recommendation.subject_kind:
        return bool(standing.can(Permission.GOVERNANCE_EDIT))
    return bool(standing.can(Permission.CASE_EDIT)) and may_see_subject(
        user, recommendation.subject_kind, recommendation
    )


def may_see_subject(user: User, kind: str, recommendation: Recommendation) -> bool:
    """Say whether the person sees the case or review that a recommendation comes from."""
    known = {each.code: each for each in _kinds()}
    if kind not in known or recommendation.subject_id is None:
        return False
    return known[kind].may_be_told(user, recommendation.subject_id)


def needs_on_recommendations(user: User, standing: Standing, on: date) -> list[Need]:
    """Return what of recommendations is late or near, or is to be asked again; one query.

    For those who keep the record, and none for anybody else.
    """
    if not standing.can(Permission.GOVERNANCE_EDIT):
        return []
    rows = _waiting(recommendations_seen_by(user, standing, on=on), on=on, near=NEAR)
    return [_need(each, on=on) for each in rows.order_by("due_on", "pk")[:MOST]]


def reminders_on_recommendations(on: date) -> list[Reminder]:
    """Return what has become overdue, and what is to be asked again; each day is told once.

    A confidential one is told only to those who recorded or closed it and still see its case.
    """
    rows = _waiting(Recommendation.objects.all(), on=on, near=timedelta(0))
    people = ("recorded_by", "closed_by")
    return [_reminder(each) for each in rows.select_related(*people).order_by("due_on", "pk")]


def _kinds() -> list[subjects.SubjectKind]:
    """Return the kinds of subjects that recommendations come from; an unknown one is seen by none."""
    return [each for each in subjects.kinds() if each.code in recommended_from.kinds()]


def _subject_seen(user: User, standing: Standing) -> Q:
    """Return the condition that the person sees what a recommendation comes from."""
    seen = Q(pk__in=[])
    for kind in _kinds():
        if kind.visible_ids is not None:
            seen |= Q(subject_kind=kind.code, subject_id__in=kind.visible_ids(user, standing))
    return seen


def _waiting(
    rows: QuerySet[Recommendation], *, on: date, near: timedelta
) -> QuerySet[Recommendation]:
    unanswered = Q(impacts__answered_at__isnull=True, impacts__due_on__lte=on)
    asked = rows.annotate(ask_on=Min("impacts__due_on", filter=unanswered))
    return asked.filter(
        Q(state=RecommendationState.OPEN, due_on__lt=on + near)
        | Q(state=RecommendationState.CLOSED, ask_on__isnull=False)
    )


def _need(row: Recommendation, *, on: date) -> Need:
    ask_on: date | None = getattr(row, "ask_on", None)
    if row.state == RecommendationState.CLOSED:
        said = f"Say whether what a recommendation changed has lasted ({row.reference})"
        return Need(said, row.path, ask_on, "To be asked again")
    late = row.due_on < on
    state = "Overdue" if late else "Due soon"
    return Need(f"Recommendation {row.reference}", row.path, row.due_on, state, late)


def _reminder(row: Recommendation) -> Reminder:
    ask_on: date | None = getattr(row, "ask_on", None)
    again = row.state == RecommendationState.CLOSED
    about, subject = row.due_on, "A recommendation is overdue"
    if again and ask_on is not None:
        about, subject = ask_on, "A recommendation is to be looked at again"
    key = f"recommendation:{row.public_id}:{'again' if again else 'due'}:{about}"
    if not row.confidential:
        return Reminder(key, subject, row.path, Permission.GOVERNANCE_EDIT)
    people = {each.pk: each for each in (row.recorded_by, row.closed_by) if each is not None}
    also = tuple(pk for pk, user in people.items() if _still_sees(user, row))
    return Reminder(key, subject, row.path, also=also)


def _still_sees(user: User, row: Recommendation) -> bool:
    standing = access.standing(user, on=moment.today())
    if not standing.can_for_an_agency(Permission.GOVERNANCE_VIEW):
        return False
    return may_see_subject(user, row.subject_kind, row)
