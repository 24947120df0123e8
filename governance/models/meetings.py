"""When groups meet: rules, series, single meetings, who is asked, and the days to keep clear."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.enums import Answer, InviteeRole, MeetingKind, MeetingState, Recurrence
from governance.models.boards import LinkedBoard
from governance.models.groups import Group
from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Area, Person, Seat


class MeetingRule(RuleRow):
    """How often a group has to meet, as its partnership wrote it down (statutory.md §6).

    `with_group` is for meetings that two groups owe together: KRSCP's executive meets the wider
    group four times a year. `kind` narrows it to one kind of meeting.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meeting_rules")
    with_group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=MeetingKind, blank=True)
    times_a_year = models.PositiveSmallIntegerField(null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(times_a_year__isnull=False, times_a_year__gte=1, every_weeks=None)
                | Q(every_weeks__isnull=False, every_weeks__gte=1, times_a_year=None),
                name="meeting_rule_says_how_often",
                violation_error_message="Say how often a year, or every how many weeks.",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=MeetingKind.values),
                name="meeting_rule_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(months__contained_by=list(range(1, 13))),
                name="meeting_rule_months_real",
            ),
            models.CheckConstraint(
                condition=Q(with_group__isnull=True) | ~Q(with_group=F("group")),
                name="meeting_rule_with_another",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting rule {self.pk}"


class SchoolHoliday(RuleRow):
    """Days on which the schools of an area are closed; without an area, those of every one."""

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="school_holiday_ends_after_start",
                violation_error_message="The last day is before the first.",
            ),
            models.UniqueConstraint(
                "partnership",
                "area",
                "from_on",
                "to_on",
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="school_holiday_once",
                violation_error_message="This holiday is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"school holiday {self.pk}"


class BoardDate(RuleRow):
    """A day on which a linked board meets, so that our groups do not meet then."""

    board = models.ForeignKey(LinkedBoard, on_delete=models.PROTECT, related_name="dates")
    on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "board",
                "on",
                condition=Q(ended_on__isnull=True),
                name="board_date_once",
                violation_error_message="This date is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"board date {self.pk}"


class MeetingSeries(RuleRow):
    """A pattern of meetings: the third Tuesday of every second month, at two o'clock.

    It proposes days; the meetings themselves are rows of their own. Times are those of England,
    so that a meeting at ten stays at ten when the clocks change.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=160)
    recurrence = models.CharField(max_length=20, choices=Recurrence)
    # nth_weekday: 1 to 4, or -1 for the last; nth_working_day: 1 to 20, or -1
    nth = models.SmallIntegerField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 is Monday
    day = models.PositiveSmallIntegerField(null=True, blank=True)  # of the month, 1 to 31
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    starts_on = models.DateField()
    until_on = models.DateField()
    start_time = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "meeting series"
        constraints = [
            one_of("recurrence", Recurrence, name="series_recurrence_known"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("starts_on")),
                name="series_ends_after_start",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=720), name="series_length_sensible"
            ),
            models.CheckConstraint(
                condition=Q(months__contained_by=list(range(1, 13))), name="series_months_real"
            ),
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The vocabulary in which meetings are asked for."""

    def standing(self) -> "MeetingQuerySet":
        """Leave out those that were cancelled."""
        return self.exclude(state=MeetingState.CANCELLED)

    def told(self) -> "MeetingQuerySet":
        """Keep those that people have been told of, cancelled ones too."""
        return self.exclude(state=MeetingState.DRAFT)

    def of_group(self, group: Group) -> "MeetingQuerySet":
        """Keep those of a group, and those that it shares with another."""
        return self.filter(Q(group=group) | Q(joined__group=group)).distinct()


class Meeting(TenantModel):
    """One meeting of a group, single or of a series.

    While it is a draft nobody is told. `sequence` counts what people were told of: it goes into
    their calendars, where a higher number replaces a lower. `agenda_revision` grows with every
    change of the order of the agenda, so that two people who reorder it are told of each other.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    occurrence_on = models.DateField(null=True, blank=True)  # the day that the series proposed
    kind = models.CharField(max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=400, blank=True)
    papers_due_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)  # shown in the public calendar
    presiding = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.DRAFT)
    sequence = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    cancelled_reason = models.CharField(max_length=240, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    quorum_when_opened = models.JSONField(default=dict, blank=True)
    agenda_revision = models.PositiveIntegerField(default=0)
    numbered_at = models.DateTimeField(null=True, blank=True)  # from here numbers never move

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", MeetingState, name="meeting_state_known"),
            one_of("kind", MeetingKind, name="meeting_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message="The meeting ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancelled_reason=""),
                name="meeting_cancelled_with_reason",
                violation_error_message="Say why the meeting is cancelled.",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.DRAFT)
                | Q(state=MeetingState.CANCELLED)
                | Q(told_at__isnull=False),
                name="meeting_told_when_not_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.HELD) | Q(closed_at__isnull=False),
                name="meeting_held_is_closed",
            ),
            models.UniqueConstraint(
                "partnership",
                "series",
                "occurrence_on",
                condition=Q(series__isnull=False),
                name="meeting_of_series_once",
                violation_error_message="The series has a meeting for this day already.",
            ),
        ]
        indexes = [
            models.Index("partnership", "group", "starts_at", name="meeting_by_group"),
            models.Index("partnership", "starts_at", name="meeting_by_time"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def path(self) -> str:
        """Return the meeting's own page inside the partnership."""
        return f"meetings/{self.public_id}/"


class MeetingGroup(TenantModel):
    """Another group that shares a meeting: its members are asked and it counts for its rules."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="joined")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "meeting", "group", name="meeting_group_once"),
        ]

    def __str__(self) -> str:
        return f"group {self.group_id} in meeting {self.meeting_id}"


class Invitee(TenantModel):
    """Somebody who is asked to a meeting: a seat, whoever holds it, or a guest by post.

    `holder` is who held the seat when it was last asked: somebody else is asked anew. The answer may come by a link that carries a secret, of which only the hash is kept. A person
    who may read part B as a guest is named here; a group's own members are known by their seats.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=12, choices=InviteeRole, default=InviteeRole.MEMBER)
    guest = models.CharField(max_length=160, blank=True)  # a post, never a private person
    guest_email = models.EmailField(blank=True)
    reads_part_b = models.BooleanField(default=False)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy_post = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=240, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    told_sequence = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("role", InviteeRole, name="invitee_role_known"),
            one_of("answer", Answer, name="invitee_answer_known"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, guest="") | Q(seat__isnull=True) & ~Q(guest=""),
                name="invitee_seat_or_guest",
                violation_error_message="Choose a seat, or name the post of a guest.",
            ),
            models.UniqueConstraint(
                "partnership",
                "meeting",
                "seat",
                condition=Q(seat__isnull=False),
                name="invitee_seat_once",
                violation_error_message="This seat is asked already.",
            ),
            models.UniqueConstraint(
                "partnership",
                "token_hash",
                condition=~Q(token_hash=""),
                name="invitee_token_once",
            ),
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk}"


class CalendarFeed(TenantModel):
    """A secret address at which a calendar program reads meetings; revoked, never reused.

    A personal one shows what its user is asked to; one of a group shows that group's meetings;
    the public one shows the meetings that are marked public. Only the hash is kept.
    """

    user = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="feeds"
    )
    with_deadlines = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "token_hash", name="feed_token_once"),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None
