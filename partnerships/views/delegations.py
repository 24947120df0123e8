from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.enums import SeatRole
from partnerships.forms.delegations import DelegationForm, EndDelegationForm, ReviewForm
from partnerships.interests import a_year_after
from partnerships.models import Delegation, Seat
from partnerships.roles import Permission
from partnerships.selectors import delegating as reads
from partnerships.services import delegations
from partnerships.views.frames import address, ask, show_form, trail

LOADED = Delegation.objects.select_related("from_seat", "to_seat", "document")


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_list(request: PortalRequest) -> HttpResponse:
    context = {
        "lines": reads.lines(on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "delegations",
    }
    return render(request, "partnerships/delegations/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_detail(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    context = {
        "page": reads.page_of(delegation=found, on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "breadcrumbs": trail(request, ("Delegations", "delegations")),
    }
    return render(request, "partnerships/delegations/detail.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_history(request: PortalRequest, seat: UUID) -> HttpResponse:
    found = get_object_or_404(Seat, public_id=seat, role=SeatRole.LSP)
    context = {
        "seat": found,
        "stages": reads.history(seat=found, on=moment.today()),
        "breadcrumbs": trail(request, ("Delegations", "delegations")),
    }
    return render(request, "partnerships/delegations/history.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_document(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    if found.document is None:
        raise Http404(NOT_FOUND)
    content = delegations.download_document(delegation=found, by=request.user, at=moment.now())
    response = HttpResponse(content, content_type=found.document.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    disposition = content_disposition_header(as_attachment=True, filename=found.document.name)
    response["Content-Disposition"] = disposition or "attachment"
    patch_cache_control(response, private=True, no_store=True)
    return response


@needs(Permission.PARTNERSHIP_EDIT)
def add_delegation(request: PortalRequest) -> HttpResponse:
    form = DelegationForm(request.POST or None, request.FILES or None)
    back = address(request, "delegations")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = delegations.delegate(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Delegation recorded.")
            return redirect(address(request, "delegation", delegation=made.public_id))
    return show_form(request, form, heading="Record a delegation", submit="Record it", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_delegation(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    form = _form_of(request, found, initial=_initial(found))
    back = address(request, "delegation", delegation=delegation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delegations.change_delegation(
                delegation=found,
                facts=form.facts(source=found.source, document=found.document),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Delegation changed.")
            return redirect(back)
    return show_form(request, form, heading="Change this delegation", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def replace_delegation(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    kept = ("from_seat", "to_seat", "functions", "retained")
    initial = {name: value for name, value in _initial(found).items() if name in kept}
    form = _form_of(request, found, initial=initial, keeps_document=False)
    back = address(request, "delegation", delegation=delegation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = delegations.replace_delegation(
                delegation=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Delegation replaced. The earlier one stays as history.")
            return redirect(address(request, "delegation", delegation=made.public_id))
    return show_form(
        request,
        form,
        heading="Replace this delegation",
        caption="The present one ends on the day before the new one starts",
        submit="Replace it",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def end_delegation(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    form = EndDelegationForm(request.POST or None, initial={"last_day": moment.today()})
    back = address(request, "delegation", delegation=delegation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delegations.end_delegation(
                delegation=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The delegation has a last day.")
            return redirect(back)
    return ask(
        request,
        heading=f"End the delegation from {found.from_seat.title}?",
        consequences="From the day after, the lead partner acts alone again. History stays.",
        submit="End the delegation",
        back=back,
        form=form,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def review_delegation(request: PortalRequest, delegation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=delegation)
    today = moment.today()
    initial = {"reviewed_on": today, "next_on": a_year_after(today)}
    form = ReviewForm(request.POST or None, initial=initial)
    back = address(request, "delegation", delegation=delegation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delegations.record_review(
                delegation=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Review recorded.")
            return redirect(back)
    between = f"{found.from_seat.title} to {found.to_seat.title}"
    return show_form(
        request, form, heading="Record a review", caption=between, submit="Record it", back=back
    )


def _form_of(
    request: PortalRequest,
    found: Delegation,
    *,
    initial: dict[str, object],
    keeps_document: bool = True,
) -> DelegationForm:
    return DelegationForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        now=found,
        keeps_document=keeps_document,
    )


def _initial(found: Delegation) -> dict[str, object]:
    fields = model_to_dict(found, exclude=["document"])
    return fields | {"from_seat": found.from_seat, "to_seat": found.to_seat}
