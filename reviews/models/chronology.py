"""What agencies tell of a family's life, one row an event, merged into one chronology."""

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel
from partnerships.models import Organisation, User
from reviews.models.incident import Incident
from reviews.models.requests import AgencyRequest
from reviews.models.review import Review


class ChronologyRow(TenantModel):
    """One event in a family's life as one agency recorded it.

    The day may be unknown, or a period in words ("spring 2024"); a row without a day sorts last and
    is shown as such. Children stand by pseudonym.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="chronology"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="chronology"
    )
    request = models.ForeignKey(
        AgencyRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="rows"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0)  # the order in which the agency gave it
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    when_words = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=160, blank=True)  # whose record it comes from
    event = models.TextField()
    comment = models.TextField(blank=True)
    practice_note = models.TextField(blank=True)
    added_at = models.DateTimeField()
    account = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: given through the request's link

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="chronology_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True)
                | Q(from_on__isnull=False) & Q(to_on__gte=F("from_on")),
                name="chronology_period_in_order",
            ),
        ]
        indexes = [
            models.Index("partnership", "incident", "from_on", name="chronology_by_day"),
            models.Index("partnership", "review", "from_on", name="chronology_of_review_by_day"),
        ]

    def __str__(self) -> str:
        return f"chronology row {self.pk}"
