"""What was decided, how each partner stood, and who had an interest."""

from django.db import models
from django.db.models import Q

from governance.enums import DecisionMode, InterestHandling, Part, Reached, Stance
from governance.models.agenda import AgendaItem
from governance.models.groups import Group
from governance.models.meetings import Meeting
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import PartnerKind
from partnerships.models import ConflictDeclaration, Organisation, Person, Seat, StoredFile


class RegisterCounter(TenantModel):
    """The last number given in one year of one register: decisions, actions."""

    register = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "register", "year", name="register_once"),
        ]

    def __str__(self) -> str:
        return f"register {self.pk}"


class Decision(TenantModel):
    """One decision in the partnership's numbered register; never changed, only replaced.

    One taken between meetings waits until the next meeting of its group has minuted it
    (`reported_in`); Kent and Merton ask for that (statutory.md §2.3 rule 11).
    """

    reference = models.CharField(max_length=40)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    mode = models.CharField(max_length=12, choices=DecisionMode)
    reached = models.CharField(max_length=12, choices=Reached)
    lead = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who acted between meetings
    part = models.CharField(max_length=1, choices=Part, default=Part.A)
    decided_on = models.DateField()
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reported_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="reported"
    )
    quorum = models.JSONField(default=dict, blank=True)  # how it stood then; empty between meetings
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("mode", DecisionMode, name="decision_mode_known"),
            one_of("reached", Reached, name="decision_reached_known"),
            one_of("part", Part, name="decision_part_known"),
            models.UniqueConstraint("partnership", "reference", name="decision_reference_once"),
            models.CheckConstraint(
                condition=Q(mode=DecisionMode.MEETING, meeting__isnull=False)
                | Q(mode=DecisionMode.BETWEEN, meeting__isnull=True),
                name="decision_meeting_iff_at_one",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Position(TenantModel):
    """How one seat stood to one decision: agreed, disagreed, abstained, had no part.

    `kind` is the safeguarding partner that the seat spoke for. A deputy who departs from what the
    member held before needs the member's written confirmation (S4 6.8): its day and the paper.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="positions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=30, choices=PartnerKind, blank=True)
    stance = models.CharField(max_length=12, choices=Stance)
    is_vote = models.BooleanField(default=False)
    by_deputy = models.BooleanField(default=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    departs_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_on = models.DateField(null=True, blank=True)
    confirmation = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("stance", Stance, name="position_stance_known"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=PartnerKind.values), name="position_kind_known"
            ),
            models.UniqueConstraint("partnership", "decision", "seat", name="position_once"),
        ]

    def __str__(self) -> str:
        return f"position {self.pk}"


class ItemInterest(TenantModel):
    """An interest that somebody in the room has in one item, and what was done about it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="interests")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    declaration = models.ForeignKey(
        ConflictDeclaration, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=240)
    handling = models.CharField(max_length=12, choices=InterestHandling)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("handling", InterestHandling, name="item_interest_handling_known"),
            models.UniqueConstraint("partnership", "item", "seat", name="item_interest_once"),
        ]

    def __str__(self) -> str:
        return f"interest {self.pk}"
