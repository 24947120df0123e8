"""A row of every table of a report: as it is written, frozen, signed, taken back and sent."""

from krscp_portal.foundation.moment import local_day
from reviews import models as r
from reviews.enums import DispatchKind, DispatchRecipient, ReportKind
from reviews.services.report_files import PDF
from tests.guarantees.world_governance import made

HASH = "0" * 64


def add_rows(manager, at):
    """Add the rows to the open partnership, on a case that has no report yet."""
    case = r.Incident.objects.filter(report=None).order_by("pk").last()
    report = r.Report.objects.create(
        kind=ReportKind.RAPID_REVIEW, incident=case, opened_at=at, opened_by=manager
    )
    section = r.ReportSection.objects.create(report=report, key="facts", title="Facts", order=1)
    r.ReportComment.objects.create(section=section, text="A remark", made_at=at, made_by=manager)
    r.ReportCriterion.objects.create(report=report, key="local_a", answer="met", why="Because")
    version = r.ReportVersion.objects.create(
        report=report, number=1, content={}, sha256=HASH, made_at=at, made_by=manager
    )
    made(PDF, version, manager, at)
    r.ReportReturn.objects.create(
        version=version, reason="Something changed", taken_back_at=at, taken_back_by=manager
    )
    r.Signature.objects.create(
        version=version,
        partner="police",
        signatory="Chief constable",
        signed_on=local_day(at),
        sha256=HASH,
        signed_at=at,
        signed_by=manager,
    )
    r.Dispatch.objects.create(
        kind=DispatchKind.RAPID_REVIEW,
        recipient=DispatchRecipient.PANEL,
        incident=case,
        version=version,
        prepared_at=at,
        prepared_by=manager,
    )
