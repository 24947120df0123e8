from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.forms.recommendations import (
    AnswerForm,
    CloseForm,
    EarlierForm,
    GiveForm,
    ImpactForm,
    LinkForm,
    MoveForm,
    ReasonForm,
    WordsForm,
)
from governance.models import Recommendation, RecommendationAddressee, RecommendationImpact
from governance.selectors.recommendation_page import lineage
from governance.selectors.recommendations import Alike, alike
from governance.selectors.recommending import recommendations_seen_by
from governance.services import recommendation_closing as closing
from governance.services import recommendation_sight as sight
from governance.services import recommendations as keeping
from governance.views.frames import address, show_form
from governance.views.recommendations import recommendations_trail, seen
from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.models import Seat
from partnerships.roles import Permission

VIEW = Permission.GOVERNANCE_VIEW


@needs(VIEW)
def edit(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    initial = {
        "text": found.text,
        "outcome_measure": found.outcome_measure,
        "number": found.number,
        "themes": [each.theme.public_id for each in found.themed.select_related("theme")],
    }
    form = WordsForm(request.POST or None, initial=initial)
    return _act(
        request, found, form,
        lambda given: keeping.reword(recommendation=found, **form.facts(), **given),
        heading="Change the words or themes", submit="Save",
        done="The recommendation has been changed.",
    )  # fmt: skip


@needs(VIEW)
def move(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    form = MoveForm(request.POST or None, initial={"due_on": found.due_on})
    return _act(
        request, found, form,
        lambda given: keeping.move_due(recommendation=found, **form.cleaned_data, **given),
        heading="Move the due day", submit="Move it",
        done="The due day has been moved; the day before it stays in the record.",
    )  # fmt: skip


@needs(VIEW)
def answer(request: PortalRequest, recommendation: UUID, addressee: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    bodies = RecommendationAddressee.objects.select_related("organisation", "group")
    body = get_object_or_404(
        bodies.select_related("recommendation"), recommendation=found, public_id=addressee
    )
    initial = {
        "response": body.response,
        "text": body.text,
        "responded_on": body.responded_on or moment.today(),
    }
    form = AnswerForm(request.POST or None, initial=initial)
    return _act(
        request, found, form,
        lambda given: keeping.answer(addressee=body, **form.cleaned_data, **given),
        heading=f"What did {body.name} answer?", submit="Save the answer",
        done="The answer has been kept.",
    )  # fmt: skip


@needs(VIEW)
def give(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    request.standing.can(Permission.GOVERNANCE_EDIT).or_raise()
    bodies = found.addressees.values("organisation_id")
    first = Seat.objects.filter(organisation__in=bodies, closed_on__isnull=True).order_by("pk")
    owner = first.first()
    initial = {"due_on": found.due_on, "owner": owner.public_id if owner else None}
    form = GiveForm(request.POST or None, initial=initial)
    return _act(
        request, found, form,
        lambda given: keeping.give_action(recommendation=found, **form.cleaned_data, **given),
        heading="Give an action", submit="Give the action",
        done="The action has been given.",
    )  # fmt: skip


@needs(VIEW)
def earlier(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    """Search for earlier ones, and link one: the search reads, the link is a step."""
    found = _kept(request, recommendation)
    everything = recommendations_seen_by(request.user, request.standing, on=moment.today())
    link = LinkForm(request.POST or None, seen=everything)
    if request.method == "POST" and link.is_valid():
        with refusals_on(link):
            keeping.link_earlier(
                recommendation=found,
                earlier=link.cleaned_data["earlier"],
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "It has been linked as recommended before.")
            return redirect(_home(request, found))
    search = EarlierForm(request.GET or None)
    context = {
        "heading": "Was this recommended before?",
        "caption": found.reference,
        "form": search,
        "link": link,
        "recommendation": found,
        "alike": _like_it(request, found, search),
        "breadcrumbs": recommendations_trail(request, found),
    }
    return render(request, "governance/recommendations/earlier.html", context)


@needs(VIEW)
def close(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    form = CloseForm(request.POST or None)
    return _act(
        request, found, form,
        lambda given: closing.close(recommendation=found, facts=form.facts(), **given),
        heading="Close the recommendation", submit="Close it",
        done="It has been closed. The question comes again after the months that you chose.",
    )  # fmt: skip


@needs(VIEW)
def withdraw(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    form = ReasonForm(request.POST or None)
    return _act(
        request, found, form,
        lambda given: keeping.withdraw(recommendation=found, **form.cleaned_data, **given),
        heading="Withdraw the recommendation", submit="Withdraw it",
        done="It has been withdrawn. It stays in the record.",
    )  # fmt: skip


@needs(VIEW)
def confidential(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    form = ReasonForm(request.POST or None)
    return _act(
        request, found, form,
        lambda given: sight.keep_confidential(
            recommendation=found, **form.cleaned_data, **given
        ),
        heading="Keep it to those who see the case", submit="Make it confidential",
        done="Only those who see the case see it now.",
    )  # fmt: skip


@needs(VIEW)
def lift(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    form = ReasonForm(request.POST or None)
    return _act(
        request, found, form,
        lambda given: sight.lift_confidence(recommendation=found, **form.cleaned_data, **given),
        heading="Show it to everybody who reads governance", submit="Show it",
        done="Everybody who reads governance sees it now.",
    )  # fmt: skip


@needs(VIEW)
def impact(request: PortalRequest, recommendation: UUID) -> HttpResponse:
    found = _kept(request, recommendation)
    rows = RecommendationImpact.objects.filter(recommendation=found, answered_at__isnull=True)
    asked = rows.select_related("recommendation").order_by("due_on", "pk").first()
    if asked is None:
        messages.info(request, "Nothing is to be answered here: the question is not asked now.")
        return redirect(_home(request, found))
    form = ImpactForm(request.POST or None)
    return _act(
        request, found, form,
        lambda given: closing.answer_impact(impact=asked, **form.cleaned_data, **given),
        heading="Has what it changed lasted?", submit="Save the answer",
        done="Your answer has been kept.",
    )  # fmt: skip


def _like_it(
    request: PortalRequest, found: Recommendation, search: EarlierForm
) -> tuple[Alike, ...]:
    """Return what is like it, or like the words of the search, and has not been linked."""
    people = (request.user, request.standing)
    today = moment.today()
    text = f"{found.text} {found.outcome_measure}"
    if search.is_bound and search.is_valid():
        text = search.cleaned_data["words"]
    linked = lineage(found, *people, on=today, earlier=True)
    known = [found.pk, *(each.line.recommendation.pk for each in linked)]
    return alike(text, *people, on=today, leaving_out=known)


def _kept(request: PortalRequest, recommendation: UUID) -> Recommendation:
    """Return the recommendation to somebody who keeps it; else say why they may not."""
    found = seen(request, recommendation)
    keeping.require_keeping(found, by=request.user, at=moment.now())
    return found


def _home(request: PortalRequest, found: Recommendation) -> str:
    return address(request, "recommendation", recommendation=found.public_id)


def _act(
    request: PortalRequest,
    found: Recommendation,
    form: GovukForm,
    service: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    submit: str,
    done: str,
) -> HttpResponse:
    back = _home(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            service({"by": request.user, "at": moment.now()})
            messages.success(request, done)
            return redirect(back)
    return show_form(
        request,
        form,
        heading=heading,
        submit=submit,
        back=back,
        breadcrumbs=recommendations_trail(request, found),
    )
