"""Who may decide on a declared interest, and who may approve something in spite of one.

Sources: partners and chairs declare what may look like a conflict, and reviewers must have none,
real or perceived (S4 App7); the register serves chair, scrutineer and reviewers (statutory.md
§2.3, 15). That somebody else decides is a house rule of the portal. Which interest bears on what is
for people to say: nothing here reads the words of a declaration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

NOTHING = "nothing"
DECLARED, MANAGED, ENDED = "declared", "managed", "ended"


@dataclass(frozen=True)
class Interest:
    """A declaration as the rules see it; `user_id` is the account of the person, if they have one."""

    declaration: UUID
    user_id: int | None
    declared_by_id: int
    kind: str
    state: str
    handling: str = ""


@dataclass(frozen=True)
class Subject:
    """What is to be approved: its name in a sentence ("the budget of 2027") and what bears on it.

    `touched_by` holds the declarations that somebody found to bear on it.
    """

    what: str
    touched_by: frozenset[UUID] = frozenset()


def may_decide(user_id: int, interest: Interest) -> Verdict:
    """Say whether this account may say how the interest is handled.

    Refused to the person whom it is about, to whoever put it on the register, where nothing was
    declared, and after its end.
    """
    if interest.state == ENDED:
        return Refused("This declaration has ended.", code="interest-ended")
    if interest.kind == NOTHING:
        return Refused("Nothing was declared, so there is nothing to decide.", code="no-interest")
    if user_id == interest.user_id:
        return Refused(
            "Somebody else decides how your own interest is handled.", code="own-interest"
        )
    if user_id == interest.declared_by_id:
        return Refused(
            "Whoever puts an interest on the register does not decide how it is handled.",
            code="own-declaration",
        )
    return Allowed()


def may_tend(user_id: int, interest: Interest, *, keeps_record: bool) -> Verdict:
    """Say whether this account may confirm or end the declaration: the person's, or the keeper's."""
    if keeps_record or user_id == interest.user_id:
        return Allowed()
    return Refused(
        "This is for the person themselves and for whoever keeps the partnership’s record.",
        code="not-own",
    )


def may_approve(user_id: int, interests: Iterable[Interest], subject: Subject) -> Verdict:
    """Say whether this account may approve the subject, given the open interests on the register.

    Refused where an interest of theirs was found to bear on it, and while nobody has decided yet
    how one is handled. Where all are handled the answer carries how, for the page to show.
    """
    mine = [
        each
        for each in interests
        if each.user_id == user_id and each.kind != NOTHING and each.state != ENDED
    ]
    if any(each.declaration in subject.touched_by for each in mine):
        return Refused(
            f"You declared an interest that bears on {subject.what}, so somebody else approves it.",
            code="interest-bears",
        )
    if any(each.state == DECLARED for each in mine):
        return Refused(
            "Nobody has decided yet how the interest that you declared is handled, so somebody "
            f"else approves {subject.what}.",
            code="interest-undecided",
        )
    return Allowed(reason=" ".join(each.handling for each in mine))


def a_year_after(day: date) -> date:
    """Return the same day of the next year; a leap day becomes the last day of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
