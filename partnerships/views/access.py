from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.access import USUAL_ROLE, EndRoleForm, GiveRoleForm, InviteForm
from partnerships.models import Invitation, RoleAssignment, User
from partnerships.roles import ROLES, Permission
from partnerships.services import invitations, roles
from partnerships.views.frames import address, ask, show_form, trail


@needs(Permission.ACCESS_MANAGE)
def people(request: PortalRequest) -> HttpResponse:
    members = selectors.members(on=moment.today())
    context = {
        "current": [each for each in members if each.is_current],
        "former": [each for each in members if not each.is_current],
        "invitations": selectors.invitations(at=moment.now()),
    }
    return render(request, "partnerships/access/people.html", context)


@needs(Permission.ACCESS_MANAGE)
def invite(request: PortalRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, on=moment.today(), initial=_for_seat(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            chosen = {name: form.cleaned_data[name] for name in ("email", "display_name", "role")}
            invitations.invite_member(**chosen, terms=form.terms, by=request.user, at=moment.now())
            messages.success(request, "Invitation made. The e-mail goes out within a minute.")
            return redirect(address(request, "people"))
    back = address(request, "people")
    return show_form(request, form, heading="Invite somebody", submit="Invite", back=back)


def _for_seat(request: PortalRequest) -> dict[str, object]:
    """Return what the form begins with when somebody comes from a seat's page."""
    asked = request.GET.get("seat", "")
    found = next(
        (
            each
            for each in selectors.seats_to_offer(on=moment.today())
            if str(each.public_id) == asked
        ),
        None,
    )
    if found is None:
        return {}
    return {"seat": found.public_id, "role": USUAL_ROLE.get(found.role, "")}


@needs(Permission.ACCESS_MANAGE)
@require_POST
def resend(request: PortalRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(Invitation, public_id=invitation)
    with refusals_as_message(request):
        invitations.resend_invitation(invitation=found, by=request.user, at=moment.now())
        messages.success(request, "Sent again with a new link. The earlier link no longer works.")
    return redirect(address(request, "people"))


@needs(Permission.ACCESS_MANAGE)
def withdraw(request: PortalRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(Invitation, public_id=invitation)
    if request.method == "POST":
        with refusals_as_message(request):
            invitations.revoke_invitation(invitation=found, by=request.user, at=moment.now())
            messages.success(request, "Invitation withdrawn.")
        return redirect(address(request, "people"))
    return ask(
        request,
        heading=f"Withdraw the invitation to {found.email}?",
        consequences="Its link stops working at once. You can invite the address again later.",
        submit="Withdraw the invitation",
        back=address(request, "people"),
    )


@needs(Permission.ACCESS_MANAGE)
def person(request: PortalRequest, user: UUID) -> HttpResponse:
    found = selectors.member(user_id=user, on=moment.today())
    if found is None:
        raise Http404(NOT_FOUND)
    breadcrumbs = trail(request, ("Access", "people"))
    holder = User.objects.get(public_id=user)
    handover = selectors.open_handover(leaver=holder)
    context = {"person": found, "handover": handover, "breadcrumbs": breadcrumbs}
    return render(request, "partnerships/access/person.html", context)


@needs(Permission.ACCESS_MANAGE)
def give_role(request: PortalRequest, user: UUID) -> HttpResponse:
    found = selectors.member(user_id=user, on=moment.today())
    if found is None:
        raise Http404(NOT_FOUND)
    today = moment.today()
    form = GiveRoleForm(request.POST or None, on=today, initial={"from_on": today})
    back = address(request, "person", user=user)
    if request.method == "POST" and form.is_valid():
        holder = User.objects.get(public_id=user)
        with refusals_on(form):
            chosen = {name: form.cleaned_data[name] for name in ("role", "from_on", "to_on")}
            roles.give_role(
                user=holder, **chosen, scope=form.scope, by=request.user, at=moment.now()
            )
            messages.success(request, "Role given.")
            return redirect(back)
    return show_form(
        request, form, heading="Give a role", caption=found.name, submit="Give the role", back=back
    )


@needs(Permission.ACCESS_MANAGE)
def end_role(request: PortalRequest, assignment: UUID) -> HttpResponse:
    mine = RoleAssignment.objects.in_open_partnership().select_related("user")
    found = get_object_or_404(mine, public_id=assignment)
    form = EndRoleForm(request.POST or None)
    back = address(request, "person", user=found.user.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            roles.end_role(
                assignment=found, last_day=form.chosen_day, by=request.user, at=moment.now()
            )
            messages.success(request, "Role ended.")
            return redirect(back)
    role = ROLES[found.role].name.lower()
    return ask(
        request,
        heading=f"End the role of {role} of {found.user.display_name}?",
        consequences="What they did stays in the record. You can give the role again later.",
        submit="End the role",
        back=back,
        form=form,
    )
