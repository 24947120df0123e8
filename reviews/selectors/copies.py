"""Copies that are made in the background for one person: which kinds there are, and whose stand there."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from partnerships.enums import JobState
from partnerships.models import Job, User
from reviews.models import Incident, Review

OF_A_CASE: Final = ("reviews.case_zip", "reviews.case_pdf")
OF_A_REVIEW: Final = ("reviews.review_zip", "reviews.review_pdf")
CHRONOLOGIES: Final = {
    "docx": "reviews.chronology_docx",
    "xlsx": "reviews.chronology_xlsx",
    "pdf": "reviews.chronology_pdf",
}
"""By the word in addresses; one kind serves cases and reviews."""
EVERY_KIND: Final = (*OF_A_CASE, *OF_A_REVIEW, *CHRONOLOGIES.values())
KEPT_FOR: Final = timedelta(days=7)
MOST: Final = 20


def copies_of(subject: Incident | Review, user: User, *, kinds: Collection[str]) -> QuerySet[Job]:
    """Return the person's own copies of a case or a review, asked for last first."""
    rows = Job.objects.filter(
        kind__in=kinds, subject_id=subject.public_id, requested_by=user
    ).select_related("file")
    return rows.order_by("-requested_at", "-pk")


def is_ready(job: Job, *, at: datetime) -> bool:
    """Say whether the copy can still be taken at the moment."""
    is_there = job.state == JobState.DONE and job.file_id is not None
    return is_there and at < (job.finished_at or at) + KEPT_FOR
