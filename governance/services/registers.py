"""The numbers of registers: KRSCP-D-2026-041; D decisions, A actions, R recommendations."""

from datetime import datetime

from governance.models import RegisterCounter
from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships.addresses import prefix_of
from partnerships.models import Partnership

DECISIONS, ACTIONS, RECOMMENDATIONS = "D", "A", "R"


def next_reference(*, register: str, at: datetime) -> str:
    """Take the next number of the year; the row stays locked until the transaction ends.

    So no two rows get one number, and a row that is not stored leaves no gap.
    """
    year = local_day(at).year
    rows = RegisterCounter.objects
    rows.bulk_create([RegisterCounter(register=register, year=year)], ignore_conflicts=True)
    counter = rows.select_for_update().get(register=register, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=required_partnership_id())
    return f"{prefix_of(slug)}-{register}-{year}-{counter.last:03d}"
