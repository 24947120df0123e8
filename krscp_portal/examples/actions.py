"""Plays the fictional actions, risks and letters: given, said to be done, accepted, late.

Each act by the account of whoever would do it, through the real services, so that clocks, notes and
the audit are the real ones. Days are working days before the day of loading;
a negative number lies ahead.
"""

from datetime import date, datetime, time
from functools import partial
from typing import Final

from deadlines.working_days import add_working_days
from governance.enums import LetterKind
from governance.models import Action, Group, Letter, Priority, Risk
from governance.services import action_closing, actions, letters, risks
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.models import Seat, User

MORNING, NOON, AFTERNOON, EVENING = time(9, 20), time(12, 10), time(15, 5), time(16, 40)
KIND: Final = "action"


def load_actions(load: Load, *, days: Days) -> None:
    """Put in what was done of every action not played before, the risks and the letters."""
    for row in load.rows(KIND):
        if (KIND, row["key"]) not in load.ledger.known:
            given = days.moment(row["given"], MORNING)
            load.timeline.add(given, partial(_give, load, row, days))
    for row in load.rows("risk"):
        raised = days.moment(row["raised"], AFTERNOON)
        load.timeline.add(raised, partial(_load_risk, load, row, days))
    for row in load.rows("letter"):
        load.timeline.add(days.moment(row["drafted"], NOON), partial(_load_letter, load, row, days))


def _give(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    """Give the action, and put in what came of it."""
    manager, owner = account_of(load, "manager"), account_of(load, row["seat"])
    make = partial(actions.open_action, facts=_facts(row, days), by=manager, at=at)
    load.ledger.once(KIND, row["key"], make)
    action = Action.objects.get(public_id=load.ledger.known[KIND, row["key"]])
    for told in row.get("progress", []):
        note = partial(actions.note_progress, action=action, text=told["text"], by=owner)
        load.timeline.add(days.moment(told["ago"], NOON), note)
    if moved := row.get("moved"):
        due = {"due_on": day_of(days, moved["to"]), "reason": moved["why"]}
        move = partial(actions.move_due, action=action, **due, by=manager)
        load.timeline.add(days.moment(moved["ago"], AFTERNOON), move)
    if told := row.get("done"):
        finish = partial(_say_done, action, told, owner)
        load.timeline.add(days.moment(told["ago"], AFTERNOON), finish)
    if told := row.get("accepted"):
        facts = action_closing.Closing(told["difference"], told["how_known"], told["months"])
        close = partial(action_closing.close_action, action=action, facts=facts, by=load.by)
        load.timeline.add(days.moment(told["ago"], EVENING), close)
    if told := row.get("cancelled"):
        cancel = partial(actions.cancel_action, action=action, reason=told["why"], by=manager)
        load.timeline.add(days.moment(told["ago"], EVENING), cancel)


def _say_done(action: Action, told: Row, owner: User, *, at: datetime) -> None:
    facts = action_closing.DoneFacts(
        done_on=local_day(at),
        evidence=told["evidence"],
        late_reason=told.get("late", ""),
    )
    action_closing.say_done(action=action, facts=facts, by=owner, at=at)


def _facts(row: Row, days: Days) -> actions.ActionFacts:
    return actions.ActionFacts(
        title=row["title"],
        detail=row.get("detail", ""),
        owner=Seat.objects.get(key=row["seat"]),
        due_on=day_of(days, row["due"]),
        group=Group.objects.filter(key=row.get("group", "")).first(),
        priority=Priority.objects.current().filter(title=row.get("priority", "")).first(),
        confidential=row.get("confidential", False),
    )


def _load_risk(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    facts = risks.RiskFacts(
        title=row["title"],
        cause=row["cause"],
        likelihood=row["likelihood"],
        impact=row["impact"],
        mitigation=row["mitigation"],
        review_on=day_of(days, row["review"]),
        group=Group.objects.filter(key=row.get("group", "")).first(),
        owner=Seat.objects.filter(key=row.get("seat", "")).first(),
        source=row["source"],
    )
    make = partial(risks.raise_risk, facts=facts, by=account_of(load, "manager"), at=at)
    there = Risk.objects.filter(title=row["title"])
    load.ledger.once("risk", row["title"], make, there=there)


def _load_letter(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    facts = letters.LetterFacts(
        kind=LetterKind.OTHER,
        subject=row["subject"],
        body=row["body"],
        to_seat=Seat.objects.get(key=row["seat"]),
        to_email="",
        group=Group.objects.filter(key=row.get("group", "")).first(),
    )
    by = account_of(load, "manager")

    def make() -> Letter:
        letter = letters.draft_letter(facts=facts, by=by, at=at)
        if "sent" in row:
            send = partial(letters.send_letter, letter=letter, by=by)
            load.timeline.add(days.moment(row["sent"], AFTERNOON), send)
        return letter

    load.ledger.once("letter", row["subject"], make)


def day_of(days: Days, ago: int) -> date:
    if ago >= 0:
        return days.day(ago)
    return add_working_days(days.today, -ago, days.holidays)


def account_of(load: Load, seat: str) -> User:
    """Return the account of whoever holds the seat; for a seat without one, the manager's."""
    rows = load.rows("user")
    found = next((row for row in rows if row.get("seat") == seat), None)
    chosen = found or next(row for row in rows if row["role"] == "manager")
    return User.objects.get(email=chosen["email"])
