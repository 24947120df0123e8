"""A row of every table of the rapid review's kit: plan of days, requests to agencies, answers."""

from datetime import datetime

from partnerships.models import AgencyMembership, User
from partnerships.papers import Paper
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.services import plans
from reviews.services import requests as services
from reviews.services.answering import Hand, add_file
from tests.factories import requests as make


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership."""
    who = {"by": manager, "at": at}
    plans.adopt_template(**who)
    case = Incident.objects.filter(state=CaseState.RAPID_REVIEW_OPEN).order_by("pk").last()
    plans.copy_template(incident=case, **who)
    asked = case.agency_requests.values_list("organisation_id", flat=True)
    agency = AgencyMembership.objects.exclude(organisation__in=asked).order_by("pk").last()
    row = make.written(case, agency=agency, **who)
    services.ask_agency(row=row, **who)
    hand = Hand(row, row.links.get())
    paper = Paper("paper.pdf", b"%PDF-1.7\n%%EOF")
    add_file(hand=hand, paper=paper, title="Chronology", by=None, at=at)
