"""What every move of a case has in common: take the case, move it, leave the audit row."""

from datetime import datetime
from typing import Any

from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.models import User
from reviews import permissions
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.transitions import MOVES, MoveCode, check, is_closed

NOT_YOURS = "There is no such case, or it is not yours to see."


def take(*, incident: Incident, move: MoveCode, by: User, at: datetime) -> Incident:
    """Return the case locked and fresh, for a move that `by` may make on it as it stands.

    Refuses whoever does not see the case or whose role does not allow the move, and a state that
    the move does not start from.
    """
    standing = access.standing(by, on=local_day(at))
    permissions.role_allows(standing, move).or_raise()
    locked = lock(incident=incident, by=by, standing=standing, at=at)
    verdict = check(move, locked.state)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    return locked


def lock(
    *, incident: Incident, by: User, standing: access.Standing, at: datetime | None
) -> Incident:
    """Return the case locked, if the person sees it; refuse in words that tell nothing if not.

    Emergency access counts only where `at` is given.
    """
    seen = Incident.objects.visible_to(by, standing, at=at)
    locked = seen.select_for_update(of=("self",)).filter(pk=incident.pk).first()
    if locked is None:
        raise NotPermitted(NOT_YOURS, code="not-yours")
    return locked


def move(
    *,
    incident: Incident,
    code: MoveCode,
    by: User,
    at: datetime,
    back_to: CaseState | str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Bring the locked case to where the move leads and write its audit row.

    `back_to` is the state that a case goes back to which is opened again. `facts` holds ids, codes
    and dates, never a word about a child.
    """
    row = MOVES[code]
    before = incident.state
    incident.state = CaseState(back_to) if row.back and back_to else row.leads_from(before)
    closed = is_closed(incident.state)
    incident.closed_on = (incident.closed_on or local_day(at)) if closed else None
    incident.save(update_fields=["state", "closed_on"])
    said = {"move": code.value, "from": before, "to": incident.state, **(facts or {})}
    audit.record(verb=row.verb, on=incident, by=by, at=at, reference=incident.reference, facts=said)
