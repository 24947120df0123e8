"""Three partners sign one version of a report, by its hash; or it is taken back to be changed.

A signature is bound to the version whose hash the page showed. A version that was replaced
meanwhile takes no more signatures, and those that it has stay under it for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships.enums import AuditVerb, PartnerKind
from partnerships.models import User
from partnerships.services.notices import tell
from reviews import report_stages, review_subject, subject, timing
from reviews.enums import ReviewState
from reviews.models import Report, ReportReturn, ReportVersion, Signature
from reviews.report_checks import may_be_signed
from reviews.review_transitions import STEPS, ReviewMove, check_review
from reviews.selectors.signatories import seats_of, signatories
from reviews.services.freezing import freeze
from reviews.services.held import refuse_unless
from reviews.services.impartial import refuse_conflicted
from reviews.services.rapid_reviews import finish_rapid_review
from reviews.services.report_held import hold_report, hold_seen, record, refuse, stage_of
from reviews.services.steps import move
from reviews.transitions import MoveCode

CHANGED: Final = (
    "The report was changed since this page was shown. Read it again before you sign it."
)
WHAT: Final = "the signing of a report"


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A signature that was given outside the portal: by which post, when, and how it is known."""

    partner: str
    sha256: str
    signatory: str
    signed_on: date
    evidence: str


@transaction.atomic
def ask_for_signatures(
    *,
    report: Report,
    as_is: bool = False,
    checks: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> ReportVersion:
    """Freeze the report and ask the three partners to sign it; the text is not changed meanwhile.

    Refuses what `freezing.freeze` refuses, a rapid review without an outcome, a practice review
    that was not checked (`report_checks`), and a report that is not being written.
    """
    locked = hold_report(report=report, by=by, at=at)
    refuse(report_stages.may_write(stage_of(locked)))
    if locked.incident is not None and not locked.outcome:
        raise DomainError(
            "Say first what the rapid review comes to: its outcome and why.", code="outcome-needed"
        )
    if locked.review is not None:
        refuse(check_review(ReviewMove.ASK_FOR_SIGNATURES, locked.review.state, locked.review.kind))
        refuse_unless(may_be_signed(locked.review.kind, checks or {}))
    version = freeze(report=locked, as_is=as_is, checks=checks, by=by, at=at)
    _go(locked, MoveCode.ASK_FOR_SIGNATURES, ReviewMove.ASK_FOR_SIGNATURES, by=by, at=at)
    _tell(locked, version, by=by, at=at)
    return version


@transaction.atomic
def sign(*, version: ReportVersion, partner: str, sha256: str, by: User, at: datetime) -> Signature:
    """Sign a version for one partner, by whoever holds the seat of its lead or delegate today.

    Refuses anybody else, a hash that is not the version's, a version that was replaced or that
    this partner has signed, and somebody whose declared interest nobody has dealt with.
    """
    locked = hold_seen(report=version.report, by=by, at=at)
    current = _to_sign(locked, version, sha256=sha256)
    post = seats_of(by, on=local_day(at)).get(PartnerKind(partner))
    if post is None:
        raise DomainError(
            f"You do not hold a seat that signs for the {_name(partner)}.", code="no-seat"
        )
    refuse_conflicted(what=WHAT, by=by, at=at)
    row = Signature(partner=partner, signatory=post, signed_on=local_day(at))
    return _keep(locked, current, row, by=by, at=at)


@transaction.atomic
def record_signature(
    *, version: ReportVersion, facts: Elsewhere, by: User, at: datetime
) -> Signature:
    """Record a signature that a partner gave outside the portal, with how it is known.

    Refuses whoever does not work on cases, no post, no evidence, a day before the version was
    made or in the future, and what `sign` refuses of a version.
    """
    locked = hold_report(report=version.report, by=by, at=at)
    current = _to_sign(locked, version, sha256=facts.sha256)
    for name, words in (
        ("signatory", "Enter the post that signed."),
        ("evidence", "Say how it is known, such as: signed letter on file."),
    ):
        if not getattr(facts, name).strip():
            raise DomainError(words, code=f"{name}-needed", field=name)
    timing.check_past_day(facts.signed_on, what="The day of signing", field="signed_on", at=at)
    if facts.signed_on < local_day(current.made_at):
        raise DomainError(
            "The version did not exist on that day.", code="signed-too-early", field="signed_on"
        )
    row = Signature(
        partner=facts.partner,
        signatory=facts.signatory.strip(),
        signed_on=facts.signed_on,
        evidence=facts.evidence.strip(),
    )
    return _keep(locked, current, row, by=by, at=at)


@transaction.atomic
def take_back(*, report: Report, reason: str, by: User, at: datetime) -> ReportReturn:
    """Take a report back to be changed, before all have signed it; given signatures stay with it.

    Refuses a report that does not wait for signatures, and no reason.
    """
    locked = hold_report(report=report, by=by, at=at)
    refuse(report_stages.may_sign(stage_of(locked)))
    if not reason.strip():
        raise DomainError("Say why it is taken back.", code="reason-needed", field="reason")
    version = locked.versions.order_by("-number")[0]
    made = ReportReturn.objects.create(
        version=version, reason=reason.strip(), taken_back_at=at, taken_back_by=by
    )
    _go(locked, MoveCode.TAKE_REPORT_BACK, ReviewMove.TAKE_REPORT_BACK, by=by, at=at)
    record(AuditVerb.UNDONE, locked, by=by, at=at, version=version.number)
    return made


def _to_sign(report: Report, version: ReportVersion, *, sha256: str) -> ReportVersion:
    refuse(report_stages.may_sign(stage_of(report)))
    current = report.versions.order_by("-number")[0]
    if current.pk != version.pk or current.sha256 != sha256:
        raise DomainError(CHANGED, code="changed")
    return current


def _keep(
    report: Report, version: ReportVersion, row: Signature, *, by: User, at: datetime
) -> Signature:
    """Store the signature; the third one completes the rapid review or signs the review off."""
    signed = set(version.signatures.values_list("partner", flat=True))
    if row.partner in signed:
        raise DomainError(
            f"The {_name(row.partner)} has signed this version.",
            code="signed-already",
            field="partner",
        )
    row.version, row.sha256, row.signed_at, row.signed_by = version, version.sha256, at, by
    row.save()
    record(
        AuditVerb.CONFIRMED, report, by=by, at=at,
        partner=row.partner, version=version.number, sha256=version.sha256,
    )  # fmt: skip
    if signed | {row.partner} == set(PartnerKind.values):
        _finish(report, version, by=by, at=at)
    return row


def _finish(report: Report, version: ReportVersion, *, by: User, at: datetime) -> None:
    if report.incident is None:
        _go(report, MoveCode.COMPLETE_RAPID_REVIEW, ReviewMove.SIGN, by=by, at=at)
        return
    last = max(version.signatures.values_list("signed_on", flat=True))
    finish_rapid_review(
        incident=report.incident,
        version=version,
        completed_at=_moment_of(last, version, at=at),
        by=by,
        at=at,
    )


def _moment_of(last: date, version: ReportVersion, *, at: datetime) -> datetime:
    """Return when the last partner signed: now, or from the beginning of an earlier day on.

    To the minute, as the sending is typed: what is sent in the same minute is not sent too early.
    """
    if last >= local_day(at):
        return at.replace(second=0, microsecond=0)
    return max(version.made_at, datetime.combine(last, time(), tzinfo=LONDON))


def _go(
    report: Report, of_case: MoveCode, of_review: ReviewMove, *, by: User, at: datetime
) -> None:
    if report.incident is not None:
        move(incident=report.incident, code=of_case, by=by, at=at)
        return
    review = report.review
    assert review is not None  # noqa: S101 -- for the type checker
    step = STEPS[of_review]
    before, review.state = review.state, ReviewState(step.target)
    review.save(update_fields=["state"])
    record(step.verb, report, by=by, at=at, move=of_review.value, **{"from": before})


def _tell(report: Report, version: ReportVersion, *, by: User, at: datetime) -> None:
    """Tell whoever signs and sees it; the words say nothing of what the report is about."""
    tell(
        recipients=[
            each
            for each in signatories(on=local_day(at))
            if each.pk != by.pk and _sees(each, report)
        ],
        key=f"report-version:{version.public_id}",
        subject="A report waits for your signature",
        path=f"reports/{report.public_id}/versions/{version.number}/",
        at=at,
    )


def _sees(user: User, report: Report) -> bool:
    if report.incident is not None:
        return subject.may_be_told(user, report.incident.public_id)
    assert report.review is not None  # noqa: S101 -- for the type checker
    return review_subject.may_be_told(user, report.review.public_id)


def _name(partner: str) -> str:
    return PartnerKind(partner).label.lower()
