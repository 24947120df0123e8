"""Letters about delay and new information: prepared, copied, recorded; never sent twice."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import NotPermitted
from partnerships.enums import JobState
from partnerships.models import AuditEvent, Job
from partnerships.services.work import run_job
from reviews.enums import DispatchKind, DispatchRecipient, DispatchState, ReviewState
from reviews.models import Dispatch, ParallelProcess, ProgressNote, Review
from reviews.services import outgoing as services
from reviews.services.dispatches import SentFacts
from reviews.services.proceedings import end_proceedings
from tests.factories import partnerships as people
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WORDS = "It is delayed because a trial is going on."


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


@pytest.fixture
def about_delay(practice, trial, manager, later):
    """Both letters about the delay for a trial, prepared."""
    return services.prepare_letter(
        subject=practice, kind=DispatchKind.DELAY, words=WORDS, proceedings=trial,
        by=manager, at=later,
    )  # fmt: skip


def sent_at(row, moment, by):
    facts = SentFacts(sent_at=moment, how="Secure e-mail")
    return services.record_letter_sent(dispatch=row, facts=facts, by=by, at=moment)


def test_a_letter_about_delay_is_prepared_for_the_panel_and_the_secretary_of_state(
    about_delay, practice, trial
):
    assert [(row.recipient, row.state, row.words) for row in about_delay] == [
        (DispatchRecipient.PANEL, DispatchState.PREPARED, WORDS),
        (DispatchRecipient.SECRETARY_OF_STATE, DispatchState.PREPARED, WORDS),
    ]
    assert {(row.review_id, row.proceedings_id) for row in about_delay} == {(practice.pk, trial.pk)}
    assert Job.objects.filter(kind=services.COPY).count() == 2


def test_new_information_goes_to_the_panel_alone_and_into_the_log_once_it_was_sent(
    practice, manager, later
):
    [row] = services.prepare_letter(
        subject=practice, kind=DispatchKind.NEW_INFORMATION, words="Two more homes.",
        by=manager, at=later,
    )  # fmt: skip
    assert row.recipient == DispatchRecipient.PANEL
    assert not ProgressNote.objects.exists()

    sent_at(row, later + HOUR, manager)
    note = ProgressNote.objects.get()
    assert (note.review_id, note.on, note.text) == (
        practice.pk,
        later.date(),
        services.PANEL_TOLD,
    )


def test_the_proceedings_say_since_when_both_know_the_reasons(about_delay, trial, manager, later):
    panel, secretary = about_delay
    sent_at(panel, later + HOUR, manager)
    trial.refresh_from_db()
    assert trial.reasons_sent_on is None

    sent_at(secretary, later + timedelta(days=2), manager)
    trial.refresh_from_db()
    assert trial.reasons_sent_on == later.date() + timedelta(days=2)


def test_a_day_that_is_known_already_stays(about_delay, trial, manager, later):
    known = later.date() - timedelta(days=1)
    ParallelProcess.objects.filter(pk=trial.pk).update(reasons_sent_on=known)
    for row in about_delay:
        sent_at(row, later + HOUR, manager)

    trial.refresh_from_db()
    assert trial.reasons_sent_on == known


def test_nothing_is_sent_or_given_up_twice(about_delay, manager, later):
    panel, secretary = about_delay
    sent_at(panel, later + HOUR, manager)
    services.record_letter_not_sent(
        dispatch=secretary, reason="Wrong office.", by=manager, at=later + HOUR
    )
    facts = SentFacts(sent_at=later + HOUR)
    who = {"by": manager, "at": later + HOUR}

    assert [
        refused(services.record_letter_sent, dispatch=row, facts=facts, **who).code
        for row in about_delay
    ] == ["sent-already", "cancelled"]
    again = refused(services.record_letter_not_sent, dispatch=panel, reason="No.", **who)
    assert str(again) == "It is recorded as sent already."


def test_a_second_letter_waits_until_the_first_is_recorded(
    about_delay, practice, trial, manager, later
):
    again = {
        "subject": practice, "kind": DispatchKind.DELAY, "words": WORDS, "proceedings": trial,
        "by": manager, "at": later,
    }  # fmt: skip
    assert str(refused(services.prepare_letter, **again)) == (
        "A letter about this is prepared already. Record first whether it was sent."
    )
    for row in about_delay:
        sent_at(row, later + HOUR, manager)
    assert len(services.prepare_letter(**again)) == 2
    assert Dispatch.objects.filter(kind=DispatchKind.DELAY).count() == 4


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("  ", "Write the letter."),
        ("Because [why].", "Fill in what stands in square brackets."),
    ],
)
def test_a_letter_without_its_words_is_refused(practice, manager, later, words, sentence):
    found = refused(
        services.prepare_letter, subject=practice, kind=DispatchKind.DELAY, words=words,
        by=manager, at=later,
    )  # fmt: skip
    assert (str(found), found.field) == (sentence, "words")
    assert not Dispatch.objects.filter(kind=DispatchKind.DELAY).exists()


def test_proceedings_of_something_else_or_that_have_ended_are_refused(
    practice, learning, trial, manager, later
):
    said = {"kind": DispatchKind.DELAY, "words": WORDS, "proceedings": trial}
    who = {"by": manager, "at": later}
    assert refused(services.prepare_letter, subject=learning, **said, **who).code == "not-beside"
    end_proceedings(proceedings=trial, ended_on=later.date(), **who)
    trial.refresh_from_db()
    found = refused(services.prepare_letter, subject=practice, **said, **who)
    assert (found.code, found.field) == ("not-beside", "proceedings")


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (1, "The time of sending cannot be in the future."),
        (-1, "It cannot have been sent before it was prepared."),
    ],
)
def test_a_time_that_cannot_be_is_refused(about_delay, manager, later, hours, sentence):
    facts = SentFacts(sent_at=later + hours * HOUR)
    found = refused(
        services.record_letter_sent, dispatch=about_delay[0], facts=facts, by=manager, at=later
    )
    assert (str(found), found.field) == (sentence, "sent_at")


def test_a_review_that_has_ended_writes_no_letter_but_says_what_became_of_one(
    about_delay, practice, manager, later
):
    Review.objects.filter(pk=practice.pk).update(
        state=ReviewState.STOPPED, closed_on=later.date(), ended_because="Another review."
    )
    found = refused(
        services.prepare_letter, subject=practice, kind=DispatchKind.NEW_INFORMATION,
        words="More.", by=manager, at=later,
    )  # fmt: skip
    assert str(found) == "The review has ended."
    assert sent_at(about_delay[0], later + HOUR, manager).state == DispatchState.SENT


def test_the_copy_is_made_after_a_worker_was_killed_and_kept_with_its_hash(
    in_north, about_delay, practice, manager, later
):
    row = about_delay[1]
    job = Job.objects.get(subject_id=row.public_id)
    dead = later - timedelta(minutes=10)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, beat_at=dead)

    run_job(partnership_id=in_north.pk, job_id=job.public_id, clock=lambda: later)

    row.refresh_from_db()
    assert row.file.name == f"{practice.reference.lower()}-letter-secretary-of-state.pdf"
    assert row.sha256 == row.file.sha256
    kept = refused(services.make_letter_again, dispatch=row, by=manager, at=later)
    assert kept.code == "copy-kept"


def test_the_record_of_a_letter_holds_none_of_its_words(about_delay, manager, later):
    sent_at(about_delay[0], later + HOUR, manager)
    rows = AuditEvent.objects.filter(object_type="reviews.dispatch")
    assert rows.count() == 3
    assert not [row for row in rows if "trial" in str(row.facts)]


def test_somebody_who_does_not_work_on_cases_prepares_none(north, practice, later):
    lay = people.member(north, "lay_member")
    with tenant(north.pk), pytest.raises(NotPermitted):
        services.prepare_letter(
            subject=practice, kind=DispatchKind.DELAY, words=WORDS, by=lay, at=later
        )
