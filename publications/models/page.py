"""Pages that the public reads straight from the record, once somebody stands behind them."""

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.models import TenantModel, one_of
from publications.enums import PublicPageKind


class PublicPage(TenantModel):
    """One such page: whether it is shown, and who last confirmed it and when.

    Nothing is public before somebody has confirmed it once. Its text is never stored: it is read
    from the record each time, so it cannot go stale by itself; what it says can.
    """

    kind = models.CharField(max_length=20, choices=PublicPageKind)
    shown = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("kind", PublicPageKind, name="public_page_kind_known"),
            models.UniqueConstraint("partnership", "kind", name="public_page_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, shown=False)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="public_page_shown_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"public page {self.kind}"
