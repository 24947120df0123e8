"""The confidential stream: what a trial or an inquest keeps to those who see the case."""

from datetime import datetime
from typing import Final

from django.db import transaction

from governance import recommending
from governance.enums import RecommendationEvent
from governance.models import Recommendation
from governance.services.checks import clean, refuse_unless
from governance.services.recommendations import locked, note, record
from krscp_portal.foundation.errors import DomainError
from partnerships.enums import AuditVerb
from partnerships.models import User

WHY_CONFIDENTIAL: Final = "Say why only those who see the case may see it."


@transaction.atomic
def keep_confidential(
    *, recommendation: Recommendation, reason: str, by: User, at: datetime
) -> Recommendation:
    """Keep a recommendation to those who see its case, with the reason: a trial, an inquest.

    Refuses one that comes from no case or review, one that is confidential, and no reason.
    """
    row = locked(recommendation, recommending.KEEP_CLOSE, by=by, at=at)
    if row.confidential:
        raise DomainError("This is confidential already.", code="confidential")
    if not row.subject_kind:
        raise DomainError(
            "Only what comes from a case or a review of the portal can be kept to those who see it.",
            code="no-subject",
        )
    refuse_unless(recommending.has_words(reason, field="reason", words=WHY_CONFIDENTIAL))
    row.confidential, row.confidential_because = True, reason.strip()
    clean(row)
    row.save(update_fields=["confidential", "confidential_because"])
    note(
        row=row, event=RecommendationEvent.CONFIDENTIAL, text=row.confidential_because, by=by, at=at
    )
    record(AuditVerb.CHANGED, row, by=by, at=at, event="confidential")
    return row


@transaction.atomic
def lift_confidence(
    *, recommendation: Recommendation, reason: str, by: User, at: datetime
) -> Recommendation:
    """Show a recommendation to everybody who reads governance, with the reason.

    Refuses one that is not confidential, and no reason.
    """
    row = locked(recommendation, recommending.LIFT, by=by, at=at)
    if not row.confidential:
        raise DomainError("This is not confidential.", code="not-confidential")
    words = "Say why everybody may see it now."
    refuse_unless(recommending.has_words(reason, field="reason", words=words))
    row.confidential, row.confidential_because = False, ""
    row.save(update_fields=["confidential", "confidential_because"])
    note(row=row, event=RecommendationEvent.LIFTED, text=reason.strip(), by=by, at=at)
    record(AuditVerb.CHANGED, row, by=by, at=at, event="lifted")
    return row
