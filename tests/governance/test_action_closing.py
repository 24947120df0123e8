"""Done is not closed: somebody else accepts it, and the question comes again."""

from datetime import UTC, date, datetime

import pytest

from deadlines.models import Deadline
from governance.enums import ImpactRating
from governance.models import ActionFile, ImpactCheck
from governance.selectors.actions import needs_on_actions
from governance.services.action_closing import (
    Closing,
    answer_check,
    close_action,
    return_action,
)
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import Notice
from partnerships.papers import Paper
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import (
    CLOSING,
    LATER,
    closed,
    done,
    given,
    held_by,
    seat_with_holder,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nA page.\n%%EOF"


@pytest.fixture
def group(in_north):
    return make.group("oseg", name="Operational executive")


@pytest.fixture
def police(in_north):
    return seat_with_holder(in_north, "police")


@pytest.fixture
def action(group, police, manager):
    return given(police[0], manager, group)


def refused(act, field=None):
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.field == field
    return str(caught.value)


def test_what_is_done_waits_and_its_clock_is_met(in_north, group, action, police, manager):
    lead, chair = seat_with_holder(in_north, "lead", "group_chair")
    make.place(group, lead, chairing="chair")

    found = done(action, police[1])

    assert (found.state, found.done_by) == ("done", police[1])
    assert Deadline.objects.get().met_on == date(2026, 6, 10)
    assert Notice.objects.get(recipient=chair).subject == (
        "An action waits to be accepted (NORT-A-2026-001)"
    )


def test_done_is_shown_by_words_or_a_paper(action, police):
    assert refused(lambda: done(action, police[1], evidence=" "), "evidence") == (
        "Say what was done, or add a paper that shows it."
    )
    bad = Paper("it.exe", b"MZ")
    assert "Choose a PDF" in refused(lambda: done(action, police[1], paper=bad), "paper")

    done(action, police[1], evidence="", paper=Paper("Bob.pdf", PDF), paper_title="The protocol")

    kept = ActionFile.objects.get()
    assert (kept.title, kept.file.name) == ("The protocol", "NORT-A-2026-001-1.pdf")


def test_what_is_done_late_says_why(action, police):
    late = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
    facts = {"done_on": date(2026, 6, 19), "at": late}

    assert refused(lambda: done(action, police[1], **facts), "late_reason") == (
        "This was due on Monday 15 June 2026: say why it is late."
    )
    action.refresh_from_db()
    assert action.state == "open"
    done(action, police[1], **facts, late_reason="The lead was away.")
    assert Deadline.objects.get().late_reason == "The lead was away."


def test_nobody_accepts_their_own_nor_what_they_said_was_done(group, police, manager, in_north):
    seat, _holder = police
    mine = people.seat("mine")
    held_by(mine, manager)
    own = done(given(mine, manager, group), manager)
    said = done(given(seat, manager, group), manager)

    with pytest.raises(NotPermitted, match="You hold the seat that owns this action"):
        closed(own, manager)
    with pytest.raises(NotPermitted, match="You said that this was done"):
        closed(said, manager)
    support = people.member(in_north, "business_support")
    assert closed(said, support).closed_by == support


def test_closing_says_the_difference_and_asks_again(action, police, manager):
    done(action, police[1])
    empty = {"action": action, "by": manager, "at": LATER}
    assert refused(lambda: close_action(**empty, facts=Closing("", "x", 6)), "difference") == (
        "Say what is different for children."
    )
    assert refused(lambda: close_action(**empty, facts=Closing("x", " ", 6)), "how_known")

    found = closed(action, manager)

    assert (found.state, found.difference) == ("closed", CLOSING.difference)
    assert ImpactCheck.objects.get().due_on == date(2026, 12, 10)
    clock = Deadline.objects.get(rule_key="action_impact")
    assert (clock.due_on, clock.subject_path) == (date(2026, 12, 10), f"{action.path}impact/")


def test_an_open_action_is_not_closed(action, manager):
    assert refused(lambda: closed(action, manager), "state") == (
        "This action is still open. It has to be said to be done first."
    )


def test_what_is_not_accepted_is_open_again_with_a_clock(action, police, manager):
    done(action, police[1])
    asked = {"action": action, "by": manager, "at": LATER}
    assert refused(lambda: return_action(**asked, why=" "), "why") == "Say what is missing."

    found = return_action(**asked, why="The page on health.", due_on=date(2026, 6, 26))

    assert (found.state, found.done_on, found.due_on) == ("open", None, date(2026, 6, 26))
    assert Deadline.objects.open().get().due_on == date(2026, 6, 26)
    assert done(found, police[1]).state == "done"
    again = return_action(**asked, why="Still not.")
    assert again.due_on == date(2026, 6, 26)


def test_the_question_is_answered_and_asked_once_more(action, police, manager, in_north):
    holder = police[1]
    done(action, holder)
    closed(action, manager)
    check = ImpactCheck.objects.get()
    later = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    asked = {"check": check, "at": later}
    lay = people.member(in_north, "lay_member")
    with pytest.raises(NotPermitted):
        answer_check(**asked, rating=ImpactRating.LASTED, answer="Yes", by=lay)
    assert refused(
        lambda: answer_check(**asked, rating=ImpactRating.LASTED, answer="", by=holder), "answer"
    )
    assert refused(lambda: answer_check(**asked, rating="", answer="x", by=holder), "rating")

    answer_check(**asked, rating=ImpactRating.PARTLY, answer="In one area.", months=3, by=holder)

    assert Deadline.objects.open().get().due_on == date(2027, 3, 14)
    assert ImpactCheck.objects.filter(answered_at=None).get().due_on == date(2027, 3, 14)
    once_more = {"rating": ImpactRating.LASTED, "answer": "x", "by": holder}
    assert refused(lambda: answer_check(**asked, **once_more)) == (
        "This question has been answered already."
    )


def test_an_early_answer_may_ask_again_near_the_first_day(action, police, manager):
    done(action, police[1])
    closed(action, manager)
    early = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)

    answer_check(
        check=ImpactCheck.objects.get(), rating=ImpactRating.UNKNOWN, answer="Too soon.",
        months=3, by=police[1], at=early,
    )  # fmt: skip

    days = ImpactCheck.objects.order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [date(2026, 12, 10), date(2026, 12, 11)]


def test_what_waits_needs_who_may_accept_it_and_not_its_owner(action, police, manager):
    done(action, police[1])
    on = LATER.date()

    def waiting(user):
        return [each.state for each in needs_on_actions(user, access.standing(user, on=on), on)]

    assert waiting(manager) == ["Waits to be accepted"]
    assert waiting(police[1]) == []
