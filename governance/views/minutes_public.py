from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.forms.minutes import MarkForm, TakeDownForm
from governance.models import Meeting, MinutesVersion, PublicMinutes, Redaction
from governance.selectors import public_minutes as reads
from governance.services import minutes_public as services
from governance.views.frames import address, as_file, ask, may_keep
from governance.views.meeting_frames import meeting_frame, seen_meeting
from governance.views.minutes import reads_b
from krscp_portal.foundation import moment
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    needs,
    public,
    refusals_as_message,
    refusals_on,
)
from partnerships.roles import Permission
from partnerships.services.files import read_file

EDIT = Permission.GOVERNANCE_EDIT


@needs(EDIT, in_a_group=True)
def page(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Show the approved minutes for marking, and where the public copy stands."""
    found, version = _version(request, meeting)
    form = MarkForm(request.POST or None, content=version.content)
    if request.method == "POST" and form.is_valid() and _marked(request, version, form):
        return redirect(address(request, "minutes-public", meeting=meeting))
    rows = reads.marks_of(version)
    copy = reads.copy_up(version)
    _job, making = reads.making_of(reads.PUBLIC_COPY, copy.public_id) if copy else (None, None)
    full = reads_b(request, found)
    blocks = [each for each in reads.blocks_to_mark(version, rows) if full or not each.is_b]
    context = {
        **meeting_frame(request, found, here="minutes"),
        "heading": "The public copy",
        "version": version,
        "blocks": blocks,
        "marks": [(row, reads.words_of(row, version)) for row in rows],
        "copy": copy,
        "making": making,
        "form": form,
        "may_publish": bool(request.standing.can(Permission.DOCUMENT_PUBLISH)),
    }
    return render(request, "governance/minutes/public.html", context)


@needs(EDIT, in_a_group=True)
@require_POST
def unmark(request: PortalRequest, passage: UUID) -> HttpResponse:
    rows = Redaction.objects.select_related("version__minutes__meeting__group")
    row = get_object_or_404(rows, public_id=passage)
    meeting = row.version.minutes.meeting
    may_keep(request, meeting.group)
    with refusals_as_message(request):
        services.unmark_passage(mark=row, by=request.user, at=moment.now())
        messages.success(request, "The mark has been taken back.")
    return redirect(address(request, "minutes-public", meeting=meeting.public_id))


@needs(Permission.DOCUMENT_PUBLISH)
@require_POST
def publish(request: PortalRequest, meeting: UUID) -> HttpResponse:
    _found, version = _version(request, meeting)
    with refusals_as_message(request):
        services.ask_to_publish(version=version, by=request.user, at=moment.now())
        messages.success(
            request,
            "The public copy is being made, and is shown when nothing marked is left in it.",
        )
    return redirect(address(request, "minutes-public", meeting=meeting))


@needs(Permission.DOCUMENT_PUBLISH)
def take_it_down(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found, _last = _version(request, meeting)
    rows = PublicMinutes.objects.filter(version__minutes__meeting=found, taken_down_at=None)
    copy = rows.filter(published_at__isnull=False).select_related("version").first()
    if copy is None:
        raise Http404(NOT_FOUND)
    form = TakeDownForm(request.POST or None)
    back = address(request, "minutes-public", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.take_down(copy=copy, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The copy has been taken down.")
            return redirect(back)
    return ask(
        request,
        heading="Take the public copy down?",
        consequences="Nobody can read it any more. That it was there stays known.",
        submit="Take it down",
        back=back,
        form=form,
    )


@public
def published(request: Any) -> HttpResponse:
    context = {"heading": "Published minutes", "rows": reads.published_minutes()}
    return render(request, "governance/minutes/published.html", context)


@public
def copy(request: Any, copy: UUID) -> HttpResponse:
    found = _public(copy)
    meeting = found.version.minutes.meeting
    context = {"copy": found, "meeting": meeting, "heading": f"Minutes of {meeting.group.name}"}
    if found.taken_down_at is not None:
        return render(request, "governance/minutes/gone.html", context, status=410)
    return render(request, "governance/minutes/published_copy.html", context)


@public
def copy_pdf(request: Any, copy: UUID) -> HttpResponse:
    found = _public(copy)
    meeting = found.version.minutes.meeting
    if found.taken_down_at is not None or found.file is None:
        context = {"copy": found, "meeting": meeting, "heading": f"Minutes of {meeting.group.name}"}
        return render(request, "governance/minutes/gone.html", context, status=410)
    content = read_file(file=found.file)
    return as_file(content, content_type=found.file.content_type, name=found.file.name)


def _marked(request: PortalRequest, version: MinutesVersion, form: MarkForm) -> bool:
    with refusals_on(form):
        made = services.mark_passage(
            version=version,
            place=form.cleaned_data["paragraph"],
            words=form.cleaned_data["words"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=moment.now(),
        )
        messages.success(request, f"Marked: {len(made)}.")
        return True
    return False


def _public(public_id: UUID) -> PublicMinutes:
    found = reads.public_copy(public_id)
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def _version(request: PortalRequest, meeting: UUID) -> tuple[Meeting, MinutesVersion]:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    rows = MinutesVersion.objects.filter(minutes__meeting=found).select_related("minutes")
    version = rows.order_by("-number").first()
    if version is None:
        raise Http404(NOT_FOUND)
    return found, version
