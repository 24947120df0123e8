"""What governance writes into files: tables ready for a spreadsheet."""

import io
from collections.abc import Iterable, Sequence

import docx

from governance.attendance_rules import Share
from governance.models import Meeting
from governance.selectors.actions import ActionLine
from governance.selectors.attendance import BodyRow, Matrix
from governance.selectors.decisions import DecisionLine
from governance.selectors.membership import Grid
from governance.selectors.minutes_content import Block
from governance.selectors.risks import RiskLine
from governance.selectors.rollup import HEADINGS, RollUp
from governance.selectors.workplans import BUSINESS_PLAN, Line
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local, local_day
from krscp_portal.foundation.spreadsheet_writing import Cell, Table
from partnerships.models import Partnership


def grid_table(grid: Grid) -> Table:
    """Return the membership grid as it is seen: a row a seat, a column a group."""
    return Table(
        title="Membership",
        columns=("Seat", "Organisation", *(column.group.name for column in grid.columns)),
        rows=[
            (row.title, row.organisation, *(cell.words for cell in row.cells)) for row in grid.rows
        ],
    )


def rollup_table(found: RollUp) -> Table:
    """Return how the lines of plans stand: a row a priority and group, a column a colour."""
    return Table(
        title="Priorities",
        columns=("Priority", "Years", "Group", *HEADINGS, "Lines", "Untouched for 60 days"),
        rows=[
            (priority.title, priority.years, group.name, *group.counts, group.total, group.quiet)
            for priority in found.priorities
            for group in priority.groups
        ],
    )


def plan_lines_table(lines: Iterable[Line]) -> Table:
    """Return the lines of plans, a row each, with how they stand and why."""
    return Table(
        title="Plan lines",
        columns=(
            *("Plan", "Group", "Line", "Priority", "Outcome", "Owner", "Due"),
            *("How it stands", "Why", "Last touched"),
        ),
        rows=[_plan_line(line) for line in lines],
    )


def _plan_line(line: Line) -> tuple[Cell, ...]:
    item = line.item
    return (
        item.plan.title,
        item.plan.group.name if item.plan.group else BUSINESS_PLAN,
        item.title,
        item.priority.title if item.priority else "",
        item.outcome.statement if item.outcome else "",
        item.owner.title,
        item.due_on,
        line.rag,
        item.rag_reason,
        line.touched_on,
    )


def actions_table(lines: Sequence[ActionLine]) -> Table:
    """Return actions as they are listed: a row each, the due day as a real date."""
    columns = (
        "Reference", "What is to be done", "To be done by", "Agency", "Due", "How it stands",
        "In words", "Group", "From", "Priority", "Done on", "What is different for children",
    )  # fmt: skip
    return Table(title="Actions", columns=columns, rows=[_action_row(each) for each in lines])


def _action_row(line: ActionLine) -> tuple[Cell, ...]:
    action = line.action
    return (
        action.reference,
        action.title,
        action.owner.title,
        line.agency,
        action.due_on,
        line.label,
        line.words,
        action.group.name if action.group else "",
        action.get_source_display(),
        action.priority.title if action.priority else "",
        action.done_on,
        action.difference,
    )


def decisions_table(lines: Iterable[DecisionLine]) -> Table:
    """Return the register of decisions as it is listed: a row each, the day as a real date."""
    columns = (
        "Reference", "Day", "Group", "Title", "What was decided", "Where", "How it was reached",
        "Quorum", "How it stands", "Replaces", "Part",
    )  # fmt: skip
    return Table(title="Decisions", columns=columns, rows=[_decision_row(each) for each in lines])


def _decision_row(line: DecisionLine) -> tuple[Cell, ...]:
    row = line.decision
    return (
        row.reference,
        row.decided_on,
        row.group.name,
        row.title,
        row.text,
        line.where,
        line.stood,
        line.quorum,
        line.state,
        row.replaces.reference if row.replaces else "",
        row.part,
    )


def risks_table(lines: Iterable[RiskLine]) -> Table:
    """Return the risk register as it is listed: a row each, the days as real dates."""
    columns = (
        *("What may go wrong", "From what cause", "Group", "Agency", "Likelihood", "Impact"),
        *("Score", "How high", "What is done about it", "Watched by", "On the register since"),
        *("Looked at again on", "How it stands", "Closed on"),
    )
    return Table(title="Risks", columns=columns, rows=[_risk_row(each) for each in lines])


def _risk_row(line: RiskLine) -> tuple[Cell, ...]:
    risk, score = line.risk, line.score
    return (
        risk.title,
        risk.cause,
        risk.group.name if risk.group else "",
        risk.organisation.name if risk.organisation else "",
        score.likelihood,
        score.impact,
        score.value,
        score.word,
        risk.mitigation,
        risk.owner.title if risk.owner else "",
        risk.raised_on,
        risk.review_on,
        line.state,
        risk.ended_on,
    )


def attendance_tables(found: Matrix) -> tuple[Table, ...]:
    """Return a group's attendance as sheets: by seat, by agency, by profession, how it is counted."""
    days = [local_day(each.starts_at) for each in found.meetings]
    headings = [f"{day.day} {day:%b %Y}" for day in days]
    shares = ("Attended", "Meetings counted", "Share in %", "By a deputy")
    seats = Table(
        title="By seat",
        columns=("Seat", "Organisation", "Profession", *headings, *shares, "Absences running"),
        rows=[
            (
                *(row.seat.title, row.organisation, row.profession),
                *(cell.letter for cell in row.cells),
                *_share_cells(row.share),
                row.running,
            )
            for row in found.seats
        ],
    )
    agencies = _bodies_table("By agency", ("Agency", *headings, *shares), found.agencies)
    professions = _bodies_table(
        "By profession", ("Profession", *headings, *shares), found.professions
    )
    counted = Table(
        title="How it is counted",
        columns=("Mark", "Meaning"),
        rows=[
            *found.legend,
            ("By seat", found.seat_definition),
            ("By agency and profession", found.agency_definition),
        ],
    )
    return seats, agencies, professions, counted


def _bodies_table(title: str, columns: Sequence[str], rows: Iterable[BodyRow]) -> Table:
    return Table(
        title=title,
        columns=columns,
        rows=[
            (row.name, *(cell.letter for cell in row.cells), *_share_cells(row.share))
            for row in rows
        ],
    )


def _share_cells(share: Share) -> tuple[Cell, ...]:
    return share.attended, share.of, share.percent, share.by_deputy


def minutes_docx(blocks: Sequence[Block], *, meeting: Meeting, partnership: Partnership) -> bytes:
    """Return frozen minutes as a Word document: real headings, so that a reader can move by them."""
    made = docx.Document()
    day = local(meeting.starts_at)
    made.core_properties.title = f"Minutes of {meeting.group.name}, {in_words(day)}"
    made.core_properties.author = partnership.name
    made.core_properties.language = "en-GB"
    made.add_heading(f"Minutes of {meeting.group.name}", level=0)
    made.add_paragraph(f"{partnership.name}, {day:%A} {in_words(day)}")
    for block in blocks:
        part = " (part B)" if block["part"] == "B" else ""
        made.add_heading(f"{block['number']} {block['heading']}{part}".strip(), level=1)
        for text in block["paragraphs"]:
            made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
