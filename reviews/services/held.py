"""What every act on a plan or a request has in common: the case or the request, locked and seen."""

from datetime import datetime

from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import access
from partnerships.models import User
from partnerships.roles import Permission
from reviews.asking import Act, may, stand_of
from reviews.models import AgencyRequest, Incident, Review
from reviews.services.steps import NOT_YOURS, lock


def refuse_unless(verdict: Verdict) -> None:
    """Raise the refusal of a rule; its code is the name of the field that it is about."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=verdict.code)


def hold_case(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Return the case locked, for somebody who works on cases and sees this one."""
    standing = _working(by, at)
    return lock(incident=incident, by=by, standing=standing, at=at)


def hold_review(*, review: Review, by: User, at: datetime) -> Review:
    """Return the review locked, for somebody who works on cases and sees this one."""
    standing = _working(by, at)
    seen = Review.objects.visible_to(by, standing, at=at)
    found = seen.select_for_update(of=("self",)).filter(pk=review.pk).first()
    if found is None:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return found


def hold_request(*, row: AgencyRequest, act: Act, by: User, at: datetime) -> AgencyRequest:
    """Return the request locked, for an act that is possible as it stands.

    Refuses whoever does not work on cases or does not see this one, and what `asking.may` refuses.
    """
    if row.incident_id is not None:
        assert row.incident is not None  # noqa: S101 -- for the type checker
        hold_case(incident=row.incident, by=by, at=at)
    else:
        assert row.review is not None  # noqa: S101 -- for the type checker
        hold_review(review=row.review, by=by, at=at)
    locked = locked_request(row)
    verdict = may(act, stand_of(locked, on=local_day(at)))
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    return locked


def locked_request(row: AgencyRequest) -> AgencyRequest:
    """Return the request locked, with what it is about; the caller has asked who may."""
    found = AgencyRequest.objects.select_for_update(of=("self",))
    return found.select_related("incident", "review", "organisation").get(pk=row.pk)


def _working(by: User, at: datetime) -> access.Standing:
    standing = access.standing(by, on=local_day(at))
    standing.can(Permission.CASE_EDIT).or_raise()
    return standing
