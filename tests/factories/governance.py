"""Plain builders of governance, inside the open partnership."""

from datetime import datetime, timedelta

from governance import services
from governance.models import (
    AgendaItem,
    DisputeStep,
    Group,
    GroupSeat,
    LinkedBoard,
    LinkedBoardArea,
    Meeting,
    QuorumRule,
    StandingItem,
)
from governance.services import agenda
from partnerships.models import Area, PartnershipArea, Seat, User


def group(key: str, **fields: object) -> Group:
    facts = {"name": f"Group {key}", "kind": "subgroup", **fields}
    return Group.objects.create(key=key, **facts)


def dispute_step(order: int, **fields: object) -> DisputeStep:
    facts = {"level": "strategic", "who": f"Body {order}", "what": f"Does step {order}.", **fields}
    return DisputeStep.objects.create(order=order, **facts)


def place(group: Group, seat: Seat, **fields: object) -> GroupSeat:
    """A seat's place on a group."""
    return GroupSeat.objects.create(group=group, seat=seat, **fields)


def area(name: str) -> Area:
    """An area that the open partnership covers."""
    found = Area.objects.create(name=name, kind="unitary")
    PartnershipArea.objects.create(area=found)
    return found


def board(key: str, *areas: Area, **fields: object) -> LinkedBoard:
    """A linked board, of these areas or of all."""
    made = LinkedBoard.objects.create(key=key, **{"name": f"Board {key}", **fields})
    for each in areas:
        LinkedBoardArea.objects.create(board=made, area=each)
    return made


def meeting(
    group: Group, *, starts_at: datetime, by: User, at: datetime, **facts: object
) -> Meeting:
    """A draft of a meeting of two hours, added by the service."""
    usual = {"title": "A meeting", "ends_at": starts_at + timedelta(hours=2), **facts}
    said = services.MeetingFacts(group=group, starts_at=starts_at, **usual)
    return services.add_meeting(facts=said, by=by, at=at)


def sent_meeting(
    group: Group, *, starts_at: datetime, by: User, at: datetime, **facts: object
) -> Meeting:
    """A meeting to which the seats of its group have been asked."""
    made = meeting(group, starts_at=starts_at, by=by, at=at, **facts)
    return services.send_meeting(meeting=made, by=by, at=at)


def open_meeting(
    group: Group,
    *,
    starts_at: datetime,
    by: User,
    at: datetime,
    presiding: Seat | None = None,
    **facts: object,
) -> Meeting:
    """A meeting that is under way since its start; without `presiding` its group has one chair."""
    made = sent_meeting(group, starts_at=starts_at, by=by, at=at, **facts)
    return services.open_meeting(meeting=made, presiding=presiding, by=by, at=starts_at)


def held_meeting(
    group: Group,
    *,
    starts_at: datetime,
    by: User,
    at: datetime,
    presiding: Seat | None = None,
    **facts: object,
) -> Meeting:
    """A meeting that has been held, closed at its planned end."""
    made = open_meeting(group, starts_at=starts_at, by=by, at=at, presiding=presiding, **facts)
    return services.close_meeting(meeting=made, by=by, at=made.ends_at)


def item(
    title: str,
    *,
    group: Group,
    by: User,
    at: datetime,
    meeting: Meeting | None = None,
    place: int | None = None,
    **facts: object,
) -> AgendaItem:
    """An item on a meeting's agenda, or in its group's backlog, added by the service."""
    said = agenda.ItemFacts(title=title, **facts)
    return agenda.add_item(group=group, facts=said, meeting=meeting, place=place, by=by, at=at)


def standing_item(title: str, **fields: object) -> StandingItem:
    """Something that stands on every agenda of a group, or of a kind of groups."""
    return StandingItem.objects.create(title=title, **fields)


def quorum(group: Group, **fields: object) -> QuorumRule:
    """Who must be present for the group to decide."""
    return QuorumRule.objects.create(group=group, **fields)
