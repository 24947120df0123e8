"""Costs of reviews: recorded line by line, and carried by agreed shares."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from governance.services.checks import clean, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import Organisation, User
from partnerships.roles import Permission
from reviews import apportioning
from reviews.models import CostLine, CostShare, Review
from reviews.selectors.costs import agreed_by_others

SHARES: Final = "Shares of costs"


@dataclass(frozen=True)
class CostFacts:
    """One cost: on which day, for what, how many pence. A correction is another, below nought."""

    on: date
    what: str
    pence: int


@transaction.atomic
def record_cost(*, review: Review, facts: CostFacts, by: User, at: datetime) -> CostLine:
    """Keep one cost of a review. It is never changed: what was wrong is corrected by another line.

    Refuses nothing as an amount, no words, a day to come, a correction by more than was recorded,
    and whoever does not see the review or does not work on cases.
    """
    _require_review(review, by=by, at=at)
    if not facts.what.strip():
        raise DomainError("Say what it is for.", code="needs-words", field="what")
    if facts.pence == 0:
        raise DomainError("Enter an amount that is not nothing.", code="nothing", field="amount")
    if facts.on > local_day(at):
        raise DomainError("This day is still to come.", code="to-come", field="on")
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    total = sum(CostLine.objects.filter(review=held).values_list("pence", flat=True))
    if total + facts.pence < 0:
        raise DomainError(
            "This would take back more than was recorded.", code="too-much", field="amount"
        )
    line = CostLine.objects.create(
        review=held,
        on=facts.on,
        what=facts.what.strip(),
        pence=facts.pence,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(
        verb=AuditVerb.CREATED,
        on=line,
        by=by,
        at=at,
        reference=held.reference,
        facts={"pence": facts.pence, "on": facts.on.isoformat()},
    )
    return line


@transaction.atomic
def agree_share(
    *,
    organisation: Organisation,
    thousandths: int,
    note: str = "",
    source: str = "",
    by: User,
    at: datetime,
) -> CostShare:
    """Keep the part of every review's cost that an agency agreed to carry.

    Refuses a second share of one agency, one that makes all of them more than the whole, and
    whoever does not keep the record.
    """
    require_edit(by, at=at)
    refuse_unless(apportioning.may_agree(thousandths, others=agreed_by_others()))
    row = CostShare(organisation=organisation, thousandths=thousandths, note=note, source=source)
    clean(row)
    row.save(force_insert=True)
    facts = {"thousandths": thousandths}
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=SHARES, facts=facts)
    return row


@transaction.atomic
def end_share(*, share: CostShare, by: User, at: datetime) -> CostShare:
    """Note that an agency's share no longer holds; another may be agreed in its place.

    Refuses a second end, and whoever does not keep the record.
    """
    require_edit(by, at=at)
    row = CostShare.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if row.ended_on is not None:
        raise DomainError("This has been ended already.", code="ended")
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=SHARES)
    return row


@transaction.atomic
def note_costs_taken(*, review: Review, by: User, at: datetime) -> None:
    """Write who took the costs of a review away as a file. Refuses nobody: the page did."""
    reference = review.reference
    audit.record(verb=AuditVerb.DOWNLOADED, on=review, by=by, at=at, reference=reference)


def _require_review(review: Review, *, by: User, at: datetime) -> None:
    standing = access.standing(by, on=local_day(at))
    standing.can(Permission.CASE_EDIT).or_raise()
    if not Review.objects.visible_to(by, standing, at=at).filter(pk=review.pk).exists():
        raise DomainError("This is for those who see the review.", code="not-seen")
