"""Reviews beside the rapid one: what opens them, moves them, and who is told."""

from datetime import date, timedelta

import pytest

from deadlines.models import Deadline
from governance.enums import ActionSource, ActionState
from governance.models import Action
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.enums import CaseState, ReviewState
from reviews.models import Review
from reviews.review_subject import REVIEW_KIND
from reviews.review_transitions import ReviewMove
from reviews.services.reviews import ToldFacts, move_review, open_review, record_told
from tests.factories import partnerships as people
from tests.factories import practice as make
from tests.reviews.beside.conftest import facts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def clocks(review):
    found = Deadline.objects.of_subject(REVIEW_KIND, review.public_id)
    return {each.rule_key: each for each in found}


def test_a_practice_review_starts_six_months_from_the_decision(north, sent, practice):
    with tenant(north.pk):
        running = clocks(practice)
        sent.refresh_from_db()

        assert practice.reference == "NORT-RV-2026-001"
        assert set(running) == {"tell_lcspr_decision", "lcspr_publish"}
        assert running["lcspr_publish"].due_on == date(2026, 12, 2)
        assert sent.state == CaseState.FURTHER_REVIEW


def test_another_review_has_no_clock(north, learning):
    with tenant(north.pk):
        assert clocks(learning) == {}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"kind": "lcspr"},
            "kind",
            "A practice review is held of a case. Open it from the case’s own page.",
        ),
        ({"decided_at": None}, "decided_at", "The decision cannot be in the future."),
    ],
)
def test_a_review_that_cannot_be_is_refused(in_north, manager, moment, said, field, sentence):
    if "decided_at" in said:
        said = {"decided_at": moment + DAY}
    with pytest.raises(DomainError, match=sentence) as refused:
        open_review(facts=facts(moment, **said), by=manager, at=moment)

    assert refused.value.field == field
    assert not Review.objects.exists()


def test_who_may_not_decide_opens_no_review(in_north, moment):
    support = people.member(in_north, "business_support")
    with pytest.raises(NotPermitted):
        open_review(facts=facts(moment), by=support, at=moment)


def test_a_review_begins_waits_is_acted_on_and_closed(north, manager, moment, learning):
    with tenant(north.pk):
        for code, words in (
            (ReviewMove.START, ""),
            (ReviewMove.HOLD, "An inquest."),
            (ReviewMove.RESUME, ""),
            (ReviewMove.ACT, "To ask earlier."),
            (ReviewMove.CLOSE, ""),
        ):
            learning = move_review(
                review=learning, code=code, words=words, by=manager, at=moment + DAY
            )

        assert learning.state == ReviewState.CLOSED
        assert learning.learned == "To ask earlier."
        assert learning.closed_on == date(2026, 6, 2)
        moves = [
            event.facts["move"]
            for event in AuditEvent.objects.order_by("number")
            if "move" in event.facts
        ]
        assert moves == ["start", "hold", "resume", "act", "close"]


def test_a_hold_stops_no_clock(north, manager, moment, practice):
    with tenant(north.pk):
        make.ready(practice, by=manager, at=moment + DAY * 2)
        move_review(review=practice, code=ReviewMove.START, by=manager, at=moment + DAY * 2)
        held = move_review(
            review=practice,
            code=ReviewMove.HOLD,
            words="A trial.",
            expected_until=date(2026, 9, 1),
            by=manager,
            at=moment + DAY * 2,
        )

        assert held.held_because == "A trial."
        assert clocks(practice)["lcspr_publish"].cancelled_at is None
        assert clocks(practice)["lcspr_publish"].due_on == date(2026, 12, 2)


def test_stopping_takes_the_clocks_off_with_the_reason(north, manager, moment, practice):
    with tenant(north.pk):
        stopped = move_review(
            review=practice,
            code=ReviewMove.STOP,
            words="A national review covers it.",
            by=manager,
            at=moment + DAY * 2,
        )

        assert stopped.ended_because == "A national review covers it."
        assert [each.cancelled_at is None for each in clocks(practice).values()] == [False, False]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (ReviewMove.STOP, "Say why the review is stopped."),
        (ReviewMove.CLOSE, "The review has not begun yet."),
    ],
)
def test_a_step_without_what_it_needs_is_refused(north, manager, moment, learning, code, sentence):
    with tenant(north.pk), pytest.raises(DomainError, match=sentence):
        move_review(review=learning, code=code, by=manager, at=moment)


def test_an_open_action_keeps_a_review_open(north, manager, moment, learning):
    with tenant(north.pk):
        move_review(review=learning, code=ReviewMove.START, by=manager, at=moment)
        move_review(review=learning, code=ReviewMove.ACT, words="Ask.", by=manager, at=moment)
        Action.objects.create(
            reference="N-A-1",
            title="Ask earlier",
            source=ActionSource.REVIEW,
            source_id=learning.public_id,
            owner=people.seat("dcs"),
            due_on=date(2026, 7, 1),
            state=ActionState.OPEN,
            opened_at=moment,
            opened_by=manager,
        )
        with pytest.raises(DomainError, match="1 action of it is still open"):
            move_review(review=learning, code=ReviewMove.CLOSE, by=manager, at=moment)


def told(recipient, at):
    return ToldFacts(recipient=recipient, reviewers="A reviewer", told_at=at)


def test_the_duty_to_tell_is_met_once_all_three_were_told(north, manager, moment, practice):
    with tenant(north.pk):
        for place, recipient in enumerate(("panel", "ofsted", "dfe")):
            at = moment + DAY * (2 + place)
            assert clocks(practice)["tell_lcspr_decision"].met_at is None
            record_told(review=practice, facts=told(recipient, at), by=manager, at=at)

        assert clocks(practice)["tell_lcspr_decision"].met_at == moment + DAY * 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reviewers": " "}, "Name who will review."),
        ({"told_at": timedelta(days=-1)}, "They cannot have been told before it was decided."),
        ({"told_at": timedelta(days=30)}, "The telling cannot be in the future."),
    ],
)
def test_a_telling_that_cannot_be_is_refused(north, manager, moment, practice, change, sentence):
    now = moment + DAY * 3
    if "told_at" in change:
        change = {"told_at": now + change["told_at"] - DAY * (change["told_at"].days < 0) * 2}
    said = {"recipient": "panel", "reviewers": "A reviewer", "told_at": now, **change}
    with tenant(north.pk), pytest.raises(DomainError, match=sentence):
        record_told(review=practice, facts=ToldFacts(**said), by=manager, at=now)


def test_nobody_need_be_told_of_a_learning_review(north, manager, moment, learning):
    with tenant(north.pk), pytest.raises(DomainError, match="Only a practice review"):
        record_told(review=learning, facts=told("panel", moment), by=manager, at=moment)


def test_a_restricted_case_hides_its_review(north, manager, moment, practice):
    other = people.member(north, "lsp")
    with tenant(north.pk):
        practice.incident.restricted = True
        practice.incident.restriction_reason = "Known to the team."
        practice.incident.save()
        with pytest.raises(NotPermitted):
            move_review(review=practice, code=ReviewMove.START, by=other, at=moment)
