"""Row-level security keeps partnerships apart, whatever the code above it forgets."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Count

from krscp_portal.foundation.context import across, current_partnership_id, tenant
from krscp_portal.foundation.errors import TenantMissing
from partnerships.models import Appointment, Delegation, Partnership, Person, Seat
from partnerships.tasks import deliver

pytestmark = pytest.mark.django_db


def seat(key: str) -> Seat:
    return Seat.objects.create(key=key, role="MEMBER", title=f"Seat {key}")


@pytest.fixture
def seats(north: Partnership, south: Partnership) -> dict[str, Seat]:
    with tenant(north.pk):
        a = seat("a")
    with tenant(south.pk):
        b = seat("b")
    return {"north": a, "south": b}


def test_a_forgotten_filter_shows_one_partnership(north, south, seats):
    with tenant(north.pk):
        assert [each.key for each in Seat.objects.all()] == ["a"]
    with tenant(south.pk):
        assert [each.key for each in Seat.objects.all()] == ["b"]


def test_no_context_means_no_rows(seats):
    assert Seat.objects.count() == 0
    assert not Seat.objects.exists()


def test_raw_sql_sees_one_partnership(north, seats):
    with tenant(north.pk), connection.cursor() as cursor:
        cursor.execute("SELECT key FROM partnerships_seat")
        assert cursor.fetchall() == [("a",)]


def test_exists_and_counts_answer_for_one_partnership(north, seats):
    with tenant(north.pk):
        assert not Seat.objects.filter(key="b").exists()
        assert Seat.objects.aggregate(n=Count("pk"))["n"] == 1
        assert Seat.objects.exclude(key="a").count() == 0


def test_counts_over_a_join_answer_for_one_partnership(north, south, seats):
    person = Person.objects.create(name="Shared person")
    for partnership, key in ((north, "north"), (south, "south")):
        with tenant(partnership.pk):
            Appointment.objects.create(seat=seats[key], person=person, period=("2026-01-01", None))
    with tenant(north.pk):
        found = Person.objects.annotate(held=Count("appointments")).get(pk=person.pk)
        assert found.held == 1


def test_a_key_of_another_partnership_leads_nowhere(north, seats):
    with tenant(north.pk):
        assert Seat.objects.filter(pk=seats["south"].pk).first() is None
        with pytest.raises(Seat.DoesNotExist):
            seats["south"].refresh_from_db()


def test_an_update_changes_nothing_elsewhere(north, south, seats):
    with tenant(north.pk):
        assert Seat.objects.filter(pk=seats["south"].pk).update(title="changed") == 0
        assert Seat.objects.update(title="changed") == 1
    with tenant(south.pk):
        assert Seat.objects.get().title == "Seat b"


def test_a_delete_removes_nothing_elsewhere(north, south, seats):
    with tenant(north.pk):
        Seat.objects.all().delete()
    with tenant(south.pk):
        assert Seat.objects.count() == 1


def test_rows_cannot_be_written_into_another_partnership(north, south):
    row = Seat(key="x", role="MEMBER", title="x", partnership_id=south.pk)
    with tenant(north.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Seat.objects.bulk_create([row])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            row.save()


def test_a_row_cannot_be_moved_to_another_partnership(north, south, seats):
    refused = pytest.raises(DatabaseError, match="row-level security")
    with tenant(north.pk), refused, transaction.atomic():
        Seat.objects.filter(key="a").update(partnership_id=south.pk)


def test_a_child_cannot_point_at_a_parent_elsewhere(north, seats):
    person = Person.objects.create(name="Somebody")
    with tenant(north.pk), pytest.raises(IntegrityError, match="_rls"), transaction.atomic():
        Appointment.objects.create(
            seat_id=seats["south"].pk, person=person, period=("2026-01-01", None)
        )
    with tenant(north.pk), pytest.raises(IntegrityError, match="_rls"), transaction.atomic():
        Delegation.objects.create(
            from_seat=seats["north"], to_seat_id=seats["south"].pk, functions="x"
        )


def test_a_task_without_a_partnership_is_refused():
    assert current_partnership_id() is None
    with pytest.raises(TenantMissing):
        deliver.delay()


def test_after_an_exception_nothing_is_open(north, seats):
    with pytest.raises(ZeroDivisionError), tenant(north.pk):
        1 / 0  # noqa: B018 -- any fault of the code
    assert current_partnership_id() is None
    assert Seat.objects.count() == 0


def test_contexts_nest_and_close(north, south, seats):
    with tenant(north.pk):
        with tenant(south.pk):
            assert Seat.objects.get().key == "b"
        assert Seat.objects.get().key == "a"
    assert Seat.objects.count() == 0


def test_reading_across_partnerships_cannot_write(north, south, seats):
    with across([north.pk, south.pk]):
        assert sorted(Seat.objects.values_list("key", flat=True)) == ["a", "b"]
    with across([north.pk]):
        assert list(Seat.objects.values_list("key", flat=True)) == ["a"]
    with pytest.raises(DatabaseError, match="permission denied"), across([north.pk]):
        Seat.objects.update(title="changed")
    assert Seat.objects.count() == 0


def test_the_application_cannot_lift_the_rule(seats):
    for statement in (
        "ALTER TABLE partnerships_seat DISABLE ROW LEVEL SECURITY",
        "TRUNCATE partnerships_seat CASCADE",
        "DROP POLICY tenant_read ON partnerships_seat",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_threads_that_share_connections_see_their_own():
    partnerships = [
        Partnership.objects.create(slug=f"p{n}", name=f"P{n}", short_name=f"P{n}") for n in range(4)
    ]
    for each in partnerships:
        with tenant(each.pk):
            seat(f"of-{each.slug}")
    wrong: list[object] = []

    def work(start: int) -> None:
        try:
            for turn in range(25):
                each = partnerships[(start + turn) % 4]
                with tenant(each.pk):
                    found = list(Seat.objects.values_list("key", flat=True))
                if found != [f"of-{each.slug}"] or Seat.objects.exists():
                    wrong.append(found)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
