"""Cases, brought to any state by the real services alone."""

from datetime import date, datetime, timedelta
from typing import Any

from partnerships.enums import AreaKind, PartnerKind
from partnerships.models import Area, PartnershipArea, User
from reviews import services
from reviews.enums import Abuse, AgeBand, Answer, CareStatus, CaseState, Harm
from reviews.models import Incident
from reviews.services import (
    ChildFacts,
    CompletionFacts,
    DecisionFacts,
    IncidentFacts,
    NotificationFacts,
    Signature,
    ViewFacts,
)

POST = "Director of children’s services"
HOUR = timedelta(hours=1)


def area(name: str = "North Borough") -> Area:
    """An area of the open partnership."""
    found, _ = Area.objects.get_or_create(name=name, defaults={"kind": AreaKind.UNITARY})
    PartnershipArea.objects.get_or_create(area=found)
    return found


def child(pseudonym: str = "Oak", **facts: Any) -> ChildFacts:
    said = {
        "age_band": AgeBand.FROM_1_TO_5.value,
        "harm": Harm.SERIOUSLY_HARMED.value,
        "care": CareStatus.NEITHER.value,
    }
    return ChildFacts(pseudonym=pseudonym, **{**said, **facts})


def facts(aware_at: datetime, **said: Any) -> IncidentFacts:
    usual: dict[str, Any] = {
        "aware_at": aware_at,
        "aware_by": POST,
        "abuse": Abuse.SUSPECTED.value,
        "summary": "What is known so far.",
        "children": (child(),),
    }
    if "area" not in said and not said.get("outside_england"):
        said["area"] = area()
    return IncidentFacts(**{**usual, **said})


def case(*, by: User, at: datetime, **said: Any) -> Incident:
    """A case logged at the moment at which the authority became aware, unless said otherwise."""
    aware_at = said.pop("aware_at", at)
    return services.log_incident(facts=facts(aware_at, **said), by=by, at=at)


def view(
    incident: Incident,
    *,
    by: User,
    at: datetime,
    partner: str = PartnerKind.LOCAL_AUTHORITY,
    answer: str = Answer.NOTIFY,
) -> Any:
    said = ViewFacts(partner=partner, answer=answer, reason="Because.", given_at=at, given_by=POST)
    return services.record_view(incident=incident, facts=said, by=by, at=at)


def views(incident: Incident, *answers: str, by: User, at: datetime) -> None:
    """The three partners' views in the usual order; the first answer serves for those not given."""
    given = answers or (Answer.NOTIFY,)
    for place, partner in enumerate(PartnerKind):
        answer = given[place] if place < len(given) else given[0]
        view(incident, partner=partner, answer=answer, by=by, at=at)


def decide(
    incident: Incident, answer: str = Answer.NOTIFY, *, by: User, at: datetime, **said: Any
) -> Any:
    follow_up = {} if answer == Answer.NOTIFY else {"follow_up": "close"}
    decision = DecisionFacts(
        answer=answer,
        rationale="The facts say so.",
        decided_at=at,
        decided_by=POST,
        **{**follow_up, **said},
    )
    return services.record_decision(incident=incident, facts=decision, by=by, at=at)


def notify(incident: Incident, *, by: User, at: datetime, **said: Any) -> Any:
    """A form that covers every child who waits for one."""
    waiting = incident.children.filter(covered__isnull=True).order_by("pk")
    usual: dict[str, Any] = {
        "reference": f"SIN-{incident.public_id.hex[:8]}-{incident.notifications.count()}",
        "submitted_at": at,
        "submitted_by": POST,
        "partners_told_at": at,
        "children": tuple(waiting.values_list("public_id", flat=True)),
    }
    return services.record_notification(
        incident=incident, facts=NotificationFacts(**{**usual, **said}), by=by, at=at
    )


def complete(incident: Incident, *, by: User, at: datetime, **said: Any) -> Any:
    day: date = at.date()
    usual: dict[str, Any] = {
        "outcome": "none",
        "rationale": "Nothing further is to be learned.",
        "completed_at": at,
        "sign_offs": tuple(
            Signature(partner=kind.value, signatory=POST, signed_on=day) for kind in PartnerKind
        ),
    }
    return services.complete_rapid_review(
        incident=incident, facts=CompletionFacts(**{**usual, **said}), by=by, at=at
    )


def case_at(state: str, *, by: User, at: datetime, **said: Any) -> Incident:
    """A case in the state, an hour between each step and the next."""
    incident = case(by=by, at=at, **said)
    no = state == CaseState.NOT_NOTIFIABLE
    answer = Answer.DO_NOT_NOTIFY if no else Answer.NOTIFY
    steps = [
        (CaseState.THRESHOLD, lambda when: views(incident, answer, by=by, at=when)),
        (
            CaseState.NOT_NOTIFIABLE if no else CaseState.NOTIFIABLE,
            lambda when: decide(incident, answer, by=by, at=when),
        ),
        (CaseState.RAPID_REVIEW_OPEN, lambda when: notify(incident, by=by, at=when)),
        (CaseState.RAPID_REVIEW_COMPLETED, lambda when: complete(incident, by=by, at=when)),
        (
            CaseState.RAPID_REVIEW_SENT,
            lambda when: services.record_sent(incident=incident, sent_at=when, by=by, at=when),
        ),
    ]
    when = at
    for reached, step in steps:
        if incident.state == state:
            break
        when += HOUR
        step(when)
        incident.refresh_from_db()
        assert incident.state == reached
    assert incident.state == state
    return incident
