"""What the pages of one case have in common: who sees it, the note of the reading, the frame."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link, Row
from partnerships.doors import NOT_FOUND, PortalRequest, members_only
from reviews import services
from reviews.models import Incident
from reviews.permissions import may_move
from reviews.selectors import emergency_words, tabs_for, with_records
from reviews.transitions import MoveCode

CaseView = Callable[..., HttpResponse]


def on_case(page: str, *moves: MoveCode) -> Callable[[CaseView], CaseView]:
    """Let in whoever sees the case of the address, and note that they read it.

    A case that the person does not see is 404. Where the page is for a move that their role does
    not allow, 403 with the reason; where the case is not in the state for it, back to the case
    with the reason.
    """

    def decorate(view: CaseView) -> CaseView:
        @members_only
        @wraps(view)
        def inner(request: PortalRequest, case: UUID, **kwargs: Any) -> HttpResponse:
            incident = _load(request, case, page=page)
            verdicts = [may_move(request.standing, each, incident.state) for each in moves]
            if verdicts and not any(verdicts):
                refusal = verdicts[0]
                if refusal.code.startswith("needs:"):
                    raise PermissionDenied(refusal.reason)
                messages.error(request, refusal.reason)
                return redirect(case_address(request, incident))
            return view(request, incident, **kwargs)

        return inner

    return decorate


def case_address(request: PortalRequest, incident: Incident) -> str:
    """Return the address of the case's page."""
    return address(request, "case", case=incident.public_id)


def address(request: PortalRequest, name: str, **kwargs: Any) -> str:
    """Return an address of this app in the partnership of the request."""
    return reverse(f"reviews:{name}", kwargs={"partnership": request.partnership.slug, **kwargs})


def ask(
    request: PortalRequest,
    incident: Incident,
    form: BaseForm,
    *,
    heading: str,
    submit: str,
    lead: str = "",
    facts: Sequence[Row] = (),
) -> HttpResponse:
    """Show a form about the case, with what was typed, what is wrong with it and what helps."""
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "lead": lead,
        "facts": facts,
    }
    return show(request, incident, "reviews/case/step.html", context)


def show(
    request: PortalRequest, incident: Incident, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show a page of the case: its reference, the tabs, the way back, an emergency's banner."""
    home = case_address(request, incident)
    frame = {
        "incident": incident,
        "caption": incident.reference,
        "cancel_url": home,
        "breadcrumbs": [
            Link("On the clock", address(request, "clock")),
            Link(incident.reference, home),
        ],
        "tabs": tabs_for(request.standing, here=_here(request)),
        "emergency_access": emergency_words(incident=incident, user=request.user, at=moment.now()),
    }
    return render(request, template, {**frame, **context})


def done(request: PortalRequest, incident: Incident, message: str) -> HttpResponse:
    """Go back to the case and say what happened."""
    messages.success(request, message)
    return redirect(case_address(request, incident))


def _here(request: PortalRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _load(request: PortalRequest, case: UUID, *, page: str) -> Incident:
    now = moment.now()
    seen = Incident.objects.visible_to(request.user, request.standing, at=now)
    incident = with_records(seen).filter(public_id=case).first()
    if incident is None:
        raise Http404(NOT_FOUND)
    if request.method == "GET":
        services.note_reading(incident=incident, page=page, by=request.user, at=now)
    return incident
