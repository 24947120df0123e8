from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_as_message, refusals_on
from reviews import selectors
from reviews.forms.reports import DispatchCancelForm, DispatchForm, DispatchSentForm
from reviews.models import Dispatch, Report
from reviews.services import dispatches, sending
from reviews.services.report_files import note_taken, read_copy
from reviews.views.report_pages import (
    as_file,
    ask_of_report,
    back_to_report,
    home_of,
    on_report,
)

PLACE = "#sendings"


@on_report(edit=True)
def prepare(request: PortalRequest, report: Report) -> HttpResponse:
    form = DispatchForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            recipient = form.cleaned_data["recipient"]
            dispatches.prepare(report=report, recipient=recipient, by=request.user, at=moment.now())
            said = "It is prepared. The copy is being made; record here when it was sent."
            return back_to_report(request, report, said, PLACE)
    return ask_of_report(
        request, report, form, heading="Prepare a sending", submit="Prepare it", prepares=True
    )


@on_report(edit=True)
def sent(request: PortalRequest, report: Report, dispatch: UUID) -> HttpResponse:
    row = _dispatch(report, dispatch)
    form = DispatchSentForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            facts = dispatches.SentFacts(**form.cleaned_data)
            sending.record_dispatch_sent(
                dispatch=row, facts=facts, by=request.user, at=moment.now()
            )
            return back_to_report(request, report, "It is recorded as sent.", PLACE)
    dates = selectors.dates_of(report.incident, on=moment.today()) if report.incident else []
    return ask_of_report(
        request,
        report,
        form,
        heading=f"Record that it was sent: {row.get_recipient_display()}",
        submit="Record the sending",
        facts=dates,
    )


@on_report(edit=True)
def not_sent(request: PortalRequest, report: Report, dispatch: UUID) -> HttpResponse:
    row = _dispatch(report, dispatch)
    form = DispatchCancelForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            dispatches.cancel_dispatch(
                dispatch=row, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return back_to_report(request, report, "It is recorded as not sent.", PLACE)
    return ask_of_report(
        request,
        report,
        form,
        heading=f"Record that it was not sent: {row.get_recipient_display()}",
        submit="Record that it was not sent",
    )


@on_report()
def copy(request: PortalRequest, report: Report, dispatch: UUID) -> HttpResponse:
    """Give the copy that went, or goes; a POST has it made again where that failed."""
    row = _dispatch(report, dispatch)
    if request.method == "POST":
        with refusals_as_message(request):
            dispatches.make_copy_again(dispatch=row, by=request.user, at=moment.now())
            messages.success(request, "The copy is being made.")
        return redirect(f"{home_of(request, report)}{PLACE}")
    with refusals_as_message(request):
        made = read_copy(row.file)
        note_taken(report=report, ending="pdf", by=request.user, at=moment.now())
        return as_file(made.content, content_type=made.content_type, name=made.name)
    return redirect(f"{home_of(request, report)}{PLACE}")


def _dispatch(report: Report, public_id: UUID) -> Dispatch:
    rows = Dispatch.objects.filter(version__report=report).select_related("version", "file")
    return get_object_or_404(rows, public_id=public_id)
