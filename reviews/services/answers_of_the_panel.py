"""What the Panel answered to a rapid review, what was replied, and its own national review."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.papers import Paper
from partnerships.services.uploads import keep_paper
from reviews import timing
from reviews.enums import PanelAnswer
from reviews.models import Incident, NationalReview, PanelResponse, RapidReview
from reviews.selectors.still_open import ASKS
from reviews.services import clocks
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class PanelResponseFacts:
    """One answer of the Panel: which, in its words, and when it came."""

    answer: str
    received_at: datetime
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NationalFacts:
    """A national review as the partnership was told of it."""

    status: str
    told_on: date
    title: str = ""
    local_paused: bool = False
    note: str = ""
    web_address: str = ""


@transaction.atomic
def record_panel_response(
    *,
    incident: Incident,
    facts: PanelResponseFacts,
    letter: Paper | None = None,
    by: User,
    at: datetime,
) -> PanelResponse:
    """Store an answer of the Panel, perhaps with its letter; there may be several.

    The day to ask for one is met. Refuses a case whose rapid review was not sent, an answer before
    the sending or in the future, one that asks for something without saying what, and a letter
    that `partnerships.papers` refuses.
    """
    locked = take(incident=incident, move=MoveCode.RECORD_PANEL_RESPONSE, by=by, at=at)
    sent_at = RapidReview.objects.filter(incident=locked).values_list("sent_at", flat=True).first()
    if sent_at is None:
        raise DomainError(
            "The rapid review has not been sent, so the Panel cannot have answered it.",
            code="not-sent",
        )
    timing.check_answer(facts.received_at, sent_at=sent_at, at=at)
    if facts.answer in ASKS and not facts.text.strip():
        raise DomainError("Say what the Panel asks for.", code="text-needed", field="text")

    response = PanelResponse.objects.create(
        incident=locked, recorded_at=at, recorded_by=by, **vars(facts)
    )
    if letter is not None:
        _keep(response, letter, by=by, at=at)
    clocks.meet_panel_answer(incident=locked, received_at=facts.received_at, by=by, at=at)
    said = {"response": str(response.public_id), "answer": facts.answer}
    move(incident=locked, code=MoveCode.RECORD_PANEL_RESPONSE, by=by, at=at, facts=said)
    return response


@transaction.atomic
def keep_letter(*, response: PanelResponse, letter: Paper, by: User, at: datetime) -> PanelResponse:
    """Keep the letter of an answer that is recorded; a later one takes its place on the page.

    Refuses what `partnerships.papers` refuses. The audit keeps the hash of each.
    """
    take(incident=response.incident, move=MoveCode.RECORD_PANEL_RESPONSE, by=by, at=at)
    row = PanelResponse.objects.select_for_update(of=("self",)).get(pk=response.pk)
    _keep(row, letter, by=by, at=at)
    return row


def note_letter_taken(*, response: PanelResponse, by: User, at: datetime) -> None:
    """Write who took the Panel's letter away as a file. Refuses nobody: the page did."""
    _note_letter(AuditVerb.DOWNLOADED, response, by=by, at=at)


@transaction.atomic
def reply_to_panel(
    *, response: PanelResponse, reply: str, disagreement: str = "", by: User, at: datetime
) -> PanelResponse:
    """Store what the partners replied to one answer of the Panel.

    Where the Panel asked them to think again and they keep to their decision, `disagreement` says
    why. Refuses an empty reply, a second one, and a disagreement with an answer that asked nothing.
    """
    incident = response.incident
    locked = take(incident=incident, move=MoveCode.RECORD_PANEL_RESPONSE, by=by, at=at)
    row = PanelResponse.objects.select_for_update().get(pk=response.pk)
    if row.replied_at is not None:
        raise DomainError("This answer has its reply already.", code="replied-already")
    if not reply.strip():
        raise DomainError("Say what was replied.", code="reply-needed", field="reply")
    if disagreement.strip() and row.answer != PanelAnswer.RECONSIDER:
        raise DomainError(
            "The Panel did not ask the partners to think again.",
            code="nothing-to-disagree",
            field="disagreement",
        )

    row.reply, row.disagreement = reply.strip(), disagreement.strip()
    row.replied_at, row.replied_by = at, by
    row.save(update_fields=["reply", "disagreement", "replied_at", "replied_by"])
    audit.record(
        verb=AuditVerb.SENT, on=locked, by=by, at=at, reference=locked.reference,
        facts={"reply_to": str(row.public_id)},
    )  # fmt: skip
    return row


@transaction.atomic
def revise_rapid_review(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Take the rapid review up again, because the Panel asked the partners to think again.

    What was decided and signed is kept until another version of the report is signed. Refuses where the
    Panel's last answer asked nothing of the kind, or the partners replied that they disagree.
    """
    locked = take(incident=incident, move=MoveCode.REVISE_RAPID_REVIEW, by=by, at=at)
    last = locked.panel_responses.order_by("-received_at", "-pk").first()
    if last is None or last.answer != PanelAnswer.RECONSIDER:
        raise DomainError("The Panel has not asked the partners to think again.", code="not-asked")
    if last.disagreement:
        raise DomainError(
            "The partners replied to the Panel that they keep to their decision.",
            code="disagreed",
        )
    review = RapidReview.objects.get(incident=locked)
    said = {"outcome": review.outcome, "response": str(last.public_id)}
    move(incident=locked, code=MoveCode.REVISE_RAPID_REVIEW, by=by, at=at, facts=said)
    return locked


@transaction.atomic
def mirror_national_review(
    *, incident: Incident, facts: NationalFacts, by: User, at: datetime
) -> NationalReview:
    """Store how the Panel's own review stands, as the partnership was told; each telling is audited.

    Refuses a day in the future.
    """
    locked = take(incident=incident, move=MoveCode.MIRROR_NATIONAL, by=by, at=at)
    timing.check_past_day(facts.told_on, what="The day of being told", field="told_on", at=at)
    review, _ = NationalReview.objects.update_or_create(
        incident=locked, defaults={**vars(facts), "changed_at": at, "changed_by": by}
    )
    said = {
        "national": str(review.public_id),
        "status": facts.status,
        "told_on": facts.told_on.isoformat(),
    }
    move(incident=locked, code=MoveCode.MIRROR_NATIONAL, by=by, at=at, facts=said)
    return review


def _keep(response: PanelResponse, letter: Paper, *, by: User, at: datetime) -> None:
    name = f"{response.incident.reference}-panel-letter-{response.pk}"
    response.letter = keep_paper(paper=letter, name=name, at=at, field="letter")
    response.save(update_fields=["letter"])
    _note_letter(AuditVerb.CHANGED, response, by=by, at=at)


def _note_letter(verb: AuditVerb, response: PanelResponse, *, by: User, at: datetime) -> None:
    incident, letter = response.incident, response.letter
    audit.record(
        verb=verb, on=incident, by=by, at=at, reference=incident.reference,
        facts={"response": str(response.public_id), "letter": letter.sha256 if letter else ""},
    )  # fmt: skip
