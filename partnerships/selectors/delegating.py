"""What lead partners have handed on: now, before, and what came after what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from partnerships.models import Appointment, Delegation, DelegationReview, Seat, User
from partnerships.selectors.people import members_among

PAIR = ("from_seat", "to_seat")


@dataclass(frozen=True)
class Line:
    """One delegation in a list, with the other lead partners for whom its delegate acts."""

    delegation: Delegation
    state: str
    also_for: tuple[Seat, ...]
    review_late: bool


@dataclass(frozen=True)
class DelegationPage:
    """One delegation as its page shows it, everything loaded."""

    delegation: Delegation
    state: str
    functions: tuple[str, ...]
    retained: tuple[str, ...]
    leads: tuple[str, ...]
    delegates: tuple[str, ...]
    also_for: tuple[Delegation, ...]
    reviews: tuple[DelegationReview, ...]
    review_late: bool


@dataclass(frozen=True)
class Stage:
    """One delegation in the history of a lead partner's seat, and the ones that replaced it."""

    delegation: Delegation
    state: str
    followed_by: tuple[Delegation, ...]


def listed(text: str) -> tuple[str, ...]:
    """Return the lines of a text, each once and without the bullet that somebody typed."""
    lines = (line.strip().lstrip("-–*•·").strip() for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def state_of(delegation: Delegation, *, on: date) -> str:
    """Say how a delegation stands on the day: coming, in force or ended."""
    if delegation.to_on and delegation.to_on < on:
        return "ended"
    return "coming" if delegation.from_on and delegation.from_on > on else "in force"


def lines(*, on: date) -> list[Line]:
    """Return the delegations that last on the day or are to come; one query."""
    rows = list(_lasting(on).select_related(*PAIR).order_by("from_seat__title", "pk"))
    leads: dict[int, list[Seat]] = defaultdict(list)
    for row in rows:
        leads[row.to_seat_id].append(row.from_seat)
    return [
        Line(
            delegation=row,
            state=state_of(row, on=on),
            also_for=tuple(seat for seat in leads[row.to_seat_id] if seat.pk != row.from_seat_id),
            review_late=_is_late(row, on=on),
        )
        for row in rows
    ]


def page_of(*, delegation: Delegation, on: date) -> DelegationPage:
    """Return what the page of one delegation shows; three queries."""
    seats = _holders([delegation.from_seat_id, delegation.to_seat_id], on=on)
    others = (
        _lasting(on)
        .filter(to_seat=delegation.to_seat_id)
        .exclude(from_seat=delegation.from_seat_id)
    )
    reviews = delegation.reviews.select_related("recorded_by").order_by("-reviewed_on", "-pk")
    return DelegationPage(
        delegation=delegation,
        state=state_of(delegation, on=on),
        functions=listed(delegation.functions),
        retained=listed(delegation.retained),
        leads=tuple(each.person.name for each in seats[delegation.from_seat_id]),
        delegates=tuple(each.person.name for each in seats[delegation.to_seat_id]),
        also_for=tuple(others.select_related(*PAIR).order_by("from_seat__title", "pk")),
        reviews=tuple(reviews),
        review_late=_is_late(delegation, on=on),
    )


def history(*, seat: Seat, on: date) -> list[Stage]:
    """Return everything that the lead partner's seat ever handed on, newest first; two queries.

    What followed is the next delegation of the same seat, or the several that began together.
    """
    reviews = DelegationReview.objects.order_by("-reviewed_on", "-pk")
    rows = list(
        Delegation.objects.filter(from_seat=seat)
        .select_related("to_seat")
        .prefetch_related(Prefetch("reviews", queryset=reviews))
        .order_by(F("from_on").desc(nulls_last=True), "-pk")
    )
    return [Stage(row, state_of(row, on=on), _followers(row, rows)) for row in rows]


def to_review(*, on: date, within: timedelta = timedelta(0)) -> list[Delegation]:
    """Return the delegations in force whose review falls due within the time; one query.

    One that ends before its review would come needs none.
    """
    still = Q(to_on__isnull=True) | Q(to_on__gte=on, to_on__gt=F("review_on"))
    rows = Delegation.objects.filter(still, review_on__lte=on + within)
    return list(rows.select_related(*PAIR).order_by("review_on", "pk"))


def account_holders(*, seats: Iterable[Seat], on: date) -> list[User]:
    """Return who holds the seats on the day and may sign in to this partnership; two queries."""
    held = Appointment.objects.filter(seat__in=list(seats), period__contains=on)
    users = set(held.filter(person__user__isnull=False).values_list("person__user_id", flat=True))
    return members_among(users=users, on=on)


def _lasting(on: date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))


def _is_late(delegation: Delegation, *, on: date) -> bool:
    return (
        delegation.review_on is not None
        and delegation.review_on < on
        and state_of(delegation, on=on) != "ended"
    )


def _holders(seats: list[int], *, on: date) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = defaultdict(list)
    held = Appointment.objects.filter(seat__in=seats, period__contains=on)
    for each in held.select_related("person").order_by("pk"):
        found[each.seat_id].append(each)
    return found


def _followers(row: Delegation, rows: list[Delegation]) -> tuple[Delegation, ...]:
    if row.to_on is None:
        return ()
    later = [each for each in rows if each.from_on and each.from_on > row.to_on]
    first = min((each.from_on for each in later if each.from_on), default=None)
    return tuple(each for each in later if each.from_on == first)
