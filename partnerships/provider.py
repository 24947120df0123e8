"""What this app says needs a person: seats of partners that nobody is recorded as holding."""

from datetime import date

from partnerships import selectors
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import Need
from partnerships.roles import Permission


def needs(_user: User, standing: Standing, on: date) -> list[Need]:
    """Return the vacancies for whoever keeps the record; one query."""
    if not standing.can(Permission.PARTNERSHIP_EDIT):
        return []
    return [
        Need(
            f"Record who holds a seat: {seat.title}",
            f"seats/{seat.public_id}/",
            state="No holder recorded",
        )
        for seat in selectors.vacant_seats(on=on)
    ]
