"""What absence asks for: reviews, letters, risks and items, by the partnership's own rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import AbsenceReview, AgendaItem, Letter, Risk
from governance.services import absences as services
from governance.services import close_meeting
from governance.services.attendance import MarkFacts, save_register
from governance.services.risks import RiskFacts
from krscp_portal.foundation.errors import DomainError
from partnerships.models import LocalRule
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=28)
NOW = FIRST + 10 * MONTH


@pytest.fixture
def board(in_north):
    found = make.group("board", name="The Board")
    chair = people.seat("chair", organisation=people.organisation("The Council"))
    people.appointment(chair, "Kim Lane")
    make.place(found, chair, chairing="chair")
    return found


@pytest.fixture
def force(board):
    return people.organisation("The Force")


@pytest.fixture
def police(board, force):
    seat = people.seat("police", organisation=force, speaks_for="police")
    people.appointment(seat, "Jo Brook")
    make.place(board, seat)
    return seat


def rule(kind, **fields):
    return LocalRule.objects.create(kind=kind, text="As written", applies_to=["board"], **fields)


def hold(board, manager, nth, *marks):
    """Hold the nth monthly meeting; its register is kept while it is under way."""
    begins = FIRST + nth * MONTH
    made = make.open_meeting(board, starts_at=begins, by=manager, at=begins - MONTH)
    save_register(meeting=made, marks=marks, by=manager, at=begins)
    return close_meeting(meeting=made, by=manager, at=made.ends_at)


def test_two_absences_running_open_one_review_and_a_third_joins_it(board, police, manager):
    rule("absences_reviewed_after", number=2)
    hold(board, manager, 0, MarkFacts(police, "apologies"))
    assert not AbsenceReview.objects.exists()

    hold(board, manager, 1, MarkFacts(police, "absent"))
    review = AbsenceReview.objects.get()
    assert (review.seat, review.absences, review.state) == (police, 2, "open")

    third = hold(board, manager, 2, MarkFacts(police, "absent"))
    review = AbsenceReview.objects.get()
    assert (review.absences, review.last_meeting) == (3, third)


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({"confirmed": False}, ("absent", "absent")),
        ({"number": 3}, ("absent", "absent")),
        ({}, ("absent", "deputy")),
    ],
)
def test_no_review_opens_that_no_rule_asks_for(fields, marks, board, police, manager):
    rule("absences_reviewed_after", **fields)

    for nth, presence in enumerate(marks):
        hold(board, manager, nth, MarkFacts(police, presence, deputy_post="A sergeant"))

    assert not AbsenceReview.objects.exists()


def test_absences_before_the_appointment_count_for_nobody(board, police, manager):
    rule("absences_reviewed_after")
    hold(board, manager, 0, MarkFacts(police, "absent"))
    first = police.appointments.get()
    first.period = (first.first_day, date(2026, 3, 20))
    first.save()
    people.appointment(police, "Newly come", date(2026, 3, 20))

    hold(board, manager, 1, MarkFacts(police, "absent"))

    assert not AbsenceReview.objects.exists()


def test_a_register_that_is_corrected_later_opens_the_review_then(board, police, manager):
    rule("absences_reviewed_after")
    hold(board, manager, 0, MarkFacts(police, "absent"))
    second = hold(board, manager, 1, MarkFacts(police, "present"))

    save_register(meeting=second, marks=[MarkFacts(police, "absent")], by=manager, at=NOW)

    assert AbsenceReview.objects.get().absences == 2


@pytest.fixture
def review(board, police, manager):
    rule("absences_reviewed_after")
    hold(board, manager, 0, MarkFacts(police, "absent"))
    hold(board, manager, 1, MarkFacts(police, "absent"))
    return AbsenceReview.objects.get()


def test_the_letter_of_a_review_is_drafted_once(review, manager):
    letter = services.draft_review_letter(review=review, by=manager, at=NOW)
    again = services.draft_review_letter(review=review, by=manager, at=NOW)

    assert again == letter
    assert (letter.to_post, letter.kind, letter.state) == (
        "Seat police", "absence_review", "draft",
    )  # fmt: skip
    assert "missed the last 2 meetings of The Board, the last of them on 31 March" in letter.body


def test_a_review_comes_to_a_risk_on_the_register(review, force, board, manager):
    risk = RiskFacts("The police are away", 3, 4, date(2027, 6, 1), group=board, organisation=force)

    services.close_review(
        review=review, found="No deputy", outcome="risk", risk=risk, by=manager, at=NOW
    )

    review.refresh_from_db()
    assert (review.state, review.closed_by, review.outcome) == ("closed", manager, "risk")
    assert review.risk == Risk.objects.get()


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"found": " ", "outcome": "no_action"},
            "Say what the review found.",
            "found",
        ),
        ({"found": "So", "outcome": "risk"}, "Say what the risk is.", "title"),
        (
            {"found": "So", "outcome": "no_action", "risk": True},
            "A risk goes with its own outcome.",
            "outcome",
        ),
    ],
)
def test_a_review_is_finished_whole_or_not_at_all(facts, sentence, field, review, manager):
    if "risk" in facts:
        facts = {**facts, "risk": RiskFacts("A risk", 1, 1, date(2027, 6, 1))}

    with pytest.raises(DomainError) as refusal:
        services.close_review(review=review, by=manager, at=NOW, **facts)

    assert (str(refusal.value), refusal.value.field) == (sentence, field)
    review.refresh_from_db()
    assert review.state == "open"
    assert not Risk.objects.exists()


def test_a_finished_review_stays_finished_until_another_absence(review, board, police, manager):
    facts = {"found": "All is well", "outcome": "will_attend", "by": manager, "at": NOW}
    services.close_review(review=review, **facts)
    last = review.last_meeting

    services.follow_up(meeting=last, by=manager, at=NOW)
    with pytest.raises(DomainError, match="This review is finished"):
        services.close_review(review=review, **facts)
    assert AbsenceReview.objects.count() == 1

    hold(board, manager, 2, MarkFacts(police, "absent"))
    assert list(AbsenceReview.objects.order_by("pk").values_list("state", "absences")) == [
        ("closed", 2),
        ("open", 3),
    ]


def test_the_accountable_officer_of_an_absent_partner_is_written_to_in_draft(
    board, police, force, manager
):
    rule("absent_partner_is_written_to")
    people.seat("lsp", "LSP", organisation=force)

    held = hold(board, manager, 0, MarkFacts(police, "absent"))

    letter = Letter.objects.get()
    assert (letter.kind, letter.state, letter.to_post) == ("absent_partner", "draft", "Seat lsp")
    assert letter.body.startswith(
        "The Force was not represented at the meeting of The Board on 3 March 2026."
    )
    save_register(
        meeting=held,
        marks=[MarkFacts(police, "deputy", deputy_post="A sergeant")],
        by=manager,
        at=NOW,
    )
    letter.refresh_from_db()
    assert letter.state == "discarded"


def test_without_a_lead_seat_the_letter_goes_to_the_post(board, police, manager):
    rule("absent_partner_is_written_to")
    police.appointments.all().delete()
    chair = board.seats.get(chairing="chair").seat

    hold(board, manager, 0, MarkFacts(chair, "present"))  # the seat of the police is vacant

    assert Letter.objects.get().to_post == "The accountable officer, The Force"


def test_no_letter_is_drafted_while_the_register_is_silent(board, police, manager):
    rule("absent_partner_is_written_to")

    hold(board, manager, 0)

    assert not Letter.objects.exists()


@pytest.fixture
def executive(board):
    return make.group("executive", kind="executive", name="The Executive")


def test_a_lasting_gap_goes_to_the_executives_agenda_once(board, police, executive, manager):
    rule("attendance_register")
    for nth, presence in enumerate(("absent", "present", "absent", "absent")):
        hold(board, manager, nth, MarkFacts(police, presence))

    item = AgendaItem.objects.get()
    assert (item.group, item.title) == (executive, "Attendance of The Force at The Board")
    assert item.text.startswith("Represented at 1 of 3 meetings (33%) within twelve months.")
    assert item.raised_by_rule.startswith("attendance-gap:")


def test_a_gap_is_raised_by_hand_where_no_rule_does(board, police, force, executive, manager):
    for nth in range(3):
        hold(board, manager, nth, MarkFacts(police, "absent"))
    assert not AgendaItem.objects.exists()
    at = FIRST + 3 * MONTH

    item = services.raise_gap(group=board, organisation=force, by=manager, at=at)
    again = services.raise_gap(group=board, organisation=force, by=manager, at=at)

    assert item == again
    assert item.group == executive


def test_what_is_no_gap_is_not_raised(board, police, force, manager):
    with pytest.raises(DomainError, match="The register shows no lasting gap of The Force"):
        services.raise_gap(group=board, organisation=force, by=manager, at=NOW)

    for nth in range(3):
        hold(board, manager, nth, MarkFacts(police, "absent"))
    with pytest.raises(DomainError, match="There is no executive"):
        services.raise_gap(group=board, organisation=force, by=manager, at=FIRST + 3 * MONTH)


def test_gaps_go_up_the_groups_own_line(board, executive):
    other = make.group("other-executive", kind="executive")
    middle = make.group("middle", reports_to=other)
    board.reports_to = middle

    assert services.executive_of(board) == other
    assert services.executive_of(make.group("alone")) == executive
