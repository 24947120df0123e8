"""Requests to agencies, brought to any standing by the real services alone."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.core import mail

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships.models import AgencyMembership, Partnership, User
from reviews.models import AgencyRequest, Incident, Review
from reviews.services import request_mail
from reviews.services import requests as services
from reviews.services.answering import AnswerFacts, Hand, hand_in, save_answer
from reviews.services.requests import RecipientFacts, RequestFacts
from tests.factories import partnerships as make

LETTER = "Please tell us what you know."
SENIOR = "Director of nursing"


def due(at: datetime, days: int = 9) -> date:
    """A day some days later."""
    return local_day(at) + timedelta(days=days)


def written(
    subject: Incident | Review,
    *,
    by: User,
    at: datetime,
    agency: AgencyMembership | None = None,
    name: str = "Hospital",
    email: str = "lead@hospital.example",
    **said: Any,
) -> AgencyRequest:
    """A request to an agency that is ready to be sent."""
    body = agency or make.agency(name)
    facts = RequestFacts(letter=LETTER, due_on=said.pop("due_on", due(at)), **said)
    row = services.prepare_requests(subject=subject, agencies=[body], facts=facts, by=by, at=at)[0]
    to = RecipientFacts(to_post="Named doctor", to_email=email, letter=LETTER, due_on=row.due_on)
    return services.edit_request(row=row, facts=to, by=by, at=at) if email else row


def asked(subject: Incident | Review, *, by: User, at: datetime, **said: Any) -> AgencyRequest:
    """A request that was sent; its e-mail waits."""
    return services.ask_agency(row=written(subject, by=by, at=at, **said), by=by, at=at)


def carried(at: datetime) -> list[str]:
    """Carry every e-mail that waits and return the secrets that they brought, in their order."""
    partnership = Partnership.objects.get(pk=required_partnership_id())
    before = len(mail.outbox)
    for link in request_mail.waiting_links(at=at):
        assert request_mail.mail_link(link_id=link, partnership=partnership, at=at)
    return [secret_in(each.body) for each in mail.outbox[before:]]


def secret_in(body: Any) -> str:
    """The secret in an e-mail."""
    found = re.search(r"/requests/by-link/([^/\s]+)/", str(body))
    assert found is not None, body
    return found[1]


def returned(
    row: AgencyRequest, *, at: datetime, involvement: str = "involved", summary: str = "We knew."
) -> AgencyRequest:
    """The request's answer handed in by the newest link."""
    link = row.links.order_by("-pk").get(revoked_at=None)
    hand = Hand(row, link)
    said = AnswerFacts(involvement=involvement, summary=summary)
    saved = save_answer(hand=hand, facts=said, by=None, at=at)
    return hand_in(hand=hand, signed_off_by=SENIOR, revision=saved.revision, by=None, at=at)
