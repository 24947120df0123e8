"""Taking an import back, whole: every row that it made goes, or none does."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb, ImportState
from partnerships.jobs import Progress
from partnerships.models import (
    AgencyArea,
    AuditEvent,
    ImportBatch,
    Job,
    Organisation,
    Person,
    Seat,
    StoredFile,
    User,
)
from partnerships.roles import Permission
from partnerships.services.imports import UNDO_JOB, is_long, refuse_running
from partnerships.services.notices import tell
from partnerships.services.permission import require
from partnerships.services.work import request_job

# Shared with other partnerships: they go only where nothing else anywhere uses them.
SHARED = frozenset({Organisation, Person})
# Rows that belong to another and go with it; whoever changes them changes that one, says the audit.
PARTS: dict[type[Model], str] = {AgencyArea: "agency"}
NAMED = frozenset({Organisation, Seat})  # whose name may stand in the audit
READS = frozenset({AuditVerb.VIEWED, AuditVerb.DOWNLOADED})

Made = dict[type[Model], dict[int, int]]  # model -> key of a row -> its row in the file


@transaction.atomic
def begin_undo(*, batch: ImportBatch, by: User, at: datetime) -> Job | None:
    """Undo the import now, or ask a worker to where it is long; return the worker's job.

    Refuses what `undo_import` refuses, and a batch that a worker is at already.
    """
    batch = _imported(batch, by=by, at=at)
    refuse_running(batch)
    if not is_long(batch):
        undo_import(batch=batch, by=by, at=at)
        return None
    _refuse(batch, _made(batch))
    return request_job(kind=UNDO_JOB, subject_id=batch.public_id, by=by, at=at)


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Remove everything that an import made, and the rows of the file with it.

    An organisation or a person whom something else uses stays in the shared directory. Refuses a
    batch that was not imported, and one of whose rows anything has been changed since or is used,
    with the row and the reason.
    """
    batch = _imported(batch, by=by, at=at)
    made = _made(batch)
    _lock(made)
    _refuse(batch, made)

    removed = _remove(made)
    for model, rows in removed.items():
        done = [audit.Entry(row, str(row) if model in NAMED else "") for row in rows]
        audit.record_each(verb=AuditVerb.UNDONE, done=done, by=by, at=at)
    batch.state, batch.rows = ImportState.UNDONE, []
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["state", "rows", "undone_at", "undone_by"])
    gone = sum(len(rows) for rows in removed.values())
    facts = {"kind": batch.kind, "removed": gone, "stayed": len(batch.made) - gone}
    audit.record(verb=AuditVerb.UNDONE, on=batch, by=by, at=at, facts=facts)
    return batch


def run(partnership_id: int, subject_id: UUID, progress: Progress) -> None:
    """Say that undoing a long import has begun; the rest stands or falls with the job (`finish`)."""
    progress("Removing what the import made", 10)


def finish(*, subject_id: UUID, file: StoredFile | None, by: User, at: datetime) -> None:
    """Undo the import in the transaction that marks the job done, and tell who asked for it.

    A second worker that was sent because the first was silent finds nothing left to do.
    """
    batch = ImportBatch.objects.select_for_update().get(public_id=subject_id)
    if batch.state == ImportState.UNDONE:
        return
    undo_import(batch=batch, by=by, at=at)
    path, key = f"imports/{batch.public_id}/", f"import-undone:{batch.public_id}"
    tell(recipients=[by], key=key, subject="Your import has been undone", path=path, at=at)


def _imported(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Return the batch, locked, if it has been imported."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.APPLIED:
        raise DomainError("Only what has been imported can be undone.", code="not-imported")
    return batch


def _refuse(batch: ImportBatch, made: Made) -> None:
    """Refuse where anything has been changed since, or is used."""
    _refuse_changed(batch, made)
    for model in made:
        if model not in SHARED:
            _refuse_used(model, made)


def _made(batch: ImportBatch) -> Made:
    """Return what was made, what leads to others before what it leads to."""
    found: defaultdict[type[Model], dict[int, int]] = defaultdict(dict)
    for each in batch.made:
        found[apps.get_model(each["model"])][each["id"]] = each["row"]
    return dict(sorted(found.items(), key=lambda item: item[0] in SHARED))


def _lock(made: Made) -> None:
    """Keep others from using what is to go; refuse where some of it is gone already."""
    for model, rows in made.items():
        there = set(
            model._default_manager.select_for_update()
            .filter(pk__in=rows)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for pk in rows.keys() - there if model not in SHARED else ():
            raise _refusal(rows[pk], "has been removed since")


def _refuse_changed(batch: ImportBatch, made: Made) -> None:
    """Refuse where the audit knows of an act on one of the rows since the import."""
    row_of = {each["public"]: each["row"] for each in batch.made}
    own = AuditEvent.objects.filter(
        object_type=batch._meta.label_lower,
        object_id=str(batch.public_id),
        verb=AuditVerb.IMPORTED,
    )
    since = AuditEvent.objects.filter(
        number__gt=own.latest("number").number,
        object_type__in=[model._meta.label_lower for model in made],
    ).exclude(verb__in=READS)
    for event in since.order_by("number").iterator():
        if event.object_id in row_of:
            what = AuditVerb(event.verb).label
            raise _refusal(row_of[event.object_id], f"has been {what} since by {event.by_name}")


def _refuse_used(model: type[Model], made: Made) -> None:
    """Refuse where a row that the import did not make leads to one that it made."""
    for other, name in _leading_to(model):
        if other in PARTS:
            continue
        rows = other._base_manager.filter(**{f"{name}__in": made[model]})
        used = rows.exclude(pk__in=made.get(other, {})).values_list(f"{name}_id", flat=True).first()
        if used is not None:
            raise _refusal(made[model][used], f"is used now ({other._meta.verbose_name})")


def _leading_to(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Return every foreign key of the portal that leads to the model."""
    for each in model._meta.get_fields(include_hidden=True):
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one):
            yield each.related_model, each.field.name  # type: ignore[union-attr,misc]


def _remove(made: Made) -> dict[type[Model], list[Any]]:
    """Delete the rows; return them. Of shared rows, those that something uses stay."""
    removed: dict[type[Model], list[Any]] = {}
    for model, rows in made.items():
        found = list(model._default_manager.filter(pk__in=rows).order_by("pk"))
        if model in SHARED:
            removed[model] = _delete_unused(model, found)
            continue
        for part, name in PARTS.items():
            if part._meta.get_field(name).related_model is model:
                part._default_manager.filter(**{f"{name}__in": found}).delete()
        if not _delete(model, found):
            raise DomainError("Something uses what was imported.", code="import-used")
        removed[model] = found
    return removed


def _delete_unused(model: type[Model], rows: Sequence[Any]) -> list[Any]:
    """Delete those that nothing uses; halves the rows until it has found what is used."""
    if not rows or _delete(model, rows):
        return list(rows)
    if len(rows) == 1:
        return []
    middle = len(rows) // 2
    return [*_delete_unused(model, rows[:middle]), *_delete_unused(model, rows[middle:])]


def _delete(model: type[Model], rows: Sequence[Any]) -> bool:
    """Delete rows if nothing leads to them; say whether it could.

    The foreign keys of the database see the rows of every partnership, where a query of ours sees
    one partnership's alone; they are asked at once and not at the end of the transaction.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [[each.pk for each in rows]])
    except IntegrityError:
        return False
    return True


def _refusal(row: int, what: str) -> DomainError:
    return DomainError(
        f"Row {row}: what was made of it {what}. Nothing was undone.", code="import-used"
    )
