from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    members_only,
    needs,
    refusals_as_message,
    refusals_on,
)
from partnerships.forms.handovers import ChangeHandoverForm, PassForm, StartHandoverForm
from partnerships.models import Handover, User
from partnerships.roles import Permission
from partnerships.services import handover_note, handovers
from partnerships.views.frames import address, ask, show_form, trail


@needs(Permission.ACCESS_MANAGE)
def handover_list(request: PortalRequest) -> HttpResponse:
    rows = selectors.handovers()
    context = {
        "going_on": [each for each in rows if each.completed_at is None],
        "complete": [each for each in rows if each.completed_at],
    }
    return render(request, "partnerships/handover/list.html", context)


@needs(Permission.ACCESS_MANAGE)
def handover(request: PortalRequest, user: UUID) -> HttpResponse:
    if selectors.member(user_id=user, on=moment.today()) is None:
        raise Http404(NOT_FOUND)
    leaver = User.objects.get(public_id=user)
    found = selectors.open_handover(leaver=leaver)
    return _start(request, leaver) if found is None else _work(request, found)


@needs(Permission.ACCESS_MANAGE)
def change(request: PortalRequest, handover: UUID) -> HttpResponse:
    found = _find(handover)
    back = _page(request, found)
    initial = {"last_day": found.last_day, "note": found.note}
    form = ChangeHandoverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            handovers.change_handover(
                handover=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Saved.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Last day and note",
        caption=f"Handover of {found.leaver.display_name}",
        submit="Save",
        back=back,
    )


@needs(Permission.ACCESS_MANAGE)
@require_POST
def complete(request: PortalRequest, handover: UUID) -> HttpResponse:
    found = _find(handover)
    with refusals_as_message(request):
        handovers.complete_handover(handover=found, by=request.user, at=moment.now())
        messages.success(request, "The handover is complete. The note is being made.")
        return redirect(address(request, "handover-note", handover=handover))
    return redirect(_page(request, found))


@needs(Permission.ACCESS_MANAGE)
def withdraw(request: PortalRequest, handover: UUID) -> HttpResponse:
    found = _find(handover)
    if request.method == "POST":
        with refusals_as_message(request):
            handovers.withdraw_handover(handover=found, by=request.user, at=moment.now())
            messages.success(request, "The handover has been withdrawn.")
            return redirect(address(request, "handovers"))
        return redirect(_page(request, found))
    return ask(
        request,
        heading=f"Withdraw the handover of {found.leaver.display_name}?",
        consequences="They keep everything that they hold. You can start again later.",
        submit="Withdraw the handover",
        back=_page(request, found),
    )


@members_only
def note(request: PortalRequest, handover: UUID) -> HttpResponse:
    found = _find_to_read(request, handover)
    job = handovers.note_job(found)
    manages = bool(request.standing.can(Permission.ACCESS_MANAGE))
    context = {
        "handover": found,
        "parts": handover_note.parts_of(selectors.items_of(found)),
        "job": job,
        "may_retry": manages and found.file is None and handovers.note_failed(job),
        "breadcrumbs": trail(request, ("Handovers", "handovers")) if manages else trail(request),
    }
    return render(request, "partnerships/handover/note.html", context)


@members_only
def download(request: PortalRequest, handover: UUID) -> HttpResponse:
    found = _find_to_read(request, handover)
    if found.file is None:
        raise Http404(NOT_FOUND)
    content = handovers.give_note(handover=found, by=request.user, at=moment.now())
    response = HttpResponse(content, content_type=found.file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


@needs(Permission.ACCESS_MANAGE)
@require_POST
def make_again(request: PortalRequest, handover: UUID) -> HttpResponse:
    with refusals_as_message(request):
        handovers.request_note(handover=_find(handover), by=request.user, at=moment.now())
    return redirect(address(request, "handover-note", handover=handover))


def _start(request: PortalRequest, leaver: User) -> HttpResponse:
    form = StartHandoverForm(request.POST or None)
    back = address(request, "person", user=leaver.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            handovers.start_handover(
                leaver=leaver, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return redirect(address(request, "handover", user=leaver.public_id))
    return show_form(
        request,
        form,
        heading=f"Hand over what {leaver.display_name} holds",
        caption="Access",
        submit="Start the handover",
        back=back,
    )


def _work(request: PortalRequest, found: Handover) -> HttpResponse:
    at = moment.now()
    piles = handovers.what_is_left(handover=found, by=request.user, at=at)
    people = handovers.successors(leaver=found.leaver, on=moment.local_day(at))
    form = PassForm(request.POST or None, piles=piles, successors=people)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done = handovers.hand_over(handover=found, steps=form.steps(), by=request.user, at=at)
            messages.success(request, f"{done} thing{'s' * (done > 1)} handed over.")
            return redirect(_page(request, found))
    context = {
        "handover": found,
        "form": form,
        "asks": bool(form.fields),
        "is_clear": not any(pile.kind.pass_on for pile in piles),
        "items": selectors.items_of(found),
        "breadcrumbs": trail(request, ("Access", "people"), ("Handovers", "handovers")),
    }
    return render(request, "partnerships/handover/work.html", context)


def _find(public_id: UUID) -> Handover:
    rows = Handover.objects.select_related("leaver", "file", "completed_by")
    found: Handover = get_object_or_404(rows, public_id=public_id)
    return found


def _find_to_read(request: PortalRequest, public_id: UUID) -> Handover:
    found = _find(public_id)
    manages = request.standing.can(Permission.ACCESS_MANAGE)
    if found.completed_at is None or not (manages or selectors.may_read_note(found, request.user)):
        raise Http404(NOT_FOUND)
    return found


def _page(request: PortalRequest, found: Handover) -> str:
    return address(request, "handover", user=found.leaver.public_id)
