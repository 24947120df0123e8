"""Abstract bases of every model, and the constraints that they share."""

import uuid

from django.db import models
from django.db.models import Q

from krscp_portal.foundation.context import current_partnership_id


class TenantModel(models.Model):
    """A row that belongs to one partnership and can be seen by no other.

    The partnership is taken from the open context and cannot be chosen. Each concrete model's
    migration must name it in a `TenantTable` operation; a system check finds one that does not.
    """

    partnership = models.ForeignKey(
        "partnerships.Partnership",
        on_delete=models.PROTECT,
        default=current_partnership_id,
        editable=False,
        related_name="+",
        db_index=False,  # the unique (partnership_id, id) of TenantTable serves look-ups
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


def paired(*names: str, name: str) -> models.CheckConstraint:
    """Return the constraint that these columns are all set or all null: who, when and what."""
    none = Q()
    every = Q()
    for each in names:
        none &= Q(**{f"{each}__isnull": True})
        every &= Q(**{f"{each}__isnull": False})
    return models.CheckConstraint(condition=none | every, name=name)


def one_of(column: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """Return the constraint that a column holds one of its choices; Django checks only forms."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": choices.values}), name=name)
