"""The public copy: marked passages are gone from page and PDF, part B was never there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import PublicMinutes, Redaction
from governance.selectors.public_minutes import copy_up, published_minutes
from governance.services import close_meeting, minutes
from governance.services.agenda import ItemFacts, add_item
from governance.services.minutes import Typed
from governance.services.minutes_approval import Passage, approve_minutes, correct_minutes
from governance.services.minutes_public import (
    ask_to_publish,
    finish_copy,
    make_copy,
    mark_passage,
    take_down,
    unmark_passage,
    words_of_page,
    words_of_pdf,
)
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import StoredFile
from partnerships.services.files import keep_file
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
END = AT + timedelta(hours=2)


@pytest.fixture
def version(in_north, manager):
    """Approved minutes with a name in two paragraphs, and an item of part B."""
    group = make.group("board", name="Board")
    seat = people.seat("chair")
    people.appointment(seat, "Kim Lane")
    make.place(group, seat, chairing="chair")
    meeting = make.open_meeting(group, starts_at=AT, by=manager, at=AT - timedelta(days=9))
    said = {"Budget": "Robin Smith spoke.\n\nAll thanked Robin Smith.", "A case": "Of a child."}
    for title, text in said.items():
        is_b = title == "A case"
        facts = ItemFacts(title=title, part="B" if is_b else "A", part_reason="It is" * is_b)
        item = add_item(group=group, meeting=meeting, facts=facts, by=manager, at=AT)
        minutes.save_entry(meeting=meeting, typed=Typed(item, text, 0), by=manager, at=AT)
    close_meeting(meeting=meeting, by=manager, at=END)
    meeting.refresh_from_db()
    minutes.ask_for_comments(meeting=meeting, until=date(2026, 6, 8), by=manager, at=END)
    return approve_minutes(
        meeting=meeting, approved_in=None, approved_on=END.date(), by=manager, at=END
    )


def mark(version, place, words, by, reason="personal"):
    return mark_passage(version=version, place=place, words=words, reason=reason, by=by, at=END)


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


def published(version, by, partnership):
    """Publish as the background work does, without waiting for a worker."""
    ask_to_publish(version=version, by=by, at=END)
    row = copy_up(version)
    made = make_copy(partnership.pk, row.public_id, lambda *_step: None)
    file = keep_file(name=made.name, content_type=made.content_type, content=made.content, at=END)
    finish_copy(subject_id=row.public_id, file=file, by=by, at=END)
    row.refresh_from_db()
    return row, made.content


def test_what_was_marked_and_part_b_are_gone_from_page_and_pdf(version, manager, in_north):
    mark(version, "3-0", "Robin Smith", manager)
    mark(version, "3-1", "robin smith", manager)

    copy, content = published(version, manager, in_north)

    words = words_of_pdf(content)
    assert "Robin" not in words_of_page(copy)
    assert "Robin" not in words
    assert "Of a child" not in words
    assert "[removed: personal information] spoke." in words_of_page(copy)
    assert (copy.proof["passages"], copy.proof["left_in_pdf"]) == (2, 0)
    assert list(published_minutes()) == [copy]
    version.minutes.refresh_from_db()
    assert version.minutes.state == "published"


def test_a_passage_that_stands_elsewhere_as_well_stops_the_copy(version, manager):
    mark(version, "3-0", "Robin Smith", manager)

    error = refused(lambda: ask_to_publish(version=version, by=manager, at=END))

    assert "“Robin Smith”. Mark it everywhere." in str(error)
    assert not PublicMinutes.objects.exists()


def test_a_pdf_in_which_a_passage_is_left_is_never_published(version, manager, in_north):
    ask_to_publish(version=version, by=manager, at=END)
    row = copy_up(version)
    # Marked after the copy was taken, so that the PDF holds what must not be there.
    mark(version, "3-0", "Robin Smith", manager)

    error = refused(lambda: make_copy(in_north.pk, row.public_id, lambda *_step: None))

    assert str(error) == (
        "One passage that was marked can still be read in the PDF. Nothing was published."
    )
    assert not published_minutes().exists()
    assert not StoredFile.objects.exists()


def test_bad_marks_are_answered_beside_their_field(version, manager):
    assert refused(lambda: mark(version, "9-9", "x", manager)).field == "paragraph"
    assert refused(lambda: mark(version, "3-0", "Not there", manager)).field == "words"
    assert refused(lambda: mark(version, "4-0", "", manager)).field == "paragraph"
    assert refused(lambda: mark(version, "3-0", "", manager, reason="whim")).field == "reason"


def test_a_mark_is_made_once_and_taken_back(version, manager):
    mark(version, "3-0", "", manager)
    mark(version, "3-0", "", manager)

    assert Redaction.objects.count() == 1
    unmark_passage(mark=Redaction.objects.get(), by=manager, at=END)
    assert not Redaction.objects.exists()


def test_a_copy_is_taken_down_with_the_reason_and_only_then_marked_anew(version, manager, in_north):
    copy, _content = published(version, manager, in_north)

    up = refused(lambda: mark(version, "3-0", "", manager))
    bare = refused(lambda: take_down(copy=copy, why=" ", by=manager, at=END))
    take_down(copy=copy, why="A name was left", by=manager, at=END)

    assert (up.code, bare.field) == ("is-up", "why")
    assert not published_minutes().exists()
    assert mark(version, "3-0", "", manager)


def test_a_corrected_versions_copy_takes_the_place_of_the_older_one(version, manager, in_north):
    first, _content = published(version, manager, in_north)
    group = version.minutes.meeting.group
    later = make.open_meeting(group, starts_at=AT + timedelta(days=30), by=manager, at=AT)
    second = correct_minutes(
        meeting=version.minutes.meeting, passage=Passage(3, 0, "Nobody spoke."),
        what_changed="Nobody did", noted_in=later, by=manager, at=AT + timedelta(days=30),
    )  # fmt: skip

    older = refused(lambda: ask_to_publish(version=version, by=manager, at=END))
    copy, _content = published(second, manager, in_north)
    first.refresh_from_db()

    assert older.code == "older"
    assert first.taken_down_why == "A corrected version was published."
    assert list(published_minutes()) == [copy]


def test_who_may_not_publish_does_not(version, in_north):
    with pytest.raises(NotPermitted):
        ask_to_publish(version=version, by=people.member(in_north, "lay_member"), at=END)
