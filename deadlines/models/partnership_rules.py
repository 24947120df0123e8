"""What one partnership's own text says about a statutory clock. Typed rows, never an `if`."""

from django.db import models

from deadlines.enums import Confidence, TriggerEvent
from krscp_portal.foundation.models import TenantModel, one_of


class RuleOverride(TenantModel):
    """How this partnership's text differs from a rule, or reads it; empty columns change nothing.

    It is laid over the rule's version in force when a deadline is opened. The deadline keeps what
    it was opened with, so a later change of the row moves no clock that runs.
    """

    rule_key = models.SlugField(max_length=60)
    ref = models.CharField(max_length=10, blank=True)
    length = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    trigger_event = models.CharField(max_length=40, blank=True)
    warn = models.JSONField(null=True, blank=True)
    escalate = models.JSONField(null=True, blank=True)
    via = models.CharField(max_length=120, blank=True)  # through whom it is sent
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=3, choices=Confidence)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "rule_key", name="override_once"),
            one_of("confidence", Confidence, name="override_confidence_known"),
        ]

    def __str__(self) -> str:
        return f"override of {self.rule_key}"


class RapidReviewTrigger(TenantModel):
    """From which event this partnership counts the days of a rapid review.

    Sources split; awareness, the earlier, is what a partnership without a row has. The other date
    is always worked out and shown beside it.
    """

    event = models.CharField(max_length=20, choices=TriggerEvent)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=3, choices=Confidence)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", name="rapid_review_trigger_once"),
            one_of("event", TriggerEvent, name="rapid_review_trigger_known"),
            one_of("confidence", Confidence, name="trigger_confidence_known"),
        ]

    def __str__(self) -> str:
        return f"rapid review trigger: {self.event}"


class RecipientList(TenantModel):
    """To whom this partnership sends what a rule asks to be sent: the yearly report above all."""

    rule_key = models.SlugField(max_length=60)
    recipients = models.JSONField(default=list)  # names of bodies, in order
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "rule_key", name="recipients_once"),
        ]

    def __str__(self) -> str:
        return f"recipients of {self.rule_key}"
