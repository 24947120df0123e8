"""A review beside the rapid one, how it stands, and who was told that it is held."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import User
from partnerships.roles import Permission
from reviews.enums import Recipient, ReviewKind, ReviewState
from reviews.models.incident import Incident

if TYPE_CHECKING:
    from partnerships.access import Standing


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
    held_because = models.TextField(blank=True)
    hold_expected_until = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    learned = models.TextField(blank=True)
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


class ReviewTold(TenantModel):
    """That one of those who must be told was told that a review is held, and by whom it is led.

    Never changed: a telling that was wrong is followed by another.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="told")
    recipient = models.CharField(max_length=20, choices=Recipient)
    reviewers = models.CharField(max_length=300)  # the reviewers named in it
    told_at = models.DateTimeField()
    how = models.CharField(max_length=160, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("recipient", Recipient, name="review_told_recipient_known")]

    def __str__(self) -> str:
        return f"review told {self.pk}"
