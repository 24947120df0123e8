"""Plays what the agencies of the fictional partnership were asked, and what they answered.

Through the real services: a manager writes, sends and chases; each agency answers by the link that
it would have been sent. Days are working days before the day of loading.
"""

from datetime import datetime, time
from functools import partial
from typing import Final

from krscp_portal.examples.actions import account_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships.models import AgencyMembership, User
from reviews import letters
from reviews.models import AgencyRequest, Incident
from reviews.services import requests as services
from reviews.services.answering import AnswerFacts, Hand, hand_in, note_opened, save_answer
from reviews.services.requests import RecipientFacts, RequestFacts

KIND: Final = "agency_request"
WRITTEN, SENT, TYPED, AGREED = time(9, 30), time(10, 15), time(14, 10), time(16, 5)


def load_requests(load: Load, *, days: Days) -> None:
    """Load every request of the file that has not been played before."""
    manager = account_of(load, "manager")
    for row in load.rows(KIND):
        key = f"{row['case']}:{row['organisation']}"
        play = partial(_play, load, row, days, manager)
        load.ledger.once(KIND, key, play)


def _play(load: Load, row: Row, days: Days, manager: User) -> AgencyRequest:
    case = Incident.objects.get(public_id=load.ledger.known["case", row["case"]])
    written = days.moment(row.get("asked_days_ago", 0), WRITTEN)
    at = min(written, load.now)
    agency = AgencyMembership.objects.select_related("organisation").get(
        organisation=load.organisations[row["organisation"]], to_on=None
    )
    letter = letters.letter(reference=case.reference, what="a rapid review")
    due_on = load.day(row["due_days"]) or load.now.date()
    facts = RequestFacts(letter=letter, due_on=due_on)
    made = services.prepare_requests(
        subject=case, agencies=[agency], facts=facts, by=manager, at=at
    )[0]
    to = RecipientFacts(to_post=row["post"], to_email=row["email"], letter=letter, due_on=due_on)
    services.edit_request(row=made, facts=to, by=manager, at=at)
    if "asked_days_ago" in row:
        sent = days.moment(row["asked_days_ago"], SENT)
        made = services.ask_agency(row=made, by=manager, at=sent)
        _answer(row, made, days)
        _go_on(row, made, days, manager)
    return made


def _answer(row: Row, made: AgencyRequest, days: Days) -> None:
    hand = Hand(made, made.links.get())
    if "opened_days_ago" in row:
        note_opened(hand=hand, by=None, at=days.moment(row["opened_days_ago"], TYPED))
    if "answered_days_ago" not in row:
        return
    at = days.moment(row["answered_days_ago"], TYPED)
    saved = save_answer(hand=hand, facts=AnswerFacts(**row["answer"]), by=None, at=at)
    if "handed_in_days_ago" in row:
        hand_in(
            hand=hand,
            signed_off_by=row["signed_off_by"],
            revision=saved.revision,
            by=None,
            at=days.moment(row["handed_in_days_ago"], AGREED),
        )


def _go_on(row: Row, made: AgencyRequest, days: Days, manager: User) -> None:
    if "chased_days_ago" in row:
        at: datetime = days.moment(row["chased_days_ago"], SENT)
        services.chase_agency(row=made, by=manager, at=at)
    if "refused_days_ago" in row:
        at = days.moment(row["refused_days_ago"], TYPED)
        services.record_refusal(row=made, reason=row["refused_because"], by=manager, at=at)
