from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.forms.joint import EndParticipationForm, ParticipationForm
from partnerships.models import Participation
from partnerships.roles import Permission
from partnerships.selectors import joint as reads
from partnerships.services import joint
from partnerships.views.frames import address, ask, show_form


@needs(Permission.PARTNERSHIP_VIEW)
def shared(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    here = request.partnership
    context = {
        "bodies": reads.joint_bodies_of(partnership=here, user=request.user, on=today),
        "participants": reads.participants_of(body=here, on=today),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "joint-bodies",
    }
    return render(request, "partnerships/joint/shared.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add(request: PortalRequest) -> HttpResponse:
    choices = reads.participants_to_choose(body=request.partnership)
    form = ParticipationForm(request.POST or None, partnerships=choices)
    back = address(request, "joint-bodies")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = joint.add_participation(
                body=request.partnership, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, f"{row.name} takes part.")
            return redirect(back)
    heading = "Add a partnership that takes part"
    return show_form(request, form, heading=heading, submit="Add it", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def end(request: PortalRequest, participation: UUID) -> HttpResponse:
    mine = Participation.objects.filter(body=request.partnership)
    found = get_object_or_404(mine, public_id=participation)
    form = EndParticipationForm(request.POST or None, initial={"to_on": moment.today()})
    back = address(request, "joint-bodies")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            joint.end_participation(
                participation=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "It has a last day. It stays in the record.")
            return redirect(back)
    return ask(
        request,
        heading=f"Does {found.name} no longer take part?",
        consequences="People who hold a role here keep it until somebody ends it under Access.",
        submit="End its part",
        back=back,
        form=form,
    )
