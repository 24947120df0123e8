from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from publications import documents, selectors
from publications.enums import BlockCode, DocumentKind
from publications.forms import SectionForm, TitleForm
from publications.services import writing
from publications.views.pages import address, crumbs, find_document, find_section


@needs(Permission.DOCUMENT_VIEW)
def document_list(request: Any) -> HttpResponse:
    rows = selectors.documents_in_order()
    context = {
        "heading": "Arrangements",
        "rows": rows,
        "may_edit": request.standing.can(Permission.DOCUMENT_EDIT),
        "may_start": not rows and request.standing.can(Permission.DOCUMENT_EDIT),
    }
    return render(request, "publications/document/list.html", context)


@needs(Permission.DOCUMENT_EDIT)
def start(request: Any) -> HttpResponse:
    title = f"Safeguarding arrangements {moment.today().year}"
    form = TitleForm(request.POST or None, initial={"title": title})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            document = writing.start_document(
                kind=DocumentKind.ARRANGEMENTS,
                title=form.cleaned_data["title"],
                by=request.user,
                at=moment.now(),
            )
            return redirect(address("document", request, document=document.public_id))
    context = {
        "form": form,
        "heading": "Start the published arrangements",
        "submit": "Start with the usual sections",
        "breadcrumbs": crumbs(request),
    }
    return render(request, "publications/document/start.html", context)


@needs(Permission.DOCUMENT_VIEW)
def document(request: Any, document: UUID) -> HttpResponse:
    found = find_document(document)
    composed = documents.compose(found, partnership=request.partnership, on=moment.today())
    context = {
        "document": found,
        "heading": found.title,
        "caption": found.get_kind_display(),
        "composed": composed,
        "remarks": sum(1 for each in composed.sections if each.problems),
        "taken_out": found.sections.taken_out(),
        "versions": selectors.versions_of(document=found),
        "may_edit": request.standing.can(Permission.DOCUMENT_EDIT),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "publications/document/detail.html", context)


@needs(Permission.DOCUMENT_VIEW)
def preview(request: Any, document: UUID) -> HttpResponse:
    found = find_document(document)
    composed = documents.compose(found, partnership=request.partnership, on=moment.today())
    context = {
        "document": found,
        "heading": found.title,
        "composed": composed,
        "breadcrumbs": crumbs(request, found),
    }
    return render(request, "publications/document/preview.html", context)


@needs(Permission.DOCUMENT_EDIT)
def rename(request: Any, document: UUID) -> HttpResponse:
    found = find_document(document)
    form = TitleForm(request.POST or None, initial={"title": found.title})
    back = address("document", request, document=found.public_id)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        writing.rename_document(document=found, title=title, by=request.user, at=moment.now())
        return redirect(back)
    context = {
        "form": form,
        "heading": "Change the title",
        "submit": "Save the title",
        "cancel_url": back,
        "breadcrumbs": crumbs(request, found),
    }
    return render(request, "layouts/form.html", context)


@needs(Permission.DOCUMENT_EDIT)
def add_section(request: Any, document: UUID) -> HttpResponse:
    found = find_document(document)
    form = SectionForm(request.POST or None)
    back = address("document", request, document=found.public_id)
    if _is_saved(request, form):
        facts = {name: form.cleaned_data[name] for name in ("heading", "text", "block")}
        writing.add_section(document=found, **facts, by=request.user, at=moment.now())
        messages.success(request, "The section has been added at the end.")
        return redirect(back)
    context = {"heading": "Add a section", "submit": "Add the section", "cancel_url": back}
    return _section_page(request, form, found, context)


@needs(Permission.DOCUMENT_EDIT)
def edit_section(request: Any, section: UUID) -> HttpResponse:
    found = find_section(section)
    names = ("heading", "text", "block", "revision")
    form = SectionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    back = address("document", request, document=found.document.public_id)
    if _is_saved(request, form):
        with refusals_on(form):
            writing.change_section(
                section=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, f"“{form.cleaned_data['heading']}” has been saved.")
            return redirect(back)
    context = {"heading": found.heading, "submit": "Save the section", "cancel_url": back}
    return _section_page(request, form, found.document, context)


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def move_section(request: Any, section: UUID) -> HttpResponse:
    found = find_section(section)
    down = request.POST.get("direction") == "down"
    with refusals_as_message(request):
        writing.move_section(section=found, down=down, by=request.user, at=moment.now())
    back = address("document", request, document=found.document.public_id)
    return redirect(f"{back}#section-{found.public_id}")


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def take_out_section(request: Any, section: UUID) -> HttpResponse:
    found = find_section(section)
    with refusals_as_message(request):
        writing.take_out_section(section=found, by=request.user, at=moment.now())
        messages.success(request, f"“{found.heading}” has been taken out. You can put it back.")
    return redirect(address("document", request, document=found.document.public_id))


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def put_back_section(request: Any, section: UUID) -> HttpResponse:
    found = find_section(section)
    writing.put_back_section(section=found, by=request.user, at=moment.now())
    messages.success(request, f"“{found.heading}” is back, at the end.")
    return redirect(address("document", request, document=found.document.public_id))


def _is_saved(request: Any, form: SectionForm) -> bool:
    """Say whether the person asked to save, not only to see how the text will look."""
    wanted = request.method == "POST" and request.POST.get("act") != "preview"
    return wanted and form.is_valid()


def _section_page(
    request: Any, form: SectionForm, document: Any, context: dict[str, Any]
) -> HttpResponse:
    shown = request.POST.get("text", "") if request.POST.get("act") == "preview" else ""
    block = request.POST.get("block", "")
    context |= {
        "form": form,
        "preview": documents.prose_html(shown),
        "preview_block": BlockCode(block).label if block in BlockCode.values else "",
        "is_preview": request.POST.get("act") == "preview",
        "breadcrumbs": crumbs(request, document),
    }
    return render(request, "publications/section/edit.html", context)
