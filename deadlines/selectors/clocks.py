"""Running clocks as pages show them: the date, what is left, and the working."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from deadlines.clock import State, StateCode, state
from deadlines.enums import Confidence, Standing
from deadlines.models import Deadline
from deadlines.selectors.calendars import calendar
from deadlines.terms import Bound, Calendar
from deadlines.wording import in_words
from krscp_portal.foundation import components

STANDINGS = {
    Standing.BINDING: "",
    Standing.TARGET: "A target: the date that binds is counted from the other event.",
    Standing.LIMIT: "The outer limit, under the other reading of the same days.",
}


@dataclass(frozen=True, kw_only=True)
class Clock(components.Clock):
    """A deadline on a day, ready for `components/deadline.html`; no part of it queries."""

    public_id: UUID
    rule_key: str
    duty: str
    due_on: date | None
    standing: str
    confidence: str
    met_at: datetime | None = None
    late_reason: str = ""
    is_cancelled: bool = False
    needs_late_reason: bool = False

    @property
    def explanation(self) -> tuple[str, ...]:
        """Return the lines of the working."""
        return self.lines

    @property
    def path(self) -> str:
        """Return the deadline's own page inside the partnership."""
        return f"deadlines/{self.public_id}/"


def clocks_of(subject_kind: str, subject_id: UUID, *, on: date) -> list[Clock]:
    """Return the clocks of one subject that were not cancelled: those that run, then those met.

    What is due first comes first among each. Two queries, whatever their number.
    """
    rows = (
        Deadline.objects.of_subject(subject_kind, subject_id)
        .filter(cancelled_at__isnull=True)
        .select_related("rule")
        .order_by(F("met_at").asc(nulls_first=True), "due_on", "pk")
    )
    table = calendar()
    return [clock_of(each, on=on, calendar=table) for each in rows]


def standing_of(deadline: Deadline, *, on: date, calendar: Calendar) -> State:
    """Say where a deadline stands on the day, from its stored facts alone."""
    return state(
        deadline.due_on,
        on=on,
        calendar=calendar,
        met_on=deadline.met_on,
        bound=Bound(deadline.bound),
    )


def clock_of(deadline: Deadline, *, on: date, calendar: Calendar) -> Clock:
    """Return the deadline as a page shows it on the day; its rule must be loaded with it."""
    found, rule = standing_of(deadline, on=on, calendar=calendar), deadline.rule
    late = found.is_breach and deadline.standing != Standing.TARGET
    return Clock(
        title=rule.title,
        due=in_words(deadline.due_on) if deadline.due_on else "",
        words=_words(deadline, found),
        state=found.code.value,
        lines=tuple(deadline.explanation),
        source=f"{rule.citation}. {Confidence(rule.confidence).label}.",
        note=_note(deadline),
        public_id=deadline.public_id,
        rule_key=deadline.rule_key,
        duty=rule.duty,
        due_on=deadline.due_on,
        standing=deadline.standing,
        confidence=rule.confidence,
        met_at=deadline.met_at,
        late_reason=deadline.late_reason,
        is_cancelled=deadline.cancelled_at is not None,
        needs_late_reason=late and not deadline.late_reason,
    )


def _words(deadline: Deadline, found: State) -> str:
    spoken = deadline.rule.no_figure_words
    if found.code is StateCode.NO_FIGURE and spoken:
        return f"To be done {spoken}"
    return found.words


def _note(deadline: Deadline) -> str:
    notes = [STANDINGS[Standing(deadline.standing)]]
    if deadline.beyond_known_holidays:
        notes.append("It reaches past the bank holidays published so far and may change.")
    if deadline.late_reason:
        notes.append(f"Why it was late: {deadline.late_reason}")
    return " ".join(each for each in notes if each)
