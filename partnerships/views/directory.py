"""The shared directory of organisations."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Pagination
from partnerships import selectors
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.agencies import AddAgencyForm
from partnerships.forms.directory import (
    AliasForm,
    DirectoryFilterForm,
    FootprintForm,
    OrganisationForm,
    PassOnForm,
)
from partnerships.models import Footprint, Organisation, OrganisationAlias
from partnerships.roles import Permission
from partnerships.selectors.directory import may_change
from partnerships.services import directory, directory_keeping
from partnerships.services.permission import refuse_unless
from partnerships.views.frames import address, ask, show_form, trail

FORM = "partnerships/organisations/form.html"
LOADED = Organisation.objects.select_related("part_of", "succeeded_by")


@contextmanager
def pointing_at_what_is_there(form: OrganisationForm | AliasForm | AddAgencyForm) -> Iterator[None]:
    """Show a refusal beside its field, with a way to the body that the directory has already."""
    with refusals_on(form):
        try:
            yield
        except directory.AlreadyInDirectory as refusal:
            form.already = refusal.organisation
            raise


@needs(Permission.PARTNERSHIP_VIEW)
def organisation_list(request: PortalRequest) -> HttpResponse:
    form = DirectoryFilterForm(request.GET or None)
    wanted = form.wanted()
    number = request.GET.get("page", "1")
    rows, page = selectors.directory_page(wanted=wanted, number=number, on=moment.today())
    asked = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "rows": rows,
        "count": page.paginator.count,
        "is_filtered": bool(asked) and form.is_valid(),
        "pagination": Pagination(page.number, page.paginator.num_pages, asked),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "organisations",
    }
    return render(request, "partnerships/organisations/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def organisation_detail(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=organisation)
    context = {
        "page": selectors.organisation_page(found, on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "breadcrumbs": trail(request, ("Organisations", "organisations")),
    }
    return render(request, "partnerships/organisations/detail.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_organisation(request: PortalRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with pointing_at_what_is_there(form):
            added = directory.register(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Organisation added.")
            return redirect(address(request, "organisation", organisation=added.public_id))
    back = address(request, "organisations")
    heading = "Add an organisation"
    return show_form(
        request, form, heading=heading, submit="Add the organisation", back=back, template=FORM
    )


@needs(Permission.PARTNERSHIP_EDIT)
def edit_organisation(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = _to_change(organisation)
    leads = {"part_of": found.part_of, "succeeded_by": found.succeeded_by}
    form = OrganisationForm(request.POST or None, initial=model_to_dict(found) | leads)
    back = address(request, "organisation", organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with pointing_at_what_is_there(form):
            directory.change_organisation(
                organisation=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Organisation changed.")
            return redirect(back)
    heading = "Change this organisation"
    return show_form(request, form, heading=heading, submit="Save", back=back, template=FORM)


@needs(Permission.PARTNERSHIP_EDIT)
def remove_organisation(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = _to_change(organisation)
    if request.method == "POST":
        with refusals_as_message(request):
            directory.remove_organisation(organisation=found, by=request.user, at=moment.now())
            messages.success(request, "Organisation removed.")
            return redirect(address(request, "organisations"))
        return redirect(address(request, "organisation", organisation=organisation))
    return ask(
        request,
        heading=f"Remove {found.name} from the directory?",
        consequences="It goes for every partnership, with its other names and its areas. One that "
        "is in use anywhere stays.",
        submit="Remove the organisation",
        back=address(request, "organisation", organisation=organisation),
    )


@needs(Permission.PARTNERSHIP_EDIT)
def pass_on_organisation(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = _to_change(organisation)
    form = PassOnForm(request.POST or None)
    back = address(request, "organisation", organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            directory_keeping.pass_on(
                organisation=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Entry passed on.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Pass this entry on",
        caption=found.name,
        submit="Pass it on",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def add_alias(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = _to_change(organisation)
    form = AliasForm(request.POST or None)
    back = address(request, "organisation", organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with pointing_at_what_is_there(form):
            directory.add_alias(
                organisation=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Name added.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Add another name",
        caption=found.name,
        submit="Add the name",
        back=back,
        template=FORM,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def remove_alias(request: PortalRequest, alias: UUID) -> HttpResponse:
    loaded = OrganisationAlias.objects.select_related("organisation")
    found = get_object_or_404(loaded, public_id=alias)
    refuse_unless(may_change(found.organisation))
    back = address(request, "organisation", organisation=found.organisation.public_id)
    if request.method == "POST":
        with refusals_as_message(request):
            directory.remove_alias(alias=found, by=request.user, at=moment.now())
            messages.success(request, "Name removed.")
        return redirect(back)
    return ask(
        request,
        heading=f"Remove the name {found.name}?",
        consequences=f"Whoever looks for it no longer finds {found.organisation.name}.",
        submit="Remove the name",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def add_footprint(request: PortalRequest, organisation: UUID) -> HttpResponse:
    found = _to_change(organisation)
    form = FootprintForm(request.POST or None)
    back = address(request, "organisation", organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            directory.add_footprint(
                organisation=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Area added.")
            return redirect(back)
    heading, caption = "Add an area that it serves", found.name
    return show_form(
        request, form, heading=heading, caption=caption, submit="Add the area", back=back
    )


@needs(Permission.PARTNERSHIP_EDIT)
def remove_footprint(request: PortalRequest, footprint: UUID) -> HttpResponse:
    loaded = Footprint.objects.select_related("organisation", "area")
    found = get_object_or_404(loaded, public_id=footprint)
    refuse_unless(may_change(found.organisation))
    back = address(request, "organisation", organisation=found.organisation.public_id)
    if request.method == "POST":
        with refusals_as_message(request):
            directory.remove_footprint(footprint=found, by=request.user, at=moment.now())
            messages.success(request, "Area removed.")
        return redirect(back)
    return ask(
        request,
        heading=f"Remove {found.area.name}?",
        consequences=f"The directory then no longer says that {found.organisation.name} serves it.",
        submit="Remove the area",
        back=back,
    )


def _to_change(organisation: UUID) -> Organisation:
    """Return the body, if the open partnership keeps its entry."""
    found = get_object_or_404(LOADED, public_id=organisation)
    refuse_unless(may_change(found))
    return found
