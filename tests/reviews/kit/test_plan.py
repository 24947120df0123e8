"""The plan of days: copied when a rapid review opens, then the case's own; and its template."""

from datetime import date

import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.enums import CaseState
from reviews.models import PlanStep, PlanTemplateStep
from reviews.selectors.plan_template import ready_template
from reviews.selectors.plans import plan_of
from reviews.services import plans
from reviews.services.plans import StepFacts
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
STEP = StepFacts(title="Ask the coroner", from_day=2, to_day=3)


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


@pytest.fixture
def opened(case, north):
    with tenant(north.pk):
        yield case


def test_a_rapid_review_opens_with_the_published_steps_where_there_are_no_others(opened, now):
    lines = plan_of(opened, at=now)

    assert [(line.step.title, line.first, line.last) for line in lines[:3]] == [
        ("Ask agencies for summaries", date(2026, 6, 2), date(2026, 6, 2)),
        ("Agencies return their summaries", date(2026, 6, 3), date(2026, 6, 15)),
        ("Panel meets", date(2026, 6, 15), date(2026, 6, 17)),
    ]
    assert [line.status.text for line in lines[:3]] == ["Late", "Now", "Ahead"]


def test_a_review_that_opens_later_takes_the_partnerships_own_steps(opened, manager, who, moment):
    assert plans.adopt_template(**who) == 6
    plans.end_template_step(step=PlanTemplateStep.objects.order_by("pk")[0], **who)
    plans.add_template_step(facts=STEP, **who)
    other = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=moment)

    assert opened.plan_steps.count() == 6
    titles = set(other.plan_steps.values_list("title", flat=True))
    assert titles == {each.title for each in ready_template().steps[1:]} | {"Ask the coroner"}


def test_the_published_steps_never_come_back_once_there_were_own_ones(opened, who, manager, moment):
    plans.adopt_template(**who)
    for step in PlanTemplateStep.objects.all():
        plans.end_template_step(step=step, **who)

    other = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=moment)
    assert other.plan_steps.count() == 0
    with pytest.raises(DomainError, match="has its own steps already"):
        plans.adopt_template(**who)


def test_a_step_is_ticked_left_out_and_opened_again(opened, who):
    step, other = opened.plan_steps.order_by("pk")[:2]
    plans.tick_step(step=step, done_on=date(2026, 6, 2), **who)
    plans.leave_step_out(step=other, reason="One agency alone", **who)

    lines = {line.step.pk: line for line in plan_of(opened, at=who["at"])}
    assert lines[step.pk].status.text == "Done"
    assert lines[other.pk].status.text == "Left out"
    for each in (step, other):
        plans.open_step_again(step=each, **who)
    assert not PlanStep.objects.exclude(done_on=None, left_out_because="").exists()


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        (plans.tick_step, {"done_on": date(2026, 6, 4)}, "cannot be in the future"),
        (plans.leave_step_out, {"reason": " "}, "Say why it is left out"),
        (plans.open_step_again, {}, "This step is not over"),
    ],
)
def test_what_cannot_be_done_to_a_step_is_refused(opened, who, act, said, words):
    step = opened.plan_steps.order_by("pk")[0]

    with pytest.raises(DomainError, match=words):
        act(step=step, **said, **who)


@pytest.mark.parametrize(("first", "last", "field"), [(3, 2, "to_day"), (3, 401, "to_day")])
def test_days_out_of_order_or_too_far_are_refused(opened, who, first, last, field):
    with pytest.raises(DomainError) as refused:
        plans.add_step(
            incident=opened, facts=StepFacts(title="A", from_day=first, to_day=last), **who
        )
    assert refused.value.field == field


def test_somebody_who_does_not_work_on_cases_changes_no_plan(opened, north, now):
    lead = people.member(north, "lsp")

    with pytest.raises(NotPermitted):
        plans.add_step(incident=opened, facts=STEP, by=lead, at=now)


def test_each_change_of_a_plan_leaves_its_row_in_the_audit(opened, who):
    row = plans.add_step(incident=opened, facts=STEP, **who)

    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object_id) == ("created", str(row.public_id))
    assert event.facts == {"from_day": 2, "to_day": 3}


def test_a_plan_is_worked_through_its_pages(signed_in, case, north):
    at = address("plan", case=case.public_id)
    assert signed_in.get(at).status_code == 200
    refused = signed_in.post(
        address("plan-step-add", case=case.public_id), {"title": "A", "from_day": 4, "to_day": 2}
    )
    assert refused.context["form"].errors == {
        "to_day": ["The last day cannot come before the first."]
    }
    with tenant(north.pk):
        step = case.plan_steps.order_by("pk")[0]
    one = {"case": case.public_id, "plan_step": step.public_id}
    day = {"done_on_day": 2, "done_on_month": 6, "done_on_year": 2026}

    assert signed_in.post(address("plan-step-done", **one), day).url == at
    assert signed_in.post(address("plan-step-again", **one)).url == at
    assert signed_in.post(address("plan-step-leave-out", **one), {"reason": "No"}).url == at


def test_the_template_is_made_the_partnerships_own_on_its_page(signed_in, north):
    at = address("plan-template")
    page = signed_in.get(at)
    assert "Devon" in page.content.decode()

    signed_in.post(address("plan-template-adopt"))
    assert "Devon" not in signed_in.get(at).content.decode()
    with tenant(north.pk):
        step = PlanTemplateStep.objects.order_by("pk")[0]
    edit = address("template-step-edit", template_step=step.public_id)
    assert signed_in.post(edit, {"title": "Ask", "from_day": 1, "to_day": 2}).url == at
    assert signed_in.post(address("template-step-end", template_step=step.public_id)).url == at
    with tenant(north.pk):
        step.refresh_from_db()
        assert (step.title, step.ended_on) == ("Ask", date(2026, 6, 3))


@pytest.mark.parametrize("number", [1, 3])
def test_the_plan_asks_as_often_for_three_steps_as_for_one(
    number, signed_in, case, north, django_assert_num_queries
):
    with tenant(north.pk):
        keep = case.plan_steps.order_by("pk").values_list("pk", flat=True)[:number]
        case.plan_steps.exclude(pk__in=list(keep)).delete()

    with django_assert_num_queries(13):
        signed_in.get(address("plan", case=case.public_id))
