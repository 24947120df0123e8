"""Which seats sit on which groups: what is written down, what is refused, what is read."""

from datetime import date

import pytest

from governance import selectors, services
from governance.models import GroupAgency, GroupSeat
from governance.services import GroupSeatFacts
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, LocalRule
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def board(in_north):
    return make.group("board")


@pytest.fixture
def police(in_north):
    return people.seat("police", speaks_for="police", organisation=people.organisation("Police"))


def rule(kind: str, stance: str = "refuse", **fields: object) -> None:
    LocalRule.objects.create(kind=kind, stance=stance, text="As written", **fields)


def audited() -> list[tuple[str, str, dict]]:
    rows = AuditEvent.objects.order_by("number")
    return [(row.verb, row.object_reference, row.facts) for row in rows]


def test_a_seat_is_given_a_place(board, police, manager, moment):
    facts = GroupSeatFacts(board, police, code="SP", chairing="chair", votes=True)

    row = services.seat_on_group(facts=facts, by=manager, at=moment)

    assert (row.group, row.seat, row.code, row.votes) == (board, police, "SP", True)
    assert audited() == [
        (
            "created",
            "Seat police",
            {"group": "board", "code": "SP", "chairing": "chair", "votes": True, "to_on": None},
        )
    ]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"votes": True, "code": "RA"}, "votes", "Only safeguarding partners vote here"),
        ({"chairing": "chair"}, "chairing", "The group has a chair then: Seat lead."),
        ({"chairing": "co_chair"}, "chairing", "so it has no co-chairs"),
        (
            {"from_on": date(2026, 2, 1), "to_on": date(2026, 1, 1)},
            "to_on",
            "The last day must not be before the first",
        ),
        ({"code": "XX"}, "code", "not a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    changes, field, sentence, board, police, manager, moment
):
    rule("votes_only_from_partners")
    make.place(board, people.seat("lead"), chairing="chair")

    with pytest.raises(DomainError, match=sentence) as refusal:
        services.seat_on_group(
            facts=GroupSeatFacts(board, police, **changes), by=manager, at=moment
        )

    assert refusal.value.field == field
    assert GroupSeat.objects.count() == 1
    assert audited() == []


def test_the_same_seat_twice_is_refused(board, police, manager, moment):
    make.place(board, police)

    with pytest.raises(DomainError, match="sits on the group already"):
        services.seat_on_group(facts=GroupSeatFacts(board, police), by=manager, at=moment)


def test_a_closed_seat_and_a_group_that_has_ended_are_refused(board, police, manager, moment):
    closed = people.seat("closed", closed_on=date(2026, 1, 1))
    over = make.group("over", ended_on=date(2025, 1, 1))

    with pytest.raises(DomainError, match="This seat is closed"):
        services.seat_on_group(facts=GroupSeatFacts(board, closed), by=manager, at=moment)
    with pytest.raises(DomainError, match="This group has been ended"):
        services.seat_on_group(facts=GroupSeatFacts(over, police), by=manager, at=moment)
    until = GroupSeatFacts(board, closed, to_on=date(2025, 12, 31))  # as history it is true
    assert services.seat_on_group(facts=until, by=manager, at=moment).to_on == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, True),
        ({"stance": "record"}, True),
        ({"stance": "record", "confirmed": False}, False),
        ({"applies_to": ["board"]}, True),
        ({"applies_to": ["executive"]}, False),
        ({"ended_on": date(2026, 1, 1)}, False),
    ],
)
def test_the_rule_on_votes_binds_where_it_is_confirmed_and_in_force(
    fields, refused, board, police, manager, moment
):
    rule("votes_only_from_partners", **fields)
    facts = GroupSeatFacts(board, police, code="RA", votes=True)

    if refused:
        with pytest.raises(DomainError, match="Only safeguarding partners vote"):
            services.seat_on_group(facts=facts, by=manager, at=moment)
    else:
        services.seat_on_group(facts=facts, by=manager, at=moment)

    assert GroupSeat.objects.exists() is not refused


@pytest.mark.parametrize("stance", ["refuse", "warn"])
def test_co_chairs_of_one_agency_are_refused_or_warned_about(
    stance, board, police, manager, moment
):
    rule("cochairs_from_two_agencies", stance)
    other = people.seat("other", organisation=police.organisation)
    make.place(board, police, chairing="co_chair")
    facts = GroupSeatFacts(board, other, chairing="co_chair")

    if stance == "refuse":
        with pytest.raises(DomainError, match="Co-chairs are of two agencies"):
            services.seat_on_group(facts=facts, by=manager, at=moment)
    else:
        services.seat_on_group(facts=facts, by=manager, at=moment)
        remarks = selectors.membership_of(group=board, on=TODAY).remarks
        assert remarks == ("Both co-chairs are of one agency: Police.",)


def test_a_place_is_changed_and_the_audit_says_what_moved(board, police, manager, moment):
    row = make.place(board, police, code="RA")
    facts = GroupSeatFacts(board, police, code="SP", votes=True)

    services.change_group_seat(row=row, facts=facts, by=manager, at=moment)
    services.change_group_seat(row=row, facts=facts, by=manager, at=moment)

    ((verb, _reference, said),) = audited()
    assert (verb, said["fields"]) == ("changed", ["code", "votes"])


def test_a_place_keeps_its_seat(board, police, manager, moment):
    row = make.place(board, police)
    facts = GroupSeatFacts(board, people.seat("other"))

    with pytest.raises(DomainError, match="keeps its group and its seat"):
        services.change_group_seat(row=row, facts=facts, by=manager, at=moment)


def test_a_place_ends_once_and_not_before_it_began(board, police, manager, moment):
    row = make.place(board, police, from_on=date(2026, 1, 1))

    with pytest.raises(DomainError, match="before the first"):
        services.end_group_seat(row=row, to_on=date(2025, 12, 31), by=manager, at=moment)
    services.end_group_seat(row=row, to_on=date(2026, 5, 31), by=manager, at=moment)
    with pytest.raises(DomainError, match="ended already"):
        services.end_group_seat(row=row, to_on=date(2026, 6, 2), by=manager, at=moment)

    row.refresh_from_db()
    assert row.to_on == date(2026, 5, 31)


def test_who_chairs_one_group_keeps_that_group_alone(board, police, north, moment):
    chair = people.member(north, "group_chair")
    chair.role_assignments.update(group_key="board")
    other = make.group("other")

    services.seat_on_group(facts=GroupSeatFacts(board, police), by=chair, at=moment)
    with pytest.raises(NotPermitted, match="for another group"):
        services.seat_on_group(facts=GroupSeatFacts(other, police), by=chair, at=moment)


def test_a_scrutineer_seats_nobody(board, police, north, moment):
    reader = people.member(north, "scrutineer")

    with pytest.raises(NotPermitted):
        services.seat_on_group(facts=GroupSeatFacts(board, police), by=reader, at=moment)


def test_a_group_speaks_for_an_agency_once(board, manager, moment):
    agency = people.agency("Fire service")

    row = services.speak_for(group=board, agency=agency, by=manager, at=moment)
    with pytest.raises(DomainError, match="speaks for this agency already"):
        services.speak_for(group=board, agency=agency, by=manager, at=moment)
    services.stop_speaking_for(row=row, by=manager, at=moment)

    assert not GroupAgency.objects.exists()
    assert [(verb, named) for verb, named, _facts in audited()] == [
        ("created", "Fire service"),
        ("removed", "Fire service"),
    ]


def test_a_group_does_not_speak_for_an_agency_that_left(board, manager, moment):
    gone = people.agency("Old trust", to_on=date(2025, 1, 1))

    with pytest.raises(DomainError, match="no longer takes part"):
        services.speak_for(group=board, agency=gone, by=manager, at=moment)


def test_members_are_read_with_their_holders_of_the_day(board, police):
    people.appointment(police, "Kim Lane")
    people.appointment(police, "Robin Hill", kind="deputy")
    left = people.seat("left")
    people.appointment(left, "Sam Field", ends=date(2026, 5, 1))
    waiting = people.seat("waiting")
    people.appointment(waiting, "Ash Grove", kind="deputy")
    make.place(board, police, code="SP", chairing="chair", votes=True)
    make.place(board, left, code="RA")
    make.place(board, waiting, from_on=date(2026, 7, 1))
    make.place(board, people.seat("before"), to_on=date(2026, 5, 31))

    found = selectors.membership_of(group=board, on=TODAY)

    assert [(each.title, each.holders, each.gap) for each in found.members] == [
        ("Seat police", ("Kim Lane", "Robin Hill (standing deputy)"), ""),
        ("Seat left", (), "Vacant"),
        ("Seat waiting", ("Ash Grove (standing deputy)",), "Vacant"),
    ]
    assert [each.title for each in found.leads] == ["Seat police"]
    assert [each.is_coming for each in found.members] == [False, False, True]
    assert [row.seat.title for row in found.former] == ["Seat before"]
    assert [value for value, _label in found.codes] == ["SP", "RA", "none"]


def test_members_are_narrowed_to_one_code(board, police):
    make.place(board, police, code="SP")
    make.place(board, people.seat("other"))

    found = selectors.membership_of(group=board, on=TODAY, code="none")

    assert [each.title for each in found.members] == ["Seat other"]
    assert found.members[0].gap == "No holder recorded"
    assert found.hidden == 1


def test_the_grid_says_who_sits_where_and_what_is_odd(board, police):
    rule("votes_only_from_partners", applies_to=["board"])
    forum = make.group("forum", kind="forum")
    lay = people.seat("lay")
    make.place(board, police, code="SP", chairing="chair", votes=True)
    make.place(board, lay, code="C", votes=True)
    make.place(forum, lay, votes=True)
    make.place(forum, police, from_on=date(2026, 7, 1))
    people.seat("nowhere")

    grid = selectors.grid(on=TODAY)

    assert [column.group.key for column in grid.columns] == ["board", "forum"]
    assert [(row.title, [cell.words for cell in row.cells]) for row in grid.rows] == [
        ("Seat lay", ["C, votes", "Member, votes"]),
        ("Seat police", ["SP, Chair, votes", ""]),
    ]
    assert [(each.seats, each.votes, each.partners, each.leads) for each in grid.columns] == [
        (2, 2, 1, "Seat police (chair)"),
        (1, 1, 0, ""),
    ]
    assert [seat.title for seat in grid.seatless] == ["Seat nowhere"]
    assert grid.remarks == (
        (
            "Group board",
            "Seat lay votes without being a safeguarding partner. Only they vote here.",
        ),
    )
