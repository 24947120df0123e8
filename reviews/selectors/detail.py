"""One case's page: everything on it is loaded and put into words here."""

from dataclasses import dataclass
from datetime import datetime

from deadlines.clock import state
from deadlines.enums import TriggerEvent
from deadlines.selectors import clocks_of, compute_for, rapid_review_trigger
from deadlines.wording import in_words
from krscp_portal.foundation import components
from krscp_portal.foundation.components import Event, Row, Status, Task
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment
from krscp_portal.foundation.verdict import Verdict
from partnerships.access import Standing
from partnerships.models import User
from reviews.duties import death_kinds
from reviews.enums import CaseState
from reviews.models import Child, EmergencyAccess, Incident, PanelNotification
from reviews.permissions import may_move, may_name_people
from reviews.selectors import wording
from reviews.selectors.cases import TONES
from reviews.selectors.tasks import tasks_of
from reviews.selectors.timeline import timeline_of
from reviews.subject import KIND
from reviews.transitions import OWNERS, MoveCode

BEFORE_NOTIFICATION = frozenset({CaseState.LOGGED, CaseState.THRESHOLD, CaseState.NOTIFIABLE})


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case as one person sees it on one day; nothing of it queries."""

    incident: Incident
    status: Status
    owner: str
    facts: list[Row]
    clocks: list[components.Clock]
    children: list[wording.ChildWords]
    views: list[wording.ViewWords]
    decision: list[Row]
    notifications: list[wording.FormWords]
    rapid_review: list[Row]
    tasks: list[Task]
    timeline: tuple[Event, ...]
    may: dict[str, Verdict]


def case_page(*, incident: Incident, standing: Standing, root: str, at: datetime) -> CasePage:
    """Return the page of a case that the person sees; the caller has asked whether they do."""
    children = list(incident.children.order_by("pk").prefetch_related("covered"))
    forms = list(incident.notifications.order_by("submitted_at").prefetch_related("children"))
    views = list(incident.views.filter(current=True))
    decision = incident.decisions.filter(current=True).first()
    review = getattr(incident, "rapid_review", None)
    sign_offs = list(review.sign_offs.all()) if review else []
    notices = list(incident.death_notices.order_by("submitted_at"))
    home = root + incident.path
    return CasePage(
        incident=incident,
        status=Status(CaseState(incident.state).label, TONES[CaseState(incident.state)]),
        owner=OWNERS[CaseState(incident.state)],
        facts=wording.facts_of(incident, home=home, may_correct=_may_correct(incident, standing)),
        clocks=[*clocks_of(KIND, incident.public_id, on=local_day(at)), *_ahead(incident, at)],
        children=[wording.child_in_words(each) for each in children],
        views=wording.views_in_words(views, home=home),
        decision=wording.decision_in_words(decision),
        notifications=[wording.form_in_words(each) for each in forms],
        rapid_review=wording.review_in_words(review, sign_offs),
        tasks=tasks_of(
            incident=incident,
            standing=standing,
            home=home,
            views=len(views),
            deaths=_deaths_to_tell(children, {each.kind for each in notices}, forms),
            waiting=sum(not each.covered.all() for each in children),
        ),
        timeline=timeline_of(incident),
        may={
            "correct": _may_correct(incident, standing),
            "name_people": may_name_people(standing),
            "reconsider": may_move(standing, MoveCode.RECONSIDER, incident.state),
            "view": may_move(standing, MoveCode.RECORD_VIEW, incident.state),
            "lead": may_move(standing, MoveCode.NAME_LEAD, incident.state),
        },
    )


def _may_correct(incident: Incident, standing: Standing) -> Verdict:
    return may_move(standing, MoveCode.CORRECT_AWARENESS, incident.state)


def _deaths_to_tell(
    children: list[Child], told: set[str], forms: list[PanelNotification]
) -> list[str]:
    """Return the kinds of death that nobody has been told of, by a notice or the Panel's form."""
    covered = {child.pk for form in forms for child in form.children.all()}
    owed = death_kinds(each for each in children if each.pk not in covered)
    return [kind.value for kind in owed if kind.value not in told]


def _ahead(incident: Incident, at: datetime) -> list[components.Clock]:
    """Return the rapid review's date before it runs: what a notification would start.

    Shown until the notification is recorded, with its working, under the event that this
    partnership counts from; the date under the other one stands in the note.
    """
    if incident.state not in BEFORE_NOTIFICATION:
        return []
    today = local_day(at)
    from_awareness = compute_for("rapid_review", incident.aware_at)
    from_today = compute_for("rapid_review_from_notification", today)
    by_awareness = rapid_review_trigger() == TriggerEvent.AWARENESS
    shown, other = (from_awareness, from_today) if by_awareness else (from_today, from_awareness)
    due, otherwise = shown.due.due, other.due.due
    if due is None or otherwise is None:
        return []
    standing = state(due, on=today, calendar=shown.calendar)
    counted = "a notification made today" if by_awareness else "awareness"
    return [
        components.Clock(
            title="Rapid review, once the Panel is notified",
            due=in_words(due),
            words=standing.words,
            state=standing.code.value,
            lines=shown.lines,
            source=shown.terms.rule.citation,
            note=f"Not running yet: the notification starts it. Counted from {counted} it would "
            f"be {in_words(otherwise)}.",
        )
    ]


def emergency_words(*, incident: Incident, user: User, at: datetime) -> str:
    """Say that the person sees the case by emergency access and until when, or nothing."""
    if not incident.restricted:
        return ""
    row = (
        EmergencyAccess.objects.of(user, at)
        .filter(incident=incident)
        .order_by("-expires_at")
        .first()
    )
    if row is None:
        return ""
    return (
        f"You opened {incident.reference} in an emergency. It closes to you on "
        f"{moment(row.expires_at)}. The others on the case have been told."
    )
