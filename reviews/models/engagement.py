"""Who took part in a review, what the reviewer was asked, and how it moved on."""

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import User
from reviews.enums import InvitationAnswer
from reviews.models.review import Review


class FamilyContact(TenantModel):
    """A member of the family, or a child who survived, and how they were invited.

    By what they are to the child ("mother", "older brother"), never by name. The invitation is kept
    though it was declined.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="family")
    who = models.CharField(max_length=80)
    is_child = models.BooleanField(default=False)
    invited_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=160, blank=True)
    answer = models.CharField(
        max_length=20, choices=InvitationAnswer, default=InvitationAnswer.WAITING
    )
    answered_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)  # the reason where nobody was invited
    told_of_publication_on = models.DateField(null=True, blank=True)
    not_told_because = models.TextField(blank=True)  # why they cannot be told of publication
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("answer", InvitationAnswer, name="family_answer_known"),
            models.CheckConstraint(
                condition=~Q(answer=InvitationAnswer.NOT_APPROPRIATE) | ~Q(note=""),
                name="family_left_out_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(answer=InvitationAnswer.NOT_APPROPRIATE) | Q(invited_on__isnull=False),
                name="family_invited_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"family contact {self.pk}"


class PractitionerEvent(TenantModel):
    """A meeting with the practitioners who worked with the family, held without blame."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="practitioner_events")
    held_on = models.DateField()
    title = models.CharField(max_length=160)
    invited = models.PositiveSmallIntegerField()
    attended = models.PositiveSmallIntegerField()
    learned = models.TextField(blank=True)
    support_offered = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attended__lte=F("invited")),
                name="practitioners_came_of_those_invited",
                violation_error_message="No more can have come than were invited.",
            )
        ]

    def __str__(self) -> str:
        return f"practitioner event {self.pk}"


class ReviewerQuery(TenantModel):
    """A question to the reviewer about progress: in writing only, and kept (statutory.md D17)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="queries")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired(
                "answered_on", "recorded_at", "recorded_by", name="reviewer_query_answered_whole"
            )
        ]

    def __str__(self) -> str:
        return f"reviewer query {self.pk}"


class ProgressNote(TenantModel):
    """One entry in a review's log of progress. Never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField()
    text = models.TextField()
    early_learning = models.BooleanField(default=False)  # acted on before the review ends
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"progress note {self.pk}"
