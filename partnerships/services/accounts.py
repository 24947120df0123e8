"""What the operator of an install does to an account, on the word of its partnership's manager."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, selectors
from partnerships.enums import AuditVerb
from partnerships.models import User


@transaction.atomic
def remove_second_step(*, user: User, by: User, at: datetime) -> int:
    """Take away somebody's authenticators, passkeys and recovery codes; return how many.

    For a lost phone or key. The portal asks them to set up a new one at their next page. Every
    partnership in which they hold a role has it in its audit. Refuses where there is none.
    """
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise DomainError("This account has no second step.", code="no-second-step")
    for partnership in selectors.partnerships_of(user=user, on=local_day(at)):
        with tenant(partnership.pk):
            facts = {"second_steps": removed}
            audit.record(verb=AuditVerb.REVOKED, on=user, by=by, at=at, facts=facts)
    return removed
