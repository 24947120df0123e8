"""Outcomes, figures, reviews, plans and their lines: what the services keep and refuse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from governance.models import Milestone, PlanItem, PriorityReview, Reading, Workplan
from governance.services import priorities, workplans
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import plans

pytestmark = pytest.mark.django_db
FROM, TO = date(2026, 4, 1), date(2028, 3, 31)


@pytest.fixture
def priority(in_north):
    return plans.priority()


@pytest.fixture
def seat(in_north):
    return people.seat("nurse")


def audited() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.order_by("number")
    return [(each.verb, each.object_reference) for each in rows]


def refused(**call):
    service = call.pop("service")
    with pytest.raises(DomainError) as refusal:
        service(**call)
    return str(refusal.value), refusal.value.field


def plan_facts(**facts):
    return workplans.PlanFacts(**{"title": "Plan", "from_on": FROM, "to_on": TO, **facts})


def item_facts(owner, **facts):
    return workplans.ItemFacts(
        **{"title": "Train them", "owner": owner, "due_on": date(2026, 9, 1), **facts}
    )


def test_an_outcome_is_stated_once(priority, manager, moment):
    say = {"priority": priority, "statement": "Noticed early", "by": manager, "at": moment}

    first = priorities.add_outcome(**say)

    assert (first.order, first.statement) == (1, "Noticed early")
    assert refused(service=priorities.add_outcome, **say) == (
        "This outcome is there already.",
        "statement",
    )
    assert audited() == [("created", str(first))]


def test_nothing_is_hung_on_a_priority_that_was_ended(priority, manager, moment):
    priority.ended_on = date(2026, 1, 1)
    facts = priorities.IndicatorFacts("Plans")

    for service, what in (
        (priorities.add_outcome, {"statement": "x"}),
        (priorities.add_indicator, {"facts": facts}),
    ):
        said, _field = refused(service=service, priority=priority, by=manager, at=moment, **what)
        assert said == "This has been ended already."


def test_a_figure_is_entered_once_for_a_period_that_is_over(priority, manager, moment):
    facts = priorities.IndicatorFacts("Plans", unit="children", polarity="down")
    indicator = priorities.add_indicator(priority=priority, facts=facts, by=manager, at=moment)
    march = date(2026, 3, 31)
    enter = {"indicator": indicator, "value": Decimal("12.5"), "by": manager, "at": moment}

    reading = priorities.record_reading(period_end=march, **enter)

    assert refused(service=priorities.record_reading, period_end=march, **enter)[1] == "period_end"
    later = {"period_end": date(2026, 6, 2), **enter}
    assert refused(service=priorities.record_reading, **later) == (
        "This period is not over yet. Enter the figure when it is.",
        "period_end",
    )
    assert [row.value for row in Reading.objects.all()] == [reading.value]


def test_a_figure_is_corrected_and_the_audit_keeps_the_old_one(priority, manager, moment):
    indicator = plans.indicator(priority)
    reading = priorities.record_reading(
        indicator=indicator,
        period_end=date(2026, 3, 31),
        value=Decimal(12),
        by=manager,
        at=moment,
    )
    fix = {"reading": reading, "note": "Counted again", "by": manager, "at": moment}

    priorities.correct_reading(value=Decimal(13), **fix)
    priorities.correct_reading(value=Decimal(13), **fix)  # nothing new, nothing written

    reading.refresh_from_db()
    assert (reading.value, reading.note) == (13, "Counted again")
    [event] = AuditEvent.objects.filter(verb="corrected")
    assert event.facts == {"was": "12.00", "now": "13"}


def test_an_indicator_is_changed(priority, manager, moment):
    indicator = plans.indicator(priority)

    changed = priorities.change_indicator(
        row=indicator,
        facts=priorities.IndicatorFacts("Plans for neglect", unit="%"),
        by=manager,
        at=moment,
    )

    assert changed.unit == "%"


def test_a_review_is_kept_once_a_day_and_never_before_it_took_place(priority, manager, moment):
    facts = priorities.ReviewFacts(date(2026, 6, 1), "amber", "Fewer come back", "Go on")
    keep = {"priority": priority, "by": manager, "at": moment}

    priorities.review_priority(facts=facts, **keep)

    assert refused(service=priorities.review_priority, facts=facts, **keep) == (
        "There is a review of this priority on that day already.",
        "reviewed_on",
    )
    ahead = priorities.ReviewFacts(date(2026, 6, 2), "green", "x", "y")
    assert refused(service=priorities.review_priority, facts=ahead, **keep) == (
        "A review is recorded when it has taken place.",
        "reviewed_on",
    )
    priority.ended_on = date(2026, 5, 1)
    before = priorities.ReviewFacts(date(2026, 5, 2), "green", "x", "y")
    assert refused(service=priorities.review_priority, facts=before, **keep)[1] == "reviewed_on"
    assert PriorityReview.objects.count() == 1
    assert audited() == [("reviewed", "Neglect")]


def test_a_plan_is_begun_changed_and_ended(in_north, manager, moment):
    plan = workplans.add_workplan(facts=plan_facts(), by=manager, at=moment)

    workplans.change_workplan(plan=plan, facts=plan_facts(note="New"), by=manager, at=moment)
    workplans.end_workplan(plan=plan, on=date(2026, 6, 1), by=manager, at=moment)

    assert refused(
        service=workplans.end_workplan, plan=plan, on=date(2026, 6, 1), by=manager, at=moment
    ) == ("This plan has been ended already.", None)
    assert audited() == [("created", "Plan"), ("changed", "Plan"), ("ended", "Plan")]


def test_a_plan_that_makes_no_sense_is_refused(in_north, manager, moment):
    group = make.group("board")
    ended = make.group("old", ended_on=date(2020, 1, 1))
    add = {"service": workplans.add_workplan, "by": manager, "at": moment}
    plan = workplans.add_workplan(facts=plan_facts(), by=manager, at=moment)

    assert refused(facts=plan_facts(title="X", to_on=FROM), **add)[0] == (
        "The plan ends before it starts."
    )
    assert refused(facts=plan_facts(), **add)[0] == "There is a plan with this title already."
    assert refused(facts=plan_facts(group=ended), **add) == (
        "This group has been ended.",
        "group",
    )
    assert refused(
        service=workplans.change_workplan,
        plan=plan,
        facts=plan_facts(group=group),
        by=manager,
        at=moment,
    )[0].startswith("A plan stays with its group.")
    assert Workplan.objects.count() == 1


def test_a_plan_is_not_cut_shorter_than_its_lines(in_north, seat, manager, moment):
    plan = workplans.add_workplan(facts=plan_facts(), by=manager, at=moment)
    workplans.add_item(plan=plan, facts=item_facts(seat), by=manager, at=moment)

    said = refused(
        service=workplans.change_workplan,
        plan=plan,
        facts=plan_facts(to_on=date(2026, 8, 31)),
        by=manager,
        at=moment,
    )

    assert said == (
        "A line of the plan falls due after that day. Change the line first.",
        "to_on",
    )


def test_a_line_that_serves_another_works_for_the_same_outcome(priority, seat, manager, moment):
    outcome = plans.outcome(priority)
    business = plans.plan()
    above = plans.line(business, seat, priority=priority, outcome=outcome)
    plan = plans.plan(make.group("board"))

    line = workplans.add_item(
        plan=plan, facts=item_facts(seat, serves=above), by=manager, at=moment
    )
    named = workplans.add_item(
        plan=plan, facts=item_facts(seat, outcome=outcome), by=manager, at=moment
    )

    assert (line.priority, line.outcome, line.order) == (priority, outcome, 1)
    assert (named.priority, named.order) == (priority, 2)


def test_a_line_that_hangs_on_nothing_real_is_refused(priority, seat, manager, moment):
    other = plans.priority("Other")
    plan = plans.plan(make.group("board"), from_on=FROM, to_on=TO)
    mine = plans.line(plan, seat)
    closed = people.seat("closed", closed_on=date(2020, 1, 1))
    add = {"service": workplans.add_item, "plan": plan, "by": manager, "at": moment}

    assert refused(facts=item_facts(seat, due_on=date(2028, 4, 1)), **add)[1] == "due_on"
    assert refused(facts=item_facts(closed), **add) == (
        "This seat is closed. Choose another.",
        "owner",
    )
    assert refused(
        facts=item_facts(seat, priority=other, outcome=plans.outcome(priority)), **add
    ) == ("This outcome belongs to another priority.", "outcome")
    assert refused(facts=item_facts(seat, serves=mine), **add) == (
        "A group’s line serves a line of the business plan.",
        "serves",
    )
    assert PlanItem.objects.count() == 1


def test_a_line_is_changed_and_taken_out(in_north, seat, manager, moment):
    plan = plans.plan()
    line = workplans.add_item(plan=plan, facts=item_facts(seat), by=manager, at=moment)

    workplans.change_item(
        item=line, facts=item_facts(seat, title="Train all"), by=manager, at=moment
    )
    workplans.change_item(
        item=line, facts=item_facts(seat, title="Train all"), by=manager, at=moment
    )
    workplans.end_item(item=line, on=date(2026, 6, 1), by=manager, at=moment)

    assert refused(
        service=workplans.change_item, item=line, facts=item_facts(seat), by=manager, at=moment
    ) == ("This line has been ended already.", None)
    assert audited() == [("created", "A plan"), ("changed", "A plan"), ("ended", "A plan")]


def test_a_step_is_taken_on_a_day_that_has_come(in_north, seat, manager, moment):
    line = plans.line(plans.plan(), seat)
    facts = workplans.MilestoneFacts("First", date(2026, 7, 1))
    step = workplans.add_milestone(item=line, facts=facts, by=manager, at=moment)
    ahead = workplans.MilestoneFacts("First", date(2026, 7, 1), moment.date() + timedelta(days=1))
    taken = workplans.MilestoneFacts("First", date(2026, 7, 1), moment.date())

    said = refused(
        service=workplans.change_milestone, milestone=step, facts=ahead, by=manager, at=moment
    )
    workplans.change_milestone(milestone=step, facts=taken, by=manager, at=moment)

    assert said == ("The step was taken on a day to come. Leave it empty until then.", "done_on")
    assert Milestone.objects.get().done_on == moment.date()


def test_a_chair_of_one_group_keeps_that_plan_alone(north, in_north, seat, manager, moment):
    chair = people.member(north, "group_chair")
    chair.role_assignments.update(group_key="board")
    mine, other = make.group("board"), make.group("forum")

    plan = workplans.add_workplan(facts=plan_facts(group=mine), by=chair, at=moment)
    workplans.add_item(plan=plan, facts=item_facts(seat), by=chair, at=moment)

    for facts in (plan_facts(group=other), plan_facts()):
        with pytest.raises(NotPermitted):
            workplans.add_workplan(facts=facts, by=chair, at=moment)
    with pytest.raises(NotPermitted):
        workplans.add_item(plan=plans.plan(other), facts=item_facts(seat), by=chair, at=moment)
    with pytest.raises(NotPermitted):
        priorities.add_outcome(priority=plans.priority(), statement="x", by=chair, at=moment)


def test_a_scrutineer_changes_nothing(north, in_north, moment):
    scrutineer = people.member(north, "scrutineer")

    with pytest.raises(NotPermitted):
        workplans.add_workplan(facts=plan_facts(), by=scrutineer, at=moment)
