from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link, Row
from krscp_portal.foundation.templatetags.portal import day
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from partnerships.roles import Permission
from reviews.forms.sealed import OpenForm, SealForm
from reviews.models import Child, Incident
from reviews.sealing import Identity
from reviews.selectors.sealed import seal_page
from reviews.services import sealed as services
from reviews.views.pages import address, case_address, on_case, show

WORD = "Sealed identity"


@on_case("sealed identity")
def identity(request: PortalRequest, incident: Incident, child: UUID) -> HttpResponse:
    found = _child(request, incident, child)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            opened = services.open_identity(
                child=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return _opened(request, incident, found, opened)
    context = {
        **_frame(request, incident, found, heading=f"{WORD} of {found.pseudonym}"),
        "form": form,
        "seal": seal_page(found),
        "cancel_url": case_address(request, incident),
    }
    return show(request, incident, "reviews/sealed/detail.html", context)


@sensitive_post_parameters()
@on_case("sealing an identity")
def seal(request: PortalRequest, incident: Incident, child: UUID) -> HttpResponse:
    found = _child(request, incident, child)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.seal_identity(
                child=found, identity=form.identity(), by=request.user, at=moment.now()
            )
            return redirect(_address(request, incident, found))
    context = {
        **_frame(request, incident, found, heading=f"Seal who {found.pseudonym} is"),
        "form": form,
        "seal": seal_page(found),
        "cancel_url": _address(request, incident, found),
    }
    return _unkept(show(request, incident, "reviews/sealed/seal.html", context))


def _opened(
    request: PortalRequest, incident: Incident, child: Child, opened: Identity
) -> HttpResponse:
    rows = [
        Row("Name", opened.name),
        Row("Date of birth", day(opened.born_on) if opened.born_on else "Not recorded"),
        Row("Other names and numbers", opened.other),
    ]
    context = {
        **_frame(request, incident, child, heading=f"Who {child.pseudonym} is"),
        "rows": rows,
        "back": _address(request, incident, child),
    }
    return _unkept(show(request, incident, "reviews/sealed/opened.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def _child(request: PortalRequest, incident: Incident, child: UUID) -> Child:
    request.standing.can(Permission.CASE_IDENTITY).or_raise()
    found = Child.objects.filter(incident=incident, public_id=child).first()
    if found is None:
        raise Http404(NOT_FOUND)
    found.incident = incident  # the one that was loaded and is seen
    return found


def _frame(
    request: PortalRequest, incident: Incident, child: Child, *, heading: str
) -> dict[str, object]:
    return {
        "heading": heading,
        "child": child,
        "breadcrumbs": [
            Link("On the clock", address(request, "clock")),
            Link(incident.reference, case_address(request, incident)),
        ],
    }


def _address(request: PortalRequest, incident: Incident, child: Child) -> str:
    return address(request, "identity", case=incident.public_id, child=child.public_id)
