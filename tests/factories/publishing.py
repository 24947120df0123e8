"""Reviews on their way to the public, brought there by the real services alone."""

from datetime import date, datetime, timedelta
from typing import Any

from krscp_portal.foundation.context import tenant
from partnerships.enums import JobState, PartnerKind
from partnerships.models import Job, Partnership, User
from partnerships.services.work import run_job
from reviews.enums import ReviewState
from reviews.models import Dispatch, PublicVersion, Report, Review
from reviews.selectors.publication_facts import Stand
from reviews.services import engagement, public_copies, publishing, reports, signing
from reviews.services.dispatches import SentFacts
from reviews.services.engagement import FamilyFacts
from reviews.services.publication_deciding import PublicationFacts, decide_publication
from reviews.services.reports import begin_report
from tests.factories.reports import CHECKED, elsewhere

DAY = timedelta(days=1)
BODIES = {
    "reviewers": "The review was led by Robin Marsh.",
    "scope": "",
    "voice": "The family said what helped.",
    "improvements": "Services should listen to fathers.\n\nThe clinic at Ash House should ring back.",
    "reasons": "The teams did not know of each other.",
    "good_practice": "",
    "recommendations": "The health board should name one contact.",
}


def signed(review: Review, *, by: User, at: datetime, **bodies: str) -> Review:
    """A review whose report was written and signed by all three partners."""
    Review.objects.filter(pk=review.pk).update(state=ReviewState.IN_PROGRESS)
    review.refresh_from_db()
    report = Report.objects.filter(review=review).first() or begin_report(
        incident=None, review=review, by=by, at=at
    )
    for row in report.sections.order_by("order"):
        row.report = report
        body = bodies.get(row.key, BODIES[row.key])
        reports.save_section(section=row, body=body, revision=row.revision, by=by, at=at)
    version = signing.ask_for_signatures(report=report, as_is=True, checks=CHECKED, by=by, at=at)
    version.report = report
    for partner in PartnerKind:
        elsewhere(version, partner.value, by=by, at=at)
    review.refresh_from_db()
    return review


def facts(at: datetime, **said: Any) -> PublicationFacts:
    usual: dict[str, Any] = {
        "form": "full",
        "title": "Listening to fathers",
        "reviewers": "Robin Marsh",
        "warning": "Some of this is hard to read.",
        "decided_on": at.date(),
        "decided_by": "The three partners",
        "planned_on": at.date() + 28 * DAY,
    }
    return PublicationFacts(**{**usual, **said})


def decided(review: Review, *, by: User, at: datetime, **said: Any) -> Review:
    """The partners decided to publish it, four weeks on unless said otherwise."""
    revision = said.pop("revision", 0)
    decide_publication(review=review, facts=facts(at, **said), revision=revision, by=by, at=at)
    review.refresh_from_db()
    return review


def frozen(review: Review, *, by: User, at: datetime, because: str = "") -> PublicVersion:
    """What the public would read as it is decided now, frozen; its PDF waits in the queue."""
    sha256 = Stand(review).sha256
    return publishing.freeze_public(review=review, sha256=sha256, because=because, by=by, at=at)


def work(partnership: Partnership, *, at: datetime) -> None:
    """Do every job of publications that waits in the partnership."""
    with tenant(partnership.pk):
        waiting = Job.objects.filter(kind="reviews.public_pdf", state=JobState.QUEUED)
        jobs = list(waiting.values_list("public_id", flat=True))
    for job in jobs:
        run_job(partnership_id=partnership.pk, job_id=job, clock=lambda: at)


def copy_sent(review: Review, recipient: str, *, by: User, at: datetime, **said: Any) -> Dispatch:
    """A copy prepared and recorded as sent at the moment."""
    row = public_copies.prepare_copy(review=review, recipient=recipient, by=by, at=at)
    sent = SentFacts(**{"sent_at": at, "how": "Secure e-mail", **said})
    return public_copies.record_copy_sent(dispatch=row, facts=sent, by=by, at=at)


def copies_sent(review: Review, *, by: User, at: datetime) -> None:
    """The copies that must go, gone."""
    for recipient in ("panel", "secretary_of_state"):
        copy_sent(review, recipient, by=by, at=at)
    review.refresh_from_db()


def family_told(review: Review, on: date, *, by: User, at: datetime) -> None:
    """The mother was invited, and told of the publication."""
    who = FamilyFacts(who="Mother", invited_on=on, how="A visit")
    row = engagement.record_family(review=review, facts=who, by=by, at=at)
    engagement.tell_of_publication(contact=row, told_on=on, by=by, at=at)
