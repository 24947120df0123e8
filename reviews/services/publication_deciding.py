"""What the partners decided to publish of a review: how much, under which title, without which words.

Nothing is public by it. The text itself comes from the signed report alone; here is said which of
its sections go in and which words are taken out (Children Act 2004 s.16F; statutory.md D10, ST13).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance.redacting import REASONS
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews import timing
from reviews.enums import PublicationForm, ReviewKind
from reviews.models import Publication, ReportVersion, Review, TakenOut
from reviews.public_text import Cut, may_choose, standing_in, titles_of
from reviews.publication_acts import NEEDS, Act
from reviews.review_transitions import ReviewMove, check_review
from reviews.selectors.publication_facts import Stand, chosen_of
from reviews.services.impartial import refuse_conflicted
from reviews.services.publication_held import (
    go,
    hold,
    plan_clock,
    record,
    refuse,
    stand_of,
)
from reviews.services.running import said

CHANGED = (
    "Somebody changed this while you wrote. Nothing is lost: both are shown. Put them together and "
    "save again, or leave the page to keep the other."
)
WHAT = "the publication of a review"


class DecidedMeanwhile(DomainError):
    """Somebody else saved the decision since this one was begun; `kept` is what stands now."""

    def __init__(self, kept: Publication) -> None:
        super().__init__(CHANGED, code="changed-meanwhile")
        self.kept = kept


@dataclass(frozen=True, kw_only=True)
class PublicationFacts:
    """What was decided: how much and why not all, title, reviewers, warning, sections, when, by whom."""

    form: str
    title: str
    reviewers: str
    decided_on: date
    decided_by: str
    reasons: str = ""
    warning: str = ""
    sections: tuple[str, ...] = ()
    planned_on: date | None = None


@transaction.atomic
def decide_publication(
    *, review: Review, facts: PublicationFacts, revision: int, by: User, at: datetime
) -> Publication:
    """Keep what the partners decided to publish; the clock of the copies counts from the planned day.

    Refuses whoever may not decide on cases, a report that is not signed, a form that is none, part
    of it without reasons or without what is always published, no title, reviewers or posts, a day
    of decision to come or before the last signature, a planned day that has passed, somebody whose
    declared interest nobody has dealt with, and, by `DecidedMeanwhile`, what was begun from an
    older decision.
    """
    held = hold(review=review, needs=NEEDS[Act.DECIDE], by=by, at=at)
    refuse(check_review(ReviewMove.DECIDE_PUBLICATION, held.state, held.kind))
    refuse_conflicted(what=WHAT, by=by, at=at)
    stand = Stand(held)
    if stand.report is None:
        raise DomainError(
            "The partners decide once all three have signed the report.", code="not-signed"
        )
    earlier = stand.publication
    if earlier is not None and earlier.revision != revision:
        raise DecidedMeanwhile(earlier)
    values = _checked(facts, stand.report, earlier, at=at)
    row = earlier or Publication(review=held)
    for name, value in values.items():
        setattr(row, name, value)
    row.revision, row.recorded_at, row.recorded_by = revision + 1, at, by
    row.save()
    if held.kind == ReviewKind.LCSPR:
        plan_clock(held, planned_on=row.planned_on, by=by, at=at)
    go(review=held, code=ReviewMove.DECIDE_PUBLICATION, by=by, at=at)
    record(AuditVerb.DECIDED, row, by=by, at=at, form=row.form, revision=row.revision)
    return row


@transaction.atomic
def plan_day(*, review: Review, planned_on: date | None, by: User, at: datetime) -> Publication:
    """Set or change the day on which it is to be published; the text stays as it is.

    Refuses a day that has passed, and a review of which nothing is being published.
    """
    stand, row = stand_of(review=review, act=Act.PLAN, by=by, at=at)
    _check_planned(planned_on, row, at=at)
    row.planned_on = planned_on
    row.save(update_fields=["planned_on"])
    if stand.review.kind == ReviewKind.LCSPR:
        plan_clock(stand.review, planned_on=planned_on, by=by, at=at)
    planned = planned_on.isoformat() if planned_on else ""
    record(AuditVerb.CHANGED, row, by=by, at=at, planned_on=planned)
    return row


@transaction.atomic
def take_out(
    *, review: Review, words: str, reason: str, section: str = "", by: User, at: datetime
) -> TakenOut:
    """Take words out of what is published: of one section, or wherever they stand.

    After publication more words may be taken out: the corrected text replaces what the public
    reads. Refuses words that do not stand there, the same words twice, no reason, while the copies
    are out, and a review of which nothing is published.
    """
    stand, row = stand_of(review=review, act=Act.CUT, by=by, at=at)
    text = " ".join(said(words, "Enter the words that are taken out.", field="words").split())
    if reason not in REASONS:
        raise DomainError("Say why they are taken out.", code="reason", field="reason")
    assert stand.report is not None  # noqa: S101 -- nothing is decided before it is signed
    if section and section not in titles_of(stand.report.content):
        raise DomainError("Choose one of the sections.", code="section", field="section")
    if not standing_in(stand.report.content, chosen_of(row), Cut(text, reason, section)):
        raise DomainError(
            "These words do not stand in what would be published.", code="words", field="words"
        )
    if any(each.words == text and each.section == section for each in stand.cuts):
        raise DomainError("These words are taken out already.", code="again", field="words")
    made = TakenOut.objects.create(
        publication=row, section=section, words=text, reason=reason, made_at=at, made_by=by
    )
    record(AuditVerb.CHANGED, row, by=by, at=at, taken_out=str(made.public_id), reason=reason)
    return made


@transaction.atomic
def put_back(*, cut: TakenOut, by: User, at: datetime) -> None:
    """Let words stand again. Refuses while the copies are out, and words that the public read without."""
    stand, row = stand_of(review=cut.publication.review, act=Act.CUT, by=by, at=at)
    found = TakenOut.objects.select_for_update(of=("self",)).get(pk=cut.pk)
    if stand.live is not None and found.made_at <= stand.live.made_at:
        raise DomainError(
            "The public reads the review without these words. They cannot be put back.",
            code="published-without",
        )
    gone = str(found.public_id)
    found.delete()
    record(AuditVerb.UNDONE, row, by=by, at=at, taken_out=gone)


def _checked(
    facts: PublicationFacts, report: ReportVersion, earlier: Publication | None, *, at: datetime
) -> dict[str, Any]:
    in_full = facts.form == PublicationForm.FULL
    reasons = "" if in_full else facts.reasons.strip()
    verdict = may_choose(facts.form, facts.sections, reasons=reasons, report=report.content)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=verdict.code)
    timing.check_past_day(facts.decided_on, what="The decision", field="decided_on", at=at)
    signed_on = max(report.signatures.values_list("signed_on", flat=True))
    if facts.decided_on < signed_on:
        raise DomainError(
            f"The last partner signed on {in_words(signed_on)}. It was decided then or later.",
            code="decided-too-early",
            field="decided_on",
        )
    _check_planned(facts.planned_on, earlier, at=at)
    written = titles_of(report.content)
    return {
        "form": facts.form,
        "reasons": reasons,
        "title": said(facts.title, "Enter the title that the public reads.", field="title"),
        "reviewers": said(facts.reviewers, "Name the reviewers.", field="reviewers"),
        "warning": facts.warning.strip(),
        "sections": [key for key in written if in_full or key in facts.sections],
        "decided_on": facts.decided_on,
        "decided_by": said(facts.decided_by, "Say which posts decided it.", field="decided_by"),
        "planned_on": facts.planned_on,
    }


def _check_planned(day: date | None, earlier: Publication | None, *, at: datetime) -> None:
    if day is None or (earlier is not None and earlier.planned_on == day):
        return
    if day < local_day(at):
        raise DomainError("This day has passed.", code="passed", field="planned_on")
