"""The pack of a meeting: one PDF whose numbers stay, and nothing of part B in part A."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from governance.models import Pack, Paper
from governance.services import agenda_acts, meeting_packs, meeting_papers
from governance.services.meeting_papers import PaperFacts
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import papers
from partnerships.models import Job, Notice
from partnerships.services.files import read_file
from partnerships.services.work import run_job
from tests.factories import governance as make
from tests.foundation.test_pdf_binding import bare, made
from tests.partnerships.test_papers import archive

pytestmark = pytest.mark.django_db(transaction=True)
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)
WORD = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@pytest.fixture
def who(manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def meeting(north, who):
    with tenant(north.pk):
        board = make.group("board", name="The Board")
        return make.sent_meeting(board, starts_at=TEN, title="Board in July", **who)


@pytest.fixture
def items(north, meeting, who):
    """Three items: the second of part B, the first with a paper of two pages, sent."""
    with tenant(north.pk):
        shared = {"group": meeting.group, "meeting": meeting, **who}
        first = make.item("Neglect", minutes=20, **shared)
        secret = make.item("Sensitive matter", part="B", part_reason="A person", **shared)
        last = make.item("Data", **shared)
        add(first, made("Figures of neglect", "More of them", title="Audit"), **who)
        add(secret, made("Quite confidential words", title="Hidden"), title="Hidden paper", **who)
        agenda_acts.send_agenda(meeting=meeting, **who)
        return first, secret, last


def add(item, content: bytes, title: str = "Audit of neglect", name: str = "a.pdf", **more):
    part = more.pop("part", "A")
    facts = PaperFacts(papers.Paper(name, content), title=title, part=part)
    return meeting_papers.add_paper(item=item, facts=facts, **more)


def make_one(north, meeting, who, part: str = "A") -> Pack:
    with tenant(north.pk):
        job = meeting_packs.ask_for_pack(meeting=meeting, part=part, **who)
    run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: who["at"])
    with tenant(north.pk):
        job = Job.objects.get(pk=job.pk)
        assert (job.state, job.error) == ("done", "")
        return Pack.objects.select_related("file").get(public_id=job.subject_id)


def pages(north, pack: Pack) -> list[str]:
    with tenant(north.pk):
        content = read_file(file=pack.file)
    reader = PdfReader(BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_a_pack_is_agenda_and_papers_with_numbers_on_every_page(north, meeting, items, who):
    pack = make_one(north, meeting, who)

    found = pages(north, pack)
    assert "1 Neglect" in found[0]
    assert "3 Data" in found[0]
    assert "Confidential items, whose papers are in part B: 2." in found[0]
    assert [page.split()[-1] for page in found[1:]] == ["1.1/1", "1.1/2"]
    assert [(row["number"], row["first"], row["pages"]) for row in pack.contents] == [
        ("1", 0, 0),
        ("3", 0, 0),
        ("1.1", 2, 2),
    ]
    assert "1.1 Audit of neglect 2 2" in found[0]
    assert pack.file.name == "northshire-board-2026-07-07-pack.pdf"
    with tenant(north.pk):
        assert Notice.objects.filter(subject="The papers of a meeting are ready").count() == 1


def test_nothing_of_part_b_is_in_the_pack_of_part_a(north, meeting, items, who):
    """It could be: the pack of part B has every one of these words."""
    words = ("Sensitive matter", "Hidden paper", "Quite confidential words")
    open_pack = " ".join(pages(north, make_one(north, meeting, who)))
    closed_pack = " ".join(pages(north, make_one(north, meeting, who, part="B")))

    assert [each in open_pack for each in words] == [False, False, False]
    assert [each in closed_pack for each in words] == [True, True, True]
    assert "Part B: confidential." in closed_pack
    assert "2.1/1" in closed_pack


def test_a_paper_of_part_b_under_an_open_item_is_in_part_b_alone(north, meeting, items, who):
    with tenant(north.pk):
        add(items[0], made("Names of staff", title="x"), title="Staffing", part="B", **who)

    assert "Names of staff" not in " ".join(pages(north, make_one(north, meeting, who)))
    assert "Names of staff" in " ".join(pages(north, make_one(north, meeting, who, part="B")))


def test_a_supplement_brings_what_came_later_and_renumbers_nothing(north, meeting, items, who):
    make_one(north, meeting, who)
    with tenant(north.pk):
        with pytest.raises(DomainError, match="Nothing is new"):
            meeting_packs.ask_for_pack(meeting=meeting, part="A", **who)
        add(items[2], bare(1), title="Figures", **who)
        late = make.item("Urgent", group=meeting.group, meeting=meeting, place=2, **who)
        add(late, bare(2), title="Why it is urgent", **who)

    pack = make_one(north, meeting, who)

    found = pages(north, pack)
    assert pack.number == 1
    assert "1 Neglect" not in found[0]
    assert "1A Urgent" in found[0]
    assert [page.split()[-1] for page in found[1:]] == ["1A.1/1", "1A.1/2", "3.1/1"]
    with tenant(north.pk):
        numbers = dict(Paper.objects.values_list("title", "supplement"))
    assert (numbers["Audit of neglect"], numbers["Figures"]) == (0, 1)


def test_a_word_paper_has_a_sheet_that_says_where_it_is(north, meeting, items, who):
    with tenant(north.pk):
        add(items[2], WORD, title="Plan", name="plan.docx", **who)

    found = pages(north, make_one(north, meeting, who))

    assert len(found) == 4
    assert "cannot be bound into a PDF" in found[3]
    assert "3.1/1" in found[3]


def test_a_withdrawn_paper_is_in_no_pack(north, meeting, items, who):
    with tenant(north.pk):
        paper = Paper.objects.get(title="Audit of neglect")
        meeting_papers.withdraw_paper(paper=paper, reason="An older draft", **who)

    assert len(pages(north, make_one(north, meeting, who))) == 1


def test_a_pack_waits_for_the_numbers_of_the_agenda(north, meeting, who):
    with tenant(north.pk), pytest.raises(DomainError, match="Send the agenda first"):
        meeting_packs.ask_for_pack(meeting=meeting, part="A", **who)


def test_a_file_that_was_changed_under_us_stops_the_pack_and_it_can_be_asked_again(
    north, meeting, items, who
):
    with tenant(north.pk):
        path = Path(default_storage.path(Paper.objects.get(title="Audit of neglect").file.path))
    right = path.read_bytes()
    path.write_bytes(b"Something else")
    with tenant(north.pk):
        job = meeting_packs.ask_for_pack(meeting=meeting, part="A", **who)
    run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: who["at"])
    with tenant(north.pk):
        assert "has been changed" in Job.objects.get(pk=job.pk).error
    path.write_bytes(right)

    assert make_one(north, meeting, who).number == 0
    with tenant(north.pk):
        assert Pack.objects.count() == 1


def test_a_pack_with_a_paper_of_two_hundred_pages_is_made(north, meeting, items, who):
    with tenant(north.pk):
        add(items[2], bare(200), title="Long", **who)

    found = pages(north, make_one(north, meeting, who))

    assert len(found) == 203
    assert found[-1].split()[-1] == "3.1/200"
    assert date(2026, 7, 7).isoformat() not in found[0]
    assert "7 July 2026" in found[0]
