"""Who signs for which safeguarding partner: whoever holds its lead's or its delegate's seat."""

from datetime import date
from typing import Final

from partnerships.enums import PartnerKind, SeatRole
from partnerships.models import Appointment, User
from partnerships.models.seats import AppointmentQuerySet

SIGNING_SEATS: Final = (SeatRole.LSP, SeatRole.DSP)


def signing_seats(*, on: date) -> AppointmentQuerySet:
    """Return the appointments to the seats that sign for a partner on the day.

    A deputy stands in at meetings and does not sign.
    """
    rows = Appointment.objects.filling().filter(
        period__contains=on, seat__role__in=SIGNING_SEATS, seat__closed_on__isnull=True
    )
    return rows.exclude(seat__speaks_for="")


def seats_of(user: User, *, on: date) -> dict[PartnerKind, str]:
    """Return the partners whom the person speaks for on the day, each with the post; one query."""
    rows = signing_seats(on=on).filter(person__user_id=user.pk)
    found: dict[PartnerKind, str] = {}
    listed = rows.order_by("seat__role", "seat__title")
    for partner, title in listed.values_list("seat__speaks_for", "seat__title"):
        found.setdefault(PartnerKind(partner), title)
    return found


def signatories(*, on: date) -> list[User]:
    """Return the accounts of everybody who signs for a partner on the day; one query."""
    people = signing_seats(on=on).values("person__user_id")
    return list(User.objects.filter(pk__in=people, is_active=True).order_by("pk"))
