"""What the public may read of a review: decided, cut, frozen, checked, published, kept a year."""

from django.db import models
from django.db.models import Q

from governance.redacting import REASONS
from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.models import StoredFile, User
from reviews.enums import LeakKind, PublicationForm
from reviews.models.reports import ReportVersion
from reviews.models.review import Review


class Publication(TenantModel):
    """What the partners decided to publish of one review, and when; nothing is public by it.

    Everything that is published comes from the signed version of the report: `sections` are the
    keys of those that go in, and `TakenOut` rows take words out. Not in full only with reasons.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="publication")
    form = models.CharField(max_length=20, choices=PublicationForm)
    reasons = models.TextField(blank=True)  # why not in full; never published
    title = models.CharField(max_length=160)
    reviewers = models.CharField(max_length=300)  # named in public
    warning = models.TextField(blank=True)  # what readers are told before they read
    sections = models.JSONField(default=list)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=160)  # posts
    planned_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("form", PublicationForm, name="publication_form_known"),
            models.CheckConstraint(
                condition=Q(form=PublicationForm.FULL) | ~Q(reasons=""),
                name="publication_in_part_with_reasons",
                violation_error_message="Say why the report is not published in full.",
            ),
            paired("archived_at", "archived_by", name="publication_archived_whole"),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | ~Q(archived_because=""),
                name="publication_archived_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


class TakenOut(TenantModel):
    """Words that are taken out of what is published, and why; in one section or in all of them."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="taken_out")
    section = models.CharField(max_length=40, blank=True)  # its key; empty: wherever they stand
    words = models.TextField()
    reason = models.CharField(max_length=20, choices=sorted(REASONS.items()))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=sorted(REASONS)), name="taken_out_reason_known"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="taken_out_has_words"),
        ]

    def __str__(self) -> str:
        return f"words taken out {self.pk}"


class PublicVersion(TenantModel):
    """What the public reads, frozen with its hash; then its PDF, its check, its publication.

    `content` is title, form, reviewers, warning and sections, with those words gone. The
    database refuses any change of it, a second PDF, and a deletion (migration 0011). `because` is
    why a later version replaced one that the public read.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    report_version = models.ForeignKey(
        ReportVersion, on_delete=models.PROTECT, related_name="public_versions"
    )
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    because = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)  # for leaks, when the PDF was made
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_because = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "partnership", "publication", "number", name="public_version_once"
            ),
            models.UniqueConstraint(
                "partnership",
                "publication",
                condition=Q(published_at__isnull=False, replaced_at__isnull=True),
                name="public_version_live_once",
            ),
            paired("set_aside_at", "set_aside_by", name="public_version_set_aside_whole"),
            paired("published_at", "published_by", name="public_version_published_whole"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(file__isnull=False, checked_at__isnull=False, set_aside_at__isnull=True),
                name="public_version_published_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(published_at__isnull=False),
                name="public_version_replaced_once_published",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_because=""),
                name="public_version_set_aside_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"public version {self.pk}"


class LeakFinding(TenantModel):
    """Something in a frozen public version that might tell who a child is.

    `excerpt` is empty for a sealed word: to show it would say that it is one. It is either gone in
    the next version, or kept with a reason by somebody.
    """

    version = models.ForeignKey(PublicVersion, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=LeakKind)
    where = models.CharField(max_length=160)
    excerpt = models.CharField(max_length=200, blank=True)
    kept_because = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", LeakKind, name="leak_kind_known"),
            paired("kept_at", "kept_by", name="leak_kept_whole"),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | ~Q(kept_because=""),
                name="leak_kept_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind=LeakKind.SEALED) | Q(excerpt=""), name="leak_sealed_unsaid"
            ),
        ]

    def __str__(self) -> str:
        return f"leak finding {self.pk}"
