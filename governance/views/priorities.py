from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import services
from governance.forms.priorities import OutcomeForm, ReviewForm
from governance.models import Meeting, Outcome, Priority
from governance.selectors import priorities as thread
from governance.services import priorities as keeping
from governance.views.frames import address, show_form
from governance.views.plan_frames import priorities_trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
OUTCOMES = Outcome.objects.select_related("priority")


@needs(Permission.GOVERNANCE_VIEW)
def overview(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Priorities",
        "threads": thread.threads(on=moment.today()),
        "may_edit": request.standing.can(EDIT),
        "breadcrumbs": priorities_trail(request)[:-1],
    }
    return render(request, "governance/priority/overview.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def detail(request: PortalRequest, priority: UUID) -> HttpResponse:
    found = get_object_or_404(Priority, public_id=priority)
    [row] = thread.threads(on=moment.today(), only=found, charts=True)
    context = {
        "thread": row,
        "priority": row.priority,
        "heading": found.title,
        "caption": f"Priority, {row.years}" if row.years else "Priority",
        "reviews": thread.reviews_of(found),
        "may_edit": request.standing.can(EDIT) and found.ended_on is None,
        "breadcrumbs": priorities_trail(request),
    }
    return render(request, "governance/priority/detail.html", context)


@needs(EDIT)
def add_outcome(request: PortalRequest, priority: UUID) -> HttpResponse:
    found = get_object_or_404(Priority, public_id=priority)
    form = OutcomeForm(request.POST or None)
    back = address(request, "priority", priority=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.add_outcome(
                priority=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The outcome has been added.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Add an outcome",
        submit="Add the outcome",
        back=back,
        breadcrumbs=priorities_trail(request, found),
    )


@needs(EDIT)
def edit_outcome(request: PortalRequest, outcome: UUID) -> HttpResponse:
    found = get_object_or_404(OUTCOMES, public_id=outcome)
    initial = {"statement": found.statement, "source": found.source}
    form = OutcomeForm(request.POST or None, initial=initial)
    back = address(request, "priority", priority=found.priority.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change(row=found, facts=form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The outcome has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading="Change this outcome",
        submit="Save",
        back=back,
        breadcrumbs=priorities_trail(request, found.priority),
    )


@needs(EDIT)
@require_POST
def end_outcome(request: PortalRequest, outcome: UUID) -> HttpResponse:
    found = get_object_or_404(OUTCOMES, public_id=outcome)
    with refusals_as_message(request):
        services.end(row=found, on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, "The outcome has been ended. It stays in the record.")
    return redirect(address(request, "priority", priority=found.priority.public_id))


@needs(EDIT)
def add_review(request: PortalRequest, priority: UUID) -> HttpResponse:
    found = get_object_or_404(Priority, public_id=priority)
    initial = {"reviewed_on": moment.today()}
    form = ReviewForm(request.POST or None, initial=initial, meetings=_meetings())
    back = address(request, "priority", priority=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keeping.review_priority(
                priority=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "The review has been kept.")
            return redirect(f"{back}#reviews")
    return show_form(
        request,
        form,
        heading=f"Review “{found.title}”",
        submit="Keep the review",
        back=back,
        breadcrumbs=priorities_trail(request, found),
    )


def _meetings() -> QuerySet[Any]:
    """Return the meetings that have taken place, newest first."""
    begun = Meeting.objects.filter(starts_at__lte=moment.now()).exclude(state="cancelled")
    return begun.exclude(state="draft").order_by("-starts_at", "-pk")
