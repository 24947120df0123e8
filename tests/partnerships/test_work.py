"""Background work that a person waits for: done once, seen while it runs, never lost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import jobs
from partnerships.enums import AuditVerb, JobState
from partnerships.models import AuditEvent, Job, StoredFile
from partnerships.services import work

pytestmark = pytest.mark.django_db
KIND = "tests.letter"
made: list[str] = []


def make_letter(_partnership_id, subject_id, progress):
    progress("Writing", 40)
    made.append(str(subject_id))
    return jobs.Produced("letter.txt", "text/plain", b"Dear")


def refuse_letter(*_):
    raise DomainError("There is nothing to write.", code="empty")


def break_letter(*_):
    raise ZeroDivisionError


def nothing_follows(**_):
    return None


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    made.clear()
    monkeypatch.setattr(jobs, "_kinds", {})
    jobs.register(jobs.JobKind(KIND, make_letter, nothing_follows))
    jobs.register(jobs.JobKind("tests.refused", refuse_letter, nothing_follows))
    jobs.register(jobs.JobKind("tests.broken", break_letter, nothing_follows))


@pytest.fixture
def ask(in_north, manager, moment):
    def ask(kind=KIND, subject=None):
        return work.request_job(kind=kind, subject_id=subject or uuid4(), by=manager, at=moment)

    return ask


def run(job, moment):
    work.run_job(partnership_id=job.partnership_id, job_id=job.public_id, clock=lambda: moment)
    job.refresh_from_db()
    return job


def test_asking_twice_gives_the_open_job(ask):
    subject = uuid4()

    assert ask(subject=subject) == ask(subject=subject)
    assert Job.objects.count() == 1


def test_a_job_is_done_and_its_file_kept(ask, moment):
    job = run(ask(), moment)

    assert (job.state, job.percent, job.attempts) == (JobState.DONE, 100, 1)
    assert StoredFile.objects.get() == job.file


def test_a_job_that_is_done_is_not_done_again(ask, moment):
    job = run(ask(), moment)

    run(job, moment)

    assert len(made) == 1
    assert job.attempts == 1


def test_a_job_that_runs_elsewhere_is_left_alone(ask, moment):
    job = ask()
    Job.objects.update(state=JobState.RUNNING, beat_at=moment, attempts=1)

    run(job, moment + timedelta(minutes=1))

    assert made == []


def test_a_job_of_a_killed_worker_is_taken_up(ask, moment):
    job = ask()
    Job.objects.update(state=JobState.RUNNING, beat_at=moment, attempts=1)

    run(job, moment + timedelta(minutes=4))

    assert (job.state, job.attempts) == (JobState.DONE, 2)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("tests.refused", "There is nothing to write."), ("tests.broken", work.UNEXPECTED)],
)
def test_a_job_that_fails_says_why_and_can_be_asked_for_again(ask, moment, kind, said):
    subject = uuid4()
    job = run(ask(kind, subject), moment)

    assert (job.state, job.error) == (JobState.FAILED, said)
    assert AuditEvent.objects.get().verb == AuditVerb.FAILED
    assert ask(kind, subject) != job


def test_the_sweep_wakes_what_nobody_took_and_gives_up_at_last(ask, moment):
    waiting, killed, hopeless, fresh = ask(), ask(), ask(), ask()
    late = moment + timedelta(minutes=4)
    Job.objects.filter(pk=killed.pk).update(state=JobState.RUNNING, beat_at=moment, attempts=1)
    Job.objects.filter(pk=hopeless.pk).update(state=JobState.RUNNING, beat_at=moment, attempts=3)
    Job.objects.filter(pk=fresh.pk).update(state=JobState.RUNNING, beat_at=late, attempts=1)

    assert work.requeue_jobs(at=late) == 2

    hopeless.refresh_from_db()
    waiting.refresh_from_db()
    assert (hopeless.state, hopeless.error) == (JobState.FAILED, work.UNEXPECTED)
    assert waiting.state == JobState.QUEUED


def test_a_job_of_another_partnership_is_not_there(ask, south, moment):
    job = ask()

    work.run_job(partnership_id=south.pk, job_id=job.public_id, clock=lambda: moment)

    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    with tenant(south.pk):
        assert not Job.objects.exists()


def test_a_kind_that_nobody_registered_is_a_fault(ask):
    with pytest.raises(KeyError):
        ask("tests.unknown")
    with pytest.raises(ValueError, match="registered already"):
        jobs.register(jobs.JobKind(KIND, make_letter, nothing_follows))
