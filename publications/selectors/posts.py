"""Seats as the public may be shown them: the post always, a name only where the person agreed.

Every public page and every published document reads people through this module, so that there is
one place that decides who is named:

- nobody is named whose `Person.name_published` does not say that they agreed;
- whoever holds or held a young scrutineer's seat here is never named, in whatever seat, even if
  they agreed: they are shown as the partnership credits them, and only while consent stands
  (statutory.md §9.1, 40);
- the way to reach a post is shown for the business unit alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from partnerships.enums import AppointmentKind, SeatRole
from partnerships.models import Appointment, Seat, SupportRecord

REACHED = frozenset({SeatRole.MANAGER, SeatRole.BUSINESS_SUPPORT})
MARKS = {AppointmentKind.ACTING.value: "acting", AppointmentKind.DEPUTY.value: "standing deputy"}
ORDER = (AppointmentKind.SUBSTANTIVE, AppointmentKind.ACTING, AppointmentKind.DEPUTY)


@dataclass(frozen=True)
class Holder:
    """Somebody who agreed to be named; `mark` says where they do not simply hold the seat."""

    name: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.mark})" if self.mark else self.name


@dataclass(frozen=True)
class PublicPost:
    """One seat. `vacant` only where somebody left it: a seat never filled here is not a vacancy."""

    seat_id: int
    title: str
    role: SeatRole
    organisation: str = ""
    speaks_for: str = ""
    area: str = ""
    on_behalf_of: str = ""
    votes: bool = False
    holders: tuple[Holder, ...] = ()
    vacant: bool = False
    credited_as: str = ""
    email: str = ""
    phone: str = ""


def public_posts(*, on: date) -> dict[int, PublicPost]:
    """Return every open seat of the day by its id, in a fixed order; three queries."""
    seats = list(_open_seats(on))
    names = names_in_public([seat.pk for seat in seats], on=on)
    credited = credits_in_public(on=on)
    return {seat.pk: _post(seat, names.get(seat.pk, ()), credited) for seat in seats}


def names_in_public(seats: Iterable[int], *, on: date) -> dict[int, tuple[Holder, ...]]:
    """Return who may be named in each seat on the day; one query."""
    young = Appointment.objects.filter(
        person=OuterRef("person"), seat__role=SeatRole.YOUNG_SCRUTINEER
    )
    held = (
        Appointment.objects.filter(seat__in=list(seats), period__contains=on)
        .filter(person__name_published=True)
        .exclude(Exists(young))
        .select_related("person")
        .order_by("period", "pk")
    )
    found: dict[int, list[Appointment]] = defaultdict(list)
    for each in held:
        found[each.seat_id].append(each)
    return {
        seat: tuple(
            Holder(each.person.name, MARKS.get(each.kind, ""))
            for kind in ORDER
            for each in mine
            if each.kind == kind
        )
        for seat, mine in found.items()
    }


def credits_in_public(*, on: date) -> dict[int, str]:
    """Return how the young scrutineer of each seat is credited while consent stands; one query.

    Words that hold the young person's own name are left out, whatever was agreed.
    """
    rows = (
        SupportRecord.objects.filter(
            appointment__seat__role=SeatRole.YOUNG_SCRUTINEER, appointment__period__contains=on
        )
        .filter(consent_on__lte=on)
        .filter(Q(consent_until__isnull=True) | Q(consent_until__gte=on))
        .filter(Q(consent_withdrawn_on__isnull=True) | Q(consent_withdrawn_on__gt=on))
        .exclude(credited_as="")
        .select_related("appointment__person")
        .order_by("pk")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if not _tells(row.credited_as, row.appointment.person.name):
            found[row.appointment.seat_id].append(row.credited_as)
    return {seat: ", ".join(words) for seat, words in found.items()}


def _open_seats(on: date) -> Iterable[Seat]:
    """Return the open seats, each with whether somebody holds it and whether somebody left it."""
    mine = Appointment.objects.filter(seat=OuterRef("pk")).exclude(kind=AppointmentKind.DEPUTY)
    return (
        Seat.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("organisation", "area", "on_behalf_of")
        .annotate(
            is_held=Exists(mine.filter(period__contains=on)),
            was_left=Exists(mine.filter(period__endswith__lte=on)),
        )
        .order_by("pk")
    )


def _post(seat: Seat, names: tuple[Holder, ...], credited: dict[int, str]) -> PublicPost:
    role = SeatRole(seat.role)
    is_young = role == SeatRole.YOUNG_SCRUTINEER
    body = seat.organisation.name if seat.organisation else ""
    area = seat.area.name if seat.area else ""
    return PublicPost(
        seat_id=seat.pk,
        title=seat.title,
        role=role,
        organisation=body,
        speaks_for=seat.get_speaks_for_display() if seat.speaks_for else "",
        area="" if area in body else area,  # a borough's own council says it already
        on_behalf_of=seat.on_behalf_of.name if seat.on_behalf_of else "",
        votes=seat.votes,
        holders=() if is_young else names,
        vacant=seat.was_left and not seat.is_held,  # type: ignore[attr-defined]  # annotated
        credited_as=credited.get(seat.pk, "") if is_young else "",
        email=seat.contact_email if role in REACHED else "",
        phone=seat.contact_phone if role in REACHED else "",
    )


def _tells(words: str, name: str) -> bool:
    """Say whether the words hold any part of the name."""
    said = set(words.casefold().replace(",", " ").replace(".", " ").split())
    return bool(said & {part for part in name.casefold().split() if len(part) > 1})
