"""Where each box of a chart of who reports to whom stands. Pure geometry, in whole units.

The same tree always gives the same boxes: no two touch, no line runs through one, and each is as
high as its wrapped words need. A top box stands over rows of the boxes below it, joined by a trunk
on the left; what is deeper hangs under its box, indented; what belongs beside the tree stands in a
column on the right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

WIDTH: Final = 940
SIDE_WIDTH: Final = 214
SIDE_GUTTER: Final = 46
COLUMNS: Final = 3
GAP: Final = 18
ROW_GAP: Final = 34
STACK_GAP: Final = 12
ENTRY_GAP: Final = 7
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
    """A box beside the tree: a heading with the names under it."""

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
    node: Node | None = None  # None: a box beside the tree, with its entries
    entries: tuple[tuple[str, ...], ...] = ()

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


def _tree(layout: Layout, root: Node, y: int, room: int, left: int = EDGE) -> int:
    """Lay out a root and what is below it from y on; return where it ends."""
    columns = _columns(layout, left + 2 * TRUNK, room)
    x, width = columns[min(1, len(columns) - 1)]
    top = _box(root, left, y, x + width - left)
    layout.boxes.append(top)
    if len(root.below) == 1 and root.below[0].below and columns[0][1] > NARROWEST + 2 * TRUNK:
        return _tier(layout, top, root.below[0], room)
    trunk, end, foot = left + TRUNK, top.bottom, top.bottom
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


def _tier(layout: Layout, over: Box, only: Node, room: int) -> int:
    """Set the only one below a box under it, as wide, with rows of its own; return the end."""
    trunk = over.x + TRUNK
    left = over.x + 2 * TRUNK
    place = len(layout.boxes)
    end = _tree(layout, only, over.bottom + STACK_GAP + GAP // 2, room, left)
    box = layout.boxes[place]
    layout.joins.append(Join(trunk, over.bottom, trunk, box.middle))
    layout.joins.append(Join(trunk, box.middle, left, box.middle))
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
    middles = []
    for each in beside:
        if not each.names:
            continue
        box = _side_box(each, x, y)
        layout.boxes.append(box)
        middles.append(min(box.middle, box.y + top.height // 2))
        layout.joins.append(Join(stem, middles[-1], x, middles[-1], dashed=True))
        y = box.bottom + GAP
    if middles:
        reach = [*middles, top.middle]
        layout.joins.append(Join(top.right, top.middle, stem, top.middle, dashed=True))
        layout.joins.append(Join(stem, min(reach), stem, max(reach), dashed=True))
    return y - GAP


def _side_box(each: Beside, x: int, y: int) -> Box:
    room = SIDE_WIDTH - 2 * PADDING
    heading = wrap(each.heading, room, LABEL_SIZE)
    entries = tuple(wrap(name, room, LABEL_SIZE) for name in each.names)
    lines = len(heading) + sum(len(entry) for entry in entries)
    height = 2 * PADDING + LABEL_LINE * lines + ENTRY_GAP * len(entries)
    return Box(x, y, SIDE_WIDTH, height, heading, entries=entries)
