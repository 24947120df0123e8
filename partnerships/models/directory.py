"""The shared directory: bodies of the country, the names that they had, the areas they serve.

Global by declaration: the same police force or ICB serves several partnerships. What one
partnership says of a body stands in that partnership's own `AgencyMembership`.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from krscp_portal.foundation.models import one_of
from partnerships.enums import OrganisationKind
from partnerships.models.partnership import Area, Partnership


class Organisation(models.Model):
    """A body that takes part somewhere: a council, a force, a trust, a sector.

    `part_of` leads from a service to the body that it belongs to, `succeeded_by` from a body that
    has ended to the one that took over. `schedule` holds keys of `partnerships.schedule`. Only the
    partnership that registered a body may change it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30, choices=OrganisationKind)
    is_sector = models.BooleanField(default=False)  # many small bodies under one name
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    ended_on = models.DateField(null=True, blank=True)
    schedule = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    registered_by = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", OrganisationKind, name="organisation_kind_known"),
            models.UniqueConstraint(Lower("name"), name="organisation_name_once"),
            models.CheckConstraint(
                condition=(Q(part_of__isnull=True) | ~Q(part_of=F("id")))
                & (Q(succeeded_by__isnull=True) | ~Q(succeeded_by=F("id"))),
                name="organisation_leads_to_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name of a body: a short form, or what it was called before. Global."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="organisation_alias_once"),
        ]
        indexes = [models.Index(Lower("name"), name="organisation_alias_by_name")]

    def __str__(self) -> str:
        return self.name


class Footprint(models.Model):
    """An area that a body serves, whether or not its partnership uses the portal. Global.

    `unit` names the part of the body that serves it: a basic command unit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="footprints"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "area", "unit", name="footprint_once"),
        ]

    def __str__(self) -> str:
        return f"footprint {self.pk}"
