"""What needs this person on the cases that they see."""

from datetime import date

from deadlines.clock import StateCode
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.permissions import role_allows
from reviews.selectors.cases import NextDue, next_dues
from reviews.transitions import NEXT


def needs_on_cases(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the next step of each open case that the person's role may take, soonest due first.

    Three queries, whatever their number; emergency access does not count.
    """
    states = [state for state, step in NEXT.items() if role_allows(standing, step.move)]
    if not states:
        return []
    cases = list(
        Incident.objects.visible_to(user, standing)
        .open()
        .filter(state__in=states)
        .order_by("aware_at", "pk")
    )
    dues = next_dues([case.public_id for case in cases], on=on)
    found = [_need(case, dues.get(case.public_id)) for case in cases]
    return sorted(found, key=lambda need: (need.due_on or date.max, need.what))[:MOST]


def _need(case: Incident, due: NextDue | None) -> Need:
    what = f"{case.reference}: {_small(NEXT[CaseState(case.state)].words)}"
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
