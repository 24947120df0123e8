"""Plays the fictional actions, risks and letters: given, said to be done, accepted, late.

Each act at its own moment and by the account of whoever would do it, through the real services, so
that clocks, notes and the audit are the real ones. Days are working days before the day of loading;
a negative number lies ahead.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Final

from deadlines.working_days import add_working_days
from governance.enums import LetterKind
from governance.models import Action, Group, Letter, Priority, Risk
from governance.services import action_closing, actions, letters, risks
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.cases import Act
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import LONDON
from partnerships.models import Seat, User

MORNING, NOON, AFTERNOON, EVENING = time(9, 20), time(12, 10), time(15, 5), time(16, 40)
KIND: Final = "action"


def load_actions(load: Load, *, days: Days) -> None:
    """Play every action that has not been played, then the risks and the letters of the file."""
    new = [row for row in load.rows(KIND) if (KIND, row["key"]) not in load.ledger.known]
    played: dict[str, Action] = {}
    acts = [act for row in new for act in _acts(load, row, days, played)]
    for act in sorted(acts, key=lambda each: each.at):
        act.do(at=act.at)
    for row in load.rows("risk"):
        _load_risk(load, row, days)
    for row in load.rows("letter"):
        _load_letter(load, row, days)


def _acts(load: Load, row: Row, days: Days, played: dict[str, Action]) -> Iterator[Act]:
    manager, owner = _account(load, "manager"), _account(load, row["seat"])
    key = row["key"]

    def give(*, at: datetime) -> None:
        make = partial(actions.open_action, facts=_facts(row, days), by=manager, at=at)
        load.ledger.once(KIND, key, make)
        played[key] = Action.objects.get(public_id=load.ledger.known[KIND, key])

    yield Act(days.moment(row["given"], MORNING), give)
    for told in row.get("progress", []):
        yield _act(
            days, told["ago"], NOON,
            lambda at, text=told["text"]: actions.note_progress(
                action=played[key], text=text, by=owner, at=at
            ),
        )  # fmt: skip
    if moved := row.get("moved"):
        yield _act(
            days, moved["ago"], AFTERNOON,
            lambda at: actions.move_due(
                action=played[key], due_on=_day(days, moved["to"]), reason=moved["why"],
                by=manager, at=at,
            ),
        )  # fmt: skip
    if finished := row.get("done"):
        yield _act(days, finished["ago"], AFTERNOON, _say_done(played, key, finished, owner))
    if accepted := row.get("accepted"):
        yield _act(days, accepted["ago"], EVENING, _close(played, key, accepted, load.by))
    if cancelled := row.get("cancelled"):
        yield _act(
            days, cancelled["ago"], EVENING,
            lambda at: actions.cancel_action(
                action=played[key], reason=cancelled["why"], by=manager, at=at
            ),
        )  # fmt: skip


def _act(days: Days, ago: int, at: time, do: object) -> Act:
    return Act(days.moment(ago, at), do)  # type: ignore[arg-type]  # takes `at` alone


def _say_done(played: dict[str, Action], key: str, told: Row, owner: User) -> object:
    def do(*, at: datetime) -> None:
        facts = action_closing.DoneFacts(
            done_on=at.astimezone(LONDON).date(),
            evidence=told["evidence"],
            late_reason=told.get("late", ""),
        )
        action_closing.say_done(action=played[key], facts=facts, by=owner, at=at)

    return do


def _close(played: dict[str, Action], key: str, told: Row, by: User) -> object:
    def do(*, at: datetime) -> None:
        facts = action_closing.Closing(told["difference"], told["how_known"], told["months"])
        action_closing.close_action(action=played[key], facts=facts, by=by, at=at)

    return do


def _facts(row: Row, days: Days) -> actions.ActionFacts:
    return actions.ActionFacts(
        title=row["title"],
        detail=row.get("detail", ""),
        owner=Seat.objects.get(key=row["seat"]),
        due_on=_day(days, row["due"]),
        group=Group.objects.filter(key=row.get("group", "")).first(),
        priority=Priority.objects.current().filter(title=row.get("priority", "")).first(),
        confidential=row.get("confidential", False),
    )


def _load_risk(load: Load, row: Row, days: Days) -> None:
    facts = risks.RiskFacts(
        title=row["title"],
        cause=row["cause"],
        likelihood=row["likelihood"],
        impact=row["impact"],
        mitigation=row["mitigation"],
        review_on=_day(days, row["review"]),
        group=Group.objects.filter(key=row.get("group", "")).first(),
        owner=Seat.objects.filter(key=row.get("seat", "")).first(),
        source=row["source"],
    )
    at, by = days.moment(row["raised"], AFTERNOON), _account(load, "manager")
    make = partial(risks.raise_risk, facts=facts, by=by, at=at)
    there = Risk.objects.filter(title=row["title"])
    load.ledger.once("risk", row["title"], make, there=there)


def _load_letter(load: Load, row: Row, days: Days) -> None:
    facts = letters.LetterFacts(
        kind=LetterKind.OTHER,
        subject=row["subject"],
        body=row["body"],
        to_seat=Seat.objects.get(key=row["seat"]),
        to_email="",
        group=Group.objects.filter(key=row.get("group", "")).first(),
    )
    by = _account(load, "manager")

    def make() -> Letter:
        letter = letters.draft_letter(facts=facts, by=by, at=days.moment(row["drafted"], NOON))
        if "sent" in row:
            letters.send_letter(letter=letter, by=by, at=days.moment(row["sent"], AFTERNOON))
        return letter

    load.ledger.once("letter", row["subject"], make)


def _day(days: Days, ago: int) -> date:
    if ago >= 0:
        return days.day(ago)
    return add_working_days(days.today, -ago, days.holidays)


def _account(load: Load, seat: str) -> User:
    """Return the account of whoever holds the seat; for a seat without one, the manager's."""
    rows = load.rows("user")
    found = next((row for row in rows if row.get("seat") == seat), None)
    chosen = found or next(row for row in rows if row["role"] == "manager")
    return User.objects.get(email=chosen["email"])
