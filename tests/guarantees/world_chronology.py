"""A row of every table of chronologies and of the panel's meetings."""

from datetime import datetime

from governance.enums import Presence
from krscp_portal.foundation.moment import local_day
from partnerships.enums import PartnerKind
from partnerships.models import AgencyMembership, User
from reviews import models as r
from reviews.models import Incident


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership, on the case that was logged first."""
    case = Incident.objects.order_by("pk").first()
    agency = AgencyMembership.objects.order_by("pk").first().organisation
    r.ChronologyRow.objects.create(
        incident=case,
        organisation=agency,
        from_on=local_day(at),
        event="What happened",
        source="Its records",
        added_at=at,
        added_by=manager,
    )
    meeting = r.PanelMeeting.objects.create(
        incident=case, starts_at=at, planned_at=at, planned_by=manager
    )
    r.PanelItem.objects.create(meeting=meeting, order=1, title="What is known")
    r.PanelAttendance.objects.create(
        meeting=meeting, post="Director", partner=PartnerKind.POLICE, code=Presence.PRESENT
    )
