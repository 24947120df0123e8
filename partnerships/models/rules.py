"""What a partnership has agreed about its own people: typed rows, because every one differs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import ChairMethod, RuleKind, RuleStance, SeatRole
from partnerships.models.seats import Seat


class ChairRule(TenantModel):
    """How the partnership's top body gets its chair: a typed row, because all four differ."""

    body = models.CharField(max_length=120)
    group_key = models.SlugField(max_length=80, blank=True)  # the body, as governance knows it
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="chair_rules"
    )  # the seat that the chair holds
    chosen_from = models.TextField()
    from_roles = ArrayField(
        models.CharField(max_length=30, choices=SeatRole), default=list, blank=True
    )  # whose holders alone may chair; empty where the document does not say
    method = models.CharField(max_length=20, choices=ChairMethod, default=ChairMethod.NOT_STATED)
    minimum_months = models.PositiveSmallIntegerField(null=True, blank=True)
    review = models.TextField(blank=True)
    review_months = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("method", ChairMethod, name="chair_method_known"),
            models.CheckConstraint(
                condition=Q(from_roles__contained_by=SeatRole.values), name="chair_roles_known"
            ),
            models.UniqueConstraint("partnership", "body", name="chair_rule_once"),
        ]

    def __str__(self) -> str:
        return f"chair rule {self.pk}"


class ChairReview(TenantModel):
    """The look, once a year, at who chairs next: recorded even where nothing changes. Never changed.

    `reason` is owed where a chair goes before the minimum term.
    """

    rule = models.ForeignKey(ChairRule, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    continues = models.BooleanField()
    next_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose holder chairs next, where somebody else does
    outcome = models.TextField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=""), name="chair_review_has_an_outcome"),
        ]

    def __str__(self) -> str:
        return f"chair review {self.pk}"


class LocalRule(TenantModel):
    """One rule that the partnership wrote for itself, with its citation.

    `number` is its figure where it has one (two co-chairs, two absences). `applies_to` holds keys
    of governance groups. A practice that the document followed does not confirm is recorded and
    never enforced.
    """

    kind = models.CharField(max_length=60, choices=RuleKind)
    stance = models.CharField(max_length=10, choices=RuleStance, default=RuleStance.RECORD)
    text = models.TextField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    applies_to = ArrayField(models.SlugField(max_length=80), default=list, blank=True)
    confirmed = models.BooleanField(default=True)
    confidence = models.CharField(max_length=4, blank=True)  # V, V2 or GK, as in statutory.md §0.2
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", RuleKind, name="local_rule_kind_known"),
            one_of("stance", RuleStance, name="local_rule_stance_known"),
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(stance=RuleStance.REFUSE),
                name="only_confirmed_rules_refuse",
                violation_error_message="A rule that is not confirmed cannot refuse anything.",
            ),
            models.UniqueConstraint(
                "partnership",
                "kind",
                condition=Q(ended_on__isnull=True),
                name="local_rule_once",
                violation_error_message="There is a rule of this kind already.",
            ),
        ]

    def __str__(self) -> str:
        return f"local rule {self.kind}"
