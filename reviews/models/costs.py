"""What a review costs and which agency carries how much of it."""

from django.db import models
from django.db.models import Q

from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel
from partnerships.models import Organisation, User
from reviews.models.review import Review


class CostShare(RuleRow):
    """The part of every review's cost that one agency agreed to carry, in thousandths."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    thousandths = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(thousandths__gte=1, thousandths__lte=1000),
                name="cost_share_is_a_part",
                violation_error_message="A share is more than nothing and no more than everything.",
            ),
            models.UniqueConstraint(
                "partnership",
                "organisation",
                condition=Q(ended_on__isnull=True),
                name="cost_share_once",
                violation_error_message="This agency has a share already.",
            ),
        ]

    def __str__(self) -> str:
        return f"cost share {self.pk}"


class CostLine(TenantModel):
    """One cost of one review. Corrected by another line, never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="costs")
    on = models.DateField()
    what = models.CharField(max_length=160)
    pence = models.IntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(pence=0), name="cost_line_is_not_nothing")
        ]

    def __str__(self) -> str:
        return f"cost line {self.pk}"
