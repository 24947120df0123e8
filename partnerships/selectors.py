"""Reads that cross models or shape data for a page."""

from datetime import date

from django.db.models import Q

from krscp_portal.foundation.context import as_user
from partnerships.models import Partnership, RoleAssignment, User


def partnerships_of(*, user: User, on: date) -> list[Partnership]:
    """Return the partnerships in which the user holds a role on the day, by name."""
    with as_user(user.pk):
        ids = list(
            RoleAssignment.objects.filter(user=user, from_on__lte=on)
            .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
            .values_list("partnership_id", flat=True)
            .distinct()
        )
    return list(Partnership.objects.filter(pk__in=ids).order_by("name"))
