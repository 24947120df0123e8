"""The pages on which documents are written, versions made and published."""

import pytest
from django.test import Client
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, Job
from publications.models import Document, DocumentVersion
from publications.services import versions
from tests.factories import partnerships
from tests.factories import publications as make

pytestmark = pytest.mark.django_db


def at(name: str, partnership: str = "northshire", **kwargs: object) -> str:
    return reverse(f"publications:{name}", kwargs={"partnership": partnership, **kwargs})


@pytest.fixture
def document(north) -> Document:
    with tenant(north.pk):
        return make.written()


@pytest.fixture
def ready(north, document, manager, moment) -> DocumentVersion:
    with tenant(north.pk):
        return make.ready_version(document, by=manager, at=moment)


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_empty_list_offers_to_start(signed_in):
    response = signed_in.get(at("documents"))

    assert "Nothing has been written yet" in text(response)
    assert at("start") in text(response)


def test_starting_makes_the_usual_sections(signed_in, north):
    response = signed_in.post(at("start"), {"title": "Arrangements 2026"})

    with tenant(north.pk):
        document = Document.objects.get()
    assert response.url == at("document", document=document.public_id)
    page = text(signed_in.get(response.url))
    assert "1. Aims" in page
    assert "This section has no words yet." in page
    assert "It is kept in “People and seats”." in page


def test_starting_twice_is_refused_on_the_form(signed_in, document):
    response = signed_in.post(at("start"), {"title": "Again"})

    assert "This document has been started already." in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_versions(
    rows, signed_in, north, document, manager, moment, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(rows):
            make.published_version(document, by=manager, at=moment)
        versions.request_version(document=document, by=manager, at=moment)

    with django_assert_num_queries(10):
        response = signed_in.get(at("documents"))

    assert f"Version {rows}" in text(response)
    assert f"Version {rows + 1}</a>: draft without a pdf" in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_document_asks_the_database_the_same_however_many_sections_and_versions(
    rows, signed_in, north, document, manager, moment, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            make.section(document, f"Section {number}")
            make.published_version(document, by=manager, at=moment)

    with django_assert_num_queries(16):
        signed_in.get(at("document", document=document.public_id))


def test_a_section_is_edited_in_markdown(signed_in, north, document):
    with tenant(north.pk):
        section = document.sections.get(heading="Aims")
    address = at("section-edit", section=section.public_id)
    assert "Children come **first**." in text(signed_in.get(address))

    response = signed_in.post(
        address, {"heading": "Aims", "text": "Now *this*.", "block": "", "revision": 1}
    )

    assert response.url == at("document", document=document.public_id)
    assert "Now <em>this</em>." in text(signed_in.get(at("preview", document=document.public_id)))


def test_a_preview_shows_the_text_and_saves_nothing(signed_in, north, document):
    with tenant(north.pk):
        section = document.sections.get(heading="Aims")

    response = signed_in.post(
        at("section-edit", section=section.public_id),
        {
            "heading": "Aims",
            "text": "Now **this** <script>alert(1)</script>.",
            "block": "groups",
            "revision": 1,
            "act": "preview",
        },
    )

    page = text(response)
    assert "Preview, not saved yet" in page
    assert "Now <strong>this</strong> &lt;script&gt;" in page
    assert "After this text the document shows: Groups, meetings and quorum." in page
    with tenant(north.pk):
        section.refresh_from_db()
        assert section.revision == 1


def test_whoever_saves_second_keeps_their_words_on_the_form(signed_in, north, document):
    with tenant(north.pk):
        section = document.sections.get(heading="Aims")
    address = at("section-edit", section=section.public_id)
    facts = {"heading": "Aims", "block": "", "revision": 1}
    signed_in.post(address, {**facts, "text": "First."})

    response = signed_in.post(address, {**facts, "text": "Second."})

    assert "Somebody else changed this section" in text(response)
    assert "Second." in text(response)


def test_sections_are_added_moved_taken_out_and_put_back(signed_in, north, document):
    page = at("document", document=document.public_id)
    signed_in.post(
        at("section-add", document=document.public_id),
        {"heading": "Money", "text": "Shared.", "block": "", "revision": 1},
    )
    with tenant(north.pk):
        section = document.sections.get(heading="Money")

    signed_in.post(at("section-move", section=section.public_id), {"direction": "up"})
    assert "2. Money" in text(signed_in.get(page))
    signed_in.post(at("section-take-out", section=section.public_id))
    assert "2. Money" not in text(signed_in.get(page))
    signed_in.post(at("section-put-back", section=section.public_id))
    assert "3. Money" in text(signed_in.get(page))


def test_the_title_is_changed(signed_in, document):
    signed_in.post(at("rename", document=document.public_id), {"title": "Arrangements 2027"})

    assert "Arrangements 2027" in text(signed_in.get(at("documents")))


def test_making_a_version_shows_that_it_waits_when_nothing_takes_it(signed_in, north, document):
    response = signed_in.post(at("render", document=document.public_id))

    page = text(signed_in.get(response.url))
    assert "Waiting to start. It is kept in the queue and starts by itself." in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page


def test_progress_is_answered_alone_until_it_is_over(signed_in, north, document, manager, moment):
    with tenant(north.pk):
        version = versions.request_version(document=document, by=manager, at=moment)
        Job.objects.update(state="running", percent=70, step="Drawing the pages", attempts=1)
    address = at("progress", version=version.public_id)

    running = signed_in.get(address)
    assert "Drawing the pages" in text(running)
    assert '<progress class="making__bar" max="100" value="70"' in text(running)
    assert "HX-Refresh" not in running

    with tenant(north.pk):
        Job.objects.update(state="failed", error="The disk is full.", finished_at=moment)
    failed = signed_in.get(address)
    assert failed["HX-Refresh"] == "true"
    page = text(signed_in.get(at("version", version=version.public_id)))
    assert "The PDF could not be made." in page
    assert "The disk is full." in page
    assert "Try again" in page


def test_trying_again_queues_the_same_text(signed_in, north, document, manager, moment):
    with tenant(north.pk):
        version = versions.request_version(document=document, by=manager, at=moment)
        Job.objects.update(state="failed", error="No.", finished_at=moment)

    signed_in.post(at("retry", version=version.public_id))

    with tenant(north.pk):
        version.refresh_from_db()
        assert (version.state, version.job.state) == ("draft", "queued")
        assert Job.objects.count() == 2


def test_trying_again_is_refused_while_it_is_being_made(
    signed_in, north, document, manager, moment
):
    with tenant(north.pk):
        version = versions.request_version(document=document, by=manager, at=moment)

    response = signed_in.post(at("retry", version=version.public_id), follow=True)

    assert "is not waiting for another try" in text(response)


def test_publishing_asks_first_and_then_shows_the_public_page(signed_in, ready):
    page = text(signed_in.get(at("version", version=ready.public_id)))
    assert ready.pdf_sha256 in page
    assert "Publish this version" in page
    assert "Publish version 1?" in text(signed_in.get(at("publish", version=ready.public_id)))

    response = signed_in.post(at("publish", version=ready.public_id), follow=True)

    assert "Version 1 is public now." in text(response)
    assert at("numbered", kind="arrangements", number=1) in text(response)


def test_a_version_that_is_not_ready_says_why_it_is_not_published(
    signed_in, north, document, manager, moment
):
    with tenant(north.pk):
        version = versions.request_version(document=document, by=manager, at=moment)

    assert "Only a version whose PDF is ready" in text(
        signed_in.get(at("publish", version=version.public_id))
    )
    response = signed_in.post(at("publish", version=version.public_id), follow=True)
    assert "Only a version whose PDF is ready" in text(response)


def test_withdrawing_needs_a_reason(signed_in, north, ready, manager, moment):
    with tenant(north.pk):
        versions.publish_version(version=ready, by=manager, at=moment)
    address = at("withdraw", version=ready.public_id)

    assert "Enter an answer to" in text(signed_in.post(address, {"reason": ""}))
    signed_in.post(address, {"reason": "It named the wrong council."})

    page = text(signed_in.get(at("version", version=ready.public_id)))
    assert "It named the wrong council." in page


def test_a_version_is_read_as_a_page_and_discarded(signed_in, ready):
    page = text(signed_in.get(at("read", version=ready.public_id)))
    assert "Children come <strong>first</strong>." in page

    response = signed_in.post(at("discard", version=ready.public_id), follow=True)

    assert "The version has been discarded." in text(response)
    assert "No version yet." in text(response)


def test_a_download_by_staff_is_counted_and_not_cached(signed_in, north, ready, manager):
    response = signed_in.get(at("download", version=ready.public_id))

    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="arrangements-v1.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    with tenant(north.pk):
        assert AuditEvent.objects.get(verb="downloaded").by_id == manager.pk
    page = text(signed_in.get(at("version", version=ready.public_id)))
    assert "0 by the public, 1 by people signed in" in page


def test_a_version_without_a_pdf_has_nothing_to_download(
    signed_in, north, document, manager, moment
):
    with tenant(north.pk):
        version = versions.request_version(document=document, by=manager, at=moment)

    assert signed_in.get(at("download", version=version.public_id)).status_code == 404


def test_the_home_page_says_that_a_version_waits_for_whoever_may_publish(client, north, ready):
    lead = partnerships.member(north, "lsp")
    client.force_login(lead)

    page = text(client.get("/northshire/"))

    assert "Safeguarding arrangements 2026: version 1 is ready to publish" in page


def test_business_support_prepares_but_does_not_publish(client, north, ready):
    client.force_login(partnerships.member(north, "business_support"))

    page = text(client.get(at("version", version=ready.public_id)))
    assert "Publish this version" not in page
    response = client.post(at("publish", version=ready.public_id))

    assert response.status_code == 403
    assert "lead safeguarding partner" in text(response)


def test_a_reader_sees_no_way_to_change_anything(client, north, document, ready):
    client.force_login(partnerships.member(north, "lay_member"))

    page = text(client.get(at("document", document=document.public_id)))
    assert "Make a version" not in page
    assert "Take out" not in page
    assert client.post(at("render", document=document.public_id)).status_code == 403


def test_another_partnership_sees_nothing(client, south, document, ready):
    client.force_login(partnerships.member(south, "manager"))

    assert client.get(at("documents")).status_code == 404
    for name, found in (("document", document), ("version", ready)):
        address = at(name, partnership="southshire", **{name: found.public_id})
        assert client.get(address).status_code == 404
