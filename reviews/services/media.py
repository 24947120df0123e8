"""What is said to the press of a case or a review, who must agree to it, and who did."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from governance.services.checks import clean, refuse_ended, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.models import Incident, MediaApproval, MediaApprover, MediaLine, Review
from reviews.services.held import hold_case, hold_review

APPROVERS: Final = "Who approves what is said to the press"


@transaction.atomic
def add_approver(*, post: str, source: str = "", by: User, at: datetime) -> MediaApprover:
    """Put a post on the list of those who must agree to every line.

    Refuses no words, a post that is on the list, and whoever does not keep the record.
    """
    require_edit(by, at=at)
    if not post.strip():
        raise DomainError("Enter the post.", code="no-post", field="post")
    if MediaApprover.objects.current().filter(post__iexact=post.strip()).exists():
        raise DomainError("This post is on the list already.", code="on-list", field="post")
    row = MediaApprover(post=post.strip(), source=source.strip())
    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=APPROVERS)
    return row


@transaction.atomic
def end_approver(*, approver: MediaApprover, by: User, at: datetime) -> MediaApprover:
    """Take a post off the list; what it agreed to stays on the record and counts no more.

    Refuses a second end, and whoever does not keep the record.
    """
    require_edit(by, at=at)
    row = MediaApprover.objects.select_for_update(of=("self",)).get(pk=approver.pk)
    refuse_ended(row)
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=APPROVERS)
    return row


@transaction.atomic
def write_line(*, subject: Incident | Review, text: str, by: User, at: datetime) -> MediaLine:
    """Keep a wording of what is said of a case or a review. It is never changed.

    Refuses no words, the words of the line before, and whoever does not work on the case.
    """
    held = _hold(subject, by=by, at=at)
    if not text.strip():
        raise DomainError("Enter what is said.", code="no-words", field="text")
    latest = held.media_lines.order_by("-written_at", "-pk").first()
    if latest is not None and latest.text == text.strip():
        raise DomainError("The line before says the same.", code="no-change", field="text")
    row = MediaLine(text=text.strip(), written_at=at, written_by=by)
    if isinstance(held, Incident):
        row.incident = held
    else:
        row.review = held
    row.save(force_insert=True)
    _audit(AuditVerb.CREATED, row, held, by=by, at=at)
    return row


@transaction.atomic
def record_approval(
    *, line: MediaLine, approver: MediaApprover, agreed_on: date, by: User, at: datetime
) -> MediaApproval:
    """Keep that a post agreed to a line on a day, and who recorded it. It is never changed.

    Refuses a post that is not on the list, one that agreed already, a day to come or from before
    the line was written, and whoever does not work on the case.
    """
    subject = line.incident or line.review
    assert subject is not None  # noqa: S101 -- for the type checker
    held = _hold(subject, by=by, at=at)
    if approver.ended_on is not None:
        raise DomainError("This post is on the list no more.", code="ended", field="approver")
    if line.approvals.filter(approver=approver).exists():
        raise DomainError("This post has agreed already.", code="agreed", field="approver")
    if agreed_on > local_day(at):
        raise DomainError("This day is still to come.", code="to-come", field="agreed_on")
    if agreed_on < local_day(line.written_at):
        raise DomainError(
            "The line was not written yet on this day.", code="too-early", field="agreed_on"
        )
    row = MediaApproval.objects.create(
        line=line, approver=approver, agreed_on=agreed_on, recorded_at=at, recorded_by=by
    )
    facts = {"approver": str(approver.public_id), "agreed_on": agreed_on.isoformat()}
    _audit(AuditVerb.CONFIRMED, line, held, by=by, at=at, **facts)
    return row


def _hold(subject: Incident | Review, *, by: User, at: datetime) -> Incident | Review:
    if isinstance(subject, Incident):
        return hold_case(incident=subject, by=by, at=at)
    return hold_review(review=subject, by=by, at=at)


def _audit(
    verb: AuditVerb,
    line: MediaLine,
    subject: Incident | Review,
    *,
    by: User,
    at: datetime,
    **facts: str,
) -> None:
    audit.record(verb=verb, on=line, by=by, at=at, reference=subject.reference, facts=facts)
