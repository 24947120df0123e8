from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from governance.forms.answering import AnswerForm, GuestForm
from governance.models import Invitee
from governance.selectors.answering import answers_of, invitee_by_link, standing_deputies
from governance.selectors.meetings import invitees_of
from governance.services.answering import answer_invitation, ask_guest, drop_guest
from governance.views.frames import address, may_keep, show_form
from governance.views.meeting_frames import meeting_trail, seen_meeting
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    needs,
    public,
    refusals_as_message,
    refusals_on,
)
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@public
def by_link(request: PortalRequest, token: str) -> HttpResponse:
    try:
        row = invitee_by_link(token=token, at=moment.now())
    except DomainError as spent:
        context = {"heading": "This link cannot be used", "reason": spent}
        return _kept_private(
            render(request, "governance/meeting/link_spent.html", context, status=410)
        )
    form = _form(request, row)
    is_kept = False
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = answer_invitation(invitee=row, facts=form.facts(), by=None, at=moment.now())
            is_kept = True
    context = {"row": row, "form": form, "is_kept": is_kept, "heading": "Are you coming?"}
    return _kept_private(render(request, "governance/meeting/answer_by_link.html", context))


@needs(VIEW, for_an_agency=True)
def answer(request: PortalRequest, meeting: UUID, invitee: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    rows = found.invitees.select_related("meeting__group", "seat")
    row = get_object_or_404(rows, public_id=invitee)
    keeps = request.standing.can(EDIT, group_key=found.group.key)
    mine = {each.pk for each in invitees_of(request.user, found, on=moment.today())}
    if not keeps and row.pk not in mine:
        raise Http404(NOT_FOUND)
    form = _form(request, row)
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_invitation(invitee=row, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The answer has been kept.")
            return redirect(f"{back}#asked")
    who = row.seat.title if row.seat else row.guest
    return show_form(
        request,
        form,
        heading=f"Answer for {who}",
        submit="Save the answer",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def add_guest(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    form = GuestForm(request.POST or None)
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            ask_guest(meeting=found, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The guest has been added.")
            return redirect(f"{back}#asked")
    return show_form(
        request,
        form,
        heading="Ask a guest",
        submit="Add the guest",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
@require_POST
def remove_guest(request: PortalRequest, meeting: UUID, invitee: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    row = get_object_or_404(Invitee, meeting=found, public_id=invitee)
    with refusals_as_message(request):
        drop_guest(invitee=row, by=request.user, at=moment.now())
        messages.success(request, "The guest is asked no more.")
    return redirect(f"{address(request, 'meeting', meeting=meeting)}#asked")


def _form(request: PortalRequest, row: Invitee) -> AnswerForm:
    first = {"answer": row.answer, "deputy_post": row.deputy_post, "remark": row.remark}
    first["deputy"] = str(row.deputy_id) if row.deputy_id else ""
    return AnswerForm(
        request.POST or None,
        answers=answers_of(row),
        deputies=standing_deputies(row),
        initial=first,
    )


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Let nobody keep the page, and tell no other site its address: it carries the secret."""
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"  # without one the form’s own origin is unknown
    return response
