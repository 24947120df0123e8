"""Reads of groups and rules for pages, documents and other apps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from governance import quorum
from governance.enums import DeputiesCount, DisputeLevel, GroupKind
from governance.models import (
    CycleEntry,
    DisputeStep,
    Group,
    GroupAgency,
    GroupSeat,
    LinkedBoard,
    Priority,
    QuorumRule,
)
from partnerships.access import Sight
from partnerships.models import Seat
from partnerships.selectors.sight import seats_in

DEPUTIES = {
    DeputiesCount.YES.value: True,
    DeputiesCount.NO.value: False,
    DeputiesCount.NOT_STATED.value: None,
}


@dataclass(frozen=True)
class GroupRow:
    """A group as the list shows it."""

    group: Group
    kind: str
    quorum: str


def rule_of(row: QuorumRule) -> quorum.Rule:
    """Return a stored quorum as the pure rule's own value."""
    return quorum.Rule(
        minimum_partners=row.minimum_partners,
        required_kinds=frozenset(row.required_kinds),
        deputies_count=DEPUTIES[row.deputies_count],
        stated=row.stated,
    )


def quorum_in_words(group: Group) -> str:
    """Return a group's quorum in words; the caller has loaded `quorum`."""
    rule = getattr(group, "quorum", None)
    return quorum.in_words(rule_of(rule)) if rule else "Not recorded"


def groups_in(sight: Sight | None, *, on: date) -> Q:
    """Return what finds the groups that somebody sees whose role is for one agency.

    Those on which a seat of the agency or their own sits or will, and those that speak for it.
    """
    if sight is None:
        return Q()
    seats = Seat.objects.filter(seats_in(sight, on=on))
    places = GroupSeat.objects.filter(Q(to_on=None) | Q(to_on__gte=on), seat__in=seats.values("pk"))
    heard = GroupAgency.objects.filter(agency__organisation_id__in=sight.agencies)
    return Q(pk__in=places.values("group_id")) | Q(pk__in=heard.values("group_id"))


def groups_in_order(*, on: date, sight: Sight | None = None) -> list[GroupRow]:
    """Return the current groups, executives first, with quorum and parent; one query."""
    places = {kind: place for place, kind in enumerate(GroupKind.values)}
    seen = groups_in(sight, on=on)
    rows = Group.objects.current().filter(seen).select_related("reports_to", "quorum")
    return [
        GroupRow(group, group.get_kind_display(), quorum_in_words(group))
        for group in sorted(rows, key=lambda each: (places[each.kind], each.pk))
    ]


def group_names() -> dict[str, str]:
    """Return the name of each current group by its key, for roles that are narrowed to one."""
    return dict(Group.objects.current().values_list("key", "name"))


def groups_to_report_to(*, group: Group | None) -> QuerySet[Group]:
    """Return the groups that a group may report to: any current one but itself."""
    found = Group.objects.current().order_by("name")
    return found if group is None else found.exclude(pk=group.pk)


@dataclass(frozen=True)
class Overview:
    """Everything that the governance page shows."""

    groups: list[GroupRow]
    ladders: list[tuple[str, list[DisputeStep]]]
    cycle: list[CycleEntry]
    boards: int
    priorities: list[Priority]


def overview(*, on: date, sight: Sight | None = None) -> Overview:
    """Return the groups and the rules of the open partnership that hold; five queries.

    With a `sight` the groups are those of the agency; the rules are everybody's.
    """
    steps = list(DisputeStep.objects.current().order_by("order", "pk"))
    return Overview(
        groups=groups_in_order(on=on, sight=sight),
        ladders=[
            (str(level.label), [step for step in steps if step.level == level])
            for level in DisputeLevel
        ],
        cycle=list(
            CycleEntry.objects.current()
            .select_related("group")
            .order_by(F("month").asc(nulls_last=True), "pk")
        ),
        boards=LinkedBoard.objects.current().count(),
        priorities=list(Priority.objects.current().order_by("from_year", "pk")),
    )
