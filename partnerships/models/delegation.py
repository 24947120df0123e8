"""What has been handed to somebody else: by an LSP to a DSP, and task by task."""

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel
from partnerships.models.record import StoredFile
from partnerships.models.seats import Seat


class Delegation(TenantModel):
    """What an LSP has handed to a DSP. The LSP stays accountable (WT2023; S0 2.3, S2 s2, S4 13.1).

    One DSP may act for several LSPs.
    """

    from_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations_given")
    to_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations_held")
    functions = models.TextField()
    retained = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_seat=F("to_seat")), name="delegation_to_another_seat"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="delegation_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "from_seat",
                "to_seat",
                condition=Q(to_on__isnull=True),
                name="delegation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"delegation {self.pk}"


class DelegationReview(TenantModel):
    """One look at a delegation: when, what was found, and when to look again. Never changed."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    outcome = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=""), name="delegation_review_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("reviewed_on")),
                name="delegation_review_looks_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"delegation review {self.pk}"


class Responsibility(TenantModel):
    """One row of the table of delegated responsibilities: a task and who leads on it (S4 App6)."""

    what = models.TextField()
    led_by = models.CharField(max_length=200)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    how = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="responsibility_says_what"),
        ]

    def __str__(self) -> str:
        return f"responsibility {self.pk}"


class ResponsibilityReview(TenantModel):
    """One look at the whole table, due every year (S4 13.2). Never changed."""

    reviewed_on = models.DateField()
    outcome = models.TextField()
    next_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=""), name="responsibility_review_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(next_on__gt=F("reviewed_on")),
                name="responsibility_review_looks_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"responsibility review {self.pk}"
