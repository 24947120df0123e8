"""Who is named on one case, and who opened it in an emergency.

The two permission tables are guardian's, with a real foreign key to the case; `partnerships.access`
is the only way to them. Nothing is ever granted to a group: guardian asks for the table.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from krscp_portal.foundation.models import TenantModel
from partnerships.models import User

SEE_CASE = "see_case"


class CaseGrant(UserObjectPermissionBase, TenantModel):
    """One person named on one case. Given and taken back by `reviews.services.people`."""

    content_object = models.ForeignKey(
        "reviews.Incident", on_delete=models.CASCADE, related_name="grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        indexes = [models.Index("partnership", "user", name="case_grant_by_user")]

    def __str__(self) -> str:
        return f"case grant {self.pk}"


class CaseGroupGrant(GroupObjectPermissionBase, TenantModel):
    """Always empty: cases are shown to people, not to groups."""

    content_object = models.ForeignKey(
        "reviews.Incident", on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return f"case group grant {self.pk}"


class EmergencyQuerySet(models.QuerySet["EmergencyAccess"]):
    """The vocabulary of emergency access."""

    def of(self, user: User, at: datetime) -> "EmergencyQuerySet":
        """Narrow to what the person has open at the moment."""
        return self.filter(opened_by_id=user.pk, opened_at__lte=at, expires_at__gt=at)


class EmergencyAccess(TenantModel):
    """One person's sight of one restricted case for a day, with the reason they gave.

    Never changed: it ends by itself, and the audit and the others on the case know of it.
    """

    incident = models.ForeignKey(
        "reviews.Incident", on_delete=models.PROTECT, related_name="emergencies"
    )
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at")), name="emergency_ends_after_start"
            )
        ]
        indexes = [
            models.Index("partnership", "opened_by", "expires_at", name="emergency_by_person")
        ]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"
