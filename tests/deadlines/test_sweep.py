"""The sweep tells the right people once, however it is run."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from deadlines import services
from deadlines.models import Deadline
from deadlines.services import sweep as sweeping
from deadlines.subjects import SubjectKind, anybody
from deadlines.tasks import sweep
from krscp_portal.foundation.context import APP_ROLE, tenant
from partnerships.models import AuditEvent, Notice, Partnership, RoleAssignment, User
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db

AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # due Monday 8 June


def day(number: int, month: int = 6) -> datetime:
    return datetime(2026, month, number, 7, 0, tzinfo=UTC)


@pytest.fixture
def people(north) -> dict[str, User]:
    return {role: partnerships.member(north, role) for role in ("business_support", "dsp", "lsp")}


@pytest.fixture
def clock(north, manager, people) -> Deadline:
    with tenant(north.pk):
        return make.deadline(trigger_at=AWARE, by=manager, owner=people["business_support"])


def run(at: datetime) -> int:
    return services.sweep_all(clock=lambda: at)


def told(of: Partnership) -> list[tuple[str, str]]:
    with tenant(of.pk):
        rows = Notice.objects.order_by("pk").select_related("recipient")
        return [(each.recipient.email.split("@")[0], each.subject) for each in rows]


def audited(of: Partnership) -> list[tuple[str, list[str], int]]:
    with tenant(of.pk):
        rows = AuditEvent.objects.filter(verb__in=["warned", "escalated"]).order_by("number")
        return [(each.verb, each.facts["steps"], each.facts["told"]) for each in rows]


DUE = "A notification to the Panel is due on 8 June 2026 (NORTH-2026-001)"
TODAY = "A notification to the Panel is due today, 8 June 2026 (NORTH-2026-001)"
QUERIES_OF_A_RUN = 18
QUERIES_OF_ONE = 9
LATE = (
    "A notification to the Panel was due on 8 June 2026 and is not recorded as done"
    " (NORTH-2026-001)"
)


def test_day_by_day_the_owner_is_warned_and_then_the_line_hears(clock, north):
    attended = [run(day(number)) for number in range(1, 16)]

    assert attended == [0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]
    assert told(north) == [
        ("business_support", DUE),
        ("business_support", DUE),
        ("business_support", TODAY),
        ("business_support", LATE),
        ("manager", LATE),
        ("dsp", LATE),
        ("lsp", LATE),
    ]


def test_running_it_again_tells_nobody_twice(clock, north):
    for _ in range(3):
        run(day(9))
    first = told(north)
    run(day(9) + timedelta(hours=5))
    assert told(north) == first
    assert len(first) == len(set(first)) == 2
    assert audited(north) == [
        ("warned", ["warn-2", "warn-1", "warn0", "warn+1"], 1),
        ("escalated", ["escalate+1:manager"], 1),
    ]


def test_a_week_of_outage_is_caught_up_in_one_run(clock, north):
    assert run(day(15)) == 1
    assert told(north) == [
        ("business_support", LATE),
        ("manager", LATE),
        ("dsp", LATE),
        ("lsp", LATE),
    ]
    assert audited(north)[0] == ("warned", ["warn-2", "warn-1", "warn0", "warn+1"], 1)
    with tenant(north.pk):
        assert Deadline.objects.get().next_attention_on is None
    assert run(day(16)) == 0


def test_what_is_done_is_not_warned_about(clock, north, manager):
    with tenant(north.pk):
        services.meet_deadline(deadline=clock, met_at=day(3), by=manager, at=day(3))
    assert run(day(15)) == 0
    assert told(north) == []


def test_a_notice_says_nothing_of_a_child(north, manager):
    with tenant(north.pk):
        make.deadline(
            trigger_at=AWARE, by=manager, owner=manager, rule_key="notify_looked_after_death"
        )
    run(day(8))
    assert told(north) == [("manager", "A notification is due today, 8 June 2026 (NORTH-2026-001)")]


def test_a_target_beside_the_binding_date_troubles_its_owner_only(north, manager, people):
    with tenant(north.pk):
        make.deadline(
            trigger_at=AWARE, by=manager, owner=people["business_support"], standing="limit"
        )
    run(day(30))
    assert {name for name, _ in told(north)} == {"business_support"}


def test_where_the_owner_is_gone_the_next_up_the_line_hears(clock, north, people):
    people["business_support"].is_active = False
    people["business_support"].save()
    run(day(4))
    assert told(north) == [("manager", DUE)]
    with tenant(north.pk):
        facts = AuditEvent.objects.get(verb="warned").facts
    assert (facts["audience"], facts["heard"]) == ("owner", "manager")


def test_who_holds_the_role_no_longer_is_not_told(clock, north):
    with tenant(north.pk):
        RoleAssignment.objects.filter(role="manager").update(to_on=day(8).date())
    run(day(9))
    assert told(north) == [("business_support", LATE), ("dsp", LATE)]


def test_a_restricted_case_is_told_to_those_who_may_know(north, manager, people):
    named = {people["dsp"].pk}
    restricted = SubjectKind(
        code="tests.restricted", may_be_told=lambda user, _id: user.pk in named
    )
    with make.subject_kind(restricted), tenant(north.pk):
        make.deadline(
            trigger_at=AWARE,
            by=manager,
            owner=people["business_support"],
            about=make.subject("NORTH-2026-002", kind="tests.restricted"),
        )
    with make.subject_kind(restricted):
        run(day(15))
        assert {name for name, _ in told(north)} == {"dsp"}
        assert audited(north)[-1] == ("escalated", ["escalate+3:lsp"], 0)


def test_each_partnership_hears_of_its_own(clock, north, south):
    other = partnerships.member(south, "manager")
    with tenant(south.pk):
        make.deadline(trigger_at=AWARE, by=other, owner=other, about=make.subject("SOUTH-2026-001"))
    run(day(4))
    assert told(north) == [("business_support", DUE)]
    assert [name for name, _ in told(south)] == ["manager"]
    with tenant(south.pk):
        assert Notice.objects.get().recipient == other


def test_one_that_cannot_be_read_does_not_silence_the_others(clock, north, manager, people):
    with tenant(north.pk):
        Deadline.objects.update(terms={"unit": "nonsense"})
        make.deadline(
            trigger_at=AWARE, by=manager, owner=manager, about=make.subject("NORTH-2026-002")
        )
    assert run(day(8)) == 1
    assert [name for name, _ in told(north)] == ["manager"]


def test_a_moved_date_is_warned_about_afresh(clock, north, manager):
    run(day(8))
    with tenant(north.pk):
        services.move_trigger(
            deadline=clock,
            trigger_at=AWARE + timedelta(days=2),
            reason="Wrong day",
            by=manager,
            at=day(8),
        )
    run(day(8))
    assert told(north)[-1] == (
        "business_support",
        "A notification to the Panel is due on 10 June 2026 (NORTH-2026-001)",
    )


def test_one_open_partnership_can_be_swept_by_itself(clock, north, people):
    with tenant(north.pk):
        assert services.sweep_partnership(at=day(4)) == 1
        assert services.sweep_partnership(at=day(4)) == 0
    assert told(north) == [("business_support", DUE)]


def test_more_than_one_batch_is_swept_in_one_run(north, manager, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    with tenant(north.pk):
        for number in range(5):
            make.deadline(
                trigger_at=AWARE, by=manager, owner=manager, about=make.subject(f"N-{number}")
            )
    assert run(day(4)) == 5
    assert len(told(north)) == 5


def test_the_task_sweeps_every_partnership(clock, north, time_machine):
    time_machine.move_to(day(4))
    sweep.delay()
    assert told(north) == [("business_support", DUE)]


def test_the_cost_follows_what_is_due_and_not_what_is_open(
    north, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(6):
            make.deadline(
                trigger_at=AWARE,
                by=manager,
                owner=manager,
                about=make.subject(f"N-{number}"),
                rule_key="notify_panel" if number < 2 else "lcspr_publish",
            )
    with django_assert_num_queries(QUERIES_OF_A_RUN + 2 * QUERIES_OF_ONE):
        assert run(day(4)) == 2
    with tenant(north.pk):
        for number in range(6, 60):
            make.deadline(
                trigger_at=AWARE,
                by=manager,
                about=make.subject(f"N-{number}"),
                rule_key="lcspr_publish",
            )
    with django_assert_num_queries(QUERIES_OF_A_RUN + 2 * QUERIES_OF_ONE):
        assert run(day(5)) == 2


def test_what_is_due_is_found_by_its_index(north, manager):
    with tenant(north.pk):
        model = make.deadline(trigger_at=AWARE, by=manager)
        values = {
            field.attname: getattr(model, field.attname)
            for field in Deadline._meta.concrete_fields
            if field.name not in ("id", "public_id", "subject_id", "next_attention_on")
        }
        ahead = day(1, month=9).date()
        Deadline.objects.bulk_create(
            Deadline(**values, subject_id=make.subject().public_id, next_attention_on=ahead)
            for _ in range(3000)
        )
        with connection.cursor() as cursor:  # only a table's owner may take its statistics
            cursor.execute("RESET ROLE")
            cursor.execute("ANALYZE deadlines_deadline")
            cursor.execute(f"SET ROLE {APP_ROLE}")
        plan = Deadline.objects.needing_attention(day(4).date()).explain()
    assert "deadline_attention" in plan


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_tell_each_person_once():
    north = partnerships.partnership("northshire")
    manager = partnerships.member(north, "manager")
    owner = partnerships.member(north, "business_support")
    with make.subject_kind(SubjectKind(code="tests.busy", may_be_told=anybody)):
        with tenant(north.pk):
            for number in range(12):
                about = make.subject(f"N-{number}", kind="tests.busy")
                make.deadline(trigger_at=AWARE, by=manager, owner=owner, about=about)
        attended: list[int] = []

        def work() -> None:
            try:
                attended.append(run(day(9)))
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        run(day(9))

    notices = told(north)
    assert len(attended) == 5
    assert sum(attended) == 12
    assert len(notices) == len(set(notices)) == 24
    assert len(audited(north)) == 24


def test_who_is_in_charge_and_in_the_line_as_well_hears_once(north, manager):
    with tenant(north.pk):
        make.deadline(trigger_at=AWARE, by=manager, owner=manager)

    run(day(9))

    assert told(north) == [("manager", LATE)]
