from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance import recurrence
from governance.forms.series import SeriesForm, accepted, initial_of
from governance.models import MeetingSeries
from governance.selectors.series import PreviewLine, pattern_of, preview, series_lines
from governance.services.series import accept_proposals, add_series, change_series, end_series
from governance.views.frames import address, ask, may_keep, show_form
from governance.views.meeting_acts import groups_kept
from governance.views.meeting_frames import meeting_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(EDIT, in_a_group=True)
def series_list(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Series of meetings",
        "lines": series_lines(),
        "keeps": True,
        "here": "series",
        "breadcrumbs": meeting_trail(request),
    }
    return render(request, "governance/series/list.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    first = {"minutes": 120, "group": request.GET.get("group")}
    form = SeriesForm(request.POST or None, groups=groups_kept(request), initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = add_series(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "These are the days. Nothing is made until you accept some.")
            return redirect(address(request, "series", series=made.public_id))
    return show_form(
        request,
        form,
        heading="Add a series of meetings",
        submit="Show its days",
        back=address(request, "series-all"),
        breadcrumbs=_trail(request),
    )


@needs(EDIT, in_a_group=True)
def detail(request: PortalRequest, series: UUID) -> HttpResponse:
    found = _found(request, series)
    refusal = ""
    if request.method == "POST":
        try:
            days = accepted(request.POST.getlist("days"))
            made = accept_proposals(series=found, days=days, by=request.user, at=moment.now())
        except (DomainError, ValidationError) as wrong:
            refusal = wrong.messages[0] if isinstance(wrong, ValidationError) else str(wrong)
        else:
            count = len(made)
            drafts = "1 draft has" if count == 1 else f"{count} drafts have"
            messages.success(request, f"{drafts} been added. Nobody has been told yet.")
            return redirect(address(request, "series", series=series))
    context = {
        "heading": found.title,
        "caption": found.group.name,
        "series": found,
        "words": recurrence.in_words(pattern_of(found)),
        "lines": _ticked(request, preview(found, on=moment.today())),
        "refusal": refusal,
        "breadcrumbs": _trail(request),
    }
    return render(request, "governance/series/detail.html", context)


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, series: UUID) -> HttpResponse:
    found = _found(request, series)
    form = SeriesForm(request.POST or None, groups=None, initial=initial_of(found))
    back = address(request, "series", series=series)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(group=found.group)
            change_series(series=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The series has been changed. Its meetings stay as they are.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change {found.title}",
        submit="Save",
        back=back,
        breadcrumbs=_trail(request),
    )


@needs(EDIT, in_a_group=True)
def end(request: PortalRequest, series: UUID) -> HttpResponse:
    found = _found(request, series)
    if request.method == "POST":
        with refusals_as_message(request):
            end_series(series=found, on=moment.today(), by=request.user, at=moment.now())
            messages.success(request, "The series has been ended. Its meetings stay.")
        return redirect(address(request, "series-all"))
    return ask(
        request,
        heading=f"End the series {found.title}?",
        consequences="No more meetings come of it. Those that are planned stay as they are.",
        submit="End the series",
        back=address(request, "series", series=series),
    )


def _found(request: PortalRequest, series: UUID) -> MeetingSeries:
    rows = MeetingSeries.objects.current().select_related("group")
    found: MeetingSeries = get_object_or_404(rows, public_id=series)
    may_keep(request, found.group)
    return found


def _ticked(request: PortalRequest, lines: list[PreviewLine]) -> list[dict[str, Any]]:
    """Return each line with what its boxes say: the good days at first, then what was ticked."""
    sent = set(request.POST.getlist("days")) if request.method == "POST" else None
    rows = []
    for line in lines:
        row: dict[str, Any] = {"line": line}
        if line.proposal is not None:
            wanted, instead = line.proposal.wanted, line.proposal.instead
            row["wanted"] = f"{wanted}:{wanted}"
            row["instead"] = f"{wanted}:{instead}" if instead else ""
            row["takes_wanted"] = line.proposal.is_free if sent is None else row["wanted"] in sent
            row["takes_instead"] = sent is None or row["instead"] in sent
        rows.append(row)
    return rows


def _trail(request: PortalRequest) -> list[Link]:
    return [*meeting_trail(request), Link("Series", address(request, "series-all"))]
