"""What needs this person on the cases that they see."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from deadlines.clock import StateCode
from deadlines.models import Deadline
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.permissions import role_allows
from reviews.selectors.cases import NextDue, next_dues
from reviews.selectors.still_open import PANEL_ANSWER
from reviews.subject import KIND
from reviews.transitions import NEXT, MoveCode

RECORD_ANSWER = MoveCode.RECORD_PANEL_RESPONSE


def needs_on_cases(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the next step of each open case that the person's role may take, soonest due first.

    A rapid review that was sent needs somebody once the Panel is to be asked for its answer. Three
    queries, whatever their number; emergency access does not count.
    """
    states = [state for state, step in NEXT.items() if role_allows(standing, step.move)]
    if not states:
        return []
    asks = [CaseState.RAPID_REVIEW_SENT] * bool(role_allows(standing, RECORD_ANSWER))
    seen = Incident.objects.visible_to(user, standing).open()
    found = seen.filter(Q(state__in=states) | Q(Exists(_to_ask_the_panel(on)), state__in=asks))
    cases = list(found.order_by("aware_at", "pk"))
    dues = next_dues([case.public_id for case in cases], on=on)
    needs = [_need(case, dues.get(case.public_id)) for case in cases]
    return sorted(needs, key=lambda need: (need.due_on or date.max, need.what))[:MOST]


def _to_ask_the_panel(on: date) -> QuerySet[Deadline]:
    """Return the days that have come on which the Panel is asked for its answer, per case."""
    return Deadline.objects.filter(
        subject_kind=KIND,
        subject_id=OuterRef("public_id"),
        rule_key=PANEL_ANSWER,
        due_on__lte=on,
        met_at__isnull=True,
        cancelled_at__isnull=True,
    )


def _need(case: Incident, due: NextDue | None) -> Need:
    step = NEXT.get(CaseState(case.state))
    words = step.words if step else "Ask the Panel for its answer"
    what = f"{case.reference}: {_small(words)}"
    if due is None:
        return Need(what=what, path=case.path, for_whole_page=True)
    return Need(
        what=what,
        path=case.path,
        due_on=due.due_on,
        state=due.standing.words,
        late=due.standing.code is StateCode.OVERDUE,
        for_whole_page=True,
    )


def _small(words: str) -> str:
    """Lower the first letter alone: the Panel keeps its capital."""
    return words[:1].lower() + words[1:]
