"""A serious incident and the children it happened to, none of them by name."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Area, User
from partnerships.roles import Permission
from reviews.enums import Abuse, AgeBand, CareStatus, CaseState, Harm
from reviews.models.grants import SEE_CASE, CaseGrant, EmergencyAccess
from reviews.transitions import CLOSED
from reviews.visibility import may_be_named

if TYPE_CHECKING:
    from partnerships.access import Standing


class CaseCounter(TenantModel):
    """The last number given to a case in one year; locked while the next is taken."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "year", name="case_counter_once")]

    def __str__(self) -> str:
        return f"case counter {self.year}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    """The vocabulary of cases."""

    def visible_to(
        self, user: User, standing: "Standing", *, at: datetime | None = None
    ) -> "IncidentQuerySet":
        """Narrow to the cases that the person may see (`reviews.visibility`).

        Emergency access counts only where `at` says at which moment.
        """
        if standing.is_system:
            return self
        if not may_be_named(standing.roles):
            return self.none()
        named = CaseGrant.objects.filter(
            content_object=OuterRef("pk"), user_id=user.pk, permission__codename=SEE_CASE
        )
        if not standing.can(Permission.CASE_VIEW):
            return self.filter(Exists(named))
        seen = Q(restricted=False) | Q(Exists(named))
        if at is not None:
            emergency = EmergencyAccess.objects.of(user, at).filter(incident=OuterRef("pk"))
            seen |= Q(Exists(emergency))
        return self.filter(seen)

    def open(self) -> "IncidentQuerySet":
        """Narrow to the cases on which something is left to do."""
        return self.filter(closed_on__isnull=True)

    def closed(self) -> "IncidentQuerySet":
        """Narrow to the cases on which nothing is left to do."""
        return self.filter(closed_on__isnull=False)


class Incident(TenantModel):
    """A serious incident that a partnership was told of: the root of a case.

    Logged by anybody with the permission, then moved only by `reviews.services` as the table in
    `reviews.transitions` allows. Who may see it is need-to-know. It happened in one of the
    partnership's areas, or outside England to a child who normally lives in one of them.
    `aware_at` is when the local authority became aware, by which post: the event that starts the
    statutory clocks. Corrections of it are kept as `AwarenessCorrection` rows. `closed_on` is the
    day on which somebody closed the case, while it is closed.
    """

    reference = models.CharField(max_length=24)
    occurred_on = models.DateField(null=True, blank=True)
    outside_england = models.BooleanField(default=False)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    residence_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    residence_elsewhere = models.CharField(max_length=160, blank=True)
    aware_at = models.DateTimeField()
    aware_by = models.CharField(max_length=160)  # a post, never a person's name
    abuse = models.CharField(max_length=20, choices=Abuse)
    summary = models.TextField()
    restricted = models.BooleanField(default=False)
    restriction_reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=30, choices=CaseState, default=CaseState.LOGGED)
    closed_on = models.DateField(null=True, blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [(SEE_CASE, "May see this one case")]
        constraints = [
            models.UniqueConstraint("partnership", "reference", name="case_reference_once"),
            one_of("abuse", Abuse, name="case_abuse_known"),
            one_of("state", CaseState, name="case_state_known"),
            models.CheckConstraint(
                condition=Q(outside_england=True, area__isnull=True, residence_area__isnull=False)
                | Q(outside_england=False, area__isnull=False),
                name="case_has_an_authority",
            ),
            models.CheckConstraint(
                condition=Q(residence_area__isnull=True) | Q(residence_elsewhere=""),
                name="case_residence_said_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) ^ Q(state__in=sorted(CLOSED)),
                name="case_closed_iff_it_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(restricted=True) | Q(restriction_reason=""),
                name="case_restriction_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(
                "partnership",
                "aware_at",
                condition=Q(closed_on__isnull=True),
                name="case_open",
            ),
            models.Index("partnership", "aware_at", name="case_by_awareness"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def path(self) -> str:
        """The case's page, inside its partnership."""
        return f"clock/{self.public_id}/"


class Child(TenantModel):
    """One child in an incident, by a pseudonym that says nothing about them."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="children")
    pseudonym = models.CharField(max_length=40)
    age_band = models.CharField(max_length=20, choices=AgeBand)
    harm = models.CharField(max_length=20, choices=Harm)
    care = models.CharField(max_length=20, choices=CareStatus)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "incident", "pseudonym", name="case_pseudonym_once"
            ),
            one_of("age_band", AgeBand, name="child_age_band_known"),
            one_of("harm", Harm, name="child_harm_known"),
            one_of("care", CareStatus, name="child_care_known"),
            models.CheckConstraint(
                condition=~Q(age_band=AgeBand.FROM_18_TO_24) | Q(care=CareStatus.CARE_LEAVER),
                name="child_over_17_is_a_care_leaver",
            ),
        ]

    def __str__(self) -> str:
        return f"child {self.pk}"
