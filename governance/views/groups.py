from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import selectors, services
from governance.enums import DeputiesCount
from governance.forms import GroupForm, QuorumForm
from governance.models import Group, QuorumRule
from governance.selectors.attendance import matrix
from governance.selectors.terms import terms_line
from governance.views.frames import address, may_keep, show_form, trail
from governance.views.meeting_frames import meetings_of
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT


@needs(Permission.GOVERNANCE_VIEW, for_an_agency=True)
def overview(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Governance",
        "overview": selectors.overview(on=moment.today(), sight=request.sight),
        "may_edit": request.standing.can(EDIT),
    }
    return render(request, "governance/overview.html", context)


@needs(Permission.GOVERNANCE_VIEW, for_an_agency=True)
def group(request: PortalRequest, group: UUID) -> HttpResponse:
    seen = selectors.groups_in(request.sight, on=moment.today())
    loaded = Group.objects.select_related("reports_to", "quorum").filter(seen)
    found = get_object_or_404(loaded, public_id=group)
    context = {
        "group": found,
        "heading": found.name,
        "caption": found.get_kind_display(),
        "breadcrumbs": trail(request),
        **_shown(request, found),
        **_allowed(request, found),
    }
    return render(request, "governance/group/detail.html", context)


@needs(EDIT)
def add_group(request: PortalRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, parents=selectors.groups_to_report_to(group=None))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.add(row=Group(**form.cleaned_data), by=request.user, at=moment.now())
            messages.success(request, "The group has been added.")
            return redirect(address(request, "group", group=made.public_id))
    return show_form(
        request,
        form,
        heading="Add a group",
        submit="Add the group",
        back=address(request, "overview"),
        breadcrumbs=trail(request),
    )


@needs(EDIT, in_a_group=True)
def edit_group(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group.objects.select_related("reports_to"), public_id=group)
    may_keep(request, found)
    parents = selectors.groups_to_report_to(group=found)
    initial = {name: getattr(found, name) for name in GroupForm.base_fields}
    form = GroupForm(request.POST or None, initial=initial, parents=parents, keeps_key=True)
    back = address(request, "group", group=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change(row=found, facts=form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The group has been changed.")
            return redirect(back)
    heading = f"Change {found.name}"
    return show_form(
        request, form, heading=heading, submit="Save", back=back, breadcrumbs=trail(request, found)
    )


@needs(EDIT, in_a_group=True)
def edit_quorum(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group.objects.select_related("quorum"), public_id=group)
    may_keep(request, found)
    rule = getattr(found, "quorum", None)
    initial = {"deputies_count": DeputiesCount.NOT_STATED}
    if rule is not None:
        initial = {name: getattr(rule, name) for name in QuorumForm.base_fields}
    form = QuorumForm(request.POST or None, initial=initial)
    back = address(request, "group", group=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _save_quorum(request, found, rule, form)
            messages.success(request, "The quorum has been saved.")
            return redirect(back)
    heading = f"Quorum of {found.name}"
    return show_form(
        request, form, heading=heading, submit="Save", back=back, breadcrumbs=trail(request, found)
    )


@needs(EDIT)
@require_POST
def end_group(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    with refusals_as_message(request):
        services.end(row=found, on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, f"“{found.name}” has been ended. It stays in the record.")
        return redirect(address(request, "overview"))
    return redirect(address(request, "group", group=found.public_id))


def _save_quorum(
    request: PortalRequest, group: Group, rule: QuorumRule | None, form: QuorumForm
) -> None:
    at = moment.now()
    if rule is None:
        row = QuorumRule(group=group, **form.cleaned_data)
        services.add(row=row, by=request.user, at=at)
    else:
        services.change(row=rule, facts=form.cleaned_data, by=request.user, at=at)


def _shown(request: PortalRequest, group: Group) -> dict[str, Any]:
    today = moment.today()
    code = request.GET.get("code", "")
    names_young = bool(request.standing.can(Permission.PARTNERSHIP_EDIT))
    reads_registers = request.standing.can(Permission.GOVERNANCE_VIEW)
    reporting = group.reporting.current().filter(selectors.groups_in(request.sight, on=today))
    return {
        "aliases": group.aliases.order_by("pk"),
        "reporting": reporting.order_by("name"),
        "quorum": selectors.quorum_in_words(group),
        "rule": getattr(group, "quorum", None),
        "code": code,
        "membership": selectors.membership_of(
            group=group, on=today, code=code, names_young=names_young
        ),
        "terms": terms_line(group=group, on=today),
        "meetings": selectors.group_meetings(group, seen=meetings_of(request), at=moment.now()),
        "attendance": matrix(group) if reads_registers else None,
    }


def _allowed(request: PortalRequest, group: Group) -> dict[str, bool]:
    is_open = group.ended_on is None
    can = request.standing.can
    return {
        "may_edit": bool(can(EDIT, group_key=group.key)) and is_open,
        "may_end": bool(can(EDIT)) and is_open,
        "may_read_letters": bool(can(Permission.PART_B_VIEW, group_key=group.key)),
    }
