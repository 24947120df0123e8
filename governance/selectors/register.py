"""The register of one meeting as its page shows it: every seat that belongs there, and the guests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance import deputising
from governance.attendance_rules import LETTERS
from governance.enums import Answer, Presence
from governance.models import AttendanceMark, Invitee, Meeting
from governance.selectors.members import Sitting, sitting_at
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local_day
from partnerships.access import Sight
from partnerships.enums import DeputyRule
from partnerships.models import Seat
from partnerships.selectors.sight import seats_in

TONES = {
    Presence.PRESENT: "green",
    Presence.VIRTUAL: "green",
    Presence.DEPUTY: "blue",
    Presence.APOLOGIES: "orange",
    Presence.ABSENT: "red",
}
NOT_MARKED = "Not marked"


@dataclass(frozen=True)
class RegisterLine:
    """One seat or guest with how it was there; `mark` is None until somebody says.

    `why_not` says why a seat cannot be marked at all. `standing` names the deputy who comes where
    nobody else is named; `types_deputy` says whether another one may be named by post.
    """

    title: str
    organisation: str
    profession: str
    shown: str
    answer: str
    mark: AttendanceMark | None
    seat: Seat | None = None
    why_not: str = ""
    standing: str = ""
    may_send: bool = False
    types_deputy: bool = False

    @property
    def presence(self) -> str:
        return str(self.mark.presence) if self.mark else ""

    @property
    def letter(self) -> str:
        return LETTERS.get(self.presence, "")

    @property
    def words(self) -> str:
        return str(Presence(self.presence).label) if self.presence else NOT_MARKED

    @property
    def tone(self) -> str:
        return TONES[Presence(self.presence)] if self.presence else "grey"

    @property
    def deputy(self) -> str:
        if self.mark is None:
            return ""
        return self.mark.deputy.name if self.mark.deputy else self.mark.deputy_post


@dataclass(frozen=True)
class Register:
    """The register of a meeting: seats in the order of the group, then guests."""

    seats: tuple[RegisterLine, ...]
    guests: tuple[RegisterLine, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many were there in which way, those not marked last."""
        lines = [each for each in (*self.seats, *self.guests) if not each.why_not]
        said = [(str(way.label), sum(each.presence == way for each in lines)) for way in Presence]
        said.append((NOT_MARKED, sum(not each.presence for each in self.seats if not each.why_not)))
        return [each for each in said if each[1]]


def register_of(meeting: Meeting, *, sight: Sight | None = None, on: date) -> Register:
    """Return the register of a meeting; five queries, six with a `sight`.

    A role for one agency sees the marks of the agency's seats and of their own, and no guests.
    """
    marks = list(meeting.marks.select_related("seat__organisation", "deputy").order_by("pk"))
    answers = {row.seat_id or row.guest: row for row in meeting.invitees.order_by("pk")}
    by_seat = {row.seat_id: row for row in marks if row.seat_id}
    sittings = sitting_at(meeting)
    day = local_day(meeting.starts_at)
    lines = [_line(each, by_seat.get(each.seat.pk), answers, on=day) for each in sittings]
    there = {each.seat.pk for each in sittings}
    lines += [_gone(row) for row in marks if row.seat_id and row.seat_id not in there]
    if sight is not None:
        mine = set(Seat.objects.filter(seats_in(sight, on=on)).values_list("pk", flat=True))
        seen = [each for each in lines if each.seat and each.seat.pk in mine]
        return Register(tuple(seen), ())
    guests = [row for row in marks if row.guest]
    return Register(tuple(lines), tuple(_guests(guests, answers.values())))


def _line(
    sitting: Sitting,
    mark: AttendanceMark | None,
    answers: dict[int | str, Invitee],
    *,
    on: date,
) -> RegisterLine:
    seat = sitting.seat
    may_send = bool(deputising.may_send(seat.deputies, speaks_for_sector=seat.speaks_for_sector))
    vacant = sitting.is_vacant and not (sitting.deputies and may_send)
    return RegisterLine(
        title=seat.title,
        organisation=sitting.organisation.name if sitting.organisation else "",
        profession=sitting.place.profession,
        shown=sitting.shown or "Vacant",
        answer=_answer(answers.get(seat.pk)),
        mark=mark,
        seat=seat,
        why_not=f"Nobody held this seat on {in_words(on)}." if vacant and mark is None else "",
        standing=" or ".join(each.name for each in sitting.deputies) if may_send else "",
        may_send=may_send,
        types_deputy=may_send and seat.deputies != DeputyRule.STANDING,
    )


def _gone(mark: AttendanceMark) -> RegisterLine:
    """Return the line of a seat that was marked and no longer belongs there by the record."""
    seat = mark.seat
    return RegisterLine(
        title=seat.title if seat else "",
        organisation=seat.organisation.name if seat and seat.organisation else "",
        profession=mark.profession,
        shown="",
        answer="",
        mark=mark,
        seat=seat,
        why_not="By the record this seat does not belong at the meeting any more.",
    )


def _guests(marks: Iterable[AttendanceMark], asked: Iterable[Invitee]) -> Iterable[RegisterLine]:
    known = {row.guest.casefold() for row in marks}
    for mark in marks:
        yield _guest(mark.guest, mark, "")
    for row in asked:
        if row.guest and row.guest.casefold() not in known:
            yield _guest(row.guest, None, _answer(row))


def _guest(title: str, mark: AttendanceMark | None, answer: str) -> RegisterLine:
    return RegisterLine(
        title=title, organisation="", profession="", shown="Guest", answer=answer, mark=mark
    )


def _answer(row: Invitee | None) -> str:
    if row is None or row.answer == Answer.NONE:
        return ""
    return str(Answer(row.answer).label)
