"""Minutes: written by two people at once, commented on, approved, frozen, corrected."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import AgendaItem, MinuteEntry, MinutesVersion, StandingItem
from governance.selectors.minutes_content import content_of, seen_content
from governance.services import close_meeting, minutes
from governance.services.actions import ActionFacts, open_action
from governance.services.agenda import ItemFacts, add_item
from governance.services.decisions import DecisionFacts, record_decision
from governance.services.minutes import EditedMeanwhile, Typed
from governance.services.minutes_approval import Passage, approve_minutes, correct_minutes
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, LocalRule, Notice, Person
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
END = AT + timedelta(hours=2)
LATER = AT + timedelta(days=30)


@pytest.fixture
def board(in_north):
    group = make.group("board", name="Board")
    seat = people.seat("chair", organisation=people.organisation("Council"))
    people.appointment(seat, "Kim Lane")
    make.place(group, seat, chairing="chair")
    return group


@pytest.fixture
def meeting(board, manager):
    return make.open_meeting(board, starts_at=AT, by=manager, at=AT - timedelta(days=9))


@pytest.fixture
def item(board, meeting, manager):
    return an_item(board, meeting, manager, title="Budget")


@pytest.fixture
def next_meeting(board, manager):
    return make.open_meeting(board, starts_at=LATER, by=manager, at=AT)


@pytest.fixture
def member(in_north, board):
    """Somebody who sits on the board and has an account."""
    user = people.member(in_north, "lay_member")
    Person.objects.filter(name="Kim Lane").update(user=user)
    return user


def an_item(group, meeting, by, **facts):
    return add_item(group=group, meeting=meeting, facts=ItemFacts(**facts), by=by, at=AT)


def write(meeting, item, text, by, *, revision=0, over=None, at=AT):
    typed = Typed(item, text, revision, over)
    return minutes.save_entry(meeting=meeting, typed=typed, by=by, at=at)


def out_for_comments(meeting, item, by):
    entry = write(meeting, item, "The budget was agreed.\n\nKim Lane thanked all.", by)
    close_meeting(meeting=meeting, by=by, at=END)
    meeting.refresh_from_db()
    minutes.ask_for_comments(meeting=meeting, until=date(2026, 6, 8), by=by, at=END)
    return MinuteEntry.objects.get(pk=entry.pk)


def approved(meeting, item, by, next_meeting):
    out_for_comments(meeting, item, by)
    return approve(meeting, next_meeting, by)


def approve(meeting, in_meeting, by, on=date(2026, 7, 1)):
    return approve_minutes(meeting=meeting, approved_in=in_meeting, approved_on=on, by=by, at=LATER)


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


def test_an_entry_is_kept_and_the_same_text_changes_nothing(meeting, item, manager):
    first = write(meeting, item, "Agreed.", manager)
    again = write(meeting, item, "Agreed.", manager)

    assert (first.revision, again.revision) == (1, 1)
    assert AuditEvent.objects.filter(verb="changed", object_type="governance.Minutes").count() <= 1


def test_the_second_editor_sees_both_texts_and_says_which_to_keep(in_north, meeting, item, manager):
    other = people.member(in_north, "manager", email="other@northshire.example")
    write(meeting, item, "Begun.", manager)
    write(meeting, item, "Begun by me, went on by the other.", other, revision=1)

    with pytest.raises(EditedMeanwhile) as caught:
        write(meeting, item, "Begun and finished.", manager, revision=1)
    assert caught.value.entry.text == "Begun by me, went on by the other."
    assert caught.value.typed == "Begun and finished."

    kept = write(meeting, item, "Both together.", manager, revision=1, over=2)
    assert (kept.text, kept.revision) == ("Both together.", 3)


def test_a_meeting_that_has_not_begun_has_no_minutes(board, manager):
    sent = make.sent_meeting(board, starts_at=LATER, by=manager, at=AT)

    assert refused(lambda: write(sent, None, "Too soon", manager)).code == "not-begun"


def test_an_item_is_begun_discussed_and_closed_while_the_meeting_is_under_way(
    meeting, item, manager
):
    def settle(state, at):
        return minutes.settle_item(item=item, state=state, by=manager, at=at)

    begun = settle("planned", AT)
    done = settle("discussed", AT + timedelta(minutes=12))

    assert begun.started_at == AT
    assert done.ended_at == AT + timedelta(minutes=12)
    close_meeting(meeting=meeting, by=manager, at=END)
    assert refused(lambda: settle("closed", END)).code == "not-open"


def test_the_draft_goes_to_the_members_who_are_told_in_neutral_words(
    meeting, item, member, manager
):
    assert (
        refused(
            lambda: minutes.ask_for_comments(meeting=meeting, until=AT.date(), by=manager, at=AT)
        ).code
        == "not-held"
    )

    out_for_comments(meeting, item, manager)

    notice = Notice.objects.get(recipient=member, key__endswith=":comments")
    assert notice.subject == "Draft minutes are ready for your comments"


def test_members_comment_and_every_comment_is_answered_before_approval(
    in_north, meeting, item, member, manager, next_meeting
):
    entry = out_for_comments(meeting, item, manager)
    said = minutes.comment(entry=entry, text="A word is missing", by=member, at=END)
    stranger = people.member(in_north, "scrutineer")
    with pytest.raises(NotPermitted):
        minutes.comment(entry=entry, text="I was not there", by=stranger, at=END)

    waits = refused(lambda: approve(meeting, next_meeting, manager))
    bare = refused(
        lambda: minutes.answer_comment(comment=said, taken=False, answer="", by=manager, at=END)
    )
    minutes.answer_comment(comment=said, taken=True, answer="", by=manager, at=END)

    assert str(waits) == "One comment waits for an answer."
    assert bare.field == "answer"
    assert approve(meeting, next_meeting, manager).number == 1


def test_the_outcome_of_a_locked_item_is_minuted_before_approval(
    board, meeting, item, manager, next_meeting
):
    standing = StandingItem.objects.create(group=board, title="Disproportionality", locked=True)
    locked = an_item(board, meeting, manager, title="Disproportionality")
    AgendaItem.objects.filter(pk=locked.pk).update(standing=standing)
    out_for_comments(meeting, item, manager)

    error = refused(lambda: approve(meeting, next_meeting, manager))
    write(meeting, locked, "Looked at by ethnicity.", manager)

    assert "The outcome has to be minuted of" in str(error)
    assert "Disproportionality" in str(error)
    assert approve(meeting, next_meeting, manager)


def test_what_was_decided_between_meetings_is_minuted_first_where_the_rule_asks(
    board, meeting, item, manager, next_meeting
):
    LocalRule.objects.create(
        kind="between_meetings_minuted_next", text="In the next minutes", applies_to=["board"]
    )
    seat = board.seats.get().seat
    facts = DecisionFacts(
        group=board, title="Sent", text="It was sent.", reached="partner", lead=seat,
        decided_on=date(2026, 5, 20),
    )  # fmt: skip
    made = record_decision(facts=facts, by=manager, at=AT)
    out_for_comments(meeting, item, manager)

    error = refused(lambda: approve(meeting, next_meeting, manager))

    assert made.reference in str(error)


def test_approved_minutes_never_change(meeting, item, manager, next_meeting):
    version = approved(meeting, item, manager, next_meeting)

    error = refused(lambda: write(meeting, item, "Something else", manager, revision=1))
    AgendaItem.objects.update(title="Renamed")

    assert "Correct them by a new version." in str(error)
    frozen = MinutesVersion.objects.get().content
    assert [block["heading"] for block in frozen[:2]] == ["The meeting", "Who was there"]
    assert frozen[3]["paragraphs"] == ["The budget was agreed.", "Kim Lane thanked all."]
    assert frozen[3]["heading"] == "Budget"
    assert version.kind == "approved"


def test_minutes_are_approved_by_letter_or_in_a_later_meeting(meeting, item, manager):
    out_for_comments(meeting, item, manager)

    same = refused(lambda: approve(meeting, meeting, manager))
    early = refused(lambda: approve(meeting, None, manager, on=date(2026, 5, 1)))

    assert (same.field, early.field) == ("approved_in", "approved_on")
    approve(meeting, None, manager, on=date(2026, 6, 20))
    row = meeting.minutes
    row.refresh_from_db()
    assert (row.state, row.approved_in, row.approved_on) == (
        "approved", None, date(2026, 6, 20),
    )  # fmt: skip


def test_a_mistake_found_later_is_corrected_by_a_new_version(meeting, item, manager, next_meeting):
    first = approved(meeting, item, manager, next_meeting)
    passage = Passage(block=3, paragraph=0, text="The budget was put off.")

    def correct(**facts):
        given = {"passage": passage, "what_changed": "It was put off", "noted_in": next_meeting}
        return correct_minutes(meeting=meeting, by=manager, at=LATER, **{**given, **facts})

    assert refused(lambda: correct(noted_in=None)).field == "noted_in"
    assert refused(lambda: correct(what_changed=" ")).field == "what_changed"
    assert refused(lambda: correct(passage=Passage(99, 0, "x"))).field == "passage"
    second = correct()

    first.refresh_from_db()
    assert (second.number, second.kind) == (2, "corrected")
    assert second.content[3]["paragraphs"][0] == "The budget was put off."
    assert first.content[3]["paragraphs"][0] == "The budget was agreed."


def test_what_is_of_part_b_stands_in_blocks_of_its_own(board, meeting, item, manager):
    seat = board.seats.get().seat
    facts = ActionFacts(
        title="Secret deed", owner=seat, due_on=date(2026, 6, 9), item=item, confidential=True
    )
    open_action(facts=facts, by=manager, at=AT)
    closed = an_item(board, meeting, manager, title="A case", part="B", part_reason="Of a child")
    write(meeting, closed, "Secret words", manager)

    whole = content_of(meeting)
    seen = seen_content(whole, reads_b=False)

    assert "Secret" in str(whole)
    assert "Secret" not in str(seen)
    assert "A case" not in str(seen)
