"""What somebody sees whose role is for one agency: its rows, and those that are their own.

Everybody else has no bound (`sight` is None) and sees every row of the open partnership.
"""

from datetime import date

from django.db.models import Q

from partnerships.access import Sight
from partnerships.models import Appointment, Seat


def agencies_in(sight: Sight | None) -> Q:
    """Return what finds the parts of the agencies that are seen."""
    return Q() if sight is None else Q(organisation_id__in=sight.agencies)


def seats_in(sight: Sight | None, *, on: date) -> Q:
    """Return what finds the seats of the agency, and those that the person holds or is to hold."""
    if sight is None:
        return Q()
    own = Appointment.objects.lasting(on).filter(person__user_id=sight.user_id)
    return Q(organisation_id__in=sight.agencies) | Q(pk__in=own.values("seat_id"))


def appointments_in(sight: Sight | None, *, on: date) -> Q:
    """Return what finds the appointments to those seats, and all of the person's own."""
    if sight is None:
        return Q()
    seats = Seat.objects.filter(seats_in(sight, on=on))
    return Q(seat_id__in=seats.values("pk")) | Q(person__user_id=sight.user_id)
