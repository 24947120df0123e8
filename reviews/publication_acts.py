"""What may be done with a review's publication, by whom and as things stand.

The page offers what this allows, and the services refuse what it refuses, with the same sentence.
Who decides what is published, and when it comes off line, decides on cases; who puts it before the
public publishes documents; the rest is work on the case. Authority: statutory.md §4.2 ST13 to ST15.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.roles import Permission
from reviews.enums import ReviewState
from reviews.review_transitions import PUBLISHING, ReviewMove, check_review

AFTER: Final = frozenset({ReviewState.PUBLISHED, ReviewState.ACTIONS, ReviewState.CLOSED})
"""The states of a review that may have something published."""


class Act(StrEnum):
    """Each act on a publication."""

    DECIDE = "decide"
    PLAN = "plan"
    CUT = "cut"
    FREEZE = "freeze"
    SET_ASIDE = "set_aside"
    KEEP = "keep"
    COPY = "copy"
    RECORD = "record"
    PUBLISH = "publish"
    CORRECT = "correct"
    ARCHIVE = "archive"


NEEDS: Final[Mapping[Act, Permission]] = {
    **dict.fromkeys(Act, Permission.CASE_EDIT),
    Act.DECIDE: Permission.CASE_DECIDE,
    Act.ARCHIVE: Permission.CASE_DECIDE,
    Act.PUBLISH: Permission.DOCUMENT_PUBLISH,
    Act.CORRECT: Permission.DOCUMENT_PUBLISH,
}

NOT_DECIDED: Final = Refused(
    "Record first what the partners decided to publish.", code="not-decided"
)
ARCHIVED: Final = Refused("What was published has been taken off line.", code="archived")
COPIES_OUT: Final = Refused(
    "The copies have been sent. Take the publication back first, to change what is published.",
    code="copies-out",
)
NOTHING_WAITS: Final = Refused(
    "Nothing of this review waits to be published.", code="not-publishing"
)
NOT_FROZEN: Final = Refused("Freeze the text first.", code="not-frozen")
FROZEN: Final = Refused("A version is frozen already. Set it aside first.", code="frozen")
NOT_CHECKED: Final = Refused("The PDF is not made and looked through yet.", code="not-checked")
NOT_ON_LINE: Final = Refused("Nothing of this review is on line.", code="not-on-line")
NO_CHANGE: Final = Refused(
    "Nothing was changed. Take the words out first, then freeze the text.", code="no-change"
)
NO_CORRECTION: Final = Refused("No correction waits to be published.", code="no-correction")


@dataclass(frozen=True, kw_only=True)
class Where:
    """How a publication stands: decided, a version frozen, looked through, on line, archived.

    `unchanged` says that what would be frozen is what the public reads already.
    """

    state: str
    kind: str
    decided: bool = False
    waits: bool = False
    checked: bool = False
    on_line: bool = False
    archived: bool = False
    unchanged: bool = False


def possible(act: Act, where: Where) -> Verdict:
    """Say whether the act is possible as things stand; if not, what comes first."""
    if act is Act.DECIDE:
        return check_review(ReviewMove.DECIDE_PUBLICATION, where.state, where.kind)
    if not where.decided:
        return NOT_DECIDED
    return ARCHIVED if where.archived else _RULES[act](where)


def _may_plan(where: Where) -> Verdict:
    return Allowed() if where.state in PUBLISHING else NOTHING_WAITS


def _may_change(where: Where) -> Verdict:
    if where.state == ReviewState.PRE_PUBLICATION:
        return COPIES_OUT
    if where.state == ReviewState.PUBLICATION_DECIDED or (where.state in AFTER and where.on_line):
        return Allowed()
    return NOTHING_WAITS


def _may_copy(where: Where) -> Verdict:
    if where.state in PUBLISHING:
        return _of_the_frozen(where)
    return Allowed() if where.state in AFTER and where.on_line else NOTHING_WAITS


def _of_the_frozen(where: Where) -> Verdict:
    if not where.waits:
        return NOT_FROZEN
    return Allowed() if where.checked else NOT_CHECKED


def _may_freeze(where: Where) -> Verdict:
    if where.waits:
        return FROZEN
    return NO_CHANGE if where.on_line and where.unchanged else _may_change(where)


def _may_set_aside(where: Where) -> Verdict:
    return Allowed() if where.waits else NOT_FROZEN


def _may_publish(where: Where) -> Verdict:
    moves = check_review(ReviewMove.PUBLISH, where.state, where.kind)
    return _of_the_frozen(where) if moves else moves


def _may_correct(where: Where) -> Verdict:
    corrects = where.state in AFTER and where.on_line and where.waits
    return _of_the_frozen(where) if corrects else NO_CORRECTION


def _may_archive(where: Where) -> Verdict:
    return Allowed() if where.on_line else NOT_ON_LINE


def _may_record(_where: Where) -> Verdict:
    return Allowed()


_RULES: Final[Mapping[Act, Callable[[Where], Verdict]]] = {
    Act.PLAN: _may_plan,
    Act.CUT: _may_change,
    Act.FREEZE: _may_freeze,
    Act.SET_ASIDE: _may_set_aside,
    Act.KEEP: _of_the_frozen,
    Act.COPY: _may_copy,
    Act.RECORD: _may_record,
    Act.PUBLISH: _may_publish,
    Act.CORRECT: _may_correct,
    Act.ARCHIVE: _may_archive,
}
