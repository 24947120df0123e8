"""Somebody leaves: seats and roles pass on, and nothing is left over."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import (
    Appointment,
    AuditEvent,
    Handover,
    HandoverItem,
    Invitation,
    Person,
    RoleAssignment,
)
from partnerships.services import handovers, invitations
from tests.factories import partnerships as make
from tests.partnerships.handovers.leaving import LAST, refused, role_of, seated, step

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def left(handover, manager, moment):
    """What is left, as the code of its kind and its text."""
    piles = handovers.what_is_left(handover=handover, by=manager, at=moment)
    return [(pile.kind.code, each.text) for pile in piles for each in pile.things]


# --- starting


def test_a_handover_lists_what_outlasts_the_last_day(handover, leaver, manager, moment):
    seated(leaver)
    ending = make.seat("ending")
    person = Person.objects.get(user=leaver)
    Appointment.objects.create(
        seat=ending, person=person, period=(make.STARTED, LAST + timedelta(days=1))
    )

    assert left(handover, manager, moment) == [
        ("seat", "Seat dsp-police (substantive)"),
        ("role", "Delegated safeguarding partner"),
    ]
    opened = AuditEvent.objects.get(verb=AuditVerb.OPENED)
    assert opened.facts == {"user": leaver.pk, "last_day": "2026-06-30"}


@pytest.mark.parametrize(
    ("last_day", "code"),
    [(TODAY - timedelta(days=1), "past"), (TODAY + timedelta(days=367), "too-far")],
)
def test_a_last_day_is_today_or_within_a_year(leaver, manager, moment, last_day, code):
    found = refused(
        handovers.start_handover, leaver=leaver, last_day=last_day, by=manager, at=moment
    )
    assert (found.code, found.field) == (code, "last_day")


def test_a_handover_is_started_once(handover, leaver, manager, moment):
    found = refused(handovers.start_handover, leaver=leaver, last_day=LAST, by=manager, at=moment)
    assert found.code == "handover-open"


def test_somebody_without_a_role_here_hands_nothing_over(in_north, manager, moment):
    stranger = make.user("stranger@north.example")
    found = refused(handovers.start_handover, leaver=stranger, last_day=LAST, by=manager, at=moment)
    assert found.code == "no-role"


def test_the_last_manager_does_not_begin_their_own(in_north, manager, moment):
    asked = {"leaver": manager, "last_day": LAST, "by": manager, "at": moment}
    assert refused(handovers.start_handover, **asked).code == "last-manager"

    make.member(in_north, "manager", "other@north.example")
    assert handovers.start_handover(**asked).leaver == manager


def test_only_who_manages_access_hands_over(handover, leaver, moment, in_north):
    support = make.member(in_north, "business_support")
    steps = [step("role", role_of(leaver))]
    acts = [
        (handovers.start_handover, {"leaver": support, "last_day": LAST}),
        (handovers.change_handover, {"handover": handover, "last_day": LAST, "note": "x"}),
        (handovers.hand_over, {"handover": handover, "steps": steps}),
        (handovers.complete_handover, {"handover": handover}),
        (handovers.withdraw_handover, {"handover": handover}),
        (handovers.request_note, {"handover": handover}),
        (handovers.give_note, {"handover": handover}),
    ]
    for act, said in acts:
        with pytest.raises(NotPermitted):
            act(**said, by=support, at=moment)


# --- handing over


def test_a_seat_ends_on_the_last_day_and_its_successor_begins_the_day_after(
    handover, leaver, successor, manager, moment
):
    before = seated(leaver)

    handovers.hand_over(
        handover=handover, steps=[step("seat", before, successor)], by=manager, at=moment
    )

    before.refresh_from_db()
    assert before.period.upper == date(2026, 7, 1)
    after = Appointment.objects.get(person__user=successor)
    assert (after.seat, after.period.lower, after.kind) == (
        before.seat,
        date(2026, 7, 1),
        "substantive",
    )
    assert after.appointed_by == manager.display_name
    item = HandoverItem.objects.get()
    assert (item.text, item.outcome, item.to_user) == (
        "Seat dsp-police (substantive)",
        f"{successor.display_name}, from 1 July 2026",
        successor,
    )
    passed = AuditEvent.objects.get(verb=AuditVerb.REASSIGNED)
    assert passed.facts == {"kind": "seat", "thing": str(before.public_id), "to": successor.pk}
    assert left(handover, manager, moment) == [("role", "Delegated safeguarding partner")]


def test_a_role_passes_with_its_bound(in_north, manager, successor, moment):
    trust = make.agency("The trust").organisation
    contact = make.user("contact@north.example")
    held = RoleAssignment.objects.create(
        user=contact, role="agency_contact", organisation=trust, from_on=make.STARTED
    )
    handover = handovers.start_handover(leaver=contact, last_day=LAST, by=manager, at=moment)
    assert left(handover, manager, moment) == [("role", "Agency contact, The trust")]

    handovers.hand_over(
        handover=handover, steps=[step("role", held, successor)], by=manager, at=moment
    )

    held.refresh_from_db()
    assert held.to_on == LAST
    given = RoleAssignment.objects.get(user=successor, role="agency_contact")
    assert (given.organisation, given.from_on, given.to_on) == (trust, TODAY, None)


def test_a_successor_who_holds_the_role_already_keeps_it(
    handover, leaver, in_north, manager, moment
):
    peer = make.member(in_north, "dsp", "peer@north.example")

    handovers.hand_over(
        handover=handover, steps=[step("role", role_of(leaver), peer)], by=manager, at=moment
    )

    assert RoleAssignment.objects.filter(user=peer, role="dsp").count() == 1
    assert role_of(leaver).to_on == LAST


def test_a_role_ends_at_once_where_the_last_day_has_passed(handover, leaver, manager, moment):
    late = moment + timedelta(days=40)

    handovers.hand_over(
        handover=handover, steps=[step("role", role_of(leaver))], by=manager, at=late
    )

    assert role_of(leaver).ended_at == late


def test_the_managers_role_may_pass_to_the_next_manager(in_north, manager, successor, moment):
    other = make.member(in_north, "manager", "other@north.example")
    handover = handovers.start_handover(leaver=other, last_day=LAST, by=manager, at=moment)
    held = RoleAssignment.objects.get(user=other)

    handovers.hand_over(
        handover=handover, steps=[step("role", held, successor)], by=manager, at=moment
    )

    assert RoleAssignment.objects.filter(user=successor, role="manager").exists()


def test_nobody_ends_a_role_of_their_own_by_a_handover(in_north, manager, moment):
    make.member(in_north, "manager", "other@north.example")
    handover = handovers.start_handover(leaver=manager, last_day=LAST, by=manager, at=moment)
    own = step("role", RoleAssignment.objects.get(user=manager))

    found = refused(handovers.hand_over, handover=handover, steps=[own], by=manager, at=moment)

    assert (found.code, found.field) == ("own-role", own.field)


def test_a_submit_is_kept_whole_or_not_at_all(handover, leaver, successor, manager, moment):
    seat = seated(leaver)
    taken = seated(leaver, "second")  # closes soon after, so nobody can follow in it
    taken.seat.closed_on = LAST + timedelta(days=5)
    taken.seat.save()
    steps = [step("seat", seat, successor), step("seat", taken, successor)]

    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)

    assert found.field == steps[1].field
    seat.refresh_from_db()
    assert seat.period.upper is None


def test_what_is_not_waiting_is_refused(handover, leaver, successor, manager, moment, south):
    role = step("role", role_of(leaver))
    handovers.hand_over(handover=handover, steps=[role], by=manager, at=moment)
    another = seated(make.member(handover.partnership, "dsp", "third@north.example"))

    said = {"handover": handover, "by": manager, "at": moment}
    assert refused(handovers.hand_over, steps=[], **said).code == "no-steps"
    assert refused(handovers.hand_over, steps=[role], **said).code == "not-waiting"
    someone_elses = [step("seat", another)]
    assert refused(handovers.hand_over, steps=someone_elses, **said).code == "not-waiting"


def test_a_successor_is_somebody_else_with_a_role_here(handover, leaver, manager, moment, south):
    elsewhere = make.member(south, "dsp")
    for nobody in (leaver, elsewhere):
        steps = [step("role", role_of(leaver), nobody)]
        found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
        assert found.code == "taker"


def test_an_appointment_that_begins_after_the_last_day_waits_for_its_seats_page(
    handover, leaver, manager, moment
):
    person = Person.objects.create(name="Leaver", user=leaver)
    coming = Appointment.objects.create(
        seat=make.seat("later"), person=person, period=(LAST + timedelta(days=9), None)
    )

    steps = [step("seat", coming)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)

    assert "Correct its days" in str(found)


def test_what_only_ends_by_itself_is_told_and_holds_nothing_up(
    in_north, manager, successor, moment
):
    other = make.member(in_north, "manager", "other@north.example")
    invitations.invite_member(
        email="new@north.example", display_name="Somebody new", role="dsp", by=other, at=moment
    )
    handover = handovers.start_handover(leaver=other, last_day=LAST, by=manager, at=moment)
    held = RoleAssignment.objects.get(user=other)
    assert left(handover, manager, moment) == [
        ("role", "Partnership manager"),
        ("invitation", "Somebody new"),
    ]

    handovers.hand_over(handover=handover, steps=[step("role", held)], by=manager, at=moment)
    handovers.complete_handover(handover=handover, by=manager, at=moment)

    assert Invitation.objects.open().count() == 1
    assert Handover.objects.get().completed_at == moment
