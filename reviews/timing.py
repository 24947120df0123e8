"""Which moments of a case are possible, and in what order.

The rule: nothing that is recorded as having happened lies in the future; nobody becomes aware
before an incident, notifies before being aware, completes a review before it opened or sends one
before it was complete. Times are compared as moments, days as days in England.

Authority: the order of events in Working Together's chapter on learning from serious incidents;
the rest is sense. Not decided here: whether something was in time (the app `deadlines`).
"""

from datetime import date, datetime

from deadlines.clock import london_day
from krscp_portal.foundation.errors import DomainError

FUTURE = "{what} cannot be in the future."


def check_past(moment: datetime, *, what: str, field: str, at: datetime) -> None:
    """Accept a moment that has come by `at`, else raise DomainError on the field."""
    if moment > at:
        raise DomainError(FUTURE.format(what=what), code="in-the-future", field=field)


def check_past_day(day: date, *, what: str, field: str, at: datetime) -> None:
    """Accept a day that has come by `at`, else raise DomainError on the field."""
    if day > london_day(at):
        raise DomainError(FUTURE.format(what=what), code="in-the-future", field=field)


def check_incident(*, occurred_on: date | None, aware_at: datetime, at: datetime) -> None:
    """Accept a day and a moment of awareness that can both be true, else raise DomainError."""
    check_past(aware_at, what="The moment of awareness", field="aware_at", at=at)
    if occurred_on is None:
        return
    check_past_day(occurred_on, what="The day of the incident", field="occurred_on", at=at)
    if london_day(aware_at) < occurred_on:
        raise DomainError(
            "The local authority cannot have become aware before the incident happened.",
            code="aware-before-incident",
            field="aware_at",
        )


def check_after_awareness(
    moment: datetime, *, aware_at: datetime, what: str, field: str, at: datetime
) -> None:
    """Accept a moment from awareness to now, else raise DomainError on the field."""
    check_past(moment, what=what, field=field, at=at)
    if moment < aware_at:
        raise DomainError(
            f"{what} cannot be before the local authority became aware of the incident.",
            code="before-awareness",
            field=field,
        )


def check_corrected_awareness(
    aware_at: datetime, *, occurred_on: date | None, earliest_notice: datetime | None, at: datetime
) -> None:
    """Accept a corrected moment of awareness that fits what is recorded, else raise DomainError."""
    check_incident(occurred_on=occurred_on, aware_at=aware_at, at=at)
    if earliest_notice is not None and aware_at > earliest_notice:
        raise DomainError(
            "A notification was sent before then, so the local authority was aware already.",
            code="aware-after-notification",
            field="aware_at",
        )


def check_completion(completed_at: datetime, *, opened_at: datetime, at: datetime) -> None:
    """Accept the moment at which a rapid review was completed, else raise DomainError."""
    check_past(completed_at, what="The completion", field="completed_at", at=at)
    if completed_at < opened_at:
        raise DomainError(
            "The rapid review cannot have been completed before the notification that opened it.",
            code="completed-before-opened",
            field="completed_at",
        )


def check_sign_off(
    signed_on: date, *, opened_at: datetime, completed_at: datetime, field: str
) -> None:
    """Accept the day of a partner's signature, from opening to completion, else raise DomainError."""
    if not london_day(opened_at) <= signed_on <= london_day(completed_at):
        raise DomainError(
            "A partner signs between the opening of the rapid review and its completion.",
            code="signed-out-of-time",
            field=field,
        )


def check_answer(received_at: datetime, *, sent_at: datetime, at: datetime) -> None:
    """Accept the moment at which the Panel answered a review that was sent, else raise DomainError."""
    check_past(received_at, what="The Panel’s answer", field="received_at", at=at)
    if received_at < sent_at:
        raise DomainError(
            "The Panel cannot have answered before the rapid review was sent.",
            code="answered-before-sent",
            field="received_at",
        )


def check_sent(sent_at: datetime, *, completed_at: datetime, at: datetime) -> None:
    """Accept the moment at which a completed review went to the Panel, else raise DomainError."""
    check_past(sent_at, what="The time of sending", field="sent_at", at=at)
    if sent_at < completed_at:
        raise DomainError(
            "The rapid review cannot have been sent before it was completed.",
            code="sent-before-completed",
            field="sent_at",
        )
