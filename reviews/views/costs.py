from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.spreadsheet_writing import XLSX_TYPE, write_xlsx
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from reviews import cost_tables
from reviews.forms.costs import CostForm, ShareForm
from reviews.models import CostShare
from reviews.selectors.costs import cost_page, current_shares, share_rows, shares_in_words
from reviews.selectors.tabs import REVIEW_TABS, tabs_for
from reviews.services import costs
from reviews.views.pages import address
from reviews.views.recommendations import review_seen, review_trail

EDIT = Permission.GOVERNANCE_EDIT


@needs(Permission.GOVERNANCE_VIEW)
def of_review(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    context = {
        "heading": "Costs",
        "caption": found.reference,
        "review": found,
        "page": cost_page(found),
        "tabs": tabs_for(request.standing, here="review-costs", of=REVIEW_TABS),
        "may_add": request.standing.can(Permission.CASE_EDIT),
        "breadcrumbs": review_trail(request, found),
    }
    return render(request, "reviews/costs/review.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def download(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    content = write_xlsx(*cost_tables.cost_tables(cost_page(found)))
    costs.note_costs_taken(review=found, by=request.user, at=moment.now())
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{found.reference}-costs.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


@needs(Permission.CASE_EDIT)
def add(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    form = CostForm(request.POST or None, initial={"on": moment.today()})
    back = address(request, "review-costs", review=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            costs.record_cost(review=found, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The cost has been recorded.")
            return redirect(back)
    context = {
        "form": form,
        "heading": "Record a cost",
        "caption": found.reference,
        "submit": "Record it",
        "cancel_url": back,
        "breadcrumbs": review_trail(request, found),
    }
    return render(request, "layouts/form.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def shares(request: PortalRequest) -> HttpResponse:
    rows = current_shares()
    context = {
        "heading": "Who carries the cost of reviews",
        "rows": share_rows(rows),
        "standing_in_words": shares_in_words(rows),
        "may_edit": request.standing.can(EDIT),
        "breadcrumbs": _trail(request),
    }
    return render(request, "reviews/costs/shares.html", context)


@needs(EDIT)
def add_share(request: PortalRequest) -> HttpResponse:
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            costs.agree_share(**form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The share has been added.")
            return redirect(address(request, "cost-shares"))
    context = {
        "form": form,
        "heading": "Add an agreed share",
        "submit": "Add it",
        "cancel_url": address(request, "cost-shares"),
        "breadcrumbs": _trail(request),
    }
    return render(request, "layouts/form.html", context)


@needs(EDIT)
@require_POST
def end_share(request: PortalRequest, share: UUID) -> HttpResponse:
    found = get_object_or_404(CostShare.objects.current(), public_id=share)
    with refusals_as_message(request):
        costs.end_share(share=found, by=request.user, at=moment.now())
        messages.success(request, "The share has been ended. It stays in the record.")
    return redirect(address(request, "cost-shares"))


def _trail(request: PortalRequest) -> list[Link]:
    return [Link(request.partnership.short_name, request.partnership.get_absolute_url())]
