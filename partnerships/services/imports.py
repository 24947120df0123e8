"""Importing a spreadsheet: take it in, say which column holds what, look, and import all or nothing.

A file that is too long for a request is imported by a worker, in one transaction all the same.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from krscp_portal.foundation import spreadsheets
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, ImportState, JobState
from partnerships.jobs import Progress
from partnerships.models import ImportBatch, Job, StoredFile, User
from partnerships.roles import Permission
from partnerships.services.import_check import Checked, check, guess
from partnerships.services.importing import CONTACT, importer
from partnerships.services.notices import tell
from partnerships.services.permission import require
from partnerships.services.work import request_job

JOB, UNDO_JOB = "partnerships.import", "partnerships.import_undo"
JOBS = (JOB, UNDO_JOB)
AT_ONCE = 200  # rows that a request may import or undo; more are a worker's
RUNNING = {
    JOB: "This import is running. Wait until it has ended.",
    UNDO_JOB: "This import is being undone. Wait until that has ended.",
}
LONGEST_NAME = 120


@transaction.atomic
def upload(
    *, kind: str, name: str, content: bytes, by: User, at: datetime
) -> tuple[ImportBatch, list[str]]:
    """Take in a file that holds one kind of list; return the batch and what its owner should read.

    Refuses an unknown kind and what `spreadsheets.read` refuses. Columns that hold a way to reach
    a person are left out and never stored. The columns are matched as they were the last time that
    a file had the same header, or else by their names.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    found = importer(kind)
    try:
        sheet = spreadsheets.read(name=name, content=content)
    except spreadsheets.Unreadable as refusal:
        refusal.field = "file"
        raise
    kept = [index for index, column in enumerate(sheet.columns) if not CONTACT.search(column)]
    if not kept:
        raise DomainError(
            "No column of this file can be imported.", code="no-columns", field="file"
        )
    columns = [sheet.columns[index] for index in kept]
    before = earlier_with(kind=kind, columns=columns)
    digest = hashlib.sha256(content).hexdigest()
    remarks = [*sheet.remarks, *_left_out(sheet, kept), *_repeated(kind, digest)]

    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:],
        sha256=digest,
        columns=columns,
        rows=[[row[index] for index in kept] if row else [] for row in sheet.rows],
        mapping=before.mapping if before else guess(found, columns),
        uploaded_at=at,
        uploaded_by=by,
    )
    facts = {"kind": kind, "rows": sum(1 for row in sheet.rows if row), "sha256": batch.sha256}
    _note(AuditVerb.CREATED, batch, by=by, at=at, facts=facts)
    return batch, remarks


def earlier_with(
    *, kind: str, columns: list[str], but: ImportBatch | None = None
) -> ImportBatch | None:
    """Return the latest import of a file with this header, whose matching is worth repeating."""
    used = ImportBatch.objects.filter(
        kind=kind, columns=columns, state__in=[ImportState.APPLIED, ImportState.UNDONE]
    )
    if but:
        used = used.exclude(pk=but.pk)
    return used.order_by("-applied_at").first()


@transaction.atomic
def match_columns(
    *, batch: ImportBatch, mapping: Mapping[str, int], by: User, at: datetime
) -> ImportBatch:
    """Say which column holds which field.

    Refuses a required field without a column, a column that would hold two, and a batch that is no
    longer waiting.
    """
    batch = _waiting(batch, by=by, at=at)
    found = importer(batch.kind)
    for each in found.fields:
        if each.required and each.key not in mapping:
            raise DomainError(
                f"Say which column holds “{each.label}”.", code="unmatched", field=each.key
            )
    taken: dict[int, str] = {}
    for key, index in mapping.items():
        if index in taken:
            raise DomainError(
                f"The column “{batch.columns[index]}” cannot hold both "
                f"“{found.field(taken[index]).label}” and “{found.field(key).label}”.",
                code="column-twice",
                field=key,
            )
        taken[index] = key

    if dict(mapping) != batch.mapping:
        batch.mapping = dict(mapping)
        batch.save(update_fields=["mapping"])
        _note(AuditVerb.CHANGED, batch, by=by, at=at, facts={"fields": sorted(mapping)})
    return batch


@transaction.atomic
def begin_import(*, batch: ImportBatch, by: User, at: datetime) -> Job | None:
    """Import the batch now, or ask a worker to where it is long; return the worker's job.

    Refuses what `apply_import` refuses; of a long batch, whatever can be said before the work.
    """
    batch = _waiting(batch, by=by, at=at)
    if not is_long(batch):
        apply_import(batch=batch, by=by, at=at)
        return None
    _refuse_faults(check(batch, on=local_day(at)))
    return request_job(kind=JOB, subject_id=batch.public_id, by=by, at=at)


@transaction.atomic
def apply_import(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Import every row of the batch, or none: one transaction, through the services of pages.

    The rows are looked at again, for the record may have changed since. Refuses with the first row
    at fault and the reason, and a batch that is no longer waiting.
    """
    batch = _locked(batch, by=by, at=at)
    checked = check(batch, on=local_day(at))
    _refuse_faults(checked)
    try:
        new = checked.work.make([(row.number, row.values) for row in checked.rows], by=by, at=at)
    except NotPermitted:
        raise
    except DomainError as refusal:
        number = checked.rows[refusal.nth].number
        raise DomainError(
            f"Row {number}: {refusal} Nothing was imported.", code="row-refused"
        ) from refusal
    made = [_made(number, each) for number, each in new]

    batch.state, batch.made = ImportState.APPLIED, made
    batch.applied_at, batch.applied_by = at, by
    batch.save(update_fields=["state", "made", "applied_at", "applied_by"])
    facts = {"kind": batch.kind, "rows": len(checked.rows), "made": len(made)}
    _note(AuditVerb.IMPORTED, batch, by=by, at=at, facts=facts)
    return batch


@transaction.atomic
def discard(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Put a batch away that was never imported; its rows are removed. Refuses any other."""
    batch = _waiting(batch, by=by, at=at)
    batch.state, batch.rows = ImportState.DISCARDED, []
    batch.save(update_fields=["state", "rows"])
    _note(AuditVerb.REMOVED, batch, by=by, at=at, facts={"kind": batch.kind})
    return batch


def run(partnership_id: int, subject_id: UUID, progress: Progress) -> None:
    """Do the part of a long import that needs no transaction: say that it has begun.

    The import itself stands or falls with the job's last transaction (`finish`).
    """
    progress("Importing the rows", 10)


def finish(*, subject_id: UUID, file: StoredFile | None, by: User, at: datetime) -> None:
    """Import the batch in the transaction that marks the job done, and tell who asked for it.

    A second worker that was sent because the first was silent for long waits for it, and then
    finds nothing left to do.
    """
    batch = ImportBatch.objects.select_for_update().get(public_id=subject_id)
    if batch.state == ImportState.APPLIED:
        return
    apply_import(batch=batch, by=by, at=at)
    path = f"imports/{batch.public_id}/"
    key = f"import:{batch.public_id}"
    tell(recipients=[by], key=key, subject="Your import is finished", path=path, at=at)


def is_long(batch: ImportBatch) -> bool:
    """Say whether the batch is a worker's, to import as to undo."""
    return sum(1 for row in batch.rows if row) > AT_ONCE


def open_job(batch: ImportBatch) -> Job | None:
    """Return the job of a worker who has been asked to import or undo it and has not ended."""
    jobs = Job.objects.filter(kind__in=JOBS, subject_id=batch.public_id)
    return jobs.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).first()


def refuse_running(batch: ImportBatch) -> None:
    """Refuse a batch that a worker is at."""
    if job := open_job(batch):
        raise DomainError(RUNNING[job.kind], code="import-running")


def _waiting(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Return the batch, locked, if it waits and no worker is at it."""
    batch = _locked(batch, by=by, at=at)
    refuse_running(batch)
    return batch


def _locked(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.UPLOADED:
        words = ImportState(batch.state).label.lower()
        raise DomainError(f"This file has been {words} already.", code="import-over")
    return batch


def _refuse_faults(checked: Checked) -> None:
    if checked.unmatched:
        raise DomainError(f"Say which column holds “{checked.unmatched[0]}”.", code="unmatched")
    if not checked.rows:
        raise DomainError("The file holds no row to import.", code="no-rows")
    if checked.at_fault:
        row = checked.at_fault[0]
        raise DomainError(
            f"Row {row.number}: {row.faults[0].reason} "
            f"{_count(len(checked.at_fault))} cannot be imported, so nothing was.",
            code="rows-at-fault",
        )


def _count(rows: int) -> str:
    return "One row" if rows == 1 else f"{rows:,} rows"


def _left_out(sheet: spreadsheets.Sheet, kept: list[int]) -> list[str]:
    names = [name for index, name in enumerate(sheet.columns) if index not in kept]
    if not names:
        return []
    why = "No way to reach a person is imported, least of all a young one."
    return [f"Left out and not stored: {', '.join(names)}. {why}"]


def _repeated(kind: str, digest: str) -> list[str]:
    same = ImportBatch.objects.filter(kind=kind, sha256=digest, state=ImportState.APPLIED)
    return ["This very file has been imported before."] if same.exists() else []


def _made(number: int, row: Model) -> dict[str, object]:
    public = str(row.public_id)  # type: ignore[attr-defined]  # every model of ours has one
    return {"row": number, "model": row._meta.label_lower, "id": row.pk, "public": public}


def _note(
    verb: AuditVerb, batch: ImportBatch, *, by: User, at: datetime, facts: dict[str, object]
) -> None:
    label = importer(batch.kind).label
    audit.record(verb=verb, on=batch, by=by, at=at, reference=label, facts=facts)
