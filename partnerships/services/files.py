"""Keeping files: opaque names, a hash, never a change."""

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from partnerships.models import StoredFile


def keep_file(*, name: str, content_type: str, content: bytes, at: datetime) -> StoredFile:
    """Store the bytes in the open partnership's folder and return the row that names them."""
    path = f"{required_partnership_id()}/{uuid.uuid4()}"
    stored_at = default_storage.save(path, ContentFile(content))
    return StoredFile.objects.create(
        name=name,
        path=stored_at,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )


def read_file(*, file: StoredFile) -> bytes:
    """Return the bytes; refuse when they are gone or are no longer what was stored."""
    if not default_storage.exists(file.path):
        raise DomainError("The file is missing from storage.", code="file-missing")
    with default_storage.open(file.path) as handle:
        content = handle.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DomainError(
            "The stored file has been changed and is not given out.", code="file-changed"
        )
    return content
