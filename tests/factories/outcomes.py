"""Cases brought beyond the rapid review, by the real services alone."""

from datetime import date, datetime, timedelta
from typing import Any

from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews import services
from reviews.enums import Answer, CaseState, PanelAnswer
from reviews.models import Incident
from reviews.services import Agreement, PanelResponseFacts, WithdrawalFacts
from tests.factories import reviews as make

HOUR = timedelta(hours=1)


def agreements(day: date) -> tuple[Agreement, ...]:
    """All three partners' agreement on one day."""
    return tuple(
        Agreement(partner=kind.value, signatory=make.POST, agreed_on=day) for kind in PartnerKind
    )


def withdraw(incident: Incident, *, by: User, at: datetime, **said: Any) -> Any:
    usual: dict[str, Any] = {
        "reason": "It was shown that the criteria were not met.",
        "panel_told_at": at,
        "agreements": agreements(at.date()),
    }
    return services.withdraw_notification(
        incident=incident, facts=WithdrawalFacts(**{**usual, **said}), by=by, at=at
    )


def answered(
    incident: Incident, answer: str = PanelAnswer.AGREES, *, by: User, at: datetime, **said: Any
) -> Any:
    """An answer of the Panel that came as it is recorded, unless said otherwise."""
    usual: dict[str, Any] = {"text": "What the Panel says.", "received_at": at}
    facts = PanelResponseFacts(answer=answer, **{**usual, **said})
    return services.record_panel_response(incident=incident, facts=facts, by=by, at=at)


def closed(incident: Incident, *, by: User, at: datetime, **said: Any) -> Any:
    usual = {"summary": "Agencies learned to share sooner."}
    return services.close_case(incident=incident, **{**usual, **said}, by=by, at=at)


def case_at(state: str, *, by: User, at: datetime, **said: Any) -> Incident:
    """A case in any state, each step by its service; those of the rapid review by `make`."""
    before = {
        CaseState.WITHDRAWN: CaseState.RAPID_REVIEW_OPEN,
        CaseState.PANEL_RESPONDED: CaseState.RAPID_REVIEW_SENT,
        CaseState.CLOSED: CaseState.NOT_NOTIFIABLE,
    }
    incident = make.case_at(before.get(CaseState(state), state), by=by, at=at, **said)
    step = {
        CaseState.WITHDRAWN: withdraw,
        CaseState.PANEL_RESPONDED: answered,
        CaseState.CLOSED: closed,
    }.get(CaseState(state))
    if step is not None:
        step(incident, by=by, at=at + 12 * HOUR)
        incident.refresh_from_db()
    assert incident.state == state
    return incident


def unnotified(follow_up: str, *, by: User, at: datetime) -> Incident:
    """A case that was not notified, with what was to follow instead."""
    incident = make.case(by=by, at=at)
    make.views(incident, Answer.DO_NOT_NOTIFY, by=by, at=at + HOUR)
    make.decide(incident, Answer.DO_NOT_NOTIFY, by=by, at=at + 2 * HOUR, follow_up=follow_up)
    incident.refresh_from_db()
    return incident
