from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from governance import documents, selectors, services
from governance.views.frames import as_file, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.spreadsheet_writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from partnerships.doors import PortalRequest, needs
from partnerships.enums import MembershipCode
from partnerships.roles import Permission

FORMATS: dict[str, tuple[str, Any]] = {
    "csv": (CSV_TYPE, write_csv),
    "xlsx": (XLSX_TYPE, write_xlsx),
}


@needs(Permission.GOVERNANCE_VIEW)
def membership(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Membership of the groups",
        "grid": selectors.grid(on=moment.today()),
        "codes": [(each.value, each.label) for each in MembershipCode],
        "breadcrumbs": trail(request),
    }
    return render(request, "governance/membership/grid.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    today = moment.today()
    content_type, write = FORMATS[ending]
    content = write(documents.grid_table(selectors.grid(on=today)))
    services.note_grid_taken(
        partnership=request.partnership, ending=ending, by=request.user, at=moment.now()
    )
    name = f"{request.partnership.slug}-membership-{today.isoformat()}.{ending}"
    return as_file(content, content_type=content_type, name=name)
