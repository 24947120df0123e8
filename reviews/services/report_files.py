"""A version of a report as a tagged PDF, made in the background; the copy of what was prepared."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.services.files import read_file
from partnerships.services.work import request_job
from reviews.models import Dispatch, Report, ReportVersion
from reviews.selectors.report_text import ReportText, text_of_version
from reviews.services.report_held import hold_seen, record

PDF: Final = "reviews.report_pdf"


@transaction.atomic
def ask_for_pdf(*, version: ReportVersion, by: User, at: datetime) -> Job:
    """Have a version's PDF made as it is signed now. Refuses whoever does not see the case."""
    hold_seen(report=version.report, by=by, at=at)
    return request_job(kind=PDF, subject_id=version.public_id, by=by, at=at)


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return a version's PDF."""
    with tenant(partnership_id):
        version = ReportVersion.objects.get(public_id=subject_id)
        text = text_of_version(version)
        partnership = Partnership.objects.get(pk=partnership_id)
    return version_pdf(text, partnership=partnership, progress=progress)


def make_copy(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the copy that goes to a recipient: the PDF of the version that was prepared."""
    with tenant(partnership_id):
        row = Dispatch.objects.select_related("version").get(public_id=subject_id)
        if row.version is None:
            raise DomainError("There is no report to this sending.", code="no-version")
        text = text_of_version(row.version)
        partnership = Partnership.objects.get(pk=partnership_id)
    return version_pdf(text, partnership=partnership, progress=progress)


@transaction.atomic
def finish_pdf(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that a version's PDF has been made."""
    version = ReportVersion.objects.get(public_id=subject_id)
    report = Report.objects.select_related("incident", "review").get(pk=version.report_id)
    record(AuditVerb.RENDERED, report, by=by, at=at, version=version.number, file=file.sha256)


@transaction.atomic
def note_taken(*, report: Report, ending: str, by: User, at: datetime) -> None:
    """Write who took a report away as a file. Refuses nobody: the page did."""
    record(AuditVerb.DOWNLOADED, report, by=by, at=at, format=ending)


def read_copy(file: StoredFile | None) -> Produced:
    """Return a file that was made; refuse where there is none."""
    if file is None:
        raise DomainError("This file has not been made yet.", code="no-file")
    return Produced(file.name, file.content_type, read_file(file=file))


def version_pdf(text: ReportText, *, partnership: Partnership, progress: Progress) -> Produced:
    """Return a version as a tagged PDF; its name is the reference and the version alone."""
    assert text.made_at is not None  # noqa: S101 -- a version has its moment
    title = f"{text.title}, {text.reference}"
    html = render_to_string(
        "documents/report/print.html",
        {
            "partnership": partnership,
            "text": text,
            "title": title,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    name = f"{text.reference.lower()}-v{text.number}.pdf"
    return print_document(html, title=title, made_at=text.made_at, name=name, progress=progress)
