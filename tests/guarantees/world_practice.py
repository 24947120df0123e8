"""A row of every table of practice reviews: terms, reviewers, proceedings, who took part."""

from datetime import datetime, timedelta

from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from partnerships.services.files import keep_file
from reviews import models as r
from reviews.models import Review


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership, on the review that was opened last."""
    today = local_day(at)
    kept = {"recorded_at": at, "recorded_by": manager}
    review = Review.objects.order_by("pk").last()
    way = r.Methodology.objects.create(name="A way of ours", description="How it works")
    terms = {"methodology": way, "written_at": at, "written_by": manager}
    r.ReviewTerms.objects.get_or_create(review=review, defaults=terms)
    r.ReviewQuestion.objects.create(review=review, order=90, text="What there is to ask")
    reviewer = r.Reviewer.objects.create(name="Reviewer of ours", added_at=at, added_by=manager)
    paper = {"name": "ours.pdf", "content_type": "application/pdf", "content": b"%PDF-1.7\n%%EOF"}
    commission = r.Commission.objects.create(
        review=review,
        reviewer=reviewer,
        contract=keep_file(**paper, at=at),
        named_at=at,
        named_by=manager,
    )
    r.CommissionCheck.objects.create(
        commission=commission,
        criterion="independence",
        answer="met",
        note="Seen",
        checked_at=at,
        checked_by=manager,
    )
    case = r.Incident.objects.order_by("pk").first()
    for beside in ({"review": review}, {"incident": case}):
        r.ParallelProcess.objects.create(kind="inquest", opened_on=today, **beside, **kept)
    r.FamilyContact.objects.create(review=review, who="Mother", invited_on=today, **kept)
    r.PractitionerEvent.objects.create(
        review=review, held_on=today, title="A day together", invited=3, attended=2, **kept
    )
    r.ReviewerQuery.objects.create(
        review=review, text="How far is it?", asked_at=at - timedelta(hours=1), asked_by=manager
    )
    r.ProgressNote.objects.create(review=review, on=today, text="It goes on", **kept)
