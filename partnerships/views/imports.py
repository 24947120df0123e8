from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Pagination
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.enums import ImportState
from partnerships.forms.imports import ColumnsForm, UploadForm
from partnerships.models import ImportBatch
from partnerships.roles import Permission
from partnerships.selectors.imports import import_page, import_rows
from partnerships.services import import_undo, imports
from partnerships.services.import_check import check
from partnerships.services.importing import importer, importers
from partnerships.views.frames import address, ask, trail

PER_PAGE = 50


@needs(Permission.PARTNERSHIP_EDIT)
def import_list(request: PortalRequest) -> HttpResponse:
    labels = {each.key: each.label for each in importers()}
    found = import_rows(importing=imports.JOB, undoing=imports.UNDO_JOB)
    rows = [(row, labels.get(row.batch.kind, row.batch.kind)) for row in found]
    return render(request, "partnerships/imports/list.html", {"rows": rows, "here": "imports"})


@needs(Permission.PARTNERSHIP_EDIT)
def upload(request: PortalRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        with refusals_on(form):
            batch, remarks = imports.upload(**form.facts(), by=request.user, at=moment.now())
            for remark in remarks:
                messages.info(request, remark)
            return redirect(address(request, "import-columns", batch=batch.public_id))
    context = {
        "form": form,
        "heading": "Import a spreadsheet",
        "submit": "Upload",
        "cancel_url": address(request, "imports"),
        "importers": importers(),
    }
    return render(request, "partnerships/imports/upload.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def columns(request: PortalRequest, batch: UUID) -> HttpResponse:
    found = get_object_or_404(ImportBatch, public_id=batch, state=ImportState.UPLOADED)
    sent = request.method == "POST"
    form = ColumnsForm(request.POST if sent else None, batch=found)
    if sent and form.is_valid():
        with refusals_on(form):
            imports.match_columns(
                batch=found, mapping=form.mapping(), by=request.user, at=moment.now()
            )
            return redirect(address(request, "import-check", batch=batch))
    context = {
        "form": form,
        "heading": "Which column holds what",
        "caption": found.file_name,
        "submit": "Continue",
        "cancel_url": address(request, "import", batch=batch),
        "earlier": imports.earlier_with(kind=found.kind, columns=found.columns, but=found),
        "nothing_known": not found.mapping,
        "sort": importer(found.kind),
    }
    return render(request, "partnerships/imports/columns.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def preview(request: PortalRequest, batch: UUID) -> HttpResponse:
    found = get_object_or_404(ImportBatch, public_id=batch, state=ImportState.UPLOADED)
    checked = check(found, on=moment.today())
    page = Paginator(checked.worst_first, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "batch": found,
        "sort": importer(found.kind),
        "checked": checked,
        "page": page,
        "good": len(checked.rows) - len(checked.at_fault),
        "is_running": imports.open_job(found) is not None,
        "pagination": Pagination(page.number, page.paginator.num_pages),
        "breadcrumbs": trail(request, ("Imports", "imports")),
    }
    return render(request, "partnerships/imports/check.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def apply(request: PortalRequest, batch: UUID) -> HttpResponse:
    found = get_object_or_404(ImportBatch, public_id=batch)
    if request.method != "POST":
        return redirect(address(request, "import", batch=batch))
    with refusals_as_message(request):
        job = imports.begin_import(batch=found, by=request.user, at=moment.now())
        if job is None:
            messages.success(request, "Imported.")
    return redirect(address(request, "import", batch=batch))


@needs(Permission.PARTNERSHIP_EDIT)
def detail(request: PortalRequest, batch: UUID) -> HttpResponse:
    related = ("uploaded_by", "applied_by", "undone_by")
    loaded = ImportBatch.objects.select_related(*related).defer("rows")
    found = get_object_or_404(loaded, public_id=batch)
    context = {
        "page": import_page(found, importing=imports.JOB, undoing=imports.UNDO_JOB),
        "sort": importer(found.kind),
        "breadcrumbs": trail(request, ("Imports", "imports")),
    }
    fragment = request.headers.get("HX-Request") and "partnerships/imports/_progress.html"
    return render(request, fragment or "partnerships/imports/detail.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def undo(request: PortalRequest, batch: UUID) -> HttpResponse:
    found = get_object_or_404(ImportBatch, public_id=batch)
    back = address(request, "import", batch=batch)
    if request.method == "POST":
        with refusals_as_message(request):
            job = import_undo.begin_undo(batch=found, by=request.user, at=moment.now())
            if job is None:
                messages.success(request, "The import has been undone.")
        return redirect(back)
    return ask(
        request,
        heading="Undo this import?",
        consequences=(
            "Everything that it made is removed, and the rows of the file with it. Organisations "
            "and people whom something else uses stay. Nothing is undone where anything of it has "
            "been changed or used since."
        ),
        submit="Undo this import",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def discard(request: PortalRequest, batch: UUID) -> HttpResponse:
    found = get_object_or_404(ImportBatch, public_id=batch)
    if request.method == "POST":
        with refusals_as_message(request):
            imports.discard(batch=found, by=request.user, at=moment.now())
            messages.success(request, "The file has been discarded.")
        return redirect(address(request, "imports"))
    return ask(
        request,
        heading="Discard this file?",
        consequences="It has not been imported. Its rows are removed from the portal.",
        submit="Discard it",
        back=address(request, "import", batch=batch),
    )
