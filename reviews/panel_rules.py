"""When a panel on a case may be minuted and agreed, and whether it was quorate. Pure.

A rapid review is the work of the three safeguarding partners together: a panel is quorate when all
three are there (statutory.md §4.2 ST6, D5). Its minutes answer the four purposes (S4 App7). How a
deputy counts is judged by `governance.quorum`, as for every other meeting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from governance.quorum import PARTNERS, Present, Rule, assess, counted_kinds
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

ALL_THREE: Final = Rule(required_kinds=frozenset(PARTNERS))
LONGEST: Final = 20_000
CANCELLED: Final = "The meeting was cancelled."


@dataclass(frozen=True)
class Standing:
    """How a panel's meeting stands: its day, and whether it was held, cancelled, its minutes agreed."""

    on: date
    is_held: bool = False
    is_cancelled: bool = False
    is_agreed: bool = False


def quorum(present: Iterable[Present], *, names: Mapping[str, str]) -> dict[str, Any]:
    """Return whether the panel is quorate, to be kept with it: in words, and who is missing by name.

    `names` are the bodies that are each kind of partner; no person is named.
    """
    there = list(present)
    verdict = assess(ALL_THREE, there)
    counted = counted_kinds(ALL_THREE, there)
    missing = [
        names.get(kind) or f"the {PARTNERS[kind]}" for kind in PARTNERS if kind not in counted
    ]
    said = verdict.reason or "All three safeguarding partners were there."
    return {
        "is_met": bool(verdict),
        "said": said if verdict else f"Not quorate. Nobody was there for {_and(missing)}.",
        "present": [kind for kind in PARTNERS if kind in counted],
        "missing": missing,
    }


def may_change(standing: Standing) -> Verdict:
    """Say whether the meeting may still be moved, cancelled, or given another agenda."""
    if standing.is_cancelled:
        return Refused(CANCELLED, code="cancelled")
    if standing.is_held:
        return Refused("The meeting was held and its register is closed.", code="held")
    return Allowed()


def may_register(standing: Standing, *, today: date) -> Verdict:
    """Say whether the register may be kept: from the meeting's day on, until it is closed."""
    verdict = may_change(standing)
    if verdict and today < standing.on:
        return Refused(f"The register is kept from {in_words(standing.on)} on.", code="too-early")
    return verdict


def may_invite(standing: Standing, *, has_begun: bool) -> Verdict:
    """Say whether posts may be invited and answers kept: until the meeting begins."""
    verdict = may_change(standing)
    if verdict and has_begun:
        return Refused("The meeting has begun.", code="begun")
    return verdict


def may_reopen(standing: Standing) -> Verdict:
    """Say whether a closed register may be put right: until the minutes that rest on it are agreed."""
    if standing.is_cancelled:
        return Refused(CANCELLED, code="cancelled")
    if standing.is_agreed:
        return Refused(
            "The minutes have been agreed, and they say who was there. The register stays as it is.",
            code="agreed",
        )
    if not standing.is_held:
        return Refused("The register is open: mark who was there.", code="open")
    return Allowed()


def may_minute(standing: Standing, *, today: date) -> Verdict:
    """Say whether minutes may be written: from the meeting's day on, until they are agreed."""
    if standing.is_cancelled:
        return Refused(CANCELLED, code="cancelled")
    if standing.is_agreed:
        return Refused("The minutes have been agreed and are not changed.", code="agreed")
    if today < standing.on:
        return Refused(f"Minutes are written from {in_words(standing.on)} on.", code="too-early")
    return Allowed()


def may_agree(standing: Standing, unanswered: Iterable[str], *, on: date, today: date) -> Verdict:
    """Say whether the minutes may be agreed on a day; `unanswered` are the purposes without words."""
    verdict = may_minute(standing, today=today)
    if not verdict:
        return verdict
    if not standing.is_held:
        return Refused("Close the register first: minutes say who was there.", code="not-held")
    titles = list(unanswered)
    if titles:
        return Refused(f"Nothing is minuted yet of: {', '.join(titles)}.", code="unanswered")
    if on > today:
        return Refused("The day cannot be in the future.", code="agreed_on")
    if on < standing.on:
        return Refused("Minutes are not agreed before the meeting.", code="agreed_on")
    return Allowed()


def _and(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
