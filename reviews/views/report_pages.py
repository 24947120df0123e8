"""What the pages of a report have in common: who sees it, the note of the reading, the frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, members_only
from partnerships.roles import Permission
from reviews import services
from reviews.models import Incident, Report, Review
from reviews.report_stages import Stage, stage_of_case, stage_of_review
from reviews.selectors import with_records
from reviews.services.reviews import note_reading
from reviews.views.pages import address, show
from reviews.views.review_pages import show_review

ReportView = Callable[..., HttpResponse]


def on_report(*, edit: bool = False) -> Callable[[ReportView], ReportView]:
    """Let in whoever sees what the report of the address is about, and note that they read it.

    A report that the person does not see is 404. With `edit`, 403 with the reason for whoever does
    not work on cases.
    """

    def decorate(view: ReportView) -> ReportView:
        @members_only
        @wraps(view)
        def inner(request: PortalRequest, report: UUID, **kwargs: Any) -> HttpResponse:
            found = _seen(request, report)
            verdict = request.standing.can(Permission.CASE_EDIT)
            if edit and not verdict:
                raise PermissionDenied(verdict.reason)
            return view(request, found, **kwargs)

        return inner

    return decorate


def stage_of(report: Report) -> Stage:
    """Return how far the report is."""
    if report.incident is not None:
        return stage_of_case(report.incident.state)
    return stage_of_review(_review(report).state)


def show_report(
    request: PortalRequest, report: Report, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show a page of the report under the tabs of its case or review."""
    frame = {
        "report": report,
        "cancel_url": home_of(request, report),
        "tabs_template": "reviews/review/_tabs.html",
    }
    if report.incident is not None:
        frame["tabs_template"] = "reviews/case/_tabs.html"
        return show(request, report.incident, template, {**frame, **context})
    return show_review(request, _review(report), template, {**frame, **context})


def ask_of_report(
    request: PortalRequest, report: Report, form: BaseForm, **words: Any
) -> HttpResponse:
    """Show a form about the report, with what was typed and what is wrong with it."""
    return show_report(request, report, "reviews/report/form.html", {"form": form, **words})


def home_of(request: PortalRequest, report: Report) -> str:
    """Return the address of the report's page."""
    if report.incident is not None:
        return address(request, "case-report", case=report.incident.public_id)
    return address(request, "review-report", review=_review(report).public_id)


def back_to_report(request: PortalRequest, report: Report, said: str, at: str = "") -> HttpResponse:
    """Go back to the report and say what happened; `at` is a place on its page."""
    messages.success(request, said)
    return redirect(f"{home_of(request, report)}{at}")


def as_file(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """Return a download that no cache keeps and no browser takes for a page."""
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def reference_of(report: Report) -> str:
    """Return the reference of the case or review."""
    return (report.incident or _review(report)).reference


def _review(report: Report) -> Review:
    assert report.review is not None  # noqa: S101 -- for the type checker
    return report.review


def _seen(request: PortalRequest, public_id: UUID) -> Report:
    report = Report.objects.filter(public_id=public_id).first()
    if report is None:
        raise Http404(NOT_FOUND)
    now, who = moment.now(), (request.user, request.standing)
    about: Incident | Review | None = None
    if report.incident_id is not None:
        cases = with_records(Incident.objects.visible_to(*who, at=now))
        about = report.incident = cases.filter(pk=report.incident_id).first()
    elif report.review_id is not None:
        reviews = Review.objects.visible_to(*who, at=now)
        about = report.review = reviews.filter(pk=report.review_id).first()
    if about is None:
        raise Http404(NOT_FOUND)
    if request.method == "GET":
        _note(request, report)
    return report


def _note(request: PortalRequest, report: Report) -> None:
    said: dict[str, Any] = {"page": "report", "by": request.user, "at": moment.now()}
    if report.incident is not None:
        services.note_reading(incident=report.incident, **said)
    else:
        note_reading(review=_review(report), **said)
