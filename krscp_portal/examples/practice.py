"""Plays the fictional reviews beside the rapid ones: decided, prepared, begun, supervised.

Through the real services, by the account of the manager. Days are working days before the day of
loading, but for the period that a review looks at, which is counted in calendar days.
"""

from datetime import datetime, time
from functools import partial
from typing import Final

from krscp_portal.examples.actions import account_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from reviews.competence import KEYS
from reviews.enums import Recipient
from reviews.models import FamilyContact, Incident, Methodology, Review, ReviewerQuery
from reviews.review_transitions import ReviewMove
from reviews.services import commissioning, engagement, supervising
from reviews.services.methodologies import adopt_methodologies
from reviews.services.proceedings import ProceedingsFacts, record_proceedings
from reviews.services.reviewers import ReviewerFacts, add_reviewer
from reviews.services.reviews import (
    ReviewFacts,
    ToldFacts,
    move_review,
    open_review,
    record_told,
)
from reviews.services.terms import TermsFacts, agree_terms, write_terms

KIND: Final = "review"
DECIDED, WRITTEN, AGREED, NOON = time(10, 30), time(11, 20), time(15, 45), time(12, 15)


def load_reviews(load: Load, *, days: Days) -> None:
    """Put in what was done with every review of the file that has not been played before."""
    for row in load.rows(KIND):
        if (KIND, row["key"]) not in load.ledger.known:
            decided = days.moment(row["decided_days_ago"], DECIDED)
            load.timeline.add(decided, partial(_decide, load, row, days))


def _decide(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    """Open the review, and put in what came of it."""
    manager = account_of(load, "manager")
    facts = ReviewFacts(
        kind=row["kind"],
        code_name=row["code_name"],
        why=row["why"],
        decided_at=at,
        decided_by=row["decided_by"],
    )
    make = partial(open_review, facts=facts, incident=_case(load, row), by=manager, at=at)
    load.ledger.once(KIND, row["key"], make)
    review = Review.objects.get(public_id=load.ledger.known[KIND, row["key"]])
    line = load.timeline
    acts = ((row["written_days_ago"], WRITTEN, _write), (row["agreed_days_ago"], AGREED, _agree))
    for ago, clock, act in acts:
        line.add(days.moment(ago, clock), partial(act, load, row, review, manager))
    commissioned = days.moment(row["commissioned_days_ago"], NOON)
    line.add(commissioned, partial(_commission, row, review, manager))
    if "told_days_ago" in row:
        line.add(days.moment(row["told_days_ago"], NOON), partial(_tell, row, review, manager))
    begin = partial(move_review, review=review, code=ReviewMove.START, by=manager)
    line.add(days.moment(row["started_days_ago"], WRITTEN), begin)
    _put_what_followed(load, row, days, review, manager)


def _put_what_followed(load: Load, row: Row, days: Days, review: Review, manager: User) -> None:
    acts = {
        "proceedings": _beside,
        "family": _invite,
        "events": _meet,
        "log": _log,
        "queries": _ask,
    }
    for table, act in acts.items():
        for each in row[table]:
            done = days.moment(each["days_ago"], NOON)
            load.timeline.add(done, partial(act, load, each, days, review, manager))


def _case(load: Load, row: Row) -> Incident | None:
    """Return the case that a review is of, where the file names one."""
    key = row.get("case")
    return Incident.objects.get(public_id=load.ledger.known["case", key]) if key else None


def _tell(row: Row, review: Review, manager: User, *, at: datetime) -> None:
    for recipient in Recipient.values:
        facts = ToldFacts(
            recipient=recipient,
            reviewers=row["reviewer"]["name"],
            told_at=at,
            how="By secure e-mail",
        )
        record_told(review=review, facts=facts, by=manager, at=at)


def _write(load: Load, row: Row, review: Review, manager: User, *, at: datetime) -> None:
    if not Methodology.objects.exists():
        adopt_methodologies(by=manager, at=at)
    facts = TermsFacts(
        methodology=Methodology.objects.current().filter(name=row["methodology"]).first(),
        scope_from=load.day(row["from_day"]),
        scope_to=load.day(row["to_day"]),
        questions=tuple(row["questions"]),
        proportionality=row["proportionality"],
        budget_pence=row["budget_pence"],
    )
    write_terms(review=review, facts=facts, revision=0, by=manager, at=at)


def _agree(_load: Load, _row: Row, review: Review, manager: User, *, at: datetime) -> None:
    agree_terms(review=review, revision=1, agreed_on=local_day(at), by=manager, at=at)


def _commission(row: Row, review: Review, manager: User, *, at: datetime) -> None:
    said = row["reviewer"]
    facts = ReviewerFacts(
        name=said["name"], organisation=said["organisation"], experience=said["experience"]
    )
    who = add_reviewer(facts=facts, by=manager, at=at)
    made = commissioning.commission_reviewer(
        review=review, reviewer=who, fee_pence=row["budget_pence"], by=manager, at=at
    )
    points = [
        commissioning.PointFacts(criterion=key, answer="met", note=said["known_by"]) for key in KEYS
    ]
    commissioning.check_competence(commission=made, points=points, by=manager, at=at)
    commissioning.declare_conflict(
        commission=made,
        declared_on=local_day(at),
        conflict=said["conflict"],
        by=manager,
        at=at,
    )
    answer = said["conflict_answer"]
    commissioning.answer_conflict(commission=made, answer=answer, by=manager, at=at)


def _beside(
    _load: Load, each: Row, _days: Days, review: Review, manager: User, *, at: datetime
) -> None:
    facts = ProceedingsFacts(
        kind=each["kind"],
        opened_on=local_day(at),
        contact_post=each["post"],
        holds_publication=each["holds_publication"],
        note=each["note"],
    )
    record_proceedings(subject=review, facts=facts, by=manager, at=at)


def _invite(
    load: Load, each: Row, days: Days, review: Review, manager: User, *, at: datetime
) -> None:
    facts = engagement.FamilyFacts(
        who=each["who"],
        is_child=each["is_child"],
        invited_on=local_day(at) if "how" in each else None,
        how=each.get("how", ""),
        note=each.get("note", ""),
    )
    made = engagement.record_family(review=review, facts=facts, by=manager, at=at)
    if "answer" in each:
        answered = days.moment(each["answered_days_ago"], NOON)
        load.timeline.add(answered, partial(_take_answer, made, each["answer"], manager))


def _take_answer(contact: FamilyContact, answer: str, manager: User, *, at: datetime) -> None:
    engagement.answer_invitation(
        contact=contact, answer=answer, answered_on=local_day(at), by=manager, at=at
    )


def _meet(
    _load: Load, each: Row, _days: Days, review: Review, manager: User, *, at: datetime
) -> None:
    facts = engagement.EventFacts(
        held_on=local_day(at),
        title=each["title"],
        invited=each["invited"],
        attended=each["attended"],
        learned=each["learned"],
        support_offered=each["support"],
    )
    engagement.record_event(review=review, facts=facts, by=manager, at=at)


def _log(
    _load: Load, each: Row, _days: Days, review: Review, manager: User, *, at: datetime
) -> None:
    supervising.note_progress(
        review=review,
        on=local_day(at),
        text=each["text"],
        early_learning=each["early_learning"],
        by=manager,
        at=at,
    )


def _ask(load: Load, each: Row, days: Days, review: Review, manager: User, *, at: datetime) -> None:
    made = supervising.ask_reviewer(review=review, text=each["text"], by=manager, at=at)
    if "answer" in each:
        answered = days.moment(each["answered_days_ago"], NOON)
        load.timeline.add(answered, partial(_take_reply, made, each["answer"], manager))


def _take_reply(query: ReviewerQuery, answer: str, manager: User, *, at: datetime) -> None:
    supervising.answer_query(
        query=query, answer=answer, answered_on=local_day(at), by=manager, at=at
    )
