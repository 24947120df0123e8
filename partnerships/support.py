"""What must be on record before a lay or a young member takes part, apart from anything stored.

Lay members have tasks, a mentor and somebody to shadow; young scrutineers are minors, so consent,
an adult who looks after them, a risk assessment and a way to credit them without their name come
first (statutory.md §9.1, 40 and 44). The lists are the portal's own, not statute.
"""

from datetime import date
from typing import Any, Protocol

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.enums import SeatRole

SUPPORTED = frozenset({SeatRole.LAY_MEMBER, SeatRole.YOUNG_SCRUTINEER})
CREDIT = "A young scrutineer"  # where nobody has agreed other words yet


class Support(Protocol):
    """The facts of a support record, as `partnerships.models.SupportRecord` has them."""

    tasks: str
    mentor_id: Any
    induction_on: date | None
    consent_by: str
    consent_on: date | None
    consent_until: date | None
    consent_withdrawn_on: date | None
    safeguarding_seat_id: Any
    risk_assessed_on: date | None
    credited_as: str


def missing_for(record: Support | None, role: str, *, on: date | None = None) -> list[str]:
    """Return what is missing, a sentence each; nothing for a role that needs no such record.

    With a day, consent that had run out by then is missing too. `record` is None where nobody has
    begun one.
    """
    if role not in SUPPORTED:
        return []
    if record is None:
        return ["There is no support record yet."]
    if role == SeatRole.YOUNG_SCRUTINEER:
        return _young(record, on)
    needed = [
        (record.tasks, "What they do is not recorded."),
        (record.mentor_id, "Nobody is named as their mentor."),
        (record.induction_on, "No day of an induction is recorded."),
    ]
    return [sentence for given, sentence in needed if not given]


def consent_in_order(
    *, by: str, on: date | None, until: date | None, withdrawn_on: date | None
) -> Verdict:
    """Say whether who gave consent is said with the day, and its days follow each other."""
    said = "Say who gave consent and on which day."
    if on is None and (by or until or withdrawn_on):
        return Refused(said, code="consent-day-missing")
    if on is None:
        return Allowed()
    if not by:
        return Refused(said, code="consent-by-missing")
    if until and until < on:
        return Refused("Consent cannot end before it was given.", code="consent-ends-before")
    if withdrawn_on and withdrawn_on < on:
        return Refused(
            "Consent cannot be withdrawn before it was given.", code="consent-withdrawn-before"
        )
    return Allowed()


def _young(record: Support, on: date | None) -> list[str]:
    needed = [
        (record.safeguarding_seat_id, "No adult seat is named that looks after them."),
        (record.risk_assessed_on, "No risk assessment is recorded."),
        (record.credited_as, "It is not agreed how they are credited."),
    ]
    return [*_consent(record, on), *(sentence for given, sentence in needed if not given)]


def _consent(record: Support, on: date | None) -> list[str]:
    if record.consent_on is None:
        return ["Consent to take part is not recorded."]
    if record.consent_withdrawn_on:
        return ["Consent to take part was withdrawn, so the appointment should end."]
    if on and record.consent_until and record.consent_until < on:
        return ["Consent to take part has run out."]
    return []
