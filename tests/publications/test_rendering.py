"""From a frozen text to a PDF in storage, and what happens when the machinery fails on the way."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, Job, Organisation, Seat
from partnerships.services import work
from partnerships.services.files import read_file
from publications import selectors
from publications.models import DocumentVersion
from publications.services import versions
from tests.factories import publications as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(north, manager, moment) -> DocumentVersion:
    with tenant(north.pk):
        body = Organisation.objects.create(name="Northshire Council", kind="local_authority")
        facts = {"organisation": body, "speaks_for": "local_authority"}
        Seat.objects.create(key="lsp", role="LSP", title="Chief Executive", **facts)
        document = make.written()
        make.section(document, "Words", text="# First\n\nText.\n\n|A|B|\n|-|-|\n|1|2|\n")
        return versions.request_version(document=document, by=manager, at=moment)


def run(version: DocumentVersion, moment: datetime) -> DocumentVersion:
    work.run_job(
        partnership_id=version.partnership_id, job_id=version.job.public_id, clock=lambda: moment
    )
    return reloaded(version)


def reloaded(version: DocumentVersion) -> DocumentVersion:
    with tenant(version.partnership_id):
        return DocumentVersion.objects.select_related("job", "file").get(pk=version.pk)


@pytest.fixture
def content(version, moment) -> bytes:
    ready = run(version, moment)
    assert (ready.state, ready.job.state, ready.job.percent) == ("ready", "done", 100)
    with tenant(version.partnership_id):
        return read_file(file=ready.file)


def test_the_pdf_is_tagged_titled_and_says_its_version_on_every_page(content):
    reader = PdfReader(BytesIO(content))

    assert pdf.problems(content) == ()
    assert reader.metadata.title == "Safeguarding arrangements 2026, version 1"
    assert reader.root_object["/Lang"] == "en-GB"
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    foot = "Safeguarding arrangements 2026 · Version 1, 1 June 2026"
    for number, page in enumerate(pages, 1):
        assert foot in page
        assert f"Page {number} of {len(pages)}" in page
    assert "http://testserver/northshire/published/arrangements/v1/" in pages[0]


def test_the_pdf_has_bookmarks_and_a_table_of_contents_with_page_numbers(content):
    reader = PdfReader(BytesIO(content))

    (cover,) = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    (chapters,) = [entry for entry in reader.outline if isinstance(entry, list)]
    titles = [entry.title for entry in chapters if not isinstance(entry, list)]
    assert cover == "Safeguarding arrangements 2026"
    assert titles == ["Contents", "1. Aims", "2. The safeguarding partners", "3. Words"]
    contents = reader.pages[1].extract_text()
    assert "3. Words" in contents
    assert contents.split("3. Words")[1].strip(" .\n").startswith("3")


def test_the_pdf_names_posts_and_heads_its_tables(content):
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)

    assert "Chief Executive" in words
    assert "Safeguarding partners and who leads for them" in words


def test_a_seat_that_changes_while_the_pdf_waits_does_not_reach_it(version, moment):
    with tenant(version.partnership_id):
        Seat.objects.update(title="Head of Paid Service")

    ready = run(version, moment)

    with tenant(version.partnership_id):
        words = PdfReader(BytesIO(read_file(file=ready.file))).pages[2].extract_text()
    assert "Chief Executive" in words
    assert "Head of Paid Service" not in words


def test_a_job_whose_worker_was_killed_starts_again_and_finishes(version, moment):
    killed_at = moment - work.SILENCE - timedelta(seconds=1)
    with tenant(version.partnership_id):
        Job.objects.update(
            state="running", attempts=1, beat_at=killed_at, percent=70, step="Drawing"
        )
        progress = selectors.progress_of(version=reloaded(version))
        assert (progress.is_open, progress.percent, progress.words) == (True, 70, "Drawing")
        assert work.requeue_jobs(at=moment) == 1

    ready = run(version, moment)

    assert (ready.state, ready.job.state, ready.job.attempts) == ("ready", "done", 2)


def test_a_job_that_still_shows_signs_of_life_is_left_alone(version, moment):
    with tenant(version.partnership_id):
        Job.objects.update(state="running", attempts=1, beat_at=moment)
        assert work.requeue_jobs(at=moment) == 0

    assert run(version, moment).state == "draft"


def test_a_second_try_is_said_on_the_page(version, moment):
    with tenant(version.partnership_id):
        Job.objects.update(state="running", attempts=2, beat_at=moment)

    progress = selectors.progress_of(version=reloaded(version))

    assert (progress.words, progress.error) == (
        "Starting",
        "The first try was interrupted; this is another.",
    )


def test_a_job_killed_three_times_fails_and_can_be_asked_for_again(version, manager, moment):
    with tenant(version.partnership_id):
        Job.objects.update(state="running", attempts=3, beat_at=moment - timedelta(hours=1))
        assert work.requeue_jobs(at=moment) == 0
        progress = selectors.progress_of(version=reloaded(version))
        assert (progress.is_open, progress.may_retry) == (False, True)
        assert progress.error == work.UNEXPECTED

        again = versions.retry_rendering(version=version, by=manager, at=moment)

    assert run(again, moment).state == "ready"


def test_a_failure_says_why_and_leaves_the_version_a_draft(version, moment, settings):
    settings.STATICFILES_DIRS = []

    failed = run(version, moment)

    assert (failed.state, failed.job.state) == ("draft", "failed")
    assert failed.job.error == "The style sheet for PDFs is missing from this server."
    with tenant(version.partnership_id):
        assert AuditEvent.objects.filter(verb="failed", object_type="partnerships.job").count() == 1


def test_a_finished_job_is_not_done_twice(version, moment):
    ready = run(version, moment)

    again = run(version, moment)

    assert (again.file_id, again.job.attempts) == (ready.file_id, 1)


def test_with_the_broker_down_the_job_waits_and_the_page_says_so(
    north, manager, moment, dead_broker, django_capture_on_commit_callbacks
):
    with tenant(north.pk):
        document = make.written()
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            version = versions.request_version(document=document, by=manager, at=moment)
        progress = selectors.progress_of(version=reloaded(version))

        assert len(callbacks) == 1
        assert (progress.is_open, progress.percent) == (True, 0)
        assert progress.words == "Waiting to start. It is kept in the queue and starts by itself."
        later = moment + timedelta(minutes=1)
        assert work.requeue_jobs(at=later) == 1
