"""The minutes of a panel's meeting, and what it gives to somebody to do at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_on
from reviews.forms.panel import ActionForm, AgreeForm, MinutesForm
from reviews.models import PanelItem
from reviews.services import panel_minutes as services
from reviews.services.panel_minutes import MinutedMeanwhile
from reviews.views.desks import Desk, on_desk
from reviews.views.panel import MAY_ACT, TRAIL, item_on, meeting_on, to_meeting


@on_desk("panel", edit=True)
def write(
    request: PortalRequest, desk: Desk, panel_meeting: UUID, panel_item: UUID
) -> HttpResponse:
    """Write what was said of one item; where somebody else saved meanwhile, show both texts."""
    item = item_on(desk, panel_meeting, panel_item)
    first = {"text": item.minutes, "revision": item.revision}
    form = MinutesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                return _saved(request, desk, item, form)
            except MinutedMeanwhile as other:
                said = {**form.cleaned_data, "over": other.item.revision}
                return _page(desk, item, MinutesForm(initial=said), other=other)
    return _page(desk, item, form)


@on_desk("panel", edit=True)
def agree(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = AgreeForm(request.POST or None, initial={"agreed_on": moment.today()})
    back = to_meeting(desk, meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            day = form.cleaned_data["agreed_on"]
            services.agree_minutes(meeting=meeting, agreed_on=day, by=request.user, at=moment.now())
            return desk.go(back, "The minutes are agreed. They are not changed any more.")
    return desk.ask(
        form, heading="Agree the minutes", submit="Agree the minutes", back=back, trail=TRAIL
    )


@on_desk("panel", edit=True)
def act(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    request.standing.can(MAY_ACT).or_raise()
    meeting = meeting_on(desk, panel_meeting)
    form = ActionForm(request.POST or None)
    back = to_meeting(desk, meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.open_immediate_action(
                meeting=meeting, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return desk.go(back, f"{made.reference} has been given.")
    return desk.ask(
        form, heading="Give an action at once", submit="Give the action", back=back, trail=TRAIL
    )


def _saved(request: PortalRequest, desk: Desk, item: PanelItem, form: MinutesForm) -> HttpResponse:
    services.save_minutes(item=item, typed=form.typed(), by=request.user, at=moment.now())
    return desk.go(to_meeting(desk, item.meeting), "The minutes have been kept.")


def _page(desk: Desk, item: PanelItem, form: MinutesForm, **context: Any) -> HttpResponse:
    return desk.ask(
        form,
        heading=item.title,
        submit="Save the minutes",
        back=to_meeting(desk, item.meeting),
        trail=TRAIL,
        template="reviews/panel/minutes.html",
        item=item,
        **context,
    )
