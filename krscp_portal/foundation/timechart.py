"""Spans of time as SVG text: who was where from when to when, lane under lane, with today marked.

Like `charts`: a picture of a table and never the only place where a date stands, without script or
inline style. Places along the time are percentages and texts keep their size, so that one drawing
is readable on a phone and fills a wide page. A number over a bar names its row in the table; where
bars are too short for that, their numbers stand together ("2–4") over the first of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import ceil
from typing import Final

from django.utils.safestring import SafeString

from krscp_portal.foundation.charts import BLUE, FONT, IDENTIFIER, INK, QUIET, ChartRefused

LANE_HEIGHT: Final = 66
BAR_TOP: Final = 40  # inside its lane: the lane's name above, then the numbers
BAR_HEIGHT: Final = 16
TOP: Final = 26  # room for the word "Today"
AXIS: Final = 30
ROOM: Final = 0.06  # of the whole time, after the last date
SHORTEST: Final = timedelta(days=60)
MOST_TICKS: Final = 5
TICKS_APART: Final = 12.0  # per cent between two words of the axis
MOST_LETTERS: Final = 36
DIGIT: Final = 2.8  # per cent that one letter of a number takes on a narrow screen


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, None while it lasts; `number` names its row in the table.

    A gap is drawn as a dashed frame: nobody was there.
    """

    first: date
    last: date | None = None
    number: int = 0
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """Spans that share a line, under a name."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TimeChart:
    """A drawn chart. A template may print it: it is HTML and every text in it is escaped."""

    svg: str

    def __str__(self) -> SafeString:
        return SafeString(self.svg)


def time_chart(
    lanes: Sequence[Lane], *, chart_id: str, title: str, description: str, on: date
) -> TimeChart:
    """Draw the lanes, with `on` as today. Refuses no spans, and an id that is no identifier."""
    spans = [span for lane in lanes for span in lane.spans]
    if not spans:
        raise ChartRefused("There is nothing to draw a chart of.")
    if not IDENTIFIER.fullmatch(chart_id):
        raise ChartRefused(f"“{chart_id}” cannot name a chart.")
    scale = _Scale.of(spans, on)
    height = TOP + LANE_HEIGHT * len(lanes) + AXIS
    marks = [
        *_ticks(scale, bottom=height - AXIS),
        *(mark for index, lane in enumerate(lanes) for mark in _lane(lane, index, scale)),
        *_today(scale, on, bottom=height - AXIS),
    ]
    return TimeChart(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="portal-timechart" role="img" '
        f'aria-labelledby="{chart_id}-title {chart_id}-desc" width="100%" height="{height}" '
        f'font-family="{FONT}" font-size="14">'
        f'<title id="{chart_id}-title">{escape(title)}</title>'
        f'<desc id="{chart_id}-desc">{escape(description)}</desc>'
        f"{''.join(marks)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """The days at the left and the right edge."""

    start: date
    end: date

    @classmethod
    def of(cls, spans: Sequence[Span], on: date) -> "_Scale":
        start = min([on, *(span.first for span in spans)])
        known = [day for span in spans for day in (span.first, span.last) if day]
        end = max([on, *known])
        whole = max(end - start, SHORTEST)
        return cls(start, start + timedelta(days=ceil(whole.days * (1 + ROOM))))

    def place(self, day: date) -> float:
        """Return where a day begins, in per cent of the width."""
        return 100 * (day - self.start).days / (self.end - self.start).days


def _lane(lane: Lane, index: int, scale: _Scale) -> Iterator[str]:
    top = TOP + index * LANE_HEIGHT
    name = lane.name if len(lane.name) <= MOST_LETTERS else f"{lane.name[: MOST_LETTERS - 1]}…"
    yield _text(0, top + 16, name, bold=True)
    spans = sorted(lane.spans, key=lambda each: each.first)
    for span in spans:
        left = scale.place(span.first)
        after = span.last + timedelta(days=1) if span.last else scale.end
        yield _bar(left, scale.place(after) - left, top + BAR_TOP, is_gap=span.is_gap)
    for label in _labels(spans, scale):
        yield _text(label.begins, top + BAR_TOP - 5, label.words)


@dataclass(frozen=True, slots=True)
class _Label:
    """Numbers that stand together, from the left end of the first of their bars."""

    left: float
    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        first, *rest = self.numbers
        if len(rest) > 1 and self.numbers == tuple(range(first, first + len(self.numbers))):
            return f"{first}–{rest[-1]}"
        return ", ".join(str(each) for each in self.numbers)

    @property
    def begins(self) -> float:
        """Return where it is written: no further right than it has room."""
        return max(0, min(self.left, 100 - DIGIT * len(self.words)))

    @property
    def ends(self) -> float:
        return self.begins + DIGIT * len(self.words)


def _labels(spans: Sequence[Span], scale: _Scale) -> list[_Label]:
    """Return the numbers of a lane's spans, those together that would overlap."""
    found: list[_Label] = []
    for span in spans:
        if not span.number:
            continue
        label = _Label(scale.place(span.first), (span.number,))
        while found and label.begins < found[-1].ends + DIGIT / 2:
            before = found.pop()
            label = _Label(before.left, (*before.numbers, *label.numbers))
        found.append(label)
    return found


def _bar(left: float, width: float, y: int, *, is_gap: bool) -> str:
    look = (
        f'fill="#ffffff" stroke="{QUIET}" stroke-width="1.5" stroke-dasharray="5 3"'
        if is_gap
        else f'fill="{BLUE}" stroke="#ffffff" stroke-width="1"'
    )
    kind = "gap" if is_gap else "bar"
    return (
        f'<rect class="timechart__{kind}" x="{_number(left)}%" y="{y}" '
        f'width="{_number(width)}%" height="{BAR_HEIGHT}" {look}/>'
    )


def _ticks(scale: _Scale, *, bottom: int) -> Iterator[str]:
    written = -TICKS_APART
    for day, words in _marked_days(scale):
        x = scale.place(day)
        yield _rule(x, TOP, bottom, "#b1b4b6")
        anchor = "start" if x <= 100 - TICKS_APART else "end"
        begins = x if anchor == "start" else x - TICKS_APART
        if begins - written >= TICKS_APART:
            yield _text(x, bottom + 20, words, quiet=True, anchor=anchor)
            written = begins


def _marked_days(scale: _Scale) -> list[tuple[date, str]]:
    """Return the days that the axis names: some first Januaries, or both ends of a short time."""
    years = range(scale.start.year + 1, scale.end.year + 1)
    if len(years) < 2:
        return [(day, f"{day:%b %Y}") for day in (scale.start, scale.end)]
    every = ceil(len(years) / MOST_TICKS)
    return [(date(year, 1, 1), str(year)) for year in years[::every]]


def _today(scale: _Scale, on: date, *, bottom: int) -> Iterator[str]:
    x = scale.place(on)
    yield _rule(x, TOP - 8, bottom, INK)
    anchor = "start" if x < 10 else "end" if x > 90 else "middle"
    yield _text(x, 13, "Today", anchor=anchor)


def _rule(x: float, top: int, bottom: int, colour: str) -> str:
    place = f"{_number(x)}%"
    return (
        f'<line class="timechart__rule" x1="{place}" y1="{top}" x2="{place}" y2="{bottom}" '
        f'stroke="{colour}" stroke-width="1"/>'
    )


def _text(
    x: float, y: int, words: str, *, anchor: str = "start", bold: bool = False, quiet: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    # The white edge keeps the words clear of the lines that they stand on.
    return (
        f'<text x="{_number(x)}%" y="{y}" text-anchor="{anchor}" '
        f'fill="{QUIET if quiet else INK}"{weight} paint-order="stroke" stroke="#ffffff" '
        f'stroke-width="4">{escape(words)}</text>'
    )


def _number(value: float) -> str:
    """Write a number with at most two decimals and no trailing noughts."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
