"""A row of every table of a review's publication: decided, cut, frozen, looked through, prepared."""

from datetime import datetime

from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from reviews import models as r
from reviews.enums import DispatchKind, DispatchRecipient, LeakKind, PublicationForm, ReportKind
from reviews.services.public_files import PDF
from tests.guarantees.world_governance import made

HASH = "1" * 64


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership, on the last review of which nothing is published."""
    review = r.Review.objects.filter(publication=None).order_by("pk").last()
    report, _ = r.Report.objects.get_or_create(
        review=review, defaults={"kind": ReportKind.REVIEW, "opened_at": at, "opened_by": manager}
    )
    signed = r.ReportVersion.objects.create(
        report=report,
        number=report.versions.count() + 1,
        content={"sections": []},
        sha256=HASH,
        made_at=at,
        made_by=manager,
    )
    row = r.Publication.objects.create(
        review=review,
        form=PublicationForm.FULL,
        title="What there was to learn",
        reviewers="A reviewer of ours",
        decided_on=local_day(at),
        decided_by="The three partners",
        recorded_at=at,
        recorded_by=manager,
    )
    kept = {"made_at": at, "made_by": manager}
    r.TakenOut.objects.create(publication=row, words="Some words", reason="personal", **kept)
    content = {"form": "full", "title": row.title, "reviewers": "", "warning": "", "sections": []}
    version = r.PublicVersion.objects.create(
        publication=row, number=1, report_version=signed, content=content, sha256=HASH, **kept
    )
    r.LeakFinding.objects.create(
        version=version, kind=LeakKind.SMALL, where="Title", excerpt="two children"
    )
    made(PDF, version, manager, at)
    r.FamilyContact.objects.create(
        review=review,
        who="An aunt",
        invited_on=local_day(at),
        recorded_at=at,
        recorded_by=manager,
    )
    r.Dispatch.objects.create(
        kind=DispatchKind.PRE_PUBLICATION,
        recipient=DispatchRecipient.PANEL,
        review=review,
        public_version=version,
        prepared_at=at,
        prepared_by=manager,
    )
