"""A chart of who reports to whom, as SVG text: the same on the page, on paper and in the PDF.

`tree_layout` says where everything stands; this writes it down. As with every chart there is no
script and no inline style, and the same must be said in words beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from krscp_portal.foundation.charts import FONT, IDENTIFIER, INK, QUIET, ChartRefused
from krscp_portal.foundation.tree_layout import (
    COLUMNS,
    ENTRY_GAP,
    LABEL_LINE,
    LABEL_SIZE,
    NAME_LINE,
    NAME_SIZE,
    PADDING,
    WIDTH,
    Beside,
    Box,
    Layout,
    Node,
    lay_out,
)


@dataclass(frozen=True, slots=True)
class TreeChart:
    """A drawn tree, and where everything in it stands. Every text in the SVG is escaped."""

    svg: SafeString
    layout: Layout


def tree_chart(
    roots: Sequence[Node],
    *,
    beside: Sequence[Beside] = (),
    chart_id: str,
    title: str,
    description: str,
    apart: str = "",
    width: int = WIDTH,
    columns: int = COLUMNS,
) -> TreeChart:
    """Draw the tree. `apart` heads the roots that nothing reports to, below those that lead.

    Draw narrower, with fewer columns, for a page of paper. Refuses, by `ChartRefused`, an empty
    tree and an id that is no identifier.
    """
    if not roots:
        raise ChartRefused("There is nothing to draw a chart of.")
    if not IDENTIFIER.fullmatch(chart_id):
        raise ChartRefused(f"“{chart_id}” cannot name a chart.")
    layout = lay_out(roots, beside=beside, apart=apart, width=width, columns=columns)
    svg = "".join(_draw(layout, chart_id, title, description))
    return TreeChart(mark_safe(svg), layout)  # noqa: S308 -- _words and the head escape every text


def _draw(layout: Layout, chart_id: str, title: str, description: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--tree" role="img" '
        f'aria-labelledby="{chart_id}-title {chart_id}-desc" '
        f'viewBox="0 0 {layout.width} {layout.height}" width="{layout.width}" '
        f'height="{layout.height}" font-family="{FONT}" font-size="{NAME_SIZE}">'
        f'<title id="{chart_id}-title">{escape(title)}</title>'
        f'<desc id="{chart_id}-desc">{escape(description)}</desc>'
    )
    for join in layout.joins:
        dashes = ' stroke-dasharray="4 4"' if join.dashed else ""
        yield (
            f'<line x1="{join.x1}" y1="{join.y1}" x2="{join.x2}" y2="{join.y2}" '
            f'stroke="{QUIET}" stroke-width="1.5"{dashes}/>'
        )
    for heading in layout.headings:
        yield _words(heading.x, heading.y, heading.text, LABEL_SIZE, weight="bold")
    for box in layout.boxes:
        yield from _shape(box)
        yield from _lines(box)
    yield "</svg>"


def _shape(box: Box) -> Iterator[str]:
    node = box.node
    round_by = 14 if node and node.loose else 3
    if node is None:
        look = f'fill="#ffffff" stroke="{QUIET}" stroke-width="1" stroke-dasharray="4 3"'
    elif node.leads:
        look = 'fill="#e6f1f1" stroke="#0b4a53" stroke-width="3"'
    else:
        look = 'fill="#ffffff" stroke="#0b4a53" stroke-width="1.5"'
    yield _rectangle(box, 0, round_by, look)
    if node and node.shared:
        yield _rectangle(box, 4, round_by - 1, 'fill="none" stroke="#0b4a53" stroke-width="1"')


def _rectangle(box: Box, inset: int, round_by: int, look: str) -> str:
    return (
        f'<rect x="{box.x + inset}" y="{box.y + inset}" width="{box.width - 2 * inset}" '
        f'height="{box.height - 2 * inset}" rx="{round_by}" {look}/>'
    )


def _lines(box: Box) -> Iterator[str]:
    size, step = (NAME_SIZE, NAME_LINE) if box.node else (LABEL_SIZE, LABEL_LINE)
    y = box.y + PADDING - 4
    for line in box.name:
        y += step
        yield _words(box.x + PADDING, y, line, size, weight="bold")
    for line in box.label:
        y += LABEL_LINE
        yield _words(box.x + PADDING, y, line, LABEL_SIZE)
    for entry in box.entries:
        y += ENTRY_GAP
        for line in entry:
            y += LABEL_LINE
            yield _words(box.x + PADDING, y, line, LABEL_SIZE)


def _words(x: int, y: int, words: str, size: int, *, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
