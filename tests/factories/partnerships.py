"""Plain builders of the lowest app; each makes what its name says and no hidden relatives."""

from datetime import date

from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Organisation,
    Partnership,
    Person,
    RoleAssignment,
    Seat,
    User,
)

STARTED = date(2020, 1, 1)


def partnership(slug: str, **fields: object) -> Partnership:
    name = slug.title()
    return Partnership.objects.create(
        slug=slug, name=f"{name} Safeguarding Children Partnership", short_name=name, **fields
    )


def user(email: str, display_name: str = "A user") -> User:
    return User.objects.create_user(email, "correct horse battery", display_name=display_name)


def member(of: Partnership, role: str, email: str | None = None) -> User:
    """A user who holds the role in the partnership from 2020 on."""
    found = user(email or f"{role}@{of.slug}.example", f"{of.short_name} {role}")
    give_role(of, found, role)
    return found


def give_role(of: Partnership, to: User, role: str) -> None:
    with tenant(of.pk):
        RoleAssignment.objects.create(user=to, role=role, from_on=STARTED)


def organisation(name: str, kind: str = "other") -> Organisation:
    return Organisation.objects.create(name=name, kind=kind)


def seat(key: str, role: str = "MEMBER", **fields: object) -> Seat:
    """A seat of the open partnership."""
    return Seat.objects.create(key=key, role=role, title=f"Seat {key}", **fields)


def appointment(
    to: Seat,
    name: str = "A person",
    starts: date = STARTED,
    ends: date | None = None,
    **fields: object,
) -> Appointment:
    """A person of that name in the seat; `ends` is the first day after it."""
    person = Person.objects.create(name=name)
    return Appointment.objects.create(seat=to, person=person, period=(starts, ends), **fields)


def agency(name: str, basis: str = "relevant_agency", **fields: object) -> AgencyMembership:
    return AgencyMembership.objects.create(organisation=organisation(name), basis=basis, **fields)
