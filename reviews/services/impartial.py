"""Whoever has an interest that nobody has dealt with does not decide on a case.

Source: partners declare what may look like a conflict (S4 App7; `partnerships.interests`).
"""

from datetime import datetime

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.interests import Subject, may_approve
from partnerships.models import User
from partnerships.selectors.interests import open_interests


def refuse_conflicted(*, what: str, by: User, at: datetime) -> None:
    """Refuse somebody who declared an interest while nobody has decided how it is handled."""
    if by.is_system:
        return
    declared = open_interests(who=by, on=local_day(at))
    verdict = may_approve(by.pk, declared, Subject(what))
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
