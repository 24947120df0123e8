"""Declaring interests, deciding how they are handled, renewing and ending them (S4 App7)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit, interests
from partnerships.authority import MANAGER
from partnerships.enums import AuditVerb, ConflictKind, ConflictState
from partnerships.models import ConflictDeclaration, Person, User
from partnerships.roles import ROLES, Permission
from partnerships.selectors import interests as reads
from partnerships.selectors.people import holders
from partnerships.services.notices import tell
from partnerships.services.permission import refuse_unless, require, require_for_an_agency

REPLACED = "Replaced by a later declaration"


@dataclass(frozen=True)
class InterestFacts:
    """What kind of interest it is and what it is about; nothing to declare says nothing more."""

    kind: str
    matter: str = ""


@transaction.atomic
def declare_interest(*, facts: InterestFacts, by: User, at: datetime) -> ConflictDeclaration:
    """Put the account holder's own declaration on the register until it is renewed in a year.

    Somebody whom no seat knows yet is put on record under the name of the account. Refuses an
    interest that is not described, a description of nothing, "nothing to declare" beside an open
    interest, and the same declaration twice. A new interest ends an open "nothing to declare".
    """
    require_for_an_agency(Permission.PARTNERSHIP_VIEW, by=by, at=at)
    return _declare(_person_of(by, at=at), facts, by=by, at=at)


@transaction.atomic
def record_interest(
    *, person: Person, facts: InterestFacts, by: User, at: datetime
) -> ConflictDeclaration:
    """Put a declaration on the register that somebody who holds a seat made in another way.

    Refuses a person without a seat here, and what `declare_interest` refuses. Whoever records it
    cannot decide on it.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    if not reads.seat_holders(on=local_day(at)).filter(pk=person.pk).exists():
        raise DomainError(
            "This person holds no seat here, so they declare for themselves.",
            code="no-seat",
            field="person",
        )
    row = _declare(person, facts, by=by, at=at)
    _tell_person(row, "A declaration of interests was recorded for you", "declared", by=by, at=at)
    return row


@transaction.atomic
def decide_handling(
    *, declaration: ConflictDeclaration, handling: str, by: User, at: datetime
) -> ConflictDeclaration:
    """Say how an interest is handled: what the person stays out of, who acts instead.

    Refused to the person, to whoever declared it, without words, where nothing was declared, and
    after the end. Decided again, the new words stand and the audit keeps that there were others.
    """
    require(Permission.INTEREST_DECIDE, by=by, at=at)
    row = _locked(declaration)
    refuse_unless(interests.may_decide(by.pk, reads.as_interest(row)), field="handling")
    if not handling.strip():
        raise DomainError("Enter how it is handled.", code="handling-missing", field="handling")

    row.state, row.handling = ConflictState.MANAGED, handling.strip()
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["state", "handling", "decided_at", "decided_by"])
    _note(AuditVerb.DECIDED, row, by=by, at=at)
    _tell_person(row, "How your declared interest is handled was decided", "decided", by=by, at=at)
    return row


@transaction.atomic
def renew_declaration(
    *, declaration: ConflictDeclaration, by: User, at: datetime
) -> ConflictDeclaration:
    """Confirm that a declaration is still right; it is due again a year from today.

    For the person, and for whoever keeps the record when the person has said so. Refuses one that
    has ended, and one that was confirmed today already.
    """
    row = _locked(declaration)
    _require_own_or_keeper(row, by=by, at=at)
    _refuse_ended(row)
    next_on = interests.a_year_after(local_day(at))
    if row.renew_on >= next_on:
        raise DomainError("This was declared or confirmed today.", code="renewed-today")

    row.renew_on = next_on
    row.save(update_fields=["renew_on"])
    _note(AuditVerb.CONFIRMED, row, by=by, at=at, renew_on=next_on.isoformat())
    return row


@transaction.atomic
def end_declaration(
    *, declaration: ConflictDeclaration, reason: str, by: User, at: datetime
) -> ConflictDeclaration:
    """End a declaration with the reason; it stays as history, and whoever decided is told.

    For the person, and for whoever keeps the record. Refuses one that has ended, and no reason.
    """
    row = _locked(declaration)
    _require_own_or_keeper(row, by=by, at=at)
    _refuse_ended(row)
    if not reason.strip():
        raise DomainError("Enter why it ends.", code="reason-missing", field="reason")

    _end(row, reason.strip(), by=by, at=at)
    told = [row.decided_by] if row.decided_by and row.decided_by_id != by.pk else []
    _tell(told, row, "A declared interest that you decided on has ended", "ended", at=at)
    return row


@transaction.atomic
def remind_to_declare(*, person: Person, by: User, at: datetime) -> None:
    """Remind somebody who is expected to declare and has not; once a day at most.

    Refuses a person who is not missing from the register, one without an account here, and a
    second reminder on the same day.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    today = local_day(at)
    gap = next((each for each in reads.gaps(on=today) if each.person == person), None)
    if gap is None:
        raise DomainError("This person has a declaration in force.", code="nothing-missing")
    if not gap.has_account or person.user is None:
        raise DomainError(
            "This person has no account here. Ask them, and record what they declare.",
            code="no-account",
        )
    told = tell(
        recipients=[person.user],
        key=reads.reminder_key(person, on=today),
        subject="Please declare your interests, or that you have none",
        path="interests/declare/",
        at=at,
    )
    if not told:
        raise DomainError("A reminder went to this person today already.", code="reminded-today")
    audit.record(
        verb=AuditVerb.WARNED, on=person, by=by, at=at, facts={"about": "interest-missing"}
    )


def _declare(
    person: Person, facts: InterestFacts, *, by: User, at: datetime
) -> ConflictDeclaration:
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    matter = facts.matter.strip()
    standing = ConflictDeclaration.objects.filter(person=person, ended_on__isnull=True)
    _check(facts.kind, matter, list(standing))

    for row in standing.filter(kind=ConflictKind.NOTHING):
        _end(row, REPLACED, by=by, at=at)
    row = ConflictDeclaration.objects.create(
        person=person,
        kind=facts.kind,
        matter=matter,
        declared_at=at,
        declared_by=by,
        renew_on=interests.a_year_after(local_day(at)),
    )
    _note(AuditVerb.DECLARED, row, by=by, at=at)
    if row.kind != ConflictKind.NOTHING:
        _tell_deciders(row, by=by, at=at)
    return row


def _check(kind: str, matter: str, standing: list[ConflictDeclaration]) -> None:
    if kind not in ConflictKind.values:
        raise DomainError("Select what you declare.", code="kind-unknown", field="kind")
    if kind == ConflictKind.NOTHING:
        if matter:
            raise DomainError(
                "You describe something. Select what kind of interest it is, or empty this box.",
                code="nothing-described",
                field="matter",
            )
        if any(each.kind != ConflictKind.NOTHING for each in standing):
            raise DomainError(
                "There is an interest on the register. End it first if it is over.",
                code="interest-open",
                field="kind",
            )
    elif not matter:
        raise DomainError("Say what the interest is.", code="matter-missing", field="matter")
    if any((each.kind, each.matter) == (kind, matter) for each in standing):
        raise DomainError(
            "This is on the register already. Confirm there that it is still right.",
            code="declared-already",
            field="kind",
        )


def _person_of(user: User, *, at: datetime) -> Person:
    if known := Person.objects.filter(user=user).first():
        return known
    person = Person.objects.create(
        name=user.display_name, user=user, registered_by_id=required_partnership_id()
    )
    audit.record(
        verb=AuditVerb.CREATED,
        on=person,
        by=user,
        at=at,
        facts={"user": user.pk, "name_published": False},
    )
    return person


def _locked(declaration: ConflictDeclaration) -> ConflictDeclaration:
    rows = ConflictDeclaration.objects.select_for_update(of=("self",))
    return rows.select_related("person__user", "decided_by").get(pk=declaration.pk)


def _require_own_or_keeper(row: ConflictDeclaration, *, by: User, at: datetime) -> None:
    require_for_an_agency(Permission.PARTNERSHIP_VIEW, by=by, at=at)
    keeps = bool(access.can(by, Permission.PARTNERSHIP_EDIT, on=local_day(at)))
    interests.may_tend(by.pk, reads.as_interest(row), keeps_record=keeps).or_raise()


def _refuse_ended(row: ConflictDeclaration) -> None:
    if row.state == ConflictState.ENDED:
        raise DomainError("This declaration has ended already.", code="interest-ended")


def _end(row: ConflictDeclaration, reason: str, *, by: User, at: datetime) -> None:
    row.state, row.ended_on, row.ended_because = ConflictState.ENDED, local_day(at), reason
    row.save(update_fields=["state", "ended_on", "ended_because"])
    _note(AuditVerb.ENDED, row, by=by, at=at)


def _note(
    verb: AuditVerb, row: ConflictDeclaration, *, by: User, at: datetime, **facts: str
) -> None:
    """Write the audit row. It names nobody and says nothing of the matter: others read it too."""
    audit.record(verb=verb, on=row, by=by, at=at, facts=facts)


def _tell_deciders(row: ConflictDeclaration, *, by: User, at: datetime) -> None:
    """Tell the managers who may decide on it; where there is none, everybody who may."""
    may = [code for code, role in ROLES.items() if Permission.INTEREST_DECIDE in role.permissions]
    for roles in ([MANAGER], may):
        found = holders(roles=roles, on=local_day(at))
        others = [each for each in found if each.pk not in {by.pk, row.person.user_id}]
        if others:
            _tell(others, row, "A declared interest waits for a decision", "declared", at=at)
            return


def _tell_person(
    row: ConflictDeclaration, subject: str, what: str, *, by: User, at: datetime
) -> None:
    user = row.person.user
    _tell([user] if user and user.pk != by.pk else [], row, subject, what, at=at)


def _tell(
    who: list[User], row: ConflictDeclaration, subject: str, what: str, *, at: datetime
) -> None:
    tell(
        recipients=who,
        key=f"interest:{row.public_id}:{what}:{local_day(at).isoformat()}",
        subject=subject,
        path=f"interests/{row.public_id}/",
        at=at,
    )
