"""Groups, their former names, and who must be in the room."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.enums import DeputiesCount, GroupKind
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import PartnerKind


class GroupQuerySet(models.QuerySet[Any]):
    def current(self) -> "GroupQuerySet":
        """Narrow to the groups that have not been ended."""
        return self.filter(ended_on__isnull=True)


class Group(TenantModel):
    """One of the partnership's standing groups: an executive, a board, a subgroup, a forum.

    Ended by a date, never removed. Changed by whoever holds GOVERNANCE_EDIT.
    """

    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=30, choices=GroupKind)
    purpose = models.TextField(blank=True)
    chair_note = models.TextField(blank=True)  # how the chair is found, in words; never a name
    meets = models.CharField(max_length=200, blank=True)
    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reporting"
    )
    shared_with = models.CharField(max_length=120, blank=True)  # Medway, for some of Kent's
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    formed_on = models.DateField(null=True, blank=True)
    sunset_on = models.DateField(null=True, blank=True)  # the last day of a task-and-finish group
    themed = models.BooleanField(default=False)  # stands only by the executive's agreement
    agreed_by = models.CharField(max_length=160, blank=True)  # the body that agreed to a themed one
    agreed_on = models.DateField(null=True, blank=True)
    publishes_minutes = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", GroupKind, name="group_kind_known"),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("id")),
                name="group_reports_to_another",
                violation_error_message="A group cannot report to itself.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | ~Q(agreed_by=""),
                name="group_agreement_says_by_whom",
                violation_error_message="Say which body agreed to the group.",
            ),
            models.CheckConstraint(
                condition=Q(sunset_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(sunset_on__gte=F("formed_on")),
                name="group_sunset_after_start",
                violation_error_message="The group's last day is before its first.",
            ),
            models.UniqueConstraint(
                "partnership",
                "key",
                name="group_key_once",
                violation_error_message="Another group already has this key.",
            ),
            models.UniqueConstraint(
                "partnership",
                "name",
                condition=Q(ended_on__isnull=True),
                name="group_name_once",
                violation_error_message="Another group already has this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupAlias(TenantModel):
    """Another name by which a group is or was known, and why: an earlier name, a short form."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=170, default="", editable=False)  # old addresses lead on
    reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "group", "name", name="group_alias_once"),
        ]
        indexes = [models.Index("partnership", "slug", name="group_alias_by_slug")]

    def __str__(self) -> str:
        return self.name


class QuorumRule(TenantModel):
    """Who must be present for a group to decide, as its partnership wrote it down.

    Two of the four published arrangements state none, so `stated` may be False (statutory.md §2.2).
    """

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="quorum")
    stated = models.BooleanField(default=True)
    minimum_partners = models.PositiveSmallIntegerField(null=True, blank=True)
    required_kinds = ArrayField(
        models.CharField(max_length=30, choices=PartnerKind), default=list, blank=True
    )
    deputies_count = models.CharField(
        max_length=20, choices=DeputiesCount, default=DeputiesCount.NOT_STATED
    )
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("deputies_count", DeputiesCount, name="quorum_deputies_known"),
            models.CheckConstraint(
                condition=Q(required_kinds__contained_by=PartnerKind.values),
                name="quorum_kinds_known",
            ),
            models.CheckConstraint(
                condition=Q(stated=False, minimum_partners__isnull=True, required_kinds=[])
                # Not null, said outright: a check that comes out unknown would let the row pass.
                | Q(
                    stated=True,
                    minimum_partners__isnull=False,
                    minimum_partners__gte=1,
                    minimum_partners__lte=3,
                ),
                name="quorum_says_how_many_iff_stated",
                violation_error_message=(
                    "Say how many of the three partners must be present, or that no quorum is "
                    "stated."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"quorum of group {self.group_id}"
