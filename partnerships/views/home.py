from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships import my_day as days
from partnerships import needs, selectors
from partnerships.doors import (
    PortalRequest,
    SignedInRequest,
    members_only,
    open_to_all,
    signed_in,
)
from partnerships.roles import ROLES
from partnerships.services import notices


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("partnerships:my-partnerships")
    return render(request, "partnerships/home/front.html", {"demo": settings.DEMO_BANNER})


@signed_in
def my_partnerships(request: SignedInRequest) -> HttpResponse:
    mine = selectors.partnerships_of(user=request.user, on=moment.today())
    offers = selectors.offers_elsewhere(user=request.user, at=moment.now(), known=mine)
    if len(mine) == 1 and not offers:
        return redirect(mine[0])
    context = {"mine": mine, "offers": offers}
    return render(request, "partnerships/home/my_partnerships.html", context)


@signed_in
def my_day(request: SignedInRequest) -> HttpResponse:
    found = days.day_of(request=request, user=request.user, on=moment.today())
    known = [each.partnership for each in found]
    offers = selectors.offers_elsewhere(user=request.user, at=moment.now(), known=known)
    return render(request, "partnerships/home/my_day.html", {"days": found, "offers": offers})


@members_only
def home(request: PortalRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "needs": needs.needs_of(request.user, request.standing, on=moment.today()),
        "notices": selectors.unread_notices(user=request.user),
        "roles": [ROLES[code] for code in sorted(request.standing.roles)],
    }
    return render(request, "partnerships/home/home.html", context)


@members_only
@require_POST
def mark_notices_read(request: PortalRequest) -> HttpResponse:
    shown = [UUID(each) for each in request.POST.getlist("notice") if _is_uuid(each)]
    notices.mark_notices_read(notices=shown, by=request.user, at=moment.now())
    messages.success(request, "Marked as read.")
    return redirect(request.partnership)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
