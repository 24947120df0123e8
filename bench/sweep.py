"""The sweep: linear in what is due, not in what is open."""

import time
from datetime import timedelta
from uuid import uuid4

from django.db import connection

from bench import data
from bench.measure import median_seconds
from bench.schema import fill
from deadlines.models import Deadline
from deadlines.services.sweep import partnerships_due, sweep_all
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import across, required_partnership_id, tenant
from partnerships.models import Partnership

Line = tuple[str, str, str, str, str]
PARTNERSHIPS = 100
OPEN = (10_000, 100_000)
DUE = (1_000, 2_000)
BARE = (
    "SELECT id, partnership_id FROM deadlines_deadline WHERE met_at IS NULL"
    " AND cancelled_at IS NULL AND next_attention_on <= %s"
    " AND partnership_id = ANY ((SELECT string_to_array(current_setting('app.tenants'), ',')"
    "::bigint[])::bigint[])"
)


def lines() -> list[Line]:
    """Measure finding against its bare SQL, and the sweep at two sizes of each kind."""
    fill(data.NATIONAL)
    ids = list(Partnership.objects.order_by("pk").values_list("pk", flat=True)[:PARTNERSHIPS])
    _give_managers(ids)
    took: dict[tuple[int, int], float] = {}
    for still_open in OPEN:
        _open_more(ids, still_open)
        for due in DUE:
            _make_due(ids, due)
            if (still_open, due) == (OPEN[-1], DUE[0]):
                finding, bare = _finding()
            started = time.perf_counter()
            attended = sweep_all(clock=moment.now)
            took[still_open, due] = time.perf_counter() - started
            if attended != due:
                raise SystemExit(f"the sweep attended to {attended} of {due}")
    few, many = OPEN
    small, large = DUE
    return [
        _line("find 1,000 due of 100,000 open", finding, bare, "bare SQL", "–"),
        _line("sweep 1,000 due of 100,000 open", took[many, small], bare, "bare SQL", "–"),
        _line("… against 10,000 open", took[many, small], took[few, small], "its tenth", "≤ 1.2"),
        _line("… 2,000 due", took[many, large], took[many, small], "1,000 due", "about 2"),
    ]


def _line(what: str, measured: float, floor: float, against: str, aim: str) -> Line:
    return (
        what,
        f"{measured * 1000:.1f} ms",
        f"{floor * 1000:.1f} ms ({against})",
        f"{measured / floor:.2f}×",
        aim,
    )


def _give_managers(ids: list[int]) -> None:
    for pk in ids:
        with tenant(pk):
            data.give_manager()


def _open_more(ids: list[int], wanted: int) -> None:
    """Bring the open deadlines to `wanted`, all of them with nothing to tell for years."""
    each = wanted // len(ids)
    for pk in ids:
        with tenant(pk):
            Deadline.objects.open().update(next_attention_on=_far())
            pattern = Deadline.objects.open().first()
            missing = each - Deadline.objects.open().count()
            Deadline.objects.bulk_create(_copies(pattern, missing), batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copies(pattern: Deadline, count: int) -> list[Deadline]:
    values = {
        field.attname: getattr(pattern, field.attname)
        for field in Deadline._meta.concrete_fields
        if field.attname not in {"id", "public_id", "subject_id", "partnership_id"}
    }
    return [
        Deadline(**values, subject_id=uuid4(), partnership_id=required_partnership_id())
        for _ in range(count)
    ]


def _make_due(ids: list[int], count: int) -> None:
    today = moment.today()
    for pk in ids:
        with tenant(pk):
            wanted = Deadline.objects.open().order_by("pk")[: count // len(ids)]
            chosen = list(wanted.values_list("pk", flat=True))
            Deadline.objects.filter(pk__in=chosen).update(next_attention_on=today, due_on=today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE deadlines_deadline")


def _finding() -> tuple[float, float]:
    today = moment.today()
    everyone = list(Partnership.objects.values_list("pk", flat=True))

    def bare() -> None:
        with across(everyone), connection.cursor() as cursor:
            cursor.execute(BARE, [today])
            cursor.fetchall()

    return median_seconds(lambda: partnerships_due(on=today)), median_seconds(bare)


def _far() -> object:
    return moment.today() + timedelta(days=3650)
