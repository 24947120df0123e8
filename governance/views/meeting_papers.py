from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import agenda_rules
from governance.enums import Part
from governance.forms.agenda import PaperForm, ReasonForm
from governance.models import Pack, Paper
from governance.selectors.meeting_packs import packs_of
from governance.services import meeting_packs, meeting_papers
from governance.views.agenda_frames import back_of, back_to, item_trail, kept_item, part_b
from governance.views.frames import address, as_file, ask, may_keep, show_form
from governance.views.meeting_frames import meeting_frame, seen_meeting
from krscp_portal.foundation import moment
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    needs,
    refusals_as_message,
    refusals_on,
)
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
PAPERS = Paper.objects.select_related("file", "item__group", "item__meeting__group")


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    form = PaperForm(request.POST or None, request.FILES or None, item=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting_papers.add_paper(
                item=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The paper has been added.")
            return back_to(request, found)
    return show_form(
        request,
        form,
        heading=f"Add a paper to “{found.title}”",
        submit="Add the paper",
        back=back_of(request, found),
        breadcrumbs=item_trail(request, found),
    )


@needs(VIEW, for_an_agency=True)
def paper(request: PortalRequest, paper: UUID) -> HttpResponse:
    found = _readable(request, paper)
    content = meeting_papers.take_paper(paper=found, by=request.user, at=moment.now())
    return as_file(content, content_type=found.file.content_type, name=found.file.name)


@needs(EDIT, in_a_group=True)
def withdraw(request: PortalRequest, paper: UUID) -> HttpResponse:
    found = get_object_or_404(PAPERS, public_id=paper)
    item = kept_item(request, found.item.public_id)
    if found.part == Part.B:
        part_b(request, item.group, item.meeting).or_raise()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting_papers.withdraw_paper(
                paper=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The paper has been withdrawn. Its number stays free.")
            return back_to(request, item)
    return ask(
        request,
        heading=f"Withdraw “{found.title}”?",
        consequences="Nobody can open it here any more. A pack that was handed out keeps it.",
        submit="Withdraw the paper",
        back=back_of(request, item),
        form=form,
    )


@needs(VIEW, for_an_agency=True)
def packs(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Show the packs of a meeting; to htmx the list alone, and the page when all are made."""
    context = _packs(request, meeting)
    if request.headers.get("HX-Request"):
        response = render(request, "governance/agenda/_packs.html", context)
        if not any(pack.is_open for pack in context["packs"]):
            response["HX-Refresh"] = "true"
        return response
    return render(request, "governance/agenda/packs.html", context)


@needs(EDIT, in_a_group=True)
@require_POST
def ask_for_pack(request: PortalRequest, meeting: UUID, part: str) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    if part == "b":
        part_b(request, found.group, found).or_raise()
    with refusals_as_message(request):
        meeting_packs.ask_for_pack(
            meeting=found, part=part.upper(), by=request.user, at=moment.now()
        )
    return redirect(f"{address(request, 'agenda', meeting=meeting)}#packs")


@needs(VIEW, for_an_agency=True)
def pack(request: PortalRequest, pack: UUID) -> HttpResponse:
    rows = Pack.objects.select_related("file", "meeting__group")
    found = get_object_or_404(rows, public_id=pack)
    seen_meeting(request, found.meeting.public_id)
    if found.file is None:
        raise Http404(NOT_FOUND)
    if found.part == Part.B:
        part_b(request, found.meeting.group, found.meeting).or_raise()
    content = meeting_packs.take_pack(pack=found, by=request.user, at=moment.now())
    return as_file(content, content_type=found.file.content_type, name=found.file.name)


def _readable(request: PortalRequest, paper: UUID) -> Paper:
    """Return a paper that who asks may open: of an agenda that was sent, in a part that is theirs."""
    found: Paper = get_object_or_404(PAPERS, public_id=paper)
    item, meeting = found.item, found.item.meeting
    keeps = bool(
        request.standing.can(EDIT, group_key=meeting.group.key if meeting else item.group.key)
    )
    if meeting is not None:
        seen_meeting(request, meeting.public_id)
    if not keeps and (meeting is None or meeting.numbered_at is None):
        raise Http404(NOT_FOUND)
    if Part.B in (found.part, item.part):
        part_b(request, item.group, meeting).or_raise()
    return found


def _packs(request: PortalRequest, meeting: UUID) -> dict[str, Any]:
    found = seen_meeting(request, meeting)
    frame = meeting_frame(request, found, here="packs")
    reads_b = bool(part_b(request, found.group, found))
    numbered = found.numbered_at is not None
    may_pack = frame["may_edit"] and numbered and agenda_rules.may("pack", found.state)
    return {
        **frame,
        "reads_b": reads_b,
        "may_pack": may_pack,
        "packs": packs_of(found, reads_b=reads_b),
    }
