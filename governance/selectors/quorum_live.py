"""Whether a meeting's groups can decide: from the answers before it, from the register during it.

Each group that shares a meeting has its own quorum. What a page shows is what a decision is later
held against, so the same rule reads both.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from governance import quorum
from governance.attendance_rules import ATTENDED, is_in_the_room
from governance.enums import Answer, MeetingState, Presence
from governance.models import AttendanceMark, Group, Invitee, Meeting, QuorumRule
from governance.selectors.groups import rule_of
from governance.selectors.members import Sitting, groups_of, sitting_on
from krscp_portal.foundation.moment import local, local_day

COMING = (Answer.COMING, Answer.ONLINE, Answer.DEPUTY)
NONE_RECORDED = "No quorum is recorded for this group."
NOT_TAKEN = "The register has not been kept yet."
TONES = {"quorate": "green", "remark": "yellow", "not-quorate": "red", "none": "grey"}
WORDS = {
    "quorate": "Quorate",
    "remark": "Quorate, with a remark",
    "not-quorate": "Not quorate",
    "none": "No quorum stated",
}


@dataclass(frozen=True)
class Live:
    """Whether one group of a meeting can decide, in words.

    `state` is a key of TONES. `would_do` says who is missing or why nobody can come. A forecast
    rests on answers, everything else on the register.
    """

    group: Group
    rule: str
    state: str
    said: str
    would_do: str
    remarks: tuple[str, ...]
    is_forecast: bool
    present: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def label(self) -> str:
        return f"{WORDS[self.state]} on the answers so far" if self.is_forecast else self.words

    @property
    def words(self) -> str:
        return WORDS[self.state]


@dataclass(frozen=True)
class _Row:
    """One seat of a partner, and how it is at the meeting or answered."""

    sitting: Sitting
    is_there: bool
    by_deputy: bool
    sent_apologies: bool


def quorum_live(meeting: Meeting, *, at: datetime) -> list[Live]:
    """Return how the quorum of each group of the meeting stands at that moment.

    Three queries, and three for each group. Before the register is kept it is a forecast from the
    answers; from then on who came late or has left counts by the clock.
    """
    marks = {row.seat_id: row for row in meeting.marks.all() if row.seat_id}
    answers = {row.seat_id: row for row in meeting.invitees.all() if row.seat_id}
    at = min(at, meeting.closed_at) if meeting.closed_at else at
    now = local(at).time() if local_day(at) == local_day(meeting.starts_at) else time.max
    forecast = not marks and meeting.state in (MeetingState.DRAFT, MeetingState.SENT)
    read = _answered(answers) if forecast else _marked(marks, now)
    return [
        _live(group, meeting, _rows(group, meeting, read), is_forecast=forecast, marked=bool(marks))
        for group in groups_of(meeting)
    ]


def quorum_snapshot(meeting: Meeting, *, at: datetime) -> dict[str, Any]:
    """Return how the quorum stood at that moment, to be stored; names no person.

    `taken` is False while nobody has been marked, so that a first register can still complete it.
    """
    lives = quorum_live(meeting, at=at)
    taken = meeting.marks.exists()
    return {
        "at": at.isoformat(),
        "taken": taken,
        "groups": [
            {
                "group": live.group.key,
                "state": live.state if taken else "not-taken",
                "said": live.said if taken else NOT_TAKEN,
                "present": list(live.present) if taken else [],
            }
            for live in lives
        ],
    }


def quorum_at_decision(
    meeting: Meeting, group: Group, *, left: Collection[int], at: datetime
) -> dict[str, Any]:
    """Return how the quorum of a group stood when it decided, to be stored; names no person.

    While the meeting is open, who came late or has gone counts by the clock. What is written down
    `after` it is held against its whole register. The seats that `left` for the item do not count.
    Three queries and those of the group's members.
    """
    rows = meeting.marks.all()
    marks = {row.seat_id: row for row in rows if row.seat_id and row.seat_id not in left}
    is_open = meeting.state == MeetingState.OPEN
    at_meeting = is_open and local_day(at) == local_day(meeting.starts_at)
    read = _marked(marks, local(at).time() if at_meeting else None)
    marked = bool(marks)
    live = _live(group, meeting, _rows(group, meeting, read), is_forecast=False, marked=marked)
    return {
        "at": at.isoformat(),
        "after": not is_open,
        "state": live.state,
        "said": live.said,
        "present": list(live.present),
        "marked": marked,
    }


def _answered(answers: Mapping[int, Invitee]) -> Callable[[Sitting], _Row]:
    def read(sitting: Sitting) -> _Row:
        found = answers.get(sitting.seat.pk)
        answer = found.answer if found else Answer.NONE
        return _Row(
            sitting,
            is_there=answer in COMING and (not sitting.is_vacant or answer == Answer.DEPUTY),
            by_deputy=answer == Answer.DEPUTY,
            sent_apologies=answer == Answer.APOLOGIES,
        )

    return read


def _marked(marks: Mapping[int, AttendanceMark], now: time | None) -> Callable[[Sitting], _Row]:
    """Read the register as of a time of the meeting's day; without one, of the whole meeting."""

    def read(sitting: Sitting) -> _Row:
        mark = marks.get(sitting.seat.pk)
        if mark is None:
            return _Row(sitting, is_there=False, by_deputy=False, sent_apologies=False)
        return _Row(
            sitting,
            is_there=mark.presence in ATTENDED
            if now is None
            else is_in_the_room(mark.presence, mark.arrived_at, mark.left_at, now=now),
            by_deputy=mark.presence == Presence.DEPUTY,
            sent_apologies=mark.presence == Presence.APOLOGIES,
        )

    return read


def _rows(group: Group, meeting: Meeting, read: Callable[[Sitting], _Row]) -> list[_Row]:
    return [read(each) for each in sitting_on([group], on=local_day(meeting.starts_at))]


def _live(
    group: Group, meeting: Meeting, rows: list[_Row], *, is_forecast: bool, marked: bool
) -> Live:
    stored = QuorumRule.objects.filter(group=group).first()
    rule = rule_of(stored) if stored else quorum.Rule(stated=False)
    present = [
        quorum.Present(row.sitting.seat.speaks_for, is_deputy=row.by_deputy)
        for row in rows
        if row.is_there
    ]
    verdict = quorum.assess(rule, present)
    state = _state(bool(verdict), verdict.code)
    said = verdict.reason if stored else NONE_RECORDED
    silent = () if marked or is_forecast else (NOT_TAKEN,)
    partners = _by_kind(rows)
    return Live(
        group=group,
        rule=quorum.in_words(rule) if stored else NONE_RECORDED,
        state=state,
        said=said,
        would_do=quorum.would_do(
            rule, present, names=_names(partners), out=_out(partners, is_forecast=is_forecast)
        ),
        remarks=(*silent, *_chair(meeting, rows, is_forecast=is_forecast), *_vacant(partners)),
        is_forecast=is_forecast,
        present=tuple(sorted(quorum.counted_kinds(rule, present))),
    )


def _state(is_met: bool, code: str) -> str:
    if not is_met:
        return "not-quorate"
    return {"none-stated": "none", "deputies-not-stated": "remark"}.get(code, "quorate")


def _by_kind(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {kind: [] for kind in quorum.PARTNERS}
    for row in rows:
        if row.sitting.seat.speaks_for in found:
            found[row.sitting.seat.speaks_for].append(row)
    return found


def _names(partners: Mapping[str, list[_Row]]) -> dict[str, str]:
    """Return each kind of partner by the bodies that sit for it: "Ferrow Council or its like"."""
    return {
        kind: " or ".join(dict.fromkeys(_name(row.sitting) for row in rows))
        or f"the {quorum.PARTNERS[kind]}"
        for kind, rows in partners.items()
    }


def _name(sitting: Sitting) -> str:
    return sitting.organisation.name if sitting.organisation else sitting.seat.title


def _out(partners: Mapping[str, list[_Row]], *, is_forecast: bool) -> dict[str, str]:
    """Return of each kind of partner that nobody can come for why that is."""
    names = _names(partners)
    found = {}
    for kind, rows in partners.items():
        can = [row for row in rows if not _is_empty(row.sitting)]
        if not rows:
            found[kind] = f"no seat of this group speaks for the {quorum.PARTNERS[kind]}"
        elif not can:
            found[kind] = f"the seat for {names[kind]} is vacant"
        elif is_forecast and all(row.sent_apologies for row in can):
            found[kind] = f"{names[kind]} sent apologies"
    return found


def _is_empty(sitting: Sitting) -> bool:
    return sitting.is_vacant and not sitting.deputies


def _vacant(partners: Mapping[str, list[_Row]]) -> list[str]:
    return [
        f"The seat {row.sitting.seat.title} is vacant, so nobody counts for it."
        for rows in partners.values()
        for row in rows
        if _is_empty(row.sitting)
    ]


def _chair(meeting: Meeting, rows: list[_Row], *, is_forecast: bool) -> list[str]:
    """Say how whoever presides is: by the seat that does, before the meeting by the group's chair."""
    leads = [row for row in rows if row.sitting.seat.pk == meeting.presiding_id]
    if meeting.presiding_id is None:
        leads = [row for row in rows if row.sitting.place.chairing in ("chair", "co_chair")]
        if not leads:
            return ["The group has no chair: choose who presides."]
    if not leads:  # presides over another group's meeting that this one shares
        return []
    if any(row.is_there for row in leads):
        return ["The chair is coming." if is_forecast else "The chair is present."]
    if all(row.sitting.is_vacant for row in leads):
        return ["The chair’s seat is vacant: choose who presides."]
    if any(row.sent_apologies for row in leads):
        return ["The chair has sent apologies."]
    return ["The chair has not answered." if is_forecast else "The chair is not marked as present."]
