from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from governance import services
from governance.forms import AliasForm
from governance.models import Group, GroupAlias
from governance.views.frames import address, ask, may_keep, show_form, trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission


@needs(Permission.GOVERNANCE_EDIT, in_a_group=True)
def add(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    form = AliasForm(request.POST or None)
    back = address(request, "group", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add_alias(group=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The name has been added.")
            return redirect(f"{back}#names")
    return show_form(
        request,
        form,
        heading=f"Add another name of {found.name}",
        submit="Add the name",
        back=back,
        breadcrumbs=trail(request, found),
    )


@needs(Permission.GOVERNANCE_EDIT, in_a_group=True)
def end(request: PortalRequest, former: UUID) -> HttpResponse:
    loaded = GroupAlias.objects.select_related("group")
    found = get_object_or_404(loaded, public_id=former)
    may_keep(request, found.group)
    back = address(request, "group", group=found.group.public_id)
    if request.method == "POST":
        with refusals_as_message(request):
            services.end_alias(alias=found, by=request.user, at=moment.now())
            messages.success(request, "The name has been ended.")
        return redirect(f"{back}#names")
    return ask(
        request,
        heading=f"Is {found.group.name} no longer known as “{found.name}”?",
        consequences="Public addresses with that name lead nowhere from then on.",
        submit="End the name",
        back=back,
    )
