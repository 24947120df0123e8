"""How a case came to the partnership, and whom else it concerns."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Organisation, User
from reviews.enums import OtherBody
from reviews.models.incident import Incident


class Referral(TenantModel):
    """Which agency brought the case, through which post, and that other children were thought of.

    Any agency may refer (S4 App7). Whether a senior lead of the agency agreed and whether brothers,
    sisters and other children are safe is asked at once, and may be answered later.
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="referral")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation_words = models.CharField(max_length=160, blank=True)  # one not in the directory
    post = models.CharField(max_length=160)
    senior_lead = models.CharField(max_length=160, blank=True)  # a post
    senior_agreed_on = models.DateField(null=True, blank=True)
    others_safe = models.BooleanField(null=True)
    safety_note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, organisation_words="")
                | Q(organisation__isnull=True) & ~Q(organisation_words=""),
                name="referral_from_one_agency",
            ),
            models.CheckConstraint(
                condition=Q(senior_agreed_on__isnull=True) | ~Q(senior_lead=""),
                name="referral_agreement_has_its_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class OtherAuthority(TenantModel):
    """A body of another place that the case also concerns: a family that moved, a placement."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="other_authorities"
    )
    kind = models.CharField(max_length=20, choices=OtherBody)
    name = models.CharField(max_length=160)
    why = models.CharField(max_length=300)
    told_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", OtherBody, name="other_authority_kind_known"),
            paired("removed_at", "removed_by", name="other_authority_removed_whole"),
            models.UniqueConstraint(
                "partnership",
                "incident",
                "name",
                condition=Q(removed_at__isnull=True),
                name="other_authority_once",
            ),
        ]

    def __str__(self) -> str:
        return f"other authority {self.pk}"
