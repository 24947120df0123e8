"""The map of linked boards, a board's page, and the protocols with it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.models import BoardProtocol, LinkedBoard
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


def day(name: str, number: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_asks_the_database_the_same_however_many_boards_there_are(
    rows, signed_in, north, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            area = make.area(f"Area {number}")
            board = make.board(f"b{number}", area, kind="hwb", shared_with="Elsewhere")
            BoardProtocol.objects.create(board=board, title="P", review_on=date(2020, 1, 1))
            make.board(f"all{number}", kind="csp", plural=True)

    with django_assert_num_queries(12):
        response = signed_in.get(at("boards"))

    page = text(response)
    assert f"Board b{rows - 1}" in page
    assert page.count("several, not named") == rows
    assert page.count("shared with Elsewhere") == rows
    assert page.count("Review overdue") == rows
    assert "Nothing recorded" in page  # no adults board is there


@pytest.mark.parametrize("rows", [1, 3])
def test_a_board_asks_the_database_the_same_however_much_was_agreed(
    rows, signed_in, north, django_assert_num_queries
):
    with tenant(north.pk):
        board = make.board("sab", make.area("East"))
        for number in range(rows):
            BoardProtocol.objects.create(board=board, title=f"P{number}")
            BoardProtocol.objects.create(
                board=board, title=f"Old{number}", ended_on=date(2020, 1, 1)
            )

    with django_assert_num_queries(11):
        response = signed_in.get(at("board", board=board.public_id))

    page = text(response)
    assert f"P{rows - 1}" in page
    assert f"Old{rows - 1}, ended on 1 January 2020" in page
    assert "Still to be made" in page


def test_a_board_is_added_changed_and_ended(signed_in, north):
    with tenant(north.pk):
        area = make.area("East")
    facts = {"name": "Adults board", "kind": "sab", "areas": [str(area.public_id)]}

    page = signed_in.post(at("board-add"), facts).url
    assert "Adults board" in text(signed_in.get(page))
    again = text(signed_in.post(at("board-add"), {**facts, "contact": "Its manager"}))
    assert "There is a board of this name already." in again
    assert "Its manager" in again
    with tenant(north.pk):
        board = LinkedBoard.objects.get()
    form = text(signed_in.get(at("board-edit", board=board.public_id)))
    assert "checked" in form
    signed_in.post(
        at("board-edit", board=board.public_id), {"name": "Adults", "kind": "sab", "plural": "on"}
    )
    changed = text(signed_in.get(page))
    assert "Several, not named" in changed
    assert "All areas of the partnership" in changed
    signed_in.post(at("board-end", board=board.public_id), day("on", 1, 6, 2026))

    assert "Ended" in text(signed_in.get(page))
    assert "Adults</a>" not in text(signed_in.get(at("boards")))


def test_a_protocol_is_kept_with_its_paper_and_taken_again(signed_in, north):
    with tenant(north.pk):
        board = make.board("sab")
    page = at("board", board=board.public_id)
    facts = {
        "title": "Joint protocol",
        "link": "https://example.org/p",
        **day("agreed_on", 1, 1, 2026),
    }

    signed_in.post(
        at("protocol-add", board=board.public_id),
        {**facts, "paper": SimpleUploadedFile("a.pdf", PDF)},
    )

    shown = text(signed_in.get(page))
    assert "Joint protocol" in shown
    assert "1 January 2026" in shown
    with tenant(north.pk):
        row = BoardProtocol.objects.get()
    answer = signed_in.get(at("protocol-document", protocol=row.public_id))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Joint protocol.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with tenant(north.pk):
        assert AuditEvent.objects.order_by("-number").first().verb == "downloaded"
    signed_in.post(
        at("protocol-edit", protocol=row.public_id), {**facts, **day("review_on", 1, 1, 2020)}
    )
    refused = signed_in.post(
        at("protocol-edit", protocol=row.public_id), {**facts, **day("review_on", 1, 1, 2020)}
    )
    assert "The review must come after the day it was agreed." in text(refused)
    signed_in.post(at("protocol-end", protocol=row.public_id), day("on", 1, 6, 2026))
    assert "Joint protocol, ended on 1 June 2026" in text(signed_in.get(page))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"paper": SimpleUploadedFile("a.exe", b"MZ")}, "Choose a PDF, a Word document"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"title": ""}, "Enter the title"),
        (day("review_on", 31, 2, 2027), "must be a real date"),
    ],
)
def test_what_is_wrong_with_a_protocol_is_said_beside_it(changes, sentence, signed_in, north):
    with tenant(north.pk):
        board = make.board("sab")

    response = signed_in.post(
        at("protocol-add", board=board.public_id), {"title": "Joint protocol", **changes}
    )

    assert sentence in text(response)
    with tenant(north.pk):
        assert not BoardProtocol.objects.exists()


def test_a_protocol_without_a_document_gives_none(signed_in, north):
    with tenant(north.pk):
        row = BoardProtocol.objects.create(board=make.board("sab"), title="P")

    assert signed_in.get(at("protocol-document", protocol=row.public_id)).status_code == 404


def test_an_overdue_review_is_on_the_home_page(signed_in, north):
    with tenant(north.pk):
        board = make.board("sab", name="Adults")
        BoardProtocol.objects.create(board=board, title="Together", review_on=date(2020, 1, 1))

    page = text(signed_in.get("/northshire/"))

    assert "Look again at “Together” with Adults" in page
    assert f"/northshire/boards/{board.public_id}/" in page


def test_a_reader_reads_and_changes_nothing(client, north):
    with tenant(north.pk):
        board = make.board("sab")
    client.force_login(people.member(north, "lay_member"))

    assert "Add a board" not in text(client.get(at("boards")))
    assert "What you can do" not in text(client.get(at("board", board=board.public_id)))
    assert client.get(at("board-edit", board=board.public_id)).status_code == 403
