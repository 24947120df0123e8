"""What has been loaded, so that loading again neither repeats a thing nor undoes a person's work."""

from django.db import models

from krscp_portal.foundation.models import TenantModel


class ExampleRow(TenantModel):
    """One row of an example file that has been loaded into the open partnership.

    Written by the loader alone and never changed. Because it remains when the thing is renamed or
    ended, a second load does not bring back what somebody has since put right.
    """

    kind = models.CharField(max_length=30)  # the table of the file: seat, agency, case
    key = models.CharField(max_length=300)  # what tells its rows apart there
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "kind", "key", name="example_row_once"),
        ]

    def __str__(self) -> str:
        return f"example {self.kind} {self.pk}"
