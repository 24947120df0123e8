from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance import documents, selectors
from governance.enums import Rag
from governance.forms import EndForm
from governance.forms.workplans import ItemForm, MilestoneForm, PlanForm
from governance.models import Group, Milestone, PlanItem, Workplan
from governance.selectors import workplans as plans
from governance.selectors.line_actions import with_actions
from governance.services import plan_updates
from governance.services import workplans as keeping
from governance.views.frames import address, ask, show_form
from governance.views.plan_frames import as_download, keeps_plan, may_keep_plan, plans_trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
PLANS = Workplan.objects.select_related("group")
LINES = PlanItem.objects.select_related("plan__group")
STEPS = Milestone.objects.select_related("item__plan__group")


@needs(Permission.GOVERNANCE_VIEW)
def all_plans(request: PortalRequest) -> HttpResponse:
    now, before = plans.plans_in_order(on=moment.today())
    context = {
        "heading": "Plans",
        "plans": now,
        "ended": before,
        "may_add": request.standing.can_in_some_group(EDIT),
        "breadcrumbs": plans_trail(request)[:-1],
    }
    return render(request, "governance/workplan/list.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def of_group(request: PortalRequest, group: UUID) -> HttpResponse:
    """Lead on to the group's plan; where it has none or several, list them."""
    found = get_object_or_404(Group, public_id=group)
    rows = plans.plans_of_group(found, on=moment.today())
    if len(rows) == 1:
        return redirect(address(request, "workplan", plan=rows[0].plan.public_id))
    context = {
        "heading": f"Plans of {found.name}",
        "plans": rows,
        "ended": [],
        "narrowed": f"group={found.key}",
        "may_add": request.standing.can(EDIT, group_key=found.key),
        "breadcrumbs": plans_trail(request),
    }
    return render(request, "governance/workplan/list.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    rag = request.GET.get("rag", "")
    wanted = {"rag": rag if rag in Rag.values else "", "group": request.GET.get("group", "")}
    lines = plans.every_line(on=moment.today(), **wanted)
    narrowed = [name for name, value in wanted.items() if value]
    table = documents.plan_lines_table(lines)
    return as_download(request, table, ending=ending, filtered_by=narrowed)


@needs(Permission.GOVERNANCE_VIEW)
def detail(request: PortalRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(PLANS, public_id=plan)
    lines, ended = plans.lines_of_plan(found, on=moment.today())
    is_open = found.ended_on is None
    may_keep = keeps_plan(request, found)
    may_say = plan_updates.may_update(request.user, group=found.group, at=moment.now())
    context = {
        "plan": found,
        "heading": found.title,
        "caption": found.group.name if found.group else "Business plan of the partnership",
        "lines": with_actions(lines, request.user, request.standing, on=moment.today()),
        "ended": ended,
        "updates": plans.last_updates(found),
        "may_edit": may_keep and is_open,
        "may_update": may_say and is_open and bool(lines),
        "breadcrumbs": plans_trail(request),
    }
    return render(request, "governance/workplan/detail.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    groups = plans.groups_to_plan_for(request.standing)
    must_name = not request.standing.can(EDIT)
    chosen = groups.filter(key=request.GET.get("group", "")).first()
    form = PlanForm(
        request.POST or None, groups=groups, must_name=must_name, initial={"group": chosen}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = keeping.add_workplan(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The plan has been begun. Add its lines.")
            return redirect(address(request, "workplan", plan=made.public_id))
    return show_form(
        request,
        form,
        heading="Begin a plan",
        submit="Begin the plan",
        back=address(request, "workplans"),
        breadcrumbs=plans_trail(request),
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(PLANS, public_id=plan)
    may_keep_plan(request, found)
    form = PlanForm(request.POST or None, initial=model_to_dict(found), groups=None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(plan=found)
            keeping.change_workplan(plan=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The plan has been changed.")
            return redirect(address(request, "workplan", plan=plan))
    return _show(request, form, found, heading=f"Change “{found.title}”", submit="Save")


@needs(EDIT, in_a_group=True)
def end(request: PortalRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(PLANS, public_id=plan)
    may_keep_plan(request, found)
    form = EndForm(request.POST or None, initial={"on": moment.today()})
    back = address(request, "workplan", plan=plan)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.end_workplan(plan=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The plan has been ended. Its lines stay in the record.")
            return redirect(back)
    return ask(
        request,
        heading=f"End “{found.title}”?",
        consequences="Nobody is asked about its lines any more. They stay as history.",
        submit="End the plan",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
def add_item(request: PortalRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(PLANS, public_id=plan)
    may_keep_plan(request, found)
    form = _item_form(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            keeping.add_item(plan=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The line has been added.")
            return redirect(address(request, "workplan", plan=plan))
    return _show(request, form, found, heading="Add a line", submit="Add the line")


@needs(EDIT, in_a_group=True)
def edit_item(request: PortalRequest, line: UUID) -> HttpResponse:
    loaded = LINES.select_related("priority", "outcome", "owner", "area", "serves")
    found = get_object_or_404(loaded, public_id=line)
    may_keep_plan(request, found.plan)
    form = _item_form(request, found.plan, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            keeping.change_item(item=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The line has been changed.")
            return redirect(address(request, "workplan", plan=found.plan.public_id))
    return _show(request, form, found.plan, heading="Change this line", submit="Save")


@needs(EDIT, in_a_group=True)
def end_item(request: PortalRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(LINES, public_id=line)
    may_keep_plan(request, found.plan)
    form = EndForm(request.POST or None, initial={"on": moment.today()})
    back = address(request, "workplan", plan=found.plan.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.end_item(item=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The line has been taken out. It stays in the record.")
            return redirect(back)
    return ask(
        request,
        heading=f"Take “{found.title}” out of the plan?",
        consequences="Nobody is asked about it any more. What was said of it stays.",
        submit="Take it out",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
def add_step(request: PortalRequest, line: UUID) -> HttpResponse:
    found = get_object_or_404(LINES, public_id=line)
    may_keep_plan(request, found.plan)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            keeping.add_milestone(item=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The step has been added.")
            return redirect(address(request, "workplan", plan=found.plan.public_id))
    heading = f"Add a step to “{found.title}”"
    return _show(request, form, found.plan, heading=heading, submit="Add the step")


@needs(EDIT, in_a_group=True)
def edit_step(request: PortalRequest, step: UUID) -> HttpResponse:
    found = get_object_or_404(STEPS, public_id=step)
    may_keep_plan(request, found.item.plan)
    form = MilestoneForm(request.POST or None, initial=model_to_dict(found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            keeping.change_milestone(milestone=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The step has been changed.")
            return redirect(address(request, "workplan", plan=found.item.plan.public_id))
    return _show(request, form, found.item.plan, heading="Change this step", submit="Save")


def _item_form(request: PortalRequest, plan: Workplan, item: PlanItem | None = None) -> ItemForm:
    names = ItemForm.base_fields
    initial: dict[str, Any] = {name: getattr(item, name) for name in names} if item else {}
    return ItemForm(
        request.POST or None,
        initial=initial,
        areas=selectors.areas_to_choose(),
        is_business_plan=plan.group_id is None,
    )


def _show(
    request: PortalRequest, form: Any, plan: Workplan, *, heading: str, submit: str
) -> HttpResponse:
    return show_form(
        request,
        form,
        heading=heading,
        submit=submit,
        back=address(request, "workplan", plan=plan.public_id),
        breadcrumbs=plans_trail(request, plan),
    )
