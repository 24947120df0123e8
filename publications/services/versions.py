"""Versions: freeze the text, have the PDF made, publish, replace, withdraw, give out."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships import access, audit
from partnerships.enums import AuditVerb, JobState
from partnerships.models import StoredFile, User
from partnerships.roles import Permission
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.work import request_job
from publications import documents, transitions
from publications.enums import VersionState
from publications.models import Document, DocumentVersion

RENDER = "publications.render_version"


@transaction.atomic
def request_version(*, document: Document, by: User, at: datetime) -> DocumentVersion:
    """Freeze the document as it reads today and ask for its PDF.

    An unpublished version of the document is discarded, and its number used again. Refuses a
    document without sections.
    """
    document = _locked(document, by, Permission.DOCUMENT_EDIT, at=at)
    text = documents.compose(document, partnership=document.partnership, on=moment.local_day(at))
    if not text.sections:
        raise DomainError("Add a section before you make a version.", code="no-sections")

    for earlier in document.versions.unpublished():
        _move(earlier, VersionState.DISCARDED)
    version = DocumentVersion.objects.create(
        document=document,
        number=_next_number(document),
        title=text.title,
        partnership_name=text.partnership_name,
        edition=text.edition,
        outline=text.outline,
        content=text.content,
        content_sha256=hashlib.sha256(text.content.encode()).hexdigest(),
        frozen_at=at,
        frozen_by=by,
    )
    _queue(version, by=by, at=at)

    _note(version, AuditVerb.CREATED, by=by, at=at, sha256=version.content_sha256)
    return version


@transaction.atomic
def retry_rendering(*, version: DocumentVersion, by: User, at: datetime) -> DocumentVersion:
    """Ask for the PDF again after its making failed; the frozen text stays the same.

    Refuses while it is being made, and once it has been.
    """
    version = _locked_version(version, by, Permission.DOCUMENT_EDIT, at=at)
    failed = version.job is not None and version.job.state == JobState.FAILED
    if version.state != VersionState.DRAFT or not failed:
        raise DomainError(
            "The PDF of this version is not waiting for another try.", code="no-retry"
        )

    _queue(version, by=by, at=at)

    _note(version, AuditVerb.CHANGED, by=by, at=at, again=True)
    return version


@transaction.atomic
def finish_rendering(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Note that a version's PDF has been made. A version discarded meanwhile stays discarded."""
    version = DocumentVersion.objects.select_for_update(of=("self",)).get(public_id=subject_id)
    if version.state != VersionState.DRAFT:
        return

    version.file, version.pdf_sha256 = file, file.sha256
    _move(version, VersionState.READY, "file", "pdf_sha256")

    _note(version, AuditVerb.RENDERED, by=by, at=at, sha256=file.sha256)
    tell(
        recipients=[by],
        key=f"version-ready:{version.public_id}",
        subject="A document is ready to publish",
        path=f"documents/versions/{version.public_id}/",
        at=at,
    )


@transaction.atomic
def publish_version(*, version: DocumentVersion, by: User, at: datetime) -> DocumentVersion:
    """Make a version the public one; the one before it stays readable, marked as replaced.

    Refuses a version whose PDF is not ready, is missing, or is no longer the one that was made.
    """
    version = _locked_version(version, by, Permission.DOCUMENT_PUBLISH, at=at)
    transitions.move(version.state, VersionState.PUBLISHED).or_raise()
    pdf_of(version)

    for before in version.document.versions.filter(state=VersionState.PUBLISHED):
        before.superseded_at = at
        _move(before, VersionState.SUPERSEDED, "superseded_at")
        _note(before, AuditVerb.SUPERSEDED, by=by, at=at, replaced_by=version.number)
    version.published_at, version.published_by = at, by
    _move(version, VersionState.PUBLISHED, "published_at", "published_by")

    _note(version, AuditVerb.PUBLISHED, by=by, at=at, sha256=version.pdf_sha256)
    return version


@transaction.atomic
def withdraw_version(
    *, version: DocumentVersion, reason: str, by: User, at: datetime
) -> DocumentVersion:
    """Take a published version from the public; its address then says that it was withdrawn.

    Refuses without a reason, which the public reads.
    """
    version = _locked_version(version, by, Permission.DOCUMENT_PUBLISH, at=at)
    transitions.move(version.state, VersionState.WITHDRAWN).or_raise()
    if not reason.strip():
        raise DomainError("Say why; the public will read it.", code="no-reason", field="reason")

    version.withdrawn_at, version.withdrawn_by, version.withdrawn_reason = at, by, reason.strip()
    _move(version, VersionState.WITHDRAWN, "withdrawn_at", "withdrawn_by", "withdrawn_reason")

    _note(version, AuditVerb.REVOKED, by=by, at=at)
    return version


@transaction.atomic
def discard_version(*, version: DocumentVersion, by: User, at: datetime) -> DocumentVersion:
    """Set aside a version that was never published; its number is used again."""
    version = _locked_version(version, by, Permission.DOCUMENT_EDIT, at=at)
    transitions.move(version.state, VersionState.DISCARDED).or_raise()

    _move(version, VersionState.DISCARDED)

    _note(version, AuditVerb.ENDED, by=by, at=at)
    return version


def pdf_of(version: DocumentVersion) -> bytes:
    """Return the PDF as it was stored; refuse when there is none, or it was changed since."""
    if version.file is None:
        raise DomainError("This version has no PDF.", code="no-pdf")
    return read_file(file=version.file)


@transaction.atomic
def count_download(*, version: DocumentVersion, by: User | None, at: datetime) -> None:
    """Write to the audit that somebody was given the PDF; `by=None` is a member of the public."""
    _note(version, AuditVerb.DOWNLOADED, by=by, at=at, sha256=version.pdf_sha256)


def _locked(document: Document, by: User, permission: Permission, *, at: datetime) -> Document:
    """Check the permission and lock the document; everything about its versions takes turns."""
    access.can(by, permission, on=moment.local_day(at)).or_raise()
    return Document.objects.select_for_update().get(pk=document.pk)


def _locked_version(
    version: DocumentVersion, by: User, permission: Permission, *, at: datetime
) -> DocumentVersion:
    _locked(version.document, by, permission, at=at)
    found: DocumentVersion = DocumentVersion.objects.select_related("document", "job", "file").get(
        pk=version.pk
    )
    return found


def _next_number(document: Document) -> int:
    kept = document.versions.exclude(state=VersionState.DISCARDED)
    return (kept.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def _queue(version: DocumentVersion, *, by: User, at: datetime) -> None:
    version.job = request_job(kind=RENDER, subject_id=version.public_id, by=by, at=at)
    version.save(update_fields=["job"])


def _move(version: DocumentVersion, state: VersionState, *fields: str) -> None:
    transitions.move(version.state, state).or_raise()
    version.state = state
    version.save(update_fields=["state", *fields])


def _note(
    version: DocumentVersion, verb: AuditVerb, *, by: User | None, at: datetime, **facts: object
) -> None:
    audit.record(
        verb=verb,
        on=version,
        by=by,
        at=at,
        reference=f"{version.title}, version {version.number}",
        facts={"number": version.number, **facts},
    )
