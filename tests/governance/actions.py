"""What the tests of actions share: a group, a seat with somebody in it, an action."""

from datetime import UTC, date, datetime

from governance.models import Action, Group
from governance.services.action_closing import Closing, DoneFacts, close_action, say_done
from governance.services.actions import ActionFacts, open_action
from partnerships.models import Partnership, Person, Seat, User
from tests.factories import partnerships as people

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
DUE = date(2026, 6, 15)
CLOSING = Closing("Children wait less.", "The audit of May shows it.", 6)


def held_by(seat: Seat, user: User, name: str = "A holder") -> None:
    """Put the person behind an account into the seat."""
    held = people.appointment(seat, name)
    Person.objects.filter(pk=held.person_id).update(user=user)


def seat_with_holder(of: Partnership, key: str, role: str = "dsp", **fields) -> tuple[Seat, User]:
    seat = people.seat(key, **fields)
    user = people.member(of, role, f"{key}@{of.slug}.example")
    held_by(seat, user)
    return seat, user


def given(seat: Seat, by: User, group: Group | None = None, **facts) -> Action:
    known = {"title": "Write the protocol", "owner": seat, "due_on": DUE, "group": group, **facts}
    at = known.pop("at", AT)
    return open_action(facts=ActionFacts(**known), by=by, at=at)


def done(action: Action, by: User, **facts) -> Action:
    known = {"done_on": LATER.date(), "evidence": "It was written and agreed.", **facts}
    at = known.pop("at", LATER)
    return say_done(action=action, facts=DoneFacts(**known), by=by, at=at)


def closed(action: Action, by: User, at: datetime = LATER) -> Action:
    return close_action(action=action, facts=CLOSING, by=by, at=at)
