"""The register of interests: who declared what, who sees it, and who has not declared yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from partnerships.access import Standing
from partnerships.enums import ConflictKind, ConflictState, SeatRole
from partnerships.interests import Interest
from partnerships.models import (
    Appointment,
    ConflictDeclaration,
    Notice,
    Person,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.roles import Permission
from partnerships.selectors.people import members_among

# Who is expected to declare: partners, whoever chairs and whoever scrutinises (statutory.md §2.3, 15).
EXPECTED = (
    SeatRole.LSP,
    SeatRole.DSP,
    SeatRole.CHAIR,
    SeatRole.INDEPENDENT_PERSON,
    SeatRole.SCRUTINEER,
)
YOUNG_ROLE = "young_scrutineer"
WAITING, CURRENT, LATE, ENDED = "waiting", "current", "late", "ended"
FILTERS = {
    "": "On the register",
    WAITING: "Waiting for a decision",
    LATE: "To be renewed",
    ENDED: "Ended",
}


@dataclass(frozen=True)
class Part:
    """One way to narrow the register."""

    code: str
    text: str
    is_shown: bool


@dataclass(frozen=True)
class Gap:
    """Somebody who is expected to declare and has no declaration in force."""

    person: Person
    seats: tuple[str, ...]
    last: ConflictDeclaration | None
    has_account: bool
    told_today: bool


def may_see_all(standing: Standing) -> bool:
    """Say whether declarations of young people are shown: to whoever keeps or decides on them."""
    return bool(
        standing.can(Permission.PARTNERSHIP_EDIT) or standing.can(Permission.INTEREST_DECIDE)
    )


def visible_to(user: User, standing: Standing) -> QuerySet[ConflictDeclaration]:
    """Return the declarations that the person may see.

    The register is open inside the partnership; whoever has a role for one agency alone sees what
    its people declared. A young person's declaration is shown to that person, to whoever keeps the
    record and to whoever decides, and to nobody else.
    """
    rows = ConflictDeclaration.objects.select_related("person", "decided_by")
    if may_see_all(standing):
        return rows
    if (sight := standing.sight_of(user)) is not None:
        seats = Seat.objects.filter(organisation_id__in=sight.agencies)
        theirs = Appointment.objects.filter(seat__in=seats).values("person_id")
        rows = rows.filter(Q(person__user_id=user.pk) | Q(person_id__in=theirs))
    return rows.filter(Q(person__user_id=user.pk) | ~_of_the_young())


def register(*, user: User, standing: Standing, show: str, on: date) -> list[ConflictDeclaration]:
    """Return the declarations of one filter, by name; one query."""
    rows = visible_to(user, standing)
    match show:
        case "waiting":
            rows = rows.filter(_undecided())
        case "late":
            rows = rows.filter(ended_on__isnull=True, renew_on__lt=on)
        case "ended":
            rows = rows.filter(ended_on__isnull=False)
        case _:
            rows = rows.filter(ended_on__isnull=True)
    return list(rows.order_by("person__name", "-declared_at", "-pk"))


def parts(show: str) -> list[Part]:
    """Return the filters, the present one marked; nonsense shows the register."""
    chosen = show if show in FILTERS else ""
    return [Part(code, text, code == chosen) for code, text in FILTERS.items()]


def own(*, user: User) -> list[ConflictDeclaration]:
    """Return the open declarations of the account's own person; one query."""
    rows = ConflictDeclaration.objects.filter(person__user=user, ended_on__isnull=True)
    return list(rows.order_by("renew_on", "pk"))


def undecided(*, user: User) -> list[ConflictDeclaration]:
    """Return what waits for a decision that this account may take; one query."""
    rows = ConflictDeclaration.objects.filter(_undecided())
    others = rows.exclude(Q(person__user=user) | Q(declared_by=user))
    return list(others.select_related("person").order_by("declared_at", "pk"))


def to_renew(*, on: date, within: timedelta = timedelta(0)) -> list[ConflictDeclaration]:
    """Return the open declarations whose renewal falls due within the time; one query."""
    rows = ConflictDeclaration.objects.filter(ended_on__isnull=True, renew_on__lte=on + within)
    return list(rows.select_related("person").order_by("renew_on", "pk"))


def open_interests(*, who: Person | User, on: date) -> list[Interest]:
    """Return the open interests of a person or an account as the rules see them; one query.

    Approvals give them to `interests.may_approve`. "Nothing to declare" is none of them. An
    interest counts until it is ended, also where its renewal is late.
    """
    mine = Q(person__user=who) if isinstance(who, User) else Q(person=who)
    rows = ConflictDeclaration.objects.filter(mine).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    )
    rows = rows.exclude(kind=ConflictKind.NOTHING).select_related("person")
    return [as_interest(row) for row in rows.order_by("declared_at", "pk")]


def as_interest(row: ConflictDeclaration) -> Interest:
    """Return a declaration as the rules see it; the person must be loaded."""
    return Interest(
        declaration=row.public_id,
        user_id=row.person.user_id,
        declared_by_id=row.declared_by_id,
        kind=row.kind,
        state=row.state,
        handling=row.handling,
    )


def has_current_declaration(*, person: Person, on: date) -> bool:
    """Say whether the person has declared something, or that there is nothing, within the year."""
    rows = ConflictDeclaration.objects.filter(person=person, ended_on__isnull=True)
    return rows.filter(renew_on__gte=on).exists()


def gaps(*, on: date) -> list[Gap]:
    """Return who is expected to declare and has not, by name; five queries."""
    held = (
        Appointment.objects.filter(period__contains=on, seat__role__in=EXPECTED)
        .select_related("person", "seat")
        .order_by("person__name", "person_id", "seat__title")
    )
    seats: dict[Person, list[str]] = {}
    for each in held:
        seats.setdefault(each.person, []).append(each.seat.title)
    rows = ConflictDeclaration.objects.filter(person__in=list(seats)).order_by("renew_on", "pk")
    last = {row.person_id: row for row in rows}
    done = {row.person_id for row in rows if row.ended_on is None and row.renew_on >= on}
    missing = [person for person in seats if person.pk not in done]
    accounts = _accounts(missing, on=on)
    told = _told(missing, on=on)
    return [
        Gap(
            person=person,
            seats=tuple(seats[person]),
            last=last.get(person.pk),
            has_account=person.user_id in accounts,
            told_today=person.user_id in told,
        )
        for person in missing
    ]


def reminder_key(person: Person, *, on: date) -> str:
    """Return the key of the reminder of one day: it goes to nobody twice."""
    return f"interest-missing:{person.public_id}:{on.isoformat()}"


def seat_holders(*, on: date) -> QuerySet[Person]:
    """Return the people who hold a seat of the partnership on the day, by name."""
    held = Appointment.objects.filter(period__contains=on)
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("name", "pk")


def _undecided() -> Q:
    return Q(state=ConflictState.DECLARED) & ~Q(kind=ConflictKind.NOTHING)


def _of_the_young() -> Q:
    """Return what finds the declarations of whoever held a young person's seat or role here."""
    seats = Appointment.objects.filter(seat__role=SeatRole.YOUNG_SCRUTINEER)
    roles = RoleAssignment.objects.in_open_partnership().filter(role=YOUNG_ROLE)
    accounts = Person.objects.filter(user_id__in=roles.values("user_id"))
    return Q(person_id__in=seats.values("person_id")) | Q(person_id__in=accounts.values("pk"))


def _accounts(people: Iterable[Person], *, on: date) -> set[int]:
    users = [each.user_id for each in people if each.user_id]
    return {user.pk for user in members_among(users=users, on=on)}


def _told(people: Iterable[Person], *, on: date) -> set[int]:
    keys = [reminder_key(each, on=on) for each in people]
    return set(Notice.objects.filter(key__in=keys).values_list("recipient_id", flat=True))
