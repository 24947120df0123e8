"""The register of reviewers: who may be commissioned, added by name and ended by a date."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance.services.checks import clean, refuse_ended
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.models import Reviewer
from reviews.services.running import said

REGISTER = "Register of reviewers"


@dataclass(frozen=True, kw_only=True)
class ReviewerFacts:
    """Who they are, for whom they work, how they are reached and what they have done."""

    name: str
    organisation: str = ""
    email: str = ""
    experience: str = ""


@transaction.atomic
def add_reviewer(*, facts: ReviewerFacts, by: User, at: datetime) -> Reviewer:
    """Add somebody to the register. Refuses no name, and somebody who is in it already."""
    _require(by, at=at)
    row = Reviewer(
        name=said(facts.name, "Enter the reviewer’s name.", field="name"),
        organisation=facts.organisation.strip(),
        email=facts.email.strip(),
        experience=facts.experience.strip(),
        added_at=at,
        added_by=by,
    )
    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=REGISTER)
    return row


@transaction.atomic
def end_reviewer(*, reviewer: Reviewer, by: User, at: datetime) -> Reviewer:
    """Take somebody off the register; they stay in the record of the reviews that they led.

    Refuses a second end, and somebody who leads a review that is under way.
    """
    _require(by, at=at)
    row = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    refuse_ended(row)
    if row.commissions.filter(ended_on=None, review__closed_on=None).exists():
        raise DomainError(
            "This reviewer leads a review. End that commission first.", code="commissioned"
        )
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=REGISTER)
    return row


def _require(by: User, *, at: datetime) -> None:
    access.standing(by, on=local_day(at)).can(Permission.CASE_EDIT).or_raise()
