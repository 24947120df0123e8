from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships import second_factor, selectors
from partnerships.doors import PortalRequest, public, refusals_as_message, refusals_on
from partnerships.forms.access import JoinForm
from partnerships.models import Invitation
from partnerships.roles import ROLES
from partnerships.services import invitations


@public
def answer(request: PortalRequest, token: str) -> HttpResponse:
    try:
        invitation = selectors.invitation_of(token=token, at=moment.now())
    except DomainError as spent:
        return render(request, "partnerships/invitations/spent.html", {"reason": spent}, status=410)
    if request.user.is_authenticated:
        return _accept(request, invitation)
    if selectors.has_account(email=invitation.email):
        return _show(request, invitation, form=None)
    return _join(request, invitation)


def _accept(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        with refusals_as_message(request):
            invitations.accept_invitation(invitation=invitation, by=request.user, at=moment.now())
            request.session.pop(second_factor.KEY, None)  # the new role may ask for one
            messages.success(request, f"You have joined {request.partnership.name}.")
            return redirect(request.partnership)
    return _show(request, invitation, form=None)


def _join(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"display_name": invitation.display_name})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            person = invitations.join_by_invitation(
                invitation=invitation, **form.cleaned_data, at=moment.now()
            )
            return perform_login(request, person, redirect_url=f"/{request.partnership.slug}/")
    return _show(request, invitation, form=form)


def _show(request: PortalRequest, invitation: Invitation, *, form: JoinForm | None) -> HttpResponse:
    query = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "role": ROLES[invitation.role],
        "scope": selectors.scope_of(invitation),
        "form": form,
        "is_theirs": request.user.is_authenticated and request.user.email == invitation.email,
        "sign_in_url": f"{reverse('account_login')}?{query}",
    }
    return render(request, "partnerships/invitations/answer.html", context)
