from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_as_message
from reviews.forms.publication import CopyForm, ReasonForm
from reviews.forms.reports import DispatchSentForm
from reviews.models import Dispatch
from reviews.publication_acts import Act
from reviews.selectors.publication_facts import Stand
from reviews.services import public_copies, publishing
from reviews.services.dispatches import SentFacts
from reviews.services.public_files import note_taken
from reviews.services.report_files import read_copy
from reviews.views.publication_pages import ask, home_of, on_publication, version_seen
from reviews.views.report_pages import as_file

PLACE = "#copies"


@on_publication()
def pdf(request: PortalRequest, stand: Stand, number: int) -> HttpResponse:
    """Give the PDF of a version; a POST has it made and looked through again where that failed."""
    row = version_seen(stand, number)
    if request.method == "POST":
        with refusals_as_message(request):
            publishing.make_pdf_again(version=row, by=request.user, at=moment.now())
            messages.success(request, "The PDF is being made.")
        return redirect(home_of(request, stand, "#versions"))
    with refusals_as_message(request):
        made = read_copy(row.file)
        note_taken(version=row, by=request.user, at=moment.now())
        return as_file(made.content, content_type=made.content_type, name=made.name)
    return redirect(home_of(request, stand, "#versions"))


@on_publication(Act.COPY)
def prepare(request: PortalRequest, stand: Stand) -> HttpResponse:
    form = CopyForm(request.POST or None, possible=public_copies.still_possible(stand))
    return ask(
        request,
        stand,
        form,
        lambda **who: public_copies.prepare_copy(review=stand.review, **form.cleaned_data, **who),
        words=(
            "Prepare a copy",
            "Prepare it",
            "It is prepared. Send the PDF by your own secure way, then record it here.",
        ),
        at=PLACE,
    )


@on_publication(Act.RECORD)
def sent(request: PortalRequest, stand: Stand, dispatch: UUID) -> HttpResponse:
    row = _copy(stand, dispatch)
    form = DispatchSentForm(request.POST or None)
    return ask(
        request,
        stand,
        form,
        lambda **who: public_copies.record_copy_sent(
            dispatch=row, facts=SentFacts(**form.cleaned_data), **who
        ),
        words=(
            f"Record that it was sent: {row.get_recipient_display()}",
            "Record the sending",
            "It is recorded as sent.",
        ),
        at=PLACE,
    )


@on_publication(Act.RECORD)
def not_sent(request: PortalRequest, stand: Stand, dispatch: UUID) -> HttpResponse:
    row = _copy(stand, dispatch)
    form = ReasonForm(request.POST or None, label="Why was it not sent?", longest=300)
    return ask(
        request,
        stand,
        form,
        lambda **who: public_copies.cancel_copy(dispatch=row, **form.cleaned_data, **who),
        words=(
            f"Record that it was not sent: {row.get_recipient_display()}",
            "Record that it was not sent",
            "It is recorded as not sent.",
        ),
        at=PLACE,
    )


def _copy(stand: Stand, public_id: UUID) -> Dispatch:
    rows = Dispatch.objects.filter(public_version__publication=stand.publication)
    return get_object_or_404(rows.select_related("review"), public_id=public_id)
