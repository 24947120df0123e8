from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from governance.selectors.actions import lines_of
from governance.selectors.letters import chasers_to_look_over, late_actions
from governance.services.chasing import draft_chasers, send_chasers
from governance.views.actions import actions_trail
from governance.views.frames import address, todo_sections
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT


@needs(EDIT, in_a_group=True)
def choose(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    rows = late_actions(request.user, request.standing, on=today)
    if request.method == "POST":
        ticked = _ticked(request, "actions")
        with refusals_as_message(request):
            draft_chasers(
                actions=[each for each in rows if each.public_id in ticked],
                partnership=request.partnership,
                by=request.user,
                at=moment.now(),
            )
            return redirect(address(request, "chase-letters"))
    context = {
        "heading": "Remind of what is late",
        "lines": lines_of(rows, on=today),
        "waiting": len(chasers_to_look_over(request.standing)),
        **todo_sections(request, "chase"),
    }
    return render(request, "governance/actions/chase.html", context)


@needs(EDIT, in_a_group=True)
def look_over(request: PortalRequest) -> HttpResponse:
    letters = chasers_to_look_over(request.standing)
    if request.method == "POST":
        ticked = _ticked(request, "letters")
        with refusals_as_message(request):
            chosen = [each for each in letters if each.public_id in ticked]
            sent = send_chasers(letters=chosen, by=request.user, at=moment.now())
            one = "One letter has been sent." if sent == 1 else f"{sent} letters have been sent."
            messages.success(request, one)
            return redirect(address(request, "actions"))
    context = {
        "heading": "Look the letters over",
        "letters": letters,
        "breadcrumbs": actions_trail(request),
    }
    return render(request, "governance/actions/chase_letters.html", context)


def _ticked(request: PortalRequest, name: str) -> frozenset[UUID]:
    """Return the ids that were ticked; what is no id was not offered."""
    found = set()
    for text in request.POST.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return frozenset(found)
