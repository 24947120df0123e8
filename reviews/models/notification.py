"""What was sent to the Panel, the Secretary of State and Ofsted; and awareness set right."""

from django.db import models

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.models import User
from reviews.enums import DeathNoticeKind
from reviews.models.incident import Child, Incident


class PanelNotification(TenantModel):
    """One form sent to the Panel by the local authority, for one or more children.

    An incident may need several: each child who died has a form of their own. The late reason is
    what the local authority says where the form went after its date.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notifications")
    children: "models.ManyToManyField[Child, NotifiedChild]" = models.ManyToManyField(
        Child, through="NotifiedChild", related_name="notifications"
    )
    reference = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=160)  # a post
    partners_told_at = models.DateTimeField(null=True, blank=True)  # said on the first form only
    late_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "reference", name="notification_reference_once")
        ]

    def __str__(self) -> str:
        return f"notification {self.pk}"


class NotifiedChild(TenantModel):
    """A child whom a form covers. A child stands on one form."""

    notification = models.ForeignKey(
        PanelNotification, on_delete=models.PROTECT, related_name="covered"
    )
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="covered")

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "child", name="child_notified_once")]

    def __str__(self) -> str:
        return f"notified child {self.pk}"


class DeathNotice(TenantModel):
    """The Secretary of State and Ofsted told of a looked-after child's or care leaver's death.

    Owed whatever the threshold decision is; the Panel's form, where one is sent, does both.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="death_notices")
    kind = models.CharField(max_length=20, choices=DeathNoticeKind)
    reference = models.CharField(max_length=60, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=160)  # a post
    late_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", DeathNoticeKind, name="death_notice_kind_known"),
            models.UniqueConstraint("partnership", "incident", "kind", name="death_notice_once"),
        ]

    def __str__(self) -> str:
        return f"death notice {self.pk}"


class AwarenessCorrection(TenantModel):
    """A moment of awareness that was recorded wrongly, and what it was changed to. Never edited."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="corrections")
    was_aware_at = models.DateTimeField()
    was_aware_by = models.CharField(max_length=160)
    now_aware_at = models.DateTimeField()
    now_aware_by = models.CharField(max_length=160)
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"awareness correction {self.pk}"
