"""The register of decisions: quorum, positions, votes, interests, deputies, between meetings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import AgendaItem, AttendanceMark, Decision, Position, QuorumRule
from governance.selectors.decisions import decisions_seen_by, to_be_minuted
from governance.services.agenda import ItemFacts, add_item
from governance.services.decisions import DecisionFacts, record_decision, report_decision
from governance.services.positions import InterestFacts, PositionFacts, note_interest
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent, ConflictDeclaration, LocalRule
from partnerships.papers import Paper
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PDF = Paper("letter.pdf", b"%PDF-1.7\n%%EOF\n")
KINDS = {"council": "local_authority", "health": "icb", "police": "police"}


@pytest.fixture
def board(in_north):
    """A board of three partners and a school; any two partners are its quorum, as in Merton."""
    group = make.group("board", name="Board")
    QuorumRule.objects.create(group=group, stated=True, minimum_partners=2)
    for key, kind in {**KINDS, "school": ""}.items():
        seat = people.seat(key, "LSP" if kind else "MEMBER", speaks_for=kind)
        people.appointment(seat, f"Holder of {key}")
        make.place(group, seat, chairing="chair" if key == "council" else "")
    return group


@pytest.fixture
def seats(board):
    return {row.seat.key: row.seat for row in board.seats.select_related("seat")}


@pytest.fixture
def meeting(board, manager):
    return make.open_meeting(board, starts_at=AT, by=manager, at=AT - timedelta(days=9))


@pytest.fixture
def item(board, meeting, manager):
    return add_item(
        group=board, meeting=meeting, facts=ItemFacts(title="Budget"), by=manager, at=AT
    )


def mark(meeting, seats, **presence):
    for key, how in presence.items():
        AttendanceMark.objects.create(meeting=meeting, seat=seats[key], presence=how)


def stood(seats, **stances):
    return tuple(PositionFacts(seats[key], stance) for key, stance in stances.items())


def decide(group, by, **facts):
    given = {"title": "The budget", "text": "The budget of 2027 is agreed.", **facts}
    return record_decision(facts=DecisionFacts(group=group, **given), by=by, at=AT)


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


def rule(kind, group="board"):
    LocalRule.objects.create(kind=kind, text="A rule of ours", applies_to=[group])


def test_a_decision_of_a_meeting_gets_a_number_positions_and_an_audit_row(
    board, meeting, item, seats, manager
):
    mark(meeting, seats, council="present", police="virtual", health="apologies")

    made = decide(
        board,
        manager,
        meeting=meeting,
        item=item,
        positions=stood(seats, council="agrees", police="agrees"),
    )

    assert made.reference == "NORT-D-2026-001"
    assert (made.decided_on, made.mode, made.part) == (date(2026, 6, 1), "meeting", "A")
    rows = list(Position.objects.order_by("pk").values_list("kind", "stance", "is_vote"))
    assert rows == [("local_authority", "agrees", False), ("police", "agrees", False)]
    noted = AuditEvent.objects.get(verb="decided")
    assert "budget" not in str(noted.facts).lower()


def test_a_room_without_its_quorum_decides_nothing_and_says_who_is_missing(
    board, meeting, item, seats, manager
):
    assert refused(lambda: decide(board, manager, meeting=meeting)).code == "not-marked"
    mark(meeting, seats, council="present", police="absent")

    error = refused(lambda: decide(board, manager, meeting=meeting, item=item))

    assert error.code == "not-quorate"
    assert "Absent: integrated care board, police." in str(error)
    assert "Minute it as a recommendation" in str(error)
    assert not Decision.objects.exists()


def test_where_no_quorum_is_stated_a_meeting_decides_unmarked(board, meeting, manager):
    QuorumRule.objects.update(stated=False, minimum_partners=None)

    assert decide(board, manager, meeting=meeting).reached == "consensus"


def test_who_leaves_for_an_item_does_not_count_and_takes_no_part(
    board, meeting, item, seats, manager
):
    mark(meeting, seats, council="present", police="present")
    facts = InterestFacts(seats["police"], "A contract", "left")
    note_interest(item=item, facts=facts, by=manager, at=AT)

    assert refused(lambda: decide(board, manager, meeting=meeting, item=item)).code == "not-quorate"
    mark(meeting, seats, health="present")
    given = {"meeting": meeting, "item": item}
    error = refused(
        lambda: decide(board, manager, positions=stood(seats, police="agrees"), **given)
    )
    made = decide(board, manager, positions=stood(seats, police="no_part"), **given)

    assert error.field == f"stance_{seats['police'].public_id}"
    assert made.positions.get().stance == "no_part"


def test_a_declared_interest_that_nobody_decided_on_keeps_its_holder_out_until_the_chair_agrees(
    board, meeting, item, seats, manager
):
    mark(meeting, seats, council="present", police="present")
    holder = seats["police"].appointments.get().person
    declared = ConflictDeclaration.objects.create(
        person=holder, kind="financial", matter="Shares", declared_at=AT, declared_by=manager,
        renew_on=date(2027, 6, 1),
    )  # fmt: skip
    given = {"meeting": meeting, "item": item, "positions": stood(seats, police="agrees")}

    error = refused(lambda: decide(board, manager, **given))
    facts = InterestFacts(seats["police"], "Shares", "took_part", declared)
    note_interest(item=item, facts=facts, by=manager, at=AT)

    assert error.code == "interest-undecided"
    assert decide(board, manager, **given).positions.count() == 1


def test_somebody_elses_declaration_is_not_taken(board, meeting, item, seats, manager):
    declared = ConflictDeclaration.objects.create(
        person=seats["council"].appointments.get().person, kind="financial", matter="Shares",
        declared_at=AT, declared_by=manager, renew_on=date(2027, 6, 1),
    )  # fmt: skip
    facts = InterestFacts(seats["police"], "Shares", "left", declared)

    error = refused(lambda: note_interest(item=item, facts=facts, by=manager, at=AT))

    assert (error.field, str(error)) == ("declaration", "This declaration is of somebody else.")


def test_a_vote_is_of_the_partners_alone_and_where_the_rule_provides_for_it(
    board, meeting, seats, manager
):
    mark(meeting, seats, council="present", police="present", health="present", school="present")
    said = stood(seats, council="agrees", police="agrees", health="disagrees", school="disagrees")
    given = {"meeting": meeting, "reached": "vote", "positions": said}

    assert refused(lambda: decide(board, manager, **given)).field == "reached"
    rule("votes_only_from_partners")
    made = decide(board, manager, **given)

    assert made.positions.filter(is_vote=True).count() == 3
    assert made.positions.get(seat=seats["school"]).is_vote is False


def test_who_was_not_there_has_no_position(board, meeting, seats, manager):
    mark(meeting, seats, council="present", police="present", school="apologies")

    error = refused(
        lambda: decide(board, manager, meeting=meeting, positions=stood(seats, school="agrees"))
    )

    assert "Seat school was not at the meeting" in str(error)


def test_a_deputy_overturns_with_the_members_confirmation_alone(board, meeting, seats, manager):
    rule("deputy_cannot_overturn")
    mark(meeting, seats, council="present", police="deputy")
    first = make.open_meeting(
        board, starts_at=AT - timedelta(days=30), by=manager, at=AT - timedelta(days=40)
    )
    mark(first, seats, council="present", police="present")
    earlier = decide(
        board, manager, meeting=first, positions=stood(seats, council="agrees", police="agrees")
    )
    given = {"meeting": meeting, "replaces": earlier}

    def departs(**facts):
        return (PositionFacts(seats["police"], "abstains", **facts),)

    no_day = refused(lambda: decide(board, manager, positions=departs(), **given))
    day = {"confirmed_on": date(2026, 5, 30)}
    no_paper = refused(lambda: decide(board, manager, positions=departs(**day), **given))
    made = decide(board, manager, positions=departs(**day, confirmation=PDF), **given)

    assert no_day.field == f"confirmed_{seats['police'].public_id}"
    assert no_paper.field == f"confirmation_{seats['police'].public_id}"
    kept = made.positions.get()
    assert (kept.by_deputy, kept.departs_from.decision, kept.confirmation.size) == (
        True, earlier, 15,
    )  # fmt: skip
    again = refused(lambda: decide(board, manager, **given))
    assert str(again) == "This decision has been replaced already."


def test_what_is_decided_between_meetings_waits_for_the_next_one(board, seats, manager):
    said = stood(seats, council="agrees", police="agrees")
    given = {"decided_on": date(2026, 5, 20)}
    silent = refused(lambda: decide(board, manager, positions=said, **given))
    made = decide(
        board, manager, positions=(*said, PositionFacts(seats["health"], "agrees")), **given
    )
    following = make.open_meeting(board, starts_at=AT, by=manager, at=AT - timedelta(days=9))

    assert "Say how these partners stood: integrated care board." in str(silent)
    assert AgendaItem.objects.get().title == (
        "To be minuted: NORT-D-2026-001, decided between meetings"
    )
    assert list(to_be_minuted(following)) == [made]
    report_decision(decision=made, meeting=following, by=manager, at=AT)
    assert not to_be_minuted(following).exists()
    again = refused(lambda: report_decision(decision=made, meeting=following, by=manager, at=AT))
    assert again.code == "reported"


def test_a_lead_who_acts_between_meetings_is_named(board, seats, manager):
    given = {"decided_on": date(2026, 5, 20), "reached": "partner"}

    assert refused(lambda: decide(board, manager, **given)).field == "lead"
    assert decide(board, manager, lead=seats["police"], **given).mode == "between"


def test_what_comes_of_part_b_is_seen_by_its_readers_alone(
    in_north, board, meeting, item, seats, manager
):
    mark(meeting, seats, council="present", police="present")
    AgendaItem.objects.update(part="B", part_reason="A case")
    item.refresh_from_db()
    made = decide(board, manager, meeting=meeting, item=item)
    lay = people.member(in_north, "lay_member")

    def seen(user):
        standing = access.standing(user, on=AT.date())
        return list(decisions_seen_by(user, standing, on=AT.date()))

    assert made.part == "B"
    assert seen(manager) == [made]
    assert seen(lay) == []


def test_who_does_not_keep_the_record_decides_nothing(in_north, board, meeting):
    with pytest.raises(NotPermitted):
        decide(board, people.member(in_north, "lay_member"), meeting=meeting)


def test_bad_input_is_answered_beside_its_field(board, meeting, manager):
    assert refused(lambda: decide(board, manager, title=" ")).field == "title"
    assert refused(lambda: decide(board, manager, text=" ")).field == "text"
    assert refused(lambda: decide(board, manager)).field == "decided_on"
    other = make.group("other")
    assert refused(lambda: decide(other, manager, meeting=meeting)).code == "other-group"
