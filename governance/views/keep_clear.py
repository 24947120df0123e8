from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance import day_lists, services
from governance.forms.keep_clear import BoardDateForm, HolidayForm, ImportDaysForm
from governance.models import BoardDate, LinkedBoard, RuleRow, SchoolHoliday
from governance.selectors.boards import areas_to_choose
from governance.services.keep_clear import (
    dates_there,
    holidays_there,
    import_dates,
    import_holidays,
)
from governance.views.frames import address, show_form
from governance.views.meeting_frames import keeps_somewhere, meeting_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.verdict import Refused
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW)
def overview(request: PortalRequest) -> HttpResponse:
    today = moment.today()
    holidays = SchoolHoliday.objects.current().filter(to_on__gte=today).select_related("area")
    dates = BoardDate.objects.current().filter(on__gte=today).select_related("board")
    context = {
        "heading": "Days to keep clear",
        "holidays": holidays.order_by("from_on", "pk"),
        "dates": dates.order_by("on", "pk"),
        "may_edit": bool(request.standing.can(EDIT)),
        "keeps": keeps_somewhere(request),
        "here": "keep-clear",
        "breadcrumbs": meeting_trail(request),
    }
    return render(request, "governance/meeting/keep_clear.html", context)


@needs(EDIT)
def add_holiday(request: PortalRequest) -> HttpResponse:
    form = HolidayForm(request.POST or None, areas=areas_to_choose())
    return _add(request, form, model=SchoolHoliday, heading="Add a school holiday")


@needs(EDIT)
def add_board_date(request: PortalRequest) -> HttpResponse:
    boards = LinkedBoard.objects.current().order_by("name")
    form = BoardDateForm(request.POST or None, boards=boards)
    return _add(request, form, model=BoardDate, heading="Add a day of a linked board")


@needs(EDIT)
@require_POST
def end_holiday(request: PortalRequest, holiday: UUID) -> HttpResponse:
    return _end(request, get_object_or_404(SchoolHoliday.objects.current(), public_id=holiday))


@needs(EDIT)
@require_POST
def end_board_date(request: PortalRequest, board_date: UUID) -> HttpResponse:
    return _end(request, get_object_or_404(BoardDate.objects.current(), public_id=board_date))


@needs(EDIT)
def import_days(request: PortalRequest) -> HttpResponse:
    form = ImportDaysForm(
        request.POST or None,
        request.FILES or None,
        areas=areas_to_choose(),
        boards=LinkedBoard.objects.current().order_by("name"),
    )
    context: dict[str, Any] = {
        "heading": "Import days to keep clear",
        "form": form,
        "submit": "Read the file",
        "cancel_url": address(request, "keep-clear"),
        "breadcrumbs": _trail(request),
    }
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        read = _read(request, form)
        problems = read.problems or tuple(_there(read.rows, said))
        if not problems and "rows" in request.POST:
            return _keep(request, form, read.rows)
        context |= {"read": read, "problems": problems, "packed": day_lists.packed(read.rows)}
    return render(request, "governance/meeting/import_days.html", context)


def _read(request: PortalRequest, form: ImportDaysForm) -> day_lists.Read:
    sent = form.cleaned_data["file"]
    if sent is None and "rows" in request.POST:
        rows = day_lists.unpacked(request.POST["rows"])
        return (
            day_lists.Read(problems=(rows.reason,))
            if isinstance(rows, Refused)
            else day_lists.checked(list(rows))
        )
    if sent is None:
        return day_lists.Read(problems=("Choose a file.",))
    if sent.size > day_lists.LIMIT:
        return day_lists.Read(problems=("The file is larger than 1 megabyte.",))
    return day_lists.read(sent.read(), what=form.cleaned_data["what"])


def _there(rows: tuple[day_lists.DayRow, ...], said: dict[str, Any]) -> list[str]:
    if said["what"] == day_lists.HOLIDAYS:
        return holidays_there(rows, area=said["area"])
    return dates_there(rows, board=said["board"])


def _keep(
    request: PortalRequest, form: ImportDaysForm, rows: tuple[day_lists.DayRow, ...]
) -> HttpResponse:
    said = form.cleaned_data
    common = {"source": said["source"], "by": request.user, "at": moment.now()}
    if said["what"] == day_lists.HOLIDAYS:
        count = import_holidays(rows=rows, area=said["area"], **common)
    else:
        count = import_dates(rows=rows, board=said["board"], **common)
    messages.success(request, f"{count} rows have been added.")
    return redirect(address(request, "keep-clear"))


def _add(request: PortalRequest, form: Any, *, model: type[RuleRow], heading: str) -> HttpResponse:
    back = address(request, "keep-clear")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add(row=model(**form.cleaned_data), by=request.user, at=moment.now())
            messages.success(request, "The days have been added.")
            return redirect(back)
    return show_form(
        request, form, heading=heading, submit="Add it", back=back, breadcrumbs=_trail(request)
    )


def _end(request: PortalRequest, row: RuleRow) -> HttpResponse:
    with refusals_as_message(request):
        services.end(row=row, on=moment.today(), by=request.user, at=moment.now())
        messages.success(request, "It has been taken off the list.")
    return redirect(address(request, "keep-clear"))


def _trail(request: PortalRequest) -> list[Link]:
    way = Link("Days to keep clear", address(request, "keep-clear"))
    return [*meeting_trail(request), way]
