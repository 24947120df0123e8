"""What the partners say when somebody asks about a case, and who agreed to the words."""

from django.db import models
from django.db.models import Q

from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel
from partnerships.models import User
from reviews.models.incident import Incident
from reviews.models.review import Review


class MediaApprover(RuleRow):
    """A post that must agree to every holding line of the partnership."""

    post = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "post",
                condition=Q(ended_on__isnull=True),
                name="media_approver_once",
                violation_error_message="This post is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"media approver {self.pk}"


class MediaLine(TenantModel):
    """One wording of what is said to the press of one case or review. Never changed: another wording
    is another line, and needs its own approvals.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="media_lines"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="media_lines"
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="media_line_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"media line {self.pk}"


class MediaApproval(TenantModel):
    """That one post agreed to one line, on a day; who recorded it. Never changed."""

    line = models.ForeignKey(MediaLine, on_delete=models.PROTECT, related_name="approvals")
    approver = models.ForeignKey(MediaApprover, on_delete=models.PROTECT, related_name="approvals")
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "line", "approver", name="media_approved_once")
        ]

    def __str__(self) -> str:
        return f"media approval {self.pk}"
