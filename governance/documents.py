"""What governance writes into files: tables ready for a spreadsheet."""

from governance.selectors.membership import Grid
from krscp_portal.foundation.spreadsheet_writing import Table


def grid_table(grid: Grid) -> Table:
    """Return the membership grid as it is seen: a row a seat, a column a group."""
    return Table(
        title="Membership",
        columns=("Seat", "Organisation", *(column.group.name for column in grid.columns)),
        rows=[
            (row.title, row.organisation, *(cell.words for cell in row.cells)) for row in grid.rows
        ],
    )
