"""The views of the three, the decision, and the moment of awareness."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import NotPermitted
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent
from reviews import services
from reviews.enums import Answer
from reviews.models import PartnerView
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.steps.cases import DAY, HOUR, S, clock, correct, refused

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ views and the decision


def test_a_newer_view_replaces_an_older_one_which_is_kept(at_each, manager, later):
    case = at_each(S.LOGGED)
    make.view(case, answer=Answer.NOTIFY, by=manager, at=later)
    make.view(case, answer=Answer.DO_NOT_NOTIFY, by=manager, at=later + HOUR)

    rows = PartnerView.objects.order_by("pk").values_list("answer", "current")
    assert list(rows) == [("notify", False), ("do_not_notify", True)]


def test_a_view_before_awareness_is_refused(at_each, manager, moment, later):
    case = at_each(S.LOGGED)
    facts = services.ViewFacts(
        partner=PartnerKind.POLICE,
        answer=Answer.NOTIFY,
        reason="Because.",
        given_by=make.POST,
        given_at=moment - HOUR,
    )

    found = refused(services.record_view, incident=case, facts=facts, by=manager, at=later)
    assert (found.code, found.field) == ("before-awareness", "given_at")


def test_no_view_is_recorded_once_it_is_decided(at_each, manager, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.view, case, by=manager, at=later)
    assert str(found) == (
        "It was decided to notify, and the notification has not been recorded yet."
    )


def test_a_split_is_decided_by_the_local_authority_with_the_dissent_kept(at_each, manager, later):
    case = at_each(S.LOGGED)
    make.views(case, "notify", "do_not_notify", "notify", by=manager, at=later)

    assert refused(make.decide, case, by=manager, at=later).code == "dissent-needed"
    decision = make.decide(case, by=manager, at=later, dissent="Health saw it otherwise.")

    assert decision.dissent == "Health saw it otherwise."
    event = AuditEvent.objects.filter(verb="decided").latest("number")
    assert event.facts["split"] is True


def test_a_decision_not_to_notify_takes_the_clocks_off_and_leaves_the_case_open(at_each):
    case = at_each(S.NOT_NOTIFIABLE)

    assert case.closed_on is None
    assert [
        clock(case, key).cancelled_at is None for key in ("notify_panel", "notify_partners")
    ] == [
        False,
        False,
    ]


def test_not_to_notify_says_what_follows_instead(at_each, manager, later):
    case = at_each(S.THRESHOLD)
    make.views(case, Answer.DO_NOT_NOTIFY, by=manager, at=later)

    found = refused(make.decide, case, Answer.DO_NOT_NOTIFY, by=manager, at=later, follow_up="")
    assert found.field == "follow_up"


def test_a_decision_to_notify_has_nothing_instead(at_each, manager, later):
    case = at_each(S.THRESHOLD)

    assert refused(make.decide, case, by=manager, at=later, follow_up="close").field == "follow_up"


def test_business_support_records_views_but_does_not_decide(at_each, in_north, later):
    support = people.member(in_north, "business_support")
    case = at_each(S.LOGGED)

    make.views(case, by=support, at=later)

    with pytest.raises(NotPermitted):
        make.decide(case, by=support, at=later)


def test_a_decision_may_be_taken_up_again_and_its_clocks_run_from_awareness(
    at_each, manager, later
):
    case = at_each(S.NOT_NOTIFIABLE)

    assert (
        refused(services.reconsider, incident=case, reason=" ", by=manager, at=later).field
        == "reason"
    )
    again = services.reconsider(incident=case, reason="The child died.", by=manager, at=later)

    assert (again.state, again.closed_on) == (S.THRESHOLD, None)
    assert clock(case, "notify_panel").due_on == date(2026, 6, 8)
    assert clock(case, "notify_panel").cancelled_at is None
    kept = case.decisions.get()
    assert (kept.current, kept.set_aside_because) == (False, "The child died.")


def test_correcting_awareness_moves_every_clock_counted_from_it_and_keeps_what_was(
    at_each, manager, moment, later
):
    case = at_each(S.RAPID_REVIEW_OPEN)

    correct(case, moment - 3 * DAY, by=manager, at=later)

    case.refresh_from_db()
    assert (case.aware_at, case.aware_by) == (moment - 3 * DAY, "Duty manager")
    assert clock(case, "rapid_review").due_on == date(2026, 6, 19)
    assert clock(case, "notify_panel").due_on == date(2026, 6, 5)
    assert clock(case, "rapid_review_from_notification").due_on == date(2026, 6, 22)
    kept = case.corrections.get()
    assert (kept.was_aware_at, kept.was_aware_by) == (moment, make.POST)
    event = AuditEvent.objects.get(verb="corrected")
    assert event.facts["was"] == moment.isoformat()


@pytest.mark.parametrize(
    ("shift", "reason", "code"),
    [
        (timedelta(days=1), "Why.", "in-the-future"),
        (timedelta(hours=4), "Why.", "aware-after-notification"),
        (-DAY, " ", "reason-needed"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    shift, reason, code, at_each, manager, moment, later
):
    case = at_each(S.RAPID_REVIEW_OPEN)

    found = refused(correct, case, moment + shift, by=manager, at=later, reason=reason)
    assert found.code == code
    assert not case.corrections.exists()


def test_a_correction_that_changes_nothing_is_refused(at_each, manager, moment, later):
    case = at_each(S.LOGGED)
    said = {"aware_at": moment, "aware_by": make.POST, "reason": "Why."}

    found = refused(services.correct_awareness, incident=case, by=manager, at=later, **said)
    assert found.code == "no-change"
