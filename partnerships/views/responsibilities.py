from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.responsibilities import ResponsibilityForm, TableReviewForm
from partnerships.models import Responsibility
from partnerships.roles import Permission
from partnerships.selectors import responsibilities as reads
from partnerships.services import responsibilities
from partnerships.views.frames import address, ask, show_form

LOADED = Responsibility.objects.select_related("seat")


@needs(Permission.PARTNERSHIP_VIEW)
def responsibility_list(request: PortalRequest) -> HttpResponse:
    context = {
        "table": reads.table(on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "responsibilities",
    }
    return render(request, "partnerships/responsibilities/list.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_responsibility(request: PortalRequest) -> HttpResponse:
    form = ResponsibilityForm(request.POST or None)
    back = address(request, "responsibilities")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            responsibilities.add_responsibility(
                facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Task added.")
            return redirect(back)
    return show_form(request, form, heading="Add a task", submit="Add the task", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_responsibility(request: PortalRequest, responsibility: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=responsibility)
    form = ResponsibilityForm(
        request.POST or None, initial=model_to_dict(found) | {"seat": found.seat}
    )
    back = address(request, "responsibilities")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            responsibilities.change_responsibility(
                responsibility=found,
                facts=form.facts(source=found.source),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Task changed.")
            return redirect(back)
    return show_form(request, form, heading="Change this task", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
@require_POST
def move_responsibility(request: PortalRequest, responsibility: UUID, way: str) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=responsibility)
    with refusals_as_message(request):
        responsibilities.move_responsibility(
            responsibility=found, up=way == "up", by=request.user, at=moment.now()
        )
        messages.success(request, f"Task moved {way}.")
    return redirect(address(request, "responsibilities"))


@needs(Permission.PARTNERSHIP_EDIT)
def end_responsibility(request: PortalRequest, responsibility: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=responsibility)
    back = address(request, "responsibilities")
    if request.method == "POST":
        with refusals_as_message(request):
            responsibilities.end_responsibility(
                responsibility=found, by=request.user, at=moment.now()
            )
            messages.success(request, "Task ended.")
        return redirect(back)
    return ask(
        request,
        heading="End this task?",
        consequences=f"“{found.what}” leaves the table today and stays among what has ended.",
        submit="End the task",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def review_responsibilities(request: PortalRequest) -> HttpResponse:
    form = TableReviewForm(request.POST or None, initial={"reviewed_on": moment.today()})
    back = address(request, "responsibilities")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            responsibilities.review_table(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Review recorded.")
            return redirect(back)
    return show_form(
        request, form, heading="Record a review of the whole table", submit="Record it", back=back
    )
