"""The file of a case: what its requester may see, with hashes; for them alone, for a week."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core.files.storage import default_storage
from pypdf import PdfReader

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Job, Notice, StoredFile
from partnerships.papers import Paper
from partnerships.services.work import run_job
from reviews.archiving import Entry, archive
from reviews.enums import CaseState
from reviews.models import Incident
from reviews.sealing import Identity
from reviews.selectors.case_file import PDF, ZIP
from reviews.services import keep_letter, open_emergency_access, restrict_case
from reviews.services.answering import Hand, add_file
from reviews.services.case_files import ask_for_file, take_file
from reviews.services.sealed import seal_identity
from reviews.tasks import forget_case_files
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, NOW, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(north, manager, case):
    """A case with an agency's file and a sealed identity, beside another case."""
    with tenant(north.pk):
        found = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=AWARE, summary="Here.")
        row = asking.asked(found, by=manager, at=NOW)
        paper = Paper("Wilhelmina.pdf", b"%PDF-1.7\n%%EOF")
        hand = Hand(row, row.links.get())
        add_file(hand=hand, paper=paper, title="Records", by=None, at=NOW)
        child = found.children.get()
        seal_identity(child=child, identity=Identity("Wilhelmina"), by=manager, at=NOW)
        return Incident.objects.get(pk=found.pk)


def made(case, by, north, django_capture_on_commit_callbacks, kind=ZIP):
    """Ask for a file and let the worker make it."""
    with django_capture_on_commit_callbacks(execute=True), tenant(north.pk):
        job = ask_for_file(subject=case, kind=kind, by=by, at=NOW)
    with tenant(north.pk):
        return Job.objects.select_related("file").get(pk=job.pk)


def test_an_archive_names_each_file_and_proves_it():
    files = [Entry("A.pdf", b"one", NOW, "The case"), Entry("B.csv", b"two", AWARE, "Handed in")]
    content = archive(files, about={"case": "NORT-2026-001"}, at=NOW)

    with zipfile.ZipFile(io.BytesIO(content)) as box:
        assert box.namelist() == ["manifest.json", "A.pdf", "B.csv"]
        manifest = json.loads(box.read("manifest.json"))
    assert manifest["case"] == "NORT-2026-001"
    assert manifest["files"][1] == {
        "name": "B.csv",
        "what": "Handed in",
        "sha256": hashlib.sha256(b"two").hexdigest(),
        "size": 3,
        "at": "2026-06-01T09:00:00+00:00",
    }
    assert content == archive(files, about={"case": "NORT-2026-001"}, at=NOW)
    with pytest.raises(ValueError, match="one name"):
        archive([*files, files[0]], about={}, at=NOW)


def test_the_archive_holds_this_case_alone_and_nothing_sealed(
    at_work, case, north, manager, django_capture_on_commit_callbacks
):
    job = made(at_work, manager, north, django_capture_on_commit_callbacks)

    assert (job.state, job.error, job.file.name) == ("done", "", f"{at_work.reference}.zip")
    with tenant(north.pk):
        taken = take_file(subject=at_work, job=job, by=manager, at=NOW)
    with zipfile.ZipFile(io.BytesIO(taken.content)) as box:
        names = box.namelist()
        manifest = json.loads(box.read("manifest.json"))
        everything = {name: box.read(name) for name in names}
    stem = at_work.reference
    assert names == ["manifest.json", f"{stem}.pdf", f"{stem}-attachment-01.pdf"]
    assert everything[f"{stem}-attachment-01.pdf"] == b"%PDF-1.7\n%%EOF"
    for line in manifest["files"]:
        assert line["sha256"] == hashlib.sha256(everything[line["name"]]).hexdigest()
    assert (manifest["case"], manifest["made_for"]) == (stem, manager.display_name)
    reader = PdfReader(io.BytesIO(everything[f"{stem}.pdf"]))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (stem, "Here.", "Oak", "Hospital", f"{stem}-attachment-01.pdf", "Local authority"):
        assert words in text
    for words in ("Wilhelmina", case.reference):
        assert words not in text
        assert words not in json.dumps(manifest)


def test_the_pdf_alone_is_tagged_and_titled(
    case, north, manager, django_capture_on_commit_callbacks
):
    job = made(case, manager, north, django_capture_on_commit_callbacks, kind=PDF)

    with tenant(north.pk):
        taken = take_file(subject=case, job=job, by=manager, at=NOW)
        verbs = AuditEvent.objects.filter(facts__sha256=job.file.sha256).order_by("pk")
        assert [each.verb for each in verbs] == ["rendered", "downloaded"]
        told = Notice.objects.get(key=f"case-file:{job.file.public_id}")
        assert told.subject == f"The file of a case is ready: {case.reference}"
    assert (taken.name, taken.content_type) == (f"{case.reference}.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(taken.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == f"Case {case.reference}"


def test_it_is_for_who_works_or_decides_and_for_nobody_else_who_asked_for_none(
    case, north, manager, support, django_capture_on_commit_callbacks
):
    job = made(case, manager, north, django_capture_on_commit_callbacks, kind=PDF)
    with tenant(north.pk):
        with pytest.raises(NotPermitted):
            take_file(subject=case, job=job, by=support, at=NOW)
        with pytest.raises(NotPermitted):
            ask_for_file(subject=case, kind=PDF, by=people.member(north, "lay_member"), at=NOW)
        restrict_case(incident=case, reason="A conflict", by=manager, at=NOW)
        open_emergency_access(reference=case.reference, reason="A risk", by=support, at=NOW)
        with pytest.raises(NotPermitted):
            ask_for_file(subject=case, kind=PDF, by=support, at=NOW)


def test_two_people_do_not_get_one_file_and_who_lost_sight_gets_none(
    case, north, manager, support, dead_broker
):
    with tenant(north.pk):
        first = ask_for_file(subject=case, kind=PDF, by=support, at=NOW)
        assert ask_for_file(subject=case, kind=PDF, by=support, at=NOW) == first
        with pytest.raises(DomainError, match="made for somebody else"):
            ask_for_file(subject=case, kind=PDF, by=manager, at=NOW)
        restrict_case(incident=case, reason="A conflict", by=manager, at=NOW)

    run_job(partnership_id=north.pk, job_id=first.public_id, clock=lambda: NOW)
    with tenant(north.pk):
        first.refresh_from_db()
        assert (first.state, first.error) == ("failed", "You do not see this case any more.")
        assert first.file is None


def test_the_page_makes_gives_and_forgets_it(
    signed_in, client, case, north, support, django_capture_on_commit_callbacks
):
    page = address("case-file", case)
    assert page in signed_in.get(address("case", case)).content.decode()
    assert "Made for you" not in signed_in.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(address("case-file-make", case, form="pdf")).url == page
    assert signed_in.post(address("case-file-make", case, form="exe")).status_code == 404
    with tenant(north.pk):
        job = Job.objects.select_related("file").get(kind=PDF)
    take = address("case-file-take", case, case_copy=job.public_id)
    assert take in signed_in.get(page).content.decode()
    given = signed_in.get(take)
    assert given.headers["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'
    assert given.headers["Cache-Control"] == "private, no-store"
    client.force_login(support)
    assert client.get(take).status_code == 404
    assert take not in client.get(page).content.decode()

    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        client.force_login(job.requested_by)
        assert client.get(take, follow=True).redirect_chain == [(page, 302)]
        with django_capture_on_commit_callbacks(execute=True):
            forget_case_files()
    with tenant(north.pk):
        assert Job.objects.get(pk=job.pk).file is None
        assert not StoredFile.objects.filter(pk=job.file.pk).exists()
        assert AuditEvent.objects.filter(verb="removed", facts__sha256=job.file.sha256).exists()
    assert not default_storage.exists(job.file.path)


def test_the_panels_letter_goes_with_the_file_under_a_neutral_name(
    case, north, manager, django_capture_on_commit_callbacks
):
    with tenant(north.pk):
        sent = after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=AWARE)
        answer = after.answered(sent, by=manager, at=NOW)
        paper = Paper("About Wilhelmina.pdf", b"%PDF-1.7\n%%EOF")
        keep_letter(response=answer, letter=paper, by=manager, at=NOW)
    job = made(sent, manager, north, django_capture_on_commit_callbacks)

    with tenant(north.pk):
        taken = take_file(subject=sent, job=job, by=manager, at=NOW)
    with zipfile.ZipFile(io.BytesIO(taken.content)) as box:
        lines = {each["what"]: each for each in json.loads(box.read("manifest.json"))["files"]}
        name = lines["Letter of the Panel"]["name"]
        assert box.read(name) == paper.content
    assert name.startswith(f"{sent.reference}-attachment-")
