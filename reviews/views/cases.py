from django.http import HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, members_only, needs, refusals_on
from partnerships.roles import Permission
from reviews import selectors, services
from reviews.forms import IncidentForm, SearchForm, children_formset, with_another, without
from reviews.forms.children import ChildrenFormSet
from reviews.models import Incident
from reviews.selectors.first_named import first_named
from reviews.views.pages import address, case_address, on_case, show


@members_only
def clock(request: PortalRequest) -> HttpResponse:
    form = SearchForm({"which": "open", **request.GET.dict()})
    which, query = form.asked()
    page = request.GET.get("page", "1")
    found = selectors.case_list(
        user=request.user,
        standing=request.standing,
        root=request.partnership.get_absolute_url(),
        which=which,
        query=query,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        at=moment.now(),
    )
    context = {
        "found": found,
        "pagination": found.pagination,
        "which": which,
        "query": query,
        "choices": selectors.WHICH.items(),
        "log_url": _if_may(request, Permission.CASE_LOG, "case-log"),
        "emergency_url": _if_may(request, Permission.CASE_VIEW, "emergency"),
    }
    return render(request, "reviews/case/list.html", context)


@needs(Permission.CASE_LOG)
def log(request: PortalRequest) -> HttpResponse:
    if request.method == "POST" and {"add_child", "remove_child"} & request.POST.keys():
        return _change_rows(request)
    data = request.POST if request.method == "POST" else None
    form, children = _incident_form(request, data), children_formset(data)
    # Both, whatever the first says: all that is wrong is shown at once.
    if data is not None and all([form.is_valid(), children.is_valid()]):
        with refusals_on(form):
            incident = services.log_incident(
                facts=form.facts(children.facts()),
                referral=form.referral(),
                named=form.named_people(),
                by=request.user,
                at=moment.now(),
            )
            return redirect(case_address(request, incident))
    return _log_page(request, form, children, problems=children.problems())


@on_case("case")
def detail(request: PortalRequest, incident: Incident) -> HttpResponse:
    page = selectors.case_page(
        incident=incident,
        standing=request.standing,
        root=request.partnership.get_absolute_url(),
        at=moment.now(),
    )
    return show(
        request,
        incident,
        "reviews/case/detail.html",
        {
            "page": page,
            "breadcrumbs": [Link("On the clock", address(request, "clock"))],
        },
    )


def _change_rows(request: PortalRequest) -> HttpResponse:
    """Show the form again with a child more or fewer: everything typed kept, nothing judged yet."""
    if "add_child" in request.POST:
        data = with_another(request.POST)
    else:
        place = request.POST["remove_child"]
        data = without(request.POST, int(place) if place.isascii() and place.isdigit() else -1)
    form, children = _incident_form(request, data), children_formset(data)
    for each in (form, *children.forms):
        each.judge_later()
    return _log_page(request, form, children, problems=[])


def _incident_form(request: PortalRequest, data: object) -> IncidentForm:
    may_restrict = bool(request.standing.can(Permission.CASE_GRANT))
    closed = first_named(user=request.user, standing=request.standing, on=moment.today())
    own = request.standing.agencies
    return IncidentForm(data, may_restrict=may_restrict, own=own, closed=closed)


def _log_page(
    request: PortalRequest,
    form: IncidentForm,
    children: ChildrenFormSet,
    *,
    problems: list[dict[str, str]],
) -> HttpResponse:
    back = address(request, "clock")
    context = {
        "form": form,
        "children": children,
        "problems": problems,
        "can_remove": len(children.forms) > 1,
        "can_add": len(children.forms) < children.max_num,
        "heading": "Log a serious incident",
        "cancel_url": back,
        "breadcrumbs": [Link("On the clock", back)],
    }
    return render(request, "reviews/case/log.html", context)


def _if_may(request: PortalRequest, permission: Permission, name: str) -> str:
    return address(request, name) if request.standing.can(permission) else ""
