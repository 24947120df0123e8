from django.http import HttpResponse
from django.shortcuts import render

from krscp_portal.foundation.components import Pagination
from partnerships import selectors
from partnerships.doors import PortalRequest, needs
from partnerships.forms.audit import AuditFilterForm
from partnerships.roles import Permission


@needs(Permission.AUDIT_VIEW)
def events(request: PortalRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET or None, people=selectors.people_in_audit())
    number = request.GET.get("page", "1")
    lines, page = selectors.audit_page(wanted=form.wanted(), number=number)
    asked = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "lines": lines,
        "count": page.paginator.count,
        "is_filtered": bool(asked) and form.is_valid(),
        "pagination": Pagination(page.number, page.paginator.num_pages, asked),
    }
    return render(request, "partnerships/audit/events.html", context)
