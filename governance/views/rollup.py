from django.http import HttpResponse
from django.shortcuts import render

from governance import documents
from governance.selectors.rollup import HEADINGS, roll_up
from governance.views.plan_frames import as_download, priorities_trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs
from partnerships.roles import Permission


@needs(Permission.GOVERNANCE_VIEW)
def page(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "How the priorities stand",
        "roll_up": roll_up(on=moment.today()),
        "headings": HEADINGS,
        "breadcrumbs": priorities_trail(request),
    }
    return render(request, "governance/priority/rollup.html", context)


@needs(Permission.GOVERNANCE_VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    table = documents.rollup_table(roll_up(on=moment.today()))
    return as_download(request, table, ending=ending)
