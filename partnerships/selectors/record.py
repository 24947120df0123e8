"""The audit as a page shows it: sentences that survive whatever became of their objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Q, QuerySet

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.models import TenantModel
from krscp_portal.foundation.moment import LONDON
from partnerships.chain import Link
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, RoleAssignment, User

PER_PAGE = 50
BATCH = 2000
PUBLIC = "public"  # the filter's word for events of nobody who signed in

# Whose facts the page may show. Those of another app stay hidden until that app says otherwise
# with `show_facts_of`: a manager may read the audit and yet not be on the list of a case.
_shown_apps = {"partnerships"}


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; empty values ask for everything."""

    who: str = ""  # a user's public id, or PUBLIC
    verb: str = ""
    kind: str = ""
    reference: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class AuditLine:
    """One event in words."""

    number: int
    at: datetime
    who: str
    what: str
    kind: str
    reference: str
    facts: tuple[str, ...]


def show_facts_of(app_label: str) -> None:
    """Let the audit page show the facts of an app's events; the app calls this at `ready()`."""
    _shown_apps.add(app_label)


def audit_page(*, wanted: AuditFilter, number: str) -> tuple[list[AuditLine], Page[Any]]:
    """Return one page of the open partnership's audit, newest first; two queries."""
    page = Paginator(_events(wanted).order_by("-number"), PER_PAGE).get_page(number)
    return [_line(event) for event in page.object_list], page


def people_in_audit() -> list[tuple[str, str]]:
    """Return who may stand in the open partnership's audit: its people and the portal itself."""
    roles = RoleAssignment.objects.in_open_partnership()
    people = User.objects.filter(Q(pk__in=roles.values("user_id")) | Q(is_system=True))
    return [(str(each.public_id), each.display_name) for each in people.order_by("display_name")]


def kinds_of_object() -> list[tuple[str, str]]:
    """Return what the audit may speak of: each model's label and its name in words."""
    labels = {
        model._meta.label_lower: str(model._meta.verbose_name).capitalize()
        for model in apps.get_models()
        if issubclass(model, TenantModel) or model._meta.app_label == "partnerships"
    }
    return sorted(labels.items(), key=lambda pair: pair[1])


def _events(wanted: AuditFilter) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.all()
    if wanted.who == PUBLIC:
        rows = rows.filter(by_id__isnull=True)
    elif wanted.who:
        people = User.objects.filter(public_id=wanted.who)
        rows = rows.filter(by_id__in=people.values("pk"))
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.kind:
        rows = rows.filter(object_type=wanted.kind)
    if wanted.reference:
        rows = rows.filter(object_reference__icontains=wanted.reference)
    if wanted.from_on:
        rows = rows.filter(at__gte=_midnight(wanted.from_on))
    if wanted.to_on:
        rows = rows.filter(at__lt=_midnight(wanted.to_on + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


def _line(event: AuditEvent) -> AuditLine:
    app_label = event.object_type.partition(".")[0]
    shown = event.facts.items() if app_label in _shown_apps else ()
    return AuditLine(
        number=event.number,
        at=event.at,
        who=event.by_name,
        what=AuditVerb(event.verb).label,
        kind=_kind(event.object_type),
        reference=event.object_reference,
        facts=tuple(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in shown),
    )


def _kind(object_type: str) -> str:
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except LookupError:
        return object_type.rpartition(".")[2]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each).replace("_", " ") for each in value)
    return {True: "yes", False: "no", None: "none"}.get(value, str(value))


def chain_links() -> Iterator[Link]:
    """Return the open partnership's audit in order, each line with the text that was sealed.

    Read in batches by number, so that a long audit does not have to fit into memory.
    """
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, previous_hash, hash, portal_audit_canonical(event)"
                " FROM partnerships_auditevent AS event"
                " WHERE partnership_id = %s AND number > %s ORDER BY number LIMIT %s",
                [required_partnership_id(), last, BATCH],
            )
            rows = cursor.fetchall()
        yield from (Link(*row) for row in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]
