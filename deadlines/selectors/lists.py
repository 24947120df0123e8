"""The list of open clocks, and what of it needs one person."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from deadlines import subjects
from deadlines.clock import SOON_WORKING_DAYS
from deadlines.enums import Standing
from deadlines.models import Deadline
from deadlines.selectors.calendars import calendar
from deadlines.selectors.clocks import Clock, clock_of
from deadlines.selectors.details import in_charge
from deadlines.terms import Bound, Calendar
from deadlines.working_days import add_working_days
from krscp_portal.foundation.components import Pagination
from partnerships.access import Standing as PersonStanding
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission

PAGE = 50
NEAR_WORKING_DAYS = 10
"""How far ahead the home page looks."""

SHOWN = {
    "all": "All open",
    "overdue": "Overdue",
    "soon": "Due soon",
    "later": "Due later",
    "waiting": "Must wait",
    "undated": "No set date",
}
"""The parts of the list, by the code in the address."""


@dataclass(frozen=True)
class Line:
    """One open clock in the list."""

    clock: Clock
    reference: str
    subject_path: str
    owner: str
    standing: str


@dataclass(frozen=True)
class Part:
    """One part of the list with how many clocks it holds."""

    code: str
    text: str
    count: int
    is_shown: bool


@dataclass(frozen=True)
class OpenClocks:
    """One page of the list."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    pagination: Pagination
    mine: bool
    code: str
    shown: str


def open_clocks(  # the question that a list page asks
    *, user: User, standing: PersonStanding, on: date, shown: str, mine: bool, page: int
) -> OpenClocks:
    """Return a page of the open clocks that the person may see, what is due first first.

    The number of queries does not depend on the number of clocks. An unknown part is all of them,
    and a page that does not exist the nearest that does.
    """
    shown = shown if shown in SHOWN else "all"
    table = calendar()
    rows = Deadline.objects.open().visible_to(user, standing)
    if mine:
        rows = rows.filter(owner=user)
    cuts = _cuts(on, table)
    counts = rows.aggregate(**{code: Count("pk", filter=cut) for code, cut in cuts.items()})

    total = max(1, -(-counts[shown] // PAGE))
    number = min(max(1, page), total)
    chosen = rows.filter(cuts[shown]).select_related("rule", "owner").order_by("due_on", "pk")
    chosen = chosen[(number - 1) * PAGE : number * PAGE]
    query = {"show": shown, **({"mine": "1"} if mine else {})}
    return OpenClocks(
        lines=tuple(_line(each, on=on, calendar=table) for each in chosen),
        parts=tuple(Part(code, text, counts[code], code == shown) for code, text in SHOWN.items()),
        pagination=Pagination(number, total, query),
        mine=mine,
        code=shown,
        shown=SHOWN[shown],
    )


def needs_on_deadlines(user: User, standing: PersonStanding, on: date) -> list[Need]:
    """Return the person's own clocks that are late or near, and for an editor those of nobody.

    A mere target or an outer limit is left to its list: the binding date beside it says enough.
    """
    if not standing.can(Permission.DEADLINE_VIEW):
        return []
    table = calendar()
    mine = Q(owner=user)
    if standing.can(Permission.DEADLINE_EDIT):
        mine |= Q(owner__isnull=True) & ~Q(subject_kind__in=subjects.owned_by_seats())
    rows = (
        Deadline.objects.open()
        .visible_to(user, standing)
        .filter(mine, standing=Standing.BINDING, bound=Bound.NO_LATER_THAN)
        .filter(due_on__lte=add_working_days(on, NEAR_WORKING_DAYS, table.closed))
        .select_related("rule")
        .order_by("due_on", "pk")[:MOST]
    )
    return [_need(each, on=on, calendar=table) for each in rows]


def deadlines_of(user: User, standing: PersonStanding, on: date) -> list[Need]:
    """Return the person's own open clocks, however far ahead, what is due first first."""
    if not standing.can(Permission.DEADLINE_VIEW):
        return []
    table = calendar()
    rows = (
        Deadline.objects.open()
        .visible_to(user, standing)
        .filter(owner=user, standing=Standing.BINDING, bound=Bound.NO_LATER_THAN)
        .select_related("rule")
        .order_by("due_on", "pk")[:MOST]
    )
    return [_need(each, on=on, calendar=table) for each in rows]


def _need(deadline: Deadline, *, on: date, calendar: Calendar) -> Need:
    clock = clock_of(deadline, on=on, calendar=calendar)
    return Need(
        what=f"{clock.title} ({deadline.subject_reference})",
        path=deadline.subject_path,
        due_on=deadline.due_on,
        state=clock.words,
        late=clock.state == "overdue",
    )


def _cuts(on: date, table: Calendar) -> dict[str, Q]:
    """Return each part of the list as a condition; together they leave no clock out."""
    soon = add_working_days(on, SOON_WORKING_DAYS + 1, table.closed)
    limit = Q(bound=Bound.NO_LATER_THAN.value)
    return {
        "all": Q(),
        "overdue": limit & Q(due_on__lt=on),
        "soon": limit & Q(due_on__gte=on, due_on__lt=soon),
        "later": limit & Q(due_on__gte=soon),
        "waiting": Q(bound=Bound.NO_EARLIER_THAN.value, due_on__isnull=False),
        "undated": Q(due_on__isnull=True),
    }


def _line(deadline: Deadline, *, on: date, calendar: Calendar) -> Line:
    standing = Standing(deadline.standing)
    return Line(
        clock=clock_of(deadline, on=on, calendar=calendar),
        reference=deadline.subject_reference,
        subject_path=deadline.subject_path,
        owner=in_charge(deadline),
        standing="" if standing == Standing.BINDING else standing.label,
    )
