"""Minutes as files: a tagged PDF made in the background, a Word document at once."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from governance.models import Meeting, MinutesVersion
from governance.selectors.minutes_content import Block, seen_content
from governance.selectors.public_minutes import FULL_PDF, PDF
from governance.services.minutes_approval import record
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job


@transaction.atomic
def ask_for_pdf(*, version: MinutesVersion, with_part_b: bool, by: User, at: datetime) -> Job:
    """Have a version's PDF made, of part A or of both parts. The page asked who may read part B."""
    kind = FULL_PDF if with_part_b else PDF
    return request_job(kind=kind, subject_id=version.public_id, by=by, at=at)


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return a version's PDF of part A."""
    return _made(partnership_id, subject_id, progress, reads_b=False)


def make_full_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return a version's PDF of both parts."""
    return _made(partnership_id, subject_id, progress, reads_b=True)


@transaction.atomic
def finish_pdf(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that a PDF has been made, and tell whoever asked for it."""
    version = MinutesVersion.objects.select_related("minutes__meeting__group").get(
        public_id=subject_id
    )
    record(AuditVerb.RENDERED, version.minutes, by=by, at=at, sha256=file.sha256)
    tell(
        recipients=[by],
        key=f"minutes-pdf:{file.public_id}",
        subject="The PDF of minutes is ready",
        path=f"{version.minutes.meeting.path}minutes/",
        at=at,
    )


@transaction.atomic
def note_taken(*, version: MinutesVersion, ending: str, by: User, at: datetime) -> None:
    """Write who took minutes away as a file. Refuses nobody: the page did."""
    record(AuditVerb.DOWNLOADED, version.minutes, by=by, at=at, format=ending)


def read_pdf(job: Job | None) -> Produced:
    """Return the PDF of a finished job; refuse where there is none."""
    if job is None or job.file is None:
        raise DomainError("This PDF has not been made.", code="no-pdf")
    return Produced(job.file.name, job.file.content_type, read_file(file=job.file))


def minutes_pdf(
    content: list[Block],
    *,
    meeting: Meeting,
    partnership: Partnership,
    made_at: datetime,
    is_public: bool,
    progress: Progress,
) -> Produced:
    """Return minutes as a tagged PDF; refuse one that the accessibility checks find fault with."""
    on = local_day(meeting.starts_at)
    title = f"Minutes of {meeting.group.name}, {in_words(on)}"
    html = render_to_string(
        "documents/minutes/print.html",
        {
            "partnership": partnership,
            "meeting": meeting,
            "blocks": content,
            "title": title,
            "is_public": is_public,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    name = f"{partnership.slug}-minutes-{meeting.group.key}-{on.isoformat()}.pdf"
    return print_document(html, title=title, made_at=made_at, name=name, progress=progress)


def _made(partnership_id: int, subject_id: UUID, progress: Progress, *, reads_b: bool) -> Produced:
    with tenant(partnership_id):
        rows = MinutesVersion.objects.select_related("minutes__meeting__group")
        version = rows.get(public_id=subject_id)
        partnership = Partnership.objects.get(pk=partnership_id)
    return minutes_pdf(
        seen_content(version.content, reads_b=reads_b),
        meeting=version.minutes.meeting,
        partnership=partnership,
        made_at=version.frozen_at,
        is_public=False,
        progress=progress,
    )
