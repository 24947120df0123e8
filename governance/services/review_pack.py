"""The six-monthly review pack: every priority with its thread, figures and reviews, as a PDF.

The 2021 scrutiny asks the strategic leads to look at outcomes twice a year (S1 recommendations 1
and 8); this is what lies before them.
"""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from governance.selectors.priorities import threads
from governance.selectors.review_pack import PACK, jobs_of_packs
from governance.selectors.rollup import HEADINGS, roll_up
from governance.services.checks import require_edit
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.printing import print_document
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job


@transaction.atomic
def ask_for_pack(*, partnership: Partnership, by: User, at: datetime) -> Job:
    """Have the pack made of the record as it stands; asking twice returns the one being made."""
    require_edit(by, at=at)
    return request_job(kind=PACK, subject_id=partnership.public_id, by=by, at=at)


def make_pack(partnership_id: int, _subject_id: UUID, progress: Progress) -> Produced:
    """Return the pack as a PDF, told by the day on which it was asked for.

    Opens the partnership only to read. Refuses a PDF that the accessibility checks find fault with.
    """
    with tenant(partnership_id):
        at = jobs_of_packs().filter(state="running").latest("requested_at").requested_at
        partnership = Partnership.objects.get(pk=partnership_id)
        on = local_day(at)
        html = pack_html(partnership=partnership, on=on)

    return print_document(
        html,
        title=f"Review of the priorities, {in_words(on)}",
        made_at=at,
        name=f"{partnership.slug}-priorities-{on.isoformat()}.pdf",
        progress=progress,
    )


def pack_html(*, partnership: Partnership, on: date) -> str:
    """Return the pack's text as it stands on the day; nine queries."""
    context = {
        "partnership": partnership,
        "on": on,
        "threads": threads(on=on, charts=True),
        "roll_up": roll_up(on=on),
        "headings": HEADINGS,
        "is_demonstration": bool(settings.DEMO_BANNER),
    }
    return render_to_string("documents/priorities/print.html", context)


@transaction.atomic
def finish_pack(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that the pack has been made, and tell whoever asked for it."""
    partnership = Partnership.objects.get(public_id=subject_id)
    facts = {"sha256": file.sha256}
    reference = "Review pack of the priorities"
    audit.record(
        verb=AuditVerb.RENDERED, on=partnership, by=by, at=at, reference=reference, facts=facts
    )
    tell(
        recipients=[by],
        key=f"priority-pack:{file.public_id}",
        subject="The review pack of the priorities is ready",
        path="priorities/pack/",
        at=at,
    )


@transaction.atomic
def take_pack(*, job: Job, by: User, at: datetime) -> Produced:
    """Return a pack and note who took it; refuse when there is none or it was changed."""
    if job.kind != PACK or job.file is None:
        raise DomainError("This pack has not been made.", code="no-pack")
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=job,
        by=by,
        at=at,
        reference="Review pack of the priorities",
        facts={"sha256": job.file.sha256},
    )
    file = job.file
    return Produced(file.name, file.content_type, read_file(file=file))
