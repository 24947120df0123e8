from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deadlines import services
from deadlines.forms import LateReasonForm, TriggerForm
from deadlines.models import Deadline
from deadlines.selectors.calendars import calendar
from deadlines.selectors.clocks import clock_of
from deadlines.selectors.details import facts_of, history_of
from deadlines.selectors.lists import open_clocks
from deadlines.services.corrections import reason_may_be_recorded, trigger_is_corrected_here
from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.roles import Permission


@needs(Permission.DEADLINE_VIEW)
def index(request: PortalRequest) -> HttpResponse:
    page = request.GET.get("page", "")
    found = open_clocks(
        user=request.user,
        standing=request.standing,
        on=moment.today(),
        shown=request.GET.get("show", ""),
        mine=request.GET.get("mine") == "1",
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
    context = {
        "found": found,
        "pagination": found.pagination,
        "root": _root(request),
        "may_edit": bool(request.standing.can(Permission.DEADLINE_EDIT)),
    }
    return render(request, "deadlines/deadline/list.html", context)


@needs(Permission.DEADLINE_VIEW)
def detail(request: PortalRequest, deadline: UUID) -> HttpResponse:
    found = _load(request, deadline)
    on = moment.today()
    may_edit = bool(request.standing.can(Permission.DEADLINE_EDIT))
    clock = clock_of(found, on=on, calendar=calendar())
    context = {
        "deadline": found,
        "clock": clock,
        "card": replace(clock, lines=()),  # the page writes the working out in full
        "rows": facts_of(found),
        "history": history_of(found),
        "root": _root(request),
        "may_correct": may_edit and bool(trigger_is_corrected_here(found)),
        "may_explain": may_edit and bool(reason_may_be_recorded(found, on=on)),
        "breadcrumbs": _breadcrumbs(request),
    }
    return render(request, "deadlines/deadline/detail.html", context)


@needs(Permission.DEADLINE_EDIT)
def correct_trigger(request: PortalRequest, deadline: UUID) -> HttpResponse:
    found = _load(request, deadline)
    form = TriggerForm(request.POST or None, initial={"trigger_at": found.trigger_at})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.correct_trigger(
                deadline=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Moment corrected and the date counted again.")
            return redirect(_page(request, found))
    return render(request, "deadlines/deadline/correct.html", _form_context(request, found, form))


@needs(Permission.DEADLINE_EDIT)
def late_reason(request: PortalRequest, deadline: UUID) -> HttpResponse:
    found = _load(request, deadline)
    initial = {"reason": found.late_reason, "extension_authority": found.extension_authority}
    form = LateReasonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.record_late_reason(
                deadline=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Reason recorded.")
            return redirect(_page(request, found))
    return render(request, "deadlines/deadline/explain.html", _form_context(request, found, form))


def _load(request: PortalRequest, public_id: UUID) -> Deadline:
    """Return the clock if the person may see its subject; else nobody learns that it exists."""
    rows = Deadline.objects.visible_to(request.user, request.standing)
    people = ("owner", "met_by", "cancelled_by")
    found = rows.filter(public_id=public_id).select_related("rule__edition", *people).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def _root(request: PortalRequest) -> str:
    return request.partnership.get_absolute_url()


def _page(request: PortalRequest, deadline: Deadline) -> str:
    return _root(request) + deadline.path


def _breadcrumbs(request: PortalRequest) -> list[dict[str, str]]:
    href = reverse("deadlines:list", kwargs={"partnership": request.partnership.slug})
    return [{"text": "Deadlines", "href": href}]


def _form_context(request: HttpRequest, deadline: Deadline, form: Any) -> dict[str, Any]:
    return {
        "deadline": deadline,
        "form": form,
        "caption": deadline.subject_reference,
        "cancel_url": _page(request, deadline),  # type: ignore[arg-type]
    }
