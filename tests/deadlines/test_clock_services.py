"""A clock is opened, met, cancelled or corrected, and every act leaves its trace."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from deadlines import selectors, services
from deadlines.models import Deadline, TriggerCorrection
from deadlines.subjects import Subject, SubjectKind
from deadlines.terms import CalendarError
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Notice
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(in_north, manager, moment) -> Deadline:
    return make.deadline(trigger_at=moment, by=manager, owner=manager)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def hours(count: int) -> timedelta:
    return timedelta(hours=count)


def test_an_opened_clock_keeps_its_rule_its_date_and_its_working(clock, moment, manager):
    clock.refresh_from_db()
    assert (clock.rule_key, clock.rule_version, clock.due_on) == (
        "notify_panel",
        1,
        date(2026, 6, 8),
    )
    assert clock.terms["length"] == 5
    assert clock.explanation == [
        "Day 0: Monday 1 June 2026, the day of awareness (10:00 London time).",
        "Day 1: Tuesday 2 June 2026.",
        "Saturday 6 June 2026 not counted: weekend.",
        "Sunday 7 June 2026 not counted: weekend.",
        "Day 5: Monday 8 June 2026, the last day in time.",
    ]
    assert clock.next_attention_on == date(2026, 6, 4)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_reference, event.by_id) == (
        "deadline_opened",
        "NORTH-2026-001",
        manager.pk,
    )
    assert event.facts == {
        "rule": "notify_panel",
        "rule_version": 1,
        "due": "2026-06-08",
        "standing": "binding",
    }


def test_the_same_clock_does_not_run_twice_for_one_subject(in_north, manager, moment):
    about = make.subject()
    first = make.deadline(trigger_at=moment, by=manager, about=about)

    with pytest.raises(DomainError) as refused:
        make.deadline(trigger_at=moment, by=manager, about=about)

    assert refused.value.code == "already-open"
    assert Deadline.objects.get() == first
    services.cancel_deadline(deadline=first, reason="Logged twice", by=manager, at=moment)
    make.deadline(trigger_at=moment, by=manager, about=about)
    assert Deadline.objects.open().count() == 1


@pytest.mark.parametrize(
    ("rule_key", "code"), [("no_such_rule", "unknown-rule"), ("oseg_chair_term", None)]
)
def test_an_unknown_or_foreign_rule_starts_nothing(in_north, manager, moment, rule_key, code):
    with pytest.raises(DomainError) as refused:
        make.deadline(trigger_at=moment, by=manager, rule_key=rule_key)
    assert refused.value.code == (code or "rule-of-another-partnership")
    assert not Deadline.objects.exists()


def test_an_event_has_happened_but_a_publication_may_be_planned(in_north, manager, moment):
    ahead = moment + timedelta(days=60)
    with pytest.raises(DomainError) as refused:
        make.deadline(trigger_at=ahead, by=manager, at=moment)
    assert (refused.value.code, refused.value.field) == ("trigger-in-future", "trigger_at")

    planned = make.deadline(trigger_at=ahead, by=manager, at=moment, rule_key="prepublication_copy")
    assert planned.due_on == date(2026, 7, 22)


def test_a_moment_without_a_time_zone_is_refused(in_north, manager, moment):
    with pytest.raises(CalendarError):
        make.deadline(trigger_at=datetime(2026, 6, 1, 9), by=manager, at=moment)  # noqa: DTZ001 -- the point


def test_a_subject_of_no_registered_kind_is_a_fault(in_north, manager, moment):
    stray = Subject(kind="nobody.knows", public_id=uuid4(), reference="X", path="x/")
    with pytest.raises(KeyError):
        make.deadline(trigger_at=moment, by=manager, about=stray)


def test_a_duty_done_in_time_needs_no_reason(clock, manager):
    done = datetime(2026, 6, 8, 22, 30, tzinfo=UTC)  # 23:30 in England, still the eighth
    met = services.meet_deadline(deadline=clock, met_at=done, by=manager, at=done)
    assert (met.met_on, met.late_reason, met.next_attention_on) == (date(2026, 6, 8), "", None)
    assert verbs() == ["deadline_opened", "deadline_met"]
    assert AuditEvent.objects.last().facts["late"] is False


def test_a_duty_done_late_needs_a_reason(clock, manager):
    done = datetime(2026, 6, 8, 23, 30, tzinfo=UTC)  # half past midnight in England: the ninth
    with pytest.raises(DomainError) as refused:
        services.meet_deadline(deadline=clock, met_at=done, late_reason="  ", by=manager, at=done)
    assert (refused.value.code, refused.value.field) == ("late-needs-reason", "late_reason")
    assert str(refused.value) == "This was due on Monday 8 June 2026: say why it is late."
    clock.refresh_from_db()
    assert clock.met_at is None
    assert verbs() == ["deadline_opened"]

    met = services.meet_deadline(
        deadline=clock, met_at=done, late_reason="The form was down", by=manager, at=done
    )
    assert (met.met_on, met.late_reason) == (date(2026, 6, 9), "The form was down")
    assert AuditEvent.objects.last().facts["late"] is True
    assert "form was down" not in str(AuditEvent.objects.last().facts)


def test_a_target_may_be_missed_without_a_reason(in_north, manager, moment):
    target = make.deadline(trigger_at=moment, by=manager, standing="target")
    late = moment + timedelta(days=20)
    assert services.meet_deadline(deadline=target, met_at=late, by=manager, at=late).met_on


@pytest.mark.parametrize(
    ("offset", "code"), [(hours(48), "in-future"), (hours(-1), "before-trigger")]
)
def test_a_duty_is_not_done_in_the_future_nor_before_its_trigger(
    clock, manager, moment, offset, code
):
    with pytest.raises(DomainError) as refused:
        services.meet_deadline(
            deadline=clock, met_at=moment + offset, by=manager, at=moment + hours(1)
        )
    assert (refused.value.code, refused.value.field) == (code, "met_at")


def test_what_may_not_end_early_needs_a_reason_to(in_north, manager, moment):
    kept = make.deadline(trigger_at=moment, by=manager, rule_key="keep_published")
    early = moment + timedelta(days=30)
    with pytest.raises(DomainError) as refused:
        services.meet_deadline(deadline=kept, met_at=early, by=manager, at=early)
    assert str(refused.value) == "This may not end before Tuesday 1 June 2027: say why it does."


def test_a_closed_clock_is_closed(clock, manager, moment):
    services.meet_deadline(deadline=clock, met_at=moment, by=manager, at=moment)
    for act in (
        lambda: services.meet_deadline(deadline=clock, met_at=moment, by=manager, at=moment),
        lambda: services.cancel_deadline(deadline=clock, reason="x", by=manager, at=moment),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "already-met"


def test_cancelling_needs_a_reason_and_keeps_it_out_of_the_audit(clock, manager, moment):
    with pytest.raises(DomainError) as refused:
        services.cancel_deadline(deadline=clock, reason=" ", by=manager, at=moment)
    assert refused.value.field == "reason"

    services.cancel_deadline(deadline=clock, reason="Not notifiable", by=manager, at=moment)

    assert not Deadline.objects.open().exists()
    assert "Not notifiable" not in str(AuditEvent.objects.last().facts)
    with pytest.raises(DomainError):
        services.move_trigger(deadline=clock, trigger_at=moment, reason="x", by=manager, at=moment)


def test_a_corrected_trigger_moves_the_date_and_tells_the_owner(clock, manager, moment):
    earlier = moment - timedelta(days=3)  # the Friday before
    services.move_trigger(
        deadline=clock, trigger_at=earlier, reason="Told on Friday", by=manager, at=moment
    )
    clock.refresh_from_db()
    assert (clock.due_on, clock.trigger_at) == (date(2026, 6, 5), earlier)
    correction = TriggerCorrection.objects.get()
    assert (correction.trigger_from, correction.trigger_to) == (moment, earlier)
    assert (correction.reason, correction.corrected_by) == ("Told on Friday", manager)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        TriggerCorrection.objects.update(reason="Another")
    facts = AuditEvent.objects.last().facts
    assert (facts["from"], facts["to"], facts["because"]) == ("2026-06-08", "2026-06-05", "trigger")
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == (
        manager,
        "A date has moved to 5 June 2026 (NORTH-2026-001)",
    )


def test_an_owner_who_may_not_know_is_not_told_of_a_move(in_north, manager, moment):
    hidden = SubjectKind(code="tests.hidden", may_be_told=lambda _user, _id: False)
    with make.subject_kind(hidden):
        about = make.subject("CASE-1", kind="tests.hidden")
        held = make.deadline(trigger_at=moment, by=manager, owner=manager, about=about)
        services.move_trigger(
            deadline=held,
            trigger_at=moment - timedelta(days=3),
            reason="Friday",
            by=manager,
            at=moment,
        )
    assert not Notice.objects.exists()


def test_a_cancelled_clock_takes_neither_a_correction_nor_a_reason(clock, manager, moment):
    services.cancel_deadline(deadline=clock, reason="x", by=manager, at=moment)
    clock.refresh_from_db()
    for act in (
        lambda: services.correct_trigger(
            deadline=clock, trigger_at=moment, reason="x", by=manager, at=moment
        ),
        lambda: services.record_late_reason(
            deadline=clock, reason="x", by=manager, at=moment + timedelta(days=20)
        ),
        lambda: services.meet_deadline(deadline=clock, met_at=moment, by=manager, at=moment),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "cancelled"


def test_a_correction_needs_a_reason(clock, manager, moment):
    with pytest.raises(DomainError) as refused:
        services.correct_trigger(
            deadline=clock, trigger_at=moment, reason=" ", by=manager, at=moment
        )
    assert (refused.value.code, refused.value.field) == ("needs-reason", "reason")


def test_a_correction_that_shows_a_met_clock_late_asks_for_the_reason(clock, manager, moment):
    done = datetime(2026, 6, 8, 12, tzinfo=UTC)
    services.meet_deadline(deadline=clock, met_at=done, by=manager, at=done)
    services.move_trigger(
        deadline=clock,
        trigger_at=moment - timedelta(days=3),
        reason="Told on Friday",
        by=manager,
        at=done,
    )
    [shown] = selectors.clocks_of(make.OPEN_KIND, clock.subject_id, on=date(2026, 6, 10))
    assert (shown.state, shown.needs_late_reason) == ("met_late", True)

    services.record_late_reason(
        deadline=clock, reason="The moment was corrected", by=manager, at=done
    )

    [shown] = selectors.clocks_of(make.OPEN_KIND, clock.subject_id, on=date(2026, 6, 10))
    assert (shown.needs_late_reason, shown.late_reason) == (False, "The moment was corrected")


def test_a_late_reason_is_for_what_is_late(clock, manager, moment):
    with pytest.raises(DomainError) as refused:
        services.record_late_reason(deadline=clock, reason="Early", by=manager, at=moment)
    assert refused.value.code == "not-late"
    with pytest.raises(DomainError) as refused:
        services.record_late_reason(
            deadline=clock, reason="", by=manager, at=moment + timedelta(days=10)
        )
    assert refused.value.field == "reason"


def test_only_who_may_edit_deadlines_corrects_one(clock, north, moment):
    reader = partnerships.member(north, "lay_member")
    with pytest.raises(NotPermitted):
        services.correct_trigger(
            deadline=clock, trigger_at=moment, reason="x", by=reader, at=moment
        )
    with pytest.raises(NotPermitted):
        services.record_late_reason(
            deadline=clock, reason="x", by=reader, at=moment + timedelta(days=20)
        )


def test_a_moment_kept_with_the_case_is_corrected_there(in_north, manager, moment):
    case = SubjectKind(code="tests.case", may_be_told=lambda _user, _id: True, owns_trigger=True)
    with make.subject_kind(case):
        held = make.deadline(
            trigger_at=moment, by=manager, about=make.subject("CASE-1", kind="tests.case")
        )
        with pytest.raises(DomainError) as refused:
            services.correct_trigger(
                deadline=held, trigger_at=moment, reason="x", by=manager, at=moment
            )
    assert str(refused.value) == "This date comes from CASE-1: correct it there."


def test_nobody_corrects_a_clock_of_a_case_they_may_not_see(in_north, manager, moment):
    hidden = SubjectKind(code="tests.hidden", may_be_told=lambda _user, _id: False)
    with make.subject_kind(hidden):
        held = make.deadline(
            trigger_at=moment, by=manager, about=make.subject("CASE-1", kind="tests.hidden")
        )
        with pytest.raises(NotPermitted):
            services.correct_trigger(
                deadline=held, trigger_at=moment, reason="x", by=manager, at=moment
            )


def test_clocks_come_in_the_order_in_which_they_are_due(
    in_north, manager, moment, django_assert_num_queries
):
    about = make.subject()
    for rule_key, standing in (
        ("rapid_review", "binding"),
        ("tell_lcspr_decision", "binding"),
        ("notify_panel", "binding"),
    ):
        make.deadline(
            trigger_at=moment, by=manager, about=about, rule_key=rule_key, standing=standing
        )
    with django_assert_num_queries(2):
        found = selectors.clocks_of(about.kind, about.public_id, on=date(2026, 6, 5))
    assert [(each.rule_key, each.state, each.words) for each in found] == [
        ("notify_panel", "due_soon", "Due soon: 1 working day left"),
        ("rapid_review", "running", "Due in 11 working days"),
        ("tell_lcspr_decision", "no_figure", "To be done as soon as it is decided"),
    ]


def test_clocks_of_another_partnership_are_not_found(clock, south, manager):
    with tenant(south.pk):
        assert selectors.clocks_of(clock.subject_kind, clock.subject_id, on=date(2026, 6, 5)) == []
