"""The meeting of a rapid review's or a review's panel, kept as close as its case.

Who counts and whether it is quorate is judged by the rules of `governance`; the rows stand here,
because a meeting of a group is seen by the group, and this one by those on the case alone.
"""

from django.db import models
from django.db.models import Q

from governance.enums import Presence
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.enums import PartnerKind
from partnerships.models import Organisation, Seat, User
from reviews.enums import PanelInvitationAnswer
from reviews.models.incident import Incident
from reviews.models.review import Review


class PanelMeeting(TenantModel):
    """One meeting of the panel on one case or review, with its minutes."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="panel_meetings"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="panel_meetings"
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    chair_post = models.CharField(max_length=160, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)  # when the register was closed
    held_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quorum = models.JSONField(default=dict, blank=True)  # as it was when the register was closed
    minutes_agreed_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="panel_meets_on_one_thing",
            ),
            paired("held_at", "held_by", name="panel_held_whole"),
        ]

    def __str__(self) -> str:
        return f"panel meeting {self.pk}"


class PanelItem(TenantModel):
    """One item of a panel's agenda and what was minuted of it."""

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "meeting", "order", name="panel_item_once"),
            paired("edited_at", "edited_by", name="panel_item_edited_whole"),
        ]

    def __str__(self) -> str:
        return f"panel item {self.pk}"


class PanelAttendance(TenantModel):
    """Who came to a panel: a seat, or the post of an agency without one."""

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.CharField(max_length=160)
    partner = models.CharField(max_length=30, choices=PartnerKind, blank=True)
    code = models.CharField(max_length=12, choices=Presence)

    class Meta:
        constraints = [
            one_of("code", Presence, name="panel_attendance_known"),
            models.CheckConstraint(
                condition=Q(partner="") | Q(partner__in=PartnerKind.values),
                name="panel_attendance_partner_known",
            ),
            models.UniqueConstraint("partnership", "meeting", "post", name="panel_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"panel attendance {self.pk}"


class PanelInvitation(TenantModel):
    """That somebody was invited to a panel's meeting, through an account or by e-mail, and answered.

    The e-mail says when and where and nothing of the case. A meeting that moved is told anew.
    """

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.CharField(max_length=160)
    account = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: by e-mail alone
    email = models.EmailField(blank=True)
    told_of = models.DateTimeField()  # the moment of the meeting as they were told it
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        max_length=10, choices=PanelInvitationAnswer, default=PanelInvitationAnswer.WAITING
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("answer", PanelInvitationAnswer, name="panel_invitation_answer_known"),
            paired("answered_at", "answered_by", name="panel_invitation_answered_whole"),
            models.UniqueConstraint("partnership", "meeting", "post", name="panel_invited_once"),
        ]

    def __str__(self) -> str:
        return f"panel invitation {self.pk}"
