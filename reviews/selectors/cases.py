"""The list "on the clock": one page of cases, what is due next first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from deadlines.clock import State, state
from deadlines.enums import Standing as DateStanding
from deadlines.models import Deadline
from deadlines.selectors import calendar
from deadlines.terms import Bound
from deadlines.wording import in_words
from krscp_portal.foundation.components import STATES, Pagination
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import User
from reviews.enums import CaseState, Harm
from reviews.models import Child, Incident
from reviews.models.incident import IncidentQuerySet
from reviews.subject import KIND

PAGE: Final = 50
OPEN, CLOSED, ALL = "open", "closed", "all"
WHICH: Final = {OPEN: "Open", CLOSED: "Closed", ALL: "All"}
TONES: Final = {
    CaseState.LOGGED: "blue",
    CaseState.THRESHOLD: "purple",
    CaseState.NOT_NOTIFIABLE: "grey",
    CaseState.NOTIFIABLE: "orange",
    CaseState.NOTIFIED: "teal",
    CaseState.RAPID_REVIEW_OPEN: "teal",
    CaseState.RAPID_REVIEW_SIGN_OFF: "purple",
    CaseState.RAPID_REVIEW_COMPLETED: "purple",
    CaseState.RAPID_REVIEW_SENT: "green",
    CaseState.PANEL_RESPONDED: "green",
    CaseState.FURTHER_REVIEW: "teal",
    CaseState.WITHDRAWN: "grey",
    CaseState.CLOSED: "grey",
}


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case in the list, in words; nothing of it queries."""

    reference: str
    href: str
    where: str
    children: str
    state: str
    state_tone: str
    restricted: bool
    next_title: str = ""
    next_due: str = ""
    next_left: str = ""
    next_label: str = ""
    next_tone: str = ""


@dataclass(frozen=True)
class NextDue:
    """What is due next of a case, and how it stands."""

    title: str
    due_on: date | None
    standing: State


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """One page of the list, with how many cases there are in all."""

    rows: tuple[CaseRow, ...]
    total: int
    pagination: Pagination


def case_list(
    *, user: User, standing: Standing, root: str, which: str, query: str, page: int, at: datetime
) -> CaseList:
    """Return a page of the cases that the person may see, what is due next first.

    `which` is open, closed or all; `query` a part of a reference. Closed cases come newest first.
    A page that does not exist becomes the nearest one that does.
    """
    seen = _which(Incident.objects.visible_to(user, standing, at=at), which)
    if query.strip():
        seen = seen.filter(reference__icontains=query.strip())
    total = seen.count()
    last = max(1, -(-total // PAGE))
    number = min(max(page, 1), last)
    start = (number - 1) * PAGE
    found = list(
        _ordered(seen, which).select_related("area", "residence_area")[start : start + PAGE]
    )
    asked = {"which": which, "q": query.strip()}
    return CaseList(
        rows=_rows(found, root=root, on=local_day(at)),
        total=total,
        pagination=Pagination(number, last, {name: text for name, text in asked.items() if text}),
    )


def next_dues(ids: Iterable[UUID], *, on: date) -> dict[UUID, NextDue]:
    """Return what is due next of each case, in two queries; a mere target does not count.

    Reads the four columns that it shows: whole rows of fifty clocks would cost more than the page.
    """
    running = (
        Deadline.objects.filter(subject_kind=KIND, subject_id__in=list(ids))
        .open()
        .filter(standing=DateStanding.BINDING)
        .order_by("subject_id", "due_on", "pk")
        .distinct("subject_id")
        .values_list("subject_id", "rule__title", "due_on", "bound")
    )
    table = calendar()
    return {
        subject_id: NextDue(title, due_on, state(due_on, on=on, calendar=table, bound=Bound(bound)))
        for subject_id, title, due_on, bound in running
    }


def describe_children(children: Iterable[Child]) -> str:
    """Say in a few words what happened to the children: "1 died, 2 seriously harmed"."""
    harms = [child.harm for child in children]
    counts = [(harms.count(harm), harm.label.lower()) for harm in Harm]
    return ", ".join(f"{number} {words}" for number, words in counts if number)


def place_of(incident: Incident) -> str:
    """Say where it happened."""
    return "Outside England" if incident.area is None else incident.area.name


def _which(seen: IncidentQuerySet, which: str) -> IncidentQuerySet:
    if which == ALL:
        return seen
    return seen.closed() if which == CLOSED else seen.open()


def _ordered(seen: IncidentQuerySet, which: str) -> IncidentQuerySet:
    if which != OPEN:
        return seen.order_by("-aware_at", "-pk")
    due = (
        Deadline.objects.filter(subject_kind=KIND, subject_id=OuterRef("public_id"))
        .open()
        .filter(standing=DateStanding.BINDING)
        .order_by("due_on")
        .values("due_on")[:1]
    )
    return seen.annotate(next_due=Subquery(due)).order_by(
        F("next_due").asc(nulls_last=True), "aware_at", "pk"
    )


def _rows(found: list[Incident], *, root: str, on: date) -> tuple[CaseRow, ...]:
    dues = next_dues([each.public_id for each in found], on=on)
    children: dict[int, list[Child]] = {}
    for child in Child.objects.filter(incident__in=found).only("incident_id", "harm"):
        children.setdefault(child.incident_id, []).append(child)
    return tuple(
        _row(each, dues.get(each.public_id), children.get(each.pk, []), root) for each in found
    )


def _row(incident: Incident, due: NextDue | None, children: list[Child], root: str) -> CaseRow:
    stands_at = CaseState(incident.state)
    return CaseRow(
        reference=incident.reference,
        href=root + incident.path,
        where=place_of(incident),
        children=describe_children(children),
        state=stands_at.label,
        state_tone=TONES[stands_at],
        restricted=incident.restricted,
        **(_due(due) if due else {}),
    )


def _due(due: NextDue) -> dict[str, str]:
    label, tone = STATES[due.standing.code.value]
    return {
        "next_title": due.title,
        "next_due": in_words(due.due_on) if due.due_on else "No set date",
        "next_left": due.standing.words,
        "next_label": label,
        "next_tone": tone,
    }
