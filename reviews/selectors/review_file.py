"""The file of one review for an inspection: what one person may see of it, in parts for paper.

Everything comes from the selectors of the review's own pages or from the review's own rows; the
case behind it has a file of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps

from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment as in_words
from partnerships.access import Standing
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, StoredFile, User
from partnerships.roles import Permission
from reviews.models import PublicVersion, RequestFile, Review
from reviews.review_transitions import STEPS, ReviewMove
from reviews.selectors.case_file import CaseFile, named, names_by_file
from reviews.selectors.case_parts import (
    chronology_part,
    media_part,
    panel_part,
    proceedings_part,
    recommendations_part,
    report_part,
    requests_part,
    sent_part,
)
from reviews.selectors.parts import Part, Sheet, Table
from reviews.selectors.proceedings import beside_review
from reviews.selectors.review_parts import (
    costs_part,
    engagement_part,
    progress_part,
    publication_part,
    reviewers_part,
    terms_part,
)
from reviews.selectors.reviews import review_page

MOST: int = 500
CONTRACT = "Contract of a reviewer"


def review_file(*, review: Review, user: User, standing: Standing, at: datetime) -> CaseFile:
    """Return the file of a review that the person sees."""
    attachments = named(review, _files(review, standing))
    parts = [
        *_of_the_page(review, standing, at=at),
        terms_part(review),
        reviewers_part(review),
        requests_part(review, names_by_file(attachments), at=at),
        chronology_part(review),
        panel_part(review),
        report_part(review),
        sent_part(review),
        proceedings_part(beside_review(review)),
        engagement_part(review),
        progress_part(review),
        publication_part(review),
        media_part(review),
        recommendations_part(review, user, standing, on=local_day(at)),
        costs_part(review, standing),
    ]
    return CaseFile(
        subject=review,
        parts=[each for each in parts if each.sheets],
        timeline=_timeline(review),
        attachments=attachments,
    )


def _of_the_page(review: Review, standing: Standing, *, at: datetime) -> Iterable[Part]:
    page = review_page(review=review, standing=standing, at=at)
    facts = [Row("State", page.status.text), *page.facts]
    told = [Sheet(f"Told: {recipient}", rows=rows) for recipient, rows in page.told]
    yield Part("The review", [Sheet("Facts", rows=facts), *told])
    clocks = Table(
        ("Duty", "Due", "Stands at"),
        [(each.title, each.due or "No set date", each.words) for each in page.clocks],
    )
    yield Part("Clocks", [Sheet("Clocks of the review", table=clocks)] if page.clocks else [])


def _files(review: Review, standing: Standing) -> Iterable[tuple[StoredFile | None, str]]:
    """Give what was handed in, published and sent; contracts for whoever works on cases."""
    handed_in = RequestFile.objects.filter(request__review=review).select_related("file")
    for row in handed_in.order_by("added_at", "pk"):
        yield row.file, "Handed in by an agency"
    if standing.can(Permission.CASE_EDIT):
        for held in review.commissions.select_related("contract").order_by("pk"):
            if held.contract is not None:
                yield held.contract, CONTRACT
    versions = PublicVersion.objects.filter(publication__review=review, file__isnull=False)
    for version in versions.select_related("file").order_by("number"):
        yield version.file, f"Public version {version.number}"
    sent = review.dispatches.filter(file__isnull=False).select_related("file")
    for copy in sent.order_by("prepared_at", "pk"):
        yield copy.file, "Copy of what was sent"


def _timeline(review: Review) -> tuple[Event, ...]:
    """Return what was done on the review and on what stands beside it, the newest first."""
    rows = AuditEvent.objects.filter(object_reference=review.reference)
    rows = rows.exclude(verb=AuditVerb.VIEWED).order_by("-number")[:MOST]
    return tuple(
        Event(title=_title(each), at=in_words(each.at), by=each.by_name, body="") for each in rows
    )


def _title(row: AuditEvent) -> str:
    if move := row.facts.get("move"):
        return STEPS[ReviewMove(move)].done
    what = str(apps.get_model(row.object_type)._meta.verbose_name)
    return f"{what.capitalize()}: {AuditVerb(row.verb).label}"
