from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.selectors.review_pack import jobs_of_packs, packs
from governance.services.review_pack import ask_for_pack, take_pack
from governance.views.frames import address, as_file
from governance.views.plan_frames import priorities_trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message
from partnerships.roles import Permission


@needs(Permission.GOVERNANCE_VIEW)
def page(request: PortalRequest) -> HttpResponse:
    made, making = packs()
    context = {
        "heading": "Review packs",
        "packs": made,
        "making": making,
        "may_edit": request.standing.can(Permission.GOVERNANCE_EDIT),
        "breadcrumbs": priorities_trail(request),
    }
    if request.headers.get("HX-Request") and making:
        response = render(request, "governance/priority/_making.html", context)
        if not making.is_open:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "governance/priority/packs.html", context)


@needs(Permission.GOVERNANCE_EDIT)
@require_POST
def make(request: PortalRequest) -> HttpResponse:
    with refusals_as_message(request):
        ask_for_pack(partnership=request.partnership, by=request.user, at=moment.now())
        messages.success(request, "The pack is being made. A notice tells you when it is ready.")
    return redirect(address(request, "priority-packs"))


@needs(Permission.GOVERNANCE_VIEW)
def take(request: PortalRequest, pack: UUID) -> HttpResponse:
    job = get_object_or_404(jobs_of_packs(), public_id=pack, file__isnull=False)
    made = take_pack(job=job, by=request.user, at=moment.now())
    return as_file(made.content, content_type=made.content_type, name=made.name)
