"""The actions that were given for a line of a plan, as the pages of plans show them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from governance.enums import ActionSource
from governance.selectors.acting import actions_seen_by
from governance.selectors.actions import LOADED, ActionLine, lines_of
from governance.selectors.workplans import Line, UpdateLine
from partnerships.access import Standing
from partnerships.models import User

AnyLine = TypeVar("AnyLine", Line, UpdateLine)


def with_actions(
    lines: Sequence[AnyLine], user: User, standing: Standing, *, on: date
) -> list[AnyLine]:
    """Return lines of plans with those of their actions that the person may see.

    What is due first stands first. One query, and one for the calendar where there is an action;
    none without a line.
    """
    if not lines:
        return []
    keys = [line.item.public_id for line in lines]
    rows = actions_seen_by(user, standing, on=on).filter(
        source=ActionSource.WORKPLAN, source_id__in=keys
    )
    found = list(rows.select_related(*LOADED).order_by("due_on", "pk"))
    by_line: dict[UUID | None, list[ActionLine]] = {}
    for each in lines_of(found, on=on) if found else ():
        by_line.setdefault(each.action.source_id, []).append(each)
    return [_with(line, by_line.get(line.item.public_id, [])) for line in lines]


def _with(line: Any, actions: list[ActionLine]) -> Any:
    return replace(line, given=tuple(actions))
