"""What an agency was asked for a review, and a file that it handed in."""

from datetime import datetime

from partnerships.models import AgencyMembership, User
from partnerships.papers import Paper
from reviews.models import Review
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
