from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.verdict import Verdict
from partnerships import interests
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.interests import (
    DecideForm,
    DeclareForm,
    EndInterestForm,
    RecordInterestForm,
)
from partnerships.models import ConflictDeclaration, Person
from partnerships.roles import Permission
from partnerships.selectors import interests as reads
from partnerships.selectors import persons
from partnerships.services import conflicts
from partnerships.views.frames import address, ask, show_form, trail

EDIT = Permission.PARTNERSHIP_EDIT


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def interest_list(request: PortalRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    today = moment.today()
    context = {
        "rows": reads.register(user=request.user, standing=request.standing, show=show, on=today),
        "parts": reads.parts(show),
        "today": today,
        "may_edit": request.standing.can(EDIT),
        "here": "interests",
    }
    return render(request, "partnerships/interests/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def declare(request: PortalRequest) -> HttpResponse:
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            conflicts.declare_interest(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Declared. It is to be confirmed again in a year.")
            return redirect(address(request, "interests"))
    context = {
        "form": form,
        "heading": "Declare an interest",
        "submit": "Declare it",
        "cancel_url": address(request, "interests"),
        "own": reads.own(user=request.user),
        "today": moment.today(),
    }
    return render(request, "partnerships/interests/declare.html", context)


@needs(EDIT)
def record(request: PortalRequest) -> HttpResponse:
    people = reads.seat_holders(on=moment.today())
    asked = request.GET.get("person", "")
    chosen = next((each for each in people if str(each.public_id) == asked), None)
    form = RecordInterestForm(request.POST or None, people=people, initial={"person": chosen})
    back = address(request, "interests")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            conflicts.record_interest(
                person=form.cleaned_data["person"],
                facts=form.facts(),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Recorded.")
            return redirect(back)
    return show_form(
        request, form, heading="Record what somebody declared", submit="Record it", back=back
    )


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def interest_detail(request: PortalRequest, declaration: UUID) -> HttpResponse:
    found = _load(request, declaration)
    decides = bool(request.standing.can(Permission.INTEREST_DECIDE))
    may_end = found.ended_on is None and bool(_may_tend(request, found))
    today = moment.today()
    context = {
        "declaration": found,
        "today": today,
        "may_end": may_end,
        "may_renew": may_end and found.renew_on < interests.a_year_after(today),
        "decision": interests.may_decide(request.user.pk, reads.as_interest(found))
        if decides
        else None,
        "breadcrumbs": trail(request, ("Interests", "interests")),
    }
    return render(request, "partnerships/interests/detail.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def interests_of(request: PortalRequest, person: UUID) -> HttpResponse:
    rows = reads.visible_to(request.user, request.standing).filter(person__public_id=person)
    found = list(rows.order_by("-declared_at", "-pk"))
    who = found[0].person if found else _person_here(request, person)
    context = {
        "person": who,
        "rows": found,
        "today": moment.today(),
        "breadcrumbs": trail(request, ("Interests", "interests")),
    }
    return render(request, "partnerships/interests/person.html", context)


@needs(Permission.INTEREST_DECIDE)
def decide(request: PortalRequest, declaration: UUID) -> HttpResponse:
    found = _load(request, declaration)
    back = address(request, "interest", declaration=declaration)
    verdict = interests.may_decide(request.user.pk, reads.as_interest(found))
    if request.method != "POST" and not verdict:
        messages.error(request, verdict.reason)
        return redirect(back)
    form = DecideForm(request.POST or None, initial={"handling": found.handling})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            conflicts.decide_handling(
                declaration=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Decided.")
            return redirect(back)
    who = f"{found.person.name}: {found.get_kind_display().lower()}"
    return show_form(
        request, form, heading="Say how it is handled", caption=who, submit="Save", back=back
    )


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
@require_POST
def renew(request: PortalRequest, declaration: UUID) -> HttpResponse:
    found = _load_to_tend(request, declaration)
    with refusals_as_message(request):
        conflicts.renew_declaration(declaration=found, by=request.user, at=moment.now())
        messages.success(request, "Confirmed for another year.")
    return redirect(address(request, "interest", declaration=declaration))


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def end(request: PortalRequest, declaration: UUID) -> HttpResponse:
    found = _load_to_tend(request, declaration)
    form = EndInterestForm(request.POST or None)
    back = address(request, "interest", declaration=declaration)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            conflicts.end_declaration(
                declaration=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "Ended. It stays in the history.")
            return redirect(back)
    return ask(
        request,
        heading="End this declaration?",
        consequences="It leaves the register today. Its history and its reason stay.",
        submit="End it",
        back=back,
        form=form,
    )


@needs(EDIT)
def missing(request: PortalRequest) -> HttpResponse:
    context = {
        "gaps": reads.gaps(on=moment.today()),
        "breadcrumbs": trail(request, ("Interests", "interests")),
    }
    return render(request, "partnerships/interests/missing.html", context)


@needs(EDIT)
@require_POST
def remind(request: PortalRequest, person: UUID) -> HttpResponse:
    found = get_object_or_404(reads.seat_holders(on=moment.today()), public_id=person)
    with refusals_as_message(request):
        conflicts.remind_to_declare(person=found, by=request.user, at=moment.now())
        messages.success(request, f"{found.name} has been reminded.")
    return redirect(address(request, "interests-missing"))


def _person_here(request: PortalRequest, person: UUID) -> Person:
    """Return somebody who declared nothing, if the reader may see that they sit here."""
    page = persons.person_page(
        holder=person,
        reader=request.user,
        on=moment.today(),
        names_young=reads.may_see_all(request.standing),
        sight=request.sight,
    )
    if page is None:
        raise Http404(NOT_FOUND)
    return page.person


def _load(request: PortalRequest, declaration: UUID) -> ConflictDeclaration:
    rows = reads.visible_to(request.user, request.standing)
    return get_object_or_404(rows, public_id=declaration)


def _load_to_tend(request: PortalRequest, declaration: UUID) -> ConflictDeclaration:
    found = _load(request, declaration)
    _may_tend(request, found).or_raise()
    return found


def _may_tend(request: PortalRequest, found: ConflictDeclaration) -> Verdict:
    keeps = bool(request.standing.can(EDIT))
    return interests.may_tend(request.user.pk, reads.as_interest(found), keeps_record=keeps)
