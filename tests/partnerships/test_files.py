"""Files are kept under opaque names, and given out only as they were stored."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, TenantMissing
from partnerships.models import StoredFile
from partnerships.services.files import keep_file, read_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(in_north, moment) -> StoredFile:
    return keep_file(name="a.pdf", content_type="application/pdf", content=b"%PDF", at=moment)


def test_a_file_is_kept_with_its_hash_in_its_partnerships_folder(file, in_north):
    assert file.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert file.path.startswith(f"{in_north.pk}/")
    assert "a.pdf" not in file.path
    assert read_file(file=file) == b"%PDF"


def test_a_file_that_was_changed_is_not_given_out(file):
    Path(default_storage.path(file.path)).write_bytes(b"other")

    with pytest.raises(DomainError) as refusal:
        read_file(file=file)
    assert refusal.value.code == "file-changed"


def test_a_file_that_is_gone_is_said_to_be_gone(file):
    default_storage.delete(file.path)

    with pytest.raises(DomainError) as refusal:
        read_file(file=file)
    assert refusal.value.code == "file-missing"


def test_the_row_of_a_file_never_changes(file):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StoredFile.objects.update(sha256="0" * 64)


def test_a_file_belongs_to_somebody(db, moment):
    with pytest.raises(TenantMissing):
        keep_file(name="a", content_type="text/plain", content=b"", at=moment)


def test_another_partnership_does_not_have_it(file, south):
    with tenant(south.pk):
        assert not StoredFile.objects.exists()
