"""What the three partners thought, and what was decided."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews.enums import Answer, NextForUnnotified
from reviews.models.incident import Incident


class PartnerView(TenantModel):
    """One safeguarding partner's view of the threshold, given by a post, with its reason.

    A newer view replaces an older one, which stays as it was. Nothing is recorded once it is
    decided, unless the decision is taken up again.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="views")
    partner = models.CharField(max_length=30, choices=PartnerKind)
    answer = models.CharField(max_length=20, choices=Answer)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=160)  # a post
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            one_of("partner", PartnerKind, name="partner_view_partner_known"),
            one_of("answer", Answer, name="partner_view_answer_known"),
            models.UniqueConstraint(
                "partnership",
                "incident",
                "partner",
                condition=Q(current=True),
                name="partner_view_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"partner view {self.pk}"


class ThresholdDecision(TenantModel):
    """Whether to notify, why, and what the partners thought who saw it differently.

    Taking a decision up again leaves it as it was, no longer current.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField(max_length=20, choices=Answer)
    rationale = models.TextField()
    dissent = models.TextField(blank=True)
    without_views_reason = models.TextField(blank=True)
    follow_up = models.CharField(max_length=20, choices=NextForUnnotified, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=160)  # a post
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    current = models.BooleanField(default=True)
    set_aside_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(current=True, set_aside_because="")
                | (Q(current=False) & ~Q(set_aside_because="")),
                name="threshold_set_aside_with_reason",
            ),
            one_of("answer", Answer, name="threshold_answer_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.NOTIFY, follow_up="")
                | Q(answer=Answer.DO_NOT_NOTIFY, follow_up__in=NextForUnnotified.values),
                name="threshold_follow_up_iff_not_notified",
            ),
            models.UniqueConstraint(
                "partnership",
                "incident",
                condition=Q(current=True),
                name="threshold_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"threshold decision {self.pk}"
