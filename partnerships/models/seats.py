"""Who takes part: agencies, the seats they fill, the people appointed to them, delegation.

A seat says why a place exists; an appointment says who holds it, from when to when. They are
different things, so that a vacancy can be seen and history is kept.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import AgencyBasis, AppointmentKind, PartnerKind, SeatRole
from partnerships.models.partnership import Area, Organisation, Person


class AgencyMembership(TenantModel):
    """An organisation's part in the partnership: on what basis, why chosen, what is expected."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=30, choices=AgencyBasis)
    heading = models.CharField(max_length=80, blank=True)  # how the published list groups it
    why = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("basis", AgencyBasis, name="membership_basis_known"),
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


class Seat(TenantModel):
    """A place on the partnership that a post fills, whoever the person is."""

    key = models.SlugField(max_length=80)
    role = models.CharField(max_length=30, choices=SeatRole)
    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    speaks_for = models.CharField(max_length=30, choices=PartnerKind, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    votes = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("role", SeatRole, name="seat_role_known"),
            models.CheckConstraint(
                condition=Q(speaks_for="") | Q(speaks_for__in=PartnerKind.values),
                name="seat_speaks_for_known",
            ),
            models.UniqueConstraint("partnership", "key", name="seat_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(TenantModel):
    """One person in one seat for a time. Two substantive holders at once are impossible."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(
        max_length=20, choices=AppointmentKind, default=AppointmentKind.SUBSTANTIVE
    )
    period = DateRangeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("kind", AppointmentKind, name="appointment_kind_known"),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="appointment_has_a_start",
            ),
            # int8range of the key instead of the key itself: btree_gist is not everywhere.
            ExclusionConstraint(
                name="one_substantive_holder",
                expressions=[
                    (
                        Func(F("seat"), F("seat"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=AppointmentKind.SUBSTANTIVE),
                violation_error_message="Somebody already holds this seat at that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class Delegation(TenantModel):
    """What an LSP has handed to a DSP. The LSP stays accountable (WT2023; S0 2.3, S2 s2, S4 13.1).

    One DSP may act for several LSPs.
    """

    from_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations_given")
    to_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations_held")
    functions = models.TextField()
    retained = models.TextField(blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_seat=F("to_seat")), name="delegation_to_another_seat"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="delegation_ends_after_start",
            ),
            models.UniqueConstraint(
                "partnership",
                "from_seat",
                "to_seat",
                condition=Q(to_on__isnull=True),
                name="delegation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"delegation {self.pk}"


class ChairRule(TenantModel):
    """How the partnership's top body gets its chair: a typed row, because all four differ."""

    body = models.CharField(max_length=120)
    chosen_from = models.TextField()
    minimum_months = models.PositiveSmallIntegerField(null=True, blank=True)
    review = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "body", name="chair_rule_once")]

    def __str__(self) -> str:
        return f"chair rule {self.pk}"
