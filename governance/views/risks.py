from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance import documents
from governance.enums import ActionSource
from governance.forms.letters import CloseRiskForm, RiskFilterForm, RiskForm
from governance.models import Risk
from governance.selectors.actions import actions_from, groups_kept
from governance.selectors.risks import risk_history, risk_line, risk_lines, risk_rows
from governance.services import risks as services
from governance.views.frames import address, ask, show_form, todo_sections, trail
from governance.views.plan_frames import as_download
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
LOADED = Risk.objects.select_related("group", "organisation", "owner")


@needs(VIEW)
def risks(request: PortalRequest) -> HttpResponse:
    form = RiskFilterForm(request.GET or None)
    lines = risk_lines(request.standing, on=moment.today(), wanted=form.wanted())
    context = {
        "heading": "Risks",
        "form": form,
        "lines": lines,
        "is_filtered": any(request.GET.values()) and form.is_valid(),
        **todo_sections(request, "risks"),
    }
    return render(request, "governance/risks/list.html", context)


@needs(VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    form = RiskFilterForm(request.GET or None)
    lines = risk_lines(request.standing, on=moment.today(), wanted=form.wanted())
    narrowed = [name for name in form.fields if request.GET.get(name)]
    table = documents.risks_table(lines)
    return as_download(request, table, ending=ending, filtered_by=narrowed)


@needs(VIEW)
def risk(request: PortalRequest, risk: UUID) -> HttpResponse:
    found: Risk = get_object_or_404(LOADED, public_id=risk)
    today = moment.today()
    context = {
        "heading": found.title,
        "risk": found,
        "line": risk_line(found, request.standing, on=today),
        "rows": risk_rows(found),
        "actions": actions_from(
            request.user,
            request.standing,
            on=today,
            source=ActionSource.RISK,
            source_id=found.public_id,
        ),
        "history": risk_history(found),
        "breadcrumbs": _trail(request),
    }
    return render(request, "governance/risks/detail.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    form = RiskForm(request.POST or None, groups=groups_kept(request.standing))
    back = address(request, "risks")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.raise_risk(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The risk is on the register.")
            return redirect(address(request, "risk", risk=made.public_id))
    return show_form(
        request,
        form,
        heading="Add a risk",
        submit="Add the risk",
        back=back,
        breadcrumbs=_trail(request),
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, risk: UUID) -> HttpResponse:
    found = _kept(request, risk)
    form = RiskForm(
        request.POST or None, groups=groups_kept(request.standing), initial=_stored(found)
    )
    back = address(request, "risk", risk=risk)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(note=found.note)
            services.change_risk(risk=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The risk has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Look at the risk again",
        submit="Save",
        back=back,
        breadcrumbs=_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def close(request: PortalRequest, risk: UUID) -> HttpResponse:
    found = _kept(request, risk)
    form = CloseRiskForm(request.POST or None)
    back = address(request, "risk", risk=risk)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.close_risk(risk=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The risk has been closed. It stays in the record.")
            return redirect(back)
    return ask(
        request,
        heading=f"Close the risk “{found.title}”?",
        consequences="It leaves the register and stays in the record with the reason.",
        submit="Close the risk",
        back=back,
        form=form,
    )


def _kept(request: PortalRequest, risk: UUID) -> Risk:
    """Return the risk; stop with the reason whoever does not keep its group's record."""
    found: Risk = get_object_or_404(LOADED, public_id=risk)
    key = found.group.key if found.group else ""
    request.standing.can(EDIT, group_key=key).or_raise()
    return found


def _stored(risk: Risk) -> dict[str, object]:
    names = ("title", "cause", "likelihood", "impact", "mitigation", "review_on", "source")
    values: dict[str, object] = {name: getattr(risk, name) for name in names}
    for name in ("group", "organisation", "owner"):
        row = getattr(risk, name)
        values[name] = row.public_id if row else None
    return values


def _trail(request: PortalRequest, *risks: Risk) -> list[Link]:
    way = [*trail(request), Link("Risks", address(request, "risks"))]
    return way + [Link(each.title, address(request, "risk", risk=each.public_id)) for each in risks]
