from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import documents
from governance.attendance_rules import GAP_DEFINITION
from governance.enums import AbsenceState
from governance.forms.attendance import MatrixForm
from governance.models import Group
from governance.selectors.attendance import gaps_of, matrix, professions_of
from governance.services import absences as services
from governance.services.attendance import note_matrix_taken
from governance.views.frames import address, as_file, may_keep, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.spreadsheet_writing import XLSX_TYPE, write_xlsx
from partnerships.doors import PortalRequest, needs, refusals_as_message
from partnerships.models import Organisation
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW)
def group(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    form = MatrixForm(request.GET or None, professions=professions_of(found))
    may_edit = bool(request.standing.can(EDIT, group_key=found.key))
    waiting = found.absence_reviews.filter(state=AbsenceState.OPEN)
    context = {
        "heading": "Attendance",
        "caption": found.name,
        "group": found,
        "form": form,
        "matrix": matrix(found, **form.wanted()),
        "gaps": gaps_of(found, on=moment.today()),
        "gap_definition": GAP_DEFINITION,
        "reviews": waiting.count() if may_edit else 0,
        "may_edit": may_edit,
        "query": request.GET.urlencode(),
        "breadcrumbs": trail(request, found),
    }
    return render(request, "governance/attendance/over_time.html", context)


@needs(VIEW)
def download(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    form = MatrixForm(request.GET or None, professions=professions_of(found))
    content = write_xlsx(*documents.attendance_tables(matrix(found, **form.wanted())))
    note_matrix_taken(group=found, by=request.user, at=moment.now())
    name = f"{request.partnership.slug}-{found.key}-attendance-{moment.today().isoformat()}.xlsx"
    return as_file(content, content_type=XLSX_TYPE, name=name)


@needs(EDIT, in_a_group=True)
@require_POST
def raise_gap(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    wanted = {
        str(gap.organisation.pk): gap.organisation for gap in gaps_of(found, on=moment.today())
    }
    body: Organisation | None = wanted.get(request.POST.get("organisation", ""))
    with refusals_as_message(request):
        if body is None:
            messages.error(request, "The register shows no lasting gap of this agency any more.")
        else:
            item = services.raise_gap(
                group=found, organisation=body, by=request.user, at=moment.now()
            )
            messages.success(request, f"It is on the agenda of {item.group.name}.")
    return redirect(address(request, "group-attendance", group=group))
