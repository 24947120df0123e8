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
from krscp_portal.foundation.moment import local_day
from partnerships.models import AgencyMembership
from reviews.models import AgencyRequest, Incident, Review
from reviews.selectors.request_words import suggested
from reviews.services import requests as services
from reviews.services.answering import AnswerFacts, Hand, hand_in, note_opened, save_answer
from reviews.services.requests import RecipientFacts, RequestFacts

KIND: Final = "agency_request"
WRITTEN, SENT, TYPED, AGREED = time(9, 30), time(10, 15), time(14, 10), time(16, 5)


def load_requests(load: Load, *, days: Days) -> None:
    """Put in what was done with every request of the file that has not been played before."""
    for row in load.rows(KIND):
        if (KIND, _key(row)) not in load.ledger.known:
            written = min(days.moment(row.get("asked_days_ago", 0), WRITTEN), load.now)
            load.timeline.add(written, partial(_write, load, row, days))


def _key(row: Row) -> str:
    return f"{row.get('case') or row['review']}:{row['organisation']}"


def _subject(load: Load, row: Row) -> Incident | Review:
    """Return the case or the review that the request of the file is for."""
    if "case" in row:
        return Incident.objects.get(public_id=load.ledger.known["case", row["case"]])
    return Review.objects.get(public_id=load.ledger.known["review", row["review"]])


def _write(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    load.ledger.once(KIND, _key(row), partial(_prepare, load, row, at=at))
    if "asked_days_ago" in row:
        made = AgencyRequest.objects.get(public_id=load.ledger.known[KIND, _key(row)])
        asked = days.moment(row["asked_days_ago"], SENT)
        load.timeline.add(asked, partial(_ask, load, row, days, made))


def _prepare(load: Load, row: Row, *, at: datetime) -> AgencyRequest:
    subject = _subject(load, row)
    manager = account_of(load, "manager")
    agency = AgencyMembership.objects.select_related("organisation").get(
        organisation=load.organisations[row["organisation"]], to_on=None
    )
    first = suggested(subject)
    due_on = load.day(row["due_days"]) or local_day(load.now)
    facts = RequestFacts(due_on=due_on, **vars(first))
    made = services.prepare_requests(
        subject=subject, agencies=[agency], facts=facts, by=manager, at=at
    )[0]
    to = RecipientFacts(
        to_post=row["post"], to_email=row["email"], letter=first.letter, due_on=due_on
    )
    services.edit_request(row=made, facts=to, by=manager, at=at)
    return made


def _ask(load: Load, row: Row, days: Days, made: AgencyRequest, *, at: datetime) -> None:
    """Send it, and put in what came of it."""
    manager = account_of(load, "manager")
    asked = services.ask_agency(row=made, by=manager, at=at)
    hand = Hand(asked, asked.links.get())
    line = load.timeline
    if "opened_days_ago" in row:
        opened = days.moment(row["opened_days_ago"], TYPED)
        line.add(opened, partial(note_opened, hand=hand, by=None))
    if "answered_days_ago" in row:
        answered = days.moment(row["answered_days_ago"], TYPED)
        line.add(answered, partial(_answer, load, row, days, hand))
    if "chased_days_ago" in row:
        chased = days.moment(row["chased_days_ago"], SENT)
        line.add(chased, partial(services.chase_agency, row=asked, by=manager))
    if "refused_days_ago" in row:
        refuse = partial(services.record_refusal, row=asked, reason=row["refused_because"])
        line.add(days.moment(row["refused_days_ago"], TYPED), partial(refuse, by=manager))


def _answer(load: Load, row: Row, days: Days, hand: Hand, *, at: datetime) -> None:
    saved = save_answer(hand=hand, facts=AnswerFacts(**row["answer"]), by=None, at=at)
    if "handed_in_days_ago" in row:
        agree = partial(
            hand_in,
            hand=hand,
            signed_off_by=row["signed_off_by"],
            revision=saved.revision,
            by=None,
        )
        load.timeline.add(days.moment(row["handed_in_days_ago"], AGREED), agree)
