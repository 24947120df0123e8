"""Whose signature a report waits for: the next step of whoever holds the seat."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission
from reviews.enums import CaseState, ReviewState
from reviews.models import Incident, ReportVersion, Review, Signature
from reviews.selectors.signatories import signing_seats


def needs_on_reports(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the reports that wait for the person's own signature; one query.

    None is asked for somebody who does not decide on cases. Emergency access does not count.
    """
    if not standing.can(Permission.CASE_DECIDE):
        return []
    cases = Incident.objects.visible_to(user, standing)
    reviews = Review.objects.visible_to(user, standing)
    signed = Signature.objects.filter(version=OuterRef(OuterRef("pk"))).values("partner")
    mine = signing_seats(on=on).filter(person__user_id=user.pk)
    rows = ReportVersion.objects.filter(
        Q(report__incident__in=cases.filter(state=CaseState.RAPID_REVIEW_SIGN_OFF))
        | Q(report__review__in=reviews.filter(state=ReviewState.SIGN_OFF)),
        Exists(mine.exclude(seat__speaks_for__in=signed)),
        taken_back__isnull=True,
    )
    found = rows.select_related("report__incident", "report__review").defer("content")
    return [_need(row) for row in found.order_by("made_at", "pk")[:MOST]]


def _need(row: ReportVersion) -> Need:
    about = row.report.incident or row.report.review
    assert about is not None  # noqa: S101 -- a report is of one of the two
    return Need(what=f"{about.reference}: sign the report", path=f"{about.path}report/")
