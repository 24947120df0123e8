"""A report as it is written, frozen in versions, signed, and sent."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.enums import PartnerKind
from partnerships.models import StoredFile, User
from reviews.enums import (
    CriterionAnswer,
    DispatchKind,
    DispatchRecipient,
    DispatchState,
    RapidReviewOutcome,
    ReportKind,
)
from reviews.models.incident import Incident
from reviews.models.practice import ParallelProcess
from reviews.models.review import Review


class Report(TenantModel):
    """What is being written about one case or one review; `outcome` is the rapid review's.

    Its text stands in sections; its truth for signing is a `ReportVersion`.
    """

    kind = models.CharField(max_length=20, choices=ReportKind)
    incident = models.OneToOneField(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="report"
    )
    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="report"
    )
    outcome = models.CharField(max_length=20, choices=RapidReviewOutcome, blank=True)
    rationale = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)  # of the outcome and its reasons
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("kind", ReportKind, name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    kind=ReportKind.RAPID_REVIEW, incident__isnull=False, review__isnull=True
                )
                | Q(kind=ReportKind.REVIEW, incident__isnull=True, review__isnull=False),
                name="report_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=RapidReviewOutcome.values),
                name="report_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class ReportSection(TenantModel):
    """One section of a report as it stands; `revision` tells two editors of each other."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "report", "key", name="report_section_once"),
            paired("edited_at", "edited_by", name="report_section_edited_whole"),
        ]

    def __str__(self) -> str:
        return f"report section {self.pk}"


class ReportComment(TenantModel):
    """A remark on a section: accuracy, law, wording; answered before the report is frozen."""

    section = models.ForeignKey(ReportSection, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [paired("answered_at", "answered_by", name="report_comment_answered_whole")]

    def __str__(self) -> str:
        return f"report comment {self.pk}"


class ReportCriterion(TenantModel):
    """Whether one criterion or circumstance of the Regulations is met, and why."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="criteria")
    key = models.CharField(max_length=40)  # of reviews.criteria
    answer = models.CharField(max_length=10, choices=CriterionAnswer)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("answer", CriterionAnswer, name="report_criterion_known"),
            models.UniqueConstraint("partnership", "report", "key", name="report_criterion_once"),
        ]

    def __str__(self) -> str:
        return f"report criterion {self.pk}"


class ReportVersion(TenantModel):
    """A report frozen with the hash of its content. Never changed: what is signed is this.

    `content` holds sections, criteria, outcome and reasons; `sha256` is of its canonical JSON.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "report", "number", name="report_version_once")
        ]

    def __str__(self) -> str:
        return f"report version {self.pk}"


class ReportReturn(TenantModel):
    """That a version was taken back before all had signed it, and why. Never changed.

    What was signed under it stays; the next version is signed anew.
    """

    version = models.OneToOneField(
        ReportVersion, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.TextField()
    taken_back_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"report return {self.pk}"


class Signature(TenantModel):
    """One safeguarding partner's signature under one version, by a post on a day. Never changed.

    `sha256` repeats the version's hash: it is what was signed. `signed_by` is the account that
    signed, or that recorded a signature given elsewhere with its `evidence`.
    """

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="signatures")
    partner = models.CharField(max_length=30, choices=PartnerKind)
    signatory = models.CharField(max_length=160)  # a post
    signed_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    evidence = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("partner", PartnerKind, name="signature_partner_known"),
            models.UniqueConstraint("partnership", "version", "partner", name="signature_once"),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Dispatch(TenantModel):
    """One thing sent to one recipient outside: prepared first, recorded as sent afterwards.

    The row stands before anything leaves, so that a crash between sending and recording leaves a
    question to a person, never a second sending. `file` and `sha256` are the copy that went.
    """

    kind = models.CharField(max_length=20, choices=DispatchKind)
    recipient = models.CharField(max_length=20, choices=DispatchRecipient)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    version = models.ForeignKey(
        ReportVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    public_version = models.ForeignKey(
        "reviews.PublicVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatches",
    )
    proceedings = models.ForeignKey(
        ParallelProcess, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatches"
    )  # for which a review is delayed
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)  # the message, where no report goes with it
    state = models.CharField(max_length=10, choices=DispatchState, default=DispatchState.PREPARED)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=160, blank=True)
    receipt = models.CharField(max_length=160, blank=True)
    late_reason = models.TextField(blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("kind", DispatchKind, name="dispatch_kind_known"),
            one_of("recipient", DispatchRecipient, name="dispatch_recipient_known"),
            one_of("state", DispatchState, name="dispatch_state_known"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="dispatch_of_one_thing",
            ),
            paired("sent_at", "sent_by", name="dispatch_sent_whole"),
            models.CheckConstraint(
                condition=Q(state=DispatchState.SENT, sent_at__isnull=False)
                | ~Q(state=DispatchState.SENT) & Q(sent_at__isnull=True),
                name="dispatch_sent_iff_said",
            ),
            models.CheckConstraint(
                condition=~Q(state=DispatchState.CANCELLED) | ~Q(cancelled_because=""),
                name="dispatch_cancelled_with_reason",
            ),
            models.UniqueConstraint(
                "partnership",
                "version",
                "recipient",
                condition=~Q(state=DispatchState.CANCELLED),
                name="dispatch_once",
                violation_error_message="This version was prepared for this recipient already.",
            ),
            models.UniqueConstraint(
                "partnership",
                "public_version",
                "recipient",
                "kind",
                condition=~Q(state=DispatchState.CANCELLED),
                name="dispatch_of_public_version_once",
                violation_error_message="This version was prepared for this recipient already.",
            ),
        ]
        indexes = [
            models.Index("partnership", "review", "kind", name="dispatch_by_review"),
            models.Index("partnership", "incident", "kind", name="dispatch_by_case"),
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}"
