"""The wall of requests of one case or review: how each agency's stands, counted and narrowed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from krscp_portal.foundation.components import Status
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import AgencyMembership, User
from partnerships.needs import MOST, Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.selectors.agencies import agency_groups
from reviews import asking
from reviews.asking import Act, Stand
from reviews.enums import RequestEventKind
from reviews.models import AgencyRequest, Incident, RequestLink, Review
from reviews.selectors.request_words import subject_of

NARROWED = {
    "": "All agencies",
    "outstanding": "Outstanding",
    **{stand.value: label for stand, label in asking.LABELS.items()},
}


@dataclass(frozen=True)
class Card:
    """One agency on the wall."""

    row: AgencyRequest
    stand: Stand
    status: Status
    files: int
    chased_at: datetime | None
    waits_for_mail: bool


@dataclass(frozen=True)
class Wall:
    """The requests that were asked for, and how many stand how."""

    cards: tuple[Card, ...]
    counts: tuple[tuple[Stand, str, int, str], ...]
    total: int
    to_ask: int
    outstanding: int


def wall_of(subject: Incident | Review, *, which: str = "", at: datetime) -> Wall:
    """Return the wall in one query, however many agencies; `which` is a key of NARROWED."""
    waiting = RequestLink.objects.filter(
        request=OuterRef("pk"), emailed_at__isnull=True, revoked_at__isnull=True
    )
    rows = subject.agency_requests.select_related("organisation").annotate(
        file_count=Count("files", distinct=True),
        chased_at=Max("events__at", filter=Q(events__kind=RequestEventKind.CHASED)),
        waits_for_mail=Exists(waiting.filter(used_at__isnull=True)),
    )
    cards = [_card(row, on=local_day(at)) for row in rows.order_by("organisation__name", "pk")]
    stands = Counter(card.stand for card in cards)
    return Wall(
        cards=tuple(card for card in cards if _is_wanted(card, which)),
        counts=tuple(
            (stand, asking.LABELS[stand], stands[stand], asking.TONES[stand])
            for stand in Stand
            if stands[stand]
        ),
        total=len(cards),
        to_ask=stands[Stand.TO_ASK],
        outstanding=sum(stands[each] for each in asking.OUTSTANDING),
    )


def requests_of(subject: Incident | Review) -> QuerySet[AgencyRequest]:
    """Return the requests of a case or review with what their pages name."""
    return subject.agency_requests.select_related("incident", "review", "organisation")


def agencies_to_ask(subject: Incident | Review, *, on: date) -> list[AgencyMembership]:
    """Return the agencies of the register that are not asked yet, those of the case's areas first.

    A body that takes part on two bases stands once.
    """
    asked = subject.agency_requests.filter(cancelled_because="")
    known = set(asked.values_list("organisation_id", flat=True))
    found: dict[int, AgencyMembership] = {}
    for group in agency_groups(on=on):
        for row in group.rows:
            if row.organisation_id not in known:
                found.setdefault(row.organisation_id, row)
    areas = _areas(subject)
    return sorted(
        found.values(), key=lambda each: (not serves(each, areas), each.organisation.name)
    )


def serves(agency: AgencyMembership, areas: Iterable[int]) -> bool:
    """Say whether the agency takes part for one of the areas; without any, for all of them."""
    its = {each.area_id for each in agency.areas.all()}
    return not its or bool(its & set(areas))


def case_areas(subject: Incident | Review) -> set[int]:
    """Return the areas where the incident happened and where the child lives."""
    return _areas(subject)


def acts_on(row: AgencyRequest, *, on: date) -> dict[str, bool]:
    """Return which acts are possible on the request as it stands."""
    stand = asking.stand_of(row, on=on)
    return {act.value: bool(asking.may(act, stand)) for act in Act}


def needs_on_requests(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the cases and reviews on which agencies are overdue, for who works on them; one query."""
    if not standing.can(Permission.CASE_EDIT):
        return []
    seen = Q(incident__in=Incident.objects.visible_to(user, standing))
    seen |= Q(review__in=Review.objects.visible_to(user, standing))
    rows = (
        overdue(on)
        .filter(seen)
        .values(
            reference=Coalesce("incident__reference", "review__reference"),
            case=F("incident__public_id"),
            held=F("review__public_id"),
        )
        .annotate(count=Count("pk"), first=Min("due_on"))
    )
    return [
        Need(
            what=f"{row['reference']}: {_agencies(row['count'])} overdue",
            path=_wall(row["case"], row["held"]),
            due_on=row["first"],
            state="Overdue",
            late=True,
        )
        for row in rows.order_by("reference")[:MOST]
    ]


def reminders(on: date) -> list[Reminder]:
    """Return the answers that became overdue; each day that was set is told of once, to who asked."""
    rows = overdue(on).select_related("incident", "review")
    return [
        Reminder(
            key=f"request:{row.public_id}:overdue:{row.due_on}",
            subject="An agency has not answered a request in time",
            path=f"{subject_of(row).path}requests/",
            also=(row.asked_by_id,) if row.asked_by_id else (),
        )
        for row in rows.order_by("due_on", "pk")
    ]


def overdue(on: date) -> QuerySet[AgencyRequest]:
    """Return the requests of the open partnership whose answers should have come."""
    return AgencyRequest.objects.filter(
        asked_at__isnull=False,
        returned_at__isnull=True,
        refused_because="",
        cancelled_because="",
        due_on__lt=on,
    )


def _wall(case: UUID | None, review: UUID | None) -> str:
    return f"clock/{case}/requests/" if case else f"reviews/{review}/requests/"


def _agencies(count: int) -> str:
    return "an agency’s answer is" if count == 1 else f"{count} agencies’ answers are"


def _areas(subject: Incident | Review) -> set[int]:
    case = subject if isinstance(subject, Incident) else subject.incident
    found = {case.area_id, case.residence_area_id} if case else set()
    return {each for each in found if each is not None}


def _card(row: AgencyRequest, *, on: date) -> Card:
    stand = asking.stand_of(row, on=on)
    counted: Any = row
    return Card(
        row=row,
        stand=stand,
        status=Status(asking.LABELS[stand], asking.TONES[stand]),
        files=counted.file_count,
        chased_at=counted.chased_at,
        waits_for_mail=counted.waits_for_mail,
    )


def _is_wanted(card: Card, which: str) -> bool:
    if which == "outstanding":
        return card.stand in asking.OUTSTANDING
    return which in {"", card.stand.value} or which not in NARROWED
