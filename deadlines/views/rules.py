from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deadlines.forms import CalculatorForm
from deadlines.selectors.calculator import Working, worked_out
from deadlines.selectors.calendars import calendar
from deadlines.selectors.rule_pages import (
    current_rules,
    holiday_lines,
    rule_lines,
    rule_page,
)
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.roles import Permission


@needs(Permission.DEADLINE_VIEW)
def calculator(request: PortalRequest) -> HttpResponse:
    asked = request.GET if set(request.GET) - {"rule"} else None
    form = CalculatorForm(
        asked, rules=current_rules(request.partnership), initial=request.GET.dict()
    )
    answers: tuple[Working, ...] = ()
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            answers = worked_out(form.cleaned_data["rule"], form.trigger, request.partnership)
    context = {"form": form, "answers": answers, "breadcrumbs": _breadcrumbs(request)}
    return render(request, "deadlines/calculator.html", context)


@needs(Permission.DEADLINE_VIEW)
def rules(request: PortalRequest) -> HttpResponse:
    context = {"lines": rule_lines(request.partnership), "breadcrumbs": _breadcrumbs(request)}
    return render(request, "deadlines/rule/list.html", context)


@needs(Permission.DEADLINE_VIEW)
def rule(request: PortalRequest, key: str) -> HttpResponse:
    try:
        page = rule_page(key, request.partnership, on=moment.today())
    except DomainError as unknown:
        raise Http404(NOT_FOUND) from unknown
    trail = {"text": "Rules", "href": reverse("deadlines:rules", args=[request.partnership.slug])}
    context = {"page": page, "breadcrumbs": [*_breadcrumbs(request), trail]}
    return render(request, "deadlines/rule/detail.html", context)


@needs(Permission.DEADLINE_EDIT)
def holidays(request: PortalRequest) -> HttpResponse:
    context = {
        "lines": holiday_lines(on=moment.today()),
        "known_until": calendar().known_until,
        "breadcrumbs": _breadcrumbs(request),
    }
    return render(request, "deadlines/holiday/list.html", context)


def _breadcrumbs(request: PortalRequest) -> list[dict[str, str]]:
    href = reverse("deadlines:list", kwargs={"partnership": request.partnership.slug})
    return [{"text": "Deadlines", "href": href}]
