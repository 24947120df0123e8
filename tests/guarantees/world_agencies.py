"""What an agency was asked for a review, a file that it handed in, and copies that were made."""

from datetime import datetime

from partnerships.enums import JobState
from partnerships.models import AgencyMembership, Job, User
from partnerships.papers import Paper
from partnerships.services.files import keep_file
from reviews.models import Incident, Review
from reviews.selectors.copies import CHRONOLOGIES, OF_A_REVIEW
from reviews.services.answering import Hand, add_file
from reviews.services.requests import asks_agencies
from tests.factories import requests as make


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership; those of a case come after them."""
    running = [each for each in Review.objects.order_by("pk") if asks_agencies(each)]
    review = running[-1]
    asked = review.agency_requests.values_list("organisation_id", flat=True)
    agency = AgencyMembership.objects.exclude(organisation__in=asked).order_by("pk").last()
    row = make.asked(review, agency=agency, by=manager, at=at)
    paper = Paper("report.pdf", b"%PDF-1.7\n%%EOF")
    add_file(hand=Hand(row, row.links.get()), paper=paper, title="Report", by=None, at=at)
    case = Incident.objects.order_by("pk").first()
    _copy(CHRONOLOGIES["pdf"], case, manager, at)
    _copy(CHRONOLOGIES["docx"], review, manager, at)
    _copy(OF_A_REVIEW[1], review, manager, at)


def _copy(kind: str, of: Incident | Review, manager: User, at: datetime) -> None:
    file = keep_file(name="copy.pdf", content_type="application/pdf", content=b"%PDF-1.7", at=at)
    done = {"state": JobState.DONE, "requested_at": at, "finished_at": at, "file": file}
    Job.objects.create(kind=kind, subject_id=of.public_id, requested_by=manager, **done)
