"""A row of every table of recommendations and of what reviews cost."""

from datetime import timedelta

from governance import models as g
from krscp_portal.foundation.moment import local_day
from partnerships.models import Seat
from reviews.models import CostLine, Review, ReviewTold


def add_rows(manager, at):
    """Add the rows to the open partnership."""
    today = local_day(at)
    seat = Seat.objects.order_by("pk").first()
    group = g.Group.objects.order_by("pk").first()
    theme = g.Theme.objects.create(name="A theme of ours", note="What it is about")
    before, row = [
        g.Recommendation.objects.create(
            reference=f"OURS-R-2026-00{number}",
            source="scrutiny",
            source_label="A report of ours",
            text=f"A recommendation of ours, {number}",
            outcome_measure="How one will see it",
            due_on=today + timedelta(days=30 * number),
            made_on=today,
            recorded_at=at,
            recorded_by=manager,
        )
        for number in (2, 1)
    ]
    g.RecommendationAddressee.objects.create(recommendation=row, group=group)
    g.RecommendationAddressee.objects.create(
        recommendation=row,
        organisation=seat.organisation,
        response="in_part",
        text="What they answered",
        responded_on=today,
        recorded_at=at,
        recorded_by=manager,
    )
    g.RecommendationTheme.objects.create(recommendation=row, theme=theme)
    g.EarlierRecommendation.objects.create(
        recommendation=row, earlier=before, linked_at=at, linked_by=manager
    )
    g.RecommendationImpact.objects.create(recommendation=row, due_on=today)
    g.RecommendationNote.objects.create(
        recommendation=row, event="made", text="A step of ours", by=manager, at=at
    )
    review = Review.objects.order_by("pk").first() or Review.objects.create(
        reference="OURS-LR-2026-01",
        kind="learning",
        code_name="Heron",
        why="What there is to learn",
        decided_at=at,
        decided_by="The three partners",
        logged_at=at,
        logged_by=manager,
    )
    ReviewTold.objects.create(
        review=review,
        recipient="ofsted",
        reviewers="A reviewer of ours",
        told_at=at,
        recorded_at=at,
        recorded_by=manager,
    )
    CostLine.objects.create(
        review=review, on=today, what="A cost of ours", pence=125000, recorded_at=at,
        recorded_by=manager,
    )  # fmt: skip
