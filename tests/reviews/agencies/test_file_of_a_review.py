"""The file of a review: every tab of it as its requester may see it, with hashes, for a week."""

import hashlib
import io
import json
import zipfile

import pikepdf
import pytest
from pypdf import PdfReader

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent, Job, Notice
from partnerships.papers import Paper
from partnerships.services.work import run_job
from reviews.chronology import RowFacts
from reviews.models import FamilyContact, MediaLine, ProgressNote, Publication, TakenOut
from reviews.selectors.copies import OF_A_REVIEW
from reviews.services import chronology, restrict_case
from reviews.services.answering import Hand, add_file
from reviews.services.case_files import ask_for_file, take_file
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.reviews.agencies.conftest import at, words

pytestmark = pytest.mark.django_db
ZIP, PDF = OF_A_REVIEW


@pytest.fixture
def told(north, practice, who):
    """The review with an agency's file, a row, and a line under several tabs."""
    said = {"recorded_at": who["at"], "recorded_by": who["by"]}
    on = who["at"].date()
    with tenant(north.pk):
        row = asking.asked(practice, **who)
        paper = Paper("Wilhelmina.pdf", b"%PDF-1.7\n%%EOF")
        add_file(hand=Hand(row, row.links.get()), paper=paper, title="R", by=None, at=who["at"])
        facts = RowFacts(event="Seen at the clinic")
        chronology.add_row(subject=practice, organisation=row.organisation, facts=facts, **who)
        FamilyContact.objects.create(review=practice, who="Mother", invited_on=on, **said)
        ProgressNote.objects.create(review=practice, on=on, text="Drafting began", **said)
        MediaLine.objects.create(
            review=practice, text="No comment yet", written_at=who["at"], written_by=who["by"]
        )
        decided = Publication.objects.create(
            review=practice, form="full", title="Learning", decided_on=on, decided_by="All", **said
        )
        TakenOut.objects.create(
            publication=decided, words="the mill", reason="personal",
            made_at=who["at"], made_by=who["by"],
        )  # fmt: skip
        return practice


def made(review, by, north, when, capture, kind=ZIP):
    with capture(execute=True), tenant(north.pk):
        job = ask_for_file(subject=review, kind=kind, by=by, at=when)
    with tenant(north.pk):
        return Job.objects.select_related("file").get(pk=job.pk)


def text_of(content):
    reader = PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_archive_holds_every_tab_and_proves_each_file(
    told, north, manager, now, django_capture_on_commit_callbacks
):
    job = made(told, manager, north, now, django_capture_on_commit_callbacks)
    assert (job.state, job.error) == ("done", "")
    with tenant(north.pk):
        taken = take_file(subject=told, job=job, by=manager, at=now)
        facts = {"file": "review", "sha256": job.file.sha256}
        verbs = AuditEvent.objects.filter(facts=facts).order_by("pk")
        assert [each.verb for each in verbs] == ["rendered", "downloaded"]
        notice = Notice.objects.get(key=f"review-file:{job.file.public_id}")
        assert (notice.subject, notice.path) == (
            f"The file of a review is ready: {told.reference}",
            f"{told.path}file/",
        )
    with zipfile.ZipFile(io.BytesIO(taken.content)) as box:
        manifest = json.loads(box.read("manifest.json"))
        everything = {name: box.read(name) for name in box.namelist()}
    stem = told.reference
    assert list(everything) == ["manifest.json", f"{stem}.pdf", f"{stem}-attachment-01.pdf"]
    assert manifest["review"] == stem
    for line in manifest["files"]:
        assert line["sha256"] == hashlib.sha256(everything[line["name"]]).hexdigest()
    text = text_of(everything[f"{stem}.pdf"])
    for said in (
        *("Learning", "the mill", "Mother", "Drafting began", "No comment yet", "Hospital"),
        *("Seen at the clinic", f"{stem}-attachment-01.pdf", "Commissioned"),
    ):
        assert said in text
    assert "Wilhelmina" not in text
    with pikepdf.open(io.BytesIO(everything[f"{stem}.pdf"])) as printed:
        assert printed.Root.MarkInfo.Marked
        assert str(printed.docinfo["/Title"]) == f"Review {stem}"


def test_it_is_for_who_works_or_decides_and_sees_the_review_still(
    told, north, manager, now, who, django_capture_on_commit_callbacks, dead_broker
):
    support = people.member(north, "business_support")
    with tenant(north.pk):
        with pytest.raises(NotPermitted):
            ask_for_file(subject=told, kind=PDF, by=people.member(north, "lay_member"), at=now)
        first = ask_for_file(subject=told, kind=PDF, by=support, at=now)
        with pytest.raises(DomainError, match="made for somebody else"):
            ask_for_file(subject=told, kind=PDF, by=manager, at=now)
        restrict_case(incident=told.incident, reason="A conflict", **who)
    run_job(partnership_id=north.pk, job_id=first.public_id, clock=lambda: now)
    with tenant(north.pk):
        first.refresh_from_db()
        assert (first.state, first.error) == ("failed", "You do not see this review any more.")
        with pytest.raises(NotPermitted):
            take_file(subject=told, job=first, by=support, at=now)


def test_the_page_makes_and_gives_it_and_leads_there_from_the_review(
    signed_in, client, north, told, django_capture_on_commit_callbacks
):
    of = {"review": told.public_id}
    page = at("review-file", **of)
    assert page in words(signed_in.get(at("review", **of)))
    assert "What you may see of this review" in words(signed_in.get(page))
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in.post(at("review-file-make", form="pdf", **of)).url == page
    assert signed_in.post(at("review-file-make", form="exe", **of)).status_code == 404
    with tenant(north.pk):
        job = Job.objects.get(kind=PDF)
    take = at("review-file-take", case_copy=job.public_id, **of)
    assert take in words(signed_in.get(page))
    given = signed_in.get(take)
    assert given["Content-Disposition"] == f'attachment; filename="{told.reference}.pdf"'
    client.force_login(people.member(north, "business_support"))
    assert client.get(take).status_code == 404
