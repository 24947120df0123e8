"""The copy of minutes that the public reads: passages marked, taken out for good, proved gone.

The copy is made from the frozen version without the marked passages and without part B. Before
anybody can read it every passage is looked for in the words of the page and of the finished PDF.
"""

import io
from datetime import datetime
from uuid import UUID

import pypdf
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from governance import minuting, redacting
from governance.enums import MinutesState, RedactionReason
from governance.models import Minutes, MinutesVersion, PublicMinutes, Redaction
from governance.selectors.public_minutes import PUBLIC_COPY, as_marks, copy_up, marks_of
from governance.services.checks import require_edit
from governance.services.minutes import refuse
from governance.services.minutes_approval import record
from governance.services.minutes_files import minutes_pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced, Progress
from partnerships.models import Job, Partnership, StoredFile, User
from partnerships.roles import Permission
from partnerships.services.notices import tell
from partnerships.services.work import request_job

IS_UP = "The public reads a copy of this version. Take it down first."
NEWER = "A corrected version was published."


@transaction.atomic
def mark_passage(
    *, version: MinutesVersion, place: str, words: str, reason: str, by: User, at: datetime
) -> list[Redaction]:
    """Mark words of one paragraph, in every place where they stand in it; no words mark all of it.

    `place` is the block and the paragraph, as "3-0". Refuses what `redacting.may_mark` refuses, an
    unknown reason, and a version of which a copy is up.
    """
    version = _markable(version, by=by, at=at)
    block, paragraph, text = _paragraph(version, place)
    part = version.content[block]["part"] if text is not None else "A"
    refuse(redacting.may_mark(text, words, part=part), field=True)
    if reason not in RedactionReason.values:
        raise DomainError("Say why it is left out.", code="reason", field="reason")
    found = redacting.find(text or "", words) if words.strip() else [(0, len(text or ""))]
    there = set(version.redactions.values_list("block", "paragraph", "start", "end"))
    rows = [
        Redaction(
            version=version, block=block, paragraph=paragraph, start=start, end=end,
            reason=reason, by=by, at=at,
        )
        for start, end in found
        if (block, paragraph, start, end) not in there
    ]  # fmt: skip
    made = Redaction.objects.bulk_create(rows)
    record(AuditVerb.CHANGED, version.minutes, by=by, at=at, marked=len(made), reason=reason)
    return made


@transaction.atomic
def unmark_passage(*, mark: Redaction, by: User, at: datetime) -> None:
    """Take a mark back. Refuses while a copy of the version is up."""
    version = _markable(mark.version, by=by, at=at)
    mark.delete()
    record(AuditVerb.UNDONE, version.minutes, by=by, at=at, mark=True)


@transaction.atomic
def ask_to_publish(*, version: MinutesVersion, by: User, at: datetime) -> Job:
    """Make the public copy and its PDF, and publish it when it is proved that nothing is left.

    Refuses who may not publish, an older version, one of which a copy is up, and a page in which a
    marked passage still stands, with the passage.
    """
    _may_publish(version, by=by, at=at)
    version = _locked(version)
    refuse(minuting.may("publish", version.minutes.state))
    if version.minutes.versions.filter(number__gt=version.number).exists():
        raise DomainError("There is a newer version. Publish that.", code="older")
    row = copy_up(version)
    if row is not None and row.published_at is not None:
        raise DomainError(IS_UP, code="is-up")
    marks = as_marks(marks_of(version))
    row = row or PublicMinutes(version=version)
    row.content = redacting.public_content(version.content, marks)
    row.asked_at, row.asked_by = at, by
    wanted = redacting.passages(version.content, marks)
    left = redacting.still_there(wanted, words_of_page(row))
    if left:
        raise DomainError(
            f"This still stands in the public copy, so it was not published: “{left[0][:80]}”. "
            "Mark it everywhere.",
            code="still-there",
        )
    row.save()
    return request_job(kind=PUBLIC_COPY, subject_id=row.public_id, by=by, at=at)


@transaction.atomic
def take_down(*, copy: PublicMinutes, why: str, by: User, at: datetime) -> PublicMinutes:
    """Take a copy from the public at once; that it was there, and why it went, stays known.

    Refuses one that is not up, and no words on why.
    """
    _may_publish(copy.version, by=by, at=at)
    version = _locked(copy.version)
    row = PublicMinutes.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    if row.taken_down_at is not None:
        raise DomainError("This copy has been taken down already.", code="down")
    if not why.strip():
        raise DomainError("Say why it is taken down.", code="why", field="why")
    _down(row, why=why.strip(), at=at)
    version.minutes.state = MinutesState.APPROVED
    version.minutes.save(update_fields=["state"])
    record(AuditVerb.REVOKED, version.minutes, by=by, at=at, version=version.number)
    return row


def make_copy(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the PDF of a public copy; refuse one in which a marked passage can be found."""
    with tenant(partnership_id):
        row = _copies().get(public_id=subject_id)
        partnership = Partnership.objects.get(pk=partnership_id)
        wanted = redacting.passages(row.version.content, as_marks(marks_of(row.version)))
        content, meeting = row.content, row.version.minutes.meeting
    made = minutes_pdf(
        content,
        meeting=meeting,
        partnership=partnership,
        made_at=row.asked_at,
        is_public=True,
        progress=progress,
    )
    left = redacting.still_there(wanted, words_of_pdf(made.content))
    if left:
        count = "One passage that was" if len(left) == 1 else f"{len(left)} passages that were"
        raise DomainError(
            f"{count} marked can still be read in the PDF. Nothing was published.",
            code="still-there",
        )
    return made


@transaction.atomic
def finish_copy(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Show the copy to the public, with the proof; an older version's copy goes down."""
    row = _copies().select_for_update(of=("self",)).get(public_id=subject_id)
    version = _locked(row.version)
    marks = as_marks(marks_of(version))
    wanted = redacting.passages(version.content, marks)
    older = PublicMinutes.objects.filter(version__minutes=version.minutes, taken_down_at=None)
    for other in older.exclude(pk=row.pk):
        _down(other, why=NEWER, at=at)
    row.file, row.published_at = file, at
    row.proof = {
        "passages": len(wanted), "marks": len(marks), "left_in_page": 0, "left_in_pdf": 0,
        "sha256": file.sha256,
    }  # fmt: skip
    row.save(update_fields=["file", "published_at", "proof"])
    version.minutes.state = MinutesState.PUBLISHED
    version.minutes.save(update_fields=["state"])
    record(AuditVerb.PUBLISHED, version.minutes, by=by, at=at, passages=len(wanted))
    tell(
        recipients=[by],
        key=f"public-minutes:{row.public_id}",
        subject="Minutes have been published",
        path=f"{version.minutes.meeting.path}minutes/public/",
        at=at,
    )


def words_of_page(row: PublicMinutes) -> str:
    """Return the words of the public page of a copy, its title among them."""
    meeting = row.version.minutes.meeting
    page = render_to_string("governance/minutes/_blocks.html", {"blocks": row.content})
    return f"{meeting.title} {meeting.group.name} {strip_tags(page)}"


def words_of_pdf(content: bytes) -> str:
    """Return the words of a PDF as a reader extracts them, with its title and its bookmarks."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    named = [str(value) for value in (reader.metadata or {}).values()]
    return "\n".join([*pages, *named, *_bookmarks(reader.outline)])


def _bookmarks(outline: object) -> list[str]:
    if isinstance(outline, list):
        return [title for each in outline for title in _bookmarks(each)]
    return [str(getattr(outline, "title", ""))]


def _down(row: PublicMinutes, *, why: str, at: datetime) -> None:
    row.taken_down_at, row.taken_down_why = at, why
    row.save(update_fields=["taken_down_at", "taken_down_why"])


def _markable(version: MinutesVersion, *, by: User, at: datetime) -> MinutesVersion:
    found = _locked(version)
    require_edit(by, at=at, group_key=found.minutes.meeting.group.key)
    refuse(minuting.may("redact", found.minutes.state))
    row = copy_up(found)
    if row is not None and row.published_at is not None:
        raise DomainError(IS_UP, code="is-up")
    return found


def _paragraph(version: MinutesVersion, place: str) -> tuple[int, int, str | None]:
    block, _dash, paragraph = place.partition("-")
    if not (block.isdecimal() and paragraph.isdecimal()):
        return 0, 0, None
    try:
        text = version.content[int(block)]["paragraphs"][int(paragraph)]
    except IndexError:
        return 0, 0, None
    return int(block), int(paragraph), text


def _may_publish(version: MinutesVersion, *, by: User, at: datetime) -> None:
    require_edit(by, at=at, group_key=version.minutes.meeting.group.key)
    access.can(by, Permission.DOCUMENT_PUBLISH, on=local_day(at)).or_raise()


def _locked(version: MinutesVersion) -> MinutesVersion:
    """Return the version with its minutes held: a version itself is never written again."""
    Minutes.objects.select_for_update(of=("self",)).get(pk=version.minutes_id)
    rows = MinutesVersion.objects.select_related("minutes__meeting__group")
    return rows.get(pk=version.pk)


def _copies() -> QuerySet[PublicMinutes]:
    return PublicMinutes.objects.select_related("version__minutes__meeting__group")
