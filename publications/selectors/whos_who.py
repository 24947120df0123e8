"""The public who's who: posts, who acts for whom, who chairs what, and which agencies take part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.text import slugify

from governance.enums import Chairing
from governance.models import GroupSeat
from partnerships.enums import AgencyBasis, SeatRole
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Delegation,
    Organisation,
    OrganisationAlias,
    Partnership,
)
from publications.selectors.posts import PublicPost, public_posts

# Who leads, who looks on, who advises, who does the work; then chairs and members by themselves.
SECTIONS: tuple[tuple[str, tuple[SeatRole, ...]], ...] = (
    ("Lead safeguarding partners", (SeatRole.LSP,)),
    ("Delegated safeguarding partners", (SeatRole.DSP,)),
    ("Chair", (SeatRole.CHAIR,)),
    (
        "Independent scrutiny",
        (SeatRole.INDEPENDENT_PERSON, SeatRole.SCRUTINEER, SeatRole.YOUNG_SCRUTINEER),
    ),
    ("Designated professionals", (SeatRole.DESIGNATED_DOCTOR, SeatRole.DESIGNATED_NURSE)),
    ("Elected and lay members", (SeatRole.LEAD_MEMBER, SeatRole.LAY_MEMBER)),
    ("Business unit", (SeatRole.MANAGER, SeatRole.BUSINESS_SUPPORT)),
)
PARTNER = AgencyBasis.STATUTORY_PARTNER
PARTNERS = "Safeguarding partners"
OTHERS = "Others"
CHAIRS = (Chairing.CHAIR, Chairing.CO_CHAIR, Chairing.VICE_CHAIR)


@dataclass(frozen=True)
class Entry:
    """A post in a section, with the posts that it acts for or that act for it."""

    post: PublicPost
    acts_for: tuple[str, ...] = ()
    acted_for_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    heading: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return slugify(self.heading)


@dataclass(frozen=True)
class GroupChairs:
    """A group with the posts that chair it; `part` says how: chair, co-chair, vice-chair."""

    key: str
    name: str
    chairs: tuple[tuple[str, PublicPost], ...]


@dataclass(frozen=True)
class OrganisationMembers:
    organisation: str
    posts: tuple[PublicPost, ...]


@dataclass(frozen=True)
class PublicAgency:
    """An agency under its name of today, how the partnership lists it, and the names it had before.

    `slug` is its place on the page, empty where the same body stands there already.
    """

    name: str
    slug: str
    listed_as: str = ""
    former: tuple[str, ...] = ()
    basis: str = ""
    areas: tuple[str, ...] = ()
    speaks_through: str = ""


@dataclass(frozen=True)
class AgencyHeading:
    heading: str
    rows: tuple[PublicAgency, ...]


@dataclass(frozen=True)
class WhosWho:
    sections: tuple[Section, ...]
    chairs: tuple[GroupChairs, ...]
    other_chairs: tuple[PublicPost, ...]
    members: tuple[OrganisationMembers, ...]
    agencies: tuple[AgencyHeading, ...]
    email: str

    @property
    def is_empty(self) -> bool:
        return not (self.sections or self.chairs or self.members or self.agencies)


def whos_who(*, partnership: Partnership, on: date) -> WhosWho:
    """Return everything that the public page says on the day; nine queries however many rows."""
    posts = public_posts(on=on)
    chairs = _chairs(posts, on)
    leading = {post.seat_id for row in chairs for _part, post in row.chairs}
    of_role = [post for post in posts.values() if post.role == SeatRole.SUBGROUP_CHAIR]
    return WhosWho(
        sections=_sections(posts, on),
        chairs=chairs,
        other_chairs=tuple(post for post in of_role if post.seat_id not in leading),
        members=_members(posts.values()),
        agencies=agencies_in_public(on=on),
        email=partnership.contact_email,
    )


def agencies_in_public(*, on: date) -> tuple[AgencyHeading, ...]:
    """Return who takes part under the published headings, partners first; four queries."""
    under: dict[str, list[PublicAgency]] = defaultdict(list)
    seen: set[str] = set()
    for row in sorted(_memberships(on), key=lambda each: each.basis != PARTNER):
        heading = PARTNERS if row.basis == PARTNER else row.heading or row.get_basis_display()
        found = _agency(row)
        under[heading].append(replace(found, slug="") if found.slug in seen else found)
        seen.add(found.slug)
    return tuple(AgencyHeading(heading, tuple(mine)) for heading, mine in under.items())


def agency_called(slug: str, *, on: date) -> str | None:
    """Return the slug under which the list shows the body of that name, an old name included."""
    for heading in agencies_in_public(on=on):
        for row in heading.rows:
            if row.slug and slug in {row.slug, slugify(row.listed_as), *map(slugify, row.former)}:
                return row.slug
    return None


def _sections(posts: Mapping[int, PublicPost], on: date) -> tuple[Section, ...]:
    given: dict[int, list[str]] = defaultdict(list)
    held: dict[int, list[str]] = defaultdict(list)
    for each in _delegations(on):
        if each.from_seat_id in posts and each.to_seat_id in posts:
            given[each.from_seat_id].append(posts[each.to_seat_id].title)
            held[each.to_seat_id].append(posts[each.from_seat_id].title)
    found = []
    for heading, roles in SECTIONS:
        mine = [post for role in roles for post in posts.values() if post.role == role]
        entries = [
            Entry(post, tuple(held[post.seat_id]), tuple(given[post.seat_id])) for post in mine
        ]
        if entries:
            found.append(Section(heading, tuple(entries)))
    return tuple(found)


def _chairs(posts: Mapping[int, PublicPost], on: date) -> tuple[GroupChairs, ...]:
    rows = (
        GroupSeat.objects.filter(chairing__in=CHAIRS)
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .filter(Q(group__ended_on__isnull=True) | Q(group__ended_on__gt=on))
        .select_related("group")
        .order_by("group_id", "pk")
    )
    found: dict[tuple[str, str], list[tuple[str, PublicPost]]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.group_id, CHAIRS.index(each.chairing))):
        if row.seat_id in posts:
            part = Chairing(row.chairing).label
            found[row.group.key, row.group.name].append((part, posts[row.seat_id]))
    return tuple(GroupChairs(key, name, tuple(rows)) for (key, name), rows in found.items())


def _members(posts: Iterable[PublicPost]) -> tuple[OrganisationMembers, ...]:
    under: dict[str, list[PublicPost]] = defaultdict(list)
    for post in posts:
        if post.role == SeatRole.MEMBER:
            under[post.organisation or OTHERS].append(post)
    names = sorted(under, key=lambda name: (name == OTHERS, name.casefold()))
    return tuple(OrganisationMembers(name, tuple(under[name])) for name in names)


def _memberships(on: date) -> Iterable[AgencyMembership]:
    return (
        AgencyMembership.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("organisation", "represented_through")
        .prefetch_related(
            Prefetch("areas", AgencyArea.objects.select_related("area").order_by("area__name")),
            Prefetch("organisation__aliases", OrganisationAlias.objects.order_by("pk")),
            Prefetch("organisation__predecessors", Organisation.objects.order_by("name")),
        )
        .order_by("pk")
    )


def _agency(row: AgencyMembership) -> PublicAgency:
    body = row.organisation
    listed = "" if row.listed_as == body.name else row.listed_as
    earlier = [alias.name for alias in body.aliases.all()]
    earlier += [before.name for before in body.predecessors.all()]
    usual = row.basis in {PARTNER, AgencyBasis.RELEVANT_AGENCY}
    return PublicAgency(
        name=body.name,
        slug=slugify(body.name),
        listed_as=listed,
        former=tuple(dict.fromkeys(each for each in earlier if each != listed)),
        basis="" if usual else str(row.get_basis_display()).lower(),
        areas=tuple(each.area.name for each in row.areas.all() if each.area.name not in body.name),
        speaks_through=row.represented_through.title if row.represented_through else "",
    )


def _delegations(on: date) -> Iterable[Delegation]:
    return (
        Delegation.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .order_by("pk")
    )
