"""What is done with one action: each a form, each one service."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from governance import acting
from governance.forms.actions import (
    AnswerForm,
    CancelForm,
    CloseForm,
    DoneForm,
    MoveForm,
    PassForm,
    ProgressForm,
    ReturnForm,
    RewordForm,
)
from governance.models import Action, ImpactCheck
from governance.selectors.actions import due_help
from governance.services import action_closing, actions
from governance.views.actions import actions_trail, seen
from governance.views.frames import address, show_form
from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW, for_an_agency=True)
def progress(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.PROGRESS)
    form = ProgressForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: actions.note_progress(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="How does it go?",
        submit="Save",
        done="What you wrote has been kept.",
    )


@needs(VIEW, for_an_agency=True)
def done(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.SAY_DONE)
    initial = {"done_on": moment.today()}
    form = DoneForm(request.POST or None, request.FILES or None, initial=initial)
    return _act(
        request,
        found,
        form,
        lambda: action_closing.say_done(
            action=found, facts=form.facts(), by=request.user, at=moment.now()
        ),
        heading="Say that it is done",
        submit="It is done",
        done="It now waits to be accepted by somebody else.",
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.REWORD)
    form = RewordForm(request.POST or None, initial={"title": found.title, "detail": found.detail})
    return _act(
        request,
        found,
        form,
        lambda: actions.reword_action(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Change what is to be done",
        submit="Save",
        done="What is to be done has been changed.",
    )


@needs(EDIT, in_a_group=True)
def move(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.MOVE)
    hint = ". ".join(due_help(on=moment.today()))
    form = MoveForm(request.POST or None, hint=f"{hint}.", initial={"due_on": found.due_on})
    return _act(
        request,
        found,
        form,
        lambda: actions.move_due(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Move the due day",
        submit="Move it",
        done="The due day has been moved; the day before it stays in the record.",
    )


@needs(EDIT, in_a_group=True)
def pass_on(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.PASS)
    form = PassForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: actions.pass_on(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Pass the action to another seat",
        submit="Pass it on",
        done="The action has been passed on.",
    )


@needs(EDIT, in_a_group=True)
def close(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.CLOSE)
    form = CloseForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: action_closing.close_action(
            action=found, facts=form.facts(), by=request.user, at=moment.now()
        ),
        heading="Accept and close",
        submit="Accept and close",
        done="The action has been closed. The question comes again on the day you chose.",
    )


@needs(EDIT, in_a_group=True)
def send_back(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.RETURN)
    form = ReturnForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: action_closing.return_action(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Not accept what was done",
        submit="Open it again",
        done="The action is open again.",
    )


@needs(EDIT, in_a_group=True)
def cancel(request: PortalRequest, action: UUID) -> HttpResponse:
    found = _possible(request, action, acting.CANCEL)
    form = CancelForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: actions.cancel_action(
            action=found, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Say that it is no longer needed",
        submit="It is no longer needed",
        done="The action has ended. It stays in the record.",
    )


@needs(VIEW, for_an_agency=True)
def impact(request: PortalRequest, action: UUID) -> HttpResponse:
    found = seen(request, action)
    rows = ImpactCheck.objects.filter(action=found, answered_at__isnull=True)
    check = rows.order_by("due_on", "pk").first()
    if check is None:
        messages.info(request, "Nothing is to be answered here: the question is not asked now.")
        return redirect(address(request, "action", action=action))
    actions.require_acting(found, by=request.user, at=moment.now())
    form = AnswerForm(request.POST or None)
    return _act(
        request,
        found,
        form,
        lambda: action_closing.answer_check(
            check=check, **form.cleaned_data, by=request.user, at=moment.now()
        ),
        heading="Has what it changed lasted?",
        submit="Save the answer",
        done="Your answer has been kept.",
    )


def _possible(request: PortalRequest, action: UUID, act: str) -> Action:
    """Return the action where this may be done with it now, by this person; else say why not."""
    found = seen(request, action)
    at = moment.now()
    if act in (acting.PROGRESS, acting.SAY_DONE):
        actions.require_acting(found, by=request.user, at=at)
    else:
        actions.require_keeping(found, by=request.user, at=at)
    return found


def _act(
    request: PortalRequest,
    action: Action,
    form: GovukForm,
    service: Callable[[], Any],
    *,
    heading: str,
    submit: str,
    done: str,
) -> HttpResponse:
    back = address(request, "action", action=action.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            service()
            messages.success(request, done)
            return redirect(back)
    return show_form(
        request,
        form,
        heading=heading,
        submit=submit,
        back=back,
        breadcrumbs=actions_trail(request, action),
    )
