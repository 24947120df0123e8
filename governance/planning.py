"""How plans and priorities are kept honest. Pure: plain values in, a verdict or words out.

The 2021 scrutiny of one partnership asked that progress be judged by outcomes and twice a year
(S1 recommendations 1, 5, 7 and 8): so every priority wants an outcome, somebody who works for it,
a figure that tells, and a review every six months. That a colour always has a reason, that "nothing
changed" counts as looking, and after how long a line has gone quiet are house rules (product
anchors, 1.2 and 5.5). What a reason is worth is for the people who read it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from governance.enums import Rag
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

UNCHANGED: Final = "unchanged"
"""What somebody answers who has looked at a line and has nothing new to say."""

ASK_AGAIN_AFTER: Final = 28
"""Days after which a chair is asked again how a line stands: once a month."""

QUIET_AFTER: Final = 60
"""Days without a word after which a line is named as a gap."""

REVIEW_AFTER: Final = 183
"""Days after which a priority is due for review again: six months (S1 recommendation 1)."""

WHY: Final = {
    Rag.AMBER.value: "Say in one sentence why it is at risk.",
    Rag.RED.value: "Say in one sentence why it is off track.",
}


@dataclass(frozen=True)
class Thread:
    """What hangs on one priority, as plain facts; `worked_for` says it of each outcome."""

    last_year: int | None = None
    has_lead: bool = True
    worked_for: Sequence[bool] = ()
    lines: int = 0
    quiet_lines: int = 0
    readings: Sequence[tuple[str, date | None]] = ()  # each indicator with its last period's end
    reviewed_on: date | None = None


def may_say(answer: str, reason: str, *, is_finished: bool) -> Verdict:
    """Say whether an answer about a line may stand: at risk and off track need their reason.

    Refuses an answer that is none, and "nothing changed" of a line whose plan has been ended.
    """
    if is_finished:
        return Refused("This line has been ended. Nothing more is said of it.", code="answer")
    if answer != UNCHANGED and answer not in Rag.values:
        return Refused("Choose how this line stands.", code="answer")
    if answer in WHY and not reason.strip():
        return Refused(WHY[answer], code="reason")
    return Allowed()


def may_record(period_end: date, *, on: date, taken: Iterable[date]) -> Verdict:
    """Say whether a reading of a period may be entered: it is over, and has none yet."""
    if period_end > on:
        return Refused(
            "This period is not over yet. Enter the figure when it is.", code="period_end"
        )
    if period_end in taken:
        return Refused(
            "There is a figure for this period already. Correct that one instead.",
            code="period_end",
        )
    return Allowed()


def may_be_due(due_on: date, *, from_on: date, to_on: date) -> Verdict:
    """Say whether a line or a milestone may fall due on the day: within the time of its plan."""
    if from_on <= due_on <= to_on:
        return Allowed()
    return Refused(
        f"The plan runs from {in_words(from_on)} to {in_words(to_on)}. Choose a day within it.",
        code="due_on",
    )


def is_quiet(touched_on: date | None, *, began_on: date, on: date) -> bool:
    """Say whether nobody has said a word of a line for `QUIET_AFTER` days, or since its plan began."""
    return (on - (touched_on or began_on)).days >= QUIET_AFTER


def asked_before(on: date) -> date:
    """Return the last day on which a word still counts as of this month's round."""
    return on - timedelta(days=ASK_AGAIN_AFTER)


def is_review_due(reviewed_on: date | None, *, on: date) -> bool:
    """Say whether a priority has not been reviewed for six months, or never."""
    return reviewed_on is None or (on - reviewed_on).days >= REVIEW_AFTER


def gaps(thread: Thread, *, on: date) -> tuple[str, ...]:
    """Name what is missing between a priority and a difference for children, each in a sentence."""
    found = []
    if thread.last_year is not None and thread.last_year < on.year:
        found.append(f"Its years ended with {thread.last_year}. It is to be agreed again or ended.")
    if not thread.has_lead:
        found.append("Nobody leads on it.")
    if not thread.worked_for:
        found.append("No outcome is stated.")
    elif idle := sum(not each for each in thread.worked_for):
        found.append(_counted(idle, "No group works for one outcome.", "outcomes"))
    if not thread.lines:
        found.append("No line of a plan works for it.")
    if thread.quiet_lines:
        found.append(_quiet(thread.quiet_lines))
    return (*found, *_figures(thread, on), *_review(thread, on))


def _figures(thread: Thread, on: date) -> list[str]:
    if not thread.readings:
        return ["No indicator tells whether it gets anywhere."]
    return [
        f"“{name}” has no figure of the last six months."
        if last
        else f"“{name}” has no figure yet."
        for name, last in thread.readings
        if last is None or (on - last).days > REVIEW_AFTER
    ]


def _review(thread: Thread, on: date) -> list[str]:
    if not is_review_due(thread.reviewed_on, on=on):
        return []
    if thread.reviewed_on is None:
        return ["It has never been reviewed."]
    return [f"It was last reviewed on {in_words(thread.reviewed_on)}, more than six months ago."]


def _counted(number: int, one: str, many: str) -> str:
    return one if number == 1 else f"No group works for {number} {many}."


def _quiet(number: int) -> str:
    subject = "One line has" if number == 1 else f"{number} lines have"
    return f"{subject} not been touched for {QUIET_AFTER} days."
