"""A row of every table of sealed identities and of what is said to the press; a case's file."""

from datetime import datetime

from krscp_portal.foundation.moment import local_day
from partnerships.enums import JobState
from partnerships.models import Job, User
from partnerships.services.files import keep_file
from reviews import models as r
from reviews.models import Incident, Review
from reviews.selectors.case_file import PDF


def add_rows(manager: User, at: datetime) -> None:
    """Add the rows to the open partnership, on the case that was logged first."""
    case = Incident.objects.order_by("pk").first()
    child = case.children.order_by("pk").first()
    copy = keep_file(name="case.pdf", content_type="application/pdf", content=b"%PDF-1.7", at=at)
    done = {"state": JobState.DONE, "requested_at": at, "finished_at": at, "file": copy}
    Job.objects.create(kind=PDF, subject_id=case.public_id, requested_by=manager, **done)
    identity = r.SealedIdentity.objects.create(
        child=child, sealed="ciphertext", sealed_at=at, sealed_by=manager
    )
    r.SealedReading.objects.create(
        identity=identity, reason="To check a record", read_at=at, read_by=manager
    )
    review = Review.objects.order_by("pk").last()
    said = {"text": "What the partners say of it", "written_at": at, "written_by": manager}
    r.MediaLine.objects.create(review=review, **said)
    line = r.MediaLine.objects.create(
        incident=case, text="What the partners say", written_at=at, written_by=manager
    )
    r.MediaApproval.objects.create(
        line=line,
        approver=r.MediaApprover.objects.create(post="Head of communications"),
        agreed_on=local_day(at),
        recorded_at=at,
        recorded_by=manager,
    )
