"""Who answers a request, by a secret link or signed in, and what waits for their answer."""

from datetime import date, datetime

from django.db.models import QuerySet

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.tokens import hash_of
from reviews import asking
from reviews.asking import Act
from reviews.enums import RequestEventKind
from reviews.models import AgencyRequest, RequestEvent, RequestLink


def link_of(*, token: str) -> RequestLink | None:
    """Return the link that a secret belongs to in the open partnership, whether it works or not."""
    rows = RequestLink.objects.select_related(
        "request__incident", "request__review", "request__organisation"
    )
    return rows.filter(token_hash=hash_of(token)).first()


def require_open(link: RequestLink, *, at: datetime) -> None:
    """Refuse a link that has ended, and a request that takes no answer as it stands."""
    verdict = asking.may_open(link, at=at)
    if verdict:
        stand = asking.stand_of(link.request, on=local_day(at))
        verdict = asking.may(Act.ANSWER, stand)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)


def answered_by(user: User, standing: Standing) -> QuerySet[AgencyRequest]:
    """Return the requests that the person may answer signed in: of their agency, sent to them."""
    return AgencyRequest.objects.filter(
        organisation__in=standing.agencies, to_email__iexact=user.email, asked_at__isnull=False
    ).select_related("incident", "review", "organisation")


def may_answer(row: AgencyRequest, user: User, standing: Standing) -> bool:
    """Say whether the request went to this person, as the contact of the agency that is asked."""
    return (
        row.organisation_id in standing.agencies
        and row.to_email.lower() == user.email.lower()
        and row.asked_at is not None
    )


def asks_of(row: AgencyRequest) -> list[RequestEvent]:
    """Return what the agency was required to do or asked for again, the newest first."""
    kinds = (RequestEventKind.REQUIRED, RequestEventKind.SENT_BACK)
    return list(row.events.filter(kind__in=kinds).order_by("-at", "-pk"))


def needs_of_contacts(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the requests that wait for this contact's answer; one query, and none for others."""
    if not standing.agencies:
        return []
    waiting = answered_by(user, standing).filter(
        returned_at__isnull=True, refused_because="", cancelled_because=""
    )
    return [
        Need(
            what="Answer a request for information",
            path=f"requests/{row.public_id}/answer/",
            due_on=row.due_on,
            state="Overdue" if row.due_on < on else "",
            late=row.due_on < on,
        )
        for row in waiting.order_by("due_on", "pk")[:MOST]
    ]
