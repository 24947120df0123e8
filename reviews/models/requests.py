"""The rapid review's plan of days, what agencies are asked, and what they answer."""

from django.db import models
from django.db.models import F, Q

from governance.models.rules import RuleRow
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Organisation, StoredFile, User
from reviews.enums import Involvement, RequestEventKind
from reviews.models.incident import Incident
from reviews.models.review import Review


class PlanTemplateStep(RuleRow):
    """A step that the partnership's rapid reviews start with, on these working days after day 0."""

    title = models.CharField(max_length=160)
    from_day = models.PositiveSmallIntegerField()
    to_day = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="plan_template_days_in_order",
                violation_error_message="The last day cannot come before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"plan template step {self.pk}"


class PlanStep(TenantModel):
    """One step of one rapid review's plan: copied from the template, then the case's own.

    The days are counted from the notification when shown, never stored, so that a new bank holiday
    moves them.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="plan_steps")
    title = models.CharField(max_length=160)
    from_day = models.PositiveSmallIntegerField()
    to_day = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_out_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="plan_step_days_in_order",
                violation_error_message="The last day cannot come before the first.",
            ),
            paired("done_on", "done_at", "done_by", name="plan_step_done_whole"),
        ]

    def __str__(self) -> str:
        return f"plan step {self.pk}"


class AgencyRequest(TenantModel):
    """What one agency is asked for one case, or for a review of it, and how it stands.

    Asked once it was sent; returned once the agency handed its answer in, signed off by a senior
    post (S4 App7). How it stands is read from these columns (`reviews.asking`), never stored twice.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="agency_requests"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="agency_requests"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_post = models.CharField(max_length=160)
    to_email = models.EmailField(blank=True)
    letter = models.TextField()
    period_from = models.DateField(null=True, blank=True)  # of the chronology asked for
    period_to = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    involvement = models.CharField(max_length=10, choices=Involvement, blank=True)
    summary = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)  # of the answer, against two editors
    signed_off_by = models.CharField(max_length=160, blank=True)  # a senior post
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_account = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: by the link
    refused_because = models.TextField(blank=True)
    required_at = models.DateTimeField(null=True, blank=True)  # under CA2004 s.16H
    cancelled_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, review__isnull=True)
                | Q(incident__isnull=True, review__isnull=False),
                name="agency_request_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(involvement="") | Q(involvement__in=Involvement.values),
                name="agency_request_involvement_known",
            ),
            paired("asked_at", "asked_by", name="agency_request_asked_whole"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True)
                | Q(asked_at__isnull=False) & ~Q(involvement="") & ~Q(signed_off_by=""),
                name="agency_request_returned_whole",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
                name="agency_request_period_in_order",
            ),
            models.UniqueConstraint(
                "partnership",
                "incident",
                "organisation",
                condition=Q(incident__isnull=False, cancelled_because=""),
                name="agency_asked_once_for_a_case",
            ),
            models.UniqueConstraint(
                "partnership",
                "review",
                "organisation",
                condition=Q(review__isnull=False, cancelled_because=""),
                name="agency_asked_once_for_a_review",
            ),
        ]
        indexes = [
            models.Index(
                "partnership",
                "due_on",
                condition=Q(returned_at__isnull=True),
                name="agency_request_outstanding",
            )
        ]

    def __str__(self) -> str:
        return f"agency request {self.pk}"


class RequestLink(TenantModel):
    """A secret address by which one agency answers one request without an account.

    Only its hash is kept. It ends by a day, by being used, by being revoked, or by a newer one. The
    secret is made when the e-mail leaves, so a row without `emailed_at` waits for one.
    """

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64)
    sent_to = models.EmailField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    emailed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("token_hash", name="request_link_token_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="request_link_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"request link {self.pk}"


class RequestEvent(TenantModel):
    """One thing that happened to a request, kept for good: asked, opened, chased, returned."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=RequestEventKind)
    text = models.TextField(blank=True)  # the letter or chaser as it was sent
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: the agency, by its link

    class Meta:
        constraints = [one_of("kind", RequestEventKind, name="request_event_known")]

    def __str__(self) -> str:
        return f"request event {self.pk}"


class RequestFile(TenantModel):
    """A file that an agency handed in, checked by content; refused ones are never stored."""

    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=160)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    account = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: the agency, by its link

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "request", "file", name="request_file_once")
        ]

    def __str__(self) -> str:
        return f"request file {self.pk}"
