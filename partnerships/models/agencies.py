"""Which bodies take part in a partnership, and for which of its areas."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import AgencyBasis, AgencyChoice, Coverage, PartnerKind
from partnerships.models.directory import Organisation
from partnerships.models.partnership import Area


class AgencyMembership(TenantModel):
    """An organisation's part in the partnership: on what basis, why chosen, what is expected."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=30, choices=AgencyBasis)
    partner_kind = models.CharField(max_length=30, choices=PartnerKind, blank=True)
    chosen = models.CharField(max_length=20, choices=AgencyChoice, default=AgencyChoice.NOT_STATED)
    listed_as = models.CharField(max_length=200, blank=True)  # its name in the published list
    covers = ArrayField(models.CharField(max_length=30, choices=Coverage), default=list, blank=True)
    represented_through = models.ForeignKey(
        "partnerships.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    heading = models.CharField(max_length=80, blank=True)  # how the published list groups it
    why = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)  # for those who keep the record; never published
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("basis", AgencyBasis, name="membership_basis_known"),
            one_of("chosen", AgencyChoice, name="membership_chosen_known"),
            models.CheckConstraint(
                condition=Q(
                    basis=AgencyBasis.STATUTORY_PARTNER, partner_kind__in=PartnerKind.values
                )
                | (~Q(basis=AgencyBasis.STATUTORY_PARTNER) & Q(partner_kind="")),
                name="membership_partner_kind_iff_partner",
                violation_error_message=(
                    "Say which of the three safeguarding partners it is, for a safeguarding "
                    "partner alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(covers__contained_by=Coverage.values), name="membership_covers_known"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "organisation",
                "basis",
                condition=Q(to_on__isnull=True),
                name="membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class AgencyArea(TenantModel):
    """One area for which an agency takes part; an agency without any takes part for all."""

    agency = models.ForeignKey(AgencyMembership, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "agency", "area", name="agency_area_once"),
        ]

    def __str__(self) -> str:
        return f"area {self.area_id} of agency {self.agency_id}"
