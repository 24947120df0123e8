"""Loads the boards of others that the partnership works with, and what was agreed with them."""

from datetime import datetime
from functools import partial

from governance import services
from governance.models import BoardProtocol, LinkedBoard
from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load


def load_boards(load: Load) -> None:
    """Load the boards, each with its kind and its area; one without an area works in all."""
    for row in load.rows("linked_board"):
        facts = services.BoardFacts(
            key=row["key"],
            name=row["name"],
            kind=row["kind"],
            areas=(load.areas[row["area"]],) if "area" in row else (),
            plural=row.get("plural", False),
            shared_with=row.get("shared_with", ""),
            note=row.get("note", ""),
            source=words.cited(row),
        )
        load.ledger.once(
            "linked_board",
            row["key"],
            partial(services.add_board, facts=facts, by=load.by, at=load.at),
            there=LinkedBoard.objects.filter(key=row["key"]),
        )


def load_protocols(load: Load) -> None:
    """Put in the protocols on the days of their agreement; those still to be made at once."""
    for row in load.rows("protocol"):
        load.timeline.add(load.morning(row.get("agreed_days")), partial(_agree, load, row))


def _agree(load: Load, row: Row, *, at: datetime) -> None:
    board = LinkedBoard.objects.filter(key=row["board"], ended_on__isnull=True).first()
    if board is None:
        return
    facts = services.ProtocolFacts(
        title=row["title"],
        agreed_on=load.day(row.get("agreed_days")),
        day_unknown=row.get("agreed", False),
        review_on=load.day(row.get("review_days")),
        note=row.get("note", ""),
        source=words.cited(row),
    )
    load.ledger.once(
        "protocol",
        f"{row['board']}:{row['title']}",
        partial(services.add_protocol, board=board, facts=facts, by=load.by, at=at),
        there=BoardProtocol.objects.filter(board=board, title=row["title"]),
    )
