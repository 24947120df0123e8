"""People: who they are, whether their name may be published, which account is theirs.

A person is shared by every partnership in which they sit, and none of those can see the others'
seats. So what is said of the person themselves is kept by the partnership that put them on record
and by the person; anybody who records seats may take back that the name is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.several import nth
from partnerships import audit, holding
from partnerships.enums import AuditVerb, SeatRole
from partnerships.models import Appointment, Person, RoleAssignment, User
from partnerships.roles import Permission
from partnerships.services.permission import refuse_unless, require

AT_A_TIME = 500  # rows in one statement


@dataclass(frozen=True)
class NewPerson:
    """Somebody whom no seat knows yet: by name, or by the account that they hold."""

    name: str
    user: User | None = None
    name_published: bool = False


def register_person(*, new: NewPerson, by: User, at: datetime) -> Person:
    """Put somebody on record; an account holder who is on record already is that person."""
    return register_people(new=[new], by=by, at=at)[0]


def register_people(*, new: Sequence[NewPerson], by: User, at: datetime) -> list[Person]:
    """Put several on record, as `register_person` does one; return theirs, in the order given.

    A fixed number of statements for each 500. The refusal says which one it is about.
    """
    users = [each.user for each in new if each.user]
    known = {each.user_id: each for each in Person.objects.filter(user__in=users)} if users else {}
    rows = []
    for number, each in enumerate(new):
        if each.user and each.user.pk in known:
            continue
        with nth(number):
            name = _name(each.name, field="new_name")
        person = Person(name=name, user=each.user, name_published=each.name_published)
        person.registered_by_id = required_partnership_id()
        rows.append(person)
    made = iter(Person.objects.bulk_create(rows, batch_size=AT_A_TIME))
    done = [
        audit.Entry(each, facts={"user": each.user_id, "name_published": each.name_published})
        for each in rows
    ]
    audit.record_each(verb=AuditVerb.CREATED, done=done, by=by, at=at)
    return [known.get(each.user.pk if each.user else 0) or next(made) for each in new]


def is_kept_here(person: Person) -> bool:
    """Say whether the open partnership put the person on record.

    Nobody can be known to two partnerships without an account, so a person of unknown origin who
    has none is this partnership's.
    """
    if person.registered_by_id is None:
        return person.user_id is None
    return person.registered_by_id == required_partnership_id()


def holds_young_seat(person: Person, *, on: date) -> bool:
    """Say whether the person holds a young scrutineer's seat here on the day, or is to hold one."""
    held = Appointment.objects.lasting(on).filter(person=person)
    return held.filter(seat__role=SeatRole.YOUNG_SCRUTINEER).exists()


@transaction.atomic
def correct_person(
    *, person: Person, name: str, name_published: bool, by: User, at: datetime
) -> Person:
    """Correct a person's name, and record or take back that they agree to its being published.

    It is for the person and for who keeps the record of the partnership that put them on record;
    elsewhere only the agreement may be taken back. Refuses an empty name, and a young scrutineer's
    agreement. The audit says that the name changed and not what it was.
    """
    person = _lock(person)
    is_own = person.user_id is not None and person.user_id == by.pk
    if not is_own:
        require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    name = _name(name, field="name")
    gives_more = name_published and not person.name_published
    if name != person.name or gives_more:
        verdict = holding.may_keep_name(is_own=is_own, is_kept_here=is_kept_here(person))
        refuse_unless(verdict, field="name" if name != person.name else "name_published")
    if gives_more and holds_young_seat(person, on=local_day(at)):
        raise _young_name()

    facts: dict[str, object] = {"fields": ["name"]} if name != person.name else {}
    if name_published != person.name_published:
        facts["name_published"] = name_published
    if facts:
        person.name, person.name_published = name, name_published
        person.save(update_fields=["name", "name_published"])
        audit.record(verb=AuditVerb.CHANGED, on=person, by=by, at=at, facts=facts)
    return person


@transaction.atomic
def link_account(*, person: Person, user: User | None, by: User, at: datetime) -> Person:
    """Say which account is the person's, or with None that none is.

    Refuses a person whom another partnership put on record, an account of nobody who has a role
    here, and an account that is another person's.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    person = _lock(person)
    verdict = holding.may_keep_name(is_own=False, is_kept_here=is_kept_here(person))
    refuse_unless(verdict, field="account")
    if user == person.user:
        return person
    if user and not _has_role_here(user, on=local_day(at)):
        raise DomainError(
            "This account has no role here. Invite them first.",
            code="account-without-role",
            field="account",
        )
    if user and Person.objects.filter(user=user).exists():
        raise DomainError(
            "This account belongs to another person already.", code="account-taken", field="account"
        )
    person.user, person.registered_by_id = user, required_partnership_id()
    person.save(update_fields=["user", "registered_by"])
    facts = {"user": user.pk if user else None}
    audit.record(verb=AuditVerb.CHANGED, on=person, by=by, at=at, facts=facts)
    return person


def refuse_published_name_of_young(person: Person | NewPerson, *, role: str) -> None:
    """Refuse to let somebody whose name is published take a young scrutineer's seat."""
    if role == SeatRole.YOUNG_SCRUTINEER and person.name_published:
        field = "name_published" if isinstance(person, NewPerson) else "who"
        raise _young_name(field)


def _young_name(field: str = "name_published") -> DomainError:
    return DomainError(holding.YOUNG_NAME_IS_NOT_PUBLISHED, code="young-name", field=field)


def _has_role_here(user: User, *, on: date) -> bool:
    held = RoleAssignment.objects.in_open_partnership().filter(user=user)
    return held.on_day(on).exists()


def _lock(person: Person) -> Person:
    """Return the person, locked; nobody is visible here without an appointment here."""
    here = Appointment.objects.filter(person=person)
    if not here.exists():
        raise DomainError("This person holds no seat here.", code="person-not-here")
    return Person.objects.select_for_update().get(pk=person.pk)


def _name(name: str, *, field: str) -> str:
    if not name.strip():
        raise DomainError("Enter the person’s name.", code="name-missing", field=field)
    return name.strip()
