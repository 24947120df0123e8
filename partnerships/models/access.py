"""Who holds which role where, and who has been asked to join."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, paired
from partnerships.scoping import OwnRowsQuerySet


class RoleAssignmentQuerySet(OwnRowsQuerySet):
    """Vocabulary of roles in time."""

    def on_day(self, day: date) -> "RoleAssignmentQuerySet":
        """Narrow to the roles that count on the day; one ended at once counts no longer."""
        return self.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day, ended_at__isnull=True
        )


class RoleAssignment(TenantModel):
    """A user's role in one partnership, with dates. The code is one of `roles.ROLES`.

    `to_on` is an end that was agreed; `ended_at` one that took effect at that moment.
    """

    user = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(max_length=40)
    # What the role is narrowed to, where it is: one agency's contact, the chair of one group.
    organisation = models.ForeignKey(
        "partnerships.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    group_key = models.SlugField(max_length=80, blank=True)  # as governance knows the group
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day on which it counts
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            paired("ended_at", "ended_by", name="role_ended_paired"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="role_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "user",
                "role",
                "organisation",
                "group_key",
                condition=Q(to_on__isnull=True, ended_at__isnull=True),
                nulls_distinct=False,
                name="role_open_once",
            ),
        ]
        indexes = [models.Index("user", "partnership", name="role_by_user")]

    def __str__(self) -> str:
        return f"role assignment {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Vocabulary of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Narrow to those neither accepted nor withdrawn, expired ones included."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def usable(self, at: datetime) -> "InvitationQuerySet":
        """Narrow to those that may still be accepted at the moment."""
        return self.open().filter(expires_at__gt=at)


class Invitation(TenantModel):
    """An offer of a role, and perhaps of a seat, sent to an address.

    The token of the link is made when the e-mail is sent and is never stored, only its hash; so
    sending again ends the earlier link.
    """

    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        "partnerships.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    group_key = models.SlugField(max_length=80, blank=True)
    role_to_on = models.DateField(null=True, blank=True)  # last day of the role that is offered
    seat = models.ForeignKey(
        "partnerships.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

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
        indexes = [
            models.Index(
                "email",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_by_email",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
