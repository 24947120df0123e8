"""What the pages of priorities and plans share: the way back, and who may keep them."""

from typing import Any

from django.http import HttpResponse

from governance.models import Priority, Workplan
from governance.views.frames import address, as_file, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.spreadsheet_writing import Table
from krscp_portal.foundation.verdict import Verdict
from partnerships.doors import PortalRequest
from partnerships.roles import Permission
from partnerships.services.exports import download


def priorities_trail(request: PortalRequest, *priorities: Priority) -> list[Link]:
    """Return the way to the priorities, and to one of them."""
    way = [*trail(request), Link("Priorities", address(request, "priorities"))]
    return way + [
        Link(each.title, address(request, "priority", priority=each.public_id))
        for each in priorities
    ]


def plans_trail(request: PortalRequest, *plans: Workplan) -> list[Link]:
    """Return the way to the plans, and to one of them."""
    way = [*trail(request), Link("Plans", address(request, "workplans"))]
    return way + [
        Link(each.title, address(request, "workplan", plan=each.public_id)) for each in plans
    ]


def may_keep_plan(request: PortalRequest, plan: Workplan) -> None:
    """Stop with the reason whoever keeps neither the record nor the plan's own group."""
    _keeping(request, plan).or_raise()


def keeps_plan(request: PortalRequest, plan: Workplan) -> bool:
    """Say whether the person keeps the record, or the plan's own group."""
    return bool(_keeping(request, plan))


def _keeping(request: PortalRequest, plan: Workplan) -> Verdict:
    key = plan.group.key if plan.group else ""
    return request.standing.can(Permission.GOVERNANCE_EDIT, group_key=key)


def as_download(
    request: PortalRequest, table: Table, *, ending: str, filtered_by: Any = ()
) -> HttpResponse:
    """Return the rows as a file, and have the audit note who took them."""
    made = download(
        table=table, form=ending, filtered_by=filtered_by, by=request.user, at=moment.now()
    )
    return as_file(made.content, content_type=made.content_type, name=made.name)
