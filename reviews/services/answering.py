"""What an agency answers, by its secret link or signed in: saved in parts, then handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Refused
from partnerships import access, audit, papers
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.papers import Paper
from partnerships.services.files import keep_file
from partnerships.services.notices import tell
from reviews import asking, scanning
from reviews.asking import Act, Given
from reviews.enums import RequestEventKind
from reviews.models import AgencyRequest, RequestEvent, RequestFile, RequestLink
from reviews.selectors.answers import may_answer
from reviews.selectors.request_words import subject_of
from reviews.services.held import locked_request, refuse_unless
from reviews.services.request_links import end_links
from reviews.services.requests import note

SAVED_ONCE_IN: Final = timedelta(minutes=30)
NOT_YOURS: Final = "There is no such request, or it is not yours to answer."


class EditedMeanwhile(DomainError):
    """Somebody saved another text since this one was begun; `row` holds the other text."""

    def __init__(self, row: AgencyRequest) -> None:
        super().__init__(
            "Somebody else of your agency saved this answer while you were writing. Nothing of"
            " yours has been saved yet. Both texts stand here.",
            code="edited-meanwhile",
        )
        self.row = row


@dataclass(frozen=True, kw_only=True)
class AnswerFacts:
    """What was typed, and the revision that it began from.

    `over` is the revision of the other text that the person has seen and wants to replace.
    """

    involvement: str = ""
    summary: str = ""
    learning: str = ""
    revision: int = 0
    over: int | None = None


@dataclass(frozen=True)
class Hand:
    """Who answers: the link that was opened, or somebody signed in."""

    row: AgencyRequest
    link: RequestLink | None = None


@transaction.atomic
def note_opened(*, hand: Hand, by: User | None, at: datetime) -> AgencyRequest:
    """Keep when an agency first opened its request. Opening it again changes nothing."""
    row = held_answer(hand, by=by, at=at)
    if row.opened_at is None:
        row.opened_at = at
        row.save(update_fields=["opened_at"])
        note(row=row, kind=RequestEventKind.OPENED, by=by, at=at)
        _record(AuditVerb.OPENED, row, by=by, at=at)
    return row


@transaction.atomic
def save_answer(*, hand: Hand, facts: AnswerFacts, by: User | None, at: datetime) -> AgencyRequest:
    """Keep a part of the answer; it may be empty still.

    Refuses one that began from an older text (`EditedMeanwhile`), so that two people of one agency
    never overwrite each other.
    """
    row = held_answer(hand, by=by, at=at)
    typed = (facts.involvement, facts.summary, facts.learning)
    if typed == (row.involvement, row.summary, row.learning):
        return row
    if facts.revision != row.revision and facts.over != row.revision:
        raise EditedMeanwhile(row)
    row.involvement, row.summary, row.learning = typed
    row.revision += 1
    row.save(update_fields=["involvement", "summary", "learning", "revision"])
    if not _saved_lately(row, by=by, at=at):
        note(row=row, kind=RequestEventKind.SAVED, by=by, at=at)
        _record(AuditVerb.CHANGED, row, by=by, at=at)
    return row


@transaction.atomic
def add_file(
    *, hand: Hand, paper: Paper, title: str, by: User | None, at: datetime
) -> RequestFile | Refused:
    """Keep a file with the answer, or say why not: a refused one is noted and never stored.

    What the sender called it is not kept in the file's name, because it may name a child.
    """
    row = held_answer(hand, by=by, at=at)
    verdict = scanning.may_receive(paper)
    if verdict and row.files.count() >= scanning.MOST_FILES:
        verdict = Refused("There are as many files as one answer may have.", code="too-many")
    if isinstance(verdict, Refused):
        note(row=row, kind=RequestEventKind.FILE_REFUSED, text=verdict.reason, by=by, at=at)
        _record(AuditVerb.FAILED, row, by=by, at=at, file=verdict.code)
        return verdict
    ending = papers.ending_of(paper.name)
    place = row.files.count() + 1
    stored = keep_file(
        name=f"{subject_of(row).reference}-answer-{row.pk}-{place}{ending}",
        content_type=papers.TYPES[ending],
        content=paper.content,
        at=at,
    )
    kept = RequestFile.objects.create(
        request=row, title=title.strip(), file=stored, added_at=at, account=by
    )
    note(row=row, kind=RequestEventKind.FILE_ADDED, text=kept.title, by=by, at=at)
    _record(AuditVerb.CHANGED, row, by=by, at=at, file=stored.sha256)
    return kept


@transaction.atomic
def hand_in(
    *, hand: Hand, signed_off_by: str, revision: int, by: User | None, at: datetime
) -> AgencyRequest:
    """Hand the answer in, agreed by a senior post; the link ends with it.

    Refuses an answer that is not whole (`asking.may_hand_in`), and one that changed since the
    person looked at it.
    """
    row = held_answer(hand, by=by, at=at)
    if revision != row.revision:
        raise DomainError(
            "The answer was changed since you looked at it. Read it again first.",
            code="changed-meanwhile",
        )
    refuse_unless(asking.may_hand_in(Given(row.involvement, row.summary, signed_off_by)))
    row.signed_off_by = signed_off_by.strip()
    row.returned_at, row.returned_account = at, by
    row.save(update_fields=["signed_off_by", "returned_at", "returned_account"])
    if hand.link is not None:
        RequestLink.objects.filter(pk=hand.link.pk).update(used_at=at)
    end_links(row=row, at=at)
    note(row=row, kind=RequestEventKind.RETURNED, text=row.signed_off_by, by=by, at=at)
    _record(AuditVerb.COMPLETED, row, by=by, at=at, involvement=row.involvement)
    _tell(row, at=at)
    return row


def held_answer(hand: Hand, *, by: User | None, at: datetime) -> AgencyRequest:
    """Return the request locked, for whoever may answer it as it stands.

    Refuses a link that has ended, somebody to whom the request was not sent, and a request that
    takes no answer.
    """
    if by is None:
        assert hand.link is not None  # noqa: S101 -- nobody is let in by neither
        link = RequestLink.objects.select_for_update(of=("self",)).get(pk=hand.link.pk)
        if link.request_id != hand.row.pk:
            raise NotPermitted(NOT_YOURS, code="not-yours")
        verdict = asking.may_open(link, at=at)
        if not verdict:
            raise DomainError(verdict.reason, code=verdict.code)
    row = locked_request(hand.row)
    if by is not None and not may_answer(row, by, access.standing(by, on=local_day(at))):
        raise NotPermitted(NOT_YOURS, code="not-yours")
    verdict = asking.may(Act.ANSWER, asking.stand_of(row, on=local_day(at)))
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    return row


def _saved_lately(row: AgencyRequest, *, by: User | None, at: datetime) -> bool:
    """Say whether the same hand saved a moment ago: an autosave writes one line, not hundreds."""
    last = RequestEvent.objects.filter(request=row).order_by("-at", "-pk").first()
    return (
        last is not None
        and last.kind == RequestEventKind.SAVED
        and last.by_id == (by.pk if by else None)
        and last.at > at - SAVED_ONCE_IN
    )


def _tell(row: AgencyRequest, *, at: datetime) -> None:
    """Tell whoever asked that the answer is there, in words that could stand in an e-mail."""
    subject = subject_of(row)
    if row.asked_by is None:
        return
    tell(
        recipients=[row.asked_by],
        key=f"request:{row.public_id}:returned:{at.isoformat()}",
        subject=f"An agency has answered a request about {subject.reference}",
        path=f"{subject.path}requests/{row.public_id}/",
        at=at,
    )


def _record(
    verb: AuditVerb, row: AgencyRequest, *, by: User | None, at: datetime, **said: str
) -> None:
    facts = {"agency": str(row.organisation.public_id), **said}
    reference = subject_of(row).reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=facts)
