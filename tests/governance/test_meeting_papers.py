"""The papers of an agenda: what is kept, what is refused, and who may open it."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest

from governance.models import Paper
from governance.services import agenda_acts, meeting_papers
from governance.services.meeting_papers import PaperFacts
from krscp_portal.foundation.errors import DomainError
from partnerships import papers
from partnerships.models import AuditEvent, StoredFile
from tests.factories import governance as make
from tests.foundation.test_pdf_binding import bare, locked

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def who(manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def meeting(in_north, who):
    return make.sent_meeting(make.group("board"), starts_at=TEN, **who)


@pytest.fixture
def item(meeting, who):
    return make.item("Neglect", group=meeting.group, meeting=meeting, **who)


def facts(content: bytes = b"", name: str = "paper.pdf", **more) -> PaperFacts:
    paper = papers.Paper(name, content or bare(3))
    return PaperFacts(paper, **{"title": "Audit of neglect", **more})


def test_papers_are_numbered_by_their_item_and_their_pages_counted(item, who):
    first = meeting_papers.add_paper(item=item, facts=facts(), **who)
    second = meeting_papers.add_paper(item=item, facts=facts(title="More"), **who)

    assert [(row.place, row.pages, row.part, row.late) for row in (first, second)] == [
        (1, 3, "A", False),
        (2, 3, "A", False),
    ]
    assert first.file.name == "Audit of neglect.pdf"


def test_a_paper_after_the_day_for_papers_is_late(item, meeting, who):
    meeting.papers_due_on = date(2026, 5, 31)
    meeting.save()

    assert meeting_papers.add_paper(item=item, facts=facts(), **who).late


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (locked(bare(1)), "paper.pdf", "This PDF asks for a password"),
        (b"%PDF-1.7\nnothing\n%%EOF", "paper.pdf", "This PDF is damaged"),
        (b"MZ", "paper.exe", "Choose a PDF, a Word document"),
    ],
)
def test_what_nobody_could_read_is_refused_beside_the_file(content, name, words, item, who):
    with pytest.raises(DomainError, match=words) as refused:
        meeting_papers.add_paper(item=item, facts=facts(content, name), **who)

    assert refused.value.field == "paper"
    assert not Paper.objects.exists()


def test_a_paper_of_two_hundred_pages_and_of_eleven_megabytes_is_kept(item, who):
    out = BytesIO()
    with pikepdf.open(BytesIO(bare(200))) as opened:
        opened.pages[0].obj.Junk = opened.make_stream(bytes(11 * 1024 * 1024))
        opened.save(out, compress_streams=False)

    row = meeting_papers.add_paper(item=item, facts=facts(out.getvalue()), **who)

    assert row.pages == 200
    assert row.file.size > papers.LIMIT


def test_more_than_fifty_megabytes_are_refused(item, who):
    with pytest.raises(DomainError, match="larger than 50 megabytes"):
        meeting_papers.add_paper(item=item, facts=facts(bytes(papers.LIMIT_OF_MEETINGS + 1)), **who)
    assert not StoredFile.objects.exists()


def test_a_paper_of_an_item_of_part_b_is_of_part_b(meeting, who):
    hidden = make.item(
        "A case", group=meeting.group, meeting=meeting, part="B", part_reason="A child", **who
    )

    assert meeting_papers.add_paper(item=hidden, facts=facts(part="A"), **who).part == "B"


def test_the_papers_of_an_item_that_becomes_part_b_become_part_b(item, who):
    paper = meeting_papers.add_paper(item=item, facts=facts(), **who)
    hidden = agenda_acts.ItemFacts("Neglect", part="B", part_reason="A child is named")

    agenda_acts.change_item(item=item, facts=hidden, seen=0, **who)

    paper.refresh_from_db()
    assert paper.part == "B"


def test_a_paper_is_withdrawn_with_its_reason_and_its_number_stays(item, who):
    paper = meeting_papers.add_paper(item=item, facts=facts(), **who)
    with pytest.raises(DomainError, match="Say why"):
        meeting_papers.withdraw_paper(paper=paper, reason="", **who)

    meeting_papers.withdraw_paper(paper=paper, reason="An older draft", **who)

    paper.refresh_from_db()
    assert paper.withdrawn_reason == "An older draft"
    assert meeting_papers.add_paper(item=item, facts=facts(), **who).place == 2
    with pytest.raises(DomainError, match="has been withdrawn"):
        meeting_papers.take_paper(paper=paper, **who)


def test_whoever_takes_a_paper_is_noted(item, who):
    content = bare(3)
    paper = meeting_papers.add_paper(item=item, facts=facts(content), **who)

    assert meeting_papers.take_paper(paper=paper, **who) == content

    event = AuditEvent.objects.get(verb="downloaded")
    assert event.facts == {"part": "A", "sha256": paper.file.sha256}


def test_an_agenda_that_is_over_takes_no_more_papers(item, meeting, who):
    meeting.state, meeting.closed_at = "held", TEN
    meeting.save()

    with pytest.raises(DomainError, match="has been held"):
        meeting_papers.add_paper(item=item, facts=facts(), **who)
