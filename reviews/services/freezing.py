"""A report frozen as a version: its content, and the hash that signatures are bound to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.wording import in_a_row
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.criteria import ALL
from reviews.enums import ReportKind
from reviews.fingerprint import fingerprint
from reviews.models import Report, ReportComment, ReportVersion
from reviews.report_checks import answered
from reviews.report_sections import left_empty
from reviews.services.report_held import record, reference_of


def freeze(
    *,
    report: Report,
    as_is: bool = False,
    checks: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> ReportVersion:
    """Return the next version of a report that the caller holds; it is never changed.

    Refuses a report with unanswered comments. Refuses one whose required sections are empty, by
    their names, unless `as_is` says that they are written elsewhere: then the version notes them.
    `checks` are the answers of `report_checks`, by key.
    """
    waiting = ReportComment.objects.filter(section__report=report, answered_at__isnull=True)
    if count := waiting.count():
        said = "1 comment has" if count == 1 else f"{count} comments have"
        raise DomainError(f"{said} no answer yet.", code="comments-unanswered")
    sections = list(report.sections.order_by("order", "pk"))
    empty = left_empty(report.kind, {each.key: each.body for each in sections})
    if empty and not as_is:
        raise DomainError(
            f"Still empty: {in_a_row(empty)}. Write them, or say that they are written elsewhere.",
            code="sections-empty",
            field="as_is",
        )
    number = report.versions.count() + 1
    content = _content(report, sections, number=number, empty=empty)
    if checked := answered(checks or {}):
        content["checks"] = checked
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        content=content,
        sha256=fingerprint(content),
        made_at=at,
        made_by=by,
    )
    record(AuditVerb.CREATED, report, by=by, at=at, version=number, sha256=version.sha256)
    return version


def _content(
    report: Report, sections: list[Any], *, number: int, empty: list[str]
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "reference": reference_of(report),
        "kind": report.kind,
        "number": number,
        "sections": [
            {"key": each.key, "title": each.title, "body": each.body} for each in sections
        ],
        "written_elsewhere": empty,
    }
    if report.kind == ReportKind.RAPID_REVIEW:
        answered = {each.key: each for each in report.criteria.all()}
        content["outcome"], content["rationale"] = report.outcome, report.rationale
        content["criteria"] = [
            {
                "key": each.key,
                "words": each.words,
                "source": each.source,
                "answer": answered[each.key].answer,
                "why": answered[each.key].why,
            }
            for each in ALL
            if each.key in answered
        ]
    return content
