"""Linked boards as a map of kinds by areas, one board's page, and which agreements are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from governance import protocols
from governance.enums import BoardKind
from governance.models import BoardProtocol, LinkedBoard, LinkedBoardArea
from partnerships.models import Area, PartnershipArea

# Every partnership works with these three (statutory.md §2.2), so an empty place is worth seeing.
EXPECTED = (
    BoardKind.HEALTH_AND_WELLBEING,
    BoardKind.SAFEGUARDING_ADULTS,
    BoardKind.COMMUNITY_SAFETY,
)


@dataclass(frozen=True)
class ProtocolLine:
    """One agreement with how it stands."""

    row: BoardProtocol
    standing: protocols.Standing


@dataclass(frozen=True)
class BoardCard:
    """One board as the map shows it; `outside` names areas that are not the partnership's own."""

    public_id: UUID
    name: str
    plural: bool
    shared_with: str
    outside: str
    protocols: str
    is_late: bool


@dataclass(frozen=True)
class MapCell:
    """The boards of one kind in one area."""

    area: str
    boards: tuple[BoardCard, ...]


@dataclass(frozen=True)
class MapRow:
    """One kind of board: those of the whole partnership, and those of its areas."""

    kind: str
    spanning: tuple[BoardCard, ...]
    cells: tuple[MapCell, ...]

    @property
    def is_by_area(self) -> bool:
        """Say whether any board of the kind belongs to an area."""
        return any(cell.boards for cell in self.cells)

    @property
    def lines(self) -> int:
        """Return how many lines the kind takes in the table."""
        return 1 + (bool(self.spanning) and self.is_by_area)


@dataclass(frozen=True)
class BoardMap:
    """Every current board, kinds down and areas across."""

    areas: tuple[str, ...]
    rows: tuple[MapRow, ...]
    count: int


@dataclass(frozen=True)
class BoardPage:
    """One board with its areas and everything agreed with it."""

    board: LinkedBoard
    areas: tuple[str, ...]
    protocols: tuple[ProtocolLine, ...]
    ended: tuple[BoardProtocol, ...]


def board_map(*, on: date) -> BoardMap:
    """Return the map of linked boards on the day; four queries, however many there are."""
    areas = list(areas_to_choose())
    boards = list(
        LinkedBoard.objects.current()
        .prefetch_related(
            Prefetch("areas", LinkedBoardArea.objects.select_related("area"), "placed"),
            Prefetch("protocols", BoardProtocol.objects.current(), "agreed"),
        )
        .order_by("name", "pk")
    )
    kinds = [kind for kind in BoardKind if kind in EXPECTED or _of(boards, kind)]
    return BoardMap(
        areas=tuple(area.name for area in areas),
        rows=tuple(_map_row(kind, _of(boards, kind), areas, on=on) for kind in kinds),
        count=len(boards),
    )


def board_page(*, board: LinkedBoard, on: date) -> BoardPage:
    """Return one board's page: its areas, the agreements that hold, those that have ended."""
    rows = list(board.protocols.select_related("document").order_by("review_on", "title", "pk"))
    places = board.areas.select_related("area").order_by("area__name")
    return BoardPage(
        board=board,
        areas=tuple(each.area.name for each in places),
        protocols=tuple(_line(row, on=on) for row in rows if row.ended_on is None),
        ended=tuple(row for row in rows if row.ended_on is not None),
    )


def protocols_due(*, on: date) -> list[ProtocolLine]:
    """Return the agreements whose review is due within the notice or overdue; one query."""
    rows = BoardProtocol.objects.current().filter(
        board__ended_on__isnull=True, review_on__lte=on + protocols.NOTICE
    )
    return [_line(row, on=on) for row in rows.select_related("board").order_by("review_on", "pk")]


def areas_to_choose(board: LinkedBoard | None = None) -> QuerySet[Area]:
    """Return the partnership's areas, and those that the board has already."""
    mine = Area.objects.filter(pk__in=PartnershipArea.objects.values("area_id"))
    if board is not None:
        mine = mine | Area.objects.filter(pk__in=board.areas.values("area_id"))
    return mine.order_by("name")


def _of(boards: Iterable[LinkedBoard], kind: BoardKind) -> list[LinkedBoard]:
    return [board for board in boards if board.kind == kind]


def _map_row(kind: BoardKind, boards: list[LinkedBoard], areas: list[Area], *, on: date) -> MapRow:
    inside = {area.pk for area in areas}
    placed = {board.pk: {each.area_id for each in board.placed} for board in boards}  # type: ignore[attr-defined]  # prefetched
    cards = {board.pk: _card(board, inside, on=on) for board in boards}
    return MapRow(
        kind=str(kind.label),
        spanning=tuple(cards[pk] for pk, where in placed.items() if not where & inside),
        cells=tuple(
            MapCell(area.name, tuple(cards[pk] for pk, where in placed.items() if area.pk in where))
            for area in areas
        ),
    )


def _card(board: LinkedBoard, inside: set[int], *, on: date) -> BoardCard:
    lines = [_line(row, on=on) for row in board.agreed]  # type: ignore[attr-defined]  # prefetched
    outside = [each.area.name for each in board.placed if each.area_id not in inside]  # type: ignore[attr-defined]  # prefetched
    return BoardCard(
        public_id=board.public_id,
        name=board.name,
        plural=board.plural,
        shared_with=board.shared_with,
        outside=", ".join(sorted(outside)),
        protocols=_counted(lines),
        is_late=any(line.standing.is_late for line in lines),
    )


def _counted(lines: list[ProtocolLine]) -> str:
    agreed = sum(line.row.is_agreed for line in lines)
    waiting = len(lines) - agreed
    parts = [
        f"{agreed} protocol{'s' if agreed > 1 else ''}" if agreed else "",
        f"{waiting} still to be made" if waiting else "",
    ]
    return ", ".join(part for part in parts if part)


def _line(row: BoardProtocol, *, on: date) -> ProtocolLine:
    how = protocols.standing(is_agreed=row.is_agreed, review_on=row.review_on, on=on)
    return ProtocolLine(row, how)
