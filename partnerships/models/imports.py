"""Spreadsheets that somebody brings in: looked at first, then taken whole or not at all."""

from django.db import models

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.enums import ImportState


class ImportBatch(TenantModel):
    """One uploaded spreadsheet: its rows as they were read, the mapping, and what was made of it.

    `rows` holds lists of text, the header left out. `made` names what the batch created, so that
    it can be undone whole.
    """

    kind = models.CharField(max_length=40)  # the key of the registered importer
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # field of the importer -> column number
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    made = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [
            one_of("state", ImportState, name="import_state_known"),
            paired("applied_at", "applied_by", name="import_applied_paired"),
            paired("undone_at", "undone_by", name="import_undone_paired"),
        ]

    def __str__(self) -> str:
        return f"import batch {self.pk}"
