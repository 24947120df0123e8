"""Who is told what about a case, in words that could stand in an e-mail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import RoleAssignment, User
from partnerships.services.notices import tell
from reviews.models import EmergencyAccess, Incident, SealedReading

MANAGER = "manager"


def tell_managers_of_a_new_case(*, incident: Incident, by: User, at: datetime) -> None:
    """Tell the managers that an incident was logged; of a restricted one nobody is told."""
    if incident.restricted:
        return
    tell(
        recipients=[each for each in _managers(local_day(at)) if each.pk != by.pk],
        key=f"case:{incident.public_id}:logged",
        subject=f"An incident was logged: {incident.reference}",
        path=incident.path,
        at=at,
        urgent=True,  # five working days run from here
    )


def tell_first_named(*, incident: Incident, people: Iterable[User], at: datetime) -> None:
    """Tell those who are named on a new case as it is logged that it was."""
    tell(
        recipients=list(people),
        key=f"case:{incident.public_id}:logged",
        subject=f"An incident was logged: {incident.reference}",
        path=incident.path,
        at=at,
        urgent=True,  # five working days run from here
    )


def tell_named(*, incident: Incident, person: User, at: datetime) -> None:
    """Tell somebody that they have been named on a case."""
    tell(
        recipients=[person],
        key=f"case:{incident.public_id}:named:{at.isoformat()}",
        subject=f"You have been given sight of a case: {incident.reference}",
        path=incident.path,
        at=at,
    )


def tell_of_emergency(*, emergency: EmergencyAccess, incident: Incident, at: datetime) -> None:
    """Tell those named on the case, and the managers, that it was opened in an emergency.

    A manager who is not on the case is led to the audit, because the case stays closed to them.
    """
    named = {each.pk: each for each in access.named_on(incident)}
    managers = [each for each in _managers(local_day(at)) if each.pk not in named]
    for people, path in ((named.values(), incident.path), (managers, "audit/")):
        _tell_emergency(emergency, incident, people=people, path=path, at=at)


def tell_of_opened_identity(*, reading: SealedReading, incident: Incident, at: datetime) -> None:
    """Tell the others on the case that a sealed identity was opened: those named, the managers.

    The managers of a restricted case are told only where they are named on it.
    """
    told = {each.pk: each for each in access.named_on(incident)}
    if not incident.restricted:
        told |= {each.pk: each for each in _managers(local_day(at))}
    tell(
        recipients=[each for each in told.values() if each.pk != reading.read_by_id],
        key=f"sealed:{reading.public_id}",
        subject=f"A sealed identity was opened: {incident.reference}",
        path=incident.path,
        at=at,
        urgent=True,
    )


def _tell_emergency(
    emergency: EmergencyAccess,
    incident: Incident,
    *,
    people: Iterable[User],
    path: str,
    at: datetime,
) -> None:
    tell(
        recipients=[each for each in people if each.pk != emergency.opened_by_id],
        key=f"emergency:{emergency.public_id}",
        subject=f"Emergency access was opened to a restricted case: {incident.reference}",
        path=path,
        at=at,
        urgent=True,
    )


def _managers(on: date) -> list[User]:
    held = (
        RoleAssignment.objects.filter(role=MANAGER, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .in_open_partnership()
        .select_related("user")
    )
    return [each.user for each in held.order_by("user_id") if each.user.is_active]
