"""Writing a document: sections are added, changed, moved, taken out and put back."""

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from publications.models import Document
from publications.outline import Prose
from publications.services import writing
from tests.factories import governance, partnerships
from tests.factories import publications as make

pytestmark = pytest.mark.django_db


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections.in_place()]


def verbs() -> list[tuple[str, str]]:
    return [(row.verb, row.object_type) for row in AuditEvent.objects.order_by("number")]


def test_a_document_begins_with_the_usual_sections(in_north, manager, moment):
    document = writing.start_document(
        kind="arrangements", title="Arrangements", by=manager, at=moment
    )

    assert headings(document)[:3] == ["Aims", "The area we cover", "The safeguarding partners"]
    assert verbs() == [("created", "publications.document")]


def test_a_document_of_given_texts_leaves_out_blocks_with_nothing_to_show(
    in_north, manager, moment
):
    governance.group("board")

    document = writing.start_document(
        kind="arrangements",
        title="Arrangements",
        prose=[Prose("funding", "Money", "Shared.", "file L9")],
        by=manager,
        at=moment,
    )

    rows = document.sections.in_place().values_list("heading", "kind", "block", "text", "source")
    assert list(rows) == [
        ("Groups and how they decide", "live", "groups", "", ""),
        ("Money", "prose", "", "Shared.", "file L9"),
    ]


def test_a_second_document_of_one_kind_is_refused(in_north, manager, moment):
    make.document()

    with pytest.raises(DomainError, match="started already"):
        writing.start_document(kind="arrangements", title="Again", by=manager, at=moment)


def test_a_lay_member_may_not_write(in_north, moment):
    document = make.written()
    reader = partnerships.member(in_north, "lay_member")

    with pytest.raises(NotPermitted):
        writing.add_section(document=document, heading="Mine", by=reader, at=moment)

    assert headings(document) == ["Aims", "The safeguarding partners"]


def test_a_new_section_stands_at_the_end(in_north, manager, moment):
    document = make.written()

    section = writing.add_section(
        document=document, heading="Groups", block="groups", by=manager, at=moment
    )

    assert headings(document)[-1] == "Groups"
    assert section.kind == "live"


def test_a_change_counts_the_revision_up(in_north, manager, moment):
    section = make.written().sections.get(heading="Aims")

    changed = writing.change_section(
        section=section,
        heading="Our aims",
        text="New.",
        block="priorities",
        revision=1,
        by=manager,
        at=moment,
    )

    assert (changed.heading, changed.kind, changed.revision) == ("Our aims", "live", 2)
    assert verbs() == [("changed", "publications.section")]


def test_whoever_saves_second_is_told_and_overwrites_nothing(in_north, manager, moment):
    section = make.written().sections.get(heading="Aims")
    facts = {"heading": "Aims", "block": "", "revision": 1, "by": manager, "at": moment}
    writing.change_section(section=section, text="First.", **facts)

    with pytest.raises(DomainError) as refusal:
        writing.change_section(section=section, text="Second.", **facts)

    assert refusal.value.code == "changed-meanwhile"
    section.refresh_from_db()
    assert section.text == "First."


def test_a_section_swaps_with_its_neighbour_and_stops_at_the_ends(in_north, manager, moment):
    document = make.written()
    last = document.sections.get(heading="The safeguarding partners")

    writing.move_section(section=last, down=False, by=manager, at=moment)
    writing.move_section(section=last, down=False, by=manager, at=moment)

    assert headings(document) == ["The safeguarding partners", "Aims"]
    assert verbs() == [("changed", "publications.section")]


def test_a_section_taken_out_keeps_its_words_and_comes_back_at_the_end(in_north, manager, moment):
    document = make.written()
    aims = document.sections.get(heading="Aims")

    taken_out = writing.take_out_section(section=aims, by=manager, at=moment)
    assert headings(document) == ["The safeguarding partners"]
    with pytest.raises(DomainError, match="taken out already"):
        writing.take_out_section(section=taken_out, by=manager, at=moment)
    with pytest.raises(DomainError, match="not in the document"):
        writing.move_section(section=taken_out, down=True, by=manager, at=moment)
    back = writing.put_back_section(section=taken_out, by=manager, at=moment)

    assert headings(document) == ["The safeguarding partners", "Aims"]
    assert back.text == "Children come **first**."


def test_a_new_title_is_audited(in_north, manager, moment):
    document = writing.rename_document(
        document=make.document(), title="Arrangements 2027", by=manager, at=moment
    )

    assert document.title == "Arrangements 2027"
    assert verbs() == [("changed", "publications.document")]
