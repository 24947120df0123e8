"""Looking at an uploaded spreadsheet: which column holds what, and what stands against each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from krscp_portal.foundation.spreadsheets import flagged
from partnerships.likeness import plain
from partnerships.models import ImportBatch
from partnerships.services.importing import Fault, Importer, Unclear, Work, importer

FIRST_ROW = 2  # of a file; the header is row 1
SHOWN = 60


@dataclass(frozen=True)
class RowFault:
    """Where in a row something is wrong, as its owner finds it, and why."""

    where: str
    reason: str


@dataclass(frozen=True)
class CheckedRow:
    """One row of the file: what would be made of it, or what stands against that."""

    number: int
    says: str
    faults: tuple[RowFault, ...] = ()
    remarks: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Checked:
    """A whole file looked at, in its own order, with the run that knows what it is to become."""

    rows: tuple[CheckedRow, ...]
    unmatched: tuple[str, ...]  # required fields that no column holds
    work: Work

    @property
    def at_fault(self) -> tuple[CheckedRow, ...]:
        """Return the rows that cannot be imported."""
        return tuple(row for row in self.rows if row.faults)

    @property
    def worst_first(self) -> tuple[CheckedRow, ...]:
        """Return the rows with faults, then those with remarks, then the rest."""
        return tuple(sorted(self.rows, key=_rank))

    @property
    def may_be_imported(self) -> bool:
        """Say whether nothing stands against any row."""
        return bool(self.rows) and not self.unmatched and not self.at_fault


def guess(found: Importer, columns: Sequence[str]) -> dict[str, int]:
    """Return which column holds which field, by the names in the header; each column once."""
    names = {plain(name): index for index, name in enumerate(columns)}
    mapping: dict[str, int] = {}
    for names_of in (_own_names, _other_names):
        for each in found.fields:
            free = (names[name] for name in names_of(each) if name in names)
            index = next((index for index in free if index not in mapping.values()), None)
            if each.key not in mapping and index is not None:
                mapping[each.key] = index
    return mapping


def check(batch: ImportBatch, *, on: date) -> Checked:
    """Look at every row as it would be imported on the day; no query for a row.

    Says of each row what would be made of it, or each fault with the column and the reason: what
    cannot be read, what the rules refuse, what the file or the record has already.
    """
    found = importer(batch.kind)
    work = found.begin(on)
    unmatched = tuple(
        each.label for each in found.fields if each.required and each.key not in batch.mapping
    )
    rows = () if unmatched else tuple(_rows(batch, found, work))
    return Checked(rows, unmatched, work)


def column_name(columns: Sequence[str], index: int) -> str:
    """Return a column as its owner finds it: by its letter and its name."""
    return f"Column {get_column_letter(index + 1)}, {columns[index]}"


def _rows(batch: ImportBatch, found: Importer, work: Work) -> list[CheckedRow]:
    return [
        _checked(number, row, batch=batch, found=found, work=work)
        for number, row in enumerate(batch.rows, start=FIRST_ROW)
        if any(row)
    ]


def _checked(
    number: int, row: list[str], *, batch: ImportBatch, found: Importer, work: Work
) -> CheckedRow:
    values, faults = _read(row, batch.mapping, found)
    says, remarks = "", _formulas(row, batch.mapping)
    if not faults:
        look = work.look(number, values)
        says, faults, remarks = look.says, list(look.faults), [*look.remarks, *remarks]
    placed = tuple(_placed(fault, batch, found) for fault in faults)
    return CheckedRow(number, says, placed, tuple(remarks), values)


def _read(
    row: list[str], mapping: Mapping[str, int], found: Importer
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in found.fields:
        cell = row[mapping[each.key]] if each.key in mapping else ""
        if not cell:
            values[each.key] = list(each.blank) if isinstance(each.blank, list) else each.blank
            if each.required:
                faults.append(Fault(each.key, "This may not be empty."))
            continue
        try:
            values[each.key] = each.read(cell)
        except Unclear as unclear:
            faults.append(Fault(each.key, _sentence(str(unclear))))
    return values, faults


def _formulas(row: list[str], mapping: Mapping[str, int]) -> list[str]:
    cells = [row[index] for index in sorted(set(mapping.values())) if flagged(row[index])]
    return [f"“{cell[:SHOWN]}” begins like a formula; it is kept as text." for cell in cells]


def _placed(fault: Fault, batch: ImportBatch, found: Importer) -> RowFault:
    if fault.key in batch.mapping:
        return RowFault(column_name(batch.columns, batch.mapping[fault.key]), fault.reason)
    labels = [each.label for each in found.fields if each.key == fault.key]
    return RowFault(f"{labels[0]} (no column)" if labels else "The row", fault.reason)


def _sentence(words: str) -> str:
    words = words if words.startswith("“") else f"It {words}"
    return f"{words}."


def _own_names(each: Any) -> tuple[str, ...]:
    return plain(each.label), plain(each.key.replace("_", " "))


def _other_names(each: Any) -> tuple[str, ...]:
    return tuple(plain(name) for name in each.also)


def _rank(row: CheckedRow) -> tuple[int, int]:
    return 0 if row.faults else 1 if row.remarks else 2, row.number
