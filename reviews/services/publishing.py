"""A review on its way to the public: frozen, checked, published, corrected, taken off line.

What the public reads is one frozen version. Another one takes its place at once where somebody could
be recognised, with fewer words and the reason; nothing is ever added to what the public read. It
stays on line for the year that the law asks for (statutory.md D10, D11, ST15, §9.1, 41).
"""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import Job, User
from partnerships.roles import Permission
from partnerships.services.work import request_job
from reviews.enums import LeakKind, ReviewKind, ReviewState
from reviews.models import LeakFinding, Publication, PublicVersion, Review
from reviews.publication_acts import Act
from reviews.publication_gate import bars, text_lacks
from reviews.review_transitions import ReviewMove
from reviews.selectors.publication_facts import (
    KEEP_RULE,
    PUBLISH_RULE,
    Stand,
    gate_facts,
    on_line_until,
)
from reviews.services.impartial import refuse_conflicted
from reviews.services.public_files import PDF
from reviews.services.publication_deciding import WHAT
from reviews.services.publication_held import (
    go,
    meet_clock,
    owe_copies_again,
    record,
    stand_of,
    start_clock,
    version_of,
)
from reviews.services.running import said

STALE = (
    "What is published was changed since this page was shown. Read it again before you freeze it."
)


@transaction.atomic
def freeze_public(
    *, review: Review, sha256: str, because: str = "", by: User, at: datetime
) -> PublicVersion:
    """Freeze what the public will read, as the page showed it; its PDF is made and checked meanwhile.

    After publication it is the correction that will take the place of what is read, and `because`
    says why. Refuses a text that changed since, another version that waits, a text without a
    section, and a correction that changes nothing or gives no reason.
    """
    stand, row = stand_of(review=review, act=Act.FREEZE, by=by, at=at)
    reason = _why(stand, because=because)
    if stand.content is None or stand.report is None:
        raise DomainError("The report is not signed by all three partners.", code="not-signed")
    if sha256 != stand.sha256:
        raise DomainError(STALE, code="stale")
    if not any(each["body"] for each in stand.content["sections"]):
        raise DomainError("No section is left to publish.", code="nothing-left")
    version = PublicVersion.objects.create(
        publication=row,
        number=len(stand.versions) + 1,
        report_version=stand.report,
        content=stand.content,
        sha256=stand.sha256,
        because=reason,
        made_at=at,
        made_by=by,
    )
    record(AuditVerb.CREATED, version, by=by, at=at, version=version.number, sha256=version.sha256)
    request_job(kind=PDF, subject_id=version.public_id, by=by, at=at)
    return version


@transaction.atomic
def make_pdf_again(*, version: PublicVersion, by: User, at: datetime) -> Job:
    """Ask for the PDF and its check once more, where they failed. Refuses where they are there."""
    stand, _ = stand_of(review=version.publication.review, act=Act.SET_ASIDE, by=by, at=at)
    row = version_of(stand, version)
    if row.checked_at is not None:
        raise DomainError("The PDF is made and checked already.", code="checked")
    record(AuditVerb.CHANGED, row, by=by, at=at, version=row.number)
    return request_job(kind=PDF, subject_id=row.public_id, by=by, at=at)


@transaction.atomic
def set_aside(*, version: PublicVersion, reason: str, by: User, at: datetime) -> PublicVersion:
    """Put a frozen version aside, so that what is published can be changed; its copies stay on it.

    Where the copies were sent the review goes back, and other copies are owed. Refuses no reason,
    and a version that is published or set aside.
    """
    stand, publication = stand_of(
        review=version.publication.review, act=Act.SET_ASIDE, by=by, at=at
    )
    row = version_of(stand, version)
    row.set_aside_because = said(reason, "Say why it is set aside.", field="reason")
    row.set_aside_at, row.set_aside_by = at, by
    row.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_because"])
    record(AuditVerb.REVOKED, row, by=by, at=at, version=row.number)
    if stand.review.state == ReviewState.PRE_PUBLICATION:
        go(review=stand.review, code=ReviewMove.TAKE_PUBLICATION_BACK, by=by, at=at)
        planned = publication.planned_on if stand.review.kind == ReviewKind.LCSPR else None
        owe_copies_again(stand.review, planned_on=planned, by=by, at=at)
    return row


@transaction.atomic
def keep_finding(*, finding: LeakFinding, reason: str, by: User, at: datetime) -> LeakFinding:
    """Say why words that the check found may stay.

    A word from a sealed identity is kept by somebody who decides on cases alone. Refuses no reason,
    a second one, and a version that is published or set aside.
    """
    needs = Permission.CASE_DECIDE if finding.kind == LeakKind.SEALED else None
    review = finding.version.publication.review
    stand, _ = stand_of(review=review, act=Act.KEEP, needs=needs, by=by, at=at)
    version = version_of(stand, finding.version)
    row = LeakFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if row.kept_at is not None:
        raise DomainError("It is said already why this may stay.", code="kept")
    row.kept_because = said(reason, "Say why these words may stay.", field="reason")
    row.kept_at, row.kept_by = at, by
    row.save(update_fields=["kept_because", "kept_at", "kept_by"])
    record(AuditVerb.CONFIRMED, version, by=by, at=at, kind=row.kind, finding=str(row.public_id))
    return row


@transaction.atomic
def publish(*, review: Review, late_reason: str = "", by: User, at: datetime) -> PublicVersion:
    """Publish the frozen version today, where nothing stands in the way of it.

    Meets the six months, with the reason where they are over, and starts the year on line. Refuses
    whoever may not publish, everything that `publication_gate` names, a late one without a reason,
    and somebody whose declared interest nobody has dealt with.
    """
    stand, _ = stand_of(review=review, act=Act.PUBLISH, by=by, at=at)
    held = stand.review
    refuse_conflicted(what=WHAT, by=by, at=at)
    left = bars(gate_facts(stand, on=local_day(at)), on=local_day(at))
    if left or stand.waiting is None:
        raise DomainError(" ".join(left), code="gate")
    version = _out(stand.waiting, by=by, at=at)
    go(review=held, code=ReviewMove.PUBLISH, by=by, at=at)
    record(
        AuditVerb.PUBLISHED, version, by=by, at=at, version=version.number, sha256=version.sha256
    )
    meet_clock(held, PUBLISH_RULE, met_at=at, late_reason=late_reason, by=by, at=at)
    start_clock(held, KEEP_RULE, trigger_at=at, by=by, at=at)
    return version


@transaction.atomic
def correct(*, review: Review, by: User, at: datetime) -> PublicVersion:
    """Put the corrected version in the place of what the public reads, at once.

    No day and no copies are waited for: a child who can be recognised cannot wait. The check is.
    Refuses whoever may not publish, where nothing is on line or nothing waits, and what the text
    still lacks.
    """
    stand, _ = stand_of(review=review, act=Act.CORRECT, by=by, at=at)
    live, waiting = stand.live, stand.waiting
    assert live is not None  # noqa: S101 -- the rule refuses where nothing is on line
    assert waiting is not None  # noqa: S101 -- and where nothing waits
    left = text_lacks(gate_facts(stand, on=local_day(at)))
    if left:
        raise DomainError(" ".join(left), code="gate")
    live.replaced_at = at
    live.save(update_fields=["replaced_at"])
    record(AuditVerb.SUPERSEDED, live, by=by, at=at, version=live.number)
    version = _out(waiting, by=by, at=at)
    record(
        AuditVerb.CORRECTED, version, by=by, at=at, version=version.number, sha256=version.sha256
    )
    return version


@transaction.atomic
def archive(*, review: Review, reason: str, by: User, at: datetime) -> Publication:
    """Take what was published off line once its year is over; where copies are held stays said.

    Refuses whoever may not decide on cases, a day before the year is over, with that day, no
    reason, and where nothing is on line.
    """
    stand, row = stand_of(review=review, act=Act.ARCHIVE, by=by, at=at)
    until = on_line_until(stand)
    if local_day(at) < until:
        raise DomainError(
            f"It stays on line until {in_words(until)}: a year at least.", code="within-the-year"
        )
    row.archived_because = said(reason, "Say why it is taken off line.", field="reason")
    row.archived_at, row.archived_by = at, by
    row.save(update_fields=["archived_at", "archived_by", "archived_because"])
    record(AuditVerb.ENDED, row, by=by, at=at, on_line_until=until.isoformat())
    meet_clock(stand.review, KEEP_RULE, met_at=at, late_reason="", by=by, at=at)
    return row


def _why(stand: Stand, *, because: str) -> str:
    """Return why a correction is made, or nothing before publication."""
    if stand.live is None:
        return ""
    return said(because, "Say why what the public reads is replaced.", field="because")


def _out(version: PublicVersion, *, by: User, at: datetime) -> PublicVersion:
    version.published_at, version.published_by = at, by
    version.save(update_fields=["published_at", "published_by"])
    return version
