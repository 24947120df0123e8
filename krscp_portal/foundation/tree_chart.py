"""A chart of who reports to whom, as SVG text: the same on the page, on paper and in the PDF.

Two steps. `lay_out` is pure geometry: the same tree always gives the same boxes, no two of which
touch, each as high as its wrapped words need. `draw` writes them down. A top box stands over rows
of the boxes below it, joined by a trunk on the left; what is deeper hangs under its box, indented;
what belongs beside the tree stands in a column on the right. As with every chart there is no
script, no inline style, and the same must be said in words beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from krscp_portal.foundation.charts import FONT, IDENTIFIER, INK, QUIET, ChartRefused

WIDTH: Final = 940
SIDE_WIDTH: Final = 214
SIDE_GUTTER: Final = 46
COLUMNS: Final = 3
GAP: Final = 18
ROW_GAP: Final = 34
STACK_GAP: Final = 12
TRUNK: Final = 12  # how far the trunk stands from the left edge
INDENT: Final = 20
NARROWEST: Final = 130
PADDING: Final = 11
NAME_SIZE, NAME_LINE = 15, 19
LABEL_SIZE, LABEL_LINE = 13, 17
HEADING_ROOM: Final = 28
EDGE: Final = 2  # room for half a stroke
ROOMY: Final = 1.04  # fonts differ a little from the one that was measured

# Advance widths of Arial Bold in thousandths, which no other face of the stack exceeds by much.
_WIDTHS: Final = {
    **dict.fromkeys(" .,:;'’|!/ijlI()[]-", 300),
    **dict.fromkeys("ftr", 370),
    **dict.fromkeys("acekszvxy0123456789J?–“”", 556),
    **dict.fromkeys("bdghnopqu", 611),
    **dict.fromkeys("EFLPSTVXYZ", 667),
    **dict.fromkeys("ABCDHKNRU&", 722),
    **dict.fromkeys("GOQw", 778),
    **dict.fromkeys("mM", 889),
    "W": 944,
}
_WIDEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Node:
    """One body of the tree. `label` says in words whatever `leads`, `loose` and `shared` show."""

    name: str
    label: str = ""
    leads: bool = False
    loose: bool = False
    shared: bool = False
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A column entry: a heading with the names under it."""

    heading: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place, with its words wrapped to the width."""

    x: int
    y: int
    width: int
    height: int
    name: tuple[str, ...]
    label: tuple[str, ...] = ()
    node: Node | None = None  # None: a box beside the tree

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def centre(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Join:
    """A straight line between boxes; a dashed one joins what works together and reports nowhere."""

    x1: int
    y1: int
    x2: int
    y2: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A few words over the boxes that follow."""

    x: int
    y: int
    text: str


@dataclass(slots=True)
class Layout:
    """Everything in its place, filled while the tree is walked."""

    width: int
    columns: int
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


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


def lay_out(
    roots: Sequence[Node],
    *,
    beside: Sequence[Beside] = (),
    apart: str = "",
    width: int = WIDTH,
    columns: int = COLUMNS,
) -> Layout:
    """Return every box and line in its place. Pure: the same tree always gives the same layout."""
    layout = Layout(width, columns)
    room = width - 2 * EDGE
    if any(each.names for each in beside):
        room -= SIDE_WIDTH + SIDE_GUTTER
    leading = [root for root in roots if root.below] or [roots[0]]
    alone = [root for root in roots if root not in leading]
    y = EDGE
    for root in leading:
        y = _tree(layout, root, y, room) + ROW_GAP
    if alone:
        y = _apart(layout, alone, y, room, apart)
    side_end = _beside(layout, beside, layout.boxes[0])
    layout.height = max(y - ROW_GAP, side_end) + EDGE
    return layout


def wrap(text: str, width: int, size: int) -> tuple[str, ...]:
    """Return the text in lines that fit the width at the size; a word too long is cut in two."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        tried = f"{line} {word}".strip()
        if text_width(tried, size) <= width:
            line = tried
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width, size)
        lines += whole
    return (*lines, line) if line else tuple(lines)


def text_width(text: str, size: int) -> float:
    """Return how wide the text comes out at most, in the units of the chart."""
    return sum(_WIDTHS.get(each, _WIDEST if ord(each) > 127 else 611) for each in text) * (
        size * ROOMY / 1000
    )


def _cut(word: str, width: int, size: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _box(node: Node, x: int, y: int, width: int) -> Box:
    name = wrap(node.name, width - 2 * PADDING, NAME_SIZE)
    label = wrap(node.label, width - 2 * PADDING, LABEL_SIZE)
    height = 2 * PADDING + NAME_LINE * len(name) + LABEL_LINE * len(label)
    return Box(x, y, width, height, name, label, node)


def _columns(layout: Layout, left: int, room: int) -> list[tuple[int, int]]:
    """Return where each column begins and how wide it is."""
    width = (room - (left - EDGE) - (layout.columns - 1) * GAP) // layout.columns
    return [(left + place * (width + GAP), width) for place in range(layout.columns)]


def _rows(layout: Layout, nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    for start in range(0, len(nodes), layout.columns):
        yield nodes[start : start + layout.columns]


def _tree(layout: Layout, root: Node, y: int, room: int) -> int:
    """Lay out a root and what is below it from y on; return where it ends."""
    columns = _columns(layout, EDGE + 2 * TRUNK, room)
    x, width = columns[min(1, len(columns) - 1)]
    top = _box(root, EDGE, y, x + width - EDGE)
    layout.boxes.append(top)
    trunk, end, foot = EDGE + TRUNK, top.bottom, top.bottom
    for row in _rows(layout, root.below):
        bus, row_y = end + ROW_GAP // 2, end + ROW_GAP
        for node, (x, width) in zip(row, columns, strict=False):
            box = _box(node, x, row_y, width)
            layout.boxes.append(box)
            layout.joins.append(Join(box.centre, bus, box.centre, row_y))
            end = max(end, _hang(layout, box, node.below))
        layout.joins.append(Join(trunk, bus, _centre_of(columns, len(row)), bus))
        foot = bus
    if root.below:
        layout.joins.append(Join(trunk, top.bottom, trunk, foot))
    return end


def _centre_of(columns: Sequence[tuple[int, int]], used: int) -> int:
    """Return the middle of the last column that a row uses."""
    x, width = columns[used - 1]
    return x + width // 2


def _hang(layout: Layout, over: Box, nodes: Sequence[Node]) -> int:
    """Hang nodes under a box, one below the other and each with its own under it; return the end."""
    end = over.bottom
    indent = min(INDENT, max(0, over.width - NARROWEST))
    stem = over.x + indent // 2
    foot = over.bottom
    for node in nodes:
        box = _box(node, over.x + indent, end + STACK_GAP, over.width - indent)
        layout.boxes.append(box)
        if indent:
            layout.joins.append(Join(stem, box.middle, box.x, box.middle))
            foot = box.middle
        else:
            layout.joins.append(Join(box.centre, end, box.centre, box.y))
        end = _hang(layout, box, node.below)
    if foot > over.bottom:
        layout.joins.append(Join(stem, over.bottom, stem, foot))
    return end


def _apart(layout: Layout, nodes: Sequence[Node], y: int, room: int, heading: str) -> int:
    if heading:
        layout.headings.append(Heading(EDGE, y + LABEL_LINE, heading))
        y += HEADING_ROOM
    for row in _rows(layout, nodes):
        boxes = [
            _box(node, x, y, width)
            for node, (x, width) in zip(row, _columns(layout, EDGE, room), strict=False)
        ]
        layout.boxes += boxes
        y = max(box.bottom for box in boxes) + GAP
    return y - GAP + ROW_GAP


def _beside(layout: Layout, beside: Iterable[Beside], top: Box) -> int:
    """Set the column on the right, joined to the first box by a dashed line; return its end."""
    x = layout.width - EDGE - SIDE_WIDTH
    stem, y = x - SIDE_GUTTER // 2, EDGE
    foot = 0
    for each in beside:
        if not each.names:
            continue
        layout.headings.append(Heading(x, y + LABEL_LINE, each.heading))
        y += HEADING_ROOM
        for name in each.names:
            box = Box(x, y, SIDE_WIDTH, 0, wrap(name, SIDE_WIDTH - 2 * PADDING, LABEL_SIZE))
            height = 2 * (PADDING - 3) + LABEL_LINE * len(box.name)
            box = Box(box.x, box.y, box.width, height, box.name)
            layout.boxes.append(box)
            layout.joins.append(Join(stem, box.middle, x, box.middle, dashed=True))
            foot, y = box.middle, box.bottom + STACK_GAP
        y += GAP
    if foot:
        layout.joins.append(Join(top.right, top.middle, stem, top.middle, dashed=True))
        first = min(each.y1 for each in layout.joins if each.dashed)
        layout.joins.append(Join(stem, first, stem, max(foot, top.middle), dashed=True))
    return y - GAP - STACK_GAP


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
    padding = PADDING if box.node else PADDING - 3
    y = box.y + padding - 4
    for line in box.name:
        y += step
        yield _words(box.x + PADDING, y, line, size, weight="bold" if box.node else "normal")
    for line in box.label:
        y += LABEL_LINE
        yield _words(box.x + PADDING, y, line, LABEL_SIZE)


def _words(x: int, y: int, words: str, size: int, *, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
