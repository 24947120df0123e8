"""Whether the pages that the public reads from the record are shown, confirmed, and still right."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import Appointment, AuditEvent, Partnership, User
from partnerships.needs import Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from publications import freshness
from publications.enums import PublicPageKind
from publications.models import PublicPage
from publications.selectors.changes import APPOINTMENTS, Changes, changes_of
from publications.selectors.structure import Structure, structure
from publications.selectors.whos_who import WhosWho, whos_who

PATH = "documents/public-pages/"


@dataclass(frozen=True)
class PageRow:
    """One of the two pages as the staff sees it; `page` is None before its first confirmation."""

    kind: PublicPageKind
    page: PublicPage | None
    is_stale: bool

    @property
    def is_shown(self) -> bool:
        return self.page is not None and self.page.shown

    @property
    def confirmed_at(self) -> datetime | None:
        return self.page.confirmed_at if self.page else None

    @property
    def state(self) -> str:
        if not self.is_shown:
            return "Taken down" if self.confirmed_at else "Not shown yet"
        return "Shown, to be confirmed again" if self.is_stale else "Shown"

    @property
    def tone(self) -> str:
        if not self.is_shown:
            return "grey"
        return "orange" if self.is_stale else "green"

    @property
    def act(self) -> str:
        """Say what confirming does now."""
        return "Confirm it is still right" if self.is_shown else "Confirm and show"


def page_rows(*, on: date) -> list[PageRow]:
    """Return both pages, made or not; one query."""
    rows = {row.kind: row for row in PublicPage.objects.select_related("confirmed_by")}
    return [_row(kind, rows.get(kind.value), on) for kind in PublicPageKind]


def page_row(*, kind: PublicPageKind, on: date) -> PageRow:
    """Return one page; one query."""
    found = PublicPage.objects.filter(kind=kind).select_related("confirmed_by").first()
    return _row(kind, found, on)


def shown_page(*, kind: PublicPageKind) -> PublicPage | None:
    """Return the page if the public may read it, else None; one query."""
    return PublicPage.objects.filter(kind=kind, shown=True).first()


def shown_pages() -> dict[str, PublicPage]:
    """Return the pages that the public may read, by kind; one query."""
    return {row.kind: row for row in PublicPage.objects.filter(shown=True)}


def page_facts(
    *, kind: PublicPageKind, partnership: Partnership, on: date
) -> tuple[WhosWho | Structure, str]:
    """Return what a page says on the day, and a fingerprint of it.

    Who confirms a page sends the fingerprint back, so that nobody confirms what they did not see.
    """
    read = whos_who if kind == PublicPageKind.WHOS_WHO else structure
    facts: WhosWho | Structure = read(partnership=partnership, on=on)
    return facts, sha256(repr(facts).encode()).hexdigest()


def changes_since(*, row: PageRow, on: date) -> Changes | None:
    """Return what the record has seen since the page was last confirmed; None before the first."""
    if row.confirmed_at is None:
        return None
    return changes_of(kind=row.kind, since=row.confirmed_at, on=on)


def pages_to_confirm(user: User, standing: Standing, on: date) -> list[Need]:
    """Say on the home page which shown page is old, or tells of people who have changed.

    For whoever may publish; one query, and two more where a page is shown.
    """
    del user
    if not standing.can(Permission.DOCUMENT_PUBLISH):
        return []
    rows = [row for row in page_rows(on=on) if row.is_shown]
    changed = _people_changed_since(rows, on)
    return [
        Need(
            what=f"Confirm that the public page “{row.kind.label}” is still right",
            path=f"{PATH}{row.kind.value.replace('_', '-')}/",
            state="Older than six months" if row.is_stale else "People have changed",
            late=row.is_stale,
        )
        for row in rows
        if row.is_stale or row.kind in changed
    ]


def reminders_of_pages(on: date) -> list[Reminder]:
    """Remind whoever may publish five months after a confirmation, at six, and then every month."""
    found = []
    for row in page_rows(on=on):
        if not row.is_shown or row.confirmed_at is None:
            continue
        due = freshness.reminder_due(local_day(row.confirmed_at), on=on)
        if due:
            found.append(
                Reminder(
                    key=f"public-page:{row.kind.value}:{due:%Y-%m-%d}",
                    subject="A public page is due to be confirmed again",
                    path=PATH,
                    permission=Permission.DOCUMENT_PUBLISH,
                )
            )
    return found


def _row(kind: PublicPageKind, page: PublicPage | None, on: date) -> PageRow:
    at = page.confirmed_at if page else None
    stale = at is not None and freshness.is_stale(local_day(at), on=on)
    return PageRow(kind, page, is_stale=stale)


def _people_changed_since(rows: list[PageRow], on: date) -> set[PublicPageKind]:
    """Return the pages before whose confirmation somebody took or left no seat, and since did."""
    moments = [row.confirmed_at for row in rows if row.confirmed_at]
    if not moments:
        return set()
    since = local_day(min(moments))
    begun_or_ended = Q(period__startswith__gt=since, period__startswith__lte=on) | Q(
        period__endswith__gt=since, period__endswith__lte=on
    )
    days = [
        day
        for period in Appointment.objects.filter(begun_or_ended).values_list("period", flat=True)
        for day in (period.lower, period.upper)
        if day is not None and day <= on
    ]
    noted = AuditEvent.objects.filter(object_type=APPOINTMENTS, at__gt=min(moments))
    last = noted.order_by("-at").values_list("at", flat=True).first()
    return {
        row.kind
        for row in rows
        if row.confirmed_at
        and (
            (last is not None and last > row.confirmed_at)
            or any(day > local_day(row.confirmed_at) for day in days)
        )
    }
