"""A long import, and undoing it, against saving the same rows one by one without any service."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model

from bench import data
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AgencyMembership,
    Appointment,
    ImportBatch,
    Organisation,
    Partnership,
    Person,
    Seat,
)
from partnerships.services import import_undo, imports

Line = tuple[str, str, str, str, str]
SLUG = "bench-imports"
SIZES = (500, 5_000)
# What each kind of list makes, what leads to others last, and a file of it. Each needs the one
# before it.
KINDS: tuple[tuple[str, Sequence[type[Model]], str, str], ...] = (
    (
        "agencies",
        (Organisation, AgencyMembership),
        "Organisation,Kind of organisation,Basis",
        "Body number {0},Voluntary and charity,Relevant agency",
    ),
    ("seats", (Seat,), "Post,Role,Organisation", "Director of service {0},Member,Body number {0}"),
    (
        "appointments",
        (Person, Appointment),
        "Seat,Person,First day",
        "Director of service {0},Alex Example {0},1 April 2026",
    ),
)


class Took(NamedTuple):
    """The seconds of one kind of list: to apply it, to undo it, and to save its rows plainly."""

    applied: float
    undone: float
    plain: float


def lines() -> list[Line]:
    """Measure every kind of list at its longest, and against a tenth of that."""
    partnership, _ = Partnership.objects.get_or_create(
        slug=SLUG, defaults={"name": "Bench imports", "short_name": "Bench imports"}
    )
    few, many = SIZES
    small, large = (_measured(partnership.pk, size) for size in SIZES)
    found = []
    for kind, *_rest in KINDS:
        applied, undone, plain = large[kind]
        found += [
            _line(f"import {many:,} {kind}", applied, plain, "plain saves", "≤ 3"),
            _line(f"… against {few}", applied, small[kind].applied, "a tenth", "about 10"),
            _line("… undo", undone, plain, "plain saves", "≤ 3"),
        ]
    return found


def _measured(partnership_id: int, size: int) -> dict[str, Took]:
    """Apply lists of this size, undo them, and save the same rows without any service."""
    batches, applied, undone = {}, {}, {}
    rows: dict[str, list[Model]] = {}
    for kind, models, header, row in KINDS:
        with tenant(partnership_id):
            batches[kind] = _bring(kind, header, row, size)
        applied[kind] = _seconds(partnership_id, partial(_apply, batches[kind]))
        with tenant(partnership_id):
            rows[kind] = _made(batches[kind], models)
    for kind, *_rest in reversed(KINDS):
        undone[kind] = _seconds(partnership_id, partial(_undo, batches[kind]))
    plain = _floor(partnership_id, rows)
    return {kind: Took(applied[kind], undone[kind], plain[kind]) for kind in batches}


def _bring(kind: str, header: str, row: str, size: int) -> ImportBatch:
    data.give_manager()
    content = "\n".join([header, *(row.format(number) for number in range(size))])
    return imports.upload(
        kind=kind, name="list.csv", content=content.encode(), by=data.manager(), at=moment.now()
    )[0]


def _apply(batch: ImportBatch) -> None:
    imports.apply_import(batch=batch, by=data.manager(), at=moment.now())


def _undo(batch: ImportBatch) -> None:
    import_undo.undo_import(batch=batch, by=data.manager(), at=moment.now())


def _made(batch: ImportBatch, models: Sequence[type[Model]]) -> list[Model]:
    batch.refresh_from_db()
    return [
        row
        for model in models
        for row in model._default_manager.filter(
            pk__in=[each["id"] for each in batch.made if each["model"] == model._meta.label_lower]
        ).order_by("pk")
    ]


def _floor(partnership_id: int, rows: dict[str, list[Model]]) -> dict[str, float]:
    """Return how long it takes to save the rows one by one, nothing checked and no audit."""
    took = {}
    with tenant(partnership_id), transaction.atomic():
        for kind, found in rows.items():
            started = time.perf_counter()
            for row in found:
                row.save(force_insert=True)
            took[kind] = time.perf_counter() - started
        transaction.set_rollback(True)
    return took


def _seconds(partnership_id: int, work: Callable[[], None]) -> float:
    started = time.perf_counter()
    with tenant(partnership_id):
        work()
    return time.perf_counter() - started


def _line(what: str, measured: float, floor: float, against: str, aim: str) -> Line:
    return (
        what,
        f"{measured:.2f} s",
        f"{floor:.2f} s ({against})",
        f"{measured / floor:.2f}×",
        aim,
    )
