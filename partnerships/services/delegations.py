"""What lead safeguarding partners hand to delegated ones. The lead stays accountable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Delegation, DelegationReview, Seat, StoredFile, User
from partnerships.papers import Paper
from partnerships.roles import Permission
from partnerships.selectors import delegating as reads
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.delegation_rules import check, check_review
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.permission import require, require_order
from partnerships.services.uploads import keep_paper


@dataclass(frozen=True)
class DelegationFacts:
    """Who hands what to whom, what stays with the lead partner, and when it is looked at again.

    `functions` and `retained` hold one function to a line. `document` is the signed paper, kept
    already or just sent.
    """

    from_seat: Seat
    to_seat: Seat
    functions: str
    retained: str = ""
    from_on: date | None = None
    to_on: date | None = None
    review_on: date | None = None
    signed_on: date | None = None
    document: StoredFile | Paper | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ReviewFacts:
    """When somebody looked at it, what was found, and when to look again."""

    reviewed_on: date
    outcome: str
    next_on: date | None = None


@transaction.atomic
def delegate(*, facts: DelegationFacts, by: User, at: datetime) -> Delegation:
    """Record a delegation from a lead to a delegated partner's seat; tell whoever holds them.

    Refuses seats of other roles, partners of two kinds, closed seats, no function, one that is
    both handed on and kept, a second delegation between the same seats at the same time, dates
    out of order, a signing in the future, and a file that `papers.may_keep` refuses.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    check(facts, on=local_day(at))

    facts = _keep_document(facts, at=at)
    delegation = Delegation.objects.create(**as_fields(facts))
    _note(AuditVerb.CREATED, delegation, by=by, at=at, facts=_who_and_what(delegation))
    _tell_holders(delegation, "recorded", by=by, at=at)
    return delegation


@transaction.atomic
def change_delegation(
    *, delegation: Delegation, facts: DelegationFacts, by: User, at: datetime
) -> Delegation:
    """Correct a delegation, or end it by its last day; refuses as `delegate` does."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    check(facts, on=local_day(at), but=delegation.pk)

    facts = _keep_document(facts, at=at)
    ends_now = facts.to_on is not None and delegation.to_on is None
    if changed := write_facts(delegation, facts):
        verb = AuditVerb.ENDED if ends_now else AuditVerb.CHANGED
        said: dict[str, object] = {"fields": changed}
        if "document" in changed:
            said["sha256"] = delegation.document.sha256 if delegation.document else ""
        _note(verb, delegation, by=by, at=at, facts=said)
        _tell_holders(delegation, "ended" if ends_now else "changed", by=by, at=at)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, last_day: date, by: User, at: datetime) -> Delegation:
    """Say which day is the last of a delegation; the row stays as history.

    Refuses one that has ended already, and a last day before the first.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    delegation = _locked(delegation)
    _refuse_ended(delegation, on=local_day(at))
    require_order(delegation.from_on, last_day, field="last_day")

    delegation.to_on = last_day
    delegation.save(update_fields=["to_on"])
    _note(AuditVerb.ENDED, delegation, by=by, at=at, facts={"to_on": last_day.isoformat()})
    _tell_holders(delegation, "ended", by=by, at=at)
    return delegation


@transaction.atomic
def replace_delegation(
    *, delegation: Delegation, facts: DelegationFacts, by: User, at: datetime
) -> Delegation:
    """End a delegation on the day before the new one starts, and record the new one.

    Refuses a new one of another lead partner or without a first day, what `end_delegation`
    refuses, and what `delegate` refuses.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    if facts.from_seat.pk != delegation.from_seat_id:
        raise DomainError(
            "What replaces a delegation is from the same lead safeguarding partner.",
            code="another-lead",
            field="from_seat",
        )
    if facts.from_on is None:
        raise DomainError(
            "Enter the first day of the new delegation. The present one ends on the day before.",
            code="first-day-missing",
            field="from_on",
        )
    last_day = facts.from_on - timedelta(days=1)
    if delegation.from_on and last_day < delegation.from_on:
        raise DomainError(
            "The new delegation must start after the first day of the present one.",
            code="replaced-before-start",
            field="from_on",
        )
    end_delegation(delegation=delegation, last_day=last_day, by=by, at=at)
    return delegate(facts=facts, by=by, at=at)


@transaction.atomic
def record_review(
    *, delegation: Delegation, facts: ReviewFacts, by: User, at: datetime
) -> DelegationReview:
    """Record that somebody looked at a delegation, and move its review day to the next date.

    Refuses an empty outcome, a day in the future, before the first day, after the last or before
    the latest review, and a next date that does not come after the review.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    delegation = _locked(delegation)
    check_review(facts, of=delegation, on=local_day(at))

    review = DelegationReview.objects.create(
        delegation=delegation, recorded_at=at, recorded_by=by, **as_fields(facts)
    )
    delegation.review_on = facts.next_on
    delegation.save(update_fields=["review_on"])
    said = {
        "reviewed_on": facts.reviewed_on.isoformat(),
        "next_on": facts.next_on.isoformat() if facts.next_on else None,
    }
    _note(AuditVerb.REVIEWED, delegation, by=by, at=at, facts=said)
    return review


@transaction.atomic
def download_document(*, delegation: Delegation, by: User, at: datetime) -> bytes:
    """Return the bytes of the signed document, and note who took it.

    Refuses somebody who may not see the partnership's record, a delegation without a document,
    and a file that is gone or is no longer what was stored.
    """
    require(Permission.PARTNERSHIP_VIEW, by=by, at=at)
    if delegation.document is None:
        raise DomainError("This delegation has no signed document.", code="document-missing")
    content = read_file(file=delegation.document)
    facts = {"sha256": delegation.document.sha256}
    _note(AuditVerb.DOWNLOADED, delegation, by=by, at=at, facts=facts)
    return content


def _locked(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",)).select_related(*reads.PAIR)
    return rows.get(pk=delegation.pk)


def _refuse_ended(delegation: Delegation, *, on: date) -> None:
    if reads.state_of(delegation, on=on) == "ended":
        raise DomainError("This delegation has ended already.", code="delegation-over")


def _keep_document(facts: DelegationFacts, *, at: datetime) -> DelegationFacts:
    if not isinstance(facts.document, Paper):
        return facts
    name = slugify(f"delegation {facts.from_seat.title} to {facts.to_seat.title}")
    return replace(facts, document=keep_paper(paper=facts.document, name=name, at=at))


def _who_and_what(delegation: Delegation) -> dict[str, object]:
    facts: dict[str, object] = {"to_seat": str(delegation.to_seat.public_id)}
    if delegation.document:
        facts["sha256"] = delegation.document.sha256
    return facts


def _note(
    verb: AuditVerb, delegation: Delegation, *, by: User, at: datetime, facts: Mapping[str, object]
) -> None:
    title = delegation.from_seat.title
    audit.record(verb=verb, on=delegation, by=by, at=at, reference=title, facts=dict(facts))


def _tell_holders(delegation: Delegation, what: str, *, by: User, at: datetime) -> None:
    """Tell whoever holds the two seats, once a day at most, but not whoever did it."""
    today = local_day(at)
    seats = (delegation.from_seat, delegation.to_seat)
    others = [each for each in reads.account_holders(seats=seats, on=today) if each.pk != by.pk]
    tell(
        recipients=others,
        key=f"delegation:{delegation.public_id}:{what}:{today.isoformat()}",
        subject=f"A delegation of your seat was {what}",
        path=f"delegations/{delegation.public_id}/",
        at=at,
    )
