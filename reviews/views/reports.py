from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_as_message, refusals_on
from reviews.criteria import ALL
from reviews.forms.reports import ConclusionForm, RemarkAnswerForm, RemarkForm, SectionForm
from reviews.models import Incident, Report, ReportComment, Review
from reviews.report_document import report_docx
from reviews.report_stages import may_write, stage_of_case, stage_of_review
from reviews.selectors.report_text import text_of_draft
from reviews.selectors.reports import report_page, specs_by_key
from reviews.services import reports as services
from reviews.services.report_files import note_taken
from reviews.services.reports import ChangedMeanwhile
from reviews.views.pages import on_case, show
from reviews.views.report_pages import (
    as_file,
    ask_of_report,
    back_to_report,
    on_report,
    reference_of,
    show_report,
    stage_of,
)
from reviews.views.review_pages import on_review, show_review

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@on_case("report")
def of_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    """Show the rapid review's report; a POST begins it where there is none."""
    report = Report.objects.filter(incident=incident).first()
    if request.method == "POST" and report is None:
        with refusals_as_message(request):
            report = services.open_report(incident=incident, by=request.user, at=moment.now())
    if report is None:
        context = {"may_begin": bool(may_write(stage_of_case(incident.state)))}
        return show(request, incident, "reviews/report/none.html", _none(context, of_a_case=True))
    report.incident = incident
    return _shown(request, report)


@on_review()
def of_review(request: PortalRequest, review: Review) -> HttpResponse:
    """Show the review's report; a POST begins it where there is none."""
    report = Report.objects.filter(review=review).first()
    if request.method == "POST" and report is None:
        with refusals_as_message(request):
            report = services.open_report(review=review, by=request.user, at=moment.now())
    if report is None:
        context = {"may_begin": bool(may_write(stage_of_review(review.state)))}
        return show_review(request, review, "reviews/report/none.html", _none(context))
    report.review = review
    return _shown(request, report)


@on_report(edit=True)
def section(request: PortalRequest, report: Report, key: str) -> HttpResponse:
    row = get_object_or_404(report.sections.select_related("report"), key=key)
    row.report = report
    spec = specs_by_key(report)[row.key]
    form = SectionForm(
        request.POST or None, initial={"body": row.body}, title=row.title, holds=spec.holds
    )
    revision, other = _revision(request, row.revision), None
    if form.is_valid():
        body = form.cleaned_data["body"]
        save = partial(services.save_section, section=row, body=body, revision=revision)
        is_saved, other = _save(request, form, save)
        if is_saved:
            return back_to_report(request, report, "Saved.", f"#section-{key}")
    return ask_of_report(
        request,
        report,
        form,
        heading=f"Write: {row.title}",
        submit="Save the section",
        revision=other.revision if other else revision,
        other=other,
        other_text=getattr(other, "body", ""),
    )


@on_report()
def remark(request: PortalRequest, report: Report, key: str) -> HttpResponse:
    row = get_object_or_404(report.sections, key=key)
    row.report = report
    form = RemarkForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.comment(
                section=row, text=form.cleaned_data["text"], by=request.user, at=moment.now()
            )
            return back_to_report(request, report, "Your comment is kept.", f"#section-{key}")
    return ask_of_report(
        request, report, form, heading=f"Comment on: {row.title}", submit="Keep the comment",
        quoted=row.body,
    )  # fmt: skip


@on_report(edit=True)
def answer(request: PortalRequest, report: Report, remark: UUID) -> HttpResponse:
    rows = ReportComment.objects.filter(section__report=report).select_related("section")
    row = get_object_or_404(rows, public_id=remark)
    row.section.report = report
    form = RemarkAnswerForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data["answer"]
            services.answer_comment(comment=row, answer=said, by=request.user, at=moment.now())
            place = f"#section-{row.section.key}"
            return back_to_report(request, report, "The answer is kept.", place)
    return ask_of_report(
        request, report, form, heading="Answer a comment", submit="Keep the answer", quoted=row.text
    )


@on_report(edit=True)
def outcome(request: PortalRequest, report: Report) -> HttpResponse:
    form = ConclusionForm(request.POST or None, initial=_concluded(report))
    revision, other = _revision(request, report.revision), None
    if form.is_valid():
        facts = form.facts()
        save = partial(services.set_outcome, report=report, facts=facts, revision=revision)
        is_saved, other = _save(request, form, save)
        if is_saved:
            return back_to_report(request, report, "Saved.", "#conclusion")
    return ask_of_report(
        request,
        report,
        form,
        heading="Outcome and criteria",
        submit="Save the outcome",
        revision=other.revision if other else revision,
        other=other,
        other_rows=_what_stands(request, report) if other else [],
    )


@on_report()
def as_docx(request: PortalRequest, report: Report) -> HttpResponse:
    """Give the text as it stands as a Word document, marked as a draft."""
    reference = reference_of(report)
    content = report_docx(
        text_of_draft(report, reference=reference), partnership=request.partnership
    )
    note_taken(report=report, ending="docx", by=request.user, at=moment.now())
    return as_file(content, content_type=WORD, name=f"{reference.lower()}-draft.docx")


def _shown(request: PortalRequest, report: Report) -> HttpResponse:
    context = {"heading": "Report", "page": _page(request, report)}
    return show_report(request, report, "reviews/report/detail.html", context)


def _page(request: PortalRequest, report: Report) -> Any:
    return report_page(
        report=report,
        stage=stage_of(report),
        user=request.user,
        standing=request.standing,
        on=moment.today(),
    )


def _save(request: PortalRequest, form: BaseForm, save: Callable[..., object]) -> tuple[bool, Any]:
    """Save, and say whether it was; with what stands now, where somebody saved meanwhile."""
    with refusals_on(form):
        try:
            save(by=request.user, at=moment.now())
        except ChangedMeanwhile as conflict:
            form.add_error(None, str(conflict))
            return False, conflict.kept
        return True, None
    return False, None


def _what_stands(request: PortalRequest, report: Report) -> list[Any]:
    """Return what somebody else saved meanwhile, as rows."""
    report.refresh_from_db(fields=["outcome", "rationale", "revision"])
    page = _page(request, report)
    return [*page.conclusion, *page.criteria]


def _none(context: dict[str, Any], *, of_a_case: bool = False) -> dict[str, Any]:
    tabs = "reviews/case/_tabs.html" if of_a_case else "reviews/review/_tabs.html"
    return {"heading": "Report", "tabs_template": tabs, **context}


def _revision(request: PortalRequest, stands: int) -> int:
    """Return the revision that the text on the page began from."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else stands


def _concluded(report: Report) -> dict[str, str]:
    answered = {each.key: each for each in report.criteria.all()}
    found = {"outcome": report.outcome, "rationale": report.rationale}
    for each in ALL:
        if each.key in answered:
            row = answered[each.key]
            found |= {each.key: row.answer, f"{each.key}_why": row.why}
    return found
