from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from deadlines.subjects import Subject
from governance import recommendation_tables, recommended_from
from governance.forms.recommendations import RecommendationFilterForm, RecommendationForm
from governance.models import Recommendation
from governance.recommended_from import Origin
from governance.selectors.recommendation_page import lineage as lineage_of
from governance.selectors.recommendation_page import recommendation_page
from governance.selectors.recommendations import (
    alike,
    lines_of,
    recommendation_list,
    recommendations_wanted,
)
from governance.selectors.recommending import recommendations_seen_by
from governance.services.recommendations import make_recommendation, note_recommendations_taken
from governance.views.frames import address, as_file, trail
from governance.views.grids import FORMATS
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.roles import Permission

VIEW = Permission.GOVERNANCE_VIEW
WHOLE = ("recorded_by", "closed_by")


def recommendations_trail(request: PortalRequest, *rows: Recommendation) -> list[Link]:
    """Return the way to the list of recommendations, or to one of them."""
    way = [*trail(request), Link("Recommendations", address(request, "recommendations"))]
    return way + [
        Link(each.reference, address(request, "recommendation", recommendation=each.public_id))
        for each in rows
    ]


def seen(request: PortalRequest, recommendation: UUID) -> Recommendation:
    """Return the recommendation if the person may see it; else it does not exist for them."""
    rows = recommendations_seen_by(request.user, request.standing, on=moment.today())
    found: Recommendation = get_object_or_404(rows.select_related(*WHOLE), public_id=recommendation)
    return found


def sections(request: PortalRequest, here: str) -> dict[str, Any]:
    """Return what the links between recommendations, themes and the report ask for."""
    return {"may_add": request.standing.can(Permission.GOVERNANCE_EDIT), "here": here}


@needs(VIEW)
def recommendations(request: PortalRequest) -> HttpResponse:
    form, rows = _asked(request)
    query = {key: str(value) for key, value in request.GET.items() if key != "page" and value}
    page = int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdecimal() else 1
    found = recommendation_list(
        rows, request.user, request.standing, on=moment.today(), page=page, query=query
    )
    context = {
        "heading": "Recommendations",
        "form": form,
        "found": found,
        "pagination": found.pagination,
        "is_filtered": bool(query) and form.is_valid(),
        "breadcrumbs": trail(request),
        **sections(request, "recommendations"),
    }
    return render(request, "governance/recommendations/list.html", context)


@needs(VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    _form, rows = _asked(request)
    today = moment.today()
    content_type, write = FORMATS[ending]
    lines = lines_of(rows, request.user, request.standing, on=today)
    note_recommendations_taken(
        partnership=request.partnership,
        count=len(lines),
        what="List of recommendations",
        by=request.user,
        at=moment.now(),
    )
    name = f"{request.partnership.slug}-recommendations-{today.isoformat()}.{ending}"
    content = write(recommendation_tables.list_table(lines))
    return as_file(content, content_type=content_type, name=name)


@needs(VIEW)
def recommendation(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = seen(request, recommendation)
    page = recommendation_page(found, request.user, request.standing, on=moment.today())
    context = {
        "page": page,
        "heading": found.text,
        "caption": f"Recommendation {found.reference}",
        "subject_href": _subject_page(request, found),
        "breadcrumbs": recommendations_trail(request),
    }
    return render(request, "governance/recommendations/detail.html", context)


@needs(VIEW)
def lineage(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = seen(request, recommendation)
    people = (request.user, request.standing)
    today = moment.today()
    page = recommendation_page(found, *people, on=today)
    context = {
        "heading": f"How often {found.reference} was recommended",
        "page": page,
        "before": lineage_of(found, *people, on=today, earlier=True),
        "after": lineage_of(found, *people, on=today, earlier=False),
        "breadcrumbs": recommendations_trail(request, found),
    }
    return render(request, "governance/recommendations/lineage.html", context)


@needs(VIEW)
def add(request: PortalRequest) -> HttpResponse:
    known, origin = _origin(request)
    needed = Permission.CASE_EDIT if origin else Permission.GOVERNANCE_EDIT
    request.standing.can(needed).or_raise()
    initial: dict[str, Any] = {"made_on": moment.today()}
    if origin:
        initial["confidential_because"] = "The review has not ended."
    form = RecommendationForm(
        request.POST or None, seen=_all(request), case=bool(origin), initial=initial
    )
    is_looking = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not is_looking:
        with refusals_on(form):
            made = make_recommendation(facts=form.facts(**known), by=request.user, at=moment.now())
            messages.success(request, f"{made.reference} has been recorded.")
            return redirect(address(request, "recommendation", recommendation=made.public_id))
    if is_looking:
        form.errors.clear()  # a look at earlier ones asks for nothing yet
    subject: Subject | None = known.get("subject")
    context = {
        "form": form,
        "heading": "Record a recommendation",
        "caption": subject.reference if subject else "",
        "submit": "Record it",
        "cancel_url": _back(request, origin, subject),
        "breadcrumbs": recommendations_trail(request),
        "has_looked": is_looking,
        **_alike(request),
    }
    return render(request, "governance/recommendations/form.html", context)


@needs(VIEW)
@require_POST
def look(request: PortalRequest) -> HttpResponse:
    context = {"has_looked": True, **_alike(request)}
    return render(request, "governance/recommendations/_alike.html", context)


def _asked(request: PortalRequest) -> tuple[RecommendationFilterForm, Any]:
    form = RecommendationFilterForm(request.GET or None)
    rows = recommendations_wanted(
        request.user, request.standing, on=moment.today(), wanted=form.wanted()
    )
    return form, rows


def _all(request: PortalRequest) -> Any:
    return recommendations_seen_by(request.user, request.standing, on=moment.today())


def _alike(request: PortalRequest) -> dict[str, Any]:
    """Return the earlier ones that are like what was typed, and which of them were ticked."""
    text = f"{request.POST.get('text', '')} {request.POST.get('outcome_measure', '')}"
    found = alike(text[:4000], request.user, request.standing, on=moment.today())
    return {"alike": found, "chosen": frozenset(request.POST.getlist("earlier"))}


def _origin(request: PortalRequest) -> tuple[dict[str, Any], Origin | None]:
    """Return what the case or review that led here already says; 404 where it is not seen."""
    kind = request.GET.get("from", "")
    if not kind:
        return {}, None
    origin = recommended_from.origin_of(kind)
    try:
        public_id = UUID(request.GET.get("of", ""))
    except ValueError:
        raise Http404(NOT_FOUND) from None
    subject = origin.find(request.user, request.standing, public_id) if origin else None
    if origin is None or subject is None:
        raise Http404(NOT_FOUND)
    return {"source": origin.source, "subject": subject}, origin


def _back(request: PortalRequest, origin: Origin | None, subject: Subject | None) -> str:
    if origin is None or subject is None:
        return address(request, "recommendations")
    return _page_of(request, origin, subject.public_id)


def _subject_page(request: PortalRequest, row: Recommendation) -> str:
    """Return the address of what it comes from, for whoever sees that."""
    origin = recommended_from.origin_of(row.subject_kind)
    if origin is None or row.subject_id is None or not getattr(row, "subject_seen", False):
        return ""
    return _page_of(request, origin, row.subject_id)


def _page_of(request: PortalRequest, origin: Origin, public_id: UUID) -> str:
    kwargs = {"partnership": request.partnership.slug, origin.blank: public_id}
    return reverse(origin.page, kwargs=kwargs)
