"""Somebody leaves; once a year everybody's access is looked at again."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, paired
from partnerships.enums import ReviewDecision
from partnerships.models.access import RoleAssignment
from partnerships.models.record import StoredFile


class Handover(TenantModel):
    """One person's leaving: what they hold, who takes each over, and a note for the successor."""

    leaver = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("completed_at", "completed_by", name="handover_completed_paired"),
            models.UniqueConstraint(
                "partnership",
                "leaver",
                condition=Q(completed_at__isnull=True),
                name="handover_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class HandoverItem(TenantModel):
    """One thing that was passed on or ended in a handover: a seat, a role, a piece of work."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=40)  # the key of the registry entry that knows it
    thing = models.UUIDField()
    text = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200)
    to_user = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "handover", "kind", "thing", name="handover_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"handover item {self.pk}"


class AccessReview(TenantModel):
    """The yearly look at who has access (recertification). One is open at a time."""

    started_at = models.DateTimeField()
    started_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("completed_at", "completed_by", name="access_review_completed_paired"),
            models.UniqueConstraint(
                "partnership",
                condition=Q(completed_at__isnull=True),
                name="access_review_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"access review {self.pk}"


class AccessReviewLine(TenantModel):
    """One role in a review of access, and what was decided of it."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    assignment = models.ForeignKey(RoleAssignment, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=ReviewDecision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("decided_at", "decided_by", name="access_line_decided_paired"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=ReviewDecision.values, decided_at__isnull=False),
                name="access_line_decision_known",
            ),
            models.UniqueConstraint("partnership", "review", "assignment", name="access_line_once"),
        ]

    def __str__(self) -> str:
        return f"access review line {self.pk}"
