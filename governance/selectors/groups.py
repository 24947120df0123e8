"""Reads of groups and rules for pages, documents and other apps."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from governance import quorum
from governance.enums import DeputiesCount, DisputeLevel, GroupKind
from governance.models import (
    CycleEntry,
    DisputeStep,
    Group,
    LinkedBoard,
    Priority,
    QuorumRule,
)

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


def groups_in_order() -> list[GroupRow]:
    """Return the current groups, executives first, with quorum and parent; one query."""
    places = {kind: place for place, kind in enumerate(GroupKind.values)}
    rows = Group.objects.current().select_related("reports_to", "quorum")
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


def overview() -> Overview:
    """Return the groups and the rules of the open partnership that hold; five queries."""
    steps = list(DisputeStep.objects.current().order_by("order", "pk"))
    return Overview(
        groups=groups_in_order(),
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
