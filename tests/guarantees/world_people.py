"""A row of every table of people, seats and authority that the fictional example leaves empty."""

from datetime import datetime, timedelta

from governance.models import (
    BoardProtocol,
    Group,
    GroupAgency,
    GroupSeat,
    LinkedBoard,
    LinkedBoardArea,
)
from krscp_portal.foundation.context import current_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships.models import (
    AccessReview,
    AccessReviewLine,
    AgencyArea,
    AgencyMembership,
    Appointment,
    Area,
    ChairReview,
    ChairRule,
    ConflictDeclaration,
    Delegation,
    DelegationReview,
    Handover,
    HandoverItem,
    ImportBatch,
    LocalRule,
    Organisation,
    Responsibility,
    ResponsibilityReview,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.services import directory
from partnerships.services import support
from partnerships.services.support import SupportFacts
from publications.models import PublicPage


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership."""
    today = local_day(at)
    seat = Seat.objects.order_by("pk").first()
    appointment = Appointment.objects.order_by("pk").first()
    agency = AgencyMembership.objects.order_by("pk").first()
    area = Area.objects.order_by("pk").first()
    group = Group.objects.order_by("pk").first()
    reviewed = {"reviewed_on": today, "recorded_at": at, "recorded_by": manager, "outcome": "Kept"}
    body = Organisation.objects.filter(registered_by=current_partnership_id()).first()
    directory.add_alias(organisation=body, name="Another name of a body", by=manager, at=at)
    directory.add_footprint(organisation=body, area=area, unit="A unit", by=manager, at=at)
    AgencyArea.objects.create(agency=agency, area=area)
    GroupSeat.objects.get_or_create(group=group, seat=seat, to_on=None)
    GroupAgency.objects.get_or_create(group=group, agency=agency)
    board = LinkedBoard.objects.order_by("pk").first()
    LinkedBoardArea.objects.get_or_create(board=board, area=area)
    BoardProtocol.objects.create(board=board, title="Working together")
    lay = Appointment.objects.select_related("seat").filter(seat__role="LAY_MEMBER").get()
    facts = SupportFacts(tasks="Reads plans for plain words", mentor=seat, shadowing="A forum")
    support.record_support(appointment=lay, facts=facts, by=manager, at=at)
    DelegationReview.objects.create(delegation=Delegation.objects.first(), **reviewed)
    Responsibility.objects.create(what="Plans the year", led_by="The manager")
    ResponsibilityReview.objects.create(next_on=today + timedelta(days=365), **reviewed)
    ChairReview.objects.create(rule=ChairRule.objects.first(), continues=True, **reviewed)
    LocalRule.objects.get_or_create(kind="media_needs_agreement", ended_on=None, text="A rule")
    ConflictDeclaration.objects.create(
        person=appointment.person,
        kind="nothing",
        declared_at=at,
        declared_by=manager,
        renew_on=today,
    )
    ImportBatch.objects.create(
        kind="agencies", file_name="a.csv", sha256="0", uploaded_at=at, uploaded_by=manager
    )
    handover = Handover.objects.create(
        leaver=manager, last_day=today, started_at=at, started_by=manager
    )
    HandoverItem.objects.create(
        handover=handover,
        kind="seat",
        thing=seat.public_id,
        text="A seat",
        outcome="Ended",
        done_at=at,
        done_by=manager,
    )
    review = AccessReview.objects.create(started_at=at, started_by=manager, due_on=today)
    AccessReviewLine.objects.create(
        review=review, assignment=RoleAssignment.objects.in_open_partnership().first()
    )
    for kind in ("whos_who", "structure"):
        PublicPage.objects.create(kind=kind, shown=True, confirmed_at=at, confirmed_by=manager)
