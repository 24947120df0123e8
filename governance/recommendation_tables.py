"""What recommendations and their themes are as tables for a spreadsheet."""

from collections.abc import Iterable

from governance.selectors.recommendations import RecommendationLine
from governance.selectors.themes import ThemeReport
from krscp_portal.foundation.spreadsheet_writing import Cell, Table


def list_table(lines: Iterable[RecommendationLine]) -> Table:
    """Return recommendations as they are listed: a row each, the days as real dates."""
    columns = (
        "Reference", "What is recommended", "Made to", "From", "Made on", "By when",
        "How it stands", "In words", "Themes", "Recommended before", "How one will see it",
        "What is different for children", "How that is known",
    )  # fmt: skip
    return Table(title="Recommendations", columns=columns, rows=[_list_row(each) for each in lines])


def _list_row(line: RecommendationLine) -> tuple[Cell, ...]:
    row = line.recommendation
    return (
        row.reference,
        row.text,
        line.to,
        line.origin,
        row.made_on,
        row.due_on,
        line.label,
        line.words,
        line.themes,
        line.earlier,
        row.outcome_measure,
        row.difference,
        row.how_known,
    )


def report_tables(report: ThemeReport) -> tuple[Table, ...]:
    """Return the report on themes as sheets, with what is not told kept back as on the page."""
    return tuple(
        Table(
            title=each.title[:31],
            columns=("Theme", *each.columns),
            rows=[(name, *(int(cell) if cell.isdecimal() else cell for _column, cell in cells))
                  for name, cells in each.rows],
        )
        for each in report.tables
    )  # fmt: skip
