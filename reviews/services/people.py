"""Who may see one case: naming people, restricting it, emergencies, and the note of each reading."""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews import permissions
from reviews.models import EmergencyAccess, Incident
from reviews.models.grants import SEE_CASE
from reviews.services import telling
from reviews.services.steps import lock
from reviews.visibility import EMERGENCY_LASTS, may_be_named


@transaction.atomic
def name_person(*, incident: Incident, person: User, by: User, at: datetime) -> None:
    """Give one person sight of this one case, and tell them.

    Refuses somebody without a role here, a role that never sees a case, and whoever is named
    already.
    """
    locked = _take_to_name(incident, by=by, at=at)
    theirs = access.standing(person, on=local_day(at))
    if not theirs.roles:
        raise DomainError(
            "This person has no role in the partnership.", code="not-a-member", field="person"
        )
    if not may_be_named(theirs.roles):
        raise DomainError(
            "This person’s role never sees a case.", code="never-sees-cases", field="person"
        )
    if access.is_named_on(person, SEE_CASE, locked):
        raise DomainError("This person is named already.", code="named-already", field="person")

    access.grant(person, SEE_CASE, locked)
    _audit(AuditVerb.GRANTED, locked, by=by, at=at, person=person.pk)
    telling.tell_named(incident=locked, person=person, at=at)


@transaction.atomic
def remove_person(*, incident: Incident, person: User, by: User, at: datetime) -> None:
    """Take one person's sight of this case back.

    Refuses whoever is not named, and on a restricted case the last who may name others: nobody
    could open it any more.
    """
    locked = _take_to_name(incident, by=by, at=at)
    if not access.is_named_on(person, SEE_CASE, locked):
        raise DomainError("This person is not named on the case.", code="not-named")
    if locked.restricted and not _others_who_may_name(locked, person, at=at):
        raise DomainError(
            "This is the last person on a restricted case who may name others. Name another first.",
            code="last-on-case",
        )

    access.revoke(person, SEE_CASE, locked)
    _audit(AuditVerb.GRANT_ENDED, locked, by=by, at=at, person=person.pk)


@transaction.atomic
def restrict_case(*, incident: Incident, reason: str, by: User, at: datetime) -> Incident:
    """Close the case to all but those named on it; whoever does it stays named.

    Refuses an empty reason and a case that is restricted already.
    """
    locked = _take_to_name(incident, by=by, at=at)
    if locked.restricted:
        raise DomainError("The case is restricted already.", code="restricted-already")
    if not reason.strip():
        raise DomainError("Say why it is restricted.", code="reason-needed", field="reason")

    if not access.is_named_on(by, SEE_CASE, locked):
        access.grant(by, SEE_CASE, locked)
        _audit(AuditVerb.GRANTED, locked, by=by, at=at, person=by.pk)
    locked.restricted, locked.restriction_reason = True, reason.strip()
    locked.save(update_fields=["restricted", "restriction_reason"])
    _audit(AuditVerb.CHANGED, locked, by=by, at=at, restricted=True)
    return locked


@transaction.atomic
def lift_restriction(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Open a restricted case again to the roles that see cases. Refuses one that is not."""
    locked = _take_to_name(incident, by=by, at=at)
    if not locked.restricted:
        raise DomainError("The case is not restricted.", code="not-restricted")

    locked.restricted, locked.restriction_reason = False, ""
    locked.save(update_fields=["restricted", "restriction_reason"])
    _audit(AuditVerb.CHANGED, locked, by=by, at=at, restricted=False)
    return locked


@transaction.atomic
def open_emergency_access(
    *, reference: str, reason: str, by: User, at: datetime
) -> EmergencyAccess:
    """Open one restricted case to `by` for a day, with their reason, and tell the others.

    The others are those named on the case and the managers. Refuses a role that does not see
    cases, an empty reason, a reference that is nobody's, and a case that they see already.
    """
    standing = access.standing(by, on=local_day(at))
    permissions.may_open_in_emergency(standing).or_raise()
    if not reason.strip():
        raise DomainError("Say what the emergency is.", code="reason-needed", field="reason")
    incident = Incident.objects.filter(reference__iexact=reference.strip()).first()
    if incident is None:
        raise DomainError(
            "There is no case with that reference.", code="no-such-case", field="reference"
        )
    if Incident.objects.visible_to(by, standing, at=at).filter(pk=incident.pk).exists():
        raise DomainError("You see this case already.", code="seen-already", field="reference")

    emergency = EmergencyAccess.objects.create(
        incident=incident,
        reason=reason.strip(),
        opened_at=at,
        opened_by=by,
        expires_at=at + EMERGENCY_LASTS,
    )
    said = {"emergency": str(emergency.public_id), "until": emergency.expires_at.isoformat()}
    _audit(AuditVerb.EMERGENCY, incident, by=by, at=at, **said)
    telling.tell_of_emergency(emergency=emergency, incident=incident, at=at)
    return emergency


@transaction.atomic(savepoint=False)
def note_reading(*, incident: Incident, page: str, by: User, at: datetime) -> None:
    """Write in the audit that the person read a page of this case."""
    _audit(AuditVerb.VIEWED, incident, by=by, at=at, page=page)


def _take_to_name(incident: Incident, *, by: User, at: datetime) -> Incident:
    standing = access.standing(by, on=local_day(at))
    permissions.may_name_people(standing).or_raise()
    # Emergency access does not count: it must not be turned into a lasting one.
    return lock(incident=incident, by=by, standing=standing, at=None)


def _others_who_may_name(incident: Incident, person: User, *, at: datetime) -> bool:
    return any(
        access.can(each, Permission.CASE_GRANT, on=local_day(at))
        for each in access.named_on(incident)
        if each.pk != person.pk
    )


def _audit(verb: AuditVerb, incident: Incident, *, by: User, at: datetime, **facts: object) -> None:
    audit.record(
        verb=verb, on=incident, by=by, at=at, reference=incident.reference, facts=dict(facts)
    )
