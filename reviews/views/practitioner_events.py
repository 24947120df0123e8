"""Events with practitioners that are put right or taken away, until the review ends."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from reviews.forms.engagement import EventChangeForm, EventRemovalForm
from reviews.models import PractitionerEvent, Review
from reviews.services import engagement as services
from reviews.views.engagement import TOOK_PART
from reviews.views.review_pages import ask_of_review, back_to, on_review

FIELDS = ("title", "held_on", "invited", "attended", "learned", "support_offered")


@on_review(edit=True)
def act(request: PortalRequest, review: Review, practitioner_event: UUID, act: str) -> HttpResponse:
    row = get_object_or_404(review.practitioner_events, public_id=practitioner_event)
    match act:
        case "change":
            return _change(request, review, row)
        case "remove":
            return _remove(request, review, row)
        case _:
            raise Http404(NOT_FOUND)


def _change(request: PortalRequest, review: Review, row: PractitionerEvent) -> HttpResponse:
    first = {name: getattr(row, name) for name in FIELDS}
    form = EventChangeForm(request.POST or None, initial=first)
    if form.is_valid():
        with refusals_on(form):
            services.change_event(
                event=row,
                facts=form.facts(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=moment.now(),
            )
            return back_to(request, review, TOOK_PART, "The event is put right.")
    return ask_of_review(
        request,
        review,
        form,
        back=TOOK_PART,
        heading="Change an event with practitioners",
        submit="Change it",
    )


def _remove(request: PortalRequest, review: Review, row: PractitionerEvent) -> HttpResponse:
    form = EventRemovalForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.remove_event(event=row, **form.cleaned_data, by=request.user, at=moment.now())
            return back_to(request, review, TOOK_PART, "The event is taken away.")
    return ask_of_review(
        request,
        review,
        form,
        back=TOOK_PART,
        heading=f"Take away “{row.title}”",
        submit="Take it away",
    )
