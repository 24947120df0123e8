from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import members_only, open_to_all, signed_in


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("partnerships:my-partnerships")
    return render(request, "partnerships/front.html")


@signed_in
def my_partnerships(request: HttpRequest) -> HttpResponse:
    mine = selectors.partnerships_of(user=request.user, on=moment.today())
    if len(mine) == 1:
        return redirect(mine[0])
    return render(request, "partnerships/my_partnerships.html", {"mine": mine})


@members_only
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "partnerships/home.html")
