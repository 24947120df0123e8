"""From a priority to what a group does about it, and whether anything changes."""

from django.db import models
from django.db.models import F, Q

from governance.enums import Polarity, Rag
from governance.models.groups import Group
from governance.models.meetings import Meeting
from governance.models.rules import Priority, RuleRow
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Area, Seat, StoredFile


class Outcome(RuleRow):
    """What a priority is to change for children, said as a result and not as an activity."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="outcomes")
    statement = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="outcome_says_something"),
        ]

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class Indicator(RuleRow):
    """What is counted to tell whether a priority gets anywhere, for everybody or for one borough."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=40, blank=True)
    polarity = models.CharField(max_length=8, choices=Polarity, default=Polarity.NONE)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    owner = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("polarity", Polarity, name="indicator_polarity_known"),
            models.UniqueConstraint(
                "partnership",
                "priority",
                "name",
                "area",
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="indicator_once",
                violation_error_message="This indicator is there already for this area.",
            ),
        ]

    def __str__(self) -> str:
        return f"indicator {self.pk}"


class Reading(TenantModel):
    """What an indicator stood at at the end of one period."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    period_end = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "indicator", "period_end", name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class Workplan(RuleRow):
    """The partnership's business plan (`group` is null) or one group's workplan, for a time."""

    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="workplans"
    )
    title = models.CharField(max_length=160)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")),
                name="workplan_ends_after_start",
                violation_error_message="The plan ends before it starts.",
            ),
            models.UniqueConstraint(
                "partnership",
                "group",
                "title",
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="workplan_once",
                violation_error_message="There is a plan with this title already.",
            ),
        ]

    def __str__(self) -> str:
        return f"workplan {self.pk}"


class PlanItem(RuleRow):
    """One line of a plan: what, for which priority, who, by when, and how it stands.

    `serves` is the line of the business plan that a subgroup's line works for: the golden thread.
    The colour and its reason are those of the newest update; `touched_at` is when anybody last said
    something of it, "nothing changed" too.
    """

    plan = models.ForeignKey(Workplan, on_delete=models.PROTECT, related_name="items")
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    serves = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="served_by"
    )
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=240)
    measure = models.TextField(blank=True)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="plan_items")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    rag = models.CharField(max_length=12, choices=Rag, default=Rag.NOT_STARTED)
    rag_reason = models.TextField(blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [one_of("rag", Rag, name="plan_item_rag_known")]

    def __str__(self) -> str:
        return f"plan item {self.pk}"


class Milestone(TenantModel):
    """One step on the way of a plan's line."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="milestone_says_something"),
        ]

    def __str__(self) -> str:
        return f"milestone {self.pk}"


class PlanUpdate(TenantModel):
    """What was said of a plan's line, for good: the colour, why, or that nothing has changed."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="updates")
    rag = models.CharField(max_length=12, choices=Rag)
    reason = models.TextField(blank=True)
    nothing_changed = models.BooleanField(default=False)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("rag", Rag, name="plan_update_rag_known")]

    def __str__(self) -> str:
        return f"update {self.pk}"


class UpdateDraft(TenantModel):
    """What somebody has typed on the update page and not sent yet; kept as they type."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="drafts")
    user = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    rag = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "item", "user", name="update_draft_once"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class PriorityReview(TenantModel):
    """The six-monthly look at one priority: what changed for children, and what follows.

    S1 recommendations 1, 7 and 8: outcomes are judged, not activity.
    """

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="reviews")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_on = models.DateField()
    rag = models.CharField(max_length=12, choices=Rag)
    what_changed = models.TextField()
    what_next = models.TextField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("rag", Rag, name="priority_review_rag_known"),
            models.UniqueConstraint(
                "partnership", "priority", "reviewed_on", name="priority_review_once"
            ),
        ]

    def __str__(self) -> str:
        return f"priority review {self.pk}"
