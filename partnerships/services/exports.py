"""Lists that somebody takes out of the portal as a spreadsheet, and the record of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.spreadsheet_writing import (
    CSV_TYPE,
    XLSX_TYPE,
    Table,
    write_csv,
    write_xlsx,
)
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, User
from partnerships.roles import Permission
from partnerships.services.importing import Importer
from partnerships.services.permission import require_for_an_agency


@dataclass(frozen=True)
class Download:
    """A file to hand out: its name, its type and its bytes."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def download(
    *, table: Table, form: str, filtered_by: Iterable[str], by: User, at: datetime
) -> Download:
    """Return a list as CSV or XLSX and note in the audit who took it out, and how many rows.

    `filtered_by` names the filters that narrowed it; what they were set to may be a name, so the
    audit does not hold it. Whoever calls it has narrowed the rows to what the person sees. Refuses
    another form of file.
    """
    require_for_an_agency(Permission.PARTNERSHIP_VIEW, by=by, at=at)
    rows = list(table.rows)
    here = Partnership.objects.get(pk=required_partnership_id())
    stem = f"{here.slug}-{table.title.lower()}-{local_day(at).isoformat()}"
    made = _written(Table(table.title, table.columns, rows), form, stem)
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=here,
        by=by,
        at=at,
        reference=f"List of {table.title.lower()}",
        facts={"form": form, "rows": len(rows), "filtered_by": sorted(filtered_by)},
    )
    return made


def template(found: Importer) -> Download:
    """Return an empty spreadsheet with the header of an importer, and a sheet that explains it."""
    sheet = Table(found.label, [each.label for each in found.fields])
    rows = [
        (
            each.label,
            "Yes" if each.required else "",
            each.help,
            "; ".join(each.allowed),
            each.example,
        )
        for each in found.fields
    ]
    columns = ("Column", "Needed", "What it holds", "One of", "Example")
    guide = Table("What goes where", columns, rows)
    return Download(f"import-{found.key}.xlsx", XLSX_TYPE, write_xlsx(sheet, guide))


def _written(table: Table, form: str, stem: str) -> Download:
    match form:
        case "csv":
            return Download(f"{stem}.csv", CSV_TYPE, write_csv(table))
        case "xlsx":
            return Download(f"{stem}.xlsx", XLSX_TYPE, write_xlsx(table))
    raise DomainError("A list can be taken out as CSV or as XLSX.", code="form-unknown")
