"""That somebody of the family cannot be told of a publication, and why (statutory.md §4.2 ST15)."""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.models import FamilyContact
from reviews.services.held import hold_review
from reviews.services.running import said


@transaction.atomic
def cannot_be_told(*, contact: FamilyContact, reason: str, by: User, at: datetime) -> FamilyContact:
    """Keep why somebody who was invited cannot be told that a report will be published.

    Refuses no reason, whoever was not invited, and whoever was told.
    """
    hold_review(review=contact.review, by=by, at=at)
    row = FamilyContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if row.invited_on is None:
        raise DomainError("They were not invited.", code="not-invited")
    if row.told_of_publication_on is not None:
        raise DomainError("They were told.", code="told")
    row.not_told_because = said(reason, "Say why they cannot be told.", field="reason")
    row.save(update_fields=["not_told_because"])
    reference = contact.review.reference
    audit.record(
        verb=AuditVerb.CONFIRMED, on=row, by=by, at=at, reference=reference, facts={"told": False}
    )
    return row
