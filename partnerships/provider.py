"""What seats need of a person, and what falls due in them by itself.

Needs: partners' seats that nobody holds, appointments that end and consent that runs out within
sixty days. The last two are told of as well, once for each date (reminders).
"""

from datetime import date

from krscp_portal.foundation.days import in_words
from partnerships import selectors
from partnerships.access import Standing
from partnerships.enums import SeatRole
from partnerships.holding import ENDS_SOON
from partnerships.models import Appointment, SupportRecord, User
from partnerships.needs import MOST, Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.selectors import persons


def needs(_user: User, standing: Standing, on: date) -> list[Need]:
    """Return vacancies, ends and consents for whoever keeps the record; three queries."""
    if not standing.can(Permission.PARTNERSHIP_EDIT):
        return []
    vacant = [
        Need(
            f"Record who holds a seat: {seat.title}",
            f"seats/{seat.public_id}/",
            state=_vacancy(seat.left_on),  # type: ignore[attr-defined]  # annotated
        )
        for seat in selectors.vacant_seats(on=on)
    ]
    ending = [
        Need(
            f"An appointment ends: {each.seat.title}",
            f"seats/{each.seat.public_id}/",
            due_on=each.last_day,
            state="Ends soon",
        )
        for each in persons.appointments_ending(on=on, within=ENDS_SOON)
    ]
    consents = [_renew(each, on=on) for each in persons.consents_ending(on=on, within=ENDS_SOON)]
    return [*vacant[:MOST], *ending[:MOST], *consents[:MOST]]


def reminders(on: date) -> list[Reminder]:
    """Return the appointments that end and the consent that runs out within sixty days.

    Whoever keeps the record is told, and whoever sits in the seat if they have an account; nothing
    is ever sent to a young scrutineer, nor does any subject name a person.
    """
    ending = [_ends(each) for each in persons.appointments_ending(on=on, within=ENDS_SOON)]
    running_out = [
        Reminder(
            key=f"consent-ends:{each.public_id}:{each.consent_until}",
            subject=f"Consent to take part runs out on {in_words(each.consent_until)}",
            path=_path_of(each),
            permission=Permission.PARTNERSHIP_EDIT,
        )
        for each in persons.consents_ending(on=on, within=ENDS_SOON)
        if each.consent_until
    ]
    return [*ending, *running_out]


def _ends(appointment: Appointment) -> Reminder:
    last, seat = appointment.last_day, appointment.seat
    is_young = seat.role == SeatRole.YOUNG_SCRUTINEER
    account = appointment.person.user_id
    return Reminder(
        key=f"appointment-ends:{appointment.public_id}:{last}",
        subject=f"An appointment ends on {in_words(last)}" if last else "An appointment ends",
        path=f"seats/{seat.public_id}/",
        permission=Permission.PARTNERSHIP_EDIT,
        also=(account,) if account and not is_young else (),
    )


def _renew(record: SupportRecord, *, on: date) -> Need:
    late = record.consent_until is not None and record.consent_until < on
    return Need(
        f"Renew the consent of a young member: {record.appointment.seat.title}",
        _path_of(record),
        due_on=record.consent_until,
        state="Run out" if late else "Runs out soon",
        late=late,
    )


def _path_of(record: SupportRecord) -> str:
    return f"appointments/{record.appointment.public_id}/support/"


def _vacancy(left_on: date | None) -> str:
    return f"Vacant since {in_words(left_on)}" if left_on else "No holder recorded"
