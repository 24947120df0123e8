import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krscp_portal.foundation.charts import ChartRefused
from krscp_portal.foundation.timechart import MOST_LETTERS, Lane, Span, time_chart

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 6, 1)
WORDS = {"chart_id": "time", "title": "Who & when", "description": "Of <a seat>."}


def draw(*lanes, on=TODAY):
    return ElementTree.fromstring(time_chart(lanes, **WORDS, on=on).svg)


def percent(element, name):
    value = element.get(name)
    assert value.endswith("%")
    return float(value[:-1])


def test_a_chart_names_and_describes_itself_and_takes_the_width_it_is_given():
    svg = draw(Lane("Holder", (Span(date(2024, 1, 1)),)))

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "time-title time-desc"
    assert svg.find(f"{SVG}title").text == "Who & when"
    assert svg.find(f"{SVG}desc").text == "Of <a seat>."
    assert svg.get("width") == "100%"
    assert svg.get("viewBox") is None  # texts keep their size on a phone


def test_a_template_prints_a_chart_as_it_is():
    chart = time_chart([Lane("A & B", (Span(TODAY),))], **WORDS, on=TODAY)

    assert Template("{{ chart }}").render(Context({"chart": chart})) == chart.svg
    assert "A &amp; B" in chart.svg


def test_a_bar_is_as_long_as_its_days_and_an_open_one_reaches_the_edge():
    start = TODAY - timedelta(days=100)
    svg = draw(Lane("A", (Span(start, start + timedelta(days=49)), Span(TODAY))))

    first, second = svg.findall(f"{SVG}rect")
    assert (percent(first, "x"), percent(first, "width")) == (0, 47.17)  # 50 of 106 days
    assert percent(second, "x") + percent(second, "width") == 100


def test_a_gap_is_a_dashed_frame_and_today_a_line_with_its_word():
    svg = draw(
        Lane("A", (Span(date(2024, 1, 1), date(2024, 12, 31)), Span(date(2025, 1, 1), is_gap=True)))
    )

    bar, gap = svg.findall(f"{SVG}rect")
    assert bar.get("stroke-dasharray") is None
    assert gap.get("stroke-dasharray") == "5 3"
    assert "Today" in [text.text for text in svg.findall(f"{SVG}text")]


def test_the_axis_names_years_or_the_ends_of_a_short_time():
    def axis(first):
        texts = draw(Lane("A", (Span(first),))).findall(f"{SVG}text")
        return [each.text for each in texts if each.get("fill") == "#505a5f"]

    assert axis(date(2022, 3, 1)) == ["2023", "2024", "2025", "2026"]
    assert axis(date(2000, 3, 1)) == ["2001", "2007", "2013", "2019"]
    assert axis(date(2026, 3, 1)) == ["Mar 2026", "Jun 2026"]


def numbers(*spans):
    return [each for each in map(text_of, draw(Lane("A", spans)).iter(f"{SVG}text")) if each]


def text_of(element):
    """The numbers that a text holds; nothing of a name, a date or a word."""
    return element.text if re.fullmatch(r"\d{1,3}([–,] ?\d{1,3})*", element.text) else ""


def short(start, number):
    day = start + timedelta(days=number)
    return Span(day, day, number)


def test_the_numbers_of_short_bars_stand_together_so_that_none_is_left_out():
    start = date(2020, 1, 1)

    assert numbers(*(short(start, n) for n in (1, 2, 3)), Span(TODAY, number=4)) == ["1–3", "4"]
    assert numbers(*(short(start, n) for n in (1, 2)), Span(TODAY, number=3)) == ["1, 2", "3"]
    assert numbers(*(short(start, n) for n in (1, 2, 4)), Span(TODAY, number=9)) == ["1, 2, 4", "9"]


def test_numbers_at_the_right_edge_stay_inside_and_take_in_what_they_would_cover():
    almost = TODAY - timedelta(days=40)
    spans = (
        Span(date(2000, 1, 1), number=1),
        *(short(almost, n) for n in (2, 3)),
        short(almost, 14),
        Span(TODAY, number=15),
    )
    svg = draw(Lane("A", spans))

    assert numbers(*spans) == ["1", "2, 3, 14, 15"]
    label = next(each for each in svg.iter(f"{SVG}text") if each.text == "2, 3, 14, 15")
    assert percent(label, "x") == 66.4  # room for its twelve letters


def test_a_long_name_is_cut_for_a_narrow_screen():
    svg = draw(Lane("x" * 80, (Span(TODAY),)))

    assert len(svg.find(f"{SVG}text[@font-weight]").text) == MOST_LETTERS


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ChartRefused, match="nothing to draw"):
        time_chart([Lane("A", ())], **WORDS, on=TODAY)
    with pytest.raises(ChartRefused, match="cannot name a chart"):
        time_chart([Lane("A", (Span(TODAY),))], **{**WORDS, "chart_id": 'x" y'}, on=TODAY)


EPOCH = date(1950, 1, 1)
OFFSETS = st.integers(0, 50_000)
SPANS = st.tuples(OFFSETS, st.none() | OFFSETS, st.booleans())
LANES = st.lists(st.lists(SPANS, min_size=1, max_size=4), min_size=1, max_size=3)


def spans_of(found):
    for first, length, is_gap in found:
        start = EPOCH + timedelta(days=first)
        last = None if length is None else start + timedelta(days=length)
        yield Span(start, last, first % 100, is_gap=is_gap)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of ours
@given(found=LANES, name=st.text("ab <>&\"'é…", max_size=60), offset=OFFSETS)
def test_any_chart_is_well_formed_stays_inside_itself_and_needs_no_script_or_style(
    found, name, offset
):
    lanes = [Lane(name, tuple(spans_of(each))) for each in found]
    on = EPOCH + timedelta(days=offset)
    text = time_chart(lanes, **WORDS, on=on).svg
    svg = ElementTree.fromstring(text)

    for rect in svg.iter(f"{SVG}rect"):
        assert percent(rect, "x") >= 0
        assert percent(rect, "width") >= 0
        assert percent(rect, "x") + percent(rect, "width") <= 100.02  # each is rounded
        assert float(rect.get("y")) + float(rect.get("height")) <= float(svg.get("height"))
    assert not re.search(r"<script|\sstyle=|\son\w+=", text)
