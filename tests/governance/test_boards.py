"""Linked boards and what has been agreed with them."""

from datetime import date, timedelta

import pytest

from governance import selectors, services
from governance.models import BoardProtocol, LinkedBoard
from governance.protocols import standing
from governance.provider import needs, reminders
from governance.services import BoardFacts, ProtocolFacts
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, StoredFile
from partnerships.papers import Paper
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
PDF = Paper("Protocol signed by A. Person.pdf", b"%PDF-1.7\n%%EOF")


def verbs() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.order_by("number")
    return [(row.verb, row.object_type.partition(".")[2]) for row in rows]


@pytest.mark.parametrize(
    ("agreed", "review", "words"),
    [
        (None, None, "Still to be made"),
        (None, 61, "Still to be made"),
        (-400, None, "No review date"),
        (-400, 61, "Agreed"),
        (-400, 60, "Review due soon"),
        (-400, 0, "Review due soon"),
        (-400, -1, "Review overdue"),
        (None, -1, "Review overdue"),
    ],
)
def test_how_an_agreement_stands(agreed, review, words):
    def day(number):
        return None if number is None else TODAY + timedelta(days=number)

    found = standing(is_agreed=agreed is not None, review_on=day(review), on=TODAY)

    assert found.words == words


def test_a_board_is_added_with_its_areas(in_north, manager, moment):
    east = make.area("East")
    facts = BoardFacts("Adults board", kind="sab", areas=(east,), contact="Board manager")

    board = services.add_board(facts=facts, by=manager, at=moment)

    assert (board.key, board.kind, board.contact) == ("adults-board", "sab", "Board manager")
    assert [each.area for each in board.areas.all()] == [east]
    assert verbs() == [("created", "linkedboard")]


def test_a_second_board_of_the_name_is_refused_and_a_key_is_found(in_north, manager, moment):
    make.board("sab", name="Old", ended_on=TODAY)
    make.board("adults", name="Adults")

    with pytest.raises(DomainError, match="There is a board of this name already") as refusal:
        services.add_board(facts=BoardFacts("adults"), by=manager, at=moment)
    made = services.add_board(facts=BoardFacts("SAB"), by=manager, at=moment)

    assert refusal.value.field == "name"
    assert made.key == "sab-2"


def test_a_board_is_changed_with_its_areas(in_north, manager, moment):
    east, west = make.area("East"), make.area("West")
    board = make.board("sab", east)

    services.change_board(
        board=board, facts=BoardFacts("Adults", areas=(west,)), by=manager, at=moment
    )
    services.change_board(
        board=board, facts=BoardFacts("Adults", areas=(west,)), by=manager, at=moment
    )

    assert [each.area for each in board.areas.all()] == [west]
    assert AuditEvent.objects.get().facts == {"changed": ["name", "areas"]}


def test_a_board_ends_with_its_protocols(in_north, manager, moment):
    board = make.board("sab")
    BoardProtocol.objects.create(board=board, title="Working together")

    services.end_board(board=board, on=TODAY, by=manager, at=moment)

    assert not BoardProtocol.objects.current().exists()
    assert not LinkedBoard.objects.current().exists()
    assert verbs() == [("ended", "boardprotocol"), ("ended", "linkedboard")]
    board.refresh_from_db()
    for act in (
        lambda: services.end_board(board=board, on=TODAY, by=manager, at=moment),
        lambda: services.change_board(board=board, facts=BoardFacts("X"), by=manager, at=moment),
        lambda: services.add_protocol(board=board, facts=ProtocolFacts("X"), by=manager, at=moment),
    ):
        with pytest.raises(DomainError, match="ended already"):
            act()


def test_a_protocol_keeps_its_paper_under_its_own_title(in_north, manager, moment):
    board = make.board("sab")
    facts = ProtocolFacts("Joint protocol", agreed_on=date(2026, 1, 1), paper=PDF)

    row = services.add_protocol(board=board, facts=facts, by=manager, at=moment)

    assert row.document.name == "Joint protocol.pdf"
    assert services.download_protocol(protocol=row, by=manager, at=moment) == PDF.content
    assert verbs() == [("created", "boardprotocol"), ("downloaded", "boardprotocol")]


def test_a_paper_that_is_no_document_is_refused_beside_its_field(in_north, manager, moment):
    facts = ProtocolFacts("Joint protocol", paper=Paper("page.html", b"<script>"))

    with pytest.raises(DomainError) as refusal:
        services.add_protocol(board=make.board("sab"), facts=facts, by=manager, at=moment)

    assert refusal.value.field == "paper"
    assert not BoardProtocol.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_review_comes_after_the_agreement(in_north, manager, moment):
    facts = ProtocolFacts("P", agreed_on=TODAY, review_on=TODAY)

    with pytest.raises(DomainError, match="must come after the day it was agreed") as refusal:
        services.add_protocol(board=make.board("sab"), facts=facts, by=manager, at=moment)

    assert refusal.value.field == "review_on"


def test_a_protocol_is_made_and_looked_at_again(in_north, manager, moment):
    board = make.board("sab")
    row = services.add_protocol(
        board=board, facts=ProtocolFacts("P", paper=PDF), by=manager, at=moment
    )
    made = ProtocolFacts("P", agreed_on=TODAY, review_on=date(2027, 6, 1))

    row = services.change_protocol(protocol=row, facts=made, by=manager, at=moment)
    services.change_protocol(protocol=row, facts=made, by=manager, at=moment)

    assert row.document is not None  # without a new paper the old one stays
    event = AuditEvent.objects.order_by("-number").first()
    assert event.facts == {
        "board": "sab",
        "agreed_on": "2026-06-01",
        "review_on": "2027-06-01",
        "changed": ["agreed_on", "review_on"],
    }
    replaced = ProtocolFacts("P", agreed_on=TODAY, paper=Paper("b.pdf", b"%PDF-1.7\nb%%EOF"))
    services.change_protocol(protocol=row, facts=replaced, by=manager, at=moment)
    assert StoredFile.objects.count() == 2  # what was kept is never changed


def test_a_protocol_ends_once_and_without_a_document_gives_none(in_north, manager, moment):
    row = BoardProtocol.objects.create(board=make.board("sab"), title="P")

    with pytest.raises(DomainError, match="There is no document"):
        services.download_protocol(protocol=row, by=manager, at=moment)
    services.end_protocol(protocol=row, on=TODAY, by=manager, at=moment)
    with pytest.raises(DomainError, match="ended already"):
        services.end_protocol(protocol=row, on=TODAY, by=manager, at=moment)
    with pytest.raises(DomainError, match="ended already"):
        services.change_protocol(protocol=row, facts=ProtocolFacts("P"), by=manager, at=moment)


def test_a_reader_adds_no_board(in_north, moment):
    with pytest.raises(NotPermitted):
        services.add_board(
            facts=BoardFacts("A"), by=people.member(in_north, "lay_member"), at=moment
        )


def test_the_map_puts_kinds_against_areas(in_north):
    east, west = make.area("East"), make.area("West")
    beyond = make.Area.objects.create(name="Beyond", kind="unitary")
    make.board("east-hwb", east, name="East board", kind="hwb")
    make.board("west-hwb", west, name="West board", kind="hwb")
    make.board("sab", west, beyond, name="Adults", kind="sab", shared_with="Beyond")
    make.board("csp", name="Safety partnerships", kind="csp", plural=True)
    make.board("east-csp", east, name="East safety", kind="csp")
    make.board("old", name="Gone", kind="cdop", ended_on=TODAY)

    found = selectors.board_map(on=TODAY)

    assert found.areas == ("East", "West")
    assert found.count == 5
    assert [
        (
            row.kind,
            [board.name for board in row.spanning],
            [[board.name for board in cell.boards] for cell in row.cells],
            row.lines,
        )
        for row in found.rows
    ] == [
        ("Health and wellbeing board", [], [["East board"], ["West board"]], 1),
        ("Safeguarding adults board", [], [[], ["Adults"]], 1),
        ("Community safety partnership", ["Safety partnerships"], [["East safety"], []], 2),
    ]
    assert found.rows[1].cells[1].boards[0].outside == "Beyond"


def test_the_map_counts_what_was_agreed(in_north):
    board = make.board("sab", name="Adults", kind="sab")
    BoardProtocol.objects.create(
        board=board, title="A", agreed_on=date(2024, 1, 1), review_on=date(2026, 5, 31)
    )
    BoardProtocol.objects.create(board=board, title="B", agreed_on=date(2024, 1, 1))
    BoardProtocol.objects.create(board=board, title="C")

    (card,) = next(row for row in selectors.board_map(on=TODAY).rows if row.spanning).spanning

    assert (card.protocols, card.is_late) == ("2 protocols, 1 still to be made", True)


def protocol(key: str, days: int, **fields: object) -> BoardProtocol:
    board = make.board(key, **fields)
    return BoardProtocol.objects.create(
        board=board, title=f"With {key}", review_on=TODAY + timedelta(days=days)
    )


def test_reviews_are_announced_for_two_months_and_needed_once_overdue(in_north, manager):
    soon, late = protocol("soon", 60), protocol("late", -1)
    protocol("far", 61)
    protocol("gone", -1, ended_on=TODAY)

    assert [(each.key, each.path) for each in reminders(TODAY)] == [
        (f"protocol:{late.public_id}:2026-05-31", f"boards/{late.board.public_id}/"),
        (f"protocol:{soon.public_id}:2026-07-31", f"boards/{soon.board.public_id}/"),
    ]
    (need,) = needs(manager, access.standing(manager, on=TODAY), TODAY)
    assert (need.what, need.due_on, need.late) == (
        "Look again at “With late” with Board late",
        date(2026, 5, 31),
        True,
    )


def test_who_only_reads_is_not_asked(in_north):
    protocol("late", -1)
    reader = people.member(in_north, "lay_member")

    assert needs(reader, access.standing(reader, on=TODAY), TODAY) == []


def test_an_agreement_whose_day_nobody_knows_is_an_agreement(in_north, manager, moment):
    who = {"by": manager, "at": moment}
    facts = ProtocolFacts("Old and in force", day_unknown=True)
    made = services.add_protocol(board=make.board("sab"), facts=facts, **who)
    both = ProtocolFacts("Old", agreed_on=TODAY, day_unknown=True)

    assert made.is_agreed
    with pytest.raises(DomainError, match="Give the day, or say that it is not known, not both"):
        services.change_protocol(protocol=made, facts=both, **who)
