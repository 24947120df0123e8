"""One request as those who work on the case see it: what was asked, answered, and happened."""

from dataclasses import dataclass
from datetime import datetime

from krscp_portal.foundation.components import Event, Link, Row, Status
from krscp_portal.foundation.moment import local, local_day
from reviews import asking
from reviews.asking import Act
from reviews.enums import Involvement, RequestEventKind
from reviews.models import AgencyRequest, RequestEvent, RequestFile, RequestLink
from reviews.selectors.requests import acts_on

ACTS = {
    Act.EDIT: "Change the request",
    Act.ASK: "Send the request",
    Act.CHASE: "Chase the answer",
    Act.MOVE_DUE: "Move the day",
    Act.RENEW: "Send a new link",
    Act.REVOKE: "End the link now",
    Act.RECORD_REFUSAL: "Record a refusal",
    Act.REQUIRE: "Require an answer (section 16H)",
    Act.SEND_BACK: "Send the answer back for more",
    Act.CANCEL: "Ask no more",
}
"""Each act that people of the unit take, as its link says it."""

SLUGS = {act: act.value.replace("_", "-") for act in ACTS}
"""How an act stands in an address."""


@dataclass(frozen=True)
class RequestPage:
    """A request's page."""

    status: Status
    facts: list[Row]
    answer: list[Row]
    files: list[RequestFile]
    links: list[Link]
    events: list[Event]


def request_page(row: AgencyRequest, *, may_edit: bool, at: datetime) -> RequestPage:
    """Return the page of a request in three queries; the caller has asked who sees it."""
    on = local_day(at)
    stand = asking.stand_of(row, on=on)
    allowed = acts_on(row, on=on) if may_edit else {}
    events = row.events.select_related("by").order_by("-at", "-pk")
    link = row.links.order_by("-made_at", "-pk").first()
    return RequestPage(
        status=Status(asking.LABELS[stand], asking.TONES[stand]),
        facts=_facts(row, link, at=at),
        answer=_answer(row),
        files=list(row.files.select_related("file").order_by("added_at", "pk")),
        links=[Link(text, SLUGS[act]) for act, text in ACTS.items() if allowed.get(act.value)],
        events=[_event(each) for each in events],
    )


def _facts(row: AgencyRequest, link: RequestLink | None, *, at: datetime) -> list[Row]:
    return [
        Row("To", row.to_post),
        Row("E-mail", row.to_email or "No address yet"),
        Row("Answer by", f"{row.due_on:%-d %B %Y}"),
        Row("Chronology asked for", _period(row)),
        Row("Link", _link(link, at=at)),
    ]


def _period(row: AgencyRequest) -> str:
    first = f"from {row.period_from:%-d %B %Y}" if row.period_from else ""
    last = f"to {row.period_to:%-d %B %Y}" if row.period_to else ""
    said = " ".join(each for each in (first, last) if each)
    return f"{said[0].upper()}{said[1:]}" if said else "No period named"


def _link(link: RequestLink | None, *, at: datetime) -> str:
    if link is None:
        return "None sent"
    verdict = asking.may_open(link, at=at)
    if not verdict:
        return {"used": "Used", "revoked": "Ended", "expired": "Ended by its date"}[verdict.code]
    if link.emailed_at is None:
        return "The e-mail has not left yet" if link.attempts == 0 else "The mail server refuses it"
    return f"Works until {local(link.expires_at):%-d %B %Y}"


def _answer(row: AgencyRequest) -> list[Row]:
    if not (row.involvement or row.summary or row.learning):
        return []
    involved = Involvement(row.involvement).label if row.involvement else ""
    return [
        Row("Involvement", str(involved)),
        Row("What the agency knew and did", row.summary),
        Row("Learned and changed", row.learning),
        Row("Agreed by", row.signed_off_by),
    ]


def _event(event: RequestEvent) -> Event:
    at = local(event.at)
    return Event(
        title=str(RequestEventKind(event.kind).label),
        at=f"{at:%-d %B %Y, %H:%M}",
        by=event.by.display_name if event.by else "the agency, by its link",
        body=event.text,
        datetime=event.at.isoformat(),
    )
