"""What still stands in the way of publishing a review on a day. Pure.

The rule: a review is published when its report is signed, the partners decided what is published
and named the reviewers, that text was frozen, made into a PDF and looked through for what might
tell who a child is, everything that was found was dealt with, no other proceedings wait for it, the
family was told, the words for the press are agreed, and the planned day has come. A practice review
also waits until the copies of just that text went to the Panel and the Secretary of State in time;
and where its six months are over, until both were told why.

Authority: statutory.md §4.2 ST13 to ST15 with its forbidden moves, D8 to D10, §9.1 (19, 21, 22, 41,
45); products.md §1.11. How many working days the copies need is a rule of `deadlines`: the caller
hands in the last day that would be in time. Not decided here: who may publish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.wording import in_a_row
from reviews.enums import DispatchRecipient

MUST_HAVE: Final = (DispatchRecipient.PANEL, DispatchRecipient.SECRETARY_OF_STATE)
"""Who must have the copy before publication (SI 2018/789; statutory.md §9.1, 22)."""

OFSTED: Final = DispatchRecipient.OFSTED


class Point(StrEnum):
    """Each point of the gate, by the code that leads a page to where it is mended."""

    SIGNED = "signed"
    DECIDED = "decided"
    REVIEWERS = "reviewers"
    FROZEN = "frozen"
    CHECKED = "checked"
    FINDINGS = "findings"
    COPIES = "copies"
    PROCEEDINGS = "proceedings"
    DELAY = "delay"
    FAMILY = "family"
    MEDIA = "media"
    DAY = "day"


TITLES: Final[Mapping[Point, str]] = {
    Point.SIGNED: "Report signed",
    Point.DECIDED: "Publication decided",
    Point.REVIEWERS: "Reviewers named",
    Point.FROZEN: "Text frozen",
    Point.CHECKED: "PDF made and checked",
    Point.FINDINGS: "What the check found",
    Point.COPIES: "Copies before publication",
    Point.PROCEEDINGS: "Other proceedings",
    Point.DELAY: "Reasons for delay",
    Point.FAMILY: "Family told",
    Point.MEDIA: "Words for the press",
    Point.DAY: "Planned day",
}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The copy that one recipient was sent, and whether it is of just what would be published."""

    sent_on: date
    is_same: bool


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Proceedings that publication waits for, and whether those who must know were told why."""

    name: str
    told: bool


@dataclass(frozen=True, kw_only=True)
class Relative:
    """Somebody of the family who was invited, and whether they were told or why they cannot be."""

    who: str
    told: bool


@dataclass(frozen=True, kw_only=True)
class GateFacts:
    """Everything that the gate looks at, as it stands; `send_by` is the last day for the copies."""

    is_practice: bool
    has_case: bool
    signed: bool
    decided: bool
    reviewers: str = ""
    frozen: bool = False
    is_current: bool = False  # the frozen text is what is decided now
    has_pdf: bool = False
    checked: bool = False
    open_findings: int = 0
    copies: Mapping[str, Copy] = field(default_factory=dict)
    send_by: date | None = None
    proceedings: Sequence[Waiting] = ()
    due_on: date | None = None
    delay_told: bool = False
    family: Sequence[Relative] | None = None  # None: nobody is on the record
    has_approvers: bool = False
    has_line: bool = False
    planned_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One point of the gate: what is said of it, and whether it stands in the way."""

    point: Point
    words: str
    bars: bool = False
    advises: bool = False

    @property
    def title(self) -> str:
        """Return what the point is called."""
        return TITLES[self.point]


def checks(facts: GateFacts, *, on: date) -> list[Check]:
    """Return every point of the gate on the day, in the order in which they are dealt with."""
    return [
        _signed(facts),
        _decided(facts),
        _reviewers(facts),
        _frozen(facts),
        _checked(facts),
        _findings(facts),
        *(_copies(facts, on=on) if facts.is_practice else ()),
        *_proceedings(facts),
        *_delay(facts, on=on),
        _family(facts),
        *_media(facts),
        _day(facts, on=on),
    ]


def bars(facts: GateFacts, *, on: date) -> list[str]:
    """Return the sentences that stand in the way of publishing on the day; each says what to do."""
    return [each.words for each in checks(facts, on=on) if each.bars]


def day_of_publishing(planned_on: date | None, *, on: date) -> date:
    """Return the first day on which it could be published: the planned one, while that is to come."""
    return max(planned_on or on, on)


def text_lacks(facts: GateFacts) -> list[str]:
    """Return what is still owed to the text itself, before copies of it may go anywhere."""
    found = (_signed, _decided, _reviewers, _frozen, _checked, _findings)
    return [each.words for each in (rule(facts) for rule in found) if each.bars]


def _signed(facts: GateFacts) -> Check:
    words = "All three safeguarding partners signed the report."
    if not facts.signed:
        words = "The report is not signed by all three safeguarding partners. Have it signed first."
    return Check(point=Point.SIGNED, words=words, bars=not facts.signed)


def _decided(facts: GateFacts) -> Check:
    words = "The partners decided what is published."
    if not facts.decided:
        words = "Record what the partners decided to publish."
    return Check(point=Point.DECIDED, words=words, bars=not facts.decided)


def _reviewers(facts: GateFacts) -> Check:
    named = bool(facts.reviewers.strip())
    words = facts.reviewers if named else "Name the reviewers: they are published with the report."
    return Check(point=Point.REVIEWERS, words=words, bars=not named)


def _frozen(facts: GateFacts) -> Check:
    if not facts.frozen:
        return Check(
            point=Point.FROZEN, words="Freeze the text that the public will read.", bars=True
        )
    if not facts.is_current:
        words = "What is published was changed since the text was frozen. Set that version aside and freeze the text again."  # fmt: skip
        return Check(point=Point.FROZEN, words=words, bars=True)
    return Check(point=Point.FROZEN, words="The text is frozen as it was decided.")


def _checked(facts: GateFacts) -> Check:
    if facts.has_pdf and facts.checked:
        return Check(point=Point.CHECKED, words="The text and the PDF were looked through.")
    words = "The PDF has not been made and looked through yet. Wait for it, or have it made again."
    if not facts.frozen:
        words = "The PDF is made and looked through once the text is frozen."
    return Check(point=Point.CHECKED, words=words, bars=True)


def _findings(facts: GateFacts) -> Check:
    left = facts.open_findings
    if not left:
        words = "Nothing is left to deal with. Somebody still has to read the whole text."
        return Check(point=Point.FINDINGS, words=words)
    said = "1 thing that the check found is" if left == 1 else f"{left} things that the check found are"  # fmt: skip
    words = f"{said} not dealt with. Take the words out and freeze the text again, or say why they may stay."  # fmt: skip
    return Check(point=Point.FINDINGS, words=words, bars=True)


def _copies(facts: GateFacts, *, on: date) -> list[Check]:
    found = [_copy(facts, each, on=on) for each in MUST_HAVE]
    has_ofsted = OFSTED in facts.copies and facts.copies[OFSTED].is_same
    if not has_ofsted:
        words = "A copy to Ofsted is customary. It does not hold publication up."
        found.append(Check(point=Point.COPIES, words=words, advises=True))
    return found


def _copy(facts: GateFacts, recipient: DispatchRecipient, *, on: date) -> Check:
    sent, name = facts.copies.get(recipient), _named(recipient)
    if sent is None:
        words = f"Send the copy to {name} and record the day."
        return Check(point=Point.COPIES, words=words, bars=True)
    if not sent.is_same:
        words = f"The copy that {name} was sent is of another text. Send this one."
        return Check(point=Point.COPIES, words=words, bars=True)
    if facts.send_by is None or sent.sent_on > facts.send_by:
        day = in_words(day_of_publishing(facts.planned_on, on=on))
        by = ""
        if facts.send_by is not None:
            by = f" To publish on {day} it had to be sent by {in_words(facts.send_by)}."
        words = f"The copy went to {name} on {in_words(sent.sent_on)}, which is not early enough.{by} Publish later."  # fmt: skip
        return Check(point=Point.COPIES, words=words, bars=True)
    words = f"The copy went to {name} on {in_words(sent.sent_on)}."
    return Check(point=Point.COPIES, words=words)


def _proceedings(facts: GateFacts) -> list[Check]:
    if not facts.proceedings:
        return [Check(point=Point.PROCEEDINGS, words="No other proceedings hold publication up.")]
    found = []
    for each in facts.proceedings:
        told = "The Panel and the Secretary of State were told why."
        if not each.told:
            told = "Tell the Panel and the Secretary of State why and record it."
        words = f"Publication waits for other proceedings: {each.name}. {told} Record their end, or that publication need not wait."  # fmt: skip
        found.append(Check(point=Point.PROCEEDINGS, words=words, bars=True))
    return found


def _delay(facts: GateFacts, *, on: date) -> list[Check]:
    if not facts.is_practice or facts.due_on is None or on <= facts.due_on:
        return []
    if facts.delay_told:
        words = f"It was due on {in_words(facts.due_on)}. The Panel and the Secretary of State were told why it is late."  # fmt: skip
        return [Check(point=Point.DELAY, words=words)]
    words = f"It was due on {in_words(facts.due_on)}. Tell the Panel and the Secretary of State why it is late and record it."  # fmt: skip
    return [Check(point=Point.DELAY, words=words, bars=True)]


def _family(facts: GateFacts) -> Check:
    if facts.family is None:
        words = "Nobody of the family is on the record. Record whom you invited, or why nobody was."
        if not facts.has_case:
            words = (
                "Nobody of a family is on the record. Is anybody to be told before it is published?"
            )
        return Check(
            point=Point.FAMILY, words=words, bars=facts.has_case, advises=not facts.has_case
        )
    waiting = [each.who for each in facts.family if not each.told]
    if waiting:
        words = f"Not told of publication yet: {in_a_row(waiting)}. Tell them and record the day, or say why they cannot be told."  # fmt: skip
        return Check(point=Point.FAMILY, words=words, bars=True)
    return Check(point=Point.FAMILY, words="Everybody of the family who was invited was told.")


def _media(facts: GateFacts) -> list[Check]:
    if not facts.has_approvers:
        return []
    if facts.has_line:
        return [Check(point=Point.MEDIA, words="A line for the press may be used.")]
    words = "No line for the press may be used yet. Write one and have everybody on the list agree."
    return [Check(point=Point.MEDIA, words=words, bars=True)]


def _day(facts: GateFacts, *, on: date) -> Check:
    if facts.planned_on is None:
        words = "Say on which day it is to be published."
        return Check(point=Point.DAY, words=words, bars=True)
    if on < facts.planned_on:
        words = f"It is to be published on {in_words(facts.planned_on)}. Wait for the day, or change it."
        return Check(point=Point.DAY, words=words, bars=True)
    return Check(point=Point.DAY, words=f"{in_words(facts.planned_on)} has come.")


def _named(recipient: DispatchRecipient) -> str:
    return "the Panel" if recipient is DispatchRecipient.PANEL else "the Secretary of State"
