"""A chronology as a file: every row of it, made in the background, for its requester, for a week."""

import io
import json
import zipfile
from datetime import date, timedelta

import docx
import openpyxl
import pytest
import time_machine
from django.core.files.storage import default_storage

from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Job, Notice, StoredFile
from partnerships.services.work import run_job
from reviews import chronology_files
from reviews.chronology import RowFacts
from reviews.chronology_files import About, chronology_pdf
from reviews.selectors.chronology import Wanted, lines_to_take
from reviews.selectors.copies import CHRONOLOGIES
from reviews.services import chronology as rows_of
from reviews.services import restrict_case
from reviews.services.chronology_copies import ask_for_rows, take_rows
from reviews.tasks import forget_case_files
from tests.factories import partnerships as people
from tests.reviews.chronology.conftest import ROW, address, words

pytestmark = pytest.mark.django_db
CLINIC = "with the words “clinic”"


@pytest.fixture
def at(case):
    return lambda name="", **kwargs: address(
        f"case-chronology-{name}", case=case.public_id, **kwargs
    )


@pytest.fixture
def told(case, hospital, north, who):
    """Two rows of the hospital, one of them of the clinic."""
    with tenant(north.pk):
        rows_of.add_row(subject=case, organisation=hospital, facts=ROW, **who)
        other = RowFacts(event="Moved", from_on=date(2024, 4, 1))
        rows_of.add_row(subject=case, organisation=hospital, facts=other, **who)
        return case


def made(signed_in, at, north, form, capture, query="") -> Job:
    """Ask for a file on the page and let the worker make it."""
    with capture(execute=True):
        assert signed_in.post(at("make", form=form) + query).url == at("files") + query
    with tenant(north.pk):
        return Job.objects.select_related("file").get(kind=CHRONOLOGIES[form])


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_each_file_holds_the_rows_that_were_asked_for_and_says_so(
    form, signed_in, at, north, told, django_capture_on_commit_callbacks
):
    query = "?words=clinic"
    assert CLINIC in words(signed_in.get(at("files") + query))
    job = made(signed_in, at, north, form, django_capture_on_commit_callbacks, query)
    assert (job.state, job.error) == ("done", "")
    taken = at("take", chronology_copy=job.public_id)
    assert taken in words(signed_in.get(at("files")))

    given = signed_in.get(taken)

    name = f"{told.reference}-chronology.{form}"
    assert given["Content-Disposition"] == f'attachment; filename="{name}"'
    assert given["Cache-Control"] == "private, no-store"
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(given.content))
        rows = list(book["Chronology"].iter_rows(values_only=True))
        assert [row[5] for row in rows] == ["Event", "Seen at the clinic"]
        assert dict(book["About"].iter_rows(values_only=True))["Narrowed to"] == CLINIC
    elif form == "docx":
        document = docx.Document(io.BytesIO(given.content))
        cells = [row.cells[2].text for row in document.tables[0].rows]
        assert cells == ["What happened", "Seen at the clinic"]
        assert CLINIC in document.paragraphs[1].text
    else:
        assert pdf.problems(given.content) == ()
    with tenant(north.pk):
        facts = {"file": "chronology", "sha256": job.file.sha256}
        verbs = AuditEvent.objects.filter(facts=facts).order_by("pk")
        assert [each.verb for each in verbs] == ["rendered", "downloaded"]
        assert not AuditEvent.objects.filter(facts__icontains="clinic").exists()
        notice = Notice.objects.get(key=f"chronology:{job.file.public_id}")
        assert notice.subject == f"A chronology is ready as a file: {told.reference}"
        assert notice.path == f"{told.path}chronology/files/"
        assert not StoredFile.objects.filter(content_type="application/json").exists()


def test_a_form_that_there_is_not_is_not_found_and_a_page_makes_nothing(signed_in, at, told):
    assert signed_in.post(at("make", form="exe")).status_code == 404
    assert signed_in.get(at("make", form="pdf")).status_code == 405


def test_it_is_for_who_asked_and_sees_the_case_still(
    client, signed_in, at, north, told, manager, who, django_capture_on_commit_callbacks
):
    job = made(signed_in, at, north, "xlsx", django_capture_on_commit_callbacks)
    support = people.member(north, "business_support")
    with tenant(north.pk):
        with pytest.raises(NotPermitted):
            take_rows(subject=told, job=job, by=support, at=who["at"])
        lay = people.member(north, "lay_member")
        with pytest.raises(NotPermitted):
            ask_for_rows(subject=told, form="pdf", wanted=Wanted(), by=lay, at=who["at"])
    client.force_login(support)
    assert client.get(at("take", chronology_copy=job.public_id)).status_code == 404


def test_two_people_and_two_narrowings_do_not_get_one_file(north, told, manager, who, dead_broker):
    support = people.member(north, "business_support")
    clinic = {"subject": told, "form": "pdf", "wanted": Wanted(words="clinic")}
    with tenant(north.pk):
        first = ask_for_rows(**clinic, by=support, at=who["at"])
        assert ask_for_rows(**clinic, by=support, at=who["at"]) == first
        with pytest.raises(DomainError, match="with other rows is being made for you"):
            ask_for_rows(subject=told, form="pdf", wanted=Wanted(), by=support, at=who["at"])
        with pytest.raises(DomainError, match="made for somebody else"):
            ask_for_rows(**clinic, **who)
        restrict_case(incident=told, reason="A conflict", **who)

    run_job(partnership_id=north.pk, job_id=first.public_id, clock=lambda: who["at"])
    with tenant(north.pk):
        first.refresh_from_db()
        assert (first.state, first.error) == ("failed", "You do not see this any more.")


def test_a_worker_that_was_killed_leaves_what_was_asked_for_to_the_next(
    north, told, who, dead_broker, monkeypatch
):
    with tenant(north.pk):
        wanted = {"subject": told, "form": "xlsx", "wanted": Wanted(words="clinic")}
        job = ask_for_rows(**wanted, **who)
        killed = {"state": "running", "beat_at": who["at"], "attempts": 1}
        Job.objects.filter(pk=job.pk).update(**killed)

    later = who["at"] + timedelta(minutes=4)
    run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: later)

    with tenant(north.pk):
        done = Job.objects.select_related("file").get(pk=job.pk)
        given = take_rows(subject=told, job=done, by=who["by"], at=later)
    rows = openpyxl.load_workbook(io.BytesIO(given.content))["Chronology"]
    assert rows.max_row == 2


def test_it_is_forgotten_after_a_week_with_what_failed(
    signed_in, at, north, told, who, django_capture_on_commit_callbacks
):
    job = made(signed_in, at, north, "xlsx", django_capture_on_commit_callbacks)
    take = at("take", chronology_copy=job.public_id)
    with time_machine.travel(who["at"] + timedelta(days=7), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            forget_case_files()
        signed_in.force_login(who["by"])
        assert take not in words(signed_in.get(at("files")))
        page = signed_in.get(take, follow=True)
    assert "This file is not there any more. Ask for a new one." in words(page)
    with tenant(north.pk):
        assert Job.objects.get(pk=job.pk).file is None
    assert not default_storage.exists(job.file.path)


def test_many_rows_come_in_tables_and_in_volumes(north, told, hospital, who, monkeypatch):
    monkeypatch.setattr(chronology_files, "IN_A_TABLE", 2)
    monkeypatch.setattr(chronology_files, "IN_A_VOLUME", 4)
    with tenant(north.pk):
        rows = [RowFacts(event=f"Event {each}") for each in range(5)]
        rows_of.import_rows(subject=told, organisation=hospital, rows=rows, **who)
        lines = lines_to_take(told, Wanted())
    steps = []
    about = About(reference="N-1", narrowed="", partnership="North", made_at=who["at"])

    archive = chronology_pdf(lines, about, lambda step, percent: steps.append(percent))

    assert archive.name == "N-1-chronology.zip"
    with zipfile.ZipFile(io.BytesIO(archive.content)) as box:
        assert box.namelist() == ["manifest.json", "N-1-chronology-1.pdf", "N-1-chronology-2.pdf"]
        assert json.loads(box.read("manifest.json"))["rows"] == "7"
        for name in box.namelist()[1:]:
            assert pdf.problems(box.read(name)) == ()
    assert steps == sorted(steps)
    assert steps[-1] == 90
