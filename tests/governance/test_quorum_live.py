"""The quorum of a meeting as it stands, by the rules of the published arrangements."""

from datetime import UTC, datetime, time, timedelta

import pytest

from governance import services
from governance.selectors.quorum_live import quorum_live, quorum_snapshot
from governance.services.attendance import MarkFacts, save_register
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 7, 9, 0, tzinfo=UTC)  # ten o'clock in England
HOUR = timedelta(hours=1)
ALL = ["local_authority", "icb", "police"]
KINDS = {"council": "local_authority", "nhs": "icb", "force": "police"}


@pytest.fixture
def seats(in_north):
    """The council in the chair, the health body, the police."""
    found = {}
    for key, kind in KINDS.items():
        seat = people.seat(key, organisation=people.organisation(f"The {key}"), speaks_for=kind)
        people.appointment(seat, f"Holder of {key}")
        found[key] = seat
    return found


@pytest.fixture
def group(seats):
    found = make.group("board", name="The Board")
    for key, seat in seats.items():
        make.place(found, seat, chairing="chair" if key == "council" else "")
    return found


def opened(group, manager, moment, **marks):
    made = make.open_meeting(group, starts_at=TEN, by=manager, at=moment)
    if marks:
        keep(made, group, manager, **marks)
    return made


def keep(meeting, group, manager, *, at=TEN, **marks):
    seats = {row.seat.key: row.seat for row in group.seats.select_related("seat")}
    said = [
        MarkFacts(seats[key], each) if isinstance(each, str) else MarkFacts(seats[key], **each)
        for key, each in marks.items()
    ]
    save_register(meeting=meeting, marks=said, by=manager, at=at)


def the_only(meeting, at=TEN):
    (live,) = quorum_live(meeting, at=at)
    return live


def test_two_of_three_make_mertons_board_quorate(group, manager, moment):
    make.quorum(group, minimum_partners=2, deputies_count="yes")
    found = opened(group, manager, moment, council="present", nhs="absent")

    short = the_only(found)
    keep(found, group, manager, force={"presence": "deputy", "deputy_post": "An inspector"})
    enough = the_only(found)

    assert (short.state, short.would_do) == (
        "not-quorate",
        "Quorate if The nhs or The force joins.",
    )
    assert (enough.state, enough.said, enough.would_do) == ("quorate", "", "")
    assert enough.present == ("local_authority", "police")


def test_all_three_make_an_executive_quorate_and_a_deputy_is_remarked(group, manager, moment):
    make.quorum(group, minimum_partners=3, required_kinds=ALL)
    found = opened(
        group,
        manager,
        moment,
        council="present",
        nhs="virtual",
        force={"presence": "deputy", "deputy_post": "An inspector"},
    )

    live = the_only(found)

    assert (live.state, live.label) == ("remark", "Quorate, with a remark")
    assert live.said.startswith("Met only with a deputy for: police.")


@pytest.mark.parametrize("stated", [True, False])
def test_where_none_is_stated_nobody_is_missing(stated, group, manager, moment):
    if stated:
        make.quorum(group, stated=False)
    found = opened(group, manager, moment, council="absent")

    live = the_only(found)

    assert (live.state, live.would_do) == ("none", "")
    assert live.rule == (
        "No quorum is stated." if stated else "No quorum is recorded for this group."
    )


def test_one_delegate_of_two_councils_is_one_partner(group, seats, manager, moment):
    make.quorum(group, minimum_partners=2)
    second = people.seat(
        "second", organisation=people.organisation("Second council"), speaks_for=ALL[0]
    )
    people.appointment(second, "Holder of council")
    make.place(group, second)
    found = opened(group, manager, moment, council="present", second="present")

    live = the_only(found)

    assert live.state == "not-quorate"
    assert live.present == ("local_authority",)


def test_a_vacant_seat_is_explained(group, seats, manager, moment):
    make.quorum(group, minimum_partners=3, required_kinds=ALL)
    seats["force"].appointments.all().delete()
    found = opened(group, manager, moment, council="present", nhs="present")

    live = the_only(found)

    assert live.would_do == "Cannot be quorate: the seat for The force is vacant."
    assert "The seat Seat force is vacant, so nobody counts for it." in live.remarks


def test_a_group_without_a_seat_of_a_partner_says_so(in_north, manager, moment):
    group = make.group("small")
    seat = people.seat("only", organisation=people.organisation("Only"), speaks_for="icb")
    people.appointment(seat)
    make.place(group, seat, chairing="chair")
    make.quorum(group, minimum_partners=2, required_kinds=["police"])
    found = opened(group, manager, moment, only="present")

    assert the_only(found).would_do == (
        "Cannot be quorate: no seat of this group speaks for the police."
    )


def test_who_comes_late_or_has_left_counts_by_the_clock(group, manager, moment):
    make.quorum(group, minimum_partners=2)
    found = opened(
        group,
        manager,
        moment,
        council={"presence": "present", "left_at": time(11, 30)},
        nhs={"presence": "virtual", "arrived_at": time(10, 30)},
    )

    states = [the_only(found, TEN + n * HOUR).state for n in (0, 1, 2)]

    assert states == ["not-quorate", "quorate", "not-quorate"]


def test_the_answers_forecast_it_before_the_day(group, manager, moment):
    make.quorum(group, minimum_partners=3, required_kinds=ALL, deputies_count="yes")
    sent = make.sent_meeting(group, starts_at=TEN, by=manager, at=moment)
    invited = sent.invitees
    invited.filter(seat__key="council").update(answer="coming")
    invited.filter(seat__key="nhs").update(answer="online")

    open_still = the_only(sent, moment)
    invited.filter(seat__key="force").update(answer="apologies")
    lost = the_only(sent, moment)
    invited.filter(seat__key="force").update(answer="deputy")
    won = the_only(sent, moment)

    assert open_still.label == "Not quorate on the answers so far"
    assert open_still.would_do == "Quorate if The force joins."
    assert "The chair is coming." in open_still.remarks
    assert lost.would_do == "Cannot be quorate: The force sent apologies."
    assert won.label == "Quorate on the answers so far"


@pytest.mark.parametrize(
    ("answer", "remark"),
    [("apologies", "The chair has sent apologies."), ("none", "The chair has not answered.")],
)
def test_how_the_chair_is_stands_beside_it(answer, remark, group, manager, moment):
    sent = make.sent_meeting(group, starts_at=TEN, by=manager, at=moment)
    sent.invitees.filter(seat__key="council").update(answer=answer)

    assert the_only(sent, moment).remarks == (remark,)


def test_a_vacant_chair_and_none_at_all_are_said(group, seats, manager, moment):
    sent = make.sent_meeting(group, starts_at=TEN, by=manager, at=moment)
    seats["council"].appointments.all().delete()
    assert "The chair’s seat is vacant: choose who presides." in the_only(sent).remarks

    group.seats.update(chairing="")
    assert "The group has no chair: choose who presides." in the_only(sent).remarks


def test_whoever_presides_is_named_present_or_not(group, seats, manager, moment):
    found = opened(group, manager, moment, nhs="present")
    assert the_only(found).remarks == ("The chair is not marked as present.",)

    keep(found, group, manager, council="present")
    assert the_only(found).remarks == ("The chair is present.",)


def test_each_group_of_a_joint_meeting_has_its_own_quorum(group, seats, manager, moment):
    make.quorum(group, minimum_partners=1)
    wider = make.group("wider", name="The Wider Group")
    make.place(wider, seats["nhs"])
    make.quorum(wider, minimum_partners=1)
    found = make.open_meeting(
        group, starts_at=TEN, by=manager, at=moment, kind="joint", with_groups=(wider,)
    )
    keep(found, group, manager, council="present", nhs="absent")

    lives = quorum_live(found, at=TEN)

    assert [(live.group.key, live.state) for live in lives] == [
        ("board", "quorate"),
        ("wider", "not-quorate"),
    ]
    assert lives[1].remarks == ()  # whoever presides is no member of the other group


def test_how_it_stood_when_the_meeting_was_opened_is_kept(group, manager, moment):
    make.quorum(group, minimum_partners=2)
    sent = make.sent_meeting(group, starts_at=TEN, by=manager, at=moment)

    found = services.open_meeting(meeting=sent, presiding=None, by=manager, at=TEN)
    before = found.quorum_when_opened
    keep(found, group, manager, council="present", nhs="present", at=TEN + HOUR)
    found.refresh_from_db()
    first = found.quorum_when_opened
    keep(found, group, manager, nhs="absent", at=TEN + 2 * HOUR)
    found.refresh_from_db()

    assert (before["taken"], before["groups"][0]["state"]) == (False, "not-taken")
    assert first == {
        "at": (TEN + HOUR).isoformat(),
        "taken": True,
        "groups": [
            {
                "group": "board",
                "state": "quorate",
                "said": "",
                "present": ["icb", "local_authority"],
            }
        ],
    }
    assert found.quorum_when_opened == first  # a later change is no longer how it was opened
    assert quorum_snapshot(found, at=TEN + 2 * HOUR)["groups"][0]["state"] == "not-quorate"


def test_a_register_that_is_not_kept_yet_is_said(group, manager, moment):
    make.quorum(group, minimum_partners=2)
    found = opened(group, manager, moment)

    assert the_only(found).remarks[0] == "The register has not been kept yet."
