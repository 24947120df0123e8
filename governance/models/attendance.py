"""Who was in the room, what follows from absence, the letters that were sent, and risks."""

from django.db import models
from django.db.models import Q

from governance.enums import AbsenceOutcome, AbsenceState, LetterKind, LetterState, Presence
from governance.models.groups import Group
from governance.models.meetings import Meeting
from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Organisation, Person, Seat


class AttendanceMark(TenantModel):
    """How one seat, or one guest, was at one meeting.

    The organisation and the profession are those of the day, so that a register stays true when
    the seat passes to another agency. `person` is who held the seat then.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="marks")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    profession = models.CharField(max_length=80, blank=True)
    guest = models.CharField(max_length=160, blank=True)
    presence = models.CharField(max_length=12, choices=Presence)
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy_post = models.CharField(max_length=160, blank=True)
    arrived_at = models.TimeField(null=True, blank=True)
    left_at = models.TimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("presence", Presence, name="mark_presence_known"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, guest="") | Q(seat__isnull=True) & ~Q(guest=""),
                name="mark_seat_or_guest",
            ),
            models.UniqueConstraint(
                "partnership",
                "meeting",
                "seat",
                condition=Q(seat__isnull=False),
                name="mark_seat_once",
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class AbsenceReview(TenantModel):
    """A look, with the organisation, at a seat that was absent twice running (S4 6.10)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="absence_reviews")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    last_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    absences = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=AbsenceState, default=AbsenceState.OPEN)
    opened_at = models.DateTimeField()
    found = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=AbsenceOutcome, blank=True)
    risk = models.ForeignKey(
        "governance.Risk", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", AbsenceState, name="absence_state_known"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=AbsenceOutcome.values),
                name="absence_outcome_known",
            ),
            paired("closed_at", "closed_by", name="absence_closed_whole"),
            models.UniqueConstraint(
                "partnership",
                "group",
                "seat",
                condition=Q(state=AbsenceState.OPEN),
                name="absence_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"absence review {self.pk}"


class Letter(TenantModel):
    """A letter or a chaser: drafted, looked over, sent or discarded, and always kept.

    `key` makes a letter that a rule drafts come once. It goes to a post, never to a private person.
    """

    kind = models.CharField(max_length=20, choices=LetterKind)
    key = models.CharField(max_length=120, blank=True)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_post = models.CharField(max_length=200)
    to_email = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=200, blank=True)  # what it is about
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.DRAFT)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    emailed_at = models.DateTimeField(null=True, blank=True)
    reply_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    why_discarded = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("kind", LetterKind, name="letter_kind_known"),
            one_of("state", LetterState, name="letter_state_known"),
            paired("sent_at", "sent_by", name="letter_sent_whole"),
            models.UniqueConstraint(
                "partnership", "key", condition=~Q(key=""), name="letter_of_a_rule_once"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Risk(RuleRow):
    """Something that may go wrong for children or for the partnership's work, and who watches it.

    Likelihood and impact go from 1 to 5; `review_on` is when it is looked at again.
    """

    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="risks"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    mitigation = models.TextField(blank=True)
    raised_on = models.DateField()
    review_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="risk_scores_known",
                violation_error_message="Likelihood and impact go from 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"risk {self.pk}"
