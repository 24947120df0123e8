"""What leaves the partnership: prepared first, recorded afterwards, never twice."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from partnerships.enums import JobState
from partnerships.models import Job
from partnerships.services.work import run_job
from reviews import services
from reviews.enums import CaseState, DispatchState
from reviews.models import Dispatch
from reviews.services import dispatches, sending
from reviews.services.dispatches import SentFacts
from tests.factories import reports as make
from tests.factories import reviews as cases
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


@pytest.fixture
def signed(rapid, manager, later):
    make.signed(rapid, by=manager, at=later)
    rapid.incident.refresh_from_db()
    return rapid


def test_nothing_is_prepared_before_all_three_have_signed(rapid, manager, later):
    version = make.asked(rapid, by=manager, at=later)
    make.elsewhere(version, "police", by=manager, at=later)

    found = refused(dispatches.prepare, report=rapid, recipient="panel", by=manager, at=later)
    assert str(found) == "A report is sent once all three partners have signed it."


def test_what_was_prepared_and_not_recorded_waits_for_an_answer_and_is_not_prepared_twice(
    signed, manager, later
):
    row = dispatches.prepare(report=signed, recipient="panel", by=manager, at=later)

    again = refused(dispatches.prepare, report=signed, recipient="panel", by=manager, at=later)
    assert (row.state, again.field) == (DispatchState.PREPARED, "recipient")
    signed.incident.refresh_from_db()
    assert signed.incident.state == CaseState.RAPID_REVIEW_COMPLETED
    assert Deadline.objects.filter(rule_key="rapid_review", met_at=None).exists()


def test_recording_that_it_was_sent_to_the_panel_meets_the_dates(signed, manager, later):
    row = dispatches.prepare(report=signed, recipient="panel", by=manager, at=later)
    sent = later + timedelta(hours=1)
    facts = SentFacts(sent_at=sent, how="Secure e-mail", receipt="R-1")

    sending.record_dispatch_sent(dispatch=row, facts=facts, by=manager, at=sent)

    signed.incident.refresh_from_db()
    row.refresh_from_db()
    assert signed.incident.state == CaseState.RAPID_REVIEW_SENT
    assert (row.state, row.how, row.receipt) == (DispatchState.SENT, "Secure e-mail", "R-1")
    assert Deadline.objects.get(rule_key="rapid_review").met_at == sent
    twice = refused(sending.record_dispatch_sent, dispatch=row, facts=facts, by=manager, at=sent)
    assert twice.code == "not-waiting"


def test_a_copy_for_others_moves_nothing(signed, manager, later):
    row = dispatches.prepare(report=signed, recipient="ofsted", by=manager, at=later)
    sending.record_dispatch_sent(dispatch=row, facts=SentFacts(sent_at=later), by=manager, at=later)

    signed.incident.refresh_from_db()
    assert signed.incident.state == CaseState.RAPID_REVIEW_COMPLETED


def test_what_was_not_sent_says_why_and_may_be_prepared_anew(signed, manager, later):
    row = dispatches.prepare(report=signed, recipient="panel", by=manager, at=later)
    silent = refused(dispatches.cancel_dispatch, dispatch=row, reason=" ", by=manager, at=later)
    assert silent.field == "reason"
    dispatches.cancel_dispatch(dispatch=row, reason="Wrong address.", by=manager, at=later)

    late = SentFacts(sent_at=later)
    gone = refused(dispatches.note_sent, dispatch=row, facts=late, by=manager, at=later)
    assert gone.code == "cancelled"
    assert dispatches.prepare(report=signed, recipient="panel", by=manager, at=later).pk != row.pk


def test_a_time_that_cannot_be_is_refused(signed, manager, later):
    row = dispatches.prepare(report=signed, recipient="dfe", by=manager, at=later)

    def say(days):
        facts = SentFacts(sent_at=later + timedelta(days=days))
        return refused(dispatches.note_sent, dispatch=row, facts=facts, by=manager, at=later)

    assert (say(1).code, say(-1).code) == ("in-the-future", "sent-before-signed")


def test_the_form_that_records_the_sending_uses_what_was_prepared(signed, manager, later):
    row = dispatches.prepare(report=signed, recipient="panel", by=manager, at=later)
    services.record_sent(incident=signed.incident, sent_at=later, by=manager, at=later)

    row.refresh_from_db()
    assert (row.state, Dispatch.objects.count()) == (DispatchState.SENT, 1)


def test_a_case_sent_at_once_keeps_its_sending_and_has_its_copy_made(manager, moment):
    case = cases.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=moment)

    row = Dispatch.objects.get(incident=case)
    assert (row.state, row.version.number) == (DispatchState.SENT, 1)
    assert Job.objects.get().subject_id == row.public_id


def test_the_copy_is_made_after_a_worker_was_killed_and_kept_with_its_hash(
    in_north, signed, manager, later
):
    row = dispatches.prepare(report=signed, recipient="panel", by=manager, at=later)
    job = Job.objects.get(subject_id=row.public_id)
    dead = later - timedelta(minutes=10)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, beat_at=dead)

    run_job(partnership_id=in_north.pk, job_id=job.public_id, clock=lambda: later)

    row.refresh_from_db()
    assert row.file.name == f"{signed.incident.reference.lower()}-v1.pdf"
    assert (row.sha256, row.file.sha256) == (row.file.sha256, row.sha256)
    kept = refused(dispatches.make_copy_again, dispatch=row, by=manager, at=later)
    assert kept.code == "copy-kept"
