"""What falls due in delegations, responsibilities and interests: for the home page and the round."""

from collections.abc import Iterator
from datetime import date, timedelta

from partnerships.access import Standing
from partnerships.models import ConflictDeclaration, Delegation, User
from partnerships.needs import MOST, Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.selectors import delegating, interests, responsibilities
from partnerships.selectors.people import members_among

NOTICE = timedelta(days=30)
TABLE = "Review the table of delegated responsibilities"


def needs(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the person's own renewals, and what waits for those who keep or decide.

    One query for everybody, three more for whoever keeps the record, one more for whoever decides.
    """
    own = [
        Need(
            "Confirm what you declared in the register of interests",
            f"interests/{each.public_id}/",
            due_on=each.renew_on,
            state=_state(each.renew_on, on),
            late=each.renew_on < on,
        )
        for each in interests.own(user=user)
        if each.renew_on <= on + NOTICE
    ]
    kept = _of_the_record(on) if standing.can(Permission.PARTNERSHIP_EDIT) else []
    decided = _undecided(user) if standing.can(Permission.INTEREST_DECIDE) else []
    return [*own, *kept, *decided][:MOST]


def reminders(on: date) -> list[Reminder]:
    """Return what falls due within 30 days, and once more what is overdue.

    Delegations and the table are for whoever keeps the record. An interest is for the person whom
    it is about, and when it is overdue for whoever keeps the record too.
    """
    return [*_delegations(on), *_table(on), *_interests(on)]


def _of_the_record(on: date) -> list[Need]:
    found = [_review(each, on=on) for each in delegating.to_review(on=on, within=NOTICE)]
    state, next_on = responsibilities.review_due(on=on)
    if state != "later":
        late = state == "overdue"
        said = {"overdue": "Overdue", "never": "Never reviewed"}.get(state, "Due soon")
        found.append(Need(TABLE, "responsibilities/", due_on=next_on, state=said, late=late))
    return found


def _review(delegation: Delegation, *, on: date) -> Need:
    late = delegation.review_on is not None and delegation.review_on < on
    return Need(
        f"Review the delegation from {delegation.from_seat.title}",
        f"delegations/{delegation.public_id}/",
        due_on=delegation.review_on,
        state=_state(delegation.review_on, on),
        late=late,
    )


def _undecided(user: User) -> list[Need]:
    return [
        Need(
            f"Say how an interest that {each.person.name} declared is handled",
            f"interests/{each.public_id}/",
            state="Waiting for you",
        )
        for each in interests.undecided(user=user)
    ]


def _delegations(on: date) -> Iterator[Reminder]:
    for each in delegating.to_review(on=on, within=NOTICE):
        late, day = _late(each.review_on, on), each.review_on
        yield Reminder(
            key=f"delegation-review:{each.public_id}:{day}{late}",
            subject=f"The review of a delegation is {'overdue' if late else 'due soon'}",
            path=f"delegations/{each.public_id}/",
            permission=Permission.PARTNERSHIP_EDIT,
        )


def _table(on: date) -> Iterator[Reminder]:
    state, next_on = responsibilities.review_due(on=on)
    if state in {"due soon", "overdue"}:
        yield Reminder(
            key=f"responsibilities-review:{next_on}{_late(next_on, on)}",
            subject=f"The yearly review of delegated responsibilities is {state}",
            path="responsibilities/",
            permission=Permission.PARTNERSHIP_EDIT,
        )


def _interests(on: date) -> Iterator[Reminder]:
    due = interests.to_renew(on=on, within=NOTICE)
    users = [each.person.user_id for each in due if each.person.user_id]
    here = {user.pk for user in members_among(users=users, on=on)} if users else set()
    for each in due:
        yield from _of_interest(each, here=here, on=on)


def _of_interest(row: ConflictDeclaration, *, here: set[int], on: date) -> Iterator[Reminder]:
    late = _late(row.renew_on, on)
    user = row.person.user_id
    if user in here or late:
        yield Reminder(
            key=f"interest-renewal:{row.public_id}:{row.renew_on}{late}",
            subject=f"The renewal of a declared interest is {'overdue' if late else 'due soon'}",
            path=f"interests/{row.public_id}/",
            permission=Permission.PARTNERSHIP_EDIT if late else None,
            also=(user,) if user and user in here else (),
        )


def _late(day: date | None, on: date) -> str:
    return ":late" if day and day < on else ""


def _state(day: date | None, on: date) -> str:
    return "Overdue" if _late(day, on) else "Due soon"
