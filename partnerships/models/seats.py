"""The places on a partnership and the people appointed to them.

A seat says why a place exists; an appointment says who holds it, from when to when. They are
different things, so that a vacancy can be seen and history is kept.
"""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import (
    AppointmentKind,
    ConsentGiver,
    DeputyRule,
    MembershipCode,
    PartnerKind,
    SeatRole,
)
from partnerships.holding import Term
from partnerships.models.directory import Organisation
from partnerships.models.partnership import Area, Person

YOUNG_SEAT_HAS_NO_CONTACT = (
    "A young scrutineer is reached through the adult who supports them, so their seat has no "
    "contact details."
)


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
    membership_code = models.CharField(max_length=3, choices=MembershipCode, blank=True)
    deputies = models.CharField(max_length=20, choices=DeputyRule, default=DeputyRule.NOT_STATED)
    speaks_for_sector = models.BooleanField(default=False)
    appointer = models.CharField(max_length=200, blank=True)  # who fills the seat, by post
    on_behalf_of = models.ForeignKey(
        "partnerships.Participation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
    )  # on a joint body: whose seat it is
    # Of the post and its mailbox, never of a person; a young scrutineer's seat has none.
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
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
            models.CheckConstraint(
                condition=Q(membership_code="") | Q(membership_code__in=MembershipCode.values),
                name="seat_membership_code_known",
            ),
            one_of("deputies", DeputyRule, name="seat_deputies_known"),
            models.CheckConstraint(
                condition=~Q(role=SeatRole.YOUNG_SCRUTINEER)
                | Q(contact_email="", contact_phone=""),
                name="young_seat_has_no_contact",
                violation_error_message=YOUNG_SEAT_HAS_NO_CONTACT,
            ),
            models.UniqueConstraint("partnership", "key", name="seat_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Vocabulary of appointments in time."""

    def lasting(self, on: date) -> "AppointmentQuerySet":
        """Narrow to those that have not ended by the day: present ones and those to come."""
        return self.filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=on))

    def filling(self) -> "AppointmentQuerySet":
        """Narrow to those that fill the seat; a deputy stands in and leaves it vacant."""
        return self.exclude(kind=AppointmentKind.DEPUTY)


class Appointment(TenantModel):
    """One person in one seat for a time. Two substantive holders at once are impossible.

    `period` ends with the day after the last; people are told the last day itself.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(
        max_length=20, choices=AppointmentKind, default=AppointmentKind.SUBSTANTIVE
    )
    period = DateRangeField()
    appointed_by = models.CharField(max_length=160, blank=True)
    mandate = models.TextField(blank=True)  # of a deputy: how far they may decide
    briefed_on = models.DateField(null=True, blank=True)  # of a deputy
    note = models.TextField(blank=True)

    objects = AppointmentQuerySet.as_manager()

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
            ExclusionConstraint(
                name="person_once_in_a_seat",
                expressions=[
                    (
                        Func(F("seat"), F("seat"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("person"), F("person"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person sits in this seat at that time already.",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"

    @property
    def first_day(self) -> date:
        """Return the first day."""
        return self.period.lower

    @property
    def last_day(self) -> date | None:
        """Return the last day, or None while it lasts."""
        return self.period.upper - timedelta(days=1) if self.period.upper else None

    def as_term(self) -> Term:
        """Return the appointment as the rules see it; the person should be loaded."""
        return Term(self.person_id, self.person.name, self.kind, self.first_day, self.last_day)


class SupportRecord(TenantModel):
    """What stands behind a lay or young member: tasks, a mentor, and for the young, consent.

    A young person's record names the adult seat that looks after them and how they are credited;
    it never holds a way to reach them (statutory.md §9.1, 40 and 44).
    """

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="support_records"
    )
    tasks = models.TextField(blank=True)
    mentor = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    induction_on = models.DateField(null=True, blank=True)
    shadowing = models.CharField(max_length=200, blank=True)
    consent_by = models.CharField(max_length=20, choices=ConsentGiver, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    consent_withdrawn_on = models.DateField(null=True, blank=True)
    safeguarding_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk_assessed_on = models.DateField(null=True, blank=True)
    credited_as = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "appointment", name="support_once"),
            models.CheckConstraint(
                condition=Q(consent_by="", consent_on__isnull=True)
                | Q(consent_by__in=ConsentGiver.values, consent_on__isnull=False),
                name="consent_says_who_and_when",
                violation_error_message="Say who gave consent and on which day.",
            ),
        ]

    def __str__(self) -> str:
        return f"support record {self.pk}"
