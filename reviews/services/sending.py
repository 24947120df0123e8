"""Recording that something prepared was sent; a rapid review that goes to the Panel moves the case."""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.models import User
from reviews.enums import CaseState, DispatchRecipient, DispatchState
from reviews.models import Dispatch, Incident, ReportVersion
from reviews.services.dispatches import SentFacts, note_sent
from reviews.services.rapid_reviews import record_sent


@transaction.atomic
def record_dispatch_sent(
    *, dispatch: Dispatch, facts: SentFacts, by: User, at: datetime
) -> Dispatch:
    """Record that what was prepared was sent; a rapid review to the Panel meets its dates.

    Refuses what `services.dispatches.note_sent` refuses and, of a rapid review to the Panel, what
    `services.rapid_reviews.record_sent` refuses.
    """
    if dispatch.incident_id is None or dispatch.recipient != DispatchRecipient.PANEL:
        return note_sent(dispatch=dispatch, facts=facts, by=by, at=at)
    incident = Incident.objects.get(pk=dispatch.incident_id)
    if dispatch.state != DispatchState.PREPARED or incident.state == CaseState.RAPID_REVIEW_OPEN:
        raise DomainError("It is no longer waiting to be sent.", code="not-waiting")
    newer = ReportVersion.objects.filter(
        report__incident=incident, number__gt=dispatch.version.number if dispatch.version else 0
    )
    if newer.exists():
        raise DomainError(
            "A newer version of the report stands. Record this one as not sent.", code="replaced"
        )
    record_sent(incident=incident, **vars(facts), by=by, at=at)
    dispatch.refresh_from_db()
    return dispatch
