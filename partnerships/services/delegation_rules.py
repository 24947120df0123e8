"""What a delegation and a look at it must meet, each with the sentence of its refusal.

Sources: a lead partner may delegate and stays accountable (WT2023 ch. 2 as local partnerships
restate it; S0 2.1, 2.3; S2 s2; S4 13.1); a partner may arrange for another of the same kind to act
for it (Children Act 2004 s.16J). One delegate may act for several lead partners (S0).
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from krscp_portal.foundation.errors import DomainError
from partnerships.enums import SeatRole
from partnerships.models import Delegation, Seat
from partnerships.selectors.delegating import listed
from partnerships.services.permission import require_order

if TYPE_CHECKING:
    from partnerships.services.delegations import DelegationFacts, ReviewFacts


def check(facts: "DelegationFacts", *, on: date, but: int = 0) -> None:
    """Refuse a delegation that cannot be; `but` is the row that is being changed."""
    _check_seats(facts)
    _check_functions(facts)
    _check_days(facts, on=on)
    same = Delegation.objects.filter(from_seat=facts.from_seat, to_seat=facts.to_seat)
    if same.filter(_meets(facts.from_on, facts.to_on)).exclude(pk=but).exists():
        raise DomainError(
            "There is a delegation between these seats at that time already. End that one first, "
            "or let this one start after it.",
            code="delegation-there",
            field="to_seat",
        )


def check_review(facts: "ReviewFacts", *, of: Delegation, on: date) -> None:
    """Refuse a review that cannot have happened, or that does not look ahead."""
    if not facts.outcome.strip():
        raise DomainError("Say what the review found.", code="outcome-missing", field="outcome")
    for refused, sentence, code in _wrong_days(facts, of=of, on=on):
        if refused:
            raise DomainError(sentence, code=code, field="reviewed_on")
    if facts.next_on and facts.next_on <= facts.reviewed_on:
        raise DomainError(
            "The next review must come after this one.", code="review-backwards", field="next_on"
        )
    if facts.next_on and of.to_on and facts.next_on > of.to_on:
        raise DomainError(
            "The delegation ends before that day, so leave the next review empty.",
            code="review-after-end",
            field="next_on",
        )


def _wrong_days(
    facts: "ReviewFacts", *, of: Delegation, on: date
) -> Iterator[tuple[bool, str, str]]:
    day = facts.reviewed_on
    yield day > on, "The day of the review must not be in the future.", "review-in-future"
    yield (
        of.from_on is not None and day < of.from_on,
        "The delegation had not begun on that day.",
        "review-before-start",
    )
    yield (
        of.to_on is not None and day > of.to_on,
        "The delegation had ended by that day.",
        "review-after-end",
    )
    yield (
        of.reviews.filter(reviewed_on__gt=day).exists(),
        "A later review is on record already.",
        "review-older",
    )


def _check_seats(facts: "DelegationFacts") -> None:
    lead, delegate = facts.from_seat, facts.to_seat
    if lead.role != SeatRole.LSP:
        raise DomainError(
            "Only a lead safeguarding partner delegates.", code="not-lead", field="from_seat"
        )
    if delegate.role != SeatRole.DSP:
        raise DomainError(
            "A delegation goes to a delegated safeguarding partner’s seat.",
            code="not-delegated",
            field="to_seat",
        )
    if lead.speaks_for != delegate.speaks_for:
        raise DomainError(
            "These seats speak for two kinds of safeguarding partner. A lead partner delegates "
            "to a seat of its own kind.",
            code="two-kinds",
            field="to_seat",
        )
    _check_open(lead, facts, field="from_seat")
    _check_open(delegate, facts, field="to_seat")


def _check_open(seat: Seat, facts: "DelegationFacts", *, field: str) -> None:
    if seat.closed_on and (facts.to_on is None or facts.to_on >= seat.closed_on):
        raise DomainError(
            "This seat is closed. Choose another, or let the delegation end before that day.",
            code="seat-closed",
            field=field,
        )


def _check_functions(facts: "DelegationFacts") -> None:
    functions = listed(facts.functions)
    if not functions:
        raise DomainError(
            "Enter what is delegated, one function to a line.",
            code="functions-missing",
            field="functions",
        )
    handed_on = {each.casefold() for each in functions}
    both = [each for each in listed(facts.retained) if each.casefold() in handed_on]
    if both:
        raise DomainError(
            f"“{both[0]}” cannot be both delegated and kept.",
            code="delegated-and-kept",
            field="retained",
        )


def _check_days(facts: "DelegationFacts", *, on: date) -> None:
    require_order(facts.from_on, facts.to_on)
    if facts.from_on and facts.review_on and facts.review_on < facts.from_on:
        raise DomainError(
            "The review must not come before the first day.",
            code="review-before-start",
            field="review_on",
        )
    if facts.signed_on and facts.signed_on > on:
        raise DomainError(
            "The day of signing must not be in the future.",
            code="signed-in-future",
            field="signed_on",
        )


def _meets(from_on: date | None, to_on: date | None) -> Q:
    """Return what finds the periods that share a day with this one; an empty end is open."""
    meets = Q()
    if from_on:
        meets &= Q(to_on__isnull=True) | Q(to_on__gte=from_on)
    if to_on:
        meets &= Q(from_on__isnull=True) | Q(from_on__lte=to_on)
    return meets
