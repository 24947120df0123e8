"""The acts on one request, each a form with what it will do said before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from reviews import asking, letters
from reviews.asking import Act
from reviews.forms import kit
from reviews.models import AgencyRequest
from reviews.selectors.request_page import ACTS, SLUGS
from reviews.selectors.request_words import about
from reviews.services import requests as services
from reviews.views.desks import Desk, on_desk
from reviews.views.requests import request_row


@dataclass(frozen=True)
class ActPage:
    """One act: its form, its button, what happened, the service, and what is sent."""

    form: type[Form]
    submit: str
    done: str
    do: Callable[..., object]
    preview: Callable[[AgencyRequest, date], str] = lambda _row, _on: ""
    first: Callable[[AgencyRequest], dict[str, Any]] = lambda _row: {}


def _edit(*, row: AgencyRequest, form: Any, **who: Any) -> object:
    return services.edit_request(row=row, facts=form.facts(), **who)


def _plain(service: Callable[..., object]) -> Callable[..., object]:
    """Give a service the cleaned fields of its form by name."""

    def do(*, row: AgencyRequest, form: Any, **who: Any) -> object:
        return service(row=row, **form.cleaned_data, **who)

    return do


def _recipient(row: AgencyRequest) -> dict[str, Any]:
    names = ("to_post", "to_email", "due_on", "letter")
    return {name: getattr(row, name) for name in names}


PAGES = {
    Act.EDIT: ActPage(
        kit.RecipientForm, "Save the request", "The request has been changed.", _edit,
        first=_recipient,
    ),
    Act.ASK: ActPage(
        kit.ConfirmForm, "Send the request", "The request has been sent.",
        _plain(services.ask_agency), lambda row, _on: letters.asked(about(row)),
    ),
    Act.CHASE: ActPage(
        kit.ConfirmForm, "Send the reminder", "The agency has been reminded.",
        _plain(services.chase_agency), lambda row, on: letters.chased(about(row), on=on),
    ),
    Act.RENEW: ActPage(
        kit.LinkForm, "Send a new link", "A new link has been sent.",
        _plain(services.renew_link), lambda row, _on: letters.renewed(about(row)),
        lambda row: {"to_email": row.to_email},
    ),
    Act.REVOKE: ActPage(
        kit.ConfirmForm, "End the link", "The link works no more.", _plain(services.revoke_link)
    ),
    Act.MOVE_DUE: ActPage(
        kit.DueForm, "Move the day", "The day has been moved.", _plain(services.move_due)
    ),
    Act.RECORD_REFUSAL: ActPage(
        kit.RefusalForm, "Record the refusal", "The refusal has been recorded.",
        _plain(services.record_refusal),
    ),
    Act.REQUIRE: ActPage(
        kit.RequireForm, "Require the answer", "The requirement has been sent.",
        _plain(services.require_answer), lambda row, _on: letters.required(about(row)),
        lambda row: {"text": letters.requirement(about(row))},
    ),
    Act.SEND_BACK: ActPage(
        kit.SendBackForm, "Send it back", "The answer has been sent back.",
        _plain(services.send_back), lambda row, _on: letters.sent_back(about(row)),
    ),
    Act.CANCEL: ActPage(
        kit.ReasonForm, "Ask no more", "The agency is asked no more.",
        _plain(services.cancel_request),
    ),
}  # fmt: skip
BY_SLUG = {slug: act for act, slug in SLUGS.items()}


@on_desk("request", edit=True)
def act(request: PortalRequest, desk: Desk, agency_request: UUID, act: str) -> HttpResponse:
    row = request_row(desk, agency_request)
    back = desk.address("request", agency_request=row.public_id)
    code = BY_SLUG.get(act)
    if code is None:
        raise Http404(NOT_FOUND)
    verdict = asking.may(code, asking.stand_of(row, on=moment.today()))
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect(back)
    page = PAGES[code]
    data = request.POST if request.method == "POST" else None
    form = page.form(data, initial=page.first(row))
    if data is not None and form.is_valid():
        with refusals_on(form):
            page.do(row=row, form=form, by=request.user, at=moment.now())
            return desk.go(back, page.done)
    return desk.ask(
        form,
        heading=ACTS[code],
        submit=page.submit,
        back=back,
        trail=row.organisation.name,
        template="reviews/kit/act.html",
        agency=row.organisation.name,
        preview=page.preview(row, moment.today()),
    )
