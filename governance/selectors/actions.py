"""The list of actions, narrowed as a person asks, and what of it needs them today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from deadlines.clock import State, state
from deadlines.selectors.calendars import calendar
from deadlines.terms import Calendar
from deadlines.wording import in_words, plural
from deadlines.working_days import WEEKDAYS, add_working_days, skipped
from governance.enums import ActionSource, ActionState
from governance.models import Action, Group, Priority
from governance.selectors.acting import actions_seen_by, seats_held
from krscp_portal.foundation.components import STATES, Pagination
from partnerships.access import Standing
from partnerships.models import Seat, User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission

PAGE = 50
NEAR = timedelta(days=14)
HELP_AFTER = (5, 10, 20)
TONES = {"open": "blue", "done": "yellow", "closed": "green", "cancelled": "grey"}
LOADED = ("owner__organisation", "group", "priority")


@dataclass(frozen=True)
class ActionFilter:
    """What a person asked for; without a state, what is open or waits to be accepted."""

    mine: bool = False
    overdue: bool = False
    state: str = ""
    source: str = ""
    group: Group | None = None
    priority: Priority | None = None
    owner: Seat | None = None
    words: str = ""


@dataclass(frozen=True)
class ActionLine:
    """One action in a list: where it stands is said in words, and in a colour that repeats them."""

    action: Action
    label: str
    tone: str
    words: str
    late: bool

    @property
    def agency(self) -> str:
        organisation = self.action.owner.organisation
        return organisation.name if organisation else ""


@dataclass(frozen=True)
class ActionList:
    """A page of actions, and how many there are in all."""

    lines: tuple[ActionLine, ...]
    count: int
    pagination: Pagination


def actions_wanted(
    user: User, standing: Standing, *, on: date, wanted: ActionFilter
) -> QuerySet[Action]:
    """Return the actions that the person may see and asked for, what is due first first."""
    rows = actions_seen_by(user, standing, on=on)
    states = {"": [ActionState.OPEN, ActionState.DONE], "all": list(ActionState)}
    rows = rows.filter(state__in=states.get(wanted.state, [wanted.state]))
    if wanted.mine:
        rows = rows.filter(owner__in=seats_held(user, on=on))
    if wanted.overdue:
        rows = rows.filter(state=ActionState.OPEN, due_on__lt=on)
    for name in ("source", "group", "priority", "owner"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.words:
        rows = rows.filter(
            Q(title__icontains=wanted.words)
            | Q(detail__icontains=wanted.words)
            | Q(reference__icontains=wanted.words)
        )
    return rows.select_related(*LOADED).order_by("due_on", "pk")


def action_list(
    rows: QuerySet[Action], *, on: date, page: int, query: dict[str, str]
) -> ActionList:
    """Return one page of the rows; three queries, whatever their number."""
    count = rows.count()
    total = max(1, -(-count // PAGE))
    number = min(max(1, page), total)
    chosen = rows[(number - 1) * PAGE : number * PAGE]
    return ActionList(lines_of(chosen, on=on), count, Pagination(number, total, query))


def lines_of(rows: Iterable[Action], *, on: date) -> tuple[ActionLine, ...]:
    """Return the rows as a list shows them; one query for the calendar."""
    table = calendar()
    return tuple(line_of(each, on=on, table=table) for each in rows)


def line_of(action: Action, *, on: date, table: Calendar) -> ActionLine:
    """Say where one action stands on the day."""
    if action.state != ActionState.OPEN:
        label = action.get_state_display()
        done = state(action.due_on, on=on, calendar=table, met_on=action.done_on)
        words = done.words if action.done_on else ""
        return ActionLine(action, label, TONES[action.state], words, late=False)
    found: State = state(action.due_on, on=on, calendar=table)
    label, tone = STATES[found.code.value]
    is_soon = found.code.value != "running"
    return ActionLine(
        action,
        label if is_soon else "Open",
        tone if is_soon else "blue",
        found.words,
        late=found.is_breach,
    )


def actions_of_group(
    group: Group, user: User, standing: Standing, *, on: date, most: int = 10
) -> tuple[ActionLine, ...]:
    """Return the group's open actions that the person may see, what is due first first."""
    wanted = ActionFilter(group=group)
    return lines_of(actions_wanted(user, standing, on=on, wanted=wanted)[:most], on=on)


def actions_from(
    user: User,
    standing: Standing,
    *,
    on: date,
    source: ActionSource | None = None,
    source_id: UUID | None = None,
    item_ids: Iterable[int] = (),
    decision_ids: Iterable[int] = (),
) -> tuple[ActionLine, ...]:
    """Return the actions of one source, of agenda items or of decisions, that the person may see.

    For the pages of other things: a meeting, a decision, a review. Two queries and those of sight.
    """
    asked = Q(item__in=list(item_ids)) | Q(decision__in=list(decision_ids))
    if source is not None and source_id is not None:
        asked |= Q(source=source, source_id=source_id)
    rows = actions_seen_by(user, standing, on=on).filter(asked)
    return lines_of(rows.select_related(*LOADED).order_by("due_on", "pk"), on=on)


def due_help(*, on: date) -> tuple[str, ...]:
    """Say which days are five, ten and twenty working days away, and what was passed over."""
    table = calendar()
    return tuple(_ahead(count, on=on, table=table)[1] for count in HELP_AFTER)


def due_in(working_days: int, *, on: date) -> tuple[date, str]:
    """Return the day that is so many working days away, and the sentence that says how."""
    return _ahead(working_days, on=on, table=calendar())


def _ahead(count: int, *, on: date, table: Calendar) -> tuple[date, str]:
    day = add_working_days(on, count, table.closed)
    closed = [each for each in skipped(on, day, table.holidays) if each.why not in WEEKDAYS]
    said = f"{plural(count, 'working day')} from today is {in_words(day)}"
    passed = ", ".join(f"{in_words(each.day)} ({each.why})" for each in closed)
    return day, f"{said}; not counted: {passed}" if passed else said


def needs_on_actions(user: User, standing: Standing, on: date) -> list[Need]:
    """Return what of the person's own actions is late or near, and what waits for their accepting.

    One query, and none for somebody who sees no governance. Nobody is asked to accept their own.
    """
    if not user.pk or not standing.can_for_an_agency(Permission.GOVERNANCE_VIEW):
        return []
    mine = Q(owner__in=seats_held(user, on=on))
    asked = mine & Q(state=ActionState.OPEN, due_on__lte=on + NEAR)
    if keeps := _kept(standing):
        asked |= keeps & Q(state=ActionState.DONE) & ~mine & ~Q(done_by=user.pk)
    rows = Action.objects.filter(asked).order_by("due_on", "pk")[:MOST]
    return [_need(each, on=on) for each in rows]


def groups_kept(standing: Standing) -> QuerySet[Group]:
    """Return the current groups whose record the person keeps, for a form to offer."""
    rows = Group.objects.current().order_by("name", "pk")
    if standing.can(Permission.GOVERNANCE_EDIT):
        return rows
    keys = [key for key, held in standing.in_groups if held == Permission.GOVERNANCE_EDIT]
    return rows.filter(key__in=keys)


def _kept(standing: Standing) -> Q | None:
    if standing.can(Permission.GOVERNANCE_EDIT):
        return Q(pk__isnull=False)
    keys = [key for key, held in standing.in_groups if held == Permission.GOVERNANCE_EDIT]
    return Q(group__key__in=keys) if keys else None


def _need(action: Action, *, on: date) -> Need:
    if action.state == ActionState.DONE:
        said = f"Accept what was done, or say what is missing: {action.reference}"
        return Need(said, action.path, state="Waits to be accepted")
    late = action.due_on < on
    what = f"{action.title} ({action.reference})"
    return Need(what, action.path, action.due_on, "Overdue" if late else "To be done", late)
