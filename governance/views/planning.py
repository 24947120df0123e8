from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import services
from governance.forms.keep_clear import MeetingRuleForm
from governance.models import Group, MeetingRule
from governance.selectors.frequency import rule_lines
from governance.selectors.meetings import meetings_seen
from governance.selectors.planner import year
from governance.views.frames import address, show_form
from governance.views.meeting_frames import keeps_somewhere, meeting_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
APRIL = 4
FIRST, LAST = 2000, 2100


@needs(VIEW)
def planner(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    first_year = _asked_year(request, today)
    seen = meetings_seen(standing=request.standing, sight=request.sight, on=today)
    context = {
        "heading": f"Meetings from April {first_year} to March {first_year + 1}",
        "year": year(seen, first=date(first_year, APRIL, 1)),
        "before": first_year - 1,
        "after": first_year + 1,
        "keeps": keeps_somewhere(request),
        "here": "planner",
        "breadcrumbs": meeting_trail(request),
    }
    return render(request, "governance/meeting/planner.html", context)


@needs(VIEW)
def how_often(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "How often groups meet",
        "lines": rule_lines(on=moment.today()),
        "may_edit": bool(request.standing.can(EDIT)),
        "keeps": keeps_somewhere(request),
        "here": "how-often",
        "breadcrumbs": meeting_trail(request),
    }
    return render(request, "governance/meeting/how_often.html", context)


@needs(EDIT)
def add_rule(request: PortalRequest) -> HttpResponse:
    form = MeetingRuleForm(request.POST or None, groups=_groups())
    back = address(request, "how-often")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = MeetingRule(**form.cleaned_data)
            services.add(row=row, by=request.user, at=moment.now())
            messages.success(request, "The rule has been added.")
            return redirect(back)
    heading = "Say how often a group meets"
    return show_form(
        request, form, heading=heading, submit="Add it", back=back, breadcrumbs=_trail(request)
    )


@needs(EDIT)
def edit_rule(request: PortalRequest, meeting_rule: UUID) -> HttpResponse:
    found = _rule(meeting_rule)
    initial = model_to_dict(found) | {
        "group": found.group.public_id,
        "with_group": found.with_group.public_id if found.with_group else None,
    }
    form = MeetingRuleForm(request.POST or None, groups=_groups(), initial=initial)
    back = address(request, "how-often")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change(row=found, facts=form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The rule has been changed.")
            return redirect(back)
    heading = f"How often {found.group.name} meets"
    return show_form(
        request, form, heading=heading, submit="Save", back=back, breadcrumbs=_trail(request)
    )


@needs(EDIT)
@require_POST
def end_rule(request: PortalRequest, meeting_rule: UUID) -> HttpResponse:
    with refusals_as_message(request):
        row = _rule(meeting_rule)
        services.end(row=row, on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, "The rule has been ended. It stays in the record.")
    return redirect(address(request, "how-often"))


def _rule(public_id: UUID) -> MeetingRule:
    rows = MeetingRule.objects.current().select_related("group", "with_group")
    found: MeetingRule = get_object_or_404(rows, public_id=public_id)
    return found


def _groups() -> QuerySet[Group]:
    return Group.objects.current().order_by("name")


def _asked_year(request: PortalRequest, today: date) -> int:
    """Return the year that was asked for; the business year of today where it is none."""
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and FIRST <= int(asked) < LAST:
        return int(asked)
    return today.year if today.month >= APRIL else today.year - 1


def _trail(request: PortalRequest) -> list[Link]:
    return [*meeting_trail(request), Link("How often groups meet", address(request, "how-often"))]
