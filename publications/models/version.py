"""A version of a document: what it said on one day, for ever."""

from typing import Any

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import Job, StoredFile
from publications.enums import VersionState
from publications.models.document import Document
from publications.transitions import PUBLIC, UNPUBLISHED


class VersionQuerySet(models.QuerySet[Any]):
    def unpublished(self) -> "VersionQuerySet":
        return self.filter(state__in=sorted(UNPUBLISHED))

    def public(self) -> "VersionQuerySet":
        """Narrow to what anybody may read: the published version and those it replaced."""
        return self.filter(state__in=sorted(PUBLIC))


class DocumentVersion(TenantModel):
    """The frozen text of a document, its PDF, and its publication.

    The text never changes after it is stored, the PDF never after it is made; once published
    nothing changes but that the version is replaced or withdrawn. The database itself refuses
    anything else (migration 0002). A version that was never published is discarded and its number
    is used again, so that the public sees 1, 2, 3.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField(max_length=160)
    partnership_name = models.CharField(max_length=160)
    edition = models.CharField(max_length=200, blank=True)  # the guidance followed, by its title
    outline = models.JSONField(default=list)  # [{"anchor": …, "heading": …}] for contents lists
    content = models.TextField()  # HTML, sanitised when it was made
    content_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", VersionState, name="version_state_known"),
            models.UniqueConstraint(
                "partnership",
                "document",
                "number",
                condition=~Q(state=VersionState.DISCARDED),
                name="version_number_once",
            ),
            models.UniqueConstraint(
                "partnership",
                "document",
                condition=Q(state=VersionState.PUBLISHED),
                name="version_published_once",
            ),
            models.UniqueConstraint(
                "partnership",
                "document",
                condition=Q(state__in=sorted(UNPUBLISHED)),
                name="version_unpublished_once",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True, pdf_sha256="")
                | Q(file__isnull=False) & ~Q(pdf_sha256=""),
                name="version_file_with_hash",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VersionState.DRAFT, VersionState.DISCARDED])
                | Q(file__isnull=False),
                name="version_ready_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "ready", "discarded"], published_at__isnull=True)
                | Q(state__in=["published", "superseded", "withdrawn"], published_at__isnull=False),
                name="version_published_iff_state",
            ),
            paired("published_at", "published_by", name="version_published_paired"),
            paired("withdrawn_at", "withdrawn_by", name="version_withdrawn_paired"),
            models.CheckConstraint(
                condition=Q(state=VersionState.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=VersionState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="version_withdrawn_iff_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.SUPERSEDED) | Q(superseded_at__isnull=False),
                name="version_superseded_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of document {self.document_id}"
