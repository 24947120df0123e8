"""What a meeting talks about, the papers for it, and the pack that is handed out."""

from django.db import models
from django.db.models import Q

from governance.enums import GroupKind, ItemState, Part, Purpose
from governance.models.groups import Group
from governance.models.meetings import Meeting
from governance.models.rules import Priority, RuleRow
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Seat, StoredFile


class StandingItem(RuleRow):
    """Something that stands on every agenda of a group, or of every group of one kind.

    A locked one cannot be taken off and its outcome must be minuted: KRSCP's subgroups answer for
    disproportionality at every meeting (S1 recommendation 18).
    """

    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="standing_items"
    )
    group_kind = models.CharField(max_length=30, choices=GroupKind, blank=True)
    order = models.PositiveSmallIntegerField(default=50)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    locked = models.BooleanField(default=False)
    part = models.CharField(max_length=1, choices=Part, default=Part.A)

    class Meta:
        constraints = [
            one_of("purpose", Purpose, name="standing_item_purpose_known"),
            one_of("part", Part, name="standing_item_part_known"),
            models.CheckConstraint(
                condition=Q(group__isnull=False, group_kind="")
                | Q(group__isnull=True, group_kind__in=GroupKind.values),
                name="standing_item_group_or_kind",
                violation_error_message="Choose one group, or one kind of group.",
            ),
        ]

    def __str__(self) -> str:
        return f"standing item {self.pk}"


class AgendaItem(TenantModel):
    """One thing to talk about: on a meeting's agenda, or waiting in its group's backlog.

    `number` is given when the agenda is first sent and never changes; what is added later takes
    the number before it with a letter. What was not reached, or has actions open, returns at the
    next meeting as a new row that points here (`carried_from`). `revision` grows with each change,
    so that two editors are told of each other.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="items")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.DISCUSSION)
    lead = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_post = models.CharField(max_length=160, blank=True)  # a guest who leads, by post
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.ForeignKey(
        StandingItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField(max_length=1, choices=Part, default=Part.A)
    part_reason = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.PLANNED)
    state_reason = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    deferred_times = models.PositiveSmallIntegerField(default=0)
    raised_by_rule = models.CharField(max_length=60, blank=True)  # key of the rule that put it here
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            one_of("purpose", Purpose, name="item_purpose_known"),
            one_of("part", Part, name="item_part_known"),
            one_of("state", ItemState, name="item_state_known"),
            models.UniqueConstraint(
                "partnership",
                "meeting",
                "number",
                condition=~Q(number="") & Q(meeting__isnull=False),
                name="item_number_once",
            ),
            models.UniqueConstraint(
                "partnership",
                "carried_from",
                condition=Q(carried_from__isnull=False) & ~Q(state=ItemState.WITHDRAWN),
                name="item_carried_once",
            ),
        ]
        indexes = [models.Index("partnership", "meeting", "order", name="item_by_meeting")]

    def __str__(self) -> str:
        return f"item {self.pk}"


class Paper(TenantModel):
    """A paper for one item: "4.2" is the second of item 4, and stays so.

    `late` says that it came after the day for papers; `supplement` is 0 in the first pack and then
    the number of the supplement that brought it. Withdrawn with a reason, never removed.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    part = models.CharField(max_length=1, choices=Part, default=Part.A)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)  # of a PDF
    late = models.BooleanField(default=False)
    supplement = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("part", Part, name="paper_part_known"),
            models.UniqueConstraint("partnership", "item", "place", name="paper_place_once"),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"


class Pack(TenantModel):
    """One PDF of agenda and papers as it was handed out: part A, or part B apart from it.

    Number 0 is the first pack; each later one is a supplement with what came since. `contents` lists
    for each piece its number, title, first page and count of pages. Never made again.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    part = models.CharField(max_length=1, choices=Part)
    number = models.PositiveSmallIntegerField()
    contents = models.JSONField(default=list)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("part", Part, name="pack_part_known"),
            models.UniqueConstraint(
                "partnership", "meeting", "part", "number", name="pack_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk}"
