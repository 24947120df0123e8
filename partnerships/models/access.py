"""Who holds which role where, and who has been asked to join."""

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, paired
from partnerships.scoping import OwnRowsQuerySet


class RoleAssignment(TenantModel):
    """A user's role in one partnership, with dates. The code is one of `roles.ROLES`."""

    user = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(max_length=40)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day on which it counts

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="role_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "user",
                "role",
                condition=Q(to_on__isnull=True),
                name="role_open_once",
            ),
        ]
        indexes = [models.Index("user", "partnership", name="role_by_user")]

    def __str__(self) -> str:
        return f"role assignment {self.pk}"


class Invitation(TenantModel):
    """An offer of a role, sent to an address. The token itself is never stored, only its hash."""

    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("accepted_at", "accepted_by", name="invitation_accepted_paired"),
            paired("revoked_at", "revoked_by", name="invitation_revoked_paired"),
            models.UniqueConstraint(
                "partnership",
                "email",
                "role",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
