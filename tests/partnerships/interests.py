"""An interest as tests declare it."""

from krscp_portal.foundation.context import tenant
from partnerships.services import conflicts
from partnerships.services.conflicts import InterestFacts


def declared(by, at_moment, *, of, kind="employment", matter="Once worked there"):
    with tenant(of.pk):
        return conflicts.declare_interest(facts=InterestFacts(kind, matter), by=by, at=at_moment)
