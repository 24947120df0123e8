"""The days that these tests stand on, and how a page is asked."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from tests.factories import reviews as make

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def address(name, case=None, **kwargs):
    """Return the address of a page, that of a case by the case or by its id."""
    wanted = {"partnership": "northshire", **kwargs}
    if case is not None:
        wanted["case"] = getattr(case, "public_id", case)
    return reverse(f"reviews:{name}", kwargs=wanted)


def logged(north, manager, state=CaseState.LOGGED, **said):
    with tenant(north.pk):
        return make.case_at(state, by=manager, at=AWARE, **said)


def moment_of(name, at):
    local = at + timedelta(hours=1)
    day = {f"{name}_day": local.day, f"{name}_month": local.month, f"{name}_year": local.year}
    return {**day, f"{name}_time": f"{local:%H:%M}"}
