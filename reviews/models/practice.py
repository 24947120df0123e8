"""A review beyond the rapid one: who leads it, what it asks, how it stands."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import ConflictDeclaration, StoredFile, User
from partnerships.roles import Permission
from reviews.enums import CheckAnswer, ParallelKind, ReviewKind, ReviewState
from reviews.models.incident import Incident

if TYPE_CHECKING:
    from partnerships.access import Standing


class Methodology(RuleRow):
    """A way of holding a review that the partnership chooses from."""

    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "name",
                condition=Q(ended_on__isnull=True),
                name="methodology_once",
                violation_error_message="This methodology is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"methodology {self.pk}"


class ReviewQuerySet(models.QuerySet["Review"]):
    """The vocabulary of reviews."""

    def visible_to(
        self, user: User, standing: "Standing", *, at: datetime | None = None
    ) -> "ReviewQuerySet":
        """Narrow to the reviews that the person may see: as the case, where one stands behind it.

        A review without a case is for whoever sees cases.
        """
        if standing.is_system:
            return self
        cases = Incident.objects.visible_to(user, standing, at=at)
        seen = Q(incident__in=cases)
        if standing.can(Permission.CASE_VIEW):
            seen |= Q(incident__isnull=True)
        return self.filter(seen)

    def open(self) -> "ReviewQuerySet":
        """Narrow to the reviews that have not ended."""
        return self.exclude(state__in=[ReviewState.CLOSED, ReviewState.STOPPED])


class Review(TenantModel):
    """A review that the partners decided to hold: of a case, of good practice, of a near miss.

    Its six months run from `decided_at`, the decision to hold it (statutory.md D8). It is moved by
    `reviews.services` as `reviews.review_transitions` allows. `code_name` says nothing about a
    child; `lead_partnership` is where several partnerships review together.
    """

    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=20, choices=ReviewKind)
    code_name = models.CharField(max_length=60)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.COMMISSIONED)
    why = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=160)  # posts
    lead_partnership = models.CharField(max_length=160, blank=True)
    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scope_from = models.DateField(null=True, blank=True)
    scope_to = models.DateField(null=True, blank=True)
    proportionality = models.TextField(blank=True)
    terms_agreed_on = models.DateField(null=True, blank=True)
    budget_pence = models.PositiveIntegerField(null=True, blank=True)
    held_because = models.TextField(blank=True)
    hold_expected_until = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ReviewKind, name="review_kind_known"),
            one_of("state", ReviewState, name="review_state_known"),
            models.UniqueConstraint("partnership", "reference", name="review_reference_once"),
            models.CheckConstraint(
                condition=Q(scope_from__isnull=True)
                | Q(scope_to__isnull=True)
                | Q(scope_to__gte=F("scope_from")),
                name="review_scope_in_order",
                violation_error_message="The period cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.ON_HOLD) | ~Q(held_because=""),
                name="review_held_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.STOPPED) | ~Q(ended_because=""),
                name="review_stopped_with_reason",
            ),
        ]
        indexes = [models.Index("partnership", "state", name="review_by_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def path(self) -> str:
        """The review's page, inside its partnership."""
        return f"reviews/{self.public_id}/"


class ReviewQuestion(TenantModel):
    """One question of a review's terms of reference, in its order."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "review", "order", name="review_question_once")
        ]

    def __str__(self) -> str:
        return f"review question {self.pk}"


class Reviewer(RuleRow):
    """Somebody whom the partnership may commission to lead a review."""

    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    experience = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "name",
                "organisation",
                condition=Q(ended_on__isnull=True),
                name="reviewer_once",
                violation_error_message="This reviewer is in the register already.",
            )
        ]

    def __str__(self) -> str:
        return f"reviewer {self.pk}"


class Commission(TenantModel):
    """One reviewer's work on one review: checked for competence, asked about conflicts, named.

    Competence is checked against `reviews.competence`; each answer is a `CommissionCheck`. A
    conflict that was declared names how it was dealt with.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="commissions")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="commissions")
    declared_on = models.DateField(null=True, blank=True)
    conflict = models.TextField(blank=True)  # what was declared; empty: nothing to declare
    conflict_answer = models.TextField(blank=True)
    declaration = models.ForeignKey(
        ConflictDeclaration, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contract = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fee_pence = models.PositiveIntegerField(null=True, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""),
                name="commission_ended_with_reason",
            ),
            models.UniqueConstraint(
                "partnership",
                "review",
                "reviewer",
                condition=Q(ended_on__isnull=True),
                name="commission_once",
                violation_error_message="This reviewer leads the review already.",
            ),
        ]

    def __str__(self) -> str:
        return f"commission {self.pk}"


class CommissionCheck(TenantModel):
    """Whether a reviewer meets one point of competence for one review, and how that is known."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="checks")
    criterion = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=CheckAnswer)
    note = models.CharField(max_length=300)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("answer", CheckAnswer, name="commission_check_known"),
            models.UniqueConstraint(
                "partnership", "commission", "criterion", name="commission_check_once"
            ),
        ]

    def __str__(self) -> str:
        return f"commission check {self.pk}"


class ParallelProcess(TenantModel):
    """Proceedings beside a case or a review, which may hold publication and never hold learning.

    `reasons_sent_on` is when the Panel and the Secretary of State were told why it is delayed.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    kind = models.CharField(max_length=20, choices=ParallelKind)
    contact_post = models.CharField(max_length=160, blank=True)
    opened_on = models.DateField()
    expected_until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    holds_publication = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    reasons_sent_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", ParallelKind, name="parallel_kind_known"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="parallel_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="parallel_in_order",
                violation_error_message="Proceedings cannot end before they began.",
            ),
        ]

    def __str__(self) -> str:
        return f"parallel process {self.pk}"
