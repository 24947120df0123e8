from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from reviews.forms.media import ApprovalForm, ApproverForm, LineForm
from reviews.models import MediaApprover
from reviews.selectors import media as selectors
from reviews.services import media as services
from reviews.views.desks import Desk, on_desk
from reviews.views.pages import address

KEEPS = Permission.GOVERNANCE_EDIT


@on_desk("media")
def listed(request: PortalRequest, desk: Desk) -> HttpResponse:
    context = {
        "heading": "What is said to the press",
        "lines": selectors.lines_of(desk.subject),
        "root": desk.address("media"),
        "may_see_list": request.standing.can(Permission.GOVERNANCE_VIEW),
    }
    return desk.show("reviews/media/lines.html", context)


@on_desk("media line", edit=True)
def write(request: PortalRequest, desk: Desk) -> HttpResponse:
    form = LineForm(request.POST or None)
    back = desk.address("media")
    if form.is_valid():
        with refusals_on(form):
            text = form.cleaned_data["text"]
            services.write_line(subject=desk.subject, text=text, by=request.user, at=moment.now())
            return desk.go(back, "The line is kept. It may be used once everybody has agreed.")
    return desk.ask(
        form, heading="Write a line for the press", submit="Keep the line", back=back, trail="Media"
    )


@on_desk("media approval", edit=True)
def approve(request: PortalRequest, desk: Desk, media_line: UUID) -> HttpResponse:
    line = get_object_or_404(desk.subject.media_lines, public_id=media_line)
    form = ApprovalForm(request.POST or None, waiting=selectors.waiting_for(line))
    back = desk.address("media")
    if form.is_valid():
        with refusals_on(form):
            services.record_approval(line=line, **form.facts(), by=request.user, at=moment.now())
            return desk.go(back, "The approval is recorded.")
    return desk.ask(
        form,
        heading="Record an approval",
        submit="Record it",
        back=back,
        trail="Media",
        template="reviews/media/approve.html",
        line=line,
    )


@needs(Permission.GOVERNANCE_VIEW)
def approvers(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Who approves what is said to the press",
        "rows": selectors.approvers(),
        "may_edit": request.standing.can(KEEPS),
        "breadcrumbs": _trail(request),
    }
    return render(request, "reviews/media/approvers.html", context)


@needs(KEEPS)
def add_approver(request: PortalRequest) -> HttpResponse:
    form = ApproverForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.add_approver(**form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The post is on the list.")
            return redirect(address(request, "media-approvers"))
    context = {
        "form": form,
        "heading": "Add a post that approves",
        "submit": "Add it",
        "cancel_url": address(request, "media-approvers"),
        "breadcrumbs": _trail(request),
    }
    return render(request, "layouts/form.html", context)


@needs(KEEPS)
@require_POST
def end_approver(request: PortalRequest, media_approver: UUID) -> HttpResponse:
    found = get_object_or_404(MediaApprover.objects.current(), public_id=media_approver)
    with refusals_as_message(request):
        services.end_approver(approver=found, by=request.user, at=moment.now())
        messages.success(request, "The post is off the list. What it agreed to stays on record.")
    return redirect(address(request, "media-approvers"))


def _trail(request: PortalRequest) -> list[Link]:
    return [Link(request.partnership.short_name, request.partnership.get_absolute_url())]
