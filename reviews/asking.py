"""How a request to an agency stands, and which act on it is possible then.

The rule: a request is written, asked by e-mail with a secret link, opened, answered in parts and
handed in, signed off by a senior post. Until it is handed in it may be chased, its day may be
moved with a reason, the agency may refuse, and it may be asked no more. What was handed in may be
sent back for more, which asks again. How it stands is read from its columns and the day, and
stored nowhere: nothing can then be both late and returned.

Authority: partners may ask any person or body for information, and may require it by section 16H
of the Children Act 2004; that a senior post signs an agency's answer off is S4 appendix 7 (a house
rule of partnerships, not law). The number of days that a link lasts is a rule of the portal.

Not decided here: who may act (`permissions`), what a letter says (`letters`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

LINK_LASTS: Final = timedelta(days=30)
"""How long a secret address works at most; a day moved beyond it needs a new link."""


class Stand(StrEnum):
    """How a request stands."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    OPENED = "opened"
    PART = "part"
    OVERDUE = "overdue"
    RETURNED = "returned"
    NO_INVOLVEMENT = "no_involvement"
    REFUSED = "refused"
    CANCELLED = "cancelled"


LABELS: Final[Mapping[Stand, str]] = {
    Stand.TO_ASK: "To ask",
    Stand.ASKED: "Asked",
    Stand.OPENED: "Opened",
    Stand.PART: "Part answered",
    Stand.OVERDUE: "Overdue",
    Stand.RETURNED: "Returned",
    Stand.NO_INVOLVEMENT: "No involvement",
    Stand.REFUSED: "Refused",
    Stand.CANCELLED: "No longer asked",
}
TONES: Final[Mapping[Stand, str]] = {
    Stand.TO_ASK: "grey",
    Stand.ASKED: "blue",
    Stand.OPENED: "light-blue",
    Stand.PART: "yellow",
    Stand.OVERDUE: "red",
    Stand.RETURNED: "green",
    Stand.NO_INVOLVEMENT: "turquoise",
    Stand.REFUSED: "orange",
    Stand.CANCELLED: "grey",
}
WAITING: Final = frozenset({Stand.ASKED, Stand.OPENED, Stand.PART, Stand.OVERDUE})
"""Where the agency owes an answer."""
OUTSTANDING: Final = WAITING | {Stand.TO_ASK, Stand.REFUSED}
"""Where the review still lacks what it wanted."""


class Asked(Protocol):
    """The columns of a request that say how it stands."""

    due_on: date
    asked_at: datetime | None
    opened_at: datetime | None
    involvement: str
    summary: str
    learning: str
    returned_at: datetime | None
    refused_because: str
    cancelled_because: str


NO_PART: Final = "none"
"""The agency’s answer that it had no involvement (`enums.Involvement.NONE`)."""


def stand_of(row: Asked, *, on: date) -> Stand:
    """Say how the request stands on the day. What was handed in is never overdue."""
    return next(stand for stand, is_so in _stands(row, on) if is_so)


def _stands(row: Asked, on: date) -> Iterator[tuple[Stand, bool]]:
    """Give every standing in the order in which one goes before another, and whether it holds."""
    returned = row.returned_at is not None
    yield Stand.CANCELLED, bool(row.cancelled_because)
    yield Stand.NO_INVOLVEMENT, returned and row.involvement == NO_PART
    yield Stand.RETURNED, returned
    yield Stand.REFUSED, bool(row.refused_because)
    yield Stand.TO_ASK, row.asked_at is None
    yield Stand.OVERDUE, row.due_on < on
    yield Stand.PART, bool(row.involvement or row.summary or row.learning)
    yield Stand.OPENED, row.opened_at is not None
    yield Stand.ASKED, True


class Act(StrEnum):
    """What may be done to a request."""

    EDIT = "edit"
    ASK = "ask"
    CHASE = "chase"
    RENEW = "renew"
    REVOKE = "revoke"
    MOVE_DUE = "move_due"
    RECORD_REFUSAL = "record_refusal"
    REQUIRE = "require"
    SEND_BACK = "send_back"
    CANCEL = "cancel"
    ANSWER = "answer"


_HANDED_IN: Final = frozenset({Stand.RETURNED, Stand.NO_INVOLVEMENT})
SOURCES: Final[Mapping[Act, frozenset[Stand]]] = {
    Act.EDIT: frozenset({Stand.TO_ASK}),
    Act.ASK: frozenset({Stand.TO_ASK}),
    Act.CHASE: WAITING,
    Act.RENEW: WAITING,
    Act.REVOKE: WAITING,
    Act.MOVE_DUE: WAITING | {Stand.TO_ASK},
    Act.RECORD_REFUSAL: WAITING,
    Act.REQUIRE: frozenset({Stand.OVERDUE, Stand.REFUSED}),
    Act.SEND_BACK: _HANDED_IN,
    Act.CANCEL: WAITING | {Stand.TO_ASK, Stand.REFUSED},
    Act.ANSWER: WAITING,
}
"""From which standing each act is possible; every other pair is refused."""

_WHY_NOT: Final[Mapping[Stand, str]] = {
    Stand.TO_ASK: "The agency has not been asked yet.",
    Stand.ASKED: "The agency has been asked and its answer is awaited.",
    Stand.OPENED: "The agency has opened the request and its answer is awaited.",
    Stand.PART: "The agency has begun to answer.",
    Stand.OVERDUE: "The agency has been asked and its answer is overdue.",
    Stand.RETURNED: "The agency has handed its answer in.",
    Stand.NO_INVOLVEMENT: "The agency has answered that it had no involvement.",
    Stand.REFUSED: "The agency has refused to answer.",
    Stand.CANCELLED: "The agency is no longer asked.",
}


def may(act: Act, stand: Stand) -> Verdict:
    """Say whether the act is possible on a request that stands so, with the reason if not."""
    if stand in SOURCES[act]:
        return Allowed()
    return Refused(_WHY_NOT[stand], code=f"not-from:{stand.value}")


class Link(Protocol):
    """The columns of a secret link that say whether it works."""

    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


GONE: Final = "This link is no longer in use. A later e-mail may have brought another."
EXPIRED: Final = "This link has ended by its date. Ask the business unit for a new one."
USED: Final = "The answer was handed in by this link, so it cannot be used again."


def may_open(link: Link, *, at: datetime) -> Verdict:
    """Say whether a link still opens its request: not once used, revoked or past its end."""
    if link.used_at is not None:
        return Refused(USED, code="used")
    if link.revoked_at is not None:
        return Refused(GONE, code="revoked")
    if link.expires_at <= at:
        return Refused(EXPIRED, code="expired")
    return Allowed()


@dataclass(frozen=True)
class Given:
    """An agency's answer as it stands."""

    involvement: str
    summary: str
    signed_off_by: str


def may_hand_in(given: Given) -> Verdict:
    """Say whether an answer is whole; the code of a refusal names the field that is missing.

    No involvement needs no summary; an involvement cannot be handed in without one.
    """
    if not given.involvement:
        return Refused("Say whether your agency was involved.", code="involvement")
    if given.involvement != NO_PART and not given.summary.strip():
        return Refused("Say what your agency did, in a few sentences.", code="summary")
    if not given.signed_off_by.strip():
        return Refused("Name the senior post that has agreed the answer.", code="signed_off_by")
    return Allowed()


def may_be_due(day: date, *, on: date) -> Verdict:
    """Say whether a request may be due on the day: no earlier than today."""
    if day < on:
        return Refused("The day that an answer is due cannot be in the past.", code="due_on")
    return Allowed()
