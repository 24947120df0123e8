"""An import is undone whole, or not at all."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.enums import AuditVerb, ImportState, JobState
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Area,
    AuditEvent,
    Job,
    Notice,
    Organisation,
    PartnershipArea,
    Person,
    Seat,
)
from partnerships.services import agencies, import_undo, imports, seats
from partnerships.services.import_check import check
from tests.factories import partnerships as make
from tests.partnerships.imports.batches import AGENCIES, PEOPLE, SEATS, apply, counts

pytestmark = pytest.mark.django_db


def undo(batch, by, at):
    return import_undo.undo_import(batch=batch, by=by, at=at + timedelta(hours=1))


# --- undoing


def test_an_import_of_agencies_is_undone_whole(bring, by, moment):
    area = Area.objects.create(name="Westborough", kind="unitary")
    PartnershipArea.objects.create(area=area)
    known = make.organisation("Known")
    before = counts()
    batch = bring(
        "agencies",
        f"{AGENCIES},Areas",
        "Known,,Adviser,Westborough",
        "A choir,Faith,Adviser,",
        "A club,Faith,Adviser,",
    )
    apply(batch, by, moment)

    done = undo(batch, by, moment)

    assert counts() == before
    assert Organisation.objects.get() == known
    assert (done.state, done.rows, done.undone_by) == (ImportState.UNDONE, [], by)
    events = AuditEvent.objects.filter(verb=AuditVerb.UNDONE)
    assert events.count() == 3 + 2 + 1
    assert events.get(object_type="partnerships.importbatch").facts == {
        "kind": "agencies",
        "removed": 5,
        "stayed": 0,
    }
    with pytest.raises(DomainError, match="Only what has been imported can be undone"):
        undo(batch, by, moment)


def test_an_organisation_that_another_partnership_uses_by_now_stays(bring, by, moment, south):
    batch = bring("agencies", AGENCIES, "A choir,Faith,Adviser", "A club,Faith,Adviser")
    apply(batch, by, moment)
    choir = Organisation.objects.get(name="A choir")
    with tenant(south.pk):
        AgencyMembership.objects.create(organisation=choir, basis="adviser")

    undo(batch, by, moment)

    assert list(Organisation.objects.all()) == [choir]
    assert not AgencyMembership.objects.exists()


def test_what_has_been_changed_since_is_not_undone(bring, by, moment):
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser", "B,Faith,Adviser")
    apply(batch, by, moment)
    part = AgencyMembership.objects.get(organisation__name="B")
    facts = agencies.AgencyFacts(organisation=part.organisation, basis="adviser", why="It sings")
    agencies.change_agency(membership=part, facts=facts, by=by, at=moment)
    before = counts()

    with pytest.raises(DomainError) as refusal:
        undo(batch, by, moment)

    assert str(refusal.value) == (
        "Row 3: what was made of it has been changed since by Northshire manager. "
        "Nothing was undone."
    )
    assert counts() == before


def test_what_is_used_since_is_not_undone(bring, by, moment):
    batch = bring("seats", SEATS, "A,Member,,", "B,Member,,")
    apply(batch, by, moment)
    seat = Seat.objects.get(title="B")
    facts = seats.AppointmentFacts(person=seats.NewPerson("Kim Lane"), starts_on=date(2026, 1, 1))
    seats.appoint(seat=seat, facts=facts, by=by, at=moment)

    with pytest.raises(DomainError) as refusal:
        undo(batch, by, moment)

    assert str(refusal.value) == (
        "Row 3: what was made of it is used now (appointment). Nothing was undone."
    )
    assert Seat.objects.count() == 2


def test_what_is_gone_since_is_not_undone(bring, by, moment):
    batch = bring("seats", SEATS, "A,Member,,")
    apply(batch, by, moment)
    Seat.objects.all().delete()

    with pytest.raises(DomainError, match=r"^Row 2: what was made of it has been removed since"):
        undo(batch, by, moment)


def test_people_made_by_an_import_go_with_it_unless_they_sit_elsewhere(bring, by, moment):
    for key in ("a", "b", "c"):
        make.seat(key)
    batch = bring("appointments", PEOPLE, "a,Kim Lane,2026-01-01,,", "b,Robin Hill,2026-01-01,,")
    apply(batch, by, moment)
    robin = Person.objects.get(name="Robin Hill")
    facts = seats.AppointmentFacts(person=robin, starts_on=date(2026, 1, 1))
    seats.appoint(seat=Seat.objects.get(key="c"), facts=facts, by=by, at=moment)

    undo(batch, by, moment)

    assert list(Person.objects.all()) == [robin]
    assert Appointment.objects.get().seat.key == "c"


# --- long files


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.parametrize(
    ("kind", "header", "row", "queries"),
    [
        ("agencies", AGENCIES, "Body {},Faith,Adviser", 4),
        ("seats", SEATS, "Post {},Member,,", 4),
        ("appointments", PEOPLE, "a,Person {},2026-01-01,2026-01-01,", 2),
    ],
)
def test_looking_asks_as_much_for_many_rows_as_for_one(
    bring, django_assert_num_queries, kind, header, row, queries, rows
):
    make.seat("a")
    batch = bring(kind, header, *(row.format(number) for number in range(rows)))

    with django_assert_num_queries(queries):
        assert len(check(batch, on=date(2026, 6, 1)).rows) == rows


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.parametrize(
    ("kind", "header", "row", "queries"),
    [
        ("agencies", AGENCIES, "Body {},Faith,Adviser", 26),
        ("seats", SEATS, "Post {},Member,,", 16),
        ("appointments", PEOPLE, "a-{0},Person {0},2026-01-01,,", 21),
    ],
)
def test_importing_asks_as_much_for_many_rows_as_for_one(
    bring, by, moment, django_assert_num_queries, kind, header, row, queries, rows
):
    for number in range(60):
        make.seat(f"a-{number}")
    batch = bring(kind, header, *(row.format(number) for number in range(rows)))

    with django_assert_num_queries(queries):
        apply(batch, by, moment)


def test_a_long_file_is_imported_by_a_worker_in_one_transaction(
    bring, by, moment, django_capture_on_commit_callbacks
):
    rows = [f"Post {number},Member,," for number in range(imports.AT_ONCE + 1)]
    batch = bring("seats", SEATS, *rows)
    with django_capture_on_commit_callbacks() as callbacks:
        job = imports.begin_import(batch=batch, by=by, at=moment)

    assert job.state == JobState.QUEUED
    with pytest.raises(DomainError, match="This import is running"):
        imports.discard(batch=batch, by=by, at=moment)
    callbacks[0]()

    job.refresh_from_db()
    assert (job.state, job.file, job.error) == (JobState.DONE, None, "")
    assert Seat.objects.count() == imports.AT_ONCE + 1
    assert Notice.objects.get(recipient=by).subject == "Your import is finished"


def test_a_worker_that_is_refused_imports_nothing_and_says_why(
    bring, by, moment, django_capture_on_commit_callbacks
):
    rows = [f"Post {number},Member,," for number in range(imports.AT_ONCE + 1)]
    batch = bring("seats", SEATS, *rows)
    with django_capture_on_commit_callbacks() as callbacks:
        imports.begin_import(batch=batch, by=by, at=moment)
    make.seat("late", organisation=None)
    Seat.objects.update(title="Post 7")
    callbacks[0]()

    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert job.error.startswith("Row 9: There is such a seat already")
    assert Seat.objects.count() == 1
    batch.refresh_from_db()
    assert batch.state == ImportState.UPLOADED


def test_a_long_file_with_a_fault_is_refused_before_a_worker_is_asked(bring, by, moment):
    rows = [f"Post {number},Member,," for number in range(imports.AT_ONCE)]
    batch = bring("seats", SEATS, *rows, "Last,Bird,,")

    with pytest.raises(DomainError, match=r"^Row 202: “Bird” is not one of"):
        imports.begin_import(batch=batch, by=by, at=moment)

    assert not Job.objects.exists()


def test_a_second_worker_for_the_same_file_finds_it_imported(bring, by, moment):
    batch = bring("seats", SEATS, "Chief,Member,,")
    apply(batch, by, moment)

    imports.finish(subject_id=batch.public_id, file=None, by=by, at=moment)

    assert Seat.objects.count() == 1
    assert not Notice.objects.exists()


@pytest.fixture
def long_import(bring, by, moment):
    """More seats than a request may undo, imported."""
    rows = [f"Post {number},Member,," for number in range(imports.AT_ONCE + 1)]
    return apply(bring("seats", SEATS, *rows), by, moment)


def begin_undo(batch, by, at):
    return import_undo.begin_undo(batch=batch, by=by, at=at + timedelta(hours=1))


def test_a_long_import_is_undone_by_a_worker_in_one_transaction(
    long_import, by, moment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        job = begin_undo(long_import, by, moment)
    assert (job.state, Seat.objects.count()) == (JobState.QUEUED, imports.AT_ONCE + 1)
    with pytest.raises(DomainError, match="This import is being undone"):
        begin_undo(long_import, by, moment)
    callbacks[0]()

    job.refresh_from_db()
    long_import.refresh_from_db()
    assert (job.state, job.error, Seat.objects.count()) == (JobState.DONE, "", 0)
    assert (long_import.state, long_import.undone_by) == (ImportState.UNDONE, by)
    assert Notice.objects.get(recipient=by).subject == "Your import has been undone"
    undone = AuditEvent.objects.filter(verb=AuditVerb.UNDONE, object_type="partnerships.seat")
    assert undone.count() == imports.AT_ONCE + 1


def test_a_short_import_is_undone_at_once(bring, by, moment):
    batch = apply(bring("seats", SEATS, "Chief,Member,,"), by, moment)

    assert begin_undo(batch, by, moment) is None

    assert not Seat.objects.exists()
    assert not Job.objects.exists()


def test_a_worker_is_not_asked_to_undo_what_is_used(long_import, by, moment):
    seat = Seat.objects.get(title="Post 7")
    make.appointment(seat)

    with pytest.raises(DomainError, match=r"^Row 9: what was made of it is used now"):
        begin_undo(long_import, by, moment)

    assert not Job.objects.exists()


def test_a_worker_that_may_not_undo_leaves_everything_and_says_why(
    long_import, by, moment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        begin_undo(long_import, by, moment)
    make.appointment(Seat.objects.get(title="Post 7"))
    callbacks[0]()

    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert job.error.startswith("Row 9: what was made of it is used now")
    assert Seat.objects.count() == imports.AT_ONCE + 1


def test_a_second_worker_for_the_same_undoing_finds_it_done(bring, by, moment):
    batch = apply(bring("seats", SEATS, "Chief,Member,,"), by, moment)
    undo(batch, by, moment)

    import_undo.finish(subject_id=batch.public_id, file=None, by=by, at=moment)

    assert not Notice.objects.exists()
