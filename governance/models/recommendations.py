"""What somebody recommended, to whom, what they answered, and what came of it."""

from django.db import models
from django.db.models import F, Q

from governance.enums import (
    ImpactRating,
    RecommendationEvent,
    RecommendationResponse,
    RecommendationSource,
    RecommendationState,
)
from governance.models.groups import Group
from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Organisation, User


class Theme(RuleRow):
    """What recommendations are about, across reviews and years: the partnership's own list."""

    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "name",
                condition=Q(ended_on__isnull=True),
                name="theme_once",
                violation_error_message="This theme is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"theme {self.pk}"


class Recommendation(TenantModel):
    """One thing that a review, a scrutineer or an inspector says should change.

    Says by when and how one will see that it did (S4 App7). `subject_kind` and `subject_id` name
    what it comes from where the portal holds it; a confidential one is seen only by those who may
    see that, while a trial or an inquest is pending. Closed by somebody who did not make it, with
    what is different for children; asked about again later (`RecommendationImpact`).
    """

    reference = models.CharField(max_length=40)
    source = models.CharField(max_length=20, choices=RecommendationSource)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    source_label = models.CharField(max_length=160, blank=True)
    source_path = models.CharField(max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # in its report
    text = models.TextField()
    outcome_measure = models.TextField()
    due_on = models.DateField()
    collectively = models.BooleanField(default=False)  # to the partners together
    confidential = models.BooleanField(default=False)
    confidential_because = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=12, choices=RecommendationState, default=RecommendationState.OPEN
    )
    made_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    difference = models.TextField(blank=True)
    how_known = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("source", RecommendationSource, name="recommendation_source_known"),
            one_of("state", RecommendationState, name="recommendation_state_known"),
            models.UniqueConstraint("partnership", "reference", name="recommendation_once"),
            paired("closed_at", "closed_by", name="recommendation_closed_whole"),
            models.CheckConstraint(
                condition=~Q(state=RecommendationState.CLOSED)
                | Q(closed_at__isnull=False) & ~Q(difference="") & ~Q(how_known=""),
                name="recommendation_closed_says_difference",
                violation_error_message="Say what is different for children, and how you know.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecommendationState.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="recommendation_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(confidential=False, confidential_because="")
                | Q(confidential=True, subject_id__isnull=False) & ~Q(confidential_because=""),
                name="recommendation_confidential_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id__isnull=True)
                | ~Q(subject_kind="") & Q(subject_id__isnull=False),
                name="recommendation_subject_whole",
            ),
        ]
        indexes = [
            models.Index("partnership", "subject_kind", "subject_id", name="recommendation_by_src"),
            models.Index(
                "partnership", "due_on", condition=Q(state="open"), name="recommendation_open"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def path(self) -> str:
        """Return the recommendation's own page inside the partnership."""
        return f"recommendations/{self.public_id}/"


class RecommendationAddressee(TenantModel):
    """One agency or group that a recommendation is made to, and its answer."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="addressees"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    response = models.CharField(max_length=14, choices=RecommendationResponse, blank=True)
    text = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, group__isnull=True)
                | Q(organisation__isnull=True, group__isnull=False),
                name="recommendation_to_one_body",
            ),
            paired(
                "responded_on", "recorded_at", "recorded_by", name="recommendation_answered_whole"
            ),
            models.CheckConstraint(
                condition=Q(response="", responded_on__isnull=True)
                | Q(response__in=RecommendationResponse.values, responded_on__isnull=False),
                name="recommendation_answer_known",
            ),
            models.UniqueConstraint(
                "partnership",
                "recommendation",
                "organisation",
                condition=Q(organisation__isnull=False),
                name="recommendation_to_agency_once",
            ),
            models.UniqueConstraint(
                "partnership",
                "recommendation",
                "group",
                condition=Q(group__isnull=False),
                name="recommendation_to_group_once",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation addressee {self.pk}"

    @property
    def name(self) -> str:
        """Return what the agency or group is called."""
        body = self.organisation or self.group
        return body.name if body else ""


class RecommendationTheme(TenantModel):
    """A theme of a recommendation."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="themed"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="themed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "recommendation", "theme", name="recommendation_theme_once"
            )
        ]

    def __str__(self) -> str:
        return f"recommendation theme {self.pk}"


class EarlierRecommendation(TenantModel):
    """That the same was recommended before: a criterion of the Regulations (reg. 11)."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="earlier"
    )
    earlier = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="later")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "recommendation", "earlier", name="earlier_recommendation_once"
            ),
            models.CheckConstraint(
                condition=~Q(recommendation=F("earlier")), name="recommendation_not_before_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"earlier recommendation {self.pk}"


class RecommendationNote(TenantModel):
    """One step in a recommendation's life, kept for good, with the reason that was given."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="notes"
    )
    event = models.CharField(max_length=12, choices=RecommendationEvent)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("event", RecommendationEvent, name="recommendation_event_known")]

    def __str__(self) -> str:
        return f"recommendation note {self.pk}"


class RecommendationImpact(TenantModel):
    """The question asked again, 3 or 6 months after a recommendation was closed: did it last?"""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="impacts"
    )
    due_on = models.DateField()
    rating = models.CharField(max_length=12, choices=ImpactRating, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("answered_at", "answered_by", name="recommendation_impact_whole"),
            models.CheckConstraint(
                condition=Q(rating="", answered_at__isnull=True)
                | Q(rating__in=ImpactRating.values, answered_at__isnull=False) & ~Q(answer=""),
                name="recommendation_impact_answer_whole",
            ),
            models.UniqueConstraint(
                "partnership", "recommendation", "due_on", name="recommendation_impact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation impact {self.pk}"
