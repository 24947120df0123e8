"""Which seats sit where: one group's members with their holders, and all groups as one grid."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from governance import seating
from governance.enums import Chairing
from governance.models import Group, GroupAgency, GroupSeat
from governance.selectors.groups import groups_in_order
from partnerships.enums import AppointmentKind, MembershipCode, RuleKind, RuleStance
from partnerships.models import AgencyMembership, Appointment, LocalRule, Seat
from partnerships.selectors.appointees import Holder, appointments_to_show, holder_of

LEADS = (Chairing.CHAIR, Chairing.CO_CHAIR, Chairing.VICE_CHAIR)
CODES = tuple(MembershipCode.values)
VACANT = "Vacant"
NO_CODE = "none"  # the filter's word for places without a code
RULES = (RuleKind.VOTES_ONLY_FROM_PARTNERS, RuleKind.COCHAIRS_FROM_TWO_AGENCIES)


@dataclass(frozen=True)
class Member:
    """One seat on a group as its page shows it, with who holds the seat today."""

    public_id: UUID
    seat: UUID
    title: str
    organisation: str
    code: str
    code_label: str
    chairing: str
    votes: bool
    from_on: date | None
    to_on: date | None
    is_coming: bool
    holders: tuple[str, ...]
    gap: str
    note: str


@dataclass(frozen=True)
class Membership:
    """Everything about who sits on one group."""

    leads: tuple[Member, ...]
    members: tuple[Member, ...]
    hidden: int  # by the filter
    former: tuple[GroupSeat, ...]
    agencies: tuple[GroupAgency, ...]
    remarks: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]  # what the filter offers


@dataclass(frozen=True)
class Column:
    """One group of the grid, in figures."""

    group: Group
    seats: int
    votes: int
    partners: int
    leads: str


@dataclass(frozen=True)
class Cell:
    """What a seat is on one group; `group` names the column where rows are cards."""

    group: str
    code: str = ""
    chairing: str = ""
    votes: bool = False
    sits: bool = False

    @property
    def words(self) -> str:
        """Return the cell as a spreadsheet holds it."""
        if not self.sits:
            return ""
        parts = (self.code or "Member", self.chairing, "votes" if self.votes else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class GridRow:
    """One seat with its place on every group."""

    seat: UUID
    title: str
    organisation: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """The membership grid of the partnership on one day."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    seatless: tuple[Seat, ...]  # open seats that sit on no group
    remarks: tuple[tuple[str, str], ...]  # of which group, what


def place_of(row: GroupSeat) -> seating.Place:
    """Return a stored place as the pure rule's own value; the seat and its agency are loaded."""
    seat = row.seat
    return seating.Place(
        seat=seat.pk,
        title=seat.title,
        code=row.code,
        chairing=row.chairing,
        votes=row.votes,
        agency=seat.organisation_id,
        agency_name=seat.organisation.name if seat.organisation else "",
        speaks_for=seat.speaks_for,
        is_closed=seat.closed_on is not None,
        from_on=row.from_on,
        to_on=row.to_on,
    )


def rules_for(group_key: str) -> seating.Rules:
    """Return what the partnership wrote down about seats on the group; one query."""
    return _rules(_local_rules(), group_key)


def membership_of(
    *, group: Group, on: date, code: str = "", names_young: bool = False
) -> Membership:
    """Return who sits on a group on the day or will, who did, and whom it speaks for; 4 queries.

    `code` narrows the members to one role code, or to NO_CODE; chairs stand at the top all the
    same. Without `names_young` a young scrutineer is read as they are credited.
    """
    rows = list(_places().filter(group=group))
    lasting = [row for row in rows if row.to_on is None or row.to_on >= on]
    people = _holders(lasting, on=on, names_young=names_young)
    members = sorted((_member(row, people[row.seat_id], on=on) for row in lasting), key=_order)
    shown = [each for each in members if not code or (each.code or NO_CODE) == code]
    current = [place_of(row) for row in lasting if _has_begun(row, on)]
    used = {each.code for each in members}
    return Membership(
        leads=tuple(each for each in members if each.chairing and not each.is_coming),
        members=tuple(shown),
        hidden=len(members) - len(shown),
        former=tuple(row for row in rows if row not in lasting),
        agencies=tuple(_agencies(group)),
        remarks=(*seating.remarks(current, rules_for(group.key)), *_empty_chairs(members)),
        codes=(
            *(
                (each.value, f"{each.value}: {each.label}")
                for each in MembershipCode
                if each in used
            ),
            *([(NO_CODE, "No code")] if "" in used else []),
        ),
    )


def grid(*, on: date) -> Grid:
    """Return every seat's place on every current group on the day; four queries."""
    groups = [row.group for row in groups_in_order(on=on)]
    rules = _local_rules()
    placed: dict[int, dict[int, GroupSeat]] = defaultdict(dict)
    by_group: dict[int, list[GroupSeat]] = defaultdict(list)
    for row in _places().filter(Q(to_on__isnull=True) | Q(to_on__gte=on)):
        if _has_begun(row, on):
            placed[row.seat_id][row.group_id] = row
            by_group[row.group_id].append(row)
    seats = list(
        Seat.objects.filter(Q(closed_on__isnull=True) | Q(pk__in=placed))
        .select_related("organisation")
        .order_by("title", "pk")
    )
    rows = [_grid_row(seat, groups, placed[seat.pk]) for seat in seats if seat.pk in placed]
    return Grid(
        columns=tuple(_column(group, by_group[group.pk]) for group in groups),
        rows=tuple(rows),
        seatless=tuple(seat for seat in seats if seat.pk not in placed),
        remarks=tuple(
            (group.name, said)
            for group in groups
            for said in seating.remarks(
                [place_of(row) for row in by_group[group.pk]], _rules(rules, group.key)
            )
        ),
    )


def seats_to_place(*, group: Group, on: date) -> QuerySet[Seat]:
    """Return the open seats that have no place on the group that lasts."""
    there = GroupSeat.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), group=group)
    open_seats = Seat.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return open_seats.exclude(pk__in=there.values("seat_id")).order_by("title", "pk")


def agencies_to_hear(*, group: Group, on: date) -> QuerySet[AgencyMembership]:
    """Return the agencies of today that the group does not speak for."""
    rows = AgencyMembership.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    heard = GroupAgency.objects.filter(group=group)
    rows = rows.exclude(pk__in=heard.values("agency_id")).select_related("organisation")
    return rows.order_by("organisation__name", "pk")


def _places() -> QuerySet[GroupSeat]:
    return GroupSeat.objects.select_related("seat__organisation").order_by("pk")


def _local_rules() -> list[LocalRule]:
    return list(LocalRule.objects.filter(kind__in=RULES, confirmed=True, ended_on__isnull=True))


def _rules(rows: Iterable[LocalRule], group_key: str) -> seating.Rules:
    held = {
        row.kind: row.stance for row in rows if not row.applies_to or group_key in row.applies_to
    }
    return seating.Rules(
        only_partners_vote=RuleKind.VOTES_ONLY_FROM_PARTNERS in held,
        co_chairs_differ=held.get(RuleKind.COCHAIRS_FROM_TWO_AGENCIES) == RuleStance.REFUSE,
    )


def _holders(
    places: Iterable[GroupSeat], *, on: date, names_young: bool
) -> Mapping[int, list[Holder]]:
    """Return who holds and held each seat; one query."""
    found: dict[int, list[Holder]] = defaultdict(list)
    roles = {place.seat_id: place.seat.role for place in places}
    rows = appointments_to_show(Appointment.objects.filter(seat__in=roles), on=on)
    for row in rows.order_by("period", "pk"):
        shown = holder_of(row, role=roles[row.seat_id], on=on, names_young=names_young)
        found[row.seat_id].append(shown)
    return found


def _member(row: GroupSeat, holders: list[Holder], *, on: date) -> Member:
    now = [each for each in holders if each.state == "current"]
    return Member(
        public_id=row.public_id,
        seat=row.seat.public_id,
        title=row.seat.title,
        organisation=row.seat.organisation.name if row.seat.organisation else "",
        code=row.code,
        code_label=row.get_code_display() if row.code else "",
        chairing=Chairing(row.chairing).label if row.chairing else "",
        votes=row.votes,
        from_on=row.from_on,
        to_on=row.to_on,
        is_coming=not _has_begun(row, on),
        holders=tuple(_named(each) for each in sorted(now, key=_rank)),
        gap=_gap(now, ever_held=bool(holders)),
        note=row.note,
    )


def _empty_chairs(members: list[Member]) -> list[str]:
    """Return a sentence for each seat that leads the group and that somebody has left."""
    return [
        f"{each.title} is {each.chairing.lower()} here, and nobody holds the seat now."
        for each in members
        if each.chairing and not each.is_coming and each.gap == VACANT
    ]


def _rank(holder: Holder) -> int:
    return [kind.label for kind in AppointmentKind].index(holder.kind)


def _named(holder: Holder) -> str:
    is_plain = holder.kind == AppointmentKind.SUBSTANTIVE.label
    return holder.name if is_plain else f"{holder.name} ({holder.kind.lower()})"


def _gap(now: list[Holder], *, ever_held: bool) -> str:
    """Say what is missing: a standing deputy alone does not fill a seat."""
    if any(each.fills for each in now):
        return ""
    return VACANT if ever_held else "No holder recorded"


def _has_begun(row: GroupSeat, on: date) -> bool:
    return row.from_on is None or row.from_on <= on


def _order(member: Member) -> tuple[int, int, str]:
    """Put who leads first, then the codes in the order of the published grids."""
    labels = [each.label for each in LEADS]
    lead = labels.index(member.chairing) if member.chairing else len(labels)
    code = CODES.index(member.code) if member.code else len(CODES)
    return lead, code, member.title.casefold()


def _agencies(group: Group) -> QuerySet[GroupAgency]:
    rows = GroupAgency.objects.filter(group=group).select_related("agency__organisation")
    return rows.order_by("agency__organisation__name", "pk")


def _grid_row(seat: Seat, groups: list[Group], placed: Mapping[int, GroupSeat]) -> GridRow:
    return GridRow(
        seat=seat.public_id,
        title=seat.title,
        organisation=seat.organisation.name if seat.organisation else "",
        cells=tuple(_cell(group, placed.get(group.pk)) for group in groups),
    )


def _cell(group: Group, row: GroupSeat | None) -> Cell:
    if row is None:
        return Cell(group.name)
    chairing = Chairing(row.chairing).label if row.chairing else ""
    return Cell(group.name, row.code, chairing, votes=row.votes, sits=True)


def _column(group: Group, rows: list[GroupSeat]) -> Column:
    # A partnership that uses no codes has partners all the same.
    partners = {row.seat.speaks_for for row in rows if row.code in {MembershipCode.SP, ""}}
    leads = [row for row in rows if row.chairing]
    return Column(
        group=group,
        seats=len(rows),
        votes=sum(row.votes for row in rows),
        partners=len(partners - {""}),
        leads="; ".join(
            f"{row.seat.title} ({row.get_chairing_display().lower()})" for row in leads
        ),
    )
