"""Loads the example accounts: one for each post that the portal has a role for, never a person.

Their pass phrase is known to everybody who reads this file, so the accounts of the real
partnerships exist in a demonstration alone, and elsewhere the fictional ones have a phrase that
whoever loads them chooses.
"""

from datetime import date, datetime
from functools import partial
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.models import Appointment, Person, RoleAssignment, Seat, User
from partnerships.roles import ROLES, Narrowing
from partnerships.selectors import agencies_to_narrow_to
from partnerships.services import roles, seats
from partnerships.services.people import NewPerson
from partnerships.services.terms import AppointmentFacts

PHRASE: Final = "seven green umbrellas"


def load_accounts(load: Load, *, phrase: str | None, from_on: date) -> None:
    """Load the accounts with their roles; without a phrase nobody can sign in by one.

    One hash serves them all: the phrase is the same, and hashing is slow on purpose.
    """
    new = [row for row in load.rows("user") if ("user", row["email"]) not in load.ledger.known]
    hashed = make_password(phrase) if new else ""
    for row in new:
        load.ledger.once("user", row["email"], partial(_member, load, row, hashed, from_on))


def load_people(load: Load, *, succeeded: datetime) -> None:
    """Fill the seats of a fictional partnership; whoever sits there is called by the post.

    A seat that the file keeps vacant stays so. Whoever follows nobody has sat there since the
    record began, so that meetings of the year past have members; a successor came at `succeeded`.
    """
    followed = {row["seat"] for row in load.rows("appointment") if "kind" not in row}
    accounts = {row["seat"]: row["email"] for row in load.rows("user") if "seat" in row}
    rows = [row for row in load.rows("seat") if not row.get("vacant")]
    for row in sorted(rows, key=lambda row: "held_by" in row):  # a chair holds another seat already
        seat = Seat.objects.filter(key=row["key"], closed_on__isnull=True).first()
        if seat is None:
            continue
        user = User.objects.filter(email=accounts.get(row["key"], "")).first()
        comes_later = row["key"] in followed and "from_days" not in row
        load.timeline.add(
            max(succeeded, load.at) if comes_later else load.at,
            partial(_fill, load, row, seat, user),
        )


def _fill(load: Load, row: Row, seat: Seat, user: User | None, *, at: datetime) -> None:
    load.ledger.once(
        "appointment",
        row["key"],
        partial(_appoint, load, row, seat, user, at=at),
        there=Appointment.objects.filter(seat=seat, period__contains=local_day(at)),
    )


def _member(load: Load, row: Row, hashed: str, from_on: date) -> RoleAssignment:
    user, is_new = User.objects.get_or_create(
        email=row["email"], defaults={"display_name": row["name"], "password": hashed}
    )
    if is_new:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    held = RoleAssignment.objects.in_open_partnership().filter(user=user, role=row["role"])
    return held.first() or roles.give_role(
        user=user,
        role=row["role"],
        from_on=from_on,
        scope=_scope(load, row),
        by=load.by,
        at=load.at,
    )


def _scope(load: Load, row: Row) -> roles.Scope:
    """Narrow an agency contact to the agency of their seat, where that takes part."""
    if ROLES[row["role"]].narrowed_to is not Narrowing.AGENCY:
        return roles.EVERYTHING
    theirs = Seat.objects.filter(key=row.get("seat", ""), closed_on__isnull=True)
    taking_part = agencies_to_narrow_to(on=local_day(load.at))
    return roles.Scope(taking_part.filter(pk__in=theirs.values("organisation_id")).first())


def _appoint(load: Load, row: Row, seat: Seat, user: User | None, *, at: datetime) -> Appointment:
    holder = Appointment.objects.filter(
        seat__key=row.get("held_by", ""), period__endswith__isnull=True
    )
    found = holder.select_related("person").first()
    known = found.person if found else Person.objects.filter(user=user).first() if user else None
    name = user.display_name if user else seat.title
    facts = AppointmentFacts(
        person=known or NewPerson(name=name, user=user),
        starts_on=load.day(row.get("from_days")) or local_day(at),
    )
    return seats.appoint(seat=seat, facts=facts, by=load.by, at=at)
