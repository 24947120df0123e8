"""What a group is for, in versions, and for how long it stands."""

from django.db import models
from django.db.models import F, Q

from governance.enums import TermsState
from governance.models.groups import Group
from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import Seat, StoredFile

UNAPPROVED = (TermsState.DRAFT.value, TermsState.PUT_AWAY.value)


class TermsVersion(TenantModel):
    """One version of a group's terms of reference: typed, or the paper that was signed.

    Approved once and never changed after; the newest approved one is in force. Who approves is a
    rule of the partnership: in Kent the chief officers (statutory.md §2.2, §2.3 rule 13). A draft
    that one of them approved is put away with a reason, and stays with what was approved.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)  # grows with each change of a draft
    text = models.TextField(blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what_changed = models.CharField(max_length=240, blank=True)
    state = models.CharField(max_length=12, choices=TermsState, default=TermsState.DRAFT)
    approver = models.CharField(max_length=160, blank=True)  # the body or the posts, in words
    approved_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    put_away_reason = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", TermsState, name="terms_state_known"),
            models.UniqueConstraint("partnership", "group", "number", name="terms_number_once"),
            models.UniqueConstraint(
                "partnership",
                "group",
                condition=Q(state=TermsState.DRAFT),
                name="terms_one_draft",
                violation_error_message="There is a draft of these terms already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNAPPROVED, approved_on__isnull=True)
                | ~Q(state__in=UNAPPROVED) & Q(approved_on__isnull=False) & ~Q(approver=""),
                name="terms_approved_say_by_whom",
                violation_error_message="Say who approved the terms and on which day.",
            ),
            models.CheckConstraint(
                condition=Q(state=TermsState.PUT_AWAY) & ~Q(put_away_reason="")
                | ~Q(state=TermsState.PUT_AWAY) & Q(put_away_reason=""),
                name="terms_put_away_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(document__isnull=False),
                name="terms_say_something",
                violation_error_message="Type the terms or add the paper.",
            ),
        ]

    def __str__(self) -> str:
        return f"terms {self.number} of group {self.group_id}"


class TermsApproval(TenantModel):
    """One seat's agreement to a draft of the terms, where several have to agree.

    It is of the words as they were: a draft that is changed has another revision, and is asked
    about again. Never changed or removed.
    """

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="approvals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "version", "seat", "revision", name="terms_seat_agrees_once"
            )
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class GroupExtension(TenantModel):
    """One move of a task-and-finish group's last day, with the reason and who agreed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="extensions")
    sunset_from = models.DateField()
    sunset_to = models.DateField()
    reason = models.TextField()
    agreed_by = models.CharField(max_length=160)  # the body, never a person
    agreed_on = models.DateField()
    by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sunset_to__gt=F("sunset_from")),
                name="extension_is_later",
                violation_error_message="An extension ends after the day it extends.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(agreed_by=""), name="extension_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"extension {self.pk}"
