"""What the partnership's record keeps of itself: the audit, notices to people, files, jobs."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of
from partnerships.enums import AuditVerb, JobState


class AuditEvent(TenantModel):
    """One thing that happened, written in the same transaction as the thing.

    No foreign key leads to what it speaks of, so it can neither block a change nor be damaged by
    one. The database fills `number`, `previous_hash` and `hash`, and refuses every change.
    """

    number = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=30, choices=AuditVerb)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_reference = models.CharField(max_length=120, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        constraints = [
            one_of("verb", AuditVerb, name="audit_verb_known"),
            models.UniqueConstraint("partnership", "number", name="audit_number_once"),
        ]
        indexes = [
            models.Index("partnership", "object_type", "object_id", name="audit_by_object"),
            BrinIndex("at", name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"audit {self.number}"


class Notice(TenantModel):
    """Something one person is told: shown in the portal, and by e-mail in neutral words.

    `key` makes it unique, so nothing is told twice however often the sweep runs.
    """

    recipient = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, related_name="notices"
    )
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=160)  # neutral: it is what the e-mail says
    path = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)  # goes by itself, not with the day's one mail
    created_at = models.DateTimeField()
    emailed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "recipient", "key", name="notice_once"),
        ]
        indexes = [
            models.Index(
                "partnership",
                "created_at",
                condition=Q(emailed_at__isnull=True),
                name="notice_unsent",
            ),
            models.Index("partnership", "recipient", "created_at", name="notice_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class StoredFile(TenantModel):
    """A file of the partnership, kept under an opaque name with its hash. Never changed."""

    name = models.CharField(max_length=120)  # what a download is called; holds no child's name
    path = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "path", name="file_path_once")]

    def __str__(self) -> str:
        return f"file {self.pk}"


class Job(TenantModel):
    """Background work that a person waits for, with the progress that the page shows.

    The row is the truth: a lost broker or a killed worker leaves it `queued` or `running` without
    a recent `beat_at`, and the sweep starts it again, three times at most.
    """

    kind = models.CharField(max_length=60)  # the registered kind, see partnerships/jobs.py
    subject_id = models.UUIDField()
    state = models.CharField(max_length=20, choices=JobState, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, related_name="+"
    )
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("state", JobState, name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_iff_final",
            ),
            models.UniqueConstraint(
                "partnership",
                "kind",
                "subject_id",
                condition=Q(state__in=["queued", "running"]),
                name="job_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"job {self.pk}"
