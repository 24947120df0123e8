"""The register of interests (S4 App7; statutory.md §2.3, 15)."""

from django.db import models
from django.db.models import F, Q

from krscp_portal.foundation.models import TenantModel, one_of, paired
from partnerships.enums import ConflictKind, ConflictState
from partnerships.models.partnership import Person


class ConflictDeclaration(TenantModel):
    """An interest that somebody declared, and how the partnership deals with it.

    Decided by somebody other than the person whom it is about. Ended by a date, never removed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20, choices=ConflictKind)
    matter = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ConflictState, default=ConflictState.DECLARED)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    renew_on = models.DateField()
    handling = models.TextField(blank=True)  # what is done about it: steps out, does not vote …
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ConflictKind, name="conflict_kind_known"),
            one_of("state", ConflictState, name="conflict_state_known"),
            paired("decided_at", "decided_by", name="conflict_decided_paired"),
            models.CheckConstraint(
                condition=Q(kind=ConflictKind.NOTHING) | ~Q(matter=""),
                name="conflict_says_what",
                violation_error_message="Say what the interest is.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("declared_by")),
                name="conflict_decided_by_another",
                violation_error_message="Somebody else decides how a declared interest is handled.",
            ),
            models.CheckConstraint(
                condition=Q(state=ConflictState.ENDED, ended_on__isnull=False)
                | (~Q(state=ConflictState.ENDED) & Q(ended_on__isnull=True)),
                name="conflict_ended_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"conflict declaration {self.pk}"
