"""A report while it is written: its sections, the remarks on them, the outcome and its criteria.

A save names the revision that it began from. One that began from an older text is not taken: the
person sees both texts and says which to keep, so nobody's words are lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews import report_stages
from reviews.criteria import KEYS
from reviews.enums import CriterionAnswer, RapidReviewOutcome, ReportKind
from reviews.models import (
    Incident,
    Report,
    ReportComment,
    ReportCriterion,
    ReportSection,
    Review,
)
from reviews.report_sections import sections_of
from reviews.services.held import hold_case, hold_review
from reviews.services.report_held import hold_report, hold_seen, record, refuse, stage_of

LONGEST = 40_000
CHANGED = (
    "Somebody changed this while you wrote. Nothing is lost: both texts are shown. Put them "
    "together and save again, or leave the page to keep the other."
)


class ChangedMeanwhile(DomainError):
    """Somebody else saved since the text was begun; `kept` is what stands now."""

    def __init__(self, kept: ReportSection | Report) -> None:
        super().__init__(CHANGED, code="changed-meanwhile")
        self.kept = kept


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What a rapid review comes to: the outcome, its reasons, and each criterion with its why."""

    outcome: str = ""
    rationale: str = ""
    criteria: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@transaction.atomic
def open_report(
    *, incident: Incident | None = None, review: Review | None = None, by: User, at: datetime
) -> Report:
    """Return the report of a case or a review, made with its empty sections if there is none.

    Refuses whoever does not work on cases or does not see this one, and a case or review on which
    there is nothing to report yet.
    """
    if incident is not None:
        held = hold_case(incident=incident, by=by, at=at)
        stage = report_stages.stage_of_case(held.state)
        found = Report.objects.filter(incident=held).first()
    else:
        assert review is not None  # noqa: S101 -- one of the two is given
        of_review = hold_review(review=review, by=by, at=at)
        stage = report_stages.stage_of_review(of_review.state)
        found = Report.objects.filter(review=of_review).first()
    if found is not None:
        return found
    refuse(report_stages.may_write(stage))
    return begin_report(incident=incident, review=review, by=by, at=at)


def begin_report(
    *, incident: Incident | None, review: Review | None, by: User, at: datetime
) -> Report:
    """Make the report of a case or a review that the caller holds, with its empty sections."""
    report = Report.objects.create(
        kind=ReportKind.RAPID_REVIEW if incident is not None else ReportKind.REVIEW,
        incident=incident,
        review=review,
        opened_at=at,
        opened_by=by,
    )
    ReportSection.objects.bulk_create(
        ReportSection(report=report, key=each.key, title=each.title, order=place)
        for place, each in enumerate(sections_of(report.kind), start=1)
    )
    record(AuditVerb.OPENED, report, by=by, at=at)
    return report


@transaction.atomic
def save_section(
    *, section: ReportSection, body: str, revision: int, by: User, at: datetime
) -> ReportSection:
    """Keep the text of a section; the same text again changes nothing.

    Refuses a report that is out for signatures or signed, a text that is too long, and, by
    `ChangedMeanwhile`, a text begun from one that somebody has replaced.
    """
    report = hold_report(report=section.report, by=by, at=at)
    refuse(report_stages.may_write(stage_of(report)))
    text = _text(body, field="body")
    row = report.sections.select_related("edited_by").get(pk=section.pk)
    if row.body == text:
        return row
    if revision != row.revision:
        raise ChangedMeanwhile(row)
    row.body, row.revision, row.edited_at, row.edited_by = text, row.revision + 1, at, by
    row.save(update_fields=["body", "revision", "edited_at", "edited_by"])
    record(AuditVerb.CHANGED, report, by=by, at=at, section=row.key, revision=row.revision)
    return row


@transaction.atomic
def comment(*, section: ReportSection, text: str, by: User, at: datetime) -> ReportComment:
    """Keep a remark on a section, by anybody who sees the case, until the report is signed.

    Refuses a remark without words.
    """
    report = hold_seen(report=section.report, by=by, at=at)
    refuse(report_stages.may_remark(stage_of(report)))
    if not text.strip():
        raise DomainError("Enter your comment.", code="text-needed", field="text")
    row = report.sections.get(pk=section.pk)
    made = ReportComment.objects.create(
        section=row, text=_text(text, field="text"), made_at=at, made_by=by
    )
    record(AuditVerb.CREATED, report, by=by, at=at, comment=str(made.public_id))
    return made


@transaction.atomic
def answer_comment(*, comment: ReportComment, answer: str, by: User, at: datetime) -> ReportComment:
    """Keep what was done with a remark. Refuses an answer without words and a second one."""
    report = hold_report(report=comment.section.report, by=by, at=at)
    refuse(report_stages.may_remark(stage_of(report)))
    if not answer.strip():
        raise DomainError("Say what was done with it.", code="answer-needed", field="answer")
    row = ReportComment.objects.select_for_update().get(pk=comment.pk)
    if row.answered_at is not None:
        raise DomainError("This comment has its answer already.", code="answered-already")
    row.answer, row.answered_at, row.answered_by = _text(answer, field="answer"), at, by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    record(AuditVerb.REVIEWED, report, by=by, at=at, comment=str(row.public_id))
    return row


@transaction.atomic
def set_outcome(
    *, report: Report, facts: Conclusion, revision: int, by: User, at: datetime
) -> Report:
    """Keep the outcome of a rapid review as it is drafted, its reasons and its criteria.

    Refuses the report of a review, an outcome without reasons, a criterion that is not one of
    `reviews.criteria`, and, by `ChangedMeanwhile`, what was begun from an older state.
    """
    locked = hold_report(report=report, by=by, at=at)
    refuse(report_stages.may_write(stage_of(locked)))
    if locked.kind != ReportKind.RAPID_REVIEW:
        raise DomainError("Only a rapid review has an outcome.", code="no-outcome")
    _check_conclusion(facts)
    if revision != locked.revision:
        raise ChangedMeanwhile(locked)
    keep_conclusion(report=locked, facts=facts, by=by, at=at)
    return locked


def keep_conclusion(*, report: Report, facts: Conclusion, by: User, at: datetime) -> None:
    """Store what a held report comes to; criteria that are not named stay as they are."""
    report.outcome, report.rationale = facts.outcome, facts.rationale.strip()
    report.revision += 1
    report.save(update_fields=["outcome", "rationale", "revision"])
    ReportCriterion.objects.bulk_create(
        [
            ReportCriterion(report=report, key=key, answer=answer, why=why.strip())
            for key, (answer, why) in facts.criteria.items()
            if answer
        ],
        update_conflicts=True,
        unique_fields=["partnership", "report", "key"],
        update_fields=["answer", "why"],
    )
    record(AuditVerb.CHANGED, report, by=by, at=at, outcome=facts.outcome)


def _check_conclusion(facts: Conclusion) -> None:
    if facts.outcome and facts.outcome not in RapidReviewOutcome.values:
        raise DomainError("Choose one of the outcomes.", code="outcome", field="outcome")
    if facts.outcome and not facts.rationale.strip():
        raise DomainError(
            "Say why: the outcome and its reasons stand together.",
            code="rationale-needed",
            field="rationale",
        )
    for key, (answer, _why) in facts.criteria.items():
        if key not in KEYS or (answer and answer not in CriterionAnswer.values):
            raise DomainError("Choose one of the answers.", code="criterion", field=key)


def _text(typed: str, *, field: str) -> str:
    text = typed.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise DomainError(f"Use {LONGEST:,} characters or fewer.", code="too-long", field=field)
    return text
