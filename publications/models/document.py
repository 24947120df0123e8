"""A document as it is being written: its sections, in order."""

from typing import Any

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from publications.enums import BlockCode, DocumentKind, SectionKind


class Document(TenantModel):
    """Something that the partnership publishes again and again, version by version."""

    kind = models.CharField(max_length=30, choices=DocumentKind)
    title = models.CharField(max_length=160)

    class Meta:
        constraints = [
            one_of("kind", DocumentKind, name="document_kind_known"),
            models.UniqueConstraint("partnership", "kind", name="document_kind_once"),
        ]

    def __str__(self) -> str:
        return self.title


class SectionQuerySet(models.QuerySet[Any]):
    def in_place(self) -> "SectionQuerySet":
        """Narrow to the sections that are in the document, in reading order."""
        return self.filter(removed_at__isnull=True).order_by("order", "pk")

    def taken_out(self) -> "SectionQuerySet":
        """Narrow to the sections that were taken out and can be put back."""
        return self.filter(removed_at__isnull=False).order_by("-removed_at", "pk")


class Section(TenantModel):
    """One part of a document: prose in Markdown, or facts from the record under some prose.

    `revision` goes up with every change, so that two people who edit at once notice each other.
    Taken out by a date and put back by clearing it, so that nobody's words are lost.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=SectionKind)
    heading = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    block = models.CharField(max_length=30, choices=BlockCode, blank=True)
    source = models.CharField(max_length=200, blank=True)  # for the record; never published
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", SectionKind, name="section_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=SectionKind.PROSE, block="")
                | Q(kind=SectionKind.LIVE, block__in=BlockCode.values),
                name="section_live_iff_block",
            ),
            paired("removed_at", "removed_by", name="section_removed_paired"),
        ]
        indexes = [models.Index("partnership", "document", "order", name="section_by_order")]

    def __str__(self) -> str:
        return f"section {self.pk}"
