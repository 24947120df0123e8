"""The register of decisions as pages and files show it; part B for its readers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear

from governance import deciding, quorum
from governance.enums import DecisionMode, Part, Reached, Stance
from governance.models import Decision, Group, ItemInterest, Meeting, Position
from governance.selectors.members import groups_of
from governance.selectors.reading import groups_read_in_full
from krscp_portal.foundation.components import Pagination
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import User
from partnerships.roles import Permission

PAGE = 50
TONES = {
    Stance.AGREES: "green",
    Stance.DISAGREES: "red",
    Stance.ABSTAINS: "yellow",
    Stance.NO_PART: "grey",
}
LOADED = ("group", "meeting", "item", "lead", "replaces", "reported_in")


@dataclass(frozen=True)
class DecisionFilter:
    """What a person asked for; nothing said is everything they may see."""

    group: Group | None = None
    year: str = ""
    mode: str = ""
    words: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class DecisionLine:
    """One decision in a list: where it was taken, whether it still stands, how it was reached."""

    decision: Decision
    where: str
    state: str
    tone: str
    stood: str
    quorum: str = ""

    @property
    def reference(self) -> str:
        return self.decision.reference


@dataclass(frozen=True)
class PositionLine:
    """How one seat stood, in words; a deputy's confirmation is named, never shown in a list."""

    position: Position
    name: str
    tone: str
    words: str


@dataclass(frozen=True)
class DecisionList:
    """A page of the register, and how many there are in all."""

    lines: tuple[DecisionLine, ...]
    count: int
    pagination: Pagination


def decisions_seen_by(user: User, standing: Standing, *, on: date) -> QuerySet[Decision]:
    """Return the decisions that the person may see: part A, and part B where they read it."""
    rows = Decision.objects.all()
    if standing.can(Permission.PART_B_VIEW):
        return rows
    keys = [key for key, held in standing.in_groups if held == Permission.PART_B_VIEW]
    sits = groups_read_in_full(user, on=on)
    return rows.filter(Q(part=Part.A) | Q(group__in=sits) | Q(group__key__in=keys))


def decisions_wanted(
    user: User, standing: Standing, *, on: date, wanted: DecisionFilter
) -> QuerySet[Decision]:
    """Return the decisions that the person may see and asked for, the last first."""
    rows = decisions_seen_by(user, standing, on=on)
    if wanted.group:
        rows = rows.filter(group=wanted.group)
    if wanted.year:
        rows = rows.filter(decided_on__year=int(wanted.year))
    if wanted.mode:
        rows = rows.filter(mode=wanted.mode)
    if wanted.waiting:
        rows = rows.filter(mode=DecisionMode.BETWEEN, reported_in=None)
    if wanted.words:
        rows = rows.filter(
            Q(title__icontains=wanted.words)
            | Q(text__icontains=wanted.words)
            | Q(reference__icontains=wanted.words)
        )
    return _loaded(rows).order_by("-decided_on", "-pk")


def decision_list(rows: QuerySet[Decision], *, page: int, query: dict[str, str]) -> DecisionList:
    """Return one page of the register; four queries, whatever their number."""
    count = rows.count()
    total = max(1, -(-count // PAGE))
    number = min(max(1, page), total)
    chosen = rows[(number - 1) * PAGE : number * PAGE]
    return DecisionList(lines_of(chosen), count, Pagination(number, total, query))


def lines_of(rows: Iterable[Decision]) -> tuple[DecisionLine, ...]:
    """Return decisions, loaded by `decisions_wanted`, as a list shows them."""
    return tuple(_line(each) for each in rows)


def decisions_of_meeting(
    meeting: Meeting, user: User, standing: Standing, *, on: date
) -> tuple[DecisionLine, ...]:
    """Return what was decided at a meeting, in the order of recording; three queries."""
    rows = decisions_seen_by(user, standing, on=on).filter(meeting=meeting)
    return lines_of(_loaded(rows).order_by("pk"))


def to_be_minuted(meeting: Meeting) -> QuerySet[Decision]:
    """Return what the meeting's groups decided between meetings and no meeting has minuted yet."""
    rows = Decision.objects.filter(
        group__in=groups_of(meeting),
        mode=DecisionMode.BETWEEN,
        reported_in=None,
        decided_on__lte=local_day(meeting.starts_at),
    )
    return rows.select_related("group").order_by("decided_on", "pk")


def minuted_at(meeting: Meeting) -> QuerySet[Decision]:
    """Return what was decided between meetings and this one has minuted."""
    return _loaded(Decision.objects.filter(reported_in=meeting)).order_by("pk")


def positions_of(decision: Decision) -> tuple[PositionLine, ...]:
    """Return how the seats stood to a decision, partners first; one query."""
    rows = decision.positions.select_related(
        "seat", "organisation", "departs_from__decision", "confirmation"
    )
    found = sorted(rows, key=lambda row: (not row.kind, row.pk))
    return tuple(_position(row) for row in found)


def interests_at(meeting: Meeting) -> list[ItemInterest]:
    """Return the interests that were noted at a meeting, with item and seat; one query."""
    rows = ItemInterest.objects.filter(item__meeting=meeting)
    return list(rows.select_related("item", "seat").order_by("item__order", "pk"))


def years_of_decisions() -> list[int]:
    """Return the years of which the register has decisions, the last first; one query."""
    found = Decision.objects.annotate(year=ExtractYear("decided_on")).values_list("year", flat=True)
    return list(found.distinct().order_by("-year"))


def earlier_of(group: Group, *, most: int = 40) -> QuerySet[Decision]:
    """Return the decisions of a group that still stand, the last first, for a form to offer."""
    rows = Decision.objects.filter(group=group, replaced_by=None)
    return rows.order_by("-decided_on", "-pk")[:most]


def held_before(seats: Iterable[int], *, most: int = 60) -> list[Position]:
    """Return what the seats' members held at earlier decisions, the last first; one query."""
    rows = Position.objects.filter(seat__in=list(seats), by_deputy=False)
    found = rows.exclude(stance=Stance.NO_PART).select_related("decision", "seat")
    return list(found.order_by("-decision__decided_on", "-pk")[:most])


def how_reached(decision: Decision) -> str:
    """Return how a decision was reached, in words: with the votes, or with who acted."""
    said = str(decision.get_reached_display())
    if decision.reached == Reached.VOTE:
        votes = [
            deciding.Stance("", row.kind, row.stance)
            for row in decision.positions.all()
            if row.is_vote
        ]
        return f"{said}: {deciding.tally(votes)}"
    if decision.reached == Reached.PARTNER and decision.lead:
        return f"{said}: {decision.lead.title}"
    return said


def _loaded(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.select_related(*LOADED).prefetch_related(
        Prefetch("positions", Position.objects.order_by("pk")),
        Prefetch("replaced_by", Decision.objects.only("reference", "replaces")),
    )


def _line(decision: Decision) -> DecisionLine:
    where = decision.meeting.title if decision.meeting else "Between meetings"
    newer = next(iter(decision.replaced_by.all()), None)
    if newer is not None:
        state, tone = f"Replaced by {newer.reference}", "grey"
    elif decision.mode == DecisionMode.BETWEEN and decision.reported_in_id is None:
        state, tone = "To be minuted", "yellow"
    else:
        state, tone = "Stands", "green"
    quorate = quorum.when_decided(decision.quorum)
    return DecisionLine(decision, where, state, tone, how_reached(decision), quorate)


def _position(row: Position) -> PositionLine:
    name = row.seat.title
    if row.organisation:
        name = f"{name} ({row.organisation.name})"
    words = str(row.get_stance_display())
    if row.by_deputy:
        words = f"{words}, by the deputy"
    if row.departs_from:
        words = f"{words}; departs from {row.departs_from.decision.reference}"
    if row.confirmed_on:
        words = f"{words}, confirmed by the member in writing"
    return PositionLine(row, name, TONES[Stance(row.stance)], words)
