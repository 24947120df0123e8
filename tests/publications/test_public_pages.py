"""What anybody may read, and nothing more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from publications.models import Document, DocumentVersion
from publications.services import versions
from tests.factories import publications as make

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"publications:{name}", kwargs={"partnership": "northshire", **kwargs})


def page(number: int) -> str:
    return at("numbered", kind="arrangements", number=number)


def pdf(number: int) -> str:
    return at("numbered-pdf", kind="arrangements", number=number)


CURRENT = "/northshire/published/arrangements/"


@pytest.fixture
def document(north) -> Document:
    with tenant(north.pk):
        return make.written()


@pytest.fixture
def published(north, document, manager, moment) -> DocumentVersion:
    with tenant(north.pk):
        return make.published_version(document, by=manager, at=moment)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_address_is_the_one_that_is_printed():
    assert (page(3), pdf(3)) == (f"{CURRENT}v3/", f"{CURRENT}v3.pdf")


def test_before_anything_is_published_there_is_nothing(client, north, document, manager, moment):
    with tenant(north.pk):
        make.ready_version(document, by=manager, at=moment)

    assert "Nothing has been published here yet." in text(client.get(at("published")))
    minutes = client.get("/northshire/published/minutes/")
    assert "No minutes have been published here yet." in text(minutes)
    for address in (CURRENT, page(1), pdf(1), "/northshire/published/accounts/"):
        assert client.get(address).status_code == 404


def test_a_stranger_reads_the_current_version(client, published):
    response = client.get(CURRENT)

    assert response.status_code == 200
    words = text(response)
    assert "<h1" in words
    assert "Children come <strong>first</strong>." in words
    assert '<a class="govuk-link" href="#s1-aims">1. Aims</a>' in words
    assert "1 June 2026" in words
    assert published.pdf_sha256 in words
    assert "noindex" not in words


def test_a_draft_is_not_shown_to_the_public(client, north, document, published, manager, moment):
    with tenant(north.pk):
        make.section(document, "Secret plan")
        make.ready_version(document, by=manager, at=moment)

    assert "Secret plan" not in text(client.get(CURRENT))
    assert client.get(page(2)).status_code == 404
    assert client.get(pdf(2)).status_code == 404


def test_a_replaced_version_stays_readable_and_says_so(
    client, north, document, published, manager, moment
):
    with tenant(north.pk):
        make.published_version(document, by=manager, at=moment + timedelta(days=30))

    words = text(client.get(page(1)))
    assert "This is version 1. It was replaced on 1 July 2026." in words
    assert "noindex" in words
    assert "Other versions" in text(client.get(CURRENT))
    assert client.get(pdf(1)).status_code == 200


def test_a_withdrawn_version_is_gone_with_its_reason(client, north, published, manager, moment):
    with tenant(north.pk):
        versions.withdraw_version(
            version=published, reason="It named the wrong council.", by=manager, at=moment
        )

    for address in (page(1), pdf(1)):
        response = client.get(address)
        assert response.status_code == 410
        assert "It named the wrong council." in text(response)
    assert client.get(CURRENT).status_code == 404


def test_the_pdf_is_given_from_storage_with_its_hash_and_counted(client, north, published):
    response = client.get(pdf(1))

    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{published.pdf_sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="arrangements-v1.pdf"'
    assert response["Cache-Control"] == "public, max-age=3600, must-revalidate"
    with tenant(north.pk):
        event = AuditEvent.objects.get(verb="downloaded")
    assert (event.by_id, event.object_id) == (None, str(published.public_id))


def test_a_reader_who_has_the_pdf_already_is_not_counted_again(client, north, published):
    first = client.get(pdf(1))

    second = client.get(pdf(1), headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    with tenant(north.pk):
        assert AuditEvent.objects.filter(verb="downloaded").count() == 1


def test_asking_for_the_headers_alone_is_not_a_download(client, north, published):
    assert client.head(pdf(1)).status_code == 200
    with tenant(north.pk):
        assert not AuditEvent.objects.filter(verb="downloaded").exists()


def test_somebody_signed_in_is_counted_by_name(client, north, published, manager):
    client.force_login(manager)
    client.get(pdf(1))

    with tenant(north.pk):
        assert AuditEvent.objects.get(verb="downloaded").by_id == manager.pk


def test_the_published_page_does_not_read_the_record(
    client: Client, published, django_assert_num_queries
):
    with django_assert_num_queries(7):
        client.get(CURRENT)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_version_asks_the_database_the_same_however_many_there_are(
    rows, client, north, document, manager, moment, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(rows):
            make.published_version(document, by=manager, at=moment)

    with django_assert_num_queries(7):
        client.get(CURRENT)
    with django_assert_num_queries(9):
        client.get(at("published"))
