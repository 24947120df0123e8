from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from governance import services
from governance.forms import RULES, RuleKind
from governance.views.frames import address, show_form, trail
from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission


@needs(Permission.GOVERNANCE_EDIT)
def add(request: PortalRequest, kind: str) -> HttpResponse:
    rule = _kind(kind)
    form = rule.form(request.POST or None)
    back = _back(request, kind)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = rule.model(**form.cleaned_data)
            services.add(row=row, by=request.user, at=moment.now())
            messages.success(request, f"The {rule.one} has been added.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Add a {rule.one}" if rule.one[0] not in "aeiou" else f"Add an {rule.one}",
        submit="Add it",
        back=back,
        breadcrumbs=trail(request),
    )


@needs(Permission.GOVERNANCE_EDIT)
def edit(request: PortalRequest, kind: str, row: UUID) -> HttpResponse:
    rule = _kind(kind)
    found = _row(rule, row)
    initial = {name: getattr(found, name) for name in rule.form.base_fields}
    form = rule.form(request.POST or None, initial=initial)
    back = _back(request, kind)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change(row=found, facts=form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, f"The {rule.one} has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change this {rule.one}",
        submit="Save",
        back=back,
        breadcrumbs=trail(request),
    )


@needs(Permission.GOVERNANCE_EDIT)
@require_POST
def end(request: PortalRequest, kind: str, row: UUID) -> HttpResponse:
    rule = _kind(kind)
    with refusals_as_message(request):
        services.end(row=_row(rule, row), on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, f"The {rule.one} has been ended. It stays in the record.")
    return redirect(_back(request, kind))


def _kind(code: str) -> RuleKind:
    try:
        return RULES[code]
    except KeyError:
        raise Http404(NOT_FOUND) from None


def _row(rule: RuleKind, public_id: UUID) -> Any:
    return get_object_or_404(rule.model.objects.current(), public_id=public_id)


def _back(request: PortalRequest, kind: str) -> str:
    return f"{address(request, 'overview')}#{kind}"
