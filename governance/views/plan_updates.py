from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.enums import Rag
from governance.forms.workplans import LineForm, LineOnPage, line_on_page, problems_of
from governance.models import PlanItem, PlanUpdate, Workplan
from governance.planning import UNCHANGED
from governance.selectors import workplans as plans
from governance.selectors.line_actions import with_actions
from governance.services import plan_updates as keeping
from governance.services.plan_updates import UpdatesRefused
from governance.views.frames import as_file
from governance.views.plan_frames import keeps_plan, plans_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, members_only, needs
from partnerships.roles import Permission

REST = "rest"  # the button that says "nothing changed" of every line that was left empty


@members_only
def mine(request: PortalRequest) -> HttpResponse:
    """Show, or take, the lines of every group that the person chairs, on one page."""
    items = plans.lines_to_update(request.user, request.standing, on=moment.today())
    return _page(request, items, heading="How do your plans stand?")


@members_only
def of_plan(request: PortalRequest, plan: UUID) -> HttpResponse:
    """Show, or take, the lines of one plan, for its chairs and for who keeps the record."""
    found = get_object_or_404(Workplan.objects.select_related("group"), public_id=plan)
    keeping.may_update(request.user, group=found.group, at=moment.now()).or_raise()
    items = plans.current_items().filter(plan=found)
    return _page(request, items, heading=f"How does “{found.title}” stand?", plan=found)


@members_only
@require_POST
def draft(request: PortalRequest, line: UUID) -> HttpResponse:
    """Keep what is being typed about one line; htmx asks, and shows what this answers."""
    item = get_object_or_404(PlanItem, public_id=line)
    form = LineForm(request.POST, prefix=str(line))
    form.is_valid()
    data = form.cleaned_data
    kept = keeping.keep_draft(
        item=item,
        answer=data.get("answer", ""),
        reason=data.get("reason", ""),
        revision=data.get("revision", 0),
        by=request.user,
        at=moment.now(),
    )
    return render(request, "governance/workplan/_kept.html", {"draft": kept})


@needs(Permission.GOVERNANCE_VIEW)
def file(request: PortalRequest, update: UUID) -> HttpResponse:
    loaded = PlanUpdate.objects.select_related("file", "item__plan").filter(file__isnull=False)
    found = get_object_or_404(loaded, public_id=update)
    taken = keeping.take_file(update=found, by=request.user, at=moment.now())
    return as_file(taken.content, content_type=taken.content_type, name=taken.name)


def _page(
    request: PortalRequest,
    items: QuerySet[PlanItem],
    *,
    heading: str,
    plan: Workplan | None = None,
) -> HttpResponse:
    data = request.POST.copy() if request.method == "POST" else None
    rows = _rows(request, items, data)
    if data is not None and _sent(request, rows, data):
        return redirect(request.path)
    context = {
        "heading": heading,
        "rows": rows,
        "plan": plan,
        "problems": _problems(rows),
        "again": bool(request.FILES),
        "breadcrumbs": plans_trail(request, *([plan] if plan else [])),
        "may_see_plans": request.standing.can(Permission.GOVERNANCE_VIEW),
    }
    return render(request, "governance/workplan/update.html", context)


def _rows(request: PortalRequest, items: QuerySet[PlanItem], data: Any) -> list[LineOnPage]:
    """Return the lines to show: what was sent is answered, also of a line finished meanwhile."""
    wanted = items if data is not None else items.exclude(rag=Rag.DONE)
    today = moment.today()
    lines = plans.update_lines(wanted, user=request.user, on=today)
    rows = [
        line_on_page(
            line,
            data=data,
            files=request.FILES or None,
            may_open=keeps_plan(request, line.item.plan),
        )
        for line in with_actions(lines, request.user, request.standing, on=today)
    ]
    if data is None:
        return rows
    return [row for row in rows if row.form.add_prefix("revision") in data]


def _sent(request: PortalRequest, rows: list[LineOnPage], data: Any) -> bool:
    """Hand what was said to the service; put every refusal beside its line."""
    if sum(not row.form.is_valid() for row in rows):  # a sum: each form is to say what is wrong
        return False
    default = UNCHANGED if REST in data else ""
    said = [each for row in rows if (each := row.said(default=default))]
    if not said:
        messages.error(request, "Nothing was said of any line, so nothing was sent.")
        return False
    try:
        number = keeping.send_updates(said=said, by=request.user, at=moment.now())
    except UpdatesRefused as refused:
        _show_refusals(refused, rows, data)
        return False
    messages.success(request, f"Sent: {number} line{'' if number == 1 else 's'}. Thank you.")
    return True


def _show_refusals(refused: UpdatesRefused, rows: list[LineOnPage], data: Any) -> None:
    by_line = {row.line.item.public_id: row for row in rows}
    for each in refused.refusals:
        form = by_line[each.item].form
        form.add_error(each.field, each.sentence)
        # Who sends again has now seen what somebody else said, so it is no surprise any more.
        data[form.add_prefix("revision")] = str(by_line[each.item].line.item.revision)


def _problems(rows: list[LineOnPage]) -> list[Link]:
    return [
        Link(f"{row.line.item.title}: {problem}", f"#{row.form[name].auto_id}{end}")
        for row in rows
        for name, end in (("answer", "_0"), ("reason", ""), ("paper", ""))
        for problem in problems_of(row.form, name)
    ]
