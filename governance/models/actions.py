"""What somebody has to do, from wherever it comes, until somebody else has accepted it."""

from django.db import models
from django.db.models import Q

from governance.enums import ActionEvent, ActionSource, ActionState, ImpactRating
from governance.models.agenda import AgendaItem
from governance.models.decisions import Decision
from governance.models.groups import Group
from governance.models.rules import Priority
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Area, Seat, StoredFile


class Action(TenantModel):
    """One thing to be done by one seat by a day; any app may be its source.

    Done is not closed: somebody who neither owns it nor said that it was done accepts the evidence,
    and says what is different for children and how that is known. The question comes again later
    (`ImpactCheck`). A source outside governance gives a reference and a path, never a case's text.
    """

    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=ActionSource)
    source_id = models.UUIDField(null=True, blank=True)
    source_label = models.CharField(max_length=160, blank=True)
    source_path = models.CharField(max_length=200, blank=True)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.OPEN)
    confidential = models.BooleanField(default=False)  # part B: seen by those who read part B
    evidence = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)  # the day that was said
    done_at = models.DateTimeField(null=True, blank=True)  # when it was said
    done_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    difference = models.TextField(blank=True)  # what is different for children
    how_known = models.TextField(blank=True)
    cancelled_reason = models.CharField(max_length=240, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("source", ActionSource, name="action_source_known"),
            one_of("state", ActionState, name="action_state_known"),
            paired("closed_at", "closed_by", name="action_closed_whole"),
            paired("done_on", "done_at", "done_by", name="action_done_whole"),
            models.UniqueConstraint("partnership", "reference", name="action_reference_once"),
            models.CheckConstraint(
                condition=~Q(state=ActionState.CLOSED)
                | Q(closed_at__isnull=False) & ~Q(difference="") & ~Q(how_known=""),
                name="action_closed_says_difference",
                violation_error_message="Say what is different for children, and how you know.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.CANCELLED) | ~Q(cancelled_reason=""),
                name="action_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                "partnership",
                "due_on",
                condition=Q(state__in=["open", "done"]),
                name="action_open_by_due",
            ),
            models.Index("partnership", "source", "source_id", name="action_by_source"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def path(self) -> str:
        """Return the action's own page inside the partnership."""
        return f"actions/{self.public_id}/"


class ActionNote(TenantModel):
    """One step in an action's life, kept for good: a word on progress, a moved day, a refusal."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    event = models.CharField(max_length=12, choices=ActionEvent)
    text = models.TextField(blank=True)
    due_from = models.DateField(null=True, blank=True)
    due_to = models.DateField(null=True, blank=True)
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("event", ActionEvent, name="action_event_known")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class ActionFile(TenantModel):
    """A paper that shows that an action was done."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=160)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "action", "file", name="action_file_once"),
        ]

    def __str__(self) -> str:
        return f"action file {self.pk}"


class ImpactCheck(TenantModel):
    """The question asked again, months after an action was closed: did it last?"""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="impact_checks")
    due_on = models.DateField()
    rating = models.CharField(max_length=12, choices=ImpactRating, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("answered_at", "answered_by", name="impact_answered_whole"),
            models.CheckConstraint(
                condition=Q(rating="", answered_at__isnull=True)
                | Q(rating__in=ImpactRating.values, answered_at__isnull=False) & ~Q(answer=""),
                name="impact_answer_whole",
            ),
            models.UniqueConstraint("partnership", "action", "due_on", name="impact_check_once"),
        ]

    def __str__(self) -> str:
        return f"impact check {self.pk}"
