"""Naming people on a case as it is logged, so that it is never without somebody who can name more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.models import Incident
from reviews.models.grants import SEE_CASE
from reviews.selectors.first_named import managers, who_decides
from reviews.services import telling
from reviews.visibility import may_be_named

REASON: Final = "New cases are seen by those named on them: a rule of the partnership."


@transaction.atomic
def name_first(*, incident: Incident, chosen: Iterable[User], by: User, at: datetime) -> list[User]:
    """Name on a new case those who decide for the partners and whoever was chosen; tell each.

    Whoever logged it is named already. Somebody on it must be able to name others: refuses a choice
    without one, unless whoever logs cannot see who there is; then the managers are named. Refuses a
    chosen person without a role here, or with one that never sees a case.
    """
    on = local_day(at)
    wanted = list(chosen)
    for person in wanted:
        if not may_be_named(access.standing(person, on=on).roles):
            raise DomainError(
                "This person cannot be named on a case.", code="never-sees-cases", field="named"
            )
    people = {each.pk: each for each in (*who_decides(on=on), *wanted)}
    may = [by, *people.values()]
    if not any(access.can(each, Permission.CASE_GRANT, on=on) for each in may):
        if not by.is_system and access.can(by, Permission.PARTNERSHIP_VIEW, on=on):
            raise DomainError(
                "Nobody of these may name others on the case. Choose a manager as well.",
                code="nobody-may-name",
                field="named",
            )
        people |= {each.pk: each for each in managers(on=on)}
    named = [each for each in people.values() if each.pk != by.pk]
    for person in named:
        _name(incident, person, by=by, at=at)
    telling.tell_first_named(incident=incident, people=named, at=at)
    return named


def _name(incident: Incident, person: User, *, by: User, at: datetime) -> None:
    access.grant(person, SEE_CASE, incident)
    audit.record(
        verb=AuditVerb.GRANTED,
        on=incident,
        by=by,
        at=at,
        reference=incident.reference,
        facts={"person": person.pk},
    )
