"""Small QuerySet vocabulary of tenancy.

Row-level security is what keeps partnerships apart; this is only for tables whose policy also
shows a person's own rows elsewhere.
"""

from typing import Any, Self

from django.db import models

from krscp_portal.foundation.context import required_partnership_id


class OwnRowsQuerySet(models.QuerySet[Any]):
    """For a table with `own_column`: narrow to the partnership that is open."""

    def in_open_partnership(self) -> Self:
        return self.filter(partnership_id=required_partnership_id())
