from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.enums import AbsenceState
from governance.forms.absences import ReviewForm
from governance.models import AbsenceReview
from governance.selectors.absences import letter_of, reviews_seen
from governance.selectors.attendance import matrix
from governance.services import absences as services
from governance.views.frames import address, may_keep, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link, Pagination
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
PER_PAGE = 50


@needs(EDIT, in_a_group=True)
def absences(request: PortalRequest) -> HttpResponse:
    page = Paginator(reviews_seen(request.standing), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Reviews of absences",
        "rows": page.object_list,
        "pagination": Pagination(page.number, page.paginator.num_pages, {}),
        "breadcrumbs": trail(request),
    }
    return render(request, "governance/attendance/absences.html", context)


@needs(EDIT, in_a_group=True)
def absence(request: PortalRequest, absence: UUID) -> HttpResponse:
    found = _found(request, absence)
    is_open = found.state == AbsenceState.OPEN
    form = ReviewForm(request.POST or None) if is_open else None
    if request.method == "POST" and form is None:
        messages.error(request, "This review is finished.")
    elif form is not None and request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.close_review(
                review=found,
                found=form.cleaned_data["found"],
                outcome=form.cleaned_data["outcome"],
                risk=form.risk(found),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "The review is finished.")
            return redirect(address(request, "absence", absence=absence))
    return render(request, "governance/attendance/absence.html", _context(request, found, form))


@needs(EDIT, in_a_group=True)
@require_POST
def letter(request: PortalRequest, absence: UUID) -> HttpResponse:
    found = _found(request, absence)
    with refusals_as_message(request):
        made = services.draft_review_letter(review=found, by=request.user, at=moment.now())
        messages.success(request, "The letter is drafted. Look it over before it is sent.")
        return redirect(address(request, "letter", letter=made.public_id))
    return redirect(address(request, "absence", absence=absence))


def _found(request: PortalRequest, absence: UUID) -> AbsenceReview:
    found = get_object_or_404(reviews_seen(request.standing), public_id=absence)
    may_keep(request, found.group)
    return found


def _context(
    request: PortalRequest, found: AbsenceReview, form: ReviewForm | None
) -> dict[str, Any]:
    rows = matrix(found.group, found.last_meeting).seats
    return {
        "heading": f"Absences of {found.seat.title}",
        "caption": found.group.name,
        "review": found,
        "form": form,
        "row": next((row for row in rows if row.seat.pk == found.seat_id), None),
        "letter": letter_of(found),
        "may_letters": request.standing.can_in_some_group(Permission.PART_B_VIEW),
        "breadcrumbs": [
            *trail(request),
            Link("Reviews of absences", address(request, "absences")),
        ],
    }
