from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message, refusals_on
from partnerships.enums import JobState
from partnerships.models import Job
from reviews.forms.reports import AskForm, ElsewhereForm, SignForm, TakeBackForm
from reviews.models import Report, ReportVersion
from reviews.report_checks import CHECKS
from reviews.report_document import report_docx
from reviews.report_stages import may_sign
from reviews.selectors.report_text import text_of_version
from reviews.selectors.reports import partners_by_label, report_page
from reviews.services import report_files as files
from reviews.services import signing as services
from reviews.views.pages import address
from reviews.views.report_pages import (
    as_file,
    ask_of_report,
    back_to_report,
    on_report,
    reference_of,
    show_report,
    stage_of,
)
from reviews.views.reports import WORD

OPEN = (JobState.QUEUED, JobState.RUNNING)


@on_report(edit=True)
def ask_partners(request: PortalRequest, report: Report) -> HttpResponse:
    page = _page(request, report)
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, empty=page.empty, checks=CHECKS if report.review is not None else ())
    if form.is_valid():
        with refusals_on(form):
            services.ask_for_signatures(
                report=report,
                as_is=form.cleaned_data.get("as_is", False),
                checks=form.checks(),
                by=request.user,
                at=moment.now(),
            )
            said = "The report is frozen and the partners are asked to sign it."
            return back_to_report(request, report, said, "#versions")
    return ask_of_report(
        request,
        report,
        form,
        heading="Ask the partners to sign",
        submit="Freeze the report and ask",
        empty=page.empty,
        asks=True,
    )


@on_report(edit=True)
def take_back(request: PortalRequest, report: Report) -> HttpResponse:
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.take_back(report=report, reason=reason, by=request.user, at=moment.now())
            return back_to_report(request, report, "The report can be changed again.")
    return ask_of_report(
        request, report, form, heading="Take the report back", submit="Take it back"
    )


@on_report()
def version(request: PortalRequest, report: Report, number: int) -> HttpResponse:
    """Show one frozen version, whole, with its hash, its signatures and its files."""
    return _shown(request, report, _version(report, number))


@on_report()
def sign(request: PortalRequest, report: Report, number: int) -> HttpResponse:
    """Show the version to whoever signs it, and take the signature bound to the hash shown."""
    row = _version(report, number)
    mine = _mine(request, report)
    if not mine:
        messages.error(request, "There is nothing here for you to sign.")
        return redirect(address(request, "report-version", report=report.public_id, number=number))
    form = SignForm(request.POST or None, partners=mine)
    if form.is_valid():
        with refusals_on(form):
            services.sign(
                version=row,
                partner=form.cleaned_data["partner"],
                sha256=request.POST.get("sha256", ""),
                by=request.user,
                at=moment.now(),
            )
            return back_to_report(request, report, "You have signed the report.", "#versions")
    return _shown(request, report, row, form=form, submit="Sign this version")


@on_report(edit=True)
def record(request: PortalRequest, report: Report, number: int) -> HttpResponse:
    row = _version(report, number)
    left = [partners_by_label()[each] for each in _page(request, report).waits_for]
    verdict = may_sign(stage_of(report))
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect(address(request, "report-version", report=report.public_id, number=number))
    form = ElsewhereForm(request.POST or None, partners=left)
    if form.is_valid():
        with refusals_on(form):
            facts = form.facts(sha256=request.POST.get("sha256", ""))
            services.record_signature(version=row, facts=facts, by=request.user, at=moment.now())
            return back_to_report(request, report, "The signature is recorded.", "#versions")
    return ask_of_report(
        request,
        report,
        form,
        heading="Record a signature given elsewhere",
        submit="Record the signature",
        sha256=row.sha256,
        number=row.number,
    )


@on_report()
def as_docx(request: PortalRequest, report: Report, number: int) -> HttpResponse:
    text = text_of_version(_version(report, number))
    content = report_docx(text, partnership=request.partnership)
    files.note_taken(report=report, ending="docx", by=request.user, at=moment.now())
    name = f"{reference_of(report).lower()}-v{number}.docx"
    return as_file(content, content_type=WORD, name=name)


@on_report()
def as_pdf(request: PortalRequest, report: Report, number: int) -> HttpResponse:
    """Give the PDF that was made last; a POST has one made as the version is signed now."""
    row = _version(report, number)
    back = redirect(address(request, "report-version", report=report.public_id, number=number))
    if request.method == "POST":
        with refusals_as_message(request):
            files.ask_for_pdf(version=row, by=request.user, at=moment.now())
            messages.success(request, "The PDF is being made.")
        return back
    job = _last_pdf(row)
    if job is None or job.file is None:
        raise Http404(NOT_FOUND)
    made = files.read_copy(job.file)
    files.note_taken(report=report, ending="pdf", by=request.user, at=moment.now())
    return as_file(made.content, content_type=made.content_type, name=made.name)


def _shown(request: PortalRequest, report: Report, row: ReportVersion, **more: Any) -> HttpResponse:
    jobs = Job.objects.filter(kind=files.PDF, subject_id=row.public_id)
    last = jobs.order_by("-requested_at", "-pk").first()
    context = {
        "heading": f"Version {row.number}",
        "version": row,
        "text": text_of_version(row),
        "has_pdf": _last_pdf(row) is not None,
        "pdf_is_open": last is not None and last.state in OPEN,
        "pdf_error": last.error if last is not None else "",
        "signs": bool(_mine(request, report)) and _is_current(report, row),
        **more,
    }
    return show_report(request, report, "reviews/report/version.html", context)


def _is_current(report: Report, row: ReportVersion) -> bool:
    return bool(may_sign(stage_of(report))) and row.number == report.versions.count()


def _mine(request: PortalRequest, report: Report) -> list[Any]:
    """Return the partners for whom the person may sign and has not."""
    return [partners_by_label()[each] for each in _page(request, report).signs_for]


def _last_pdf(row: ReportVersion) -> Job | None:
    rows = Job.objects.filter(kind=files.PDF, subject_id=row.public_id, file__isnull=False)
    return rows.select_related("file").order_by("-requested_at", "-pk").first()


def _version(report: Report, number: int) -> ReportVersion:
    row = get_object_or_404(report.versions, number=number)
    row.report = report
    return row


def _page(request: PortalRequest, report: Report) -> Any:
    return report_page(
        report=report,
        stage=stage_of(report),
        user=request.user,
        standing=request.standing,
        on=moment.today(),
    )
