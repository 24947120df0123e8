"""Boards of others with which the partnership works, and the protocols agreed with them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from governance.enums import BoardKind
from governance.models import BoardProtocol, LinkedBoard, LinkedBoardArea
from governance.services.checks import clean, refuse_ended, require_edit
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Area, User
from partnerships.papers import Paper
from partnerships.services.files import read_file
from partnerships.services.uploads import keep_paper

BOARD = ("name", "kind", "plural", "shared_with", "contact", "note", "source")
PROTOCOL = ("title", "agreed_on", "day_unknown", "review_on", "link", "note", "source")


@dataclass(frozen=True)
class BoardFacts:
    """What a linked board is; one without areas works in all of them.

    `plural` says that the document names several without saying which. `contact` is a post.
    """

    name: str
    kind: str = BoardKind.OTHER
    areas: tuple[Area, ...] = ()
    plural: bool = False
    shared_with: str = ""
    contact: str = ""
    note: str = ""
    source: str = ""
    key: str = ""  # made from the name where it is left empty; a board keeps its key


@dataclass(frozen=True)
class ProtocolFacts:
    """What has been agreed with a board; still to be made without `agreed_on` or `day_unknown`.

    `paper` is an uploaded document; without one the document that is there stays.
    """

    title: str
    agreed_on: date | None = None
    day_unknown: bool = False
    review_on: date | None = None
    link: str = ""
    paper: Paper | None = None
    note: str = ""
    source: str = ""


@transaction.atomic
def add_board(*, facts: BoardFacts, by: User, at: datetime) -> LinkedBoard:
    """Note a board of others that the partnership works with, and its areas.

    Refuses a key and a name that a current board has.
    """
    require_edit(by, at=at)
    row = LinkedBoard(key=facts.key or _free_key(facts.name), **_columns(facts, BOARD))
    _refuse_twice(row)

    clean(row)
    row.save(force_insert=True)
    _set_areas(row, facts.areas)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.name)
    return row


@transaction.atomic
def change_board(*, board: LinkedBoard, facts: BoardFacts, by: User, at: datetime) -> LinkedBoard:
    """Correct what a board is; the audit says which columns moved. Refuses one that has ended."""
    require_edit(by, at=at)
    row = LinkedBoard.objects.select_for_update().get(pk=board.pk)
    refuse_ended(row)
    moved = _write(row, _columns(facts, BOARD))
    _refuse_twice(row)

    clean(row)
    row.save()
    if _set_areas(row, facts.areas):
        moved.append("areas")
    if moved:
        audit.record(
            verb=AuditVerb.CHANGED,
            on=row,
            by=by,
            at=at,
            reference=row.name,
            facts={"changed": moved},
        )
    return row


@transaction.atomic
def end_board(*, board: LinkedBoard, on: date, by: User, at: datetime) -> LinkedBoard:
    """Say that the partnership works with a board no longer; its protocols end with it.

    Refuses one that has ended already.
    """
    require_edit(by, at=at)
    row = LinkedBoard.objects.select_for_update().get(pk=board.pk)
    refuse_ended(row)

    for protocol in row.protocols.current():
        end_protocol(protocol=protocol, on=on, by=by, at=at)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    facts = {"on": on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.name, facts=facts)
    return row


@transaction.atomic
def add_protocol(
    *, board: LinkedBoard, facts: ProtocolFacts, by: User, at: datetime
) -> BoardProtocol:
    """Note a protocol with a board, made or still to be made.

    Refuses a board that has ended, a review on or before the day of the agreement, and a paper
    that is no document.
    """
    require_edit(by, at=at)
    refuse_ended(board)
    row = BoardProtocol(board=board, **_columns(facts, PROTOCOL))
    _check_days(row)

    clean(row)
    _keep(row, facts.paper, at=at)
    row.save(force_insert=True)
    audit.record(
        verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.title, facts=_audited(row)
    )
    return row


@transaction.atomic
def change_protocol(
    *, protocol: BoardProtocol, facts: ProtocolFacts, by: User, at: datetime
) -> BoardProtocol:
    """Correct a protocol, or note that it was made or looked at again.

    A new paper takes the place of the old one, whose file stays. Refuses what `add_protocol`
    refuses, and a protocol that has ended.
    """
    require_edit(by, at=at)
    row = _locked(protocol)
    refuse_ended(row)
    moved = _write(row, _columns(facts, PROTOCOL))
    _check_days(row)

    clean(row)
    if facts.paper is not None:
        _keep(row, facts.paper, at=at)
        moved.append("document")
    row.save()
    if moved:
        facts_moved = {**_audited(row), "changed": moved}
        audit.record(
            verb=AuditVerb.CHANGED, on=row, by=by, at=at, reference=row.title, facts=facts_moved
        )
    return row


@transaction.atomic
def end_protocol(*, protocol: BoardProtocol, on: date, by: User, at: datetime) -> BoardProtocol:
    """Say that a protocol holds no longer; it stays in the record. Refuses a second end."""
    require_edit(by, at=at)
    row = _locked(protocol)
    refuse_ended(row)

    row.ended_on = on
    row.save(update_fields=["ended_on"])
    facts = {"on": on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.title, facts=facts)
    return row


@transaction.atomic
def download_protocol(*, protocol: BoardProtocol, by: User, at: datetime) -> bytes:
    """Return the bytes of a protocol's document, and note who took it.

    Refuses a protocol without a document, and a file that is no longer what was kept.
    """
    if protocol.document is None:
        raise DomainError("There is no document with this protocol.", code="no-document")
    content = read_file(file=protocol.document)
    audit.record(verb=AuditVerb.DOWNLOADED, on=protocol, by=by, at=at, reference=protocol.title)
    return content


def _columns(facts: BoardFacts | ProtocolFacts, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(facts, name) for name in names}


def _write(row: LinkedBoard | BoardProtocol, columns: dict[str, object]) -> list[str]:
    moved = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in moved:
        setattr(row, name, columns[name])
    return moved


def _free_key(name: str) -> str:
    base = slugify(name)[:70] or "board"
    taken = set(LinkedBoard.objects.filter(key__startswith=base).values_list("key", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (base, *numbered) if key not in taken)


def _refuse_twice(row: LinkedBoard) -> None:
    there = LinkedBoard.objects.current().filter(name__iexact=row.name).exclude(pk=row.pk)
    if there.exists():
        raise DomainError("There is a board of this name already.", code="there", field="name")


def _check_days(row: BoardProtocol) -> None:
    if row.agreed_on and row.day_unknown:
        raise DomainError(
            "Give the day, or say that it is not known, not both.",
            code="day-both",
            field="day_unknown",
        )
    if row.agreed_on and row.review_on and row.review_on <= row.agreed_on:
        raise DomainError(
            "The review must come after the day it was agreed.",
            code="review-too-early",
            field="review_on",
        )


def _set_areas(row: LinkedBoard, areas: tuple[Area, ...]) -> bool:
    """Make the board's areas these; say whether any moved."""
    wanted = {area.pk for area in areas}
    there = {each.area_id: each for each in row.areas.all()}
    for gone in there.keys() - wanted:
        there[gone].delete()
    LinkedBoardArea.objects.bulk_create(
        LinkedBoardArea(board=row, area=area) for area in areas if area.pk not in there
    )
    return set(there) != wanted


def _keep(row: BoardProtocol, paper: Paper | None, *, at: datetime) -> None:
    if paper is not None:
        row.document = keep_paper(paper=paper, name=row.title, at=at, field="paper")


def _locked(protocol: BoardProtocol) -> BoardProtocol:
    found = BoardProtocol.objects.select_for_update(of=("self",))
    return found.select_related("board", "document").get(pk=protocol.pk)


def _audited(row: BoardProtocol) -> dict[str, object]:
    return {
        "board": row.board.key,
        "agreed_on": row.agreed_on.isoformat() if row.agreed_on else None,
        "review_on": row.review_on.isoformat() if row.review_on else None,
    }
