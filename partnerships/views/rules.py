from datetime import date
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships import order
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.forms.rules import (
    AddLocalRuleForm,
    ChairReviewForm,
    ChairRuleForm,
    EndRuleForm,
    LocalRuleForm,
)
from partnerships.models import ChairRule, LocalRule
from partnerships.order_rules.terms import State
from partnerships.roles import Permission
from partnerships.selectors import rules as selectors
from partnerships.services import details, rules
from partnerships.views.frames import address, ask, show_form, trail


@needs(Permission.PARTNERSHIP_VIEW)
def in_order(request: PortalRequest) -> HttpResponse:
    found = order.findings(on=moment.today())
    required = [each for each in found if each.is_required]
    context = {
        "shelves": order.shelves(found),
        "required": sum(each.is_broken for each in required),
        "unknown": sum(each.state == State.CANNOT_TELL for each in required),
        "today": moment.today(),
        "here": "order",
    }
    return render(request, "partnerships/rules/order.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def local_rules(request: PortalRequest) -> HttpResponse:
    holding, ended = selectors.local_rules(on=moment.today())
    context = {
        "rules": holding,
        "ended": ended,
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "local-rules",
    }
    return render(request, "partnerships/rules/list.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_local_rule(request: PortalRequest) -> HttpResponse:
    form = AddLocalRuleForm(request.POST or None)
    back = address(request, "local-rules")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            rules.add_rule(facts=form.new_facts(), by=request.user, at=moment.now())
            messages.success(request, "Rule added.")
            return redirect(back)
    return show_form(request, form, heading="Add a rule", submit="Add the rule", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_local_rule(request: PortalRequest, local_rule: UUID) -> HttpResponse:
    found = get_object_or_404(LocalRule, public_id=local_rule)
    form = LocalRuleForm(request.POST or None, initial=model_to_dict(found))
    back = address(request, "local-rules")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(kind=found.kind)
            rules.change_rule(rule=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "Rule changed.")
            return redirect(back)
    caption = found.get_kind_display()
    return show_form(
        request, form, heading="Change this rule", submit="Save", back=back, caption=caption
    )


@needs(Permission.PARTNERSHIP_EDIT)
def end_local_rule(request: PortalRequest, local_rule: UUID) -> HttpResponse:
    found = get_object_or_404(LocalRule, public_id=local_rule)
    form = EndRuleForm(request.POST or None, initial={"ended_on": moment.today()})
    back = address(request, "local-rules")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            rules.end_rule(rule=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "Rule ended.")
            return redirect(back)
    return ask(
        request,
        heading=f"End the rule about: {found.get_kind_display()}?",
        consequences="From that day on nothing is refused or warned about by it. It stays on record.",
        submit="End the rule",
        back=back,
        form=form,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def add_chair_rule(request: PortalRequest) -> HttpResponse:
    form = ChairRuleForm(request.POST or None)
    back = address(request, "details")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            details.add_chair_rule(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Chair rule added.")
            return redirect(back)
    heading = "Say how a body gets its chair"
    return show_form(request, form, heading=heading, submit="Add the rule", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_chair_rule(request: PortalRequest, rule: UUID) -> HttpResponse:
    found = get_object_or_404(ChairRule.objects.select_related("seat"), public_id=rule)
    initial = model_to_dict(found) | {"seat": found.seat}
    form = ChairRuleForm(request.POST or None, initial=initial)
    back = address(request, "chair-rule", rule=rule)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            details.change_chair_rule(rule=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "Chair rule changed.")
            return redirect(back)
    return show_form(request, form, heading="Change the chair rule", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_VIEW)
def chair_rule(request: PortalRequest, rule: UUID) -> HttpResponse:
    found = get_object_or_404(ChairRule.objects.select_related("seat"), public_id=rule)
    context = {
        "page": selectors.chair_page(rule=found, on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "breadcrumbs": trail(request, ("Details, areas and chair", "details")),
    }
    return render(request, "partnerships/rules/chair.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def review_chair(request: PortalRequest, rule: UUID) -> HttpResponse:
    found = get_object_or_404(ChairRule, public_id=rule)
    today: dict[str, date] = {"reviewed_on": moment.today()}
    form = ChairReviewForm(request.POST or None, rule=found, initial=today)
    back = address(request, "chair-rule", rule=rule)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            rules.record_chair_review(
                rule=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Review recorded.")
            return redirect(back)
    return show_form(
        request, form, heading="Record a review", submit="Record it", back=back, caption=found.body
    )
