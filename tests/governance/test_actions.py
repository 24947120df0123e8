"""Actions: given to a seat, reported on, moved, passed on, no longer needed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.models import Deadline, TriggerCorrection
from deadlines.services.sweep import sweep_partnership
from governance.models import Action, ActionNote, AgendaItem, Decision
from governance.selectors.acting import actions_seen_by
from governance.selectors.actions import due_help, due_in, needs_on_actions
from governance.services.actions import (
    cancel_action,
    move_due,
    note_progress,
    pass_on,
    reword_action,
)
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import AuditEvent, Notice, RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import (
    AT,
    DUE,
    LATER,
    closed,
    done,
    given,
    held_by,
    seat_with_holder,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(in_north):
    return make.group("oseg", name="Operational executive")


@pytest.fixture
def police(in_north):
    return seat_with_holder(in_north, "police")


def refused(act, field=None):
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.field == field
    return str(caught.value)


def seen(user, on=AT):
    day = local_day(on)
    return set(actions_seen_by(user, access.standing(user, on=day), on=day))


def test_an_action_gets_a_number_a_clock_a_note_and_tells_the_seat(group, police, manager):
    seat, holder = police

    action = given(seat, manager, group)

    assert action.reference == "NORT-A-2026-001"
    clock = Deadline.objects.get()
    assert (clock.due_on, clock.owner, clock.subject_path) == (DUE, None, action.path)
    assert ActionNote.objects.get().event == "opened"
    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (holder, action.path)
    assert "protocol" not in notice.subject
    event = AuditEvent.objects.filter(object_type="governance.action").get()
    assert event.facts == {"due": "2026-06-15"}


def test_what_cannot_be_an_action_is_refused_beside_its_field(group, police, manager):
    seat, _holder = police
    gone = people.seat("gone", closed_on=date(2026, 5, 1))
    ended = make.group("old", ended_on=date(2026, 1, 1))

    assert refused(lambda: given(seat, manager, title=" "), "title") == "Say what is to be done."
    assert refused(lambda: given(gone, manager), "owner") == "This seat is closed."
    assert refused(lambda: given(seat, manager, ended), "group") == "This group has been ended."
    late = {"due_on": date(2026, 5, 1)}
    assert refused(lambda: given(seat, manager, group, **late), "due_on") == (
        "The due day is before the day on which this was agreed."
    )
    assert not Action.objects.exists()
    assert not Deadline.objects.exists()


def test_from_an_item_of_part_b_the_group_and_the_confidence_follow(group, police, manager):
    meeting = make.meeting(
        group, starts_at=AT - timedelta(days=10), by=manager, at=AT - timedelta(days=30)
    )
    item = AgendaItem.objects.create(group=group, meeting=meeting, title="A matter", part="B")

    action = given(police[0], manager, item=item, due_on=date(2026, 5, 25))

    assert (action.group, action.source, action.confidential) == (group, "meeting", True)


def test_from_a_decision_the_label_follows(group, police, manager):
    decision = Decision.objects.create(
        reference="NORT-D-2026-001", group=group, title="So be it", text="x", mode="between",
        reached="consensus", decided_on=date(2026, 5, 20), recorded_at=AT, recorded_by=manager,
    )  # fmt: skip

    action = given(police[0], manager, decision=decision, due_on=date(2026, 5, 22))

    assert (action.source, action.source_label) == ("decision", "NORT-D-2026-001")


def test_a_chair_gives_actions_in_their_own_group_alone(in_north, group, police):
    other = make.group("wseg")
    chair = people.member(in_north, "group_chair")
    RoleAssignment.objects.filter(user=chair).update(group_key="oseg")

    assert given(police[0], chair, group).opened_by == chair
    with pytest.raises(NotPermitted):
        given(police[0], chair, other)


def test_the_words_are_changed_and_the_record_keeps_who_and_when_without_them(
    group, police, manager
):
    seat, holder = police
    action = given(seat, manager, group)
    Notice.objects.all().delete()

    changed = reword_action(action=action, title=" Write it ", detail="Anew.", by=manager, at=AT)
    again = reword_action(action=action, title="Write it", detail="Anew.", by=manager, at=AT)

    assert (changed.title, again.detail) == ("Write it", "Anew.")
    kept = ActionNote.objects.get(event="changed")
    assert (kept.text, kept.by) == (
        "Changed: what is to be done and what is said about it.",
        manager,
    )
    event = AuditEvent.objects.get(object_type="governance.action", verb="changed")
    assert event.facts == {"event": "reworded", "fields": ["title", "detail"]}
    assert [each.recipient for each in Notice.objects.all()] == [holder]


def test_words_are_changed_by_who_keeps_the_record_while_the_action_is_open(
    group, police, manager, in_north
):
    seat, holder = police
    action = given(seat, manager, group)
    said = {"action": action, "title": "Write it", "detail": "", "at": LATER}

    with pytest.raises(NotPermitted):
        reword_action(**{**said, "by": people.member(in_north, "lay_member")})
    assert refused(lambda: reword_action(**{**said, "title": " ", "by": manager}), "title") == (
        "Say what is to be done."
    )
    done(action, holder)
    assert refused(lambda: reword_action(**said, by=manager), "state") == (
        "This action has been said to be done and waits to be accepted."
    )
    closed(action, manager)
    late = refused(lambda: reword_action(**said, by=manager), "state")
    assert late == "This action has been closed."
    assert Action.objects.get().title == "Write the protocol"


def test_the_holder_reports_and_somebody_else_does_not(in_north, group, police, manager):
    seat, holder = police
    action = given(seat, manager, group)
    other = people.member(in_north, "lay_member")

    note_progress(action=action, text="Half of it is written.", by=holder, at=AT)

    assert action.notes.filter(event="progress").get().text == "Half of it is written."
    with pytest.raises(NotPermitted):
        note_progress(action=action, text="I too", by=other, at=AT)
    assert refused(lambda: note_progress(action=action, text=" ", by=holder, at=AT), "text")


def test_a_moved_day_moves_the_clock_and_is_kept(group, police, manager):
    seat, holder = police
    action = given(seat, manager, group)
    to = date(2026, 6, 30)

    move_due(action=action, due_on=to, reason="The data came late.", by=manager, at=AT)

    assert Deadline.objects.get().due_on == to
    assert TriggerCorrection.objects.get().reason == "The data came late."
    moved = ActionNote.objects.get(event="moved")
    assert (moved.due_from, moved.due_to) == (DUE, to)
    with pytest.raises(NotPermitted):
        move_due(action=action, due_on=DUE, reason="I want it", by=holder, at=AT)
    past = {"due_on": date(2026, 5, 1), "reason": "x"}
    assert refused(lambda: move_due(action=action, **past, by=manager, at=AT), "due_on")


def test_an_action_passes_to_another_seat_whose_holder_is_told(in_north, group, police, manager):
    action = given(police[0], manager, group)
    health, nurse = seat_with_holder(in_north, "health")

    passed = pass_on(action=action, to=health, reason="It is theirs.", by=manager, at=AT)

    assert passed.owner == health
    assert Notice.objects.filter(recipient=nurse).count() == 1
    assert ActionNote.objects.get(event="passed").text == (
        "From Seat police to Seat health. It is theirs."
    )
    again = {"to": health, "reason": "x", "by": manager, "at": AT}
    assert refused(lambda: pass_on(action=action, **again), "to") == (
        "This seat has the action already."
    )


def test_what_is_no_longer_needed_ends_with_a_reason_and_its_clock(group, police, manager):
    action = given(police[0], manager, group)
    assert refused(lambda: cancel_action(action=action, reason="", by=manager, at=AT), "reason")

    cancel_action(action=action, reason="The board was wound up.", by=manager, at=AT)

    assert Deadline.objects.get().cancelled_reason == "The board was wound up."
    twice = {"reason": "x", "by": manager, "at": AT}
    assert refused(lambda: cancel_action(action=action, **twice), "state") == (
        "This action is no longer needed."
    )


def test_the_sweep_warns_the_seat_of_the_day_then_its_chair_then_the_manager(
    in_north, group, police, manager
):
    seat, _holder = police
    lead, chair = seat_with_holder(in_north, "lead")
    make.place(group, lead, chairing="chair")
    given(seat, manager, group)
    Notice.objects.all().delete()
    # The seat changes hands: the clock follows the seat, nobody passes it on.
    seat.appointments.update(period=(date(2020, 1, 1), date(2026, 6, 2)))
    new = people.member(in_north, "dsp", "new@northshire.example")
    held = people.appointment(seat, "New", starts=date(2026, 6, 2))
    held.person.user = new
    held.person.save()

    heard = []
    for day in (8, 15, 22):
        sweep_partnership(at=datetime(2026, 6, day, 6, 0, tzinfo=UTC))
        heard.append({each.recipient for each in Notice.objects.all()})
        Notice.objects.all().delete()
    sweep_partnership(at=datetime(2026, 7, 6, 6, 0, tzinfo=UTC))

    assert heard == [{new}, {new}, {chair}]
    assert {each.recipient for each in Notice.objects.all()} == {manager}


def test_part_b_is_for_its_readers_its_group_and_the_owner(in_north, group, police, manager):
    seat, holder = police
    RoleAssignment.objects.filter(user=holder).update(role="lay_member")
    open_to_all = given(seat, manager, group)
    secret = given(seat, manager, group, confidential=True)
    lay = people.member(in_north, "lay_member")
    sits, member = seat_with_holder(in_north, "sits", "lead_member")
    make.place(group, sits)

    assert seen(lay) == {open_to_all}
    for reader in (manager, holder, member):
        assert seen(reader) == {open_to_all, secret}


def test_a_contact_of_one_agency_sees_its_actions_alone(in_north, group, police, manager):
    force = people.organisation("Force")
    contact = people.member(in_north, "agency_contact")
    RoleAssignment.objects.filter(user=contact).update(organisation=force)
    given(police[0], manager, group)
    theirs = given(people.seat("sergeant", organisation=force), manager, group)
    mine = people.seat("mine")
    held_by(mine, contact)
    own = given(mine, manager, group, confidential=True)

    assert seen(contact) == {theirs, own}


def test_what_is_near_or_late_needs_its_holder_in_one_query(
    group, police, manager, django_assert_num_queries
):
    seat, holder = police
    for number in range(3):
        given(seat, manager, group, title=f"Thing {number}")
    given(seat, manager, group, title="Far", due_on=date(2026, 9, 1))
    on = date(2026, 6, 16)
    standing = access.standing(holder, on=on)

    with django_assert_num_queries(1):
        needs = needs_on_actions(holder, standing, on)

    assert [each.what.split(" (")[0] for each in needs] == ["Thing 0", "Thing 1", "Thing 2"]
    assert all(each.late for each in needs)


def test_working_days_are_counted_aloud(in_north):
    on = date(2026, 12, 22)

    day, said = due_in(3, on=on)

    assert day == date(2026, 12, 29)
    assert said == (
        "3 working days from today is Tuesday 29 December 2026; not counted: Friday 25 December "
        "2026 (Christmas Day), Monday 28 December 2026 (Boxing Day (observed))"
    )
    assert due_help(on=AT.date())[1] == "10 working days from today is Monday 15 June 2026"
