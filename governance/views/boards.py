from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance import selectors, services
from governance.forms import BoardForm, EndForm, ProtocolForm
from governance.models import BoardProtocol, LinkedBoard
from governance.views.frames import address, as_file, ask, boards_trail, show_form, trail
from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.models import Area
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
PROTOCOLS = BoardProtocol.objects.select_related("board", "document")


@needs(VIEW)
def board_map(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Linked boards",
        "map": selectors.board_map(on=moment.today()),
        "may_edit": request.standing.can(EDIT),
        "breadcrumbs": trail(request),
    }
    return render(request, "governance/boards/map.html", context)


@needs(VIEW)
def detail(request: PortalRequest, board: UUID) -> HttpResponse:
    found = get_object_or_404(LinkedBoard, public_id=board)
    context = {
        "heading": found.name,
        "caption": found.get_kind_display(),
        "page": selectors.board_page(board=found, on=moment.today()),
        "may_edit": request.standing.can(EDIT) and found.ended_on is None,
        "breadcrumbs": boards_trail(request),
    }
    return render(request, "governance/boards/detail.html", context)


@needs(EDIT)
def add(request: PortalRequest) -> HttpResponse:
    form = BoardForm(request.POST or None, areas=selectors.areas_to_choose())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.add_board(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The board has been added.")
            return redirect(address(request, "board", board=made.public_id))
    return show_form(
        request,
        form,
        heading="Add a linked board",
        submit="Add the board",
        back=address(request, "boards"),
        breadcrumbs=boards_trail(request),
    )


@needs(EDIT)
def edit(request: PortalRequest, board: UUID) -> HttpResponse:
    found = get_object_or_404(LinkedBoard, public_id=board)
    areas = Area.objects.filter(pk__in=found.areas.values("area_id"))
    form = BoardForm(
        request.POST or None,
        areas=selectors.areas_to_choose(found),
        initial=model_to_dict(found) | {"areas": list(areas)},
    )
    back = address(request, "board", board=board)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_board(board=found, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The board has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change {found.name}",
        submit="Save",
        back=back,
        breadcrumbs=boards_trail(request, found),
    )


@needs(EDIT)
def end(request: PortalRequest, board: UUID) -> HttpResponse:
    found = get_object_or_404(LinkedBoard, public_id=board)
    form = EndForm(request.POST or None, initial={"on": moment.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.end_board(board=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, f"“{found.name}” has been ended. It stays in the record.")
            return redirect(address(request, "boards"))
    return ask(
        request,
        heading=f"Does the partnership no longer work with {found.name}?",
        consequences="The board leaves the map, and what was agreed with it ends on the same day.",
        submit="End the board",
        back=address(request, "board", board=board),
        form=form,
    )


@needs(EDIT)
def add_protocol(request: PortalRequest, board: UUID) -> HttpResponse:
    found = get_object_or_404(LinkedBoard, public_id=board)
    form = ProtocolForm(request.POST or None, request.FILES or None)
    back = address(request, "board", board=board)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts()
            services.add_protocol(board=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The protocol has been added.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Add a protocol with {found.name}",
        submit="Add the protocol",
        back=back,
        breadcrumbs=boards_trail(request, found),
    )


@needs(EDIT)
def edit_protocol(request: PortalRequest, protocol: UUID) -> HttpResponse:
    found = get_object_or_404(PROTOCOLS, public_id=protocol)
    form = ProtocolForm(request.POST or None, request.FILES or None, initial=model_to_dict(found))
    back = address(request, "board", board=found.board.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_protocol(
                protocol=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The protocol has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change “{found.title}”",
        submit="Save",
        back=back,
        breadcrumbs=boards_trail(request, found.board),
    )


@needs(EDIT)
def end_protocol(request: PortalRequest, protocol: UUID) -> HttpResponse:
    found = get_object_or_404(PROTOCOLS, public_id=protocol)
    form = EndForm(request.POST or None, initial={"on": moment.today()})
    back = address(request, "board", board=found.board.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.end_protocol(
                protocol=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The protocol has been ended. It stays in the record.")
            return redirect(back)
    return ask(
        request,
        heading=f"End “{found.title}”?",
        consequences="It is no longer shown as agreed and nobody is reminded of it.",
        submit="End the protocol",
        back=back,
        form=form,
    )


@needs(VIEW)
def document(request: PortalRequest, protocol: UUID) -> HttpResponse:
    found = get_object_or_404(PROTOCOLS, public_id=protocol)
    if found.document is None:
        raise Http404(NOT_FOUND)
    content = services.download_protocol(protocol=found, by=request.user, at=moment.now())
    kept = found.document
    return as_file(content, content_type=kept.content_type, name=kept.name)
