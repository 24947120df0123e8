"""Plays how the fictional practice review was written, signed, published and acted on.

Through the real services: the manager writes the sections, the partners sign by letter, what is
published is decided, cut, frozen, looked through and sent before its day. Days are working days
before the day of loading.
"""

from datetime import datetime, time
from functools import partial
from typing import Final

from krscp_portal.examples.actions import account_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships.enums import PartnerKind
from partnerships.models import Job, User
from partnerships.services.work import run_job
from reviews.enums import DispatchRecipient, PublicationForm
from reviews.models import FamilyContact, Report, Review
from reviews.review_transitions import ReviewMove
from reviews.selectors.publication_facts import Stand
from reviews.services import (
    public_copies,
    public_files,
    publication_deciding,
    publishing,
    reports,
    signing,
)
from reviews.services.dispatches import SentFacts
from reviews.services.engagement import tell_of_publication
from reviews.services.reviews import move_review

KIND: Final = "publication"
MORNING, NOON, AFTERNOON = time(9, 50), time(12, 20), time(15, 40)
COPIES: Final = (
    DispatchRecipient.PANEL,
    DispatchRecipient.SECRETARY_OF_STATE,
    DispatchRecipient.OFSTED,
)


def load_publications(load: Load, *, days: Days) -> None:
    """Put in how every review of the file that has not been played before came to be published."""
    for row in load.rows(KIND):
        if (KIND, row["key"]) not in load.ledger.known:
            written = days.moment(row["written_days_ago"], MORNING)
            load.timeline.add(written, partial(_begin, load, row, days))


def _begin(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    """Write the report, and put in what came of it."""
    review = Review.objects.get(public_id=load.ledger.known["review", row["review"]])
    manager = account_of(load, "manager")
    for section in row["sections"]:
        _write(section, review, manager, at=at)
    row = {**row, "planned_on": days.day(row["published_days_ago"])}
    acts = (
        ("asked", MORNING, _ask),
        ("signed", NOON, _sign),
        ("decided", MORNING, _decide),
        ("frozen", NOON, _freeze),
        ("sent", NOON, _send),
        ("told", MORNING, _tell_family),
        ("published", MORNING, _publish),
        ("learned", AFTERNOON, _act),
    )
    for name, clock, act in acts:
        done = days.moment(row[f"{name}_days_ago"], clock)
        load.timeline.add(done, partial(act, load, row, review.pk, manager))


def _report(review: int) -> Report:
    return Report.objects.select_related("incident", "review__incident").get(review_id=review)


def _review(review: int) -> Review:
    return Review.objects.select_related("incident").get(pk=review)


def _write(row: Row, review: Review, manager: User, *, at: datetime) -> None:
    report = _report(review.pk)
    section = report.sections.get(key=row["key"])
    section.report = report
    reports.save_section(section=section, body=row["text"], revision=0, by=manager, at=at)


def _ask(_load: Load, row: Row, review: int, manager: User, *, at: datetime) -> None:
    signing.ask_for_signatures(report=_report(review), checks=row["checks"], by=manager, at=at)


def _sign(load: Load, _row: Row, review: int, manager: User, *, at: datetime) -> None:
    seats = {"local_authority": "lsp-council", "icb": "lsp-icb", "police": "lsp-police"}
    titles = {row["key"]: row["title"] for row in load.rows("seat")}
    for partner in PartnerKind:
        version = _report(review).versions.select_related("report").get()
        facts = signing.Elsewhere(
            partner=partner.value,
            signatory=titles[seats[partner.value]],
            signed_on=local_day(at),
            sha256=version.sha256,
            evidence="Signed letter on file",
        )
        signing.record_signature(version=version, facts=facts, by=manager, at=at)


def _decide(load: Load, row: Row, review: int, manager: User, *, at: datetime) -> None:
    facts = publication_deciding.PublicationFacts(
        form=PublicationForm.FULL,
        title=row["title"],
        reviewers=row["reviewers"],
        warning=row["warning"],
        decided_on=local_day(at),
        decided_by=row["decided_by"],
        planned_on=row["planned_on"],
    )
    decide = partial(
        publication_deciding.decide_publication,
        review=_review(review),
        facts=facts,
        revision=0,
        by=manager,
        at=at,
    )
    load.ledger.once(KIND, row["key"], decide)
    for cut in row["taken_out"]:
        publication_deciding.take_out(
            review=_review(review),
            words=cut["words"],
            reason=cut["reason"],
            section=cut["section"],
            by=manager,
            at=at,
        )


def _freeze(_load: Load, _row: Row, review: int, manager: User, *, at: datetime) -> None:
    """Freeze the text and make its PDF in the same moment: the next days of the story need it."""
    held = _review(review)
    shown = Stand(held).sha256
    version = publishing.freeze_public(review=held, sha256=shown, by=manager, at=at)
    job = Job.objects.get(kind=public_files.PDF, subject_id=version.public_id)
    run_job(partnership_id=required_partnership_id(), job_id=job.public_id, clock=lambda: at)


def _send(_load: Load, _row: Row, review: int, manager: User, *, at: datetime) -> None:
    for recipient in COPIES:
        copy = public_copies.prepare_copy(
            review=_review(review), recipient=recipient, by=manager, at=at
        )
        facts = SentFacts(sent_at=at, how="By secure e-mail")
        public_copies.record_copy_sent(dispatch=copy, facts=facts, by=manager, at=at)


def _tell_family(_load: Load, _row: Row, review: int, manager: User, *, at: datetime) -> None:
    for contact in FamilyContact.objects.filter(review_id=review).select_related("review"):
        tell_of_publication(contact=contact, told_on=local_day(at), by=manager, at=at)


def _publish(_load: Load, _row: Row, review: int, manager: User, *, at: datetime) -> None:
    publishing.publish(review=_review(review), by=manager, at=at)


def _act(_load: Load, row: Row, review: int, manager: User, *, at: datetime) -> None:
    learned = row["learned"]
    move_review(review=_review(review), code=ReviewMove.ACT, words=learned, by=manager, at=at)
