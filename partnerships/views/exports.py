from django.http import HttpResponse

from krscp_portal.foundation import moment
from krscp_portal.foundation.spreadsheet_writing import Table
from partnerships.doors import PortalRequest, needs
from partnerships.forms.agencies import AgencyFilterForm
from partnerships.forms.directory import DirectoryFilterForm
from partnerships.forms.people import PeopleFilterForm
from partnerships.forms.seats import SeatFilterForm
from partnerships.roles import Permission
from partnerships.selectors import tables
from partnerships.services import exports
from partnerships.services.importing import importer

# Each takes the query string of its list page, so that what comes out is what was seen.


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def agencies(request: PortalRequest, form: str) -> HttpResponse:
    wanted = AgencyFilterForm(request.GET or None).wanted()
    table = tables.agency_table(on=moment.today(), wanted=wanted, sight=request.sight)
    return _send(request, table, form)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def seats(request: PortalRequest, form: str) -> HttpResponse:
    wanted = SeatFilterForm(request.GET or None, sight=request.sight).wanted()
    names_young = bool(request.standing.can(Permission.PARTNERSHIP_EDIT))
    table = tables.seat_table(
        on=moment.today(), wanted=wanted, names_young=names_young, sight=request.sight
    )
    return _send(request, table, form)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def people(request: PortalRequest, form: str) -> HttpResponse:
    wanted = PeopleFilterForm(request.GET or None, sight=request.sight).wanted()
    names_young = bool(request.standing.can(Permission.PARTNERSHIP_EDIT))
    table = tables.people_table(
        on=moment.today(), wanted=wanted, names_young=names_young, sight=request.sight
    )
    return _send(request, table, form)


@needs(Permission.PARTNERSHIP_VIEW)
def organisations(request: PortalRequest, form: str) -> HttpResponse:
    wanted = DirectoryFilterForm(request.GET or None).wanted()
    return _send(request, tables.directory_table(on=moment.today(), wanted=wanted), form)


@needs(Permission.PARTNERSHIP_EDIT)
def import_template(request: PortalRequest, kind: str) -> HttpResponse:
    return _answer(exports.template(importer(kind)))


def _send(request: PortalRequest, table: Table, form: str) -> HttpResponse:
    filters = [name for name, value in request.GET.items() if value and name != "page"]
    return _answer(
        exports.download(
            table=table, form=form, filtered_by=filters, by=request.user, at=moment.now()
        )
    )


def _answer(made: exports.Download) -> HttpResponse:
    return HttpResponse(
        made.content,
        content_type=made.content_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
