"""One person's day across the partnerships in which they hold a role; read, and only read.

Each partnership is opened by itself under the database role that holds no right but SELECT, so
that nothing of one can stand in the part of another and nothing can be changed. An app registers
what it calls a person's own at `ready()`; what needs them comes from `needs`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpRequest

from krscp_portal.foundation.context import reading
from partnerships import access, needs, second_factor, selectors
from partnerships.access import Standing
from partnerships.models import Appointment, Invitation, Notice, Partnership, User
from partnerships.needs import MOST, Need
from partnerships.roles import ROLES

SEAT_NOTICE = timedelta(days=60)
NEEDS_YOU = "Needs you"

Provider = Callable[[User, Standing, date], list[Need]]

_parts: list[tuple[str, Provider]] = []


@dataclass(frozen=True)
class Part:
    """Things of one kind under their heading."""

    heading: str
    things: list[Need]


@dataclass(frozen=True)
class Day:
    """What one partnership has for the person; nothing at all while a second step is asked."""

    partnership: Partnership
    asks_second_step: bool = False
    parts: list[Part] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.asks_second_step or self.parts or self.notices)


def register(heading: str, provider: Provider) -> None:
    """Add a part to everybody's day; apps call this once, at `ready()`.

    A provider reads only rows of the open partnership that the person may see, in a fixed number
    of queries, and writes nothing.
    """
    _parts.append((heading, provider))


def day_of(*, request: HttpRequest, user: User, on: date) -> list[Day]:
    """Return the person's day in each partnership where they hold a role, by its name.

    The number of queries grows with the partnerships and with nothing else.
    """
    mine = selectors.partnerships_of(user=user, on=on)
    return [_day(request, user, partnership, on=on) for partnership in mine]


def _day(request: HttpRequest, user: User, partnership: Partnership, *, on: date) -> Day:
    with reading(partnership.pk):
        standing = access.standing(user, on=on)
        if second_factor.is_missing_for(request, standing):
            return Day(partnership, asks_second_step=True)
        own = [Part(heading, provider(user, standing, on)) for heading, provider in _parts]
        shown = [each for part in own for each in part.things]
        others = [each for each in needs.needs_of(user, standing, on=on) if each not in shown]
        parts = [Part(NEEDS_YOU, others), *own]
        return Day(
            partnership,
            parts=[part for part in parts if part.things],
            notices=selectors.unread_notices(user=user),
        )


def seats_that_end(user: User, _standing: Standing, on: date) -> list[Need]:
    """Return the person's seats that end within sixty days, the next first; one query."""
    ending = Appointment.objects.filter(
        person__user=user,
        period__contains=on,
        period__endswith__lte=on + SEAT_NOTICE + timedelta(days=1),
    )
    return [
        Need(
            each.seat.title,
            f"seats/{each.seat.public_id}/",
            due_on=each.period.upper - timedelta(days=1),
            state="Ends soon",
        )
        for each in ending.select_related("seat").order_by("period__endswith", "pk")[:MOST]
    ]


def invitations_for(user: User, _standing: Standing, on: date) -> list[Need]:
    """Return the open offers to the person's own address; the link stands in the e-mail alone."""
    mine = Invitation.objects.open().filter(email=user.email, expires_at__date__gte=on)
    return [
        Need(
            f"{ROLES[each.role].name}: open the link in the e-mail to accept",
            "",
            state="Waiting for you",
        )
        for each in mine.order_by("expires_at", "pk")[:MOST]
        if each.role in ROLES
    ]
