"""Who a child is, sealed: kept apart from the case, encrypted, and opened only with a reason."""

from django.db import models

from krscp_portal.foundation.models import TenantModel
from partnerships.models import User
from reviews.models.incident import Child


class SealedIdentity(TenantModel):
    """The real identity of one child, encrypted; everything else calls the child by its pseudonym.

    `sealed` is the ciphertext of `reviews.sealing`: the database never holds the words. Each
    opening is a `SealedReading`.
    """

    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="identity")
    sealed = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sealed identity {self.pk}"


class SealedReading(TenantModel):
    """That somebody opened a sealed identity, and why. Never changed."""

    identity = models.ForeignKey(SealedIdentity, on_delete=models.PROTECT, related_name="readings")
    reason = models.CharField(max_length=300)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sealed reading {self.pk}"
