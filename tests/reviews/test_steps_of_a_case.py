from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.models import Deadline, RapidReviewTrigger
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent
from reviews import services
from reviews.enums import Answer, CaseState, Harm
from reviews.models import PanelNotification, PartnerView, RapidReview
from reviews.transitions import MOVES
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
S = CaseState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def at_each(in_north, manager, moment):
    def build(state, **said):
        return make.case_at(state, by=manager, at=moment, **said)

    return build


@pytest.fixture
def later(moment):
    """Twelve hours on, so that every step before has happened."""
    return moment + 12 * HOUR


def counts_from_notification():
    RapidReviewTrigger.objects.create(event="notification", confidence="V2")


def clock(case, key):
    return Deadline.objects.filter(subject_id=case.public_id, rule_key=key).latest("pk")


def refused(act, *args, **said):
    before = AuditEvent.objects.count(), Deadline.objects.open().count()
    with pytest.raises(DomainError) as caught:
        act(*args, **said)
    assert before == (AuditEvent.objects.count(), Deadline.objects.open().count())
    return caught.value


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


def test_a_decision_not_to_notify_takes_the_clocks_off_and_closes_the_case(at_each, moment):
    case = at_each(S.NOT_NOTIFIABLE)

    assert case.closed_on == moment.date()
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


# ------------------------------------------------------------------ notification


def test_a_notification_meets_its_clocks_and_opens_the_rapid_review_by_itself(at_each, moment):
    case = at_each(S.RAPID_REVIEW_OPEN)

    sent_at = moment + 3 * HOUR
    assert clock(case, "notify_panel").met_at == sent_at
    assert clock(case, "notify_partners").met_at == sent_at
    assert RapidReview.objects.get(incident=case).opened_at == sent_at
    assert AuditEvent.objects.filter(
        object_id=str(case.public_id), verb="opened", facts__move="open_rapid_review"
    ).exists()


def test_both_dates_of_the_rapid_review_run_and_awareness_binds(in_north, manager, moment):
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)

    first, second = clock(case, "rapid_review"), clock(case, "rapid_review_from_notification")
    assert (first.due_on, first.standing) == (date(2026, 6, 22), "binding")
    assert (second.due_on, second.standing) == (date(2026, 6, 29), "limit")


def test_a_partnership_that_counts_from_notification_has_awareness_as_its_target(
    in_north, manager, moment
):
    counts_from_notification()
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)

    assert clock(case, "rapid_review").standing == "target"
    assert clock(case, "rapid_review_from_notification").standing == "binding"


def test_a_late_notification_needs_its_reason_beside_the_field(at_each, manager, moment):
    case = at_each(S.NOTIFIABLE)
    late = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)

    found = refused(make.notify, case, by=manager, at=late)
    assert (found.code, found.field) == ("late-needs-reason", "late_reason")
    assert not PanelNotification.objects.exists()

    make.notify(case, by=manager, at=late, late_reason="The panel was ill.")
    assert clock(case, "notify_panel").late_reason == "The panel was ill."


def test_the_last_minute_of_the_due_day_in_england_is_in_time(at_each, manager):
    case = at_each(S.NOTIFIABLE)
    last_minute = datetime(2026, 6, 8, 22, 59, tzinfo=UTC)

    make.notify(case, by=manager, at=last_minute)

    assert clock(case, "notify_panel").late_reason == ""


@pytest.mark.parametrize("field", ["submitted_at", "partners_told_at"])
def test_nothing_is_notified_before_awareness(field, at_each, manager, moment, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, **{field: moment - HOUR})
    assert (found.code, found.field) == ("before-awareness", field)


def test_nothing_is_notified_in_the_future(at_each, manager, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, submitted_at=later + HOUR)
    assert (found.code, found.field) == ("in-the-future", "submitted_at")


def test_the_first_form_says_when_the_partners_were_told(at_each, manager, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, partners_told_at=None)
    assert found.field == "partners_told_at"


def test_nothing_is_notified_before_it_is_decided(at_each, manager, later):
    case = at_each(S.THRESHOLD)

    found = refused(make.notify, case, by=manager, at=later)
    assert str(found) == "It has not been decided yet whether to notify the Panel."


def test_each_child_who_died_has_a_form_and_the_last_one_meets_the_clock(in_north, manager, moment):
    died = {"harm": Harm.DIED.value}
    children = (make.child("Oak", **died), make.child("Ash", **died))
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment, children=children)
    first, second = case.children.order_by("pk")
    when = moment + 5 * HOUR

    assert refused(make.notify, case, by=manager, at=when).code == "one-death-a-form"
    make.notify(case, by=manager, at=when, children=(first.public_id,))
    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_OPEN
    assert clock(case, "notify_panel").met_at is None

    make.notify(case, by=manager, at=when + HOUR, partners_told_at=None)
    assert clock(case, "notify_panel").met_at == when + HOUR
    assert RapidReview.objects.count() == 1
    assert list(second.notifications.values_list("submitted_at", flat=True)) == [when + HOUR]


def test_a_child_is_on_one_form_only(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    child = case.children.get()

    found = refused(make.notify, case, by=manager, at=later, children=(child.public_id,))
    assert (found.code, found.field) == ("child-not-waiting", "children")


def test_a_reference_is_used_once(in_north, manager, moment, later):
    for _ in range(2):
        case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
        if PanelNotification.objects.exists():
            found = refused(make.notify, case, by=manager, at=later, reference="SIN-1")
            assert (found.code, found.field) == ("reference-used", "reference")
        else:
            make.notify(case, by=manager, at=later, reference="SIN-1")


# ------------------------------------------------------------------ deaths told on their own


def death_notice(case, *, by, at, **said):
    facts = services.DeathNoticeFacts(
        **{"kind": "looked_after", "submitted_at": at, "submitted_by": make.POST, **said}
    )
    return services.record_death_notice(incident=case, facts=facts, by=by, at=at)


LOOKED_AFTER = {"harm": Harm.DIED.value, "care": "looked_after"}


def test_a_case_not_notified_stays_open_until_the_death_is_told(in_north, manager, moment, later):
    case = make.case_at(
        S.NOT_NOTIFIABLE, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )
    assert case.closed_on is None

    death_notice(case, by=manager, at=later)

    case.refresh_from_db()
    assert case.closed_on == later.date()
    assert clock(case, "notify_looked_after_death").met_at == later


def test_the_panels_form_tells_of_the_death_too(in_north, manager, moment):
    case = make.case_at(
        S.RAPID_REVIEW_OPEN, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )

    assert clock(case, "notify_looked_after_death").met_at == moment + 3 * HOUR


def test_a_notice_nobody_owes_is_refused(at_each, manager, later):
    case = at_each(S.LOGGED)

    assert refused(death_notice, case, by=manager, at=later).code == "not-owed"


def test_a_death_is_told_once(in_north, manager, moment, later):
    case = make.case(by=manager, at=moment, children=(make.child(**LOOKED_AFTER),))
    death_notice(case, by=manager, at=later)

    assert refused(death_notice, case, by=manager, at=later).code == "already-recorded"


def test_a_late_notice_of_a_death_needs_its_reason(in_north, manager, moment):
    case = make.case(by=manager, at=moment, children=(make.child(**LOOKED_AFTER),))

    assert refused(death_notice, case, by=manager, at=moment + 20 * DAY).field == "late_reason"


# ------------------------------------------------------------------ the rapid review


def test_the_lead_of_an_open_review_is_named(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    review = services.name_lead(incident=case, lead=" Head of service ", by=manager, at=later)

    assert review.lead == "Head of service"
    assert (
        refused(services.name_lead, incident=case, lead=" ", by=manager, at=later).field == "lead"
    )


def test_a_review_is_completed_with_three_signatures(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    review = make.complete(case, by=manager, at=later, outcome="lcspr")

    assert (review.outcome, review.completed_at, review.completed_by) == ("lcspr", later, manager)
    assert review.sign_offs.count() == 3


def test_two_signatures_do_not_complete_a_review(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    two = tuple(
        services.Signature(partner=kind, signatory=make.POST, signed_on=later.date())
        for kind in (PartnerKind.LOCAL_AUTHORITY, PartnerKind.ICB)
    )

    found = refused(make.complete, case, by=manager, at=later, sign_offs=two)
    assert found.field == "police_signatory"
    assert str(found) == "All three partners sign a rapid review off. Still to sign: police."
    assert RapidReview.objects.get().outcome is None


def test_a_signature_before_the_review_opened_is_refused(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    early = tuple(
        services.Signature(partner=kind, signatory=make.POST, signed_on=date(2026, 5, 29))
        for kind in PartnerKind
    )

    found = refused(make.complete, case, by=manager, at=later, sign_offs=early)
    assert found.field == "local_authority_signed_on"


def test_a_review_is_sent_once_complete_and_both_its_dates_are_met(at_each, moment):
    case = at_each(S.RAPID_REVIEW_SENT)

    sent_at = moment + 5 * HOUR
    assert clock(case, "rapid_review").met_at == sent_at
    assert clock(case, "rapid_review_from_notification").met_at == sent_at
    assert case.closed_on == sent_at.date()


def test_a_review_is_not_sent_before_it_is_complete(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    found = refused(services.record_sent, incident=case, sent_at=later, by=manager, at=later)
    assert str(found) == "The Panel has been notified and the rapid review is open."


def test_a_review_sent_late_says_why(at_each, manager, moment):
    case = at_each(S.RAPID_REVIEW_COMPLETED)
    late = moment + 25 * DAY

    said = {"incident": case, "sent_at": late, "by": manager, "at": late}
    assert refused(services.record_sent, **said).field == "late_reason"
    review = services.record_sent(**said, late_reason="An agency was late.")
    assert review.late_reason == "An agency was late."


def test_a_missed_target_alone_needs_no_reason(in_north, manager, moment):
    counts_from_notification()
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)
    between = datetime(2026, 6, 24, 9, 0, tzinfo=UTC)
    make.complete(case, by=manager, at=between)

    services.record_sent(incident=case, sent_at=between, by=manager, at=between)

    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_SENT


# ------------------------------------------------------------------ the moment of awareness


def correct(case, aware_at, *, by, at, reason="The log shows it."):
    return services.correct_awareness(
        incident=case, aware_at=aware_at, aware_by="Duty manager", reason=reason, by=by, at=at
    )


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


# ------------------------------------------------------------------ every move


def test_every_move_leaves_its_own_audit_row(in_north, manager, moment, later):
    sent = make.case_at(S.RAPID_REVIEW_SENT, by=manager, at=moment)
    correct(sent, moment - DAY, by=manager, at=later)
    open_one = make.case_at(
        S.NOT_NOTIFIABLE, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )
    death_notice(open_one, by=manager, at=later)
    services.reconsider(incident=open_one, reason="New.", by=manager, at=later)
    two = make.case_at(
        S.NOTIFIABLE, by=manager, at=moment, children=(make.child("A"), make.child("B"))
    )
    first, second = two.children.order_by("pk")
    make.notify(two, by=manager, at=later, children=(first.public_id,), reference="one")
    two.refresh_from_db()
    make.notify(two, by=manager, at=later, children=(second.public_id,), reference="two")
    services.name_lead(incident=two, lead="A post", by=manager, at=later)

    rows = AuditEvent.objects.filter(object_type="reviews.incident", facts__has_key="move")
    told = {(row.facts["move"], row.verb) for row in rows}
    assert told == {(code.value, move.verb.value) for code, move in MOVES.items()}


def test_a_person_who_does_not_see_the_case_moves_nothing(in_north, manager, moment, later):
    other = people.member(in_north, "manager", "other@north.example")
    case = make.case(by=manager, at=moment, restricted=True)

    with pytest.raises(NotPermitted, match="no such case"):
        make.view(case, by=other, at=later)
    assert not PartnerView.objects.exists()
