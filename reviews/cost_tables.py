"""What the costs of a review are as tables for a spreadsheet."""

from decimal import Decimal

from krscp_portal.foundation.spreadsheet_writing import Table
from reviews.selectors.costs import CostPage

PENCE = 100


def cost_tables(page: CostPage) -> tuple[Table, Table]:
    """Return the lines of cost, and who carries how much, with the rule that divides it."""
    lines = Table(
        title="Costs",
        columns=("Day", "What for", "Pounds"),
        rows=[
            *((each.line.on, each.line.what, pounds(each.line.pence)) for each in page.lines),
            ("", "Total", pounds(page.total)),
        ],
    )
    parts = Table(
        title="Who carries it",
        columns=("Agency", "Share", "Pounds"),
        rows=[
            *((each.name, each.share, pounds(each.pence)) for each in page.parts),
            ("Nobody yet", "", pounds(page.rest)),
            ("Total", "", pounds(page.total)),
            ("How it is divided", page.rule, ""),
        ],
    )
    return lines, parts


def pounds(pence: int) -> float:
    """Return pence as pounds, for a cell that adds up."""
    return float(Decimal(pence) / PENCE)
