"""The clocks of a case, and an act that is refused and changes nothing."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline, RapidReviewTrigger
from krscp_portal.foundation.errors import DomainError
from partnerships.models import AuditEvent
from reviews import services
from reviews.enums import CaseState, Harm
from tests.factories import reviews as make

S = CaseState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKED_AFTER = {"harm": Harm.DIED.value, "care": "looked_after"}


def counts_from_notification():
    RapidReviewTrigger.objects.create(event="notification", confidence="V2")


def clock(case, key):
    return Deadline.objects.filter(subject_id=case.public_id, rule_key=key).latest("pk")


def refused(act, *args, **said):
    before = AuditEvent.objects.count(), Deadline.objects.open().count()
    with pytest.raises(DomainError) as caught:
        act(*args, **said)
    assert before == (AuditEvent.objects.count(), Deadline.objects.open().count())
    return caught.value


def death_notice(case, *, by, at, **said):
    facts = services.DeathNoticeFacts(
        **{"kind": "looked_after", "submitted_at": at, "submitted_by": make.POST, **said}
    )
    return services.record_death_notice(incident=case, facts=facts, by=by, at=at)


def correct(case, aware_at, *, by, at, reason="The log shows it."):
    return services.correct_awareness(
        incident=case, aware_at=aware_at, aware_by="Duty manager", reason=reason, by=by, at=at
    )
