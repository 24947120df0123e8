"""The rapid review that follows every notification."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, paired
from partnerships.models import User
from reviews.enums import RapidReviewOutcome
from reviews.models.incident import Incident


class RapidReview(TenantModel):
    """What the three partners find quickly and decide: opened by the notification itself.

    Completed with an outcome, its reasons and three signatures under one version of its report
    (`models.reports`), after which it is not edited; sent to the Panel, with a reason where late.
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="rapid_review")
    opened_at = models.DateTimeField()
    lead = models.CharField(max_length=160, blank=True)  # a post
    outcome = models.CharField(max_length=20, choices=RapidReviewOutcome, null=True, blank=True)  # noqa: DJ001 -- null until completed, paired with who and when
    rationale = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=RapidReviewOutcome.values),
                name="rapid_review_outcome_known",
            ),
            paired("outcome", "completed_at", "completed_by", name="rapid_review_completed_paired"),
            paired("sent_at", "sent_by", name="rapid_review_sent_paired"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(completed_at__isnull=False),
                name="rapid_review_completed_before_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"rapid review {self.pk}"
