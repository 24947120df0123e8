"""Who may see one case, who may be named on it, and who has read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from krscp_portal.foundation.components import Event
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, RoleAssignment, User
from partnerships.roles import ROLES
from partnerships.scoping import OwnRowsQuerySet
from reviews.models import Incident
from reviews.selectors.sealed import readings_of
from reviews.visibility import may_be_named

READINGS: Final = 50


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody named on the case."""

    person: User
    roles: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One time that somebody read a page of the case."""

    who: str
    when: str
    page: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """Who is named on a case, its latest readings, and each opening of who a child is."""

    named: list[Named]
    readings: list[Reading]
    emergencies: list[Event]
    identities: list[Event]


def people_page(*, incident: Incident, at: datetime) -> PeoplePage:
    """Return who is named on the case with their roles, who read it last, and each emergency."""
    named = list(access.named_on(incident).order_by("display_name", "pk"))
    held = _roles_of(named, on=local_day(at))
    readings = AuditEvent.objects.filter(
        object_type=incident._meta.label_lower,
        object_id=str(incident.public_id),
        verb=AuditVerb.VIEWED,
    ).order_by("-number")[:READINGS]
    emergencies = incident.emergencies.select_related("opened_by").order_by("-opened_at")
    return PeoplePage(
        named=[Named(person=each, roles=held.get(each.pk, "No role now")) for each in named],
        readings=[
            Reading(who=row.by_name, when=moment(row.at), page=row.facts.get("page", ""))
            for row in readings
        ],
        emergencies=[
            Event(
                title=each.opened_by.display_name,
                at=f"{moment(each.opened_at)} until {moment(each.expires_at)}",
                body=each.reason,
                datetime=each.opened_at.isoformat(),
            )
            for each in emergencies
        ],
        identities=readings_of(incident),
    )


def nameable_people(*, incident: Incident, at: datetime) -> list[tuple[User, str]]:
    """Return who may be named on the case and is not yet, with their roles, by name."""
    named = frozenset(each.pk for each in access.named_on(incident))
    return people_to_name(but=named, on=local_day(at))


def people_to_name(*, but: frozenset[int], on: date) -> list[tuple[User, str]]:
    """Return whoever may be named on a case here, with their roles, by name; one query."""
    held: dict[int, set[str]] = {}
    people: dict[int, User] = {}
    for row in _held(on).select_related("user").order_by("user__display_name"):
        if row.user.is_active and row.user_id not in but:
            people[row.user_id] = row.user
            held.setdefault(row.user_id, set()).add(row.role)
    return [
        (person, _words(held[pk]))
        for pk, person in people.items()
        if may_be_named(frozenset(held[pk]))
    ]


def _held(on: date) -> OwnRowsQuerySet:
    return (
        RoleAssignment.objects.filter(from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .in_open_partnership()
    )


def _roles_of(people: list[User], *, on: date) -> dict[int, str]:
    found: dict[int, set[str]] = {}
    for row in _held(on).filter(user__in=people):
        found.setdefault(row.user_id, set()).add(row.role)
    return {pk: _words(codes) for pk, codes in found.items()}


def _words(codes: set[str]) -> str:
    return ", ".join(sorted(ROLES[code].name for code in codes if code in ROLES))
