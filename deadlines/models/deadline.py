"""The clocks that run."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from deadlines import subjects
from deadlines.enums import Standing
from deadlines.models.reference import StatutoryRule
from deadlines.subjects import SubjectKind
from deadlines.terms import Bound
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.access import Standing as PersonStanding
from partnerships.models import User


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """The vocabulary in which deadlines are asked for."""

    def open(self) -> "DeadlineQuerySet":
        """Keep those that are neither met nor cancelled."""
        return self.filter(met_at__isnull=True, cancelled_at__isnull=True)

    def of_subject(self, kind: str, public_id: UUID) -> "DeadlineQuerySet":
        """Keep those of one subject."""
        return self.filter(subject_kind=kind, subject_id=public_id)

    def needing_attention(self, on: date) -> "DeadlineQuerySet":
        """Keep the open ones with something to tell on the day or before; served by an index."""
        return self.open().filter(next_attention_on__lte=on)

    def visible_to(self, user: User, standing: PersonStanding) -> "DeadlineQuerySet":
        """Keep those whose subject the person may see; each kind of subject answers for itself."""
        if standing.is_system:
            return self.all()
        seen = Q(pk__in=[])
        for kind in subjects.kinds():
            seen |= self._seen(kind, user, standing)
        return self.filter(seen)

    def _seen(self, kind: SubjectKind, user: User, standing: PersonStanding) -> Q:
        mine = Q(subject_kind=kind.code)
        if kind.visible_ids is not None:
            return mine & Q(subject_id__in=kind.visible_ids(user, standing))
        if kind.may_be_told is subjects.anybody:
            return mine
        asked = self.filter(mine).order_by().values_list("subject_id", flat=True).distinct()
        return mine & Q(subject_id__in=[each for each in asked if kind.may_be_told(user, each)])


class Deadline(TenantModel):
    """One duty's clock for one subject: a case, a report, a chair's term.

    It stores the rule's version, the arithmetic it was opened with (`terms`: the rule with the
    partnership's override laid over it), the moment of the trigger, the date and its working.
    Never a counter: where it stands on a day is computed (`deadlines.clock.state`). It ends by
    being met or, where it never applied, cancelled; late is recorded, never hidden. Only services
    change it.
    """

    rule = models.ForeignKey(StatutoryRule, on_delete=models.PROTECT, related_name="+")
    rule_key = models.SlugField(max_length=60)
    rule_version = models.PositiveIntegerField()
    override = models.ForeignKey(
        "deadlines.RuleOverride",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    terms = models.JSONField()
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.BINDING)

    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    subject_reference = models.CharField(max_length=80)  # a reference, never a name
    subject_path = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    trigger_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    bound = models.CharField(max_length=20)
    explanation = models.JSONField(default=list)
    beyond_known_holidays = models.BooleanField(default=False)
    next_attention_on = models.DateField(null=True, blank=True)

    met_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)  # the day in England of `met_at`
    met_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    late_reason = models.TextField(blank=True)
    extension_authority = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_reason = models.TextField(blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("standing", Standing, name="deadline_standing_known"),
            models.CheckConstraint(
                condition=Q(bound__in=[each.value for each in Bound]), name="deadline_bound_known"
            ),
            paired("met_at", "met_on", "met_by", name="deadline_met_whole"),
            paired("cancelled_at", "cancelled_by", name="deadline_cancelled_whole"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_reason=""),
                name="deadline_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="deadline_met_or_cancelled",
            ),
            models.UniqueConstraint(
                "partnership",
                "subject_kind",
                "subject_id",
                "rule_key",
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_open_once",
            ),
        ]
        indexes = [
            # The sweep reads this index alone, so its cost follows what is due, not what is open.
            models.Index(
                "partnership",
                "next_attention_on",
                "id",
                condition=Q(
                    met_at__isnull=True,
                    cancelled_at__isnull=True,
                    next_attention_on__isnull=False,
                ),
                name="deadline_attention",
            ),
            models.Index(
                "partnership",
                "due_on",
                "id",
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_open_by_due",
            ),
            models.Index("partnership", "subject_kind", "subject_id", name="deadline_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key} of {self.subject_reference}"

    @property
    def path(self) -> str:
        """Return the deadline's own page inside the partnership."""
        return f"deadlines/{self.public_id}/"

    def values_of_terms(self) -> dict[str, Any]:
        """Return the part of `terms` that the arithmetic takes."""
        beside = ("warn", "escalate", "notes")
        return {key: value for key, value in self.terms.items() if key not in beside}


class TriggerCorrection(TenantModel):
    """One correction of the moment from which a clock counts, with the reason. Never changed."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="corrections")
    trigger_from = models.DateTimeField()
    trigger_to = models.DateTimeField()
    reason = models.TextField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"
