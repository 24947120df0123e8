"""Plays the fictional cases through the services of `reviews`, each act at its own moment.

Nothing is written beside the services, so the audit, the clocks and the refusals are the real
ones.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from krscp_portal.examples import words
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews.enums import Answer, DeathNoticeKind
from reviews.models import Incident
from reviews.services import (
    answers_of_the_panel,
    incidents,
    notifications,
    origins,
    people,
    rapid_reviews,
    threshold,
)

TYPED: Final = timedelta(minutes=25)  # how long after an event somebody records it,
NEXT_MORNING: Final = time(8, 40)  # or when they come in, where it was late
LATE: Final = time(19, 0)
VIEWS_FROM: Final = time(10, 0)
DECIDED_AT: Final = time(14, 0)
COMPLETED_AT: Final = time(15, 30)
ANSWERED_AT: Final = time(11, 10)
BETWEEN: Final = timedelta(minutes=20)


@dataclass(frozen=True)
class Cast:
    """Who acts: the manager who records, and for each partner an account with its post."""

    manager: User
    partners: dict[str, User]
    accounts: dict[str, User]


@dataclass
class Stage:
    """The cases as they stand while they are played: the file's key to the incident."""

    load: Load
    days: Days
    cast: Cast
    incidents: dict[str, UUID] = field(default_factory=dict)

    def incident(self, case: Row) -> Incident:
        """Return the case as it is stored now; a service reads its state from what it is given."""
        return Incident.objects.get(public_id=self.incidents[case["key"]])


def load_cases(load: Load, *, days: Days) -> None:
    """Put in what was done in every case of the file that has not been played before."""
    new = [row for row in load.rows("case") if ("case", row["key"]) not in load.ledger.known]
    if not new:
        return
    stage = Stage(load, days, _cast(load))
    for case in new:
        _put(stage, case)


def _cast(load: Load) -> Cast:
    seats = {row["key"]: row for row in load.rows("seat")}
    emails = [row["email"] for row in load.rows("user")]
    accounts = {user.email: user for user in User.objects.filter(email__in=emails)}
    rows = load.rows("user")
    manager = next(row["email"] for row in rows if row["role"] == "manager")
    partners = {
        seats[row["seat"]]["speaks_for"]: accounts[row["email"]]
        for row in rows
        if row["role"] == "dsp"
    }
    return Cast(accounts[manager], partners, accounts)


def _put(stage: Stage, case: Row) -> None:
    line = stage.load.timeline
    aware = stage.days.moment(case["aware_days_ago"], case["aware_time"])
    logged = _typed(aware)
    line.add(logged, partial(_log, stage, case, aware))
    for place, email in enumerate(case["access"], 1):
        if email != stage.cast.manager.email:
            line.add(logged + place * timedelta(minutes=1), partial(_name, stage, case, email))
    _put_threshold(stage, case)
    if "looked_after_notified_days_ago" in case:
        sent = stage.days.moment(
            case["looked_after_notified_days_ago"], case["looked_after_notified_time"]
        )
        line.add(_typed(sent), partial(_tell_of_death, stage, case, sent))
    if "notified_days_ago" in case:
        sent = stage.days.moment(case["notified_days_ago"], case["notified_time"])
        told = stage.days.moment(case["partners_told_days_ago"], case["partners_told_time"])
        line.add(_typed(max(sent, told)), partial(_notify, stage, case, sent, told))
    _put_rapid_review(stage, case)


def _put_threshold(stage: Stage, case: Row) -> None:
    line = stage.load.timeline
    for place, view in enumerate(case["threshold"]):
        given = stage.days.moment(view["days_ago"], VIEWS_FROM) + place * BETWEEN
        line.add(_typed(given), partial(_view, stage, case, view, given))
    if "decision" in case:
        decided = stage.days.moment(case["decided_days_ago"], DECIDED_AT)
        line.add(_typed(decided), partial(_decide, stage, case, decided))


def _put_rapid_review(stage: Stage, case: Row) -> None:
    line = stage.load.timeline
    if "rapid_review_completed_days_ago" in case:
        completed = stage.days.moment(case["rapid_review_completed_days_ago"], COMPLETED_AT)
        line.add(_typed(completed), partial(_complete, stage, case, completed))
    if "rapid_review_sent_days_ago" in case:
        sent = stage.days.moment(case["rapid_review_sent_days_ago"], case["rapid_review_sent_time"])
        line.add(_typed(sent), partial(_send, stage, case, sent))
    if "panel_answer" in case:
        came = stage.days.moment(case["panel_answered_days_ago"], ANSWERED_AT)
        line.add(_typed(came), partial(_answer, stage, case, came))


def _typed(at: datetime) -> datetime:
    """Return when somebody records what happened at the moment."""
    if at.time() >= LATE:
        return datetime.combine(at.date() + timedelta(days=1), NEXT_MORNING, tzinfo=at.tzinfo)
    return at + TYPED


def _log(stage: Stage, case: Row, aware: datetime, *, at: datetime) -> None:
    facts = incidents.IncidentFacts(
        aware_at=aware,
        aware_by=case["aware_by"],
        abuse=case["abuse"],
        summary=case["summary"],
        area=stage.load.areas[case["area"]],
        residence_area=stage.load.areas[case["residence"]],
        restricted=case["restricted"],
        restriction_reason=case.get("restriction_reason", ""),
        children=[incidents.ChildFacts(**child) for child in case["children"]],
    )
    by = stage.cast.manager
    stage.load.ledger.once(
        "case",
        case["key"],
        lambda: incidents.log_incident(facts=facts, referral=_referral(case), by=by, at=at),
    )
    stage.incidents[case["key"]] = UUID(stage.load.ledger.known["case", case["key"]])
    for body in case.get("other_authorities", []):
        said = origins.AuthorityFacts(**body)
        origins.add_other_authority(incident=stage.incident(case), facts=said, by=by, at=at)


def _referral(case: Row) -> origins.ReferralFacts | None:
    """Return which agency brought the case, where the file says so."""
    said = case.get("referral")
    return origins.ReferralFacts(**said) if said else None


def _name(stage: Stage, case: Row, email: str, *, at: datetime) -> None:
    people.name_person(
        incident=stage.incident(case),
        person=stage.cast.accounts[email],
        by=stage.cast.manager,
        at=at,
    )


def _view(stage: Stage, case: Row, view: Row, given: datetime, *, at: datetime) -> None:
    by = stage.cast.partners[view["partner"]]
    facts = threshold.ViewFacts(
        partner=view["partner"],
        answer=view["view"],
        reason=view["reason"],
        given_at=given,
        given_by=by.display_name,
    )
    threshold.record_view(incident=stage.incident(case), facts=facts, by=by, at=at)


def _decide(stage: Stage, case: Row, decided: datetime, *, at: datetime) -> None:
    by = stage.cast.partners[PartnerKind.LOCAL_AUTHORITY]
    partners = {kind.value: str(kind.label) for kind in PartnerKind}
    not_notified = case["decision"] == Answer.DO_NOT_NOTIFY
    facts = threshold.DecisionFacts(
        answer=case["decision"],
        rationale=case["decision_reason"],
        decided_at=decided,
        decided_by=by.display_name,
        dissent=words.dissent(case["threshold"], case["decision"], partners),
        follow_up=case["next_step"] if not_notified else "",
    )
    threshold.record_decision(incident=stage.incident(case), facts=facts, by=by, at=at)


def _tell_of_death(stage: Stage, case: Row, sent: datetime, *, at: datetime) -> None:
    facts = notifications.DeathNoticeFacts(
        kind=DeathNoticeKind.LOOKED_AFTER,
        submitted_at=sent,
        submitted_by=case["notified_by"],
        reference=case["looked_after_reference"],
    )
    notifications.record_death_notice(
        incident=stage.incident(case), facts=facts, by=stage.cast.manager, at=at
    )


def _notify(stage: Stage, case: Row, sent: datetime, told: datetime, *, at: datetime) -> None:
    incident = stage.incident(case)
    facts = notifications.NotificationFacts(
        reference=case["notification_reference"],
        submitted_at=sent,
        submitted_by=case["notified_by"],
        partners_told_at=told,
        late_reason=case.get("late_reason", ""),
        children=list(incident.children.values_list("public_id", flat=True)),
    )
    notifications.record_notification(incident=incident, facts=facts, by=stage.cast.manager, at=at)
    if "lead" in case:
        rapid_reviews.name_lead(
            incident=stage.incident(case), lead=case["lead"], by=stage.cast.manager, at=at
        )


def _complete(stage: Stage, case: Row, completed: datetime, *, at: datetime) -> None:
    signed = stage.days.day(case["rapid_review_completed_days_ago"])
    facts = rapid_reviews.CompletionFacts(
        outcome=case["rapid_review_decision"],
        rationale=case["rapid_review_reason"],
        completed_at=completed,
        sign_offs=[
            rapid_reviews.Signature(partner=kind, signatory=user.display_name, signed_on=signed)
            for kind, user in stage.cast.partners.items()
        ],
    )
    rapid_reviews.complete_rapid_review(
        incident=stage.incident(case), facts=facts, by=stage.cast.manager, at=at
    )


def _send(stage: Stage, case: Row, sent: datetime, *, at: datetime) -> None:
    rapid_reviews.record_sent(
        incident=stage.incident(case), sent_at=sent, by=stage.cast.manager, at=at
    )


def _answer(stage: Stage, case: Row, came: datetime, *, at: datetime) -> None:
    facts = answers_of_the_panel.PanelResponseFacts(
        answer=case["panel_answer"], text=case["panel_answer_text"], received_at=came
    )
    answers_of_the_panel.record_panel_response(
        incident=stage.incident(case), facts=facts, by=stage.cast.manager, at=at
    )
