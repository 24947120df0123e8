"""Sealing who a child is, and opening it with a reason: each opening is kept and told."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews import sealing
from reviews.models import Child, SealedIdentity, SealedReading
from reviews.sealing import Identity
from reviews.services import telling
from reviews.services.steps import lock


@transaction.atomic
def seal_identity(*, child: Child, identity: Identity, by: User, at: datetime) -> SealedIdentity:
    """Seal who a child of a case is; what was sealed before is replaced and gone.

    Refuses no name, a birth to come, a role that may not, and whoever does not see the case or
    sees it by emergency access alone.
    """
    _take(child, by=by, at=at, in_emergency=False)
    if not identity.name.strip():
        raise DomainError("Enter the child’s name.", code="no-name", field="name")
    if identity.born_on is not None and identity.born_on > local_day(at):
        raise DomainError("This day is still to come.", code="to-come", field="born_on")
    ciphertext = sealing.seal(identity, of=child.public_id, keys=settings.IDENTITY_KEYS)
    kept = {"sealed": ciphertext, "sealed_at": at, "sealed_by": by}
    row, is_new = SealedIdentity.objects.update_or_create(child=child, defaults=kept)
    _audit(AuditVerb.CREATED if is_new else AuditVerb.CHANGED, row, by=by, at=at)
    return row


@transaction.atomic
def open_identity(*, child: Child, reason: str, by: User, at: datetime) -> Identity:
    """Return who a child is, once: the opening is kept with its reason, and the others are told.

    Refuses an empty reason, a role that may not, whoever does not see the case, a child of whom
    nothing is sealed, and a seal that does not open.
    """
    _take(child, by=by, at=at, in_emergency=True)
    if not reason.strip():
        raise DomainError("Say why you need to know.", code="reason-needed", field="reason")
    row = SealedIdentity.objects.filter(child=child).first()
    if row is None:
        raise DomainError("Nothing is sealed of this child.", code="not-sealed")
    identity = sealing.unseal(row.sealed, of=child.public_id, keys=settings.IDENTITY_KEYS)
    reading = SealedReading.objects.create(
        identity=row, reason=reason.strip(), read_at=at, read_by=by
    )
    _audit(AuditVerb.OPENED, row, by=by, at=at, reading=str(reading.public_id))
    telling.tell_of_opened_identity(reading=reading, incident=child.incident, at=at)
    return identity


@transaction.atomic
def reseal_identities(*, by: User, at: datetime) -> int:
    """Seal every identity of the open partnership with the newest key; return how many.

    Refuses all of them where one does not open: the old key would be needed for it.
    """
    rows = list(SealedIdentity.objects.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.sealed = sealing.reseal(row.sealed, keys=settings.IDENTITY_KEYS)
    SealedIdentity.objects.bulk_update(rows, ["sealed"], batch_size=500)
    done = [audit.Entry(row, facts={"resealed": True}) for row in rows]
    audit.record_each(verb=AuditVerb.CHANGED, done=done, by=by, at=at)
    return len(rows)


def _take(child: Child, *, by: User, at: datetime, in_emergency: bool) -> None:
    standing = access.standing(by, on=local_day(at))
    standing.can(Permission.CASE_IDENTITY).or_raise()
    lock(incident=child.incident, by=by, standing=standing, at=at if in_emergency else None)


def _audit(verb: AuditVerb, row: SealedIdentity, *, by: User, at: datetime, **said: str) -> None:
    facts = {"child": str(row.child.public_id), **said}
    reference = row.child.incident.reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=facts)
