"""The cases on which somebody who leaves is named: whom each passes to.

A restricted case is called only that in what is kept and printed: its reference is shown to those
who see it, and whoever takes it over is told of it by name.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from krscp_portal.foundation.moment import local_day
from partnerships import access, holdings
from partnerships.holdings import Holding, HoldingKind, Leaving
from partnerships.models import RoleAssignment, User
from reviews import services
from reviews.models import Incident
from reviews.models.grants import SEE_CASE
from reviews.visibility import may_be_named

RESTRICTED: Final = "A restricted case"
NOT_SEEN: Final = (
    "You do not see this case. Somebody named on it hands it over, on the page of the case."
)
HINT: Final = (
    "Sight of a case passes at once, so do this on the last day or near it. "
    "“Ends now” takes this person off the case."
)


def register() -> None:
    """Make this app's kind known; called once, at `ready()`."""
    holdings.register(
        HoldingKind(
            "case", "Cases they are named on", held_cases, pass_case, ending="Ends now", hint=HINT
        )
    )


def held_cases(leaving: Leaving) -> list[Holding]:
    """Return the cases that name the leaver; one that the viewer does not see stays nameless.

    Four queries, whatever the number of cases.
    """
    mine = list(
        Incident.objects.filter(grants__user=leaving.leaver)
        .distinct()
        .order_by("reference")
        .only("pk", "public_id", "reference", "restricted")
    )
    if not mine:
        return []
    standing = access.standing(leaving.viewer, on=local_day(leaving.at))
    seen = set(
        Incident.objects.visible_to(leaving.viewer, standing)
        .filter(pk__in=[each.pk for each in mine])
        .values_list("pk", flat=True)
    )
    takers = _nameable(leaving)
    return [_holding(each, seen=each.pk in seen, takers=takers) for each in mine]


def pass_case(*, thing: UUID, leaving: Leaving, to: User | None, by: User, at: datetime) -> str:
    """Name the successor on the case, unless they are, and take the leaver off it."""
    incident = Incident.objects.get(public_id=thing)
    if to is not None and not access.is_named_on(to, SEE_CASE, incident):
        services.name_person(incident=incident, person=to, by=by, at=at)
    services.remove_person(incident=incident, person=leaving.leaver, by=by, at=at)
    return "No longer named on it" if to is None else to.display_name


def _holding(incident: Incident, *, seen: bool, takers: tuple[User, ...]) -> Holding:
    return Holding(
        thing=incident.public_id,
        text=RESTRICTED if incident.restricted else incident.reference,
        detail=incident.reference if seen and incident.restricted else "",
        path=f"{incident.path}people/" if seen else "",
        takers=takers,
        closed="" if seen else NOT_SEEN,
    )


def _nameable(leaving: Leaving) -> tuple[User, ...]:
    held: dict[User, set[str]] = {}
    rows = RoleAssignment.objects.in_open_partnership().on_day(local_day(leaving.at))
    rows = rows.filter(user__is_active=True).exclude(user=leaving.leaver).select_related("user")
    for row in rows.order_by("user__display_name", "user_id"):
        held.setdefault(row.user, set()).add(row.role)
    return tuple(user for user, codes in held.items() if may_be_named(frozenset(codes)))
