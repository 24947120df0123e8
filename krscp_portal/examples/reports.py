"""Plays how the reports of the fictional partnership's rapid reviews were written.

Through the real services: the manager writes the sections, a partner comments, the comment is
answered or still waits. Days are working days before the day of loading.
"""

from datetime import datetime, time
from functools import partial
from typing import Final

from krscp_portal.examples.actions import account_of
from krscp_portal.examples.calendar import Days
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from reviews.models import Incident, Report, ReportSection
from reviews.services import reports as services

KIND: Final = "report_section"
WRITTEN, COMMENTED, ANSWERED = time(11, 20), time(15, 5), time(16, 40)


def load_reports(load: Load, *, days: Days) -> None:
    """Put in what was written of every report of the file that has not been played before."""
    for row in load.rows(KIND):
        if (KIND, _key(row)) not in load.ledger.known:
            written = min(days.moment(row["written_days_ago"], WRITTEN), load.now)
            load.timeline.add(written, partial(_write, load, row, days))


def _key(row: Row) -> str:
    return f"{row['case']}:{row['section']}"


def _write(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    load.ledger.once(KIND, _key(row), partial(_save, load, row, at=at))
    if "comment" in row:
        commented = min(days.moment(row["written_days_ago"], COMMENTED), load.now)
        load.timeline.add(commented, partial(_comment, load, row, days))


def _save(load: Load, row: Row, *, at: datetime) -> ReportSection:
    manager = account_of(load, "manager")
    return services.save_section(
        section=_section(load, row), body=row["text"], revision=0, by=manager, at=at
    )


def _comment(load: Load, row: Row, days: Days, *, at: datetime) -> None:
    said = row["comment"]
    by = account_of(load, said["seat"])
    made = services.comment(section=_section(load, row), text=said["text"], by=by, at=at)
    if "answer" in said:
        answer = partial(
            services.answer_comment,
            comment=made,
            answer=said["answer"],
            by=account_of(load, "manager"),
        )
        load.timeline.add(min(days.moment(row["written_days_ago"], ANSWERED), load.now), answer)


def _section(load: Load, row: Row) -> ReportSection:
    case = Incident.objects.get(public_id=load.ledger.known["case", row["case"]])
    report = Report.objects.select_related("incident", "review").get(incident=case)
    section = report.sections.get(key=row["section"])
    section.report = report
    return section
