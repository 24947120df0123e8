"""For how long a group stands, and by whose agreement. Pure.

A task-and-finish group ends by a day: that is what the words mean, and how the portal understands
them. The day is moved later only by somebody's agreement with a reason; to shorten it is a plain
change. That a themed group needs the executive's agreement is a rule of one partnership
(statutory.md §2.2; S3 L376). Not decided here: who may change a group.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from governance.enums import GroupKind
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

NOTICE: Final = timedelta(days=42)  # six weeks: time for one more meeting of the executive

ENDLESS: Final = "This group has no last day that could be moved."


@dataclass(frozen=True)
class Span:
    """A group as its days see it."""

    kind: str
    formed_on: date | None = None
    sunset_on: date | None = None
    themed: bool = False
    agreed_by: str = ""
    agreed_on: date | None = None


def may_stand(
    span: Span, *, on: date, themed_needs: str = "", before: date | None = None
) -> Verdict:
    """Say whether a group may be recorded so.

    Refuses a task-and-finish group without a last day, a last day before the first, half an
    agreement or one of a day to come, a themed group without the agreement that the partnership's
    own rule asks for (`themed_needs` names whose), and a last day later than the one `before`.
    """
    checks = (_sunset(span, before=before), _agreement(span, on=on, themed_needs=themed_needs))
    return next((each for each in checks if not each), Allowed())


def may_extend(span: Span, to: date, *, agreed_on: date, on: date) -> Verdict:
    """Say whether a group's last day may be moved; refuses one that is not later than it was."""
    if span.sunset_on is None:
        return Refused(ENDLESS, code="sunset_to")
    if to <= span.sunset_on:
        return Refused(
            f"The group stands until {in_words(span.sunset_on)} already. Enter a later day.",
            code="sunset_to",
        )
    if to <= on:
        return Refused("The new last day is over already. Enter a day to come.", code="sunset_to")
    if agreed_on > on:
        return Refused(
            "The agreement cannot be of a day to come. Enter when it was given.", code="agreed_on"
        )
    return Allowed()


def remark(span: Span, *, on: date) -> str:
    """Return what is worth saying of a group's last day, or nothing."""
    if span.sunset_on is None:
        is_short = span.kind == GroupKind.TASK_AND_FINISH
        return "No last day is recorded, and a task and finish group has one." * is_short
    if span.sunset_on < on:
        return f"Its last day was {in_words(span.sunset_on)}. End the group, or extend it."
    if span.sunset_on - on <= NOTICE:
        return f"It ends on {in_words(span.sunset_on)}. If its work is not done, extend it."
    return ""


def _sunset(span: Span, *, before: date | None) -> Verdict:
    against = ""
    if span.kind == GroupKind.TASK_AND_FINISH and span.sunset_on is None:
        against = "A task and finish group ends by a day. Enter its last day."
    elif span.sunset_on and span.formed_on and span.sunset_on < span.formed_on:
        against = "The group’s last day is before its first."
    elif before and (span.sunset_on is None or span.sunset_on > before):
        against = (
            f"The group stands until {in_words(before)}. A later day needs a reason and "
            "somebody’s agreement: use “Extend the group”."
        )
    return Refused(against, code="sunset_on") if against else Allowed()


def _agreement(span: Span, *, on: date, themed_needs: str) -> Verdict:
    against, field = "", "agreed_by"
    if span.themed and themed_needs and not span.agreed_by:
        against = f"A themed group needs the agreement of {themed_needs}. Say who agreed."
    elif span.themed and themed_needs and span.agreed_on is None:
        against, field = f"Enter the day on which {themed_needs} agreed.", "agreed_on"
    elif span.agreed_on and not span.agreed_by:
        against = "Say which body agreed to the group."
    elif span.agreed_on and span.agreed_on > on:
        against, field = "The agreement cannot be of a day to come.", "agreed_on"
    return Refused(against, code=field) if against else Allowed()
