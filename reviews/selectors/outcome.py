"""How a case goes on after its rapid review and how it ends, in words for its page."""

from dataclasses import dataclass
from uuid import UUID

from krscp_portal.foundation.components import Link, Row
from krscp_portal.foundation.templatetags.portal import day, moment
from partnerships.access import Standing
from partnerships.enums import PartnerKind
from reviews.enums import NationalStatus, PanelAnswer
from reviews.models import Closure, Incident, NationalReview, OtherAuthority, PanelResponse
from reviews.permissions import may_move
from reviews.selectors.records import Records, records_of
from reviews.transitions import MoveCode

ACTS = (
    (MoveCode.WITHDRAW, "notification/withdraw/", "Withdraw the notification"),
    (MoveCode.RECORD_PANEL_RESPONSE, "outcome/answers/add/", "Record the Panel’s answer"),
    (MoveCode.MIRROR_NATIONAL, "outcome/national-review/", "Record the national review"),
    (MoveCode.CLOSE_CASE, "close/", "Close the case"),
    (MoveCode.REOPEN_CASE, "open-again/", "Open the case again"),
)


@dataclass(frozen=True)
class AnswerWords:
    """One answer of the Panel in words, with where to record the reply, and its letter."""

    heading: str
    rows: list[Row]
    reply_href: str = ""
    letter_href: str = ""
    letter_act: str = ""


@dataclass(frozen=True)
class AuthorityWords:
    """A body of another place in words."""

    public_id: UUID
    name: str
    kind: str
    why: str
    told: str


@dataclass(frozen=True, kw_only=True)
class OutcomePage:
    """What came after the rapid review, as one person sees it; nothing of it queries."""

    withdrawal: list[Row]
    answers: list[AnswerWords]
    national: list[Row]
    closures: list[list[Row]]
    acts: list[Link]


def outcome_page(*, incident: Incident, standing: Standing, home: str) -> OutcomePage:
    """Return the page of a case that was loaded `with_records`; no query."""
    records = records_of(incident)
    may_reply = bool(home and may_move(standing, MoveCode.RECORD_PANEL_RESPONSE, incident.state))
    return OutcomePage(
        withdrawal=_withdrawal(records),
        answers=[_answer(each, home, may_reply=may_reply) for each in records.answers],
        national=[row for each in records.nationals for row in _national(each)],
        closures=[_closure(each) for each in reversed(records.closures)],
        acts=_acts(incident, standing, records, home),
    )


def referral_in_words(incident: Incident, *, home: str, may_record: bool) -> list[Row]:
    """Return which agency brought the case; the case was loaded `with_records`."""
    change = f"{home}referral/" if may_record else ""
    known = getattr(incident, "referral", None)
    if known is None:
        return [Row("Referred by", "Not recorded", change, "Record")]
    agency = known.organisation.name if known.organisation else known.organisation_words
    agreed = f"{known.senior_lead}, {day(known.senior_agreed_on)}" if known.senior_agreed_on else ""
    safe = {True: "Yes", False: "No", None: "Not known yet"}[known.others_safe]
    return [
        Row("Referred by", f"{agency}: {known.post}", change, "Change"),
        Row("Senior lead agreed", agreed or "Not yet"),
        Row("Other children safe", f"{safe}. {known.safety_note}" if known.safety_note else safe),
    ]


def authorities_in_words(records: Records) -> list[AuthorityWords]:
    """Return the bodies of other places that the case concerns today."""
    return [_authority(each) for each in records.authorities if each.removed_at is None]


def response_in_words(response: PanelResponse) -> list[Row]:
    """Return one answer of the Panel as rows, without what is empty."""
    rows = [
        Row("Answer", PanelAnswer(response.answer).label),
        Row("Came", moment(response.received_at)),
        Row("What it says", response.text),
        Row("Replied", moment(response.replied_at)),
        Row("Reply", response.reply),
        Row("Why the partners disagree", response.disagreement),
    ]
    return [row for row in rows if row.value]


def _answer(response: PanelResponse, home: str, *, may_reply: bool) -> AnswerWords:
    """Return one answer; its letter is taken by whoever sees the case, and kept by the unit."""
    root = f"{home}outcome/answers/{response.public_id}/"
    kept = response.letter_id is not None
    rows = response_in_words(response)
    if kept:
        rows.append(Row("Letter", "Kept as a file", f"{root}letter/" if home else "", "Download"))
    return AnswerWords(
        heading=f"The Panel’s answer of {day(response.received_at)}",
        rows=rows,
        reply_href=f"{root}reply/" if may_reply and response.replied_at is None else "",
        letter_href=f"{root}letter/add/" if may_reply else "",
        letter_act="Replace the letter" if kept else "Add the letter",
    )


def _withdrawal(records: Records) -> list[Row]:
    if not records.withdrawals:
        return []
    withdrawal = records.withdrawals[0]
    agreed = [
        Row(
            f"Agreed: {PartnerKind(each.partner).label.lower()}",
            f"{each.signatory}, {day(each.agreed_on)}",
        )
        for each in records.agreements
    ]
    return [
        Row("Why", withdrawal.reason),
        *agreed,
        Row("Panel told", moment(withdrawal.panel_told_at)),
    ]


def _national(review: NationalReview) -> list[Row]:
    rows = [
        Row("How it stands", NationalStatus(review.status).label),
        Row("Called", review.title),
        Row("Partnership told on", day(review.told_on)),
        Row("Own review", "Waits for the national review" if review.local_paused else "Goes on"),
        Row("What else is known", review.note),
        Row("Web address", review.web_address),
    ]
    return [row for row in rows if row.value]


def _closure(closure: Closure) -> list[Row]:
    rows = [
        Row("Closed", moment(closure.closed_at)),
        Row("What came of it", closure.summary),
        Row("Without the Panel’s answer because", closure.without_answer),
        Row("Opened again", moment(closure.reopened_at)),
        Row("Why it was opened again", closure.reopened_because),
    ]
    return [row for row in rows if row.value]


def _acts(incident: Incident, standing: Standing, records: Records, home: str) -> list[Link]:
    """Return what the person may do next; to think again only where the Panel asked for it."""
    found = [
        Link(text, home + where)
        for code, where, text in ACTS
        if may_move(standing, code, incident.state) and not _is_too_late(code, records)
    ]
    last = max(records.answers, key=lambda each: (each.received_at, each.pk), default=None)
    asked = last is not None and last.answer == PanelAnswer.RECONSIDER and not last.disagreement
    if asked and may_move(standing, MoveCode.REVISE_RAPID_REVIEW, incident.state):
        found.append(Link("Take the rapid review up again", f"{home}rapid-review/again/"))
    return found


def _is_too_late(code: MoveCode, records: Records) -> bool:
    """Say whether the records refuse a move that the state would allow."""
    review = records.review
    if code is MoveCode.WITHDRAW:
        return review is not None and review.completed_at is not None
    if code is MoveCode.RECORD_PANEL_RESPONSE:
        return review is None or review.sent_at is None
    return False


def _authority(row: OtherAuthority) -> AuthorityWords:
    told = f"Told on {day(row.told_on)}" if row.told_on else "Not told yet"
    return AuthorityWords(row.public_id, row.name, row.get_kind_display(), row.why, told)
