import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from krscp_portal.foundation.charts import (
    WIDTH,
    Caption,
    ChartRefused,
    Point,
    bar_chart,
    line_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption(
    chart_id="reviews",
    title="Reviews & audits",
    description="More <reviews> than audits.",
    columns=("Kind", "Share"),
    unit="%",
)
BOTH = pytest.mark.parametrize("draw", [bar_chart, line_chart])


@BOTH
def test_a_chart_names_and_describes_itself(draw):
    svg = ElementTree.fromstring(draw([Point("A", 1)], CAPTION).svg)

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "reviews-title reviews-desc"
    assert svg.find(f"{SVG}title[@id='reviews-title']").text == "Reviews & audits"
    assert svg.find(f"{SVG}desc[@id='reviews-desc']").text == "More <reviews> than audits."


@BOTH
def test_a_chart_brings_the_rows_of_its_table(draw):
    chart = draw([Point("Reviews", 62.5), Point("Audits", 0), Point("Visits", None)], CAPTION)

    assert chart.columns == ("Kind", "Share")
    assert chart.rows == (("Reviews", "62.5%"), ("Audits", "0%"), ("Visits", "not known"))


@BOTH
def test_a_template_prints_a_chart_as_it_is(draw):
    chart = draw([Point("A & B", 1)], CAPTION)

    assert Template("{{ chart }}").render(Context({"chart": chart})) == chart.svg


def test_bars_are_drawn_to_one_scale_from_nought():
    chart = bar_chart([Point("A", 10), Point("B", 5), Point("C", 0), Point("D", None)], CAPTION)

    assert re.findall(r'<rect[^>]* width="([\d.]+)"', chart.svg) == ["330", "165", "0", "0"]
    assert chart.svg.count(">not known<") == 1


def test_a_line_leaves_a_gap_where_a_figure_is_not_known():
    points = [Point("2021", 3), Point("2022", 5), Point("2023", None), Point("2024", 4)]

    svg = line_chart(points, CAPTION).svg

    assert svg.count('class="chart__line"') == 1
    assert svg.count('class="chart__point"') == 3
    assert re.findall(r"<text[^>]*>([^<]*)<", svg) == [
        *["0%", "1.25%", "2.5%", "3.75%", "5%"],
        *["2021", "2022", "2023", "2024"],
    ]


def test_a_target_is_a_dashed_line_that_words_and_table_say_as_well():
    chart = line_chart([Point("2025", 40), Point("2026", 60)], CAPTION, target=90)
    svg = ElementTree.fromstring(chart.svg)

    assert chart.rows == (("2025", "40%"), ("2026", "60%"), ("Target", "90%"))
    described = svg.find(f"{SVG}desc").text
    assert described == "More <reviews> than audits. The target is 90%."
    line = svg.find(f"{SVG}line[@class='chart__target']")
    assert line.get("stroke-dasharray") == "6 4"
    assert line.get("y1") == line.get("y2") == "32"  # a tenth below the top, which is 100
    assert "Target 90%" in [each.text for each in svg.iter(f"{SVG}text")]


def test_the_scale_reaches_a_target_above_every_figure_and_its_word_stays_inside():
    svg = ElementTree.fromstring(line_chart([Point("2026", 3)], CAPTION, target=50).svg)

    (word,) = (each for each in svg.iter(f"{SVG}text") if each.text == "Target 50%")
    assert float(svg.find(f"{SVG}line[@class='chart__target']").get("y1")) == 14
    assert float(word.get("y")) == 29  # below the line: above it the drawing ends


def test_a_target_below_zero_and_one_without_figures_are_refused():
    with pytest.raises(ChartRefused, match="below zero"):
        line_chart([Point("2026", 3)], CAPTION, target=-1)
    with pytest.raises(ChartRefused, match="nothing to draw"):
        line_chart([], CAPTION, target=5)


def test_a_long_line_labels_only_some_of_its_points():
    svg = line_chart([Point(f"M{number}", number) for number in range(24)], CAPTION).svg

    assert re.findall(r">(M\d+)<", svg) == ["M0", "M4", "M8", "M12", "M16", "M20"]


@BOTH
@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([], "There is nothing to draw a chart of."),
        ([Point("A", -1)], "A chart cannot show a figure below zero."),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, points, sentence):
    with pytest.raises(ChartRefused) as refusal:
        draw(points, CAPTION)

    assert str(refusal.value) == sentence


def test_an_id_that_could_break_out_of_its_attribute_is_refused():
    caption = Caption(chart_id='x" onload="', title="T", description="D", columns=("A", "B"))

    with pytest.raises(ChartRefused, match="cannot name a chart"):
        bar_chart([Point("A", 1)], caption)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
POINTS = st.lists(
    st.builds(Point, WORDS, st.none() | st.floats(0, 1e9, allow_nan=False) | st.integers(0, 10**9)),
    min_size=1,
    max_size=20,
)


@BOTH
@given(points=POINTS, words=WORDS)
def test_any_chart_is_well_formed_stays_inside_itself_and_needs_no_script_or_style(
    draw, points, words
):
    caption = Caption(chart_id="c", title=words, description=words, columns=("A", "B"), unit=words)

    svg = ElementTree.fromstring(draw(points, caption).svg)

    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {
        *("svg", "title", "desc", "text", "rect", "line", "circle")
    }
    assert not any(
        name == "style" or name.startswith("on")
        for element in svg.iter()
        for name in element.attrib
    )
    for bar in svg.iter(f"{SVG}rect"):
        assert 0 <= float(bar.get("width")) <= WIDTH
    for point in svg.iter(f"{SVG}circle"):
        assert 0 <= float(point.get("cy")) <= float(svg.get("height"))
