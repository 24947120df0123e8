"""Plain builders of governance, inside the open partnership."""

from governance.models import DisputeStep, Group, GroupSeat, LinkedBoard, LinkedBoardArea
from partnerships.models import Area, PartnershipArea, Seat


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
