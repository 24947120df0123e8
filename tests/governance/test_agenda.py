"""What is on an agenda: standing items, numbers, order, what is put off, what returns."""

from datetime import UTC, datetime, timedelta

import pytest

from governance import services
from governance.enums import ItemState
from governance.models import Action, AgendaItem
from governance.services import agenda, agenda_acts
from governance.services.agenda import ItemFacts
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Notice
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def board(in_north, manager):
    found = make.group("board", name="The Board")
    chair = people.seat("chair")
    kim = people.appointment(chair, "Kim Lane")
    kim.person.user = manager
    kim.person.save()
    make.place(found, chair, chairing="chair")
    return found


@pytest.fixture
def who(manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def first(board, who):
    return make.sent_meeting(board, starts_at=TEN, **who)


@pytest.fixture
def following(board, who):
    return make.meeting(board, starts_at=LATER, **who)


def titles(meeting) -> list[str]:
    return list(meeting.items.order_by("order").values_list("title", flat=True))


def numbers(meeting) -> list[tuple[str, str]]:
    return list(meeting.items.order_by("order").values_list("number", "title"))


def test_what_stands_on_every_agenda_comes_with_the_first_item_in_its_place(board, first, who):
    make.standing_item("Apologies", group=board, order=10)
    make.standing_item("Any other business", group=board, order=90)
    make.standing_item("Of executives", group_kind="executive")
    make.standing_item("Of subgroups", group_kind="subgroup", order=20)

    make.item("Neglect", group=board, meeting=first, **who)
    make.item("Data", group=board, meeting=first, **who)

    assert titles(first) == ["Apologies", "Of subgroups", "Neglect", "Data", "Any other business"]
    first.refresh_from_db()
    assert first.agenda_revision == 5


def test_a_joint_meeting_has_what_the_other_group_has_locked_in(board, who):
    wider = make.group("wider", kind="wider")
    make.standing_item("Disproportionality", group=wider, locked=True)
    make.standing_item("Their own", group=wider)
    joint = make.meeting(board, starts_at=TEN, kind="joint", with_groups=(wider,), **who)

    make.item("Neglect", group=wider, meeting=joint, **who)

    assert titles(joint) == ["Disproportionality", "Neglect"]


def test_numbers_are_given_when_the_agenda_is_sent_and_never_change(board, first, manager, who):
    for title in ("One", "Two", "Three"):
        make.item(title, group=board, meeting=first, **who)

    agenda_acts.send_agenda(meeting=first, **who)
    make.item("Late", group=board, meeting=first, place=3, **who)
    make.item("Later", group=board, meeting=first, place=3, **who)

    assert numbers(first) == [
        ("1", "One"), ("2", "Two"), ("2A", "Late"), ("2B", "Later"), ("3", "Three"),
    ]  # fmt: skip
    assert Notice.objects.get(recipient=manager).subject == "The agenda of a meeting is ready"
    with pytest.raises(DomainError, match="has been sent with its numbers"):
        agenda_acts.move_item(item=first.items.first(), place=1, seen=5, **who)


def test_an_agenda_is_not_sent_before_its_meeting_nor_empty(board, first, following, who):
    with pytest.raises(DomainError, match="Send the meeting first"):
        agenda_acts.send_agenda(meeting=following, **who)
    with pytest.raises(DomainError, match="nothing on this agenda"):
        agenda_acts.send_agenda(meeting=first, **who)


def test_a_meeting_that_opens_gives_numbers_to_an_agenda_that_was_never_sent(board, first, who):
    make.item("One", group=board, meeting=first, **who)

    services.open_meeting(meeting=first, presiding=None, by=who["by"], at=TEN)

    assert numbers(first) == [("1", "One")]


def test_of_two_people_who_reorder_the_second_is_told(board, first, who):
    one = make.item("One", group=board, meeting=first, **who)
    two = make.item("Two", group=board, meeting=first, **who)
    first.refresh_from_db()
    seen = first.agenda_revision
    agenda_acts.move_item(item=two, place=1, seen=seen, **who)

    with pytest.raises(DomainError, match="Somebody else has changed this agenda") as refused:
        agenda_acts.move_item(item=one, place=2, seen=seen, **who)

    assert refused.value.code == "reordered"
    assert titles(first) == ["Two", "One"]


def test_a_place_that_is_not_there_is_refused(board, first, who):
    one = make.item("One", group=board, meeting=first, **who)

    with pytest.raises(DomainError, match="Choose a place between 1 and 1"):
        agenda_acts.move_item(item=one, place=2, seen=1, **who)


def test_of_two_people_who_rewrite_an_item_the_second_is_told(board, first, who):
    one = make.item("One", group=board, meeting=first, **who)
    agenda_acts.change_item(item=one, facts=ItemFacts("Uno"), seen=0, **who)

    with pytest.raises(DomainError, match="What you typed is still here"):
        agenda_acts.change_item(item=one, facts=ItemFacts("Eins"), seen=0, **who)

    one.refresh_from_db()
    assert (one.title, one.revision) == ("Uno", 1)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"part": "B"}, "part_reason", "Say why this is for part B."),
        ({"minutes": 481}, "minutes", "between 1 and 480 minutes"),
        ({"lead_post": "A guest", "lead": True}, "lead_post", "Either a seat leads"),
    ],
)
def test_an_item_that_does_not_hold_is_refused_beside_its_field(
    facts, field, words, board, first, who
):
    if "lead" in facts:
        facts = {**facts, "lead": people.seat("head")}

    with pytest.raises(DomainError, match=words) as refused:
        make.item("One", group=board, meeting=first, **facts, **who)

    assert refused.value.field == field
    assert not AgendaItem.objects.exists()


def test_what_is_locked_in_is_neither_taken_off_nor_put_off_nor_renamed(board, first, who):
    make.standing_item("Disproportionality", group=board, locked=True)
    agenda_acts.begin_agenda(meeting=first, **who)
    locked = first.items.get()

    for act in (agenda_acts.withdraw_item, agenda_acts.defer_item):
        with pytest.raises(DomainError, match="stands on every agenda"):
            act(item=locked, reason="No time", **who)
    with pytest.raises(DomainError, match="keeps its title") as refused:
        agenda_acts.change_item(item=locked, facts=ItemFacts("Else"), seen=0, **who)

    assert refused.value.field == "title"
    changed = ItemFacts("Disproportionality", minutes=15)
    assert agenda_acts.change_item(item=locked, facts=changed, seen=0, **who).minutes == 15


def test_what_was_taken_off_stays_off_and_says_why(board, first, who):
    make.standing_item("Apologies", group=board)
    agenda_acts.begin_agenda(meeting=first, **who)
    with pytest.raises(DomainError, match="Say why the item is taken off"):
        agenda_acts.withdraw_item(item=first.items.get(), reason=" ", **who)

    agenda_acts.withdraw_item(item=first.items.get(), reason="Nobody is away", **who)
    agenda_acts.begin_agenda(meeting=first, **who)

    row = first.items.get()
    assert (row.state, row.state_reason) == (ItemState.WITHDRAWN, "Nobody is away")


def test_what_is_put_off_returns_at_the_next_meeting_with_its_count(board, first, following, who):
    one = make.item("One", group=board, meeting=first, minutes=20, **who)

    back = agenda_acts.defer_item(item=one, reason="The author is ill", **who)

    assert (back.meeting, back.title, back.minutes) == (following, "One", 20)
    assert (back.carried_from, back.deferred_times) == (one, 1)


def test_a_meeting_that_closes_carries_what_it_left_to_the_next(board, first, following, who):
    for title in ("Reached", "Missed", "Talked about", "Taken off"):
        make.item(title, group=board, meeting=first, **who)
    rows = {row.title: row for row in first.items.all()}
    agenda_acts.withdraw_item(item=rows["Taken off"], reason="Not needed", **who)
    services.open_meeting(meeting=first, presiding=None, by=who["by"], at=TEN)
    first.items.filter(title__in=("Reached", "Talked about")).update(state=ItemState.DISCUSSED)
    Action.objects.create(
        reference="N-A-1", title="Do it", source="meeting", item=rows["Talked about"],
        owner=people.seat("owner"), due_on=LATER.date(), opened_at=TEN, opened_by=who["by"],
    )  # fmt: skip

    services.close_meeting(meeting=first, by=who["by"], at=TEN + timedelta(hours=2))

    back = {row.title: row.deferred_times for row in following.items.all()}
    assert back == {"Missed": 1, "Talked about": 0}
    rows["Missed"].refresh_from_db()
    assert rows["Missed"].state == ItemState.NOT_REACHED
    assert agenda.carry_over(meeting=first, **who) == []


def test_without_a_next_meeting_what_is_left_waits_in_the_backlog(board, first, who):
    make.item("Missed", group=board, meeting=first, **who)

    services.cancel_meeting(meeting=first, reason="Snow", **who)

    waiting = AgendaItem.objects.get(meeting=None)
    assert (waiting.title, waiting.deferred_times) == ("Missed", 1)
    fresh = make.meeting(board, starts_at=LATER, **who)
    agenda_acts.take_from_backlog(item=waiting, meeting=fresh, **who)
    assert titles(fresh) == ["Missed"]
    with pytest.raises(DomainError, match="on an agenda already"):
        agenda_acts.take_from_backlog(item=waiting, meeting=fresh, **who)


def test_a_standing_item_that_was_missed_comes_again_with_its_count(board, first, who):
    make.standing_item("Disproportionality", group=board, locked=True)
    services.open_meeting(meeting=first, presiding=None, by=who["by"], at=TEN)
    services.close_meeting(meeting=first, by=who["by"], at=TEN + timedelta(hours=2))
    assert not AgendaItem.objects.filter(meeting=None).exists()

    fresh = make.meeting(board, starts_at=LATER, **who)
    agenda_acts.begin_agenda(meeting=fresh, by=who["by"], at=TEN + timedelta(days=1))

    assert fresh.items.get().deferred_times == 1


def test_a_standing_item_that_is_there_already_only_takes_the_count(board, first, following, who):
    make.standing_item("Disproportionality", group=board, locked=True)
    agenda_acts.begin_agenda(meeting=following, **who)
    services.open_meeting(meeting=first, presiding=None, by=who["by"], at=TEN)

    services.close_meeting(meeting=first, by=who["by"], at=TEN + timedelta(hours=2))

    row = following.items.get()
    assert (row.deferred_times, row.carried_from) == (1, first.items.get())


def test_what_a_rule_finds_is_raised_once_without_asking_who_keeps_the_group(board, first, who):
    outsider = people.user("clerk@north.example")
    facts = ItemFacts("Attendance of the police")

    raised = agenda.raise_item(
        group=board, facts=facts, rule="absent:police:2026", by=outsider, at=who["at"]
    )
    again = agenda.raise_item(
        group=board, facts=facts, rule="absent:police:2026", by=outsider, at=who["at"]
    )

    assert (raised.meeting, again) == (first, raised)


def test_who_does_not_keep_the_group_changes_nothing_of_its_agenda(board, first, north, moment):
    reader = people.member(north, "scrutineer")

    with pytest.raises(NotPermitted):
        make.item("One", group=board, meeting=first, by=reader, at=moment)

    assert not AgendaItem.objects.exists()


def test_every_act_is_audited_without_the_title_of_the_item(board, first, following, who):
    one = make.item("A delicate title", group=board, meeting=first, **who)
    agenda_acts.change_item(item=one, facts=ItemFacts("Another"), seen=0, **who)
    agenda_acts.defer_item(item=one, reason="Too long", **who)

    events = AuditEvent.objects.filter(object_type="governance.agendaitem").order_by("pk")

    assert [event.verb for event in events] == ["created", "changed", "changed", "created"]
    assert "delicate" not in str([(each.object_reference, each.facts) for each in events])
