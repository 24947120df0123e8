"""A row of every table of chronologies and of the panel's meetings."""

from datetime import datetime
from typing import Any

from governance.enums import Presence
from krscp_portal.foundation.moment import local_day
from partnerships.enums import PartnerKind
from partnerships.models import AgencyMembership, User
from reviews import models as r
from reviews.models import AgencyRequest, Incident, Review


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership: of the case logged first, of the last review.

    And one that an agency told in answer to the last request.
    """
    _add_rows({"incident": Incident.objects.order_by("pk").first()}, manager, at)
    _add_rows({"review": Review.objects.order_by("pk").last()}, manager, at)
    asked = AgencyRequest.objects.order_by("pk").last()
    r.ChronologyRow.objects.create(
        incident=asked.incident,
        review=asked.review,
        request=asked,
        organisation=asked.organisation,
        event="What the agency saw",
        added_at=at,
    )


def _add_rows(subject: dict[str, Any], manager: User, at: datetime) -> None:
    agency = AgencyMembership.objects.order_by("pk").first().organisation
    r.ChronologyRow.objects.create(
        **subject,
        organisation=agency,
        from_on=local_day(at),
        event="What happened",
        source="Its records",
        added_at=at,
        account=manager,
    )
    meeting = r.PanelMeeting.objects.create(
        **subject, starts_at=at, planned_at=at, planned_by=manager
    )
    r.PanelItem.objects.create(meeting=meeting, order=1, title="What is known")
    r.PanelAttendance.objects.create(
        meeting=meeting, post="Director", partner=PartnerKind.POLICE, code=Presence.PRESENT
    )
