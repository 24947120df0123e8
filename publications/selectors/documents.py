"""Reads of documents and versions: for people who write them, and for the public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from partnerships.access import Standing
from partnerships.enums import AuditVerb, JobState
from partnerships.models import AuditEvent, Job, User
from partnerships.needs import Need
from partnerships.roles import Permission
from publications.enums import VersionState
from publications.models import Document, DocumentVersion
from publications.transitions import UNPUBLISHED

TONES = {
    VersionState.DRAFT: "grey",
    VersionState.READY: "blue",
    VersionState.PUBLISHED: "green",
    VersionState.SUPERSEDED: "purple",
    VersionState.WITHDRAWN: "orange",
    VersionState.DISCARDED: "grey",
}


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list: what the public reads now, and what is being prepared."""

    document: Document
    sections: int
    published: DocumentVersion | None
    unpublished: DocumentVersion | None


@dataclass(frozen=True)
class VersionRow:
    """A version in a document's history."""

    version: DocumentVersion
    state: str
    tone: str


@dataclass(frozen=True)
class Progress:
    """How far the PDF of a version is, in words that stay true when a worker or the broker dies."""

    is_open: bool
    percent: int
    words: str
    error: str = ""
    may_retry: bool = False


@dataclass(frozen=True)
class Downloads:
    """How often a version's PDF was given out."""

    public: int
    staff: int


def documents_in_order() -> list[DocumentRow]:
    """Return every document with its public and its unpublished version; two queries."""
    found = Document.objects.annotate(
        in_place=Count("sections", filter=Q(sections__removed_at__isnull=True))
    ).order_by("title", "pk")
    live: dict[tuple[int, bool], DocumentVersion] = {}
    versions = DocumentVersion.objects.defer("content").filter(
        state__in=[VersionState.PUBLISHED, *UNPUBLISHED]
    )
    for version in versions.select_related("job"):
        live[version.document_id, version.state == VersionState.PUBLISHED] = version
    return [
        DocumentRow(each, each.in_place, live.get((each.pk, True)), live.get((each.pk, False)))
        for each in found
    ]


def versions_of(*, document: Document) -> list[VersionRow]:
    """Return a document's versions, newest first, the discarded ones left out."""
    rows = (
        document.versions.exclude(state=VersionState.DISCARDED)
        .defer("content")
        .select_related("frozen_by", "published_by", "job")
        .order_by("-number")
    )
    return [VersionRow(each, each.get_state_display(), TONES[each.state]) for each in rows]


def progress_of(*, version: DocumentVersion) -> Progress:
    """Return how the making of a version's PDF stands; the caller has loaded `job`."""
    job: Job | None = version.job
    if job is None or version.state != VersionState.DRAFT:
        return Progress(is_open=False, percent=100, words="The PDF has been made.")
    match job.state:
        case JobState.QUEUED:
            words = "Waiting to start. It is kept in the queue and starts by itself."
            return Progress(is_open=True, percent=0, words=words)
        case JobState.RUNNING:
            return Progress(
                is_open=True, percent=job.percent, words=job.step or "Starting", error=_again(job)
            )
        case JobState.FAILED:
            words = "The PDF could not be made."
            return Progress(
                is_open=False, percent=job.percent, words=words, error=job.error, may_retry=True
            )
        case _:
            return Progress(is_open=True, percent=100, words="Nearly done")


def downloads_of(*, version: DocumentVersion) -> Downloads:
    """Return how often the PDF was downloaded, by the public and by people signed in."""
    events = AuditEvent.objects.filter(
        verb=AuditVerb.DOWNLOADED,
        object_type=version._meta.label_lower,
        object_id=str(version.public_id),
    ).aggregate(
        public=Count("pk", filter=Q(by_id__isnull=True)),
        staff=Count("pk", filter=Q(by_id__isnull=False)),
    )
    return Downloads(**events)


def published_documents() -> list[DocumentVersion]:
    """Return what the public may read now, one version of each document."""
    return list(
        DocumentVersion.objects.filter(state=VersionState.PUBLISHED)
        .defer("content")
        .select_related("document", "file")
        .order_by("title")
    )


def current_version(*, kind: str) -> DocumentVersion | None:
    """Return the published version of a kind of document, or None."""
    return (
        DocumentVersion.objects.filter(document__kind=kind, state=VersionState.PUBLISHED)
        .select_related("document", "file")
        .first()
    )


def public_version(*, kind: str, number: int) -> DocumentVersion | None:
    """Return a version that was ever published: current, replaced or withdrawn; else None."""
    return (
        DocumentVersion.objects.filter(
            document__kind=kind, number=number, published_at__isnull=False
        )
        .select_related("document", "file")
        .first()
    )


def earlier_versions(*, version: DocumentVersion) -> list[DocumentVersion]:
    """Return the other versions of the same document that the public may read, newest first."""
    found = DocumentVersion.objects.public().filter(document_id=version.document_id)
    return list(found.exclude(pk=version.pk).defer("content").order_by("-number"))


def ready_to_publish(user: User, standing: Standing, on: date) -> list[Need]:
    """Say on the home page that a version waits for whoever may publish it; one query."""
    del user, on
    if not standing.can(Permission.DOCUMENT_PUBLISH):
        return []
    rows = DocumentVersion.objects.filter(state=VersionState.READY).defer("content")
    return [
        Need(
            what=f"{row.title}: version {row.number} is ready to publish",
            path=f"documents/versions/{row.public_id}/",
            state="Ready to publish",
        )
        for row in rows.order_by("frozen_at")
    ]


def _again(job: Job) -> str:
    return "The first try was interrupted; this is another." if job.attempts > 1 else ""
