"""Withdrawing, the Panel's answers, closing and opening again, by the services."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from governance.enums import ActionSource
from governance.models import Action
from partnerships.enums import AuditVerb, PartnerKind
from partnerships.models import AuditEvent
from reviews import services
from reviews.enums import PanelAnswer
from reviews.models import Closure, Signature
from reviews.services import NationalFacts
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.steps.cases import DAY, HOUR, LOOKED_AFTER, S, clock, correct, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case_in(in_north, manager, moment):
    def build(state, **said):
        return after.case_at(state, by=manager, at=moment, **said)

    return build


@pytest.fixture
def far(moment):
    """Two days on: after everything that these cases have behind them."""
    return moment + 2 * DAY


# ------------------------------------------------------------------ withdrawal


def test_a_withdrawal_keeps_three_agreements_and_takes_the_clocks_off(case_in, manager):
    case = case_in(S.WITHDRAWN)

    assert case.closed_on is None
    assert case.withdrawal.agreements.count() == 3
    assert not Deadline.objects.open().exists()
    taken_off = clock(case, "rapid_review")
    assert taken_off.cancelled_reason == "The notification was withdrawn."


def test_what_is_owed_for_a_death_is_still_owed_after_a_withdrawal(in_north, manager, moment, far):
    case = make.case(by=manager, at=moment, children=(make.child(**LOOKED_AFTER), make.child("B")))
    make.views(case, by=manager, at=moment + HOUR)
    make.decide(case, by=manager, at=moment + 2 * HOUR)
    other = case.children.get(pseudonym="B").public_id
    make.notify(case, by=manager, at=moment + 3 * HOUR, children=(other,))

    after.withdraw(case, by=manager, at=far)

    assert [each.rule_key for each in Deadline.objects.open()] == ["notify_looked_after_death"]


NEVER_WITHDRAWN = (
    S.LOGGED, S.THRESHOLD, S.NOT_NOTIFIABLE, S.NOTIFIABLE, S.WITHDRAWN,
    S.RAPID_REVIEW_COMPLETED, S.RAPID_REVIEW_SENT, S.PANEL_RESPONDED, S.CLOSED,
)  # fmt: skip


@pytest.mark.parametrize("state", NEVER_WITHDRAWN)
def test_only_a_rapid_review_that_was_not_completed_is_withdrawn(case_in, manager, far, state):
    case = case_in(state)

    assert refused(after.withdraw, case, by=manager, at=far).code == f"not-from:{state.value}"


def test_a_review_that_was_completed_once_is_not_withdrawn_when_it_is_taken_up_again(
    case_in, manager, far
):
    case = case_in(S.RAPID_REVIEW_SENT)
    after.answered(case, PanelAnswer.RECONSIDER, by=manager, at=far)
    services.revise_rapid_review(incident=case, by=manager, at=far)

    assert refused(after.withdraw, case, by=manager, at=far).code == "completed-already"


def test_a_withdrawal_needs_all_three_partners_in_time_and_the_panel_told(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_OPEN)
    all_three = after.agreements(far.date())

    two = refused(after.withdraw, case, by=manager, at=far, agreements=all_three[:2])
    early = refused(
        after.withdraw, case, by=manager, at=far, agreements=after.agreements(far.date() - 9 * DAY)
    )
    ahead = refused(after.withdraw, case, by=manager, at=far, panel_told_at=far + HOUR)
    before = refused(after.withdraw, case, by=manager, at=far, panel_told_at=far - 9 * DAY)
    silent = refused(after.withdraw, case, by=manager, at=far, reason=" ")

    assert (two.code, two.field) == ("agreements-needed", f"{list(PartnerKind)[2]}_signatory")
    assert early.code == "agreed-out-of-time"
    assert (ahead.field, before.code) == ("panel_told_at", "told-before-notified")
    assert silent.field == "reason"
    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_OPEN


# ------------------------------------------------------------------ the Panel's answers


def test_the_panels_answer_ends_the_waiting_for_it(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    assert clock(case, "panel_answer").met_at is None

    after.answered(case, by=manager, at=far)

    case.refresh_from_db()
    assert (case.state, clock(case, "panel_answer").met_at) == (S.PANEL_RESPONDED, far)


def test_there_may_be_several_answers_and_each_is_kept(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    after.answered(case, PanelAnswer.MORE, by=manager, at=far)
    after.answered(case, PanelAnswer.AGREES, by=manager, at=far + HOUR)

    said = case.panel_responses.order_by("pk").values_list("answer", flat=True)
    assert list(said) == ["more", "agrees"]


def test_an_answer_that_cannot_be_is_refused(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)

    early = refused(after.answered, case, by=manager, at=far, received_at=far - 9 * DAY)
    ahead = refused(after.answered, case, by=manager, at=far, received_at=far + HOUR)
    empty = refused(after.answered, case, PanelAnswer.MORE, by=manager, at=far, text="")

    assert (early.code, ahead.code) == ("answered-before-sent", "in-the-future")
    assert empty.field == "text"


def test_a_reply_is_given_once_and_disagrees_only_with_what_was_asked(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    agrees = after.answered(case, by=manager, at=far)
    again = after.answered(case, PanelAnswer.RECONSIDER, by=manager, at=far)
    reply = services.reply_to_panel

    idle = refused(reply, response=agrees, reply="R", disagreement="D", by=manager, at=far)
    empty = refused(reply, response=again, reply=" ", by=manager, at=far)
    assert (idle.code, empty.field) == ("nothing-to-disagree", "reply")

    reply(response=again, reply="We looked again.", disagreement="It stands.", by=manager, at=far)

    second = refused(reply, response=again, reply="R", by=manager, at=far)
    assert second.code == "replied-already"
    disagreed = refused(services.revise_rapid_review, incident=case, by=manager, at=far)
    assert disagreed.code == "disagreed"
    told = AuditEvent.objects.latest("number")
    assert (told.verb, told.facts) == (AuditVerb.SENT, {"reply_to": str(again.public_id)})


def test_a_rapid_review_is_taken_up_again_only_where_the_panel_asked_for_it(case_in, manager, far):
    case = case_in(S.PANEL_RESPONDED)
    revise = services.revise_rapid_review
    assert refused(revise, incident=case, by=manager, at=far).code == "not-asked"

    after.answered(case, PanelAnswer.RECONSIDER, by=manager, at=far)
    revise(incident=case, by=manager, at=far)

    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_OPEN
    assert case.rapid_review.outcome == "none"


def test_what_the_partners_sign_after_thinking_again_stands_beside_what_they_signed_before(
    case_in, manager, far
):
    case = case_in(S.RAPID_REVIEW_SENT)
    after.answered(case, PanelAnswer.RECONSIDER, by=manager, at=far)
    services.revise_rapid_review(incident=case, by=manager, at=far)
    case.refresh_from_db()

    make.complete(case, by=manager, at=far + HOUR, outcome="lcspr")
    services.record_sent(incident=case, sent_at=far + 2 * HOUR, by=manager, at=far + 2 * HOUR)

    case.refresh_from_db()
    review = case.rapid_review
    assert (case.state, review.outcome) == (S.RAPID_REVIEW_SENT, "lcspr")
    rounds = sorted(
        Signature.objects.filter(version__report__incident=case).values_list(
            "version__number", flat=True
        )
    )
    assert rounds == [1, 1, 1, 2, 2, 2]


def test_a_national_review_is_mirrored_and_each_telling_is_audited(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    mirror = services.mirror_national_review
    decided = NationalFacts(status="decided", told_on=far.date())
    mirror(incident=case, facts=decided, by=manager, at=far)
    mirror(
        incident=case,
        facts=NationalFacts(status="published", told_on=far.date(), title="A title"),
        by=manager,
        at=far,
    )

    rows = AuditEvent.objects.filter(facts__move="mirror_national").order_by("number")
    assert [row.facts["status"] for row in rows] == ["decided", "published"]
    assert case.national_review.title == "A title"
    tomorrow = NationalFacts(status="decided", told_on=far.date() + timedelta(days=1))
    assert refused(mirror, incident=case, facts=tomorrow, by=manager, at=far).field == "told_on"


# ------------------------------------------------------------------ closing


def test_a_case_is_closed_and_opened_again_where_it_stood(case_in, manager, far):
    case = case_in(S.PANEL_RESPONDED)
    after.closed(case, by=manager, at=far)
    case.refresh_from_db()
    assert (case.state, case.closed_on) == (S.CLOSED, far.date())

    services.reopen_case(incident=case, reason="Something new.", by=manager, at=far + HOUR)

    case.refresh_from_db()
    assert (case.state, case.closed_on) == (S.PANEL_RESPONDED, None)
    kept = Closure.objects.get()
    assert (kept.from_state, kept.reopened_because) == ("panel_responded", "Something new.")
    after.closed(case, by=manager, at=far + 2 * HOUR)
    assert Closure.objects.count() == 2


def test_a_case_is_closed_and_opened_again_with_words(case_in, manager, far):
    case = case_in(S.NOT_NOTIFIABLE)

    assert refused(after.closed, case, summary=" ", by=manager, at=far).field == "summary"
    after.closed(case, by=manager, at=far)
    silent = refused(services.reopen_case, incident=case, reason=" ", by=manager, at=far)
    assert silent.field == "reason"


def test_a_case_without_the_panels_answer_is_closed_with_the_reason(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    assert refused(after.closed, case, by=manager, at=far).field == "without_answer"

    closure = after.closed(case, without_answer="Asked twice.", by=manager, at=far)

    assert closure.without_answer == "Asked twice."
    assert clock(case, "panel_answer").cancelled_reason == "The case was closed."


def test_a_clock_that_runs_keeps_a_case_open(case_in, manager, far):
    case = case_in(S.NOT_NOTIFIABLE, children=(make.child(**LOOKED_AFTER),))

    found = refused(after.closed, case, by=manager, at=far)

    assert str(found) == "A clock of this case still runs."


def test_an_open_action_of_the_case_keeps_it_open(case_in, manager, far):
    case = case_in(S.NOT_NOTIFIABLE)
    Action.objects.create(
        reference="A1", title="Do it", source=ActionSource.REVIEW, source_id=case.public_id,
        owner=people.seat("LEAD"), due_on=far.date(),
        opened_at=far, opened_by=manager,
    )  # fmt: skip

    found = refused(after.closed, case, by=manager, at=far)

    assert str(found) == "An action that came of this case is still open."


def test_a_question_of_the_panel_is_replied_to_before_a_case_is_closed(case_in, manager, far):
    case = case_in(S.RAPID_REVIEW_SENT)
    asked = after.answered(case, PanelAnswer.MORE, by=manager, at=far)

    found = refused(after.closed, case, by=manager, at=far)
    assert str(found) == "The Panel asked for something, and nobody has replied to it."

    services.reply_to_panel(response=asked, reply="Here it is.", by=manager, at=far)
    after.closed(case, by=manager, at=far)


@pytest.mark.parametrize("follow_up", ["local_review", "single_agency"])
def test_a_review_that_was_decided_is_opened_before_a_case_is_closed(
    in_north, manager, moment, far, follow_up
):
    case = after.unnotified(follow_up, by=manager, at=moment)

    found = refused(after.closed, case, by=manager, at=far)

    assert str(found) == "It was decided to hold a review, and none has been opened."


# ------------------------------------------------------------------ awareness, set right later


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.PANEL_RESPONDED, S.CLOSED])
def test_awareness_is_set_right_in_any_later_state_and_nothing_is_lost(
    case_in, manager, moment, far, state
):
    case = case_in(state)
    closed_on = case.closed_on

    correct(case, moment - DAY, by=manager, at=far)

    case.refresh_from_db()
    assert (case.state, case.closed_on) == (state, closed_on)
    assert case.corrections.get().was_aware_at == moment
