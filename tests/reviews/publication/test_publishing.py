"""From the decision to what the public reads: frozen, checked, sent, published, corrected, ended."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from krscp_portal.foundation.moment import local_day
from partnerships.enums import JobState
from partnerships.models import AuditEvent, Job, StoredFile
from partnerships.selectors import system_user
from partnerships.services.work import run_job
from reviews.enums import LeakKind, ReviewState
from reviews.fingerprint import fingerprint
from reviews.models import LeakFinding, PublicVersion, SealedReading
from reviews.sealing import Identity
from reviews.selectors.publication_facts import Stand
from reviews.services import publishing
from reviews.services.proceedings import ProceedingsFacts, end_proceedings, record_proceedings
from reviews.services.publication_deciding import plan_day, put_back, take_out
from reviews.services.sealed import seal_identity
from tests.factories import publishing as make
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


@pytest.fixture
def ready(frozen, manager, later):
    """Copies sent, the mother told; the day is still to come."""
    make.copies_sent(frozen, by=manager, at=later)
    make.family_told(frozen, local_day(later), by=manager, at=later)
    return frozen


@pytest.fixture
def on_the_day(later):
    return later + DAY * 28


@pytest.fixture
def published(ready, manager, on_the_day):
    publishing.publish(review=ready, by=manager, at=on_the_day)
    ready.refresh_from_db()
    return ready


def clock(review, key):
    return (
        Deadline.objects.filter(subject_id=review.public_id, rule_key=key).order_by("-pk").first()
    )


def test_what_was_decided_is_frozen_with_its_hash_and_made_into_a_pdf(
    in_north, decided, manager, later
):
    take_out(review=decided, words="ash  house", reason="personal", by=manager, at=later)
    version = make.frozen(decided, by=manager, at=later)
    make.work(in_north, at=later)

    version.refresh_from_db()
    assert [each["key"] for each in version.content["sections"]] == [
        "reviewers",
        "voice",
        "improvements",
        "reasons",
        "recommendations",
    ]
    assert version.content["sections"][2]["body"] == (
        "Services should listen to fathers.\n\n"
        "The clinic at [removed: personal information] should ring back."
    )
    assert version.sha256 == fingerprint(version.content)
    assert version.file.name == f"{decided.reference.lower()}-public-v1.pdf"
    assert version.checked_at == later
    assert list(version.findings.values_list("kind", "where", "excerpt")) == []
    assert decided.state == ReviewState.PUBLICATION_DECIDED


def test_the_check_opens_what_is_sealed_for_itself_alone_and_says_only_where(
    in_north, decided, manager, later
):
    child = decided.incident.children.get()
    who = Identity("Robin Marsh")  # the reviewer's name, so that it stands in the text
    seal_identity(child=child, identity=who, by=manager, at=later)
    version = make.frozen(decided, by=manager, at=later)
    make.work(in_north, at=later)

    found = version.findings.filter(kind=LeakKind.SEALED)
    assert list(found.values_list("where", "excerpt")) == [
        ("Reviewers", ""),
        ("Reviewers, paragraph 1", ""),
    ]
    opened = AuditEvent.objects.filter(verb="opened", facts__has_key="leak_check").get()
    assert opened.by_name == system_user().display_name
    assert opened.facts == {
        "child": str(child.public_id),
        "leak_check": str(version.public_id),
    }
    assert SealedReading.objects.count() == 0


def test_a_worker_killed_after_the_pdf_leaves_nothing_half_checked_and_another_finishes_it(
    in_north, decided, manager, later
):
    version = make.frozen(decided, by=manager, at=later)
    job = Job.objects.get(subject_id=version.public_id)
    dead = later - timedelta(minutes=10)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, beat_at=dead)
    version.refresh_from_db()
    assert (version.file, version.checked_at) == (None, None)

    run_job(partnership_id=in_north.pk, job_id=job.public_id, clock=lambda: later)

    version.refresh_from_db()
    assert (version.checked_at, version.file.name[-14:]) == (later, "-public-v1.pdf")
    kept = refused(publishing.make_pdf_again, version=version, by=manager, at=later)
    assert kept.code == "checked"


def test_a_seal_that_does_not_open_leaves_the_version_unchecked(
    in_north, decided, manager, later, settings
):
    child = decided.incident.children.get()
    seal_identity(child=child, identity=Identity("Kai"), by=manager, at=later)
    version = make.frozen(decided, by=manager, at=later)
    settings.IDENTITY_KEYS = ["x1ZQ4mCd8jv0n6J7b4V5cQe7sQ3pYk0f1mW8u2oR9tE="]
    make.work(in_north, at=later)

    version.refresh_from_db()
    assert version.checked_at is None
    assert Job.objects.get(subject_id=version.public_id).state == JobState.FAILED


def test_a_version_set_aside_before_its_pdf_was_made_takes_none(in_north, decided, manager, later):
    version = make.frozen(decided, by=manager, at=later)
    publishing.set_aside(version=version, reason="Another title.", by=manager, at=later)
    make.work(in_north, at=later)

    version.refresh_from_db()
    assert (version.file, version.checked_at) == (None, None)


def test_the_copies_move_the_review_on_meet_the_duty_and_open_the_day(ready, manager, later):
    assert ready.state == ReviewState.PRE_PUBLICATION
    owed = clock(ready, "prepublication_copy")
    assert (owed.met_on, owed.late_reason) == (local_day(later), "")
    early = refused(publishing.publish, review=ready, by=manager, at=later)
    assert early.code == "gate"
    assert "Wait for the day, or change it." in str(early)


def test_on_the_day_it_is_published_the_six_months_are_met_and_the_year_begins(
    published, on_the_day
):
    version = PublicVersion.objects.get()
    assert (published.state, version.published_at) == (ReviewState.PUBLISHED, on_the_day)
    assert clock(published, "lcspr_publish").met_at == on_the_day
    year = clock(published, "keep_published")
    assert year.due_on == local_day(on_the_day).replace(year=on_the_day.year + 1)


def test_a_day_brought_forward_makes_the_copies_late_for_it(ready, manager, later):
    soon = local_day(later) + DAY * 3
    plan_day(review=ready, planned_on=soon, by=manager, at=later)
    found = refused(publishing.publish, review=ready, by=manager, at=later + DAY * 3)
    assert "which is not early enough" in str(found)
    assert clock(ready, "prepublication_copy").due_on < local_day(later)


def test_proceedings_that_hold_publication_hold_it_until_they_end(
    ready, manager, later, on_the_day
):
    facts = ProceedingsFacts(kind="inquest", opened_on=local_day(later))
    row = record_proceedings(subject=ready.incident, facts=facts, by=manager, at=later)
    found = refused(publishing.publish, review=ready, by=manager, at=on_the_day)
    assert str(found).startswith("Publication waits for other proceedings: Inquest.")

    end_proceedings(proceedings=row, ended_on=local_day(on_the_day), by=manager, at=on_the_day)
    assert publishing.publish(review=ready, by=manager, at=on_the_day).number == 1


def test_after_six_months_it_waits_for_reasons_and_then_says_why_it_is_late(ready, manager, later):
    late = later + DAY * 250
    found = refused(publishing.publish, review=ready, by=manager, at=late)
    assert "Tell the Panel and the Secretary of State why it is late" in str(found)

    facts = ProceedingsFacts(kind="inquest", opened_on=local_day(later))
    row = record_proceedings(subject=ready, facts=facts, by=manager, at=later)
    row.reasons_sent_on, row.ended_on = local_day(later), local_day(later)
    row.save()
    silent = refused(publishing.publish, review=ready, by=manager, at=late)
    assert (silent.code, silent.field) == ("late-needs-reason", "late_reason")
    ready.refresh_from_db()
    assert ready.state == ReviewState.PRE_PUBLICATION
    publishing.publish(review=ready, late_reason="The inquest.", by=manager, at=late)
    assert clock(ready, "lcspr_publish").late_reason == "The inquest."


def test_set_aside_after_the_copies_the_review_goes_back_and_other_copies_are_owed(
    in_north, ready, manager, later
):
    old = PublicVersion.objects.get()
    publishing.set_aside(version=old, reason="A name was found.", by=manager, at=later)
    ready.refresh_from_db()
    assert ready.state == ReviewState.PUBLICATION_DECIDED
    assert clock(ready, "prepublication_copy").met_at is None

    take_out(review=ready, words="Ash House", reason="personal", by=manager, at=later)
    make.frozen(ready, by=manager, at=later)
    make.work(in_north, at=later)
    found = refused(publishing.publish, review=ready, by=manager, at=later)
    assert found.code == "not-sent"
    make.copies_sent(ready, by=manager, at=later)
    old.refresh_from_db()
    assert (ready.state, old.dispatches.count()) == (ReviewState.PRE_PUBLICATION, 2)


def test_what_was_kept_with_a_reason_stays_kept_in_the_next_version(
    in_north, decided, manager, later
):
    review = make.decided(
        decided, by=manager, at=later, revision=1, title="Two children of one street"
    )
    first = make.frozen(review, by=manager, at=later)
    make.work(in_north, at=later)
    finding = first.findings.get()
    publishing.keep_finding(finding=finding, reason="It is in the press.", by=manager, at=later)
    publishing.set_aside(version=first, reason="More to do.", by=manager, at=later)
    second = make.frozen(review, by=manager, at=later)
    make.work(in_north, at=later)

    kept = second.findings.get()
    assert (kept.excerpt, kept.kept_because) == ("Two children", "It is in the press.")


def test_a_correction_takes_the_place_of_what_is_read_at_once_and_new_copies_are_owed(
    in_north, published, manager, on_the_day
):
    now = on_the_day + DAY
    take_out(review=published, words="Ash House", reason="personal", by=manager, at=now)
    none = refused(publishing.correct, review=published, by=manager, at=now)
    assert none.code == "no-correction"
    version = make.frozen(published, by=manager, at=now, because="A place could be known.")
    unchecked = refused(publishing.correct, review=published, by=manager, at=now)
    assert unchecked.code == "not-checked"
    make.work(in_north, at=now)
    publishing.correct(review=published, by=manager, at=now)

    old = PublicVersion.objects.get(number=1)
    version.refresh_from_db()
    assert (old.replaced_at, version.published_at, version.replaced_at) == (now, now, None)
    assert Stand(published).live == version
    before = refused(put_back, cut=published.publication.taken_out.get(), by=manager, at=now)
    assert before.code == "published-without"


def test_it_stays_on_line_for_its_year_and_then_may_be_taken_off_with_a_reason(
    published, manager, on_the_day
):
    until = clock(published, "keep_published").due_on
    soon = refused(
        publishing.archive, review=published, reason="Old.", by=manager, at=on_the_day + DAY * 300
    )
    assert str(soon) == (f"It stays on line until {until.day} {until:%B %Y}: a year at least.")
    then = on_the_day + DAY * 366
    silent = refused(publishing.archive, review=published, reason=" ", by=manager, at=then)
    assert silent.field == "reason"
    row = publishing.archive(review=published, reason="The year is over.", by=manager, at=then)
    assert (row.archived_at, row.archived_because) == (then, "The year is over.")
    assert clock(published, "keep_published").met_at == then
    again = refused(publishing.archive, review=published, reason="x", by=manager, at=then)
    assert again.code == "archived"


def test_every_file_and_finding_of_it_is_kept(ready):
    assert StoredFile.objects.filter(name__endswith="-public-v1.pdf").count() == 1
    assert LeakFinding.objects.count() == 0
