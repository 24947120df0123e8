"""Facts of the country that no partnership owns: holidays, editions of guidance, statutory rules.

All three are global by declaration. They are loaded from the data files by `load_reference_data`;
a person changes none of them in the portal.
"""

from django.db import models
from django.db.models import F, Q

from deadlines.enums import Confidence, EditionStatus, Force, Precision
from deadlines.terms import Bound, DayZero, Direction, Unit
from krscp_portal.foundation.models import one_of


def _values(column: str, allowed: type, *, name: str) -> models.CheckConstraint:
    """Return the constraint that a column holds a code of the pure rules' vocabulary."""
    codes = [each.value for each in allowed]  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": codes}), name=name)


class Holiday(models.Model):
    """A day in England and Wales that is no working day.

    `provisional` marks a day worked out by a general rule and not yet published on gov.uk: it is
    counted, and every date that reaches it says that it may still change.
    """

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    provisional = models.BooleanField(default=False)
    is_seeded = models.BooleanField(default=True)  # False: added later by hand, kept by reloads
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"holiday {self.day}"


class GuidanceEdition(models.Model):
    """One edition of an Act, of guidance or of local practice, as it was read."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision)
    status = models.CharField(max_length=20, choices=EditionStatus)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    confidence = models.CharField(max_length=3, choices=Confidence)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("status", EditionStatus, name="edition_status_known"),
            one_of("precision", Precision, name="edition_precision_known"),
            one_of("confidence", Confidence, name="edition_confidence_known"),
        ]

    def __str__(self) -> str:
        return self.key


class StatutoryRule(models.Model):
    """One version of one duty with a clock: what starts it, how long, who owes it, who says so.

    A version is never changed. A changed row in the data file becomes a new version and closes
    the one before (`superseded_at`); deadlines keep the version under which they were opened.
    """

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the row in the data file
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    ref = models.CharField(max_length=10)
    title = models.CharField(max_length=160)
    duty = models.TextField()
    subject = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    trigger_event = models.CharField(max_length=40)
    trigger_words = models.CharField(max_length=160)

    unit = models.CharField(max_length=20)
    length = models.PositiveIntegerField(null=True, blank=True)
    window_from = models.PositiveIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    no_figure_words = models.CharField(max_length=160, blank=True)
    ends_with = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=10)
    day_zero = models.CharField(max_length=30)
    bound = models.CharField(max_length=20)

    owed_by = models.CharField(max_length=60)
    force = models.CharField(max_length=30, choices=Force)
    opt_in = models.BooleanField(default=False)
    editable = models.BooleanField(default=False)
    edition = models.ForeignKey(GuidanceEdition, on_delete=models.PROTECT, related_name="rules")
    carried_into = models.JSONField(default=list, blank=True)  # keys of later editions
    citation = models.CharField(max_length=300)
    source_note = models.TextField(blank=True)
    dispute = models.TextField(blank=True)
    other_reading = models.SlugField(max_length=60, blank=True)
    confidence = models.CharField(max_length=3, choices=Confidence)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    only_for = models.JSONField(default=list, blank=True)  # slugs; empty means everywhere
    recipients = models.JSONField(default=list, blank=True)
    warn = models.JSONField(default=list, blank=True)  # working days from the due date
    escalate = models.JSONField(default=list, blank=True)  # [{"after_working_days", "to"}]

    class Meta:
        constraints = [
            models.UniqueConstraint("key", "version", name="rule_version_once"),
            models.UniqueConstraint(
                "key", condition=Q(superseded_at__isnull=True), name="rule_current_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="rule_ends_after_start",
            ),
            _values("unit", Unit, name="rule_unit_known"),
            _values("direction", Direction, name="rule_direction_known"),
            _values("day_zero", DayZero, name="rule_day_zero_known"),
            _values("bound", Bound, name="rule_bound_known"),
            one_of("force", Force, name="rule_force_known"),
            one_of("confidence", Confidence, name="rule_confidence_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
