from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator

from governance import documents
from governance.enums import ActionSource
from governance.forms.actions import ActionFilterForm, ActionForm
from governance.models import Action, ActionFile, Group, PlanItem, Risk
from governance.selectors import groups_in
from governance.selectors.acting import actions_seen_by
from governance.selectors.action_page import action_page
from governance.selectors.actions import (
    action_list,
    actions_wanted,
    due_help,
    groups_kept,
    lines_of,
)
from governance.services.actions import note_action_file_taken, note_actions_taken, open_action
from governance.views.frames import address, as_file, show_form, todo_sections, trail
from governance.views.grids import FORMATS
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.roles import Permission
from partnerships.selectors.sight import seats_in
from partnerships.services.files import read_file
from partnerships.services.notices import mark_read

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
LONGEST_LABEL = 160
WHOLE = (
    "group", "owner__organisation", "priority", "area", "item", "decision", "opened_by", "done_by",
)  # fmt: skip


LINES = PlanItem.objects.filter(ended_on=None, plan__ended_on=None).select_related(
    "plan__group", "priority", "owner"
)


def actions_trail(request: PortalRequest, *actions: Action) -> list[Link]:
    """Return the way to the list of actions, or to one of them."""
    way = [*trail(request), Link("Actions", address(request, "actions"))]
    return way + [
        Link(each.reference, address(request, "action", action=each.public_id)) for each in actions
    ]


def seen(request: PortalRequest, action: UUID) -> Action:
    """Return the action if the person may see it; else it does not exist for them."""
    rows = actions_seen_by(request.user, request.standing, on=moment.today())
    found: Action = get_object_or_404(rows.select_related(*WHOLE), public_id=action)
    return found


@needs(VIEW, for_an_agency=True)
def actions(request: PortalRequest) -> HttpResponse:
    form, rows = _asked(request)
    query = {key: str(value) for key, value in request.GET.items() if key != "page" and value}
    page = int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdecimal() else 1
    found = action_list(rows, on=moment.today(), page=page, query=query)
    context = {
        "heading": "Actions",
        "form": form,
        "found": found,
        "pagination": found.pagination,
        "is_filtered": bool(query) and form.is_valid(),
        **todo_sections(request, "actions"),
    }
    return render(request, "governance/actions/list.html", context)


@needs(VIEW, for_an_agency=True)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    _form, rows = _asked(request)
    today = moment.today()
    content_type, write = FORMATS[ending]
    lines = lines_of(rows, on=today)
    content = write(documents.actions_table(lines))
    note_actions_taken(
        partnership=request.partnership,
        count=len(lines),
        ending=ending,
        by=request.user,
        at=moment.now(),
    )
    name = f"{request.partnership.slug}-actions-{today.isoformat()}.{ending}"
    return as_file(content, content_type=content_type, name=name)


@needs(VIEW, for_an_agency=True)
def action(request: PortalRequest, action: UUID) -> HttpResponse:
    found = seen(request, action)
    mark_read(recipient=request.user, path=found.path, at=moment.now())
    context = {
        "page": action_page(found, request.user, request.standing, on=moment.today()),
        "heading": found.title,
        "caption": found.reference,
        "breadcrumbs": actions_trail(request),
    }
    return render(request, "governance/actions/detail.html", context)


@needs(VIEW, for_an_agency=True)
def file(request: PortalRequest, action: UUID, evidence: UUID) -> HttpResponse:
    rows = ActionFile.objects.select_related("file", "action")
    found = get_object_or_404(rows, action=seen(request, action), public_id=evidence)
    content = read_file(file=found.file)
    note_action_file_taken(file=found, by=request.user, at=moment.now())
    return as_file(content, content_type=found.file.content_type, name=found.file.name)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    known, asked = _known(request)
    about = f" for “{known['source_label']}”" if known else ""
    form = ActionForm(
        request.POST or None,
        groups=groups_kept(request.standing),
        on=today,
        hint=f"{'. '.join(due_help(on=today))}.",
        initial=asked,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts, said = form.facts(**known)
            made = open_action(facts=facts, by=request.user, at=moment.now())
            counted = f" {said}." if said else ""
            messages.success(request, f"{made.reference} has been given.{counted}")
            return redirect(address(request, "action", action=made.public_id))
    return show_form(
        request,
        form,
        heading=f"Give an action{about}",
        submit="Give the action",
        back=address(request, "actions"),
        breadcrumbs=actions_trail(request),
    )


def _asked(request: PortalRequest) -> tuple[ActionFilterForm, Any]:
    today = moment.today()
    form = ActionFilterForm(
        request.GET or None,
        groups=groups_in(request.sight, on=today),
        seats=seats_in(request.sight, on=today),
    )
    rows = actions_wanted(request.user, request.standing, on=today, wanted=form.wanted())
    return form, rows


def _known(request: PortalRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the page that led here already said: the risk, the plan's line, or the group."""
    if line := request.GET.get("line"):
        return _of_line(get_object_or_404(LINES, public_id=_uuid(line)))
    if risk := request.GET.get("risk"):
        found = get_object_or_404(Risk.objects.select_related("group"), public_id=_uuid(risk))
        known = {
            "source": ActionSource.RISK,
            "source_id": found.public_id,
            "source_label": _label(found.title),
            "source_path": f"risks/{found.public_id}/",
        }
        return known, {"group": found.group.public_id if found.group else None}
    if group := request.GET.get("group"):
        return {}, {"group": get_object_or_404(Group, public_id=_uuid(group)).public_id}
    return {}, {}


def _of_line(line: PlanItem) -> tuple[dict[str, Any], dict[str, Any]]:
    known = {
        "source": ActionSource.WORKPLAN,
        "source_id": line.public_id,
        "source_label": _label(line.title),
        "source_path": f"workplans/{line.plan.public_id}/#line-{line.public_id}",
    }
    group = line.plan.group
    return known, {
        "group": group.public_id if group else None,
        "priority": line.priority.public_id if line.priority else None,
        "owner": line.owner.public_id,
    }


def _label(title: str) -> str:
    """Return a title as long as an action keeps of where it comes from."""
    return Truncator(title).chars(LONGEST_LABEL)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404(NOT_FOUND) from None
