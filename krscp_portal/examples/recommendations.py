"""Plays the fictional recommendations: made, answered, recommended again, closed, kept in confidence.

Through the real services, by the account of whoever would do it. What was made before the
partnership kept its record here was recorded when it began; the days on which it was made are real
dates of the file, so that the report shows several years.
"""

from datetime import date, datetime, time
from functools import partial
from typing import Final

from deadlines.subjects import Subject
from governance.models import Group, Recommendation, Theme
from governance.services import recommendation_closing as closing
from governance.services import recommendations as keeping
from governance.services.rows import add
from krscp_portal.examples.actions import account_of, day_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.models import Organisation, Seat, User
from reviews.models import CostShare, Incident
from reviews.services.costs import agree_share
from reviews.subject import subject_of

KIND: Final = "recommendation"
MORNING, NOON, AFTERNOON = time(9, 40), time(12, 5), time(15, 20)


def load_recommendations(load: Load, *, days: Days) -> None:
    """Load the themes, and put in what was done with every recommendation not played before."""
    manager = account_of(load, "manager")
    for row in load.rows("theme"):
        make = partial(_add_theme, row, by=manager, at=load.at)
        load.ledger.once("theme", row["name"], make, there=Theme.objects.filter(name=row["name"]))
    for row in load.rows(KIND):
        if (KIND, row["key"]) not in load.ledger.known:
            recorded = days.moment(row["recorded"], MORNING)
            load.timeline.add(recorded, partial(_play, load, row, days, manager))


def load_cost_shares(load: Load) -> None:
    """Load the shares of the cost of reviews that the agencies of the file agreed to."""
    manager = account_of(load, "manager")
    for row in load.rows("cost_share"):
        body = _body(load, row["organisation"])
        make = partial(
            agree_share, organisation=body, thousandths=row["thousandths"],
            source=row["source"], by=manager, at=load.at,
        )  # fmt: skip
        there = CostShare.objects.filter(organisation=body)
        load.ledger.once("cost_share", row["organisation"], make, there=there)


def _add_theme(row: Row, *, by: User, at: datetime) -> Theme:
    theme = Theme(name=row["name"], order=row["order"], source=row["source"])
    return add(row=theme, by=by, at=at)  # type: ignore[return-value]


def _play(load: Load, row: Row, days: Days, manager: User, *, at: datetime) -> None:
    """Record it, and put in what came of it."""
    facts = _facts(load, row, days)
    make = partial(keeping.make_recommendation, facts=facts, by=manager, at=at)
    load.ledger.once(KIND, row["key"], make)
    made = _known(load, row["key"])
    line = load.timeline
    for given in row.get("answers", []):
        line.add(days.moment(given["ago"], NOON), partial(_answer, load, made, given, manager))
    if given := row.get("action"):
        act = partial(
            keeping.give_action,
            recommendation=made,
            title=given["title"],
            owner=Seat.objects.get(key=given["seat"]),
            due_on=day_of(days, given["due"]),
            by=manager,
        )
        line.add(days.moment(given["ago"], NOON), act)
    if ended := row.get("closed"):
        said = closing.Closing(ended["difference"], ended["how_known"], ended["months"])
        close = partial(closing.close, recommendation=made, facts=said, by=load.by)
        line.add(days.moment(ended["ago"], AFTERNOON), close)


def _answer(load: Load, made: Recommendation, given: Row, by: User, *, at: datetime) -> None:
    addressee = next(each for each in made.addressees.all() if _key(load, each.name, given))
    keeping.answer(
        addressee=addressee,
        response=given["response"],
        text=given.get("text", ""),
        responded_on=local_day(at),
        by=by,
        at=at,
    )


def _facts(load: Load, row: Row, days: Days) -> keeping.RecommendationFacts:
    return keeping.RecommendationFacts(
        text=row["text"],
        outcome_measure=row["measure"],
        source=row["from"],
        source_label=row.get("label", ""),
        number=row.get("number"),
        made_on=_day(row["made"], days),
        due_on=_day(row["due"], days),
        organisations=tuple(_body(load, key) for key in row.get("to", [])),
        groups=tuple(Group.objects.get(key=key) for key in row.get("groups", [])),
        collectively=row.get("together", False),
        themes=tuple(Theme.objects.get(name=name) for name in row["themes"]),
        earlier=tuple(_known(load, key) for key in row.get("earlier", [])),
        confidential_because=row.get("confidential", ""),
        subject=_case(load, row["case"]) if "case" in row else None,
    )


def _day(told: str | int, days: Days) -> date:
    """Return a date of the file, or a day so many working days before the day of loading."""
    return date.fromisoformat(told) if isinstance(told, str) else day_of(days, told)


def _known(load: Load, key: str) -> Recommendation:
    return Recommendation.objects.get(public_id=load.ledger.known[KIND, key])


def _case(load: Load, key: str) -> Subject:
    return subject_of(Incident.objects.get(public_id=load.ledger.known["case", key]))


def _body(load: Load, key: str) -> Organisation:
    name = next(row["name"] for row in load.rows("organisation") if row["key"] == key)
    return Organisation.objects.get(name=name)


def _key(load: Load, name: str, given: Row) -> bool:
    return _body(load, given["by"]).name == name
