"""What keeps a case open: nothing that is still owed is put out of sight by closing it.

The rule: a case is closed once no clock of it runs, no review of it is under way and none that was
decided is still to be opened, every agency that was asked has answered or been let off, every
action that came of it is done with, and the Panel has answered its rapid review. No duty obliges
the Panel to answer, so a case may be closed without, where somebody says why.

Authority: good practice; statutory.md §4.2 (actions are followed to the end) and D6 (the Panel's
answer). Not decided here: who may close a case (`permissions`) and from which states
(`transitions`).
"""

from dataclasses import dataclass

from krscp_portal.foundation.errors import DomainError

NO_ANSWER = "panel-answer"


@dataclass(frozen=True, kw_only=True)
class StillOpen:
    """How much of a case is still open on the day."""

    clocks: int = 0
    reviews: int = 0
    actions: int = 0
    requests: int = 0
    review_to_open: bool = False
    answer_missing: bool = False
    reply_owed: bool = False


def obstacles(open_: StillOpen) -> list[str]:
    """Return why the case cannot be closed, a sentence for each reason that only work can end."""
    found = [
        _several(open_.clocks, "A clock of this case still runs.", "clocks of this case still run"),
        _several(
            open_.reviews,
            "A review of this case is under way.",
            "reviews of this case are under way",
        ),
        _several(
            open_.requests,
            "One agency has still to answer what it was asked.",
            "agencies have still to answer what they were asked",
        ),
        _several(
            open_.actions,
            "An action that came of this case is still open.",
            "actions that came of this case are still open",
        ),
    ]
    if open_.review_to_open:
        found.append("It was decided to hold a review, and none has been opened.")
    if open_.reply_owed:
        found.append("The Panel asked for something, and nobody has replied to it.")
    return [each for each in found if each]


def check_closing(open_: StillOpen, *, without_answer: str) -> None:
    """Accept the closing of a case that nothing keeps open, else raise DomainError.

    Where the Panel has not answered, it asks why nobody waits for it.
    """
    found = obstacles(open_)
    if found:
        raise DomainError(" ".join(found), code="still-open")
    if open_.answer_missing and not without_answer.strip():
        raise DomainError(
            "The Panel has not answered the rapid review. Record its answer, or say why the case "
            "is closed without it.",
            code=NO_ANSWER,
            field="without_answer",
        )


def _several(number: int, one: str, many: str) -> str:
    if number == 0:
        return ""
    return one if number == 1 else f"{number} {many}."
