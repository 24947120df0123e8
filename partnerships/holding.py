"""Who may sit in a seat and when: the rules of appointments, apart from anything stored.

House rules of the portal and of the model that it keeps: one substantive holder and one standing
deputy at a time, the same person once, nobody acting beside a holder who is there all the time.
That a member for a sector has no deputy is a rule of published arrangements (S4 6.9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.enums import AppointmentKind, DeputyRule

DAY = timedelta(days=1)
ENDS_SOON = timedelta(days=60)
HOLDS = frozenset({AppointmentKind.SUBSTANTIVE, AppointmentKind.ACTING})  # a deputy stands in
SECTOR_HAS_NO_DEPUTY = "A member for a sector has no deputy; colleagues from the sector cover."
NAME_IS_NOT_KEPT_HERE = (
    "This name came with the person’s own account, so it is not changed from here. "
    "Ask them to correct it."
)
YOUNG_NAME_IS_NOT_PUBLISHED = (
    "A young scrutineer’s name is never published. They are credited in the words of their "
    "support record."
)


@dataclass(frozen=True)
class Term:
    """One appointment as the rules see it: its first and last day, None while it lasts."""

    person: int
    name: str
    kind: str
    first: date
    last: date | None = None

    @property
    def holds(self) -> bool:
        """Say whether it fills the seat; a deputy's does not."""
        return self.kind in HOLDS

    def meets(self, other: "Term") -> bool:
        """Say whether the two have a day in common."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)

    def state(self, on: date) -> str:
        """Return current, coming or ended, as of the day."""
        if self.first > on:
            return "coming"
        return "ended" if self.last and self.last < on else "current"

    def ends_soon(self, on: date) -> bool:
        """Say whether it lasts on the day, or is to come, and ends within sixty days."""
        return self.last is not None and on <= self.last <= on + ENDS_SOON


def time_of(term: Term) -> str:
    """Return when a term is, both days counted: "from 1 June 2026 until 31 May 2027"."""
    until = f"until {in_words(term.last)}" if term.last else "with no end date"
    return f"from {in_words(term.first)} {until}"


def may_hold(new: Term, others: Iterable[Term]) -> Verdict:
    """Say whether a term may stand beside the seat's others; the code names what is in the way."""
    beside = [each for each in others if each.meets(new)]
    for each in beside:
        if each.person == new.person:
            return Refused(
                f"{each.name} sits in this seat already, {time_of(each)}.", code="person-twice"
            )
    for kind, words, code in (
        (AppointmentKind.SUBSTANTIVE, "holds this seat", "seat-taken"),
        (AppointmentKind.DEPUTY, "is the standing deputy", "deputy-taken"),
    ):
        for each in beside:
            if each.kind == new.kind == kind:
                return Refused(f"{each.name} {words} {time_of(each)}. {_way_on(each)}", code=code)
    return _may_act(new, beside)


def may_have_deputy(rule: str, *, speaks_for_sector: bool) -> Verdict:
    """Say whether a seat may have a deputy; a member for a sector never has one (S4 6.9)."""
    if speaks_for_sector:
        return Refused(SECTOR_HAS_NO_DEPUTY, code="sector-has-no-deputy")
    if rule == DeputyRule.NONE:
        return Refused("This seat has no deputy: that is its rule.", code="no-deputy")
    return Allowed()


def may_keep_name(*, is_own: bool, is_kept_here: bool) -> Verdict:
    """Say whether somebody may correct a person's name or record that it may be published.

    A person may sit in several partnerships, and none of them can see the others' seats. So a name
    is kept by the partnership that put the person on record, and by the person.
    """
    if is_own or is_kept_here:
        return Allowed()
    return Refused(NAME_IS_NOT_KEPT_HERE, code="name-kept-elsewhere")


def vacancies(terms: Iterable[Term], *, on: date) -> list[tuple[date, date | None]]:
    """Return the times between and after holders, first and last day; the last is None if it lasts.

    What came before the first holder is not known, so it is no vacancy. Nothing after `on` counts,
    except that a vacancy of that day ends where a coming holder begins.
    """
    found: list[tuple[date, date | None]] = []
    filled_until: date | None = None
    for term in sorted((each for each in terms if each.holds), key=lambda each: each.first):
        if filled_until and filled_until < on and term.first > filled_until + DAY:
            found.append((filled_until + DAY, term.first - DAY))
        filled_until = max(filled_until or term.first, term.last or date.max)
    if filled_until is not None and filled_until < on:
        found.append((filled_until + DAY, None))
    return found


def _may_act(new: Term, beside: list[Term]) -> Verdict:
    """Refuse a term that would have somebody act on days that are all held substantively."""
    held = [each for each in beside if each.kind == AppointmentKind.SUBSTANTIVE]
    if new.kind == AppointmentKind.ACTING and _covers(held, new):
        return Refused(
            f"{held[0].name} holds this seat {time_of(held[0])}, so nobody acts in it on these "
            "days. End that appointment first, or appoint a deputy.",
            code="seat-filled",
        )
    if new.kind == AppointmentKind.SUBSTANTIVE:
        for each in beside:
            acts = each.kind == AppointmentKind.ACTING and not _covers(held, each)
            if acts and _covers([*held, new], each):
                return Refused(
                    f"{each.name} acts in this seat {time_of(each)}. End that appointment before "
                    "the holder begins.",
                    code="seat-acted-in",
                )
    return Allowed()


def _covers(terms: list[Term], whole: Term) -> bool:
    """Say whether the terms together take up every day of another."""
    reached = whole.first
    for term in sorted(terms, key=lambda each: each.first):
        if term.first <= reached and term.last is None:
            return True
        if term.first <= reached <= (term.last or date.max):
            reached = (term.last or date.max) + DAY
    return whole.last is not None and reached > whole.last


def _way_on(term: Term) -> str:
    if term.last is None:
        return "End that appointment first."
    return "Choose days before or after that time."
