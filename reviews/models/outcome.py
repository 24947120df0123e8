"""How a case goes on after the rapid review, and how it ends."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.enums import PartnerKind
from partnerships.models import StoredFile, User
from reviews.enums import CaseState, NationalStatus, PanelAnswer
from reviews.models.incident import Incident


class Withdrawal(TenantModel):
    """A notification taken back because it was later shown not to meet the criteria.

    The only way past a rapid review: with a reason, the agreement of all three partners, and the
    Panel told (statutory.md §4.2 ST3W).
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    panel_told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class WithdrawalAgreement(TenantModel):
    """One partner's agreement that a notification is withdrawn, by a post on a day."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="agreements")
    partner = models.CharField(max_length=30, choices=PartnerKind)
    signatory = models.CharField(max_length=160)  # a post
    agreed_on = models.DateField()

    class Meta:
        constraints = [
            one_of("partner", PartnerKind, name="withdrawal_partner_known"),
            models.UniqueConstraint(
                "partnership", "withdrawal", "partner", name="withdrawal_agreed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawal agreement {self.pk}"


class PanelResponse(TenantModel):
    """One answer of the Panel to a rapid review, and what the partners replied.

    There may be several: a question for more, then agreement. `disagreement` is why the partners
    keep to their decision where the Panel asked them to think again.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="panel_responses")
    answer = models.CharField(max_length=20, choices=PanelAnswer)
    text = models.TextField(blank=True)
    letter = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reply = models.TextField(blank=True)
    disagreement = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("answer", PanelAnswer, name="panel_answer_known"),
            paired("replied_at", "replied_by", name="panel_response_replied_whole"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | ~Q(reply=""),
                name="panel_response_reply_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"panel response {self.pk}"


class NationalReview(TenantModel):
    """A review that the Panel holds itself, mirrored as the partnership was told of it."""

    incident = models.OneToOneField(
        Incident, on_delete=models.PROTECT, related_name="national_review"
    )
    title = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=NationalStatus)
    told_on = models.DateField()
    local_paused = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    web_address = models.URLField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("status", NationalStatus, name="national_status_known")]

    def __str__(self) -> str:
        return f"national review {self.pk}"


class Closure(TenantModel):
    """That a case was closed, and what came of it: the entry for the yearly report.

    Opened again, it goes back to the state that it was closed in. Why nobody waited for the
    Panel's answer is kept where there was none: no duty obliges the Panel to give one.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="closures")
    summary = models.TextField()  # without a word that tells who the child is
    from_state = models.CharField(max_length=30, choices=CaseState)  # where it goes back to
    without_answer = models.TextField(blank=True)  # why the Panel's answer was not waited for
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reopened_because = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("from_state", CaseState, name="closure_state_known"),
            paired("reopened_at", "reopened_by", name="closure_reopened_whole"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_because=""),
                name="closure_reopened_with_reason",
            ),
            models.UniqueConstraint(
                "partnership",
                "incident",
                condition=Q(reopened_at__isnull=True),
                name="closure_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.pk}"
