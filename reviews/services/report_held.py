"""What every act on a report has in common: what it is about and the report, locked and seen."""

from datetime import datetime

from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.models import Incident, Report, Review
from reviews.report_stages import Stage, stage_of_case, stage_of_review
from reviews.services.steps import NOT_YOURS, lock


def hold_report(*, report: Report, by: User, at: datetime) -> Report:
    """Return the report locked with what it is about, for somebody who works on cases and sees it.

    Refuses whoever may not, in words that tell nothing of a case that they do not see.
    """
    access.standing(by, on=local_day(at)).can(Permission.CASE_EDIT).or_raise()
    return hold_seen(report=report, by=by, at=at)


def hold_seen(*, report: Report, by: User, at: datetime) -> Report:
    """Return the report locked with what it is about, for whoever sees the case or the review."""
    standing = access.standing(by, on=local_day(at))
    incident: Incident | None = None
    review: Review | None = None
    if report.incident_id is not None:
        assert report.incident is not None  # noqa: S101 -- for the type checker
        incident = lock(incident=report.incident, by=by, standing=standing, at=at)
    else:
        review = _lock_review(report, by=by, standing=standing, at=at)
    locked = Report.objects.select_for_update().get(pk=report.pk)
    locked.incident, locked.review = incident, review
    return locked


def stage_of(report: Report) -> Stage:
    """Return how far the report is; what it is about must be loaded."""
    if report.incident is not None:
        return stage_of_case(report.incident.state)
    assert report.review is not None  # noqa: S101 -- for the type checker
    return stage_of_review(report.review.state)


def reference_of(report: Report) -> str:
    """Return the reference of the case or review."""
    about = report.incident or report.review
    assert about is not None  # noqa: S101 -- for the type checker
    return about.reference


def refuse(verdict: Verdict) -> None:
    """Raise the refusal of a rule, which is about no field."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)


def record(verb: AuditVerb, report: Report, *, by: User, at: datetime, **facts: object) -> None:
    """Write the audit row of an act on the report: ids, codes and hashes alone."""
    said = {name: value for name, value in facts.items() if value != ""}
    audit.record(verb=verb, on=report, by=by, at=at, reference=reference_of(report), facts=said)


def _lock_review(report: Report, *, by: User, standing: access.Standing, at: datetime) -> Review:
    assert report.review_id is not None  # noqa: S101 -- for the type checker
    seen = Review.objects.visible_to(by, standing, at=at)
    found = seen.select_for_update(of=("self",)).filter(pk=report.review_id).first()
    if found is None:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return found
