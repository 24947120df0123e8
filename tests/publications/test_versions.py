"""Versions: frozen, made, published, replaced, withdrawn; and kept so by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Notice, Organisation, Seat
from partnerships.services.files import read_file
from publications.models import Document, DocumentVersion
from publications.services import versions
from tests.factories import partnerships
from tests.factories import publications as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(in_north) -> Seat:
    body = Organisation.objects.create(name="Northshire Council", kind="local_authority")
    return Seat.objects.create(
        key="lsp", role="LSP", title="Chief Executive", organisation=body,
        speaks_for="local_authority",
    )  # fmt: skip


@pytest.fixture
def document(in_north) -> Document:
    return make.written()


def verbs() -> list[str]:
    rows = AuditEvent.objects.filter(object_type="publications.documentversion")
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_a_version_is_frozen_and_its_pdf_asked_for(document, council, manager, moment):
    version = versions.request_version(document=document, by=manager, at=moment)

    assert (version.number, version.state, version.job.state) == (1, "draft", "queued")
    assert "Chief Executive" in version.content
    assert version.outline == [
        {"anchor": "s1-aims", "heading": "1. Aims"},
        {"anchor": "s2-the-safeguarding-partners", "heading": "2. The safeguarding partners"},
    ]
    assert verbs() == ["created"]


def test_a_later_change_of_a_seat_does_not_reach_a_frozen_version(
    document, council, manager, moment
):
    version = make.published_version(document, by=manager, at=moment)

    council.title = "Head of Paid Service"
    council.save()
    second = versions.request_version(document=document, by=manager, at=moment)

    version.refresh_from_db()
    assert "Chief Executive" in version.content
    assert "Head of Paid Service" not in version.content
    assert "Head of Paid Service" in second.content


def test_a_document_without_sections_makes_no_version(in_north, manager, moment):
    with pytest.raises(DomainError, match="Add a section"):
        versions.request_version(document=make.document(), by=manager, at=moment)


def test_an_unpublished_version_is_discarded_by_the_next_and_its_number_used_again(
    document, manager, moment
):
    first = make.ready_version(document, by=manager, at=moment)

    second = versions.request_version(document=document, by=manager, at=moment)

    first.refresh_from_db()
    assert (first.state, first.number) == ("discarded", 1)
    assert (second.state, second.number) == ("draft", 1)


def test_a_pdf_made_for_a_discarded_version_changes_nothing(document, manager, moment):
    version = versions.request_version(document=document, by=manager, at=moment)
    file = make.ready_version(document, by=manager, at=moment).file

    versions.finish_rendering(subject_id=version.public_id, file=file, by=manager, at=moment)

    version.refresh_from_db()
    assert (version.state, version.file) == ("discarded", None)


def test_whoever_asked_is_told_that_the_pdf_is_ready(document, manager, moment):
    version = make.ready_version(document, by=manager, at=moment)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == (manager, "A document is ready to publish")
    assert notice.path == f"documents/versions/{version.public_id}/"
    assert verbs() == ["created", "rendered"]


def test_publishing_replaces_the_version_before(document, manager, moment):
    first = make.published_version(document, by=manager, at=moment)

    second = make.published_version(document, by=manager, at=moment)

    first.refresh_from_db()
    assert (first.state, first.superseded_at) == ("superseded", moment)
    assert (second.number, second.state, second.published_by) == (2, "published", manager)
    assert verbs() == [
        "created", "rendered", "published", "created", "rendered", "superseded", "published",
    ]  # fmt: skip


def test_a_version_without_a_pdf_is_not_published(document, manager, moment):
    version = versions.request_version(document=document, by=manager, at=moment)

    with pytest.raises(DomainError, match="Only a version whose PDF is ready"):
        versions.publish_version(version=version, by=manager, at=moment)


def test_a_version_whose_stored_pdf_was_changed_is_not_published(
    document, manager, moment, tmp_path
):
    version = make.ready_version(document, by=manager, at=moment)
    (tmp_path / "files" / version.file.path).write_bytes(b"something else")

    with pytest.raises(DomainError, match="has been changed"):
        versions.publish_version(version=version, by=manager, at=moment)

    version.refresh_from_db()
    assert version.state == "ready"


@pytest.mark.parametrize("role", ["business_support", "dsp", "lay_member"])
def test_only_some_may_publish(role, in_north, document, manager, moment):
    version = make.ready_version(document, by=manager, at=moment)
    somebody = partnerships.member(in_north, role)

    with pytest.raises(NotPermitted):
        versions.publish_version(version=version, by=somebody, at=moment)


def test_a_lead_partner_may_publish(in_north, document, manager, moment):
    version = make.ready_version(document, by=manager, at=moment)
    lead = partnerships.member(in_north, "lsp")

    assert versions.publish_version(version=version, by=lead, at=moment).state == "published"


def test_withdrawing_needs_a_reason_that_the_public_reads(document, manager, moment):
    version = make.published_version(document, by=manager, at=moment)

    with pytest.raises(DomainError) as refusal:
        versions.withdraw_version(version=version, reason=" ", by=manager, at=moment)
    assert refusal.value.field == "reason"
    gone = versions.withdraw_version(version=version, reason="Wrong.", by=manager, at=moment)

    assert (gone.state, gone.withdrawn_reason, gone.withdrawn_by) == (
        "withdrawn",
        "Wrong.",
        manager,
    )


def test_a_published_version_is_not_discarded(document, manager, moment):
    version = make.published_version(document, by=manager, at=moment)

    with pytest.raises(DomainError, match="cannot be discarded"):
        versions.discard_version(version=version, by=manager, at=moment)


def test_discarding_an_unpublished_version_frees_its_number(document, manager, moment):
    version = make.ready_version(document, by=manager, at=moment)

    versions.discard_version(version=version, by=manager, at=moment)

    assert make.ready_version(document, by=manager, at=moment).number == 1


def test_a_download_is_counted_for_staff_and_for_the_public(document, manager, moment):
    version = make.published_version(document, by=manager, at=moment)

    versions.count_download(version=version, by=manager, at=moment)
    versions.count_download(version=version, by=None, at=moment)

    rows = AuditEvent.objects.filter(verb="downloaded").order_by("number")
    assert [(row.by_id, row.by_name) for row in rows] == [
        (manager.pk, "Northshire manager"),
        (None, "A member of the public"),
    ]
    assert rows[0].facts == {"number": 1, "sha256": version.pdf_sha256}


FROZEN = {
    "content": "'<p>Other</p>'",
    "content_sha256": "'0'",
    "outline": "'[]'",
    "title": "'Other'",
    "number": "9",
    "frozen_at": "now()",
    "published_at": "now()",
    "file_id": "NULL",
    "pdf_sha256": "'0'",
    "state": "'ready'",
}


@pytest.mark.parametrize(("column", "value"), FROZEN.items())
def test_the_database_refuses_to_change_what_was_published(
    column, value, document, manager, moment
):
    version = make.published_version(document, by=manager, at=moment)

    with (
        pytest.raises(DatabaseError, match=r"A version never|never changed|never made again"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE publications_documentversion SET {column} = {value} WHERE id = %s",
            [version.pk],
        )


@pytest.mark.parametrize("column", ["content", "outline", "title", "number", "frozen_at"])
def test_the_database_refuses_to_change_a_frozen_text_before_publication_too(
    column, document, manager, moment
):
    version = make.ready_version(document, by=manager, at=moment)

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE publications_documentversion SET {column} = {FROZEN[column]} WHERE id = %s",
            [version.pk],
        )


def test_the_database_refuses_a_second_pdf(document, manager, moment):
    version = make.ready_version(document, by=manager, at=moment)

    with pytest.raises(DatabaseError, match="never made again"), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(pdf_sha256="0" * 64)


def test_the_database_refuses_to_remove_a_version(document, manager, moment):
    version = versions.request_version(document=document, by=manager, at=moment)

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).delete()


def test_the_stored_pdf_is_the_one_that_was_hashed(document, manager, moment):
    version = make.published_version(document, by=manager, at=moment)

    assert read_file(file=version.file).startswith(b"%PDF")
    assert version.file.sha256 == version.pdf_sha256
