"""Plain builders of publications, inside the open partnership; states are reached by services."""

from datetime import datetime

from partnerships.models import User
from partnerships.services.files import keep_file
from publications.models import Document, DocumentVersion, Section
from publications.services import versions


def document(**fields: object) -> Document:
    return Document.objects.create(
        **{"kind": "arrangements", "title": "Safeguarding arrangements 2026", **fields}
    )


def section(of: Document, heading: str, **fields: object) -> Section:
    facts = {"kind": "live" if fields.get("block") else "prose", "text": "Some words.", **fields}
    return Section.objects.create(
        document=of, heading=heading, **{"order": of.sections.count() + 1, **facts}
    )


def written() -> Document:
    """A document with one section of prose and one live block."""
    made = document()
    section(made, "Aims", text="Children come **first**.")
    section(made, "The safeguarding partners", text="", block="partners")
    return made


def ready_version(of: Document, *, by: User, at: datetime) -> DocumentVersion:
    """A version whose PDF has been made: a stand-in for the bytes, but by the real services."""
    made = versions.request_version(document=of, by=by, at=at)
    content = f"%PDF-1.7 stand-in {made.public_id}".encode()
    name = f"arrangements-v{made.number}.pdf"
    file = keep_file(name=name, content_type="application/pdf", content=content, at=at)
    versions.finish_rendering(subject_id=made.public_id, file=file, by=by, at=at)
    made.refresh_from_db()
    return made


def published_version(of: Document, *, by: User, at: datetime) -> DocumentVersion:
    return versions.publish_version(version=ready_version(of, by=by, at=at), by=by, at=at)
