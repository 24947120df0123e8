from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from reviews.forms.kit import DoneForm, ReasonForm, StepForm
from reviews.models import Incident, PlanStep, PlanTemplateStep
from reviews.selectors.plan_template import template
from reviews.selectors.plans import plan_of
from reviews.services import plans
from reviews.views.pages import address, ask, on_case, show

EDIT = Permission.CASE_EDIT


@on_case("plan")
def plan(request: PortalRequest, incident: Incident) -> HttpResponse:
    lines = plan_of(incident, at=moment.now())
    context = {"lines": lines, "may_edit": request.standing.can(EDIT)}
    return show(request, incident, "reviews/kit/plan.html", context)


@on_case("plan")
def add_step(request: PortalRequest, incident: Incident) -> HttpResponse:
    may_edit(request)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts, now = form.facts(), moment.now()
            plans.add_step(incident=incident, facts=facts, by=request.user, at=now)
            return _back(request, incident, "The step has been added.")
    return ask(request, incident, form, heading="Add a step to the plan", submit="Add the step")


@on_case("plan")
def tick_step(request: PortalRequest, incident: Incident, plan_step: UUID) -> HttpResponse:
    may_edit(request)
    row = _step(incident, plan_step)
    form = DoneForm(request.POST or None, initial={"done_on": moment.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            day, now = form.cleaned_data["done_on"], moment.now()
            plans.tick_step(step=row, done_on=day, by=request.user, at=now)
            return _back(request, incident, "The step has been ticked.")
    return ask(request, incident, form, heading=f"Done: {row.title}", submit="Tick the step")


@on_case("plan")
def leave_step_out(request: PortalRequest, incident: Incident, plan_step: UUID) -> HttpResponse:
    may_edit(request)
    row = _step(incident, plan_step)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            why, now = form.cleaned_data["reason"], moment.now()
            plans.leave_step_out(step=row, reason=why, by=request.user, at=now)
            return _back(request, incident, "The step has been left out.")
    heading = f"Leave out: {row.title}"
    return ask(request, incident, form, heading=heading, submit="Leave the step out")


@on_case("plan")
@require_POST
def open_step_again(request: PortalRequest, incident: Incident, plan_step: UUID) -> HttpResponse:
    may_edit(request)
    with refusals_as_message(request):
        row = _step(incident, plan_step)
        plans.open_step_again(step=row, by=request.user, at=moment.now())
        messages.success(request, "The step is open again.")
    return redirect(address(request, "plan", case=incident.public_id))


@needs(EDIT)
def plan_template(request: PortalRequest) -> HttpResponse:
    context = {"template": template(), "breadcrumbs": _trail(request)[:1]}
    return render(request, "reviews/kit/template.html", context)


@needs(EDIT)
@require_POST
def adopt_template(request: PortalRequest) -> HttpResponse:
    with refusals_as_message(request):
        plans.adopt_template(by=request.user, at=moment.now())
        messages.success(request, "The steps are your own now and can be changed.")
    return redirect(address(request, "plan-template"))


@needs(EDIT)
def add_template_step(request: PortalRequest) -> HttpResponse:
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plans.add_template_step(facts=form.facts(), by=request.user, at=moment.now())
            return _to_template(request, "The step has been added.")
    return _template_form(request, form, heading="Add a step", submit="Add the step")


@needs(EDIT)
def edit_template_step(request: PortalRequest, template_step: UUID) -> HttpResponse:
    row = get_object_or_404(PlanTemplateStep, public_id=template_step, ended_on=None)
    first = {"title": row.title, "from_day": row.from_day, "to_day": row.to_day}
    form = StepForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts, now = form.facts(), moment.now()
            plans.change_template_step(step=row, facts=facts, by=request.user, at=now)
            return _to_template(request, "The step has been changed.")
    return _template_form(request, form, heading="Change a step", submit="Save the step")


@needs(EDIT)
@require_POST
def end_template_step(request: PortalRequest, template_step: UUID) -> HttpResponse:
    row = get_object_or_404(PlanTemplateStep, public_id=template_step)
    with refusals_as_message(request):
        plans.end_template_step(step=row, by=request.user, at=moment.now())
        messages.success(request, "The step has been taken off.")
    return redirect(address(request, "plan-template"))


def may_edit(request: PortalRequest) -> None:
    """Refuse with the reason whoever does not work on cases."""
    verdict = request.standing.can(EDIT)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _step(incident: Incident, step: UUID) -> PlanStep:
    rows = PlanStep.objects.select_related("incident")
    return get_object_or_404(rows, incident=incident, public_id=step)


def _back(request: PortalRequest, incident: Incident, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(address(request, "plan", case=incident.public_id))


def _to_template(request: PortalRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(address(request, "plan-template"))


def _trail(request: PortalRequest) -> list[Link]:
    return [
        Link("On the clock", address(request, "clock")),
        Link("Steps of a rapid review", address(request, "plan-template")),
    ]


def _template_form(
    request: PortalRequest, form: StepForm, *, heading: str, submit: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": address(request, "plan-template"),
        "breadcrumbs": _trail(request),
    }
    return render(request, "layouts/form.html", context)
