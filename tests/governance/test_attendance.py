"""The register of a meeting: what is kept, what is refused, and with which sentence."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from governance import services
from governance.models import AttendanceMark
from governance.services.attendance import GuestMark, MarkFacts, remove_guest, save_register
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def board(in_north):
    found = make.group("board", name="The Board")
    chair = people.seat("chair", organisation=people.organisation("Force"), speaks_for="police")
    people.appointment(chair, "Kim Lane")
    make.place(found, chair, chairing="chair")
    return found


@pytest.fixture
def chair(board):
    return board.seats.get(chairing="chair").seat


@pytest.fixture
def nurse(board):
    seat = people.seat("nurse", organisation=people.organisation("Trust"))
    people.appointment(seat, "Ann Moor")
    make.place(board, seat, profession="Nursing")
    return seat


@pytest.fixture
def sent(board, nurse, manager, moment):
    return make.sent_meeting(board, starts_at=TEN, by=manager, at=moment)


def keep(meeting, manager, *marks, at=TEN, guests=()):
    return save_register(meeting=meeting, marks=marks, guests=guests, by=manager, at=at)


def test_the_register_keeps_agency_and_profession_of_the_day(sent, chair, nurse, manager):
    changed = keep(sent, manager, MarkFacts(chair, "present"), MarkFacts(nurse, "virtual"))

    assert changed == 2
    mark = AttendanceMark.objects.select_related("person", "organisation").get(seat=nurse)
    assert (mark.person.name, mark.organisation.name) == ("Ann Moor", "Trust")
    assert (mark.profession, mark.presence) == ("Nursing", "virtual")
    event = AuditEvent.objects.filter(object_type="governance.meeting").latest("pk")
    assert event.facts == {
        "group": "board",
        "register": {"present": 1, "virtual": 1, "deputy": 0, "apologies": 0, "absent": 0},
        "changed": 2,
    }


def test_keeping_it_again_changes_only_what_is_new(sent, chair, nurse, manager):
    keep(sent, manager, MarkFacts(chair, "present"), MarkFacts(nurse, "absent"))
    events = AuditEvent.objects.count()

    same = keep(sent, manager, MarkFacts(chair, "present"), MarkFacts(nurse, "absent"))
    assert (same, AuditEvent.objects.count()) == (0, events)

    moved = keep(sent, manager, MarkFacts(nurse, "present", arrived_at=time(10, 20)))
    assert moved == 1
    assert AttendanceMark.objects.get(seat=nurse).arrived_at == time(10, 20)


def test_nobody_is_marked_before_their_appointment(sent, board, chair, manager):
    late = people.seat("head")
    people.appointment(late, "Jo Brook", date(2026, 9, 1))
    make.place(board, late)

    with pytest.raises(DomainError) as refusal:
        keep(sent, manager, MarkFacts(chair, "present"), MarkFacts(late, "present"))

    assert str(refusal.value) == (
        "Nobody held the seat Seat head on 7 July 2026. The next holder is appointed from "
        "1 September 2026 and is counted from that day."
    )
    assert refusal.value.field == f"{late.public_id}-presence"
    assert not AttendanceMark.objects.exists()  # nothing half written


def test_a_vacant_seat_and_a_stranger_are_refused(sent, board, manager):
    vacant, stranger = people.seat("vacant"), people.seat("stranger")
    people.appointment(stranger)
    make.place(board, vacant)

    with pytest.raises(DomainError, match="Nobody held the seat Seat vacant on 7 July 2026, so"):
        keep(sent, manager, MarkFacts(vacant, "absent"))
    with pytest.raises(DomainError, match="Seat stranger did not belong at this meeting"):
        keep(sent, manager, MarkFacts(stranger, "present"))


@pytest.mark.parametrize(
    ("state", "at", "sentence"),
    [
        ("draft", TEN, "The meeting is a draft. Send it first."),
        ("sent", TEN - 24 * HOUR, "The register is kept from 7 July 2026 on."),
        ("cancelled", TEN, "The meeting has been cancelled, so it has no register."),
    ],
)
def test_only_a_meeting_of_its_day_has_a_register(
    state, at, sentence, board, chair, manager, moment
):
    found = make.meeting(board, starts_at=TEN, by=manager, at=moment)
    if state != "draft":
        services.send_meeting(meeting=found, by=manager, at=moment)
    if state == "cancelled":
        services.cancel_meeting(meeting=found, reason="Snow", by=manager, at=moment)

    with pytest.raises(DomainError) as refusal:
        keep(found, manager, MarkFacts(chair, "present"), at=at)

    assert str(refusal.value) == sentence


def test_the_standing_deputy_comes_where_nobody_else_is_named(sent, nurse, manager):
    deputy = people.appointment(nurse, "Sam Hill", kind="deputy")

    keep(sent, manager, MarkFacts(nurse, "deputy"))
    assert AttendanceMark.objects.get().deputy_id == deputy.person_id

    keep(sent, manager, MarkFacts(nurse, "deputy", deputy_post="Matron"))
    assert AttendanceMark.objects.values_list("deputy", "deputy_post").get() == (None, "Matron")

    keep(sent, manager, MarkFacts(nurse, "present", deputy_post="Matron"))
    assert AttendanceMark.objects.values_list("deputy", "deputy_post").get() == (None, "")


def test_a_standing_deputy_comes_even_for_a_vacant_seat(sent, board, manager):
    vacant = people.seat("vacant", organisation=people.organisation("College"))
    people.appointment(vacant, "Sam Hill", kind="deputy")
    make.place(board, vacant)

    keep(sent, manager, MarkFacts(vacant, "deputy"))

    mark = AttendanceMark.objects.get()
    assert (mark.person, mark.organisation.name) == (None, "College")


@pytest.mark.parametrize(
    ("fields", "facts", "sentence", "field"),
    [
        ({}, {}, "Say who comes instead.", "deputy_post"),
        (
            {"speaks_for_sector": True},
            {"deputy_post": "A colleague"},
            "This seat speaks for a sector, so it has no deputy. Send apologies.",
            "presence",
        ),
        (
            {"deputies": "none"},
            {"deputy_post": "A colleague"},
            "This seat has no deputy. Send apologies.",
            "presence",
        ),
        (
            {"deputies": "standing"},
            {"deputy_post": "A colleague"},
            "Choose the standing deputy of this seat.",
            "presence",
        ),
    ],
)
def test_a_deputy_whom_the_seat_may_not_have_is_refused(
    fields, facts, sentence, field, sent, board, manager
):
    seat = people.seat("school", **fields)
    people.appointment(seat)
    make.place(board, seat)

    with pytest.raises(DomainError) as refusal:
        keep(sent, manager, MarkFacts(seat, "deputy", **facts))

    assert (str(refusal.value), refusal.value.field) == (sentence, f"{seat.public_id}-{field}")


def test_nobody_leaves_before_they_come(sent, chair, manager):
    with pytest.raises(DomainError, match="They left after they came"):
        keep(sent, manager, MarkFacts(chair, "present", arrived_at=time(11), left_at=time(10)))


def test_two_who_keep_one_register_are_told_of_each_other(sent, chair, nurse, manager):
    keep(sent, manager, MarkFacts(nurse, "apologies", seen=""))

    with pytest.raises(DomainError) as refusal:
        keep(sent, manager, MarkFacts(nurse, "present", seen=""))
    assert str(refusal.value) == (
        "Somebody has marked this seat meanwhile: Apologies. Choose again."
    )
    assert keep(sent, manager, MarkFacts(nurse, "apologies", seen="")) == 0
    assert keep(sent, manager, MarkFacts(nurse, "present", seen="apologies")) == 1


def test_a_guest_is_kept_by_post_and_taken_off_again(sent, manager):
    keep(sent, manager, guests=[GuestMark("Public health nurse", "present")])
    keep(sent, manager, guests=[GuestMark("public health nurse", "virtual"), GuestMark("No", "")])
    mark = AttendanceMark.objects.get()
    assert (mark.guest, mark.presence) == ("Public health nurse", "virtual")

    with pytest.raises(DomainError, match="A guest sends no deputy"):
        keep(sent, manager, guests=[GuestMark("Somebody", "deputy")])
    remove_guest(mark=mark, by=manager, at=TEN)

    assert not AttendanceMark.objects.exists()


def test_a_seat_is_not_taken_off_the_register(sent, chair, manager):
    keep(sent, manager, MarkFacts(chair, "present"))

    with pytest.raises(DomainError, match="A seat stays on the register"):
        remove_guest(mark=AttendanceMark.objects.get(), by=manager, at=TEN)


def test_a_chair_of_another_group_keeps_no_register(sent, chair, in_north):
    other = people.member(in_north, "group_chair")
    other.role_assignments.update(group_key="other")

    with pytest.raises(NotPermitted, match="Your role is for another group"):
        keep(sent, other, MarkFacts(chair, "present"))


def test_what_is_too_long_is_refused_at_its_field(sent, chair, manager):
    with pytest.raises(DomainError) as refusal:
        keep(sent, manager, MarkFacts(chair, "present", note="x" * 201))

    assert refusal.value.field == f"{chair.public_id}-note"
    assert not AttendanceMark.objects.exists()
