"""One case's page: everything on it is loaded and put into words here."""

from dataclasses import dataclass
from datetime import datetime

from deadlines.clock import compute, state
from deadlines.enums import TriggerEvent
from deadlines.models import Deadline
from deadlines.selectors import calendar, clock_of, rapid_review_trigger, terms_for
from deadlines.terms import Calendar
from deadlines.wording import in_words
from krscp_portal.foundation import components
from krscp_portal.foundation.components import Event, Row, Status, Task
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment
from krscp_portal.foundation.verdict import Verdict
from partnerships.access import Standing
from partnerships.models import User
from partnerships.roles import Permission
from reviews.duties import death_kinds
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.permissions import may_move, may_name_people, may_take_file
from reviews.selectors import wording
from reviews.selectors.cases import TONES
from reviews.selectors.outcome import AuthorityWords, authorities_in_words, referral_in_words
from reviews.selectors.records import Records, records_of
from reviews.selectors.tasks import tasks_of
from reviews.selectors.timeline import timeline_of
from reviews.subject import KIND
from reviews.transitions import OWNERS, MoveCode

AHEAD_BY_AWARENESS = (
    "The notification starts it. Sources also count these days from the "
    "notification; that later date is shown beside this one once it is recorded."
)
AHEAD_BY_NOTIFICATION = (
    "The notification starts it; this is the date if the notification were recorded today. Sources also "
    "count these days from awareness; that earlier date will stand beside it as a target."
)
BEFORE_NOTIFICATION = frozenset({CaseState.LOGGED, CaseState.THRESHOLD, CaseState.NOTIFIABLE})


@dataclass(frozen=True)
class ClockAhead(components.Clock):
    """A date that does not run yet, and says so."""

    @property
    def label(self) -> str:
        """Name the state."""
        return "Not running yet"

    @property
    def tone(self) -> str:
        """Name the colour that repeats it."""
        return "grey"


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case as one person sees it on one day; nothing of it queries."""

    incident: Incident
    status: Status
    owner: str
    facts: list[Row]
    clocks: list[components.Clock]
    children: list[wording.ChildWords]
    referral: list[Row]
    authorities: list[AuthorityWords]
    views: list[wording.ViewWords]
    decision: list[Row]
    notifications: list[wording.FormWords]
    rapid_review: list[Row]
    tasks: list[Task]
    timeline: tuple[Event, ...]
    may: dict[str, Verdict]


def case_page(*, incident: Incident, standing: Standing, root: str, at: datetime) -> CasePage:
    """Return the page of a case that the person sees; the caller has asked whether they do.

    The case was loaded `with_records`, so that the page takes six queries more at most.
    """
    records = records_of(incident)
    table, home = calendar(), root + incident.path
    seals = home if standing.can(Permission.CASE_IDENTITY) else ""
    deadlines = _deadlines(incident)
    return CasePage(
        incident=incident,
        status=Status(CaseState(incident.state).label, TONES[CaseState(incident.state)]),
        owner=OWNERS[CaseState(incident.state)],
        facts=wording.facts_of(incident, home=home, may_correct=_may_correct(incident, standing)),
        clocks=[*_running(deadlines, table, at), *_ahead(incident, table, at)],
        children=[wording.child_in_words(each, home=seals) for each in records.children],
        referral=referral_in_words(
            incident, home=home, may_record=_may_record_referral(incident, standing)
        ),
        authorities=authorities_in_words(records),
        views=wording.views_in_words(records.current_views, home=home),
        decision=wording.decision_in_words(records.decision),
        notifications=[
            wording.form_in_words(each, records.children_on(each)) for each in records.forms
        ],
        rapid_review=wording.review_in_words(
            records, is_written=incident.state == CaseState.RAPID_REVIEW_OPEN
        ),
        tasks=tasks_of(
            incident=incident,
            standing=standing,
            home=home,
            records=records,
            deaths=_deaths_to_tell(records),
        ),
        timeline=timeline_of(incident=incident, records=records, deadlines=deadlines),
        may=_may(incident, standing),
    )


def _deadlines(incident: Incident) -> list[Deadline]:
    found = Deadline.objects.of_subject(KIND, incident.public_id).select_related("rule")
    return list(found.order_by("due_on", "pk"))


def _may(incident: Incident, standing: Standing) -> dict[str, Verdict]:
    return {
        "name_people": may_name_people(standing),
        "take_file": may_take_file(standing),
        "reconsider": may_move(standing, MoveCode.RECONSIDER, incident.state),
        "view": may_move(standing, MoveCode.RECORD_VIEW, incident.state),
        "authority": may_move(standing, MoveCode.ADD_OTHER_AUTHORITY, incident.state),
        "lead": may_move(standing, MoveCode.NAME_LEAD, incident.state),
    }


def _may_correct(incident: Incident, standing: Standing) -> Verdict:
    return may_move(standing, MoveCode.CORRECT_AWARENESS, incident.state)


def _may_record_referral(incident: Incident, standing: Standing) -> bool:
    return bool(may_move(standing, MoveCode.RECORD_REFERRAL, incident.state))


def _deaths_to_tell(records: Records) -> list[str]:
    """Return the kinds of death that nobody has been told of, by a notice or the Panel's form."""
    told = {each.kind for each in records.notices}
    return [kind.value for kind in death_kinds(records.uncovered) if kind.value not in told]


def _running(deadlines: list[Deadline], table: Calendar, at: datetime) -> list[components.Clock]:
    """Return the clocks that were not taken off: those that run, then those that were met."""
    kept = [each for each in deadlines if each.cancelled_at is None]
    kept.sort(key=lambda each: each.met_at is not None)
    return [clock_of(each, on=local_day(at), calendar=table) for each in kept]


def _ahead(incident: Incident, table: Calendar, at: datetime) -> list[components.Clock]:
    """Return the rapid review's date before it runs: what a notification would start.

    Shown until the notification is recorded, counted as this partnership counts: from awareness,
    or as if the notification were made today.
    """
    if incident.state not in BEFORE_NOTIFICATION:
        return []
    today = local_day(at)
    by_awareness = rapid_review_trigger() == TriggerEvent.AWARENESS
    key = "rapid_review" if by_awareness else "rapid_review_from_notification"
    trigger = incident.aware_at if by_awareness else at
    terms = terms_for(key, local_day(trigger))
    found = compute(terms.arithmetic, trigger, table)
    standing = state(found.due, on=today, calendar=table)
    return [
        ClockAhead(
            title="Rapid review, if the Panel is notified",
            due=in_words(found.due) if found.due else "",
            words=f"{standing.words}, if the Panel is notified",
            state=standing.code.value,
            lines=found.explanation,
            source=terms.rule.citation,
            note=AHEAD_BY_AWARENESS if by_awareness else AHEAD_BY_NOTIFICATION,
        )
    ]


def emergency_words(*, incident: Incident, user: User, at: datetime) -> str:
    """Say that the person sees the case by emergency access and until when, or nothing.

    The case was loaded `with_records`; no query.
    """
    mine = [
        each.expires_at
        for each in records_of(incident).emergencies
        if each.opened_by_id == user.pk and each.opened_at <= at < each.expires_at
    ]
    if not mine or not incident.restricted:
        return ""
    return (
        f"You opened {incident.reference} in an emergency. It closes to you on "
        f"{moment(max(mine))}. The others on the case have been told."
    )
