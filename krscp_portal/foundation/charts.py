"""Small charts as SVG text: the same on the page and in the PDF, with the rows for a table beside.

A chart is a picture of a table and never the only place where a figure stands. No script and no
inline style, so that the strictest content policy lets it through; classes are there for CSS, and
presentation attributes give every mark a look where there is none. Shades pass 3:1 on white.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import Final

from django.utils.safestring import SafeString

from krscp_portal.foundation.errors import DomainError

WIDTH: Final = 400
BAR_STEP: Final = 44
BAR_HEIGHT: Final = 18
VALUE_ROOM: Final = 70
PLOT_TOP: Final = 14
PLOT_HEIGHT: Final = 180
PLOT_LEFT: Final = 44
PLOT_RIGHT: Final = 20
GRID_LINES: Final = 4
MOST_LABELS: Final = 6

INK: Final = "#0b0c0c"
QUIET: Final = "#505a5f"
BLUE: Final = "#1a4f8b"
GREEN: Final = "#005a30"
FONT: Final = "Arial, Liberation Sans, DejaVu Sans, sans-serif"
NOT_KNOWN: Final = "not known"
TARGET: Final = "Target"
IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9-]*")


class ChartRefused(DomainError):
    """No chart can be drawn of these figures; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure with its label; `value` is None where it is not known, which is not 0."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its SVG, and the head and rows of the table that belongs beside it.

    A template may print the chart itself: it is HTML and every text in it is escaped.
    """

    svg: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, str], ...]

    def __str__(self) -> SafeString:
        return SafeString(self.svg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a chart says of itself: an id unique on the page, a title, and a sentence on its sense.

    `columns` head the table beside it; `unit` is written after each figure ("%", " days").
    """

    chart_id: str
    title: str
    description: str
    columns: tuple[str, str]
    unit: str = ""


def bar_chart(points: Sequence[Point], caption: Caption) -> Chart:
    """Draw one horizontal bar to a point, each with its label above and its figure at the end.

    Refuses, by `ChartRefused`, no points, a figure below zero and an id that is no identifier.
    """
    top = _scale(points, caption)
    height = BAR_STEP * len(points) + 6
    marks = [
        mark for index, point in enumerate(points) for mark in _bar(index, point, top, caption)
    ]
    return _chart("bar", points, caption, marks, height)


def line_chart(points: Sequence[Point], caption: Caption, *, target: float | None = None) -> Chart:
    """Draw points in order from left to right, joined where neighbours are known, from zero up.

    An unknown figure leaves a gap. A target is a dashed line with its word; the description and the
    last row of the table say it too. Refuses what `bar_chart` refuses, of the target as well.
    """
    aim = [] if target is None else [Point(TARGET, target)]
    top = _scale([*points, *aim] if points else points, caption)
    marks = [*_grid(top, caption), *_line(points, top), *_line_labels(points)]
    for each in aim:
        marks += _target(each, top, caption)
        said = f"{caption.description} The target is {_shown(each.value, caption)}."
        caption = replace(caption, description=said)
    return _chart("line", [*points, *aim], caption, marks, PLOT_TOP + PLOT_HEIGHT + 30)


def _scale(points: Sequence[Point], caption: Caption) -> float:
    """Check what is to be drawn and return the round figure at the end of the axis."""
    known = [point.value for point in points if point.value is not None]
    if not points:
        raise ChartRefused("There is nothing to draw a chart of.")
    if any(value < 0 for value in known):
        raise ChartRefused("A chart cannot show a figure below zero.")
    if not IDENTIFIER.fullmatch(caption.chart_id):
        raise ChartRefused(f"“{caption.chart_id}” cannot name a chart.")
    most = max(known, default=0)
    if most == 0:
        return 1
    power = 10.0 ** floor(log10(most))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= most)


def _chart(
    kind: str, points: Sequence[Point], caption: Caption, marks: Sequence[str], height: int
) -> Chart:
    name = caption.chart_id
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONT}" font-size="13">'
        f'<title id="{name}-title">{escape(caption.title)}</title>'
        f'<desc id="{name}-desc">{escape(caption.description)}</desc>'
    )
    rows = tuple((point.label, _shown(point.value, caption)) for point in points)
    return Chart(f"{head}{''.join(marks)}</svg>", caption.columns, rows)


def _bar(index: int, point: Point, top: float, caption: Caption) -> Iterator[str]:
    y = index * BAR_STEP
    length = (WIDTH - VALUE_ROOM) * (point.value or 0) / top
    yield _text(0, y + 14, point.label)
    yield (
        f'<rect class="chart__bar" x="0" y="{y + 20}" width="{_number(length)}" '
        f'height="{BAR_HEIGHT}" fill="{BLUE}"/>'
    )
    yield _text(length + 6, y + 34, _shown(point.value, caption), bold=True)


def _grid(top: float, caption: Caption) -> Iterator[str]:
    for index in range(GRID_LINES + 1):
        value = top * index / GRID_LINES
        y = _height(value, top)
        yield (
            f'<line class="chart__grid" x1="{PLOT_LEFT}" y1="{_number(y)}" '
            f'x2="{WIDTH - PLOT_RIGHT}" y2="{_number(y)}" '
            f'stroke="{INK if index == 0 else "#b1b4b6"}" stroke-width="1"/>'
        )
        yield _text(PLOT_LEFT - 6, y + 4, _shown(value, caption), anchor="end", quiet=True)


def _line(points: Sequence[Point], top: float) -> Iterator[str]:
    places = [
        None if point.value is None else (_across(index, len(points)), _height(point.value, top))
        for index, point in enumerate(points)
    ]
    for start, end in pairwise(places):
        if start and end:
            yield (
                f'<line class="chart__line" x1="{_number(start[0])}" y1="{_number(start[1])}" '
                f'x2="{_number(end[0])}" y2="{_number(end[1])}" stroke="{BLUE}" stroke-width="2.5"/>'
            )
    for x, y in filter(None, places):
        yield (
            f'<circle class="chart__point" cx="{_number(x)}" cy="{_number(y)}" r="4" '
            f'fill="#ffffff" stroke="{BLUE}" stroke-width="2.5"/>'
        )


def _target(point: Point, top: float, caption: Caption) -> Iterator[str]:
    """Draw the line with its word at the right edge, below it where there is no room above."""
    y = _height(point.value or 0, top)
    yield (
        f'<line class="chart__target" x1="{PLOT_LEFT}" y1="{_number(y)}" '
        f'x2="{WIDTH - PLOT_RIGHT}" y2="{_number(y)}" stroke="{GREEN}" stroke-width="2" '
        f'stroke-dasharray="6 4"/>'
    )
    beside = y - 5 if y > PLOT_TOP + 12 else y + 15
    words = f"{TARGET} {_shown(point.value, caption)}"
    yield _text(WIDTH - PLOT_RIGHT, beside, words, anchor="end", bold=True, clear=True)


def _line_labels(points: Sequence[Point]) -> Iterator[str]:
    every = ceil(len(points) / MOST_LABELS)
    for index in range(0, len(points), every):
        x, y = _across(index, len(points)), PLOT_TOP + PLOT_HEIGHT + 20
        yield _text(x, y, points[index].label, anchor="middle", quiet=True)


def _across(index: int, count: int) -> float:
    room = WIDTH - PLOT_LEFT - PLOT_RIGHT - 40
    return PLOT_LEFT + 20 + (room * index / (count - 1) if count > 1 else room / 2)


def _height(value: float, top: float) -> float:
    return PLOT_TOP + PLOT_HEIGHT * (1 - value / top)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    quiet: bool = False,
    clear: bool = False,
) -> str:
    look = ' font-weight="bold"' if bold else ""
    if clear:  # a white edge keeps the words clear of the lines that they stand on
        look += ' paint-order="stroke" stroke="#ffffff" stroke-width="4"'
    return (
        f'<text class="chart__text" x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}" '
        f'fill="{QUIET if quiet else INK}"{look}>{escape(words)}</text>'
    )


def _shown(value: float | None, caption: Caption) -> str:
    return NOT_KNOWN if value is None else f"{_number(value)}{caption.unit}"


def _number(value: float) -> str:
    """Write a number with at most two decimals and no trailing noughts."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
