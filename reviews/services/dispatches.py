"""What leaves the partnership: prepared first, recorded as sent afterwards, never twice.

The portal sends nothing itself. The row stands before anything leaves, with the copy that goes and
its hash. Where a process or a person stopped between preparing and recording, the page asks
whether it was sent; nothing guesses.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb, PartnerKind
from partnerships.models import Job, StoredFile, User
from partnerships.services.work import request_job
from reviews import timing
from reviews.enums import DispatchKind, DispatchRecipient, DispatchState
from reviews.models import Dispatch, Incident, Report, ReportVersion
from reviews.services.report_held import hold_report, record

COPY: Final = "reviews.dispatch_copy"


@dataclass(frozen=True, kw_only=True)
class SentFacts:
    """That something left: when, how, with which receipt, and why where it was late."""

    sent_at: datetime
    how: str = ""
    receipt: str = ""
    late_reason: str = ""


@transaction.atomic
def prepare(*, report: Report, recipient: str, by: User, at: datetime) -> Dispatch:
    """Prepare the signed version of a report for one recipient; its copy is made meanwhile.

    Refuses a version without three signatures, and a second one for the same recipient.
    """
    locked = hold_report(report=report, by=by, at=at)
    version = signed_version(locked)
    standing = version.dispatches.filter(recipient=recipient).exclude(state=DispatchState.CANCELLED)
    if standing.exists():
        raise DomainError(
            "This version was prepared for this recipient already.",
            code="prepared-already",
            field="recipient",
        )
    return _prepared(locked, version, recipient, by=by, at=at)


@transaction.atomic
def cancel_dispatch(*, dispatch: Dispatch, reason: str, by: User, at: datetime) -> Dispatch:
    """Record that what was prepared was not sent, and why. Refuses what was sent, and no reason."""
    report, row = _held(dispatch, by=by, at=at)
    if not reason.strip():
        raise DomainError("Say why it was not sent.", code="reason-needed", field="reason")
    row.state, row.cancelled_because = DispatchState.CANCELLED, reason.strip()
    row.save(update_fields=["state", "cancelled_because"])
    record(AuditVerb.REVOKED, report, by=by, at=at, dispatch=str(row.public_id))
    return row


@transaction.atomic
def note_sent(*, dispatch: Dispatch, facts: SentFacts, by: User, at: datetime) -> Dispatch:
    """Record that what was prepared was sent.

    Refuses what was sent or given up already, and a moment before the version was signed or in the
    future.
    """
    report, row = _held(dispatch, by=by, at=at)
    _mark(report, row, facts, by=by, at=at)
    return row


@transaction.atomic
def note_panel_sent(*, incident: Incident, facts: SentFacts, by: User, at: datetime) -> Dispatch:
    """Record the sending of a rapid review to the Panel, prepared before or only now.

    `services.rapid_reviews` calls this in the transaction that meets the dates.
    """
    report = hold_report(report=Report.objects.get(incident=incident), by=by, at=at)
    version = signed_version(report)
    row = version.dispatches.filter(
        recipient=DispatchRecipient.PANEL, state=DispatchState.PREPARED
    ).first()
    if row is None:
        row = _prepared(report, version, DispatchRecipient.PANEL, by=by, at=at)
    _mark(report, row, facts, by=by, at=at)
    return row


@transaction.atomic
def make_copy_again(*, dispatch: Dispatch, by: User, at: datetime) -> Job:
    """Ask for the copy once more, where its making failed. Refuses where the copy is kept."""
    report = hold_report(report=report_of(dispatch), by=by, at=at)
    row = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if row.file_id is not None:
        raise DomainError("The copy is kept already.", code="copy-kept")
    record(AuditVerb.CHANGED, report, by=by, at=at, dispatch=str(row.public_id))
    return request_job(kind=COPY, subject_id=row.public_id, by=by, at=at)


@transaction.atomic
def finish_copy(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Keep the finished copy with what was prepared; the first copy stays."""
    row = Dispatch.objects.select_for_update().get(public_id=subject_id)
    if row.file_id is not None:
        return
    row.file, row.sha256 = file, file.sha256
    row.save(update_fields=["file", "sha256"])
    report = report_of(row)
    record(AuditVerb.RENDERED, report, by=by, at=at, dispatch=str(row.public_id), sha256=row.sha256)


def signed_version(report: Report) -> ReportVersion:
    """Return the last version of a report, signed by all three partners; refuse where it is not."""
    version = report.versions.order_by("-number").first()
    signed = set(version.signatures.values_list("partner", flat=True)) if version else set()
    if version is None or signed != set(PartnerKind.values):
        raise DomainError(
            "A report is sent once all three partners have signed it.", code="not-signed"
        )
    return version


def report_of(dispatch: Dispatch) -> Report:
    """Return the report of which something was prepared, with its case or review."""
    assert dispatch.version is not None  # noqa: S101 -- every one of a report has its version
    return Report.objects.select_related("incident", "review").get(pk=dispatch.version.report_id)


def _held(dispatch: Dispatch, *, by: User, at: datetime) -> tuple[Report, Dispatch]:
    report = hold_report(report=report_of(dispatch), by=by, at=at)
    row = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if row.state == DispatchState.SENT:
        raise DomainError("It is recorded as sent already.", code="sent-already")
    if row.state == DispatchState.CANCELLED:
        raise DomainError("It was given up. Prepare it anew.", code="cancelled")
    return report, row


def _prepared(
    report: Report, version: ReportVersion, recipient: str, *, by: User, at: datetime
) -> Dispatch:
    of_a_case = report.incident is not None
    row = Dispatch.objects.create(
        kind=DispatchKind.RAPID_REVIEW if of_a_case else DispatchKind.REVIEW_REPORT,
        recipient=recipient,
        incident=report.incident,
        review=report.review,
        version=version,
        prepared_at=at,
        prepared_by=by,
    )
    request_job(kind=COPY, subject_id=row.public_id, by=by, at=at)
    record(
        AuditVerb.CREATED, report, by=by, at=at,
        dispatch=str(row.public_id), recipient=recipient, sha256=version.sha256,
    )  # fmt: skip
    return row


def _mark(report: Report, row: Dispatch, facts: SentFacts, *, by: User, at: datetime) -> None:
    timing.check_past(facts.sent_at, what="The time of sending", field="sent_at", at=at)
    assert row.version is not None  # noqa: S101 -- every one of a report has its version
    if local_day(facts.sent_at) < max(row.version.signatures.values_list("signed_on", flat=True)):
        raise DomainError(
            "It cannot have been sent before all three partners had signed.",
            code="sent-before-signed",
            field="sent_at",
        )
    row.state, row.sent_at, row.sent_by = DispatchState.SENT, facts.sent_at, by
    row.how, row.receipt = facts.how.strip(), facts.receipt.strip()
    row.late_reason = facts.late_reason.strip()
    row.save()
    record(AuditVerb.SENT, report, by=by, at=at, dispatch=str(row.public_id))
