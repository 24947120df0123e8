"""Live blocks about who takes part: areas, partners, delegates, the chair, agencies."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from governance.models import Group
from partnerships.enums import AgencyBasis, AppointmentKind, PartnerKind, SeatRole
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    ChairRule,
    Delegation,
    PartnershipArea,
    Seat,
)
from publications.selectors.posts import MARKS, credits_in_public, names_in_public

PARTNER_ORDER = {kind: place for place, kind in enumerate(PartnerKind.values)}
INDEPENDENT_ROLES = (
    SeatRole.INDEPENDENT_PERSON,
    SeatRole.SCRUTINEER,
    SeatRole.YOUNG_SCRUTINEER,
    SeatRole.LAY_MEMBER,
)
SHARED_BY_AT_LEAST = 3
DEPUTY = MARKS[AppointmentKind.DEPUTY]


@dataclass(frozen=True)
class Post:
    """A seat as the public is shown it: the post, its body, and names that may be published."""

    title: str
    organisation: str = ""
    role: str = ""
    names: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Areas:
    names: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.names


@dataclass(frozen=True)
class Partner:
    """A safeguarding partner, its lead post, and the posts that act for it. No lead: a gap."""

    organisation: str
    kind: str
    lead: Post | None
    delegates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Partners:
    rows: tuple[Partner, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Delegate:
    """A delegated partner, for whom it acts, what it may do and what the lead partner keeps."""

    post: Post
    acts_for: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delegates:
    rows: tuple[Delegate, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class ChairEntry:
    body: str
    chosen_from: str
    minimum_months: int | None
    review: str
    note: str


@dataclass(frozen=True)
class Chair:
    rules: tuple[ChairEntry, ...]
    posts: tuple[Post, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rules and not self.posts


@dataclass(frozen=True)
class Agency:
    """An agency; `basis`, `why` and `expected` are empty where they are what most share."""

    name: str
    basis: str
    why: str = ""
    expected: str = ""
    areas: tuple[str, ...] = ()
    spoken_for_by: str = ""


@dataclass(frozen=True)
class AgencyGroup:
    heading: str
    rows: tuple[Agency, ...]

    @property
    def has_why(self) -> bool:
        return any(row.why for row in self.rows)

    @property
    def has_expected(self) -> bool:
        return any(row.expected for row in self.rows)


@dataclass(frozen=True)
class Agencies:
    """Agencies under their headings; what most of them share is said once."""

    groups: tuple[AgencyGroup, ...]
    shared_why: str = ""
    shared_expected: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.groups


@dataclass(frozen=True)
class Posts:
    rows: tuple[Post, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows


def areas(on: date) -> Areas:
    """Return the areas that the partnership covers, by name."""
    del on  # areas carry no dates
    rows = PartnershipArea.objects.select_related("area").order_by("area__name")
    return Areas(tuple(row.area.name for row in rows))


def partners(on: date) -> Partners:
    """Return every safeguarding partner with its lead posts and their delegates, in the Act's order.

    A partner for which no lead seat is open on the day stands there without one, because the
    arrangements must name one (WT2023 ch. 2) and leaving it out would hide the gap.
    """
    seats = list(_open_seats(on, SeatRole.LSP))
    names = _names_of(seats, on)
    acting: dict[int, list[str]] = defaultdict(list)
    for each in _delegations(on):
        acting[each.from_seat_id].append(each.to_seat.title)
    rows = [
        (
            PARTNER_ORDER.get(seat.speaks_for, len(PARTNER_ORDER)),
            Partner(
                organisation=seat.organisation.name if seat.organisation else "",
                kind=seat.get_speaks_for_display(),
                lead=_post(seat, names),
                delegates=tuple(acting[seat.pk]),
            ),
        )
        for seat in seats
    ]
    led = {seat.organisation_id for seat in seats}
    members = _open_memberships(on).filter(basis=AgencyBasis.STATUTORY_PARTNER)
    rows += [
        (
            PARTNER_ORDER.get(member.organisation.kind, len(PARTNER_ORDER)),
            Partner(member.organisation.name, member.organisation.get_kind_display(), None),
        )
        for member in members
        if member.organisation_id not in led
    ]
    rows.sort(key=lambda row: (row[0], row[1].organisation))
    return Partners(tuple(partner for _place, partner in rows))


def delegates(on: date) -> Delegates:
    """Return each delegate with what it may do; one entry where it may do the same for several.

    A delegated seat to which nothing is delegated in writing is there too, with nothing listed.
    """
    seats = list(_open_seats(on, SeatRole.DSP))
    names = _names_of(seats, on)
    merged: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for each in _delegations(on):
        merged[each.to_seat_id, each.functions, each.retained].append(each.from_seat.title)
    rows = []
    for seat in seats:
        post = _post(seat, names)
        found = [
            Delegate(post, tuple(leads), _lines(functions), _lines(kept))
            for (to_seat, functions, kept), leads in merged.items()
            if to_seat == seat.pk
        ]
        rows += found or [Delegate(post)]
    return Delegates(tuple(rows))


def chair(on: date) -> Chair:
    """Return how the chair is chosen, body by body, and the posts that hold a chair's seat."""
    bodies = dict(Group.objects.values_list("key", "name"))
    rules = tuple(
        ChairEntry(
            body=bodies.get(rule.body, rule.body),
            chosen_from=rule.chosen_from,
            minimum_months=rule.minimum_months,
            review=rule.review,
            note=rule.note,
        )
        for rule in ChairRule.objects.order_by("body")
    )
    return Chair(rules, _posts(on, SeatRole.CHAIR))


def independent(on: date) -> Posts:
    """Return the posts that scrutinise or speak independently of the partners."""
    return Posts(_posts(on, *INDEPENDENT_ROLES))


def agencies(on: date) -> Agencies:
    """Return the agencies that are not safeguarding partners, under their headings.

    Where most give the same reason or are expected to do the same, it is said once above them.
    """
    members = list(_open_memberships(on).exclude(basis=AgencyBasis.STATUTORY_PARTNER))
    why = _shared(member.why for member in members)
    expected = _shared(member.expected for member in members)
    under: dict[str, list[Agency]] = defaultdict(list)
    for member in members:
        under[member.heading or member.get_basis_display()].append(
            Agency(
                name=_listed(member),
                basis=_unusual_basis(member),
                why="" if member.why == why else member.why,
                expected="" if member.expected == expected else member.expected,
                areas=_areas(member),
                spoken_for_by=_title(member.represented_through),
            )
        )
    groups = tuple(AgencyGroup(heading, tuple(rows)) for heading, rows in under.items())
    return Agencies(groups, why, expected)


def _open_seats(on: date, *roles: str) -> Iterable[Seat]:
    return (
        Seat.objects.filter(role__in=roles)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("organisation")
        .order_by("pk")
    )


def _posts(on: date, *roles: str) -> tuple[Post, ...]:
    seats = sorted(_open_seats(on, *roles), key=lambda seat: roles.index(seat.role))
    names = _names_of(seats, on)
    return tuple(_post(seat, names) for seat in seats)


def _post(seat: Seat, names: dict[int, tuple[str, ...]]) -> Post:
    return Post(
        title=seat.title,
        organisation=seat.organisation.name if seat.organisation else "",
        role=seat.get_role_display(),
        names=names.get(seat.pk, ()),
        note=seat.note,
    )


def _names_of(seats: Iterable[Seat], on: date) -> dict[int, tuple[str, ...]]:
    """Return whom a document may name in each seat on the day, or the credit of a young one."""
    seats = list(seats)
    found = names_in_public([seat.pk for seat in seats], on=on)
    names = {
        seat: tuple(str(each) for each in holders if each.mark != DEPUTY)
        for seat, holders in found.items()
    }
    if any(seat.role == SeatRole.YOUNG_SCRUTINEER for seat in seats):
        names |= {seat: (words,) for seat, words in credits_in_public(on=on).items()}
    return names


def _delegations(on: date) -> Iterable[Delegation]:
    return (
        Delegation.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("from_seat", "to_seat")
        .order_by("pk")
    )


def _open_memberships(on: date) -> QuerySet[AgencyMembership]:
    return (
        AgencyMembership.objects.filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("organisation", "represented_through")
        .prefetch_related(
            Prefetch("areas", AgencyArea.objects.select_related("area").order_by("area__name"))
        )
        .order_by("pk")
    )


def _listed(member: AgencyMembership) -> str:
    """Return the name under which it is listed, with the one it has today where they differ."""
    name = member.organisation.name
    return name if member.listed_as in {"", name} else f"{member.listed_as} ({name})"


def _areas(member: AgencyMembership) -> tuple[str, ...]:
    """Return the areas that it takes part for; a borough's own council says its area already."""
    names = [each.area.name for each in member.areas.all()]
    return tuple(name for name in names if name not in member.organisation.name)


def _title(seat: Seat | None) -> str:
    return seat.title if seat else ""


def _unusual_basis(member: AgencyMembership) -> str:
    if member.basis == AgencyBasis.RELEVANT_AGENCY:
        return ""
    return str(member.get_basis_display()).lower()


def _shared(texts: Iterable[str]) -> str:
    """Return the text that more than half give, if at least three do; saying it once is kinder."""
    given = list(texts)
    found = Counter(text for text in given if text).most_common(1)
    if not found:
        return ""
    text, times = found[0]
    return text if times >= SHARED_BY_AT_LEAST and times * 2 > len(given) else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
