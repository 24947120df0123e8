"""Which seats sit on a group, and which agencies it speaks for."""

from django.db import models
from django.db.models import F, Q

from governance.enums import Chairing
from governance.models.groups import Group
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import MembershipCode
from partnerships.models import AgencyMembership, Seat


class GroupSeat(TenantModel):
    """One seat's place on one group: its role code there, whether it votes, whether it leads.

    The person is whoever holds the seat. Ended by a date, never removed.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="group_seats")
    code = models.CharField(max_length=3, choices=MembershipCode, blank=True)
    chairing = models.CharField(max_length=12, choices=Chairing, default=Chairing.NO, blank=True)
    votes = models.BooleanField(default=False)
    profession = models.CharField(max_length=80, blank=True)  # GP, CAMHS: attendance is told by it
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)  # the last day on which it sits there
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("chairing", Chairing, name="group_seat_chairing_known"),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__in=MembershipCode.values),
                name="group_seat_code_known",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="group_seat_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "group",
                "seat",
                condition=Q(to_on__isnull=True),
                name="group_seat_open_once",
                violation_error_message="This seat sits on the group already.",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id} on group {self.group_id}"


class GroupAgency(TenantModel):
    """An agency that a group speaks for, with or without a seat of its own there (Kent)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(
        AgencyMembership, on_delete=models.PROTECT, related_name="represented_in"
    )
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "group agencies"
        constraints = [
            models.UniqueConstraint("partnership", "group", "agency", name="group_agency_once"),
        ]

    def __str__(self) -> str:
        return f"agency {self.agency_id} in group {self.group_id}"
