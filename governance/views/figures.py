from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from governance import selectors, services
from governance.forms.priorities import IndicatorForm, ReadingForm
from governance.models import Indicator, Priority, Reading
from governance.selectors.workplans import seats_to_own
from governance.services import priorities as keeping
from governance.views.frames import address, show_form
from governance.views.plan_frames import priorities_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.days import in_words
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
INDICATORS = Indicator.objects.select_related("priority", "area", "owner")
READINGS = Reading.objects.select_related("indicator__priority")


@needs(EDIT)
def add(request: PortalRequest, priority: UUID) -> HttpResponse:
    found = get_object_or_404(Priority, public_id=priority)
    form = IndicatorForm(
        request.POST or None, areas=selectors.areas_to_choose(), seats=seats_to_own()
    )
    back = f"{address(request, 'priority', priority=found.public_id)}#figures"
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.add_indicator(
                priority=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The indicator has been added.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Add an indicator",
        submit="Add the indicator",
        back=back,
        breadcrumbs=priorities_trail(request, found),
    )


@needs(EDIT)
def edit(request: PortalRequest, indicator: UUID) -> HttpResponse:
    found = get_object_or_404(INDICATORS, public_id=indicator)
    initial = {**model_to_dict(found), "area": found.area, "owner": found.owner}
    form = IndicatorForm(
        request.POST or None,
        initial=initial,
        areas=selectors.areas_to_choose(),
        seats=seats_to_own(),
    )
    back = _back(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.change_indicator(
                row=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The indicator has been changed.")
            return redirect(back)
    return _show(request, form, found, heading=f"Change “{found.name}”")


@needs(EDIT)
@require_POST
def end(request: PortalRequest, indicator: UUID) -> HttpResponse:
    found = get_object_or_404(INDICATORS, public_id=indicator)
    with refusals_as_message(request):
        services.end(row=found, on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, "The indicator has been ended. Its figures stay in the record.")
    return redirect(_back(request, found))


@needs(EDIT)
def add_reading(request: PortalRequest, indicator: UUID) -> HttpResponse:
    found = get_object_or_404(INDICATORS, public_id=indicator)
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.record_reading(
                indicator=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The figure has been entered.")
            return redirect(_back(request, found))
    return _show(request, form, found, heading=f"Enter a figure of “{found.name}”")


@needs(EDIT)
def edit_reading(request: PortalRequest, reading: UUID) -> HttpResponse:
    found = get_object_or_404(READINGS, public_id=reading)
    initial = {"value": found.value.normalize(), "note": found.note}
    form = ReadingForm(request.POST or None, initial=initial, keeps_period=True)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.correct_reading(
                reading=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The figure has been corrected.")
            return redirect(_back(request, found.indicator))
    day = in_words(found.period_end)
    heading = f"Correct “{found.indicator.name}” for the period to {day}"
    return _show(request, form, found.indicator, heading=heading)


def _show(
    request: PortalRequest, form: IndicatorForm | ReadingForm, indicator: Indicator, *, heading: str
) -> HttpResponse:
    return show_form(
        request,
        form,
        heading=heading,
        submit="Save",
        back=_back(request, indicator),
        breadcrumbs=priorities_trail(request, indicator.priority),
    )


def _back(request: PortalRequest, indicator: Indicator) -> str:
    page = address(request, "priority", priority=indicator.priority.public_id)
    return f"{page}#figures"
