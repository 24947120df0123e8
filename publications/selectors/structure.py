"""The public structure: who reports to whom, who sits where by post, and whom it works with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.text import slugify

from governance import quorum
from governance.enums import BoardKind, Chairing, GroupKind
from governance.models import (
    Group,
    GroupAgency,
    GroupAlias,
    GroupSeat,
    LinkedBoard,
    LinkedBoardArea,
    QuorumRule,
)
from governance.selectors import rule_of
from krscp_portal.foundation.tree_chart import TreeChart, tree_chart
from krscp_portal.foundation.tree_layout import Beside, Node
from partnerships.enums import MembershipCode, PartnershipKind
from partnerships.models import Participation, Partnership, PartnershipArea
from publications.selectors.posts import PublicPost, public_posts

KIND_ORDER = {kind: place for place, kind in enumerate(GroupKind.values)}
LEADING = frozenset({GroupKind.EXECUTIVE, GroupKind.BOARD})
LOOSE = frozenset({GroupKind.FORUM, GroupKind.TASK_AND_FINISH})
WHOLE = "For the whole area"
CHAIRING = [Chairing.CHAIR, Chairing.CO_CHAIR, Chairing.VICE_CHAIR, Chairing.NO]
PARTS = {
    MembershipCode.SP.value: "Safeguarding partners",
    MembershipCode.RA.value: "Relevant agencies",
    MembershipCode.C.value: "Co-opted and community members",
    MembershipCode.A.value: "Advisers",
    MembershipCode.B.value: "Board support",
    MembershipCode.SGC.value: "Subgroup chairs",
    "": "Others",
}
APART = "Groups that report to none of these"


@dataclass(frozen=True)
class Sitting:
    """A post's place on a group: by which code it sits there, whether it leads and votes."""

    post: PublicPost
    code: str
    chairing: str
    votes: bool

    @property
    def way_of_chairing(self) -> str:
        """Say how the post chairs where neither its title nor its place says so already."""
        plain = not self.chairing or self.chairing == Chairing.CHAIR.label
        return "" if plain or "chair" in self.post.title.lower() else self.chairing.lower()


@dataclass(frozen=True)
class MembersOfPart:
    """Members who sit on a group as the same thing, under its name; empty where no code is kept."""

    heading: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True)
class GroupName:
    key: str
    name: str


@dataclass(frozen=True)
class PublicGroup:
    """Everything that the public is told of one group; empty texts are left out of the page."""

    key: str
    name: str
    short_name: str
    code: str
    kind: str
    purpose: str
    chair_note: str
    meets: str
    quorum: str
    shared_with: str
    note: str
    other_names: tuple[str, ...]
    sittings: tuple[Sitting, ...]
    speaks_for: tuple[str, ...]
    reports_to: GroupName | None = None
    below: tuple["PublicGroup", ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.short_name})" if self.short_name else self.name

    @property
    def chairs(self) -> tuple[Sitting, ...]:
        return tuple(each for each in self.sittings if each.chairing)

    @property
    def members(self) -> tuple[Sitting, ...]:
        return tuple(each for each in self.sittings if not each.chairing)

    @property
    def parts(self) -> tuple[MembersOfPart, ...]:
        """Return the members under what they sit there as; one part without a heading if none."""
        return parts_of(self.members)


@dataclass(frozen=True)
class BoardsOfArea:
    """Boards of others that work in one area, or in all of it."""

    area: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Structure:
    """The groups as a tree, the boards they are linked with, and the bodies that they share."""

    groups: tuple[PublicGroup, ...]
    boards: tuple[BoardsOfArea, ...]
    joint_bodies: tuple[str, ...]
    shared_by: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.groups

    def group(self, key: str) -> PublicGroup | None:
        """Return the group of the key, or None."""
        return next((each for each in every_group(self.groups) if each.key == key), None)

    def chart(self, name: str) -> TreeChart:
        """Draw it. What the picture shows is said in words beside it, never by it alone."""
        beside = [Beside(_boards_heading(each.area), each.names) for each in self.boards] + [
            Beside("Joint bodies", self.joint_bodies),
            Beside("Shared by", self.shared_by),
        ]
        return tree_chart(
            nodes(self.groups),
            beside=beside,
            apart=APART,
            chart_id="structure",
            title=f"How {name} is organised",
            description=(
                "Each group stands in a box, joined by a line to the group that it reports to. "
                "Boards of others stand on the right. The same is listed in words with the chart."
            ),
        )


def structure(*, partnership: Partnership, on: date) -> Structure:
    """Return the whole structure on the day; eleven queries however many rows."""
    joint = _joint_bodies(partnership, on)
    return Structure(
        groups=group_trees(on=on),
        boards=boards_by_area(on=on, besides=frozenset(joint)),
        joint_bodies=joint,
        shared_by=_shared_by(partnership, on),
    )


def group_trees(*, on: date) -> tuple[PublicGroup, ...]:
    """Return the groups of the day, those that report to another under it; seven queries."""
    return _tree(_groups(on), public_posts(on=on))


def every_group(groups: Iterable[PublicGroup]) -> Iterator[PublicGroup]:
    """Return the groups of trees from the top down, each before those that report to it."""
    for each in groups:
        yield each
        yield from every_group(each.below)


def nodes(groups: Iterable[PublicGroup]) -> list[Node]:
    """Return the groups as a chart draws them."""
    return [_node(each) for each in groups]


def boards_by_area(*, on: date, besides: frozenset[str] = frozenset()) -> tuple[BoardsOfArea, ...]:
    """Return the linked boards under their areas, those of the whole area first; three queries.

    A board that works in every area of the partnership stands once, with those of the whole.
    `besides` names joint bodies, which stand elsewhere.
    """
    all_areas = set(PartnershipArea.objects.values_list("area__name", flat=True))
    rows = (
        LinkedBoard.objects.filter(_holds(on))
        .exclude(name__in=besides)
        .prefetch_related(Prefetch("areas", LinkedBoardArea.objects.select_related("area")))
        .order_by("pk")
    )
    under: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: BoardKind.values.index(each.kind)):
        areas = {each.area.name for each in row.areas.all()}
        for area in sorted(areas) if areas and areas != all_areas else [WHOLE]:
            under[area].append(_board_name(row))
    order = sorted(under, key=lambda area: (area != WHOLE, area))
    return tuple(BoardsOfArea(area, tuple(under[area])) for area in order)


def sittings_of(rows: Iterable[GroupSeat], posts: Mapping[int, PublicPost]) -> tuple[Sitting, ...]:
    """Return who sits on a group, those who chair first; a closed seat sits nowhere."""
    found = [
        Sitting(
            post=posts[row.seat_id],
            code=row.code,
            chairing=Chairing(row.chairing).label if row.chairing else "",
            votes=row.votes,
        )
        for row in sorted(rows, key=lambda each: CHAIRING.index(Chairing(each.chairing)))
        if row.seat_id in posts
    ]
    return tuple(found)


def parts_of(members: Iterable[Sitting]) -> tuple[MembersOfPart, ...]:
    """Return members under what they sit on a group as, in the order of the published grids."""
    under: dict[str, list[Sitting]] = defaultdict(list)
    for each in members:
        under[each.code].append(each)
    if set(under) == {""}:
        return (MembersOfPart("", tuple(under[""])),)
    return tuple(MembersOfPart(PARTS[code], tuple(under[code])) for code in PARTS if code in under)


def seats_in_groups(on: date) -> QuerySet[GroupSeat]:
    """Return the places on groups that hold on the day, in the order in which they were given."""
    return (
        GroupSeat.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .order_by("pk")
    )


def group_called(slug: str, *, on: date) -> str | None:
    """Return the key of the group that has or had the name of an old address, or None.

    A current group goes before one that has ended. Two queries.
    """
    groups = sorted(Group.objects.order_by("pk"), key=lambda each: not _is_current(each, on))
    for group in groups:
        if slug in {group.key, slugify(group.name), slugify(group.short_name) or group.key}:
            return str(group.key)
    aliases = GroupAlias.objects.select_related("group").order_by("pk")
    for alias in sorted(aliases, key=lambda each: not _is_current(each.group, on)):
        if slug in {alias.slug, slugify(alias.name)}:
            return str(alias.group.key)
    return None


def ended_group(key: str, *, on: date) -> tuple[Group, list[Group]] | None:
    """Return a group that has ended and the current ones that bear its name; None if it has not."""
    found = Group.objects.filter(key=key, ended_on__lte=on).first()
    if found is None:
        return None
    bearing = Group.objects.exclude(pk=found.pk).filter(_holds(on))
    names = Q(aliases__name__iexact=found.name) | Q(aliases__slug=slugify(found.name))
    return found, list(bearing.filter(names).distinct().order_by("pk"))


def _is_current(group: Group, on: date) -> bool:
    return group.ended_on is None or group.ended_on > on


def _holds(on: date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gt=on)


def _groups(on: date) -> list[Group]:
    agencies = GroupAgency.objects.select_related("agency__organisation").order_by("pk")
    rows = (
        Group.objects.filter(_holds(on))
        .select_related("quorum")
        .prefetch_related(
            Prefetch("aliases", GroupAlias.objects.order_by("pk")),
            Prefetch("seats", seats_in_groups(on)),
            Prefetch("agencies", agencies.filter(_agency_holds(on))),
        )
    )
    return sorted(rows, key=lambda group: (KIND_ORDER[group.kind], group.pk))


def _agency_holds(on: date) -> Q:
    return (Q(agency__from_on__isnull=True) | Q(agency__from_on__lte=on)) & (
        Q(agency__to_on__isnull=True) | Q(agency__to_on__gte=on)
    )


def _tree(groups: list[Group], posts: Mapping[int, PublicPost]) -> tuple[PublicGroup, ...]:
    """Return the groups as trees. Groups that report to each other in a ring begin a tree, too."""
    by_id = {group.pk: group for group in groups}
    under: dict[int | None, list[Group]] = defaultdict(list)
    for group in groups:
        under[group.reports_to_id if group.reports_to_id in by_id else None].append(group)
    placed: set[int] = set()

    def grown(group: Group) -> PublicGroup:
        placed.add(group.pk)
        below = [grown(each) for each in under[group.pk] if each.pk not in placed]
        over = by_id.get(group.reports_to_id or 0)
        return _public(group, over, tuple(below), posts)

    trees = [grown(group) for group in under[None]]
    trees += [grown(group) for group in groups if group.pk not in placed]
    return tuple(trees)


def _public(
    group: Group,
    over: Group | None,
    below: tuple[PublicGroup, ...],
    posts: Mapping[int, PublicPost],
) -> PublicGroup:
    return PublicGroup(
        key=group.key,
        name=group.name,
        short_name=group.short_name,
        code=group.kind,
        kind=group.get_kind_display(),
        purpose=group.purpose,
        chair_note=group.chair_note,
        meets=group.meets,
        quorum=quorum_in_public(group),
        shared_with=group.shared_with,
        note=group.note,
        other_names=tuple(alias.name for alias in group.aliases.all()),
        sittings=sittings_of(group.seats.all(), posts),
        speaks_for=_spoken_for(group),
        reports_to=GroupName(over.key, over.name) if over else None,
        below=below,
    )


def _spoken_for(group: Group) -> tuple[str, ...]:
    """Name each once: a published list may call several bodies by one name."""
    rows = group.agencies.all()
    return tuple(
        dict.fromkeys(each.agency.listed_as or each.agency.organisation.name for each in rows)
    )


def quorum_in_public(group: Group) -> str:
    """Quote the rule as published, or say the stored one in words; nothing where none is kept."""
    rule: QuorumRule | None = getattr(group, "quorum", None)
    if rule is None:
        return ""
    return f"{rule.text or quorum.in_words(rule_of(rule))} {rule.note}".strip()


def _board_name(row: LinkedBoard) -> str:
    shared = f" (shared with {row.shared_with})" if row.shared_with else ""
    return f"{row.name}{shared}"


def _joint_bodies(partnership: Partnership, on: date) -> tuple[str, ...]:
    rows = _taking_part(on).filter(participant=partnership).select_related("body")
    return tuple(row.body.name for row in rows)


def _shared_by(partnership: Partnership, on: date) -> tuple[str, ...]:
    if partnership.kind != PartnershipKind.JOINT_BODY:
        return ()
    return tuple(_taking_part(on).filter(body=partnership).values_list("name", flat=True))


def _taking_part(on: date) -> QuerySet[Participation]:
    return (
        Participation.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .order_by("pk")
    )


def _node(group: PublicGroup) -> Node:
    shared = f"shared with {group.shared_with}" if group.shared_with else ""
    return Node(
        name=group.full_name,
        label=", ".join(filter(None, (group.kind, shared))),
        leads=group.code in LEADING,
        loose=group.code in LOOSE,
        shared=bool(group.shared_with),
        below=tuple(nodes(group.below)),
    )


def _boards_heading(area: str) -> str:
    return "Linked boards" if area == WHOLE else f"Linked boards: {area}"
