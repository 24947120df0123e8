"""The tenant, and the places and bodies of the country that no tenant owns."""

import uuid

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import AreaKind, PartnershipKind


class Area(models.Model):
    """A local authority area of England. Global by declaration."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=30, choices=AreaKind)
    gss_code = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [one_of("kind", AreaKind, name="area_kind_known")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who holds seats. Global; a partnership sees a person only by an appointment there.

    The name is shown to the public only where `name_published` says that the person agreed. It is
    kept by the partnership that put the person on record (`registered_by`) and by the person.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    name_published = models.BooleanField(default=False)
    registered_by = models.ForeignKey(
        "partnerships.Partnership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    def __str__(self) -> str:
        return f"person {self.pk}"


class Partnership(models.Model):
    """The tenant: one safeguarding children partnership, or a body that several share.

    Global by declaration, because the address of every page is resolved against it; what it holds
    is published anyway.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=20, choices=PartnershipKind, default=PartnershipKind.PARTNERSHIP
    )
    edition = models.CharField(max_length=20, blank=True)  # key of a deadlines.GuidanceEdition
    host = models.CharField(max_length=160, blank=True)
    data_controller = models.TextField(blank=True)
    priorities_years = models.PositiveSmallIntegerField(null=True, blank=True)
    contact_email = models.EmailField(blank=True)
    fictional = models.BooleanField(default=False)
    sources = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [one_of("kind", PartnershipKind, name="partnership_kind_known")]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"


class Participation(models.Model):
    """One partnership's part in a joint body; `name` alone where it does not use the portal.

    Global by declaration: who shares a body is published by each of them. Written only by whoever
    keeps the record of the joint body.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="participations")
    participant = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_bodies"
    )
    name = models.CharField(max_length=160)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "body", "name", condition=Q(to_on__isnull=True), name="participation_open_once"
            ),
            models.CheckConstraint(
                condition=Q(participant__isnull=True) | ~Q(participant=F("body")),
                name="participation_of_another",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="participation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"


class PartnershipArea(TenantModel):
    """One area that the partnership covers; KRSCP covers two."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "area", name="partnership_area_once"),
        ]

    def __str__(self) -> str:
        return f"area {self.area_id} of partnership {self.partnership_id}"
