"""Somebody leaves: nothing is left over, and nobody learns what they may not see."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from deadlines.models import Deadline
from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access, selectors
from partnerships.enums import AuditVerb
from partnerships.models import (
    Appointment,
    AuditEvent,
    Handover,
    HandoverItem,
    Invitation,
    Notice,
    Person,
    RoleAssignment,
)
from partnerships.services import handovers, invitations, work
from partnerships.services.files import read_file
from partnerships.services.handovers import Step
from reviews import services as cases
from reviews.models import Incident
from reviews.models.grants import SEE_CASE
from tests.factories import partnerships as make
from tests.factories import reviews as make_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
LAST = date(2026, 6, 30)


@pytest.fixture
def leaver(in_north):
    return make.member(in_north, "dsp", "leaver@north.example")


@pytest.fixture
def successor(in_north):
    return make.member(in_north, "group_chair", "successor@north.example")


@pytest.fixture
def handover(leaver, manager, moment):
    return handovers.start_handover(leaver=leaver, last_day=LAST, by=manager, at=moment)


def seated(leaver, key="dsp-police"):
    """An appointment of the leaver without an end."""
    person, _ = Person.objects.get_or_create(user=leaver, defaults={"name": "Leaver"})
    seat = make.seat(key, "DSP", speaks_for="police")
    return Appointment.objects.create(seat=seat, person=person, period=(make.STARTED, None))


def left(handover, manager, moment):
    """What is left, as the code of its kind and its text."""
    piles = handovers.what_is_left(handover=handover, by=manager, at=moment)
    return [(pile.kind.code, each.text) for pile in piles for each in pile.things]


def step(kind, thing, to=None):
    return Step(kind, thing.public_id, to)


def refused(act, **said):
    before = (AuditEvent.objects.count(), HandoverItem.objects.count())
    with pytest.raises(DomainError) as caught:
        act(**said)
    assert before == (AuditEvent.objects.count(), HandoverItem.objects.count())
    return caught.value


def role_of(user):
    return RoleAssignment.objects.in_open_partnership().get(user=user, role="dsp")


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


# --- cases and deadlines


def test_a_case_passes_to_the_successor_who_is_told(handover, leaver, successor, manager, moment):
    case = make_case.case(by=manager, at=moment)
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)

    handovers.hand_over(
        handover=handover, steps=[step("case", case, successor)], by=manager, at=moment
    )

    assert access.is_named_on(successor, SEE_CASE, case)
    assert not access.is_named_on(leaver, SEE_CASE, case)
    assert Notice.objects.filter(recipient=successor, path=case.path).count() == 1
    assert HandoverItem.objects.get().text == case.reference


def test_a_case_passes_only_to_a_role_that_may_be_named(handover, leaver, manager, moment):
    case = make_case.case(by=manager, at=moment)
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    lay = make.member(handover.partnership, "lay_member")

    steps = [step("case", case, lay)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)

    assert found.code == "taker"


def test_a_restricted_case_is_kept_without_its_reference(
    handover, leaver, successor, manager, moment
):
    case = make_case.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    (pile,) = [
        pile
        for pile in handovers.what_is_left(handover=handover, by=manager, at=moment)
        if pile.kind.code == "case"
    ]
    assert (pile.things[0].text, pile.things[0].detail) == ("A restricted case", case.reference)

    handovers.hand_over(
        handover=handover, steps=[step("case", case, successor)], by=manager, at=moment
    )

    assert HandoverItem.objects.get().text == "A restricted case"


def test_a_restricted_case_that_the_manager_does_not_see_stays_nameless_and_closed(
    handover, leaver, successor, manager, in_north, moment
):
    other = make.member(in_north, "manager", "other@north.example")
    case = make_case.case(by=other, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=other, at=moment)

    (pile,) = [
        pile
        for pile in handovers.what_is_left(handover=handover, by=manager, at=moment)
        if pile.kind.code == "case"
    ]
    (thing,) = pile.things
    assert (thing.text, thing.detail, thing.path) == ("A restricted case", "", "")
    steps = [step("case", case, successor)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert found.code == "closed"
    assert not access.is_named_on(successor, SEE_CASE, case)


def test_a_deadline_passes_to_somebody_who_may_know_what_it_is_about(
    handover, leaver, manager, in_north, moment
):
    make_case.case(by=manager, at=moment)
    deadline = Deadline.objects.open().order_by("pk").first()
    Deadline.objects.filter(pk=deadline.pk).update(owner=leaver)
    lay = make.member(in_north, "lay_member")
    peer = make.member(in_north, "dsp", "peer@north.example")
    steps = [step("deadline", deadline, lay)]
    found = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert found.code == "not-told"

    handovers.hand_over(
        handover=handover, steps=[step("deadline", deadline, peer)], by=manager, at=moment
    )

    deadline.refresh_from_db()
    assert deadline.owner == peer
    item = HandoverItem.objects.get()
    assert deadline.subject_reference not in item.text
    assert AuditEvent.objects.filter(
        verb=AuditVerb.REASSIGNED, object_type="deadlines.deadline"
    ).count()


def test_a_deadline_may_become_nobodys(handover, leaver, manager, moment):
    make_case.case(by=manager, at=moment)
    deadline = Deadline.objects.open().order_by("pk").first()
    Deadline.objects.filter(pk=deadline.pk).update(owner=leaver)

    handovers.hand_over(
        handover=handover, steps=[step("deadline", deadline)], by=manager, at=moment
    )

    deadline.refresh_from_db()
    assert deadline.owner is None


# --- note, completion, withdrawal


def test_the_last_day_stays_once_something_was_handed_over(handover, leaver, manager, moment):
    new = date(2026, 7, 31)
    said = {"handover": handover, "by": manager, "at": moment}
    handovers.change_handover(last_day=new, note=" Ask the clerk. ", **said)
    handover.refresh_from_db()
    assert (handover.last_day, handover.note) == (new, "Ask the clerk.")

    handovers.hand_over(steps=[step("role", role_of(leaver))], **said)

    found = refused(handovers.change_handover, last_day=LAST, note="", **said)
    assert (found.code, found.field) == ("day-used", "last_day")


def test_a_handover_is_complete_only_when_nothing_is_left(
    handover, leaver, successor, manager, moment
):
    seated(leaver)
    found = refused(handovers.complete_handover, handover=handover, by=manager, at=moment)
    assert str(found) == "2 things are left to hand over."

    seat = Appointment.objects.get()
    steps = [step("role", role_of(leaver)), step("seat", seat, successor)]
    handovers.hand_over(handover=handover, steps=steps, by=manager, at=moment)
    handovers.complete_handover(handover=handover, by=manager, at=moment)

    told = Notice.objects.get(key=f"handover:{handover.public_id}")
    assert (told.recipient, told.path) == (successor, f"access/handovers/{handover.public_id}/")
    done = AuditEvent.objects.get(verb=AuditVerb.COMPLETED)
    assert done.facts == {"user": leaver.pk, "things": 2}
    again = refused(handovers.hand_over, handover=handover, steps=steps, by=manager, at=moment)
    assert again.code == "handover-complete"


def test_a_handover_by_mistake_is_withdrawn_while_nothing_was_handed_over(
    handover, leaver, manager, moment
):
    handovers.withdraw_handover(handover=handover, by=manager, at=moment)
    assert not Handover.objects.exists()

    second = handovers.start_handover(leaver=leaver, last_day=LAST, by=manager, at=moment)
    handovers.hand_over(
        handover=second, steps=[step("role", role_of(leaver))], by=manager, at=moment
    )
    found = refused(handovers.withdraw_handover, handover=second, by=manager, at=moment)
    assert found.code == "handover-begun"


@pytest.fixture
def complete(handover, leaver, successor, manager, moment):
    """A complete handover with a note, a seat that passed and a restricted case."""
    seat = seated(leaver)
    case = make_case.case(by=manager, at=moment, restricted=True, restriction_reason="A conflict.")
    cases.name_person(incident=case, person=leaver, by=manager, at=moment)
    said = {"handover": handover, "by": manager, "at": moment}
    note = "The clerk knows.\n\nThe <room> is booked."
    handovers.change_handover(last_day=LAST, note=note, **said)
    steps = [
        step("seat", seat, successor),
        step("role", role_of(leaver)),
        step("case", case, successor),
    ]
    handovers.hand_over(steps=steps, **said)
    return handovers.complete_handover(**said)


def test_the_note_is_a_pdf_that_everybody_can_read_and_names_no_restricted_case(
    complete, moment, north
):
    reference = Incident.objects.get().reference
    job = handovers.note_job(complete)

    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: moment)

    with tenant(north.pk):
        complete.refresh_from_db()
        content = read_file(file=complete.file)
    reader = PdfReader(BytesIO(content))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert pdf.problems(content) == ()
    assert reader.metadata.title == "Handover of Northshire dsp"
    for words in ("The clerk knows.", "The <room> is booked.", "Seat dsp-police", "30 June 2026"):
        assert words in said
    assert "A restricted case" in said
    assert reference not in said


def test_the_note_is_given_to_successors_and_managers_with_an_audit_row(
    complete, successor, manager, leaver, moment, north
):
    job = handovers.note_job(complete)
    with pytest.raises(DomainError, match="There is no note yet"):
        handovers.give_note(handover=complete, by=manager, at=moment)
    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: moment)
    with tenant(north.pk):
        complete.refresh_from_db()
        assert handovers.give_note(handover=complete, by=successor, at=moment)[:5] == b"%PDF-"
        assert handovers.give_note(handover=complete, by=manager, at=moment)
        with pytest.raises(NotPermitted):
            handovers.give_note(handover=complete, by=leaver, at=moment)
        given = AuditEvent.objects.filter(verb=AuditVerb.DOWNLOADED)
        assert [each.by_id for each in given.order_by("number")] == [successor.pk, manager.pk]
        found = refused(handovers.request_note, handover=complete, by=manager, at=moment)
        assert found.code == "no-retry"


def test_who_took_nothing_over_may_not_read_the_note(complete, in_north):
    assert not selectors.may_read_note(complete, make.member(in_north, "dsp", "x@north.example"))
