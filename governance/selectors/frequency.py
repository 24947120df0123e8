"""How often each group has to meet, how often it did, and whether it is behind."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min

from governance import frequency
from governance.enums import MeetingKind, MeetingState
from governance.models import Group, Meeting, MeetingGroup, MeetingRule
from krscp_portal.foundation.moment import local_day

HELD = {MeetingState.HELD, MeetingState.OPEN}
PLANNED = {MeetingState.DRAFT, MeetingState.SENT}


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it asks for in words, and how the group stands to it."""

    row: MeetingRule
    words: str
    standing: frequency.Standing


def rule_lines(*, on: date, group: Group | None = None) -> list[RuleLine]:
    """Return the current rules, of one group or of all, with how each stands; four queries.

    A rule with another group counts the meetings that both share; one of a kind that kind alone.
    """
    rules = MeetingRule.objects.current().select_related("group", "with_group")
    if group is not None:
        rules = rules.filter(group=group)
    rows = list(rules.order_by("group__name", "pk"))
    if not rows:
        return []
    met = _meetings({row.group_id for row in rows}, on=on)
    return [_line(row, met, on=on) for row in rows]


@dataclass(frozen=True)
class _Met:
    on: date
    state: str
    kind: str
    groups: frozenset[int]


def _meetings(groups: set[int], *, on: date) -> tuple[list[_Met], dict[int, datetime]]:
    """Return the meetings of the past year and to come, and each group's first one ever."""
    since = on - timedelta(days=frequency.YEAR)
    rows = list(
        Meeting.objects.standing()
        .filter(starts_at__date__gte=since)
        .order_by("starts_at")
        .values_list("pk", "group_id", "starts_at", "state", "kind")
    )
    joined: dict[int, set[int]] = defaultdict(set)
    shared = MeetingGroup.objects.filter(meeting__in=[row[0] for row in rows])
    for meeting, group in shared.values_list("meeting_id", "group_id"):
        joined[meeting].add(group)
    began = dict(
        Meeting.objects.standing()
        .filter(group__in=groups, state__in=HELD)
        .values_list("group_id")
        .annotate(first=Min("starts_at"))
    )
    met = [
        _Met(local_day(starts_at), state, kind, frozenset({group, *joined[pk]}))
        for pk, group, starts_at, state, kind in rows
    ]
    return met, began


def _line(row: MeetingRule, met: tuple[list[_Met], dict[int, datetime]], *, on: date) -> RuleLine:
    rule = frequency.Rule(row.times_a_year, row.every_weeks, tuple(row.months))
    wanted = {row.group_id, row.with_group_id} - {None}
    mine = [each for each in met[0] if wanted <= each.groups and row.kind in ("", each.kind)]
    first = met[1].get(row.group_id)
    # A group is asked for meetings from its first one on record, never for the time before.
    begun = local_day(first) if first else row.group.formed_on or on
    since = max(row.group.formed_on or date.min, begun)
    standing = frequency.standing(
        rule,
        held=[each.on for each in mine if each.state in HELD and each.on <= on],
        planned=[each.on for each in mine if each.state in PLANNED and each.on >= on],
        since=since,
        on=on,
    )
    words = frequency.in_words(rule)
    if row.kind:
        words += f": {MeetingKind(row.kind).label.lower()}"
    if row.with_group:
        words += f", with {row.with_group.name}"
    return RuleLine(row, words, standing)
