"""The proceedings beside a case or a review, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from krscp_portal.foundation.components import Link, Row, Status
from krscp_portal.foundation.days import in_words
from reviews.enums import ParallelKind
from reviews.models import Incident, ParallelProcess, Review

CHANGE, TOLD, END = "change", "told", "end"
ACTS: Final = {
    CHANGE: "Change what is known",
    TOLD: "Record that reasons were sent",
    END: "Record the end",
}


@dataclass(frozen=True, kw_only=True)
class ProceedingsCard:
    """Proceedings beside one thing: how they stand, what is known, what can be done with them."""

    heading: str
    status: Status
    rows: list[Row]
    acts: list[Link]


def beside_review(review: Review) -> QuerySet[ParallelProcess]:
    """Return the proceedings of a review and of the case behind it."""
    beside = Q(review=review)
    if review.incident_id is not None:
        beside |= Q(incident_id=review.incident_id)
    return _ordered(beside)


def beside_case(incident: Incident) -> QuerySet[ParallelProcess]:
    """Return the proceedings of a case and of its reviews, which are seen as the case is."""
    return _ordered(Q(incident=incident) | Q(review__incident=incident))


def running_beside(review: Review) -> list[ParallelProcess]:
    """Return the proceedings beside a review that have not ended; one query."""
    return list(beside_review(review).filter(ended_on=None))


def cards(
    rows: QuerySet[ParallelProcess], *, href: Callable[[UUID, str], str] | None
) -> list[ProceedingsCard]:
    """Return the proceedings in words, those that run first; `href` gives the address of an act."""
    return [_card(row, href) for row in rows]


def _ordered(beside: Q) -> QuerySet[ParallelProcess]:
    rows = ParallelProcess.objects.select_related("incident", "review").filter(beside)
    return rows.order_by("-ended_on", "opened_on", "pk")  # a day that is not set comes first


def _card(row: ParallelProcess, href: Callable[[UUID, str], str] | None) -> ProceedingsCard:
    acts = []
    if href is not None and row.ended_on is None:
        codes = [code for code in ACTS if code != TOLD or row.holds_publication]
        acts = [Link(ACTS[code], href(row.public_id, code)) for code in codes]
    running = Status("Under way", "blue")
    return ProceedingsCard(
        heading=ParallelKind(row.kind).label,
        status=running if row.ended_on is None else Status("Ended", "grey"),
        rows=_facts(row),
        acts=acts,
    )


def _facts(row: ParallelProcess) -> list[Row]:
    beside = row.incident or row.review
    until = in_words(row.expected_until) if row.expected_until else "Not known"
    rows = [
        Row("Beside", beside.reference if beside else ""),
        Row("Since", in_words(row.opened_on)),
        Row("Ended" if row.ended_on else "Expected until", until),
        Row("Whom to ask", row.contact_post or "Not said"),
        Row("Publication", "Waits for them" if row.holds_publication else "Does not wait for them"),
    ]
    if row.ended_on:
        rows[2] = Row("Ended on", in_words(row.ended_on))
    if row.holds_publication:
        sent = row.reasons_sent_on
        told = in_words(sent) if sent else "Not sent to the Panel and the Secretary of State yet"
        rows.append(Row("Reasons sent", told))
    if row.note:
        rows.append(Row("Note", row.note))
    return rows
