"""What a partnership has agreed with itself: typed rows, because every partnership differs."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from governance.enums import DisputeLevel
from governance.models.groups import Group
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Area, Seat

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class RuleRowQuerySet(models.QuerySet[Any]):
    def current(self) -> "RuleRowQuerySet":
        """Narrow to the rows that have not been ended."""
        return self.filter(ended_on__isnull=True)


class RuleRow(TenantModel):
    """A row of the partnership's own rules. Ended by a date, never removed."""

    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = RuleRowQuerySet.as_manager()

    class Meta:
        abstract = True


class DisputeStep(RuleRow):
    """One rung of the ladder by which a disagreement is settled.

    The published ladders are not lines: a step may be skipped or be where some disputes begin, so
    `sequential` says whether it follows the one before (statutory.md §5.1).
    """

    level = models.CharField(max_length=20, choices=DisputeLevel)
    order = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=40, blank=True)  # the published numbering, where it differs
    who = models.CharField(max_length=200)
    what = models.TextField()
    sequential = models.BooleanField(default=True)

    class Meta:
        constraints = [
            one_of("level", DisputeLevel, name="dispute_level_known"),
            models.UniqueConstraint(
                "partnership",
                "level",
                "order",
                condition=Q(ended_on__isnull=True),
                name="dispute_order_once",
                violation_error_message="Another step already has this place in the ladder.",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute step {self.level} {self.order}"


class CycleEntry(RuleRow):
    """Something that comes round every year, in its month or at any time of the year."""

    month = models.PositiveSmallIntegerField(null=True, blank=True)  # null: at any time
    what = models.CharField(max_length=240)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="cycle"
    )
    times_a_year = models.PositiveSmallIntegerField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
                name="cycle_month_real",
            ),
            models.CheckConstraint(
                condition=Q(times_a_year__isnull=True) | Q(every_weeks__isnull=True),
                name="cycle_one_frequency",
                violation_error_message="Say how often a year, or every how many weeks, not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"cycle entry {self.pk}"

    @property
    def month_name(self) -> str:
        return MONTHS[self.month - 1] if self.month else "Any time"


class Priority(RuleRow):
    """What the partnership has chosen to put first, for some years."""

    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__isnull=True)
                | Q(to_year__isnull=True)
                | Q(to_year__gte=F("from_year")),
                name="priority_ends_after_start",
                violation_error_message="The last year must not be before the first.",
            ),
            models.UniqueConstraint(
                "partnership",
                "title",
                condition=Q(ended_on__isnull=True),
                name="priority_once",
                violation_error_message="This priority is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"priority {self.pk}"
