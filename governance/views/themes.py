from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import recommendation_tables, services
from governance.forms.recommendations import ThemeForm
from governance.models import Theme
from governance.selectors import themes as reading
from governance.services.recommendations import note_recommendations_taken
from governance.views.frames import address, as_file, show_form
from governance.views.recommendations import recommendations_trail, sections
from krscp_portal.foundation import moment
from krscp_portal.foundation.spreadsheet_writing import XLSX_TYPE, write_xlsx
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW)
def themes(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Themes",
        "rows": reading.theme_rows(request.user, request.standing, on=moment.today()),
        "breadcrumbs": recommendations_trail(request),
        **sections(request, "themes"),
    }
    return render(request, "governance/recommendations/themes.html", context)


@needs(EDIT)
def add(request: PortalRequest) -> HttpResponse:
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add(row=Theme(**form.cleaned_data), by=request.user, at=moment.now())
            messages.success(request, "The theme has been added.")
            return redirect(address(request, "themes"))
    return _form(request, form, heading="Add a theme", submit="Add the theme")


@needs(EDIT)
def edit(request: PortalRequest, theme: UUID) -> HttpResponse:
    found = _theme(theme)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ThemeForm.base_fields}
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change(row=found, facts=form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The theme has been changed.")
            return redirect(address(request, "themes"))
    return _form(request, form, heading="Change this theme", submit="Save")


@needs(EDIT)
@require_POST
def end(request: PortalRequest, theme: UUID) -> HttpResponse:
    with refusals_as_message(request):
        services.end(row=_theme(theme), on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, "The theme has been ended. What stands under it keeps it.")
    return redirect(address(request, "themes"))


@needs(VIEW)
def report(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Themes across reviews",
        "report": reading.theme_report(request.user, request.standing, on=moment.today()),
        "breadcrumbs": recommendations_trail(request),
        **sections(request, "report"),
    }
    return render(request, "governance/recommendations/report.html", context)


@needs(VIEW)
def download(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    found = reading.theme_report(request.user, request.standing, on=today)
    note_recommendations_taken(
        partnership=request.partnership,
        count=found.count,
        what="Themes of recommendations",
        by=request.user,
        at=moment.now(),
    )
    content = write_xlsx(*recommendation_tables.report_tables(found))
    name = f"{request.partnership.slug}-themes-{today.isoformat()}.xlsx"
    return as_file(content, content_type=XLSX_TYPE, name=name)


def _theme(public_id: UUID) -> Theme:
    return get_object_or_404(Theme.objects.current(), public_id=public_id)


def _form(request: PortalRequest, form: ThemeForm, *, heading: str, submit: str) -> HttpResponse:
    return show_form(
        request,
        form,
        heading=heading,
        submit=submit,
        back=address(request, "themes"),
        breadcrumbs=recommendations_trail(request),
    )
