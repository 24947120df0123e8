"""The minutes of a meeting: taken, commented on, approved, put right, and shown to the public."""

from django.db import models
from django.db.models import F, Q

from governance.enums import MinutesState, Part, RedactionReason, VersionKind
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import StoredFile


class Minutes(TenantModel):
    """The minutes of one meeting and where they stand."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=12, choices=MinutesState, default=MinutesState.DRAFT)
    comments_until = models.DateField(null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the meeting that approved them; none where they were approved by letter
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            one_of("state", MinutesState, name="minutes_state_known"),
            paired("approved_at", "approved_by", name="minutes_approved_whole"),
            models.CheckConstraint(
                condition=Q(state__in=[MinutesState.DRAFT, MinutesState.COMMENTS], approved_on=None)
                | Q(
                    state__in=[MinutesState.APPROVED, MinutesState.PUBLISHED],
                    approved_on__isnull=False,
                ),
                name="minutes_approved_have_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes {self.pk}"


class MinuteEntry(TenantModel):
    """What was said and agreed under one item, or beside them all (`item` is null).

    `revision` grows with every save; a save that names an older one is not taken but shown beside
    the newer text.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    heading = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=1, choices=Part, default=Part.A)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "minute entries"
        constraints = [
            one_of("part", Part, name="entry_part_known"),
            paired("edited_at", "edited_by", name="entry_edited_whole"),
            models.UniqueConstraint(
                "partnership",
                "minutes",
                "item",
                condition=Q(item__isnull=False),
                name="entry_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class MinutesComment(TenantModel):
    """What a member says of the draft, and what was done with it."""

    entry = models.ForeignKey(MinuteEntry, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=240, blank=True)
    taken = models.BooleanField(null=True, blank=True)  # null: not answered yet
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            paired("answered_at", "answered_by", name="minutes_comment_answered_whole"),
            models.CheckConstraint(condition=~Q(text=""), name="minutes_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class MinutesVersion(TenantModel):
    """The approved text as it stood that day; a correction makes the next number, never a change.

    `content` is a list of blocks: number, heading, part, paragraphs; with attendance, decisions and
    actions frozen among them.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=VersionKind)
    content = models.JSONField()
    what_changed = models.TextField(blank=True)
    noted_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the meeting that noted a correction
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", VersionKind, name="minutes_version_kind_known"),
            models.UniqueConstraint(
                "partnership", "minutes", "number", name="minutes_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=VersionKind.APPROVED) | ~Q(what_changed=""),
                name="minutes_correction_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes version {self.pk}"


class Redaction(TenantModel):
    """One passage that the public copy leaves out: its block and paragraph, from where to where."""

    version = models.ForeignKey(MinutesVersion, on_delete=models.PROTECT, related_name="redactions")
    block = models.PositiveSmallIntegerField()
    paragraph = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=RedactionReason)
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("reason", RedactionReason, name="redaction_reason_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="redaction_has_length"),
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk}"


class PublicMinutes(TenantModel):
    """The copy that the public reads: made by taking the marked passages out, with the proof.

    `proof` says how many passages were looked for in page and PDF and that none was found.
    """

    version = models.ForeignKey(
        MinutesVersion, on_delete=models.PROTECT, related_name="public_copies"
    )
    content = models.JSONField()
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proof = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "public minutes"
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "version",
                condition=Q(taken_down_at__isnull=True),
                name="public_minutes_one_up",
            ),
        ]

    def __str__(self) -> str:
        return f"public minutes {self.pk}"
