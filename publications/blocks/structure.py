"""Live blocks about the groups, who sits on them by post, and the boards of others."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance.models import LinkedBoard
from krscp_portal.foundation.tree_chart import TreeChart, tree_chart
from publications.selectors.structure import (
    APART,
    KIND_ORDER,
    BoardsOfArea,
    MembersOfPart,
    PublicGroup,
    Sitting,
    boards_by_area,
    every_group,
    group_trees,
    nodes,
)

DRAWN_FROM = 3  # groups; fewer are read faster than looked at
PAPER_WIDTH, PAPER_COLUMNS = 640, 2


@dataclass(frozen=True)
class GroupEntry:
    """A group with everything that is said of it; empty texts are left out of the page."""

    name: str
    kind: str
    purpose: str
    chair: str
    meets: str
    reports_to: str
    shared_with: str
    quorum: str
    other_names: tuple[str, ...]
    note: str
    chaired_by: tuple[Sitting, ...] = ()
    parts: tuple[MembersOfPart, ...] = ()
    speaks_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Groups:
    rows: tuple[GroupEntry, ...]
    chart: TreeChart | None = None

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Boards:
    """Linked boards under their areas; `notes` are what is said of single ones."""

    areas: tuple[BoardsOfArea, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.areas


def groups(on: date) -> Groups:
    """Return the groups of the day, executives first: quorum in words, members by post, a chart."""
    trees = group_trees(on=on)
    rows = sorted(every_group(trees), key=lambda group: KIND_ORDER[group.code])
    return Groups(tuple(_entry(group) for group in rows), _chart(trees, len(rows)))


def boards(on: date) -> Boards:
    """Return the boards of others with which the partnership works, by area."""
    noted = LinkedBoard.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    noted = noted.exclude(note="").order_by("pk")
    return Boards(boards_by_area(on=on), tuple((row.name, row.note) for row in noted))


def _chart(trees: tuple[PublicGroup, ...], count: int) -> TreeChart | None:
    if count < DRAWN_FROM:
        return None
    return tree_chart(
        nodes(trees),
        chart_id="groups",
        title="Who reports to whom",
        description=(
            "Each group stands in a box, joined by a line to the group that it reports to. "
            "The same is said of each group in words."
        ),
        apart=APART,
        width=PAPER_WIDTH,
        columns=PAPER_COLUMNS,
    )


def _entry(group: PublicGroup) -> GroupEntry:
    return GroupEntry(
        name=group.full_name,
        kind=group.kind,
        purpose=group.purpose,
        chair=group.chair_note,
        meets=group.meets,
        reports_to=group.reports_to.name if group.reports_to else "",
        shared_with=group.shared_with,
        quorum=group.quorum,
        other_names=group.other_names,
        note=group.note,
        chaired_by=group.chairs,
        parts=group.parts,
        speaks_for=group.speaks_for,
    )
