"""The chart of who reports to whom: where each box stands, and what it says of itself."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as some

from krscp_portal.foundation.charts import ChartRefused
from krscp_portal.foundation.tree_chart import tree_chart
from krscp_portal.foundation.tree_layout import (
    LABEL_SIZE,
    NAME_SIZE,
    PADDING,
    WIDTH,
    Beside,
    Box,
    Join,
    Node,
    lay_out,
    text_width,
    wrap,
)

SAID = {"chart_id": "groups", "title": "Groups", "description": "Who reports to whom."}
TREE = Node(
    "Executive Group (EG)",
    "Executive",
    leads=True,
    below=(
        Node("Learning Subgroup", "Subgroup", below=(Node("Rapid Review Group", "Task group"),)),
        Node("Health Safeguarding Group", "Partnership group, shared with Medway", shared=True),
        Node("Forum", "Forum", loose=True),
        Node("A fourth subgroup that starts a second row", "Subgroup"),
    ),
)
BOARDS = (Beside("Linked boards", ("Health and Wellbeing Board", "Safeguarding Adults Board")),)

words = some.text("abcdefg MWil", min_size=1, max_size=60).filter(str.strip)
nodes = some.recursive(
    some.builds(Node, words, words),
    lambda below: some.builds(Node, words, words, below=some.lists(below, max_size=5).map(tuple)),
    max_leaves=25,
)
besides = some.lists(
    some.builds(Beside, words, some.lists(words, max_size=6).map(tuple)), max_size=3
)


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


def runs_through(join: Join, box: Box) -> bool:
    """Say whether a line crosses the inside of a box; touching its edge is how it arrives."""
    across = min(join.x1, join.x2) < box.right - 1 and max(join.x1, join.x2) > box.x + 1
    down = min(join.y1, join.y2) < box.bottom - 1 and max(join.y1, join.y2) > box.y + 1
    return across and down


@settings(deadline=None, max_examples=60)
@given(some.lists(nodes, min_size=1, max_size=5), besides, some.integers(1, 3))
def test_no_two_boxes_touch_and_everything_stands_inside(roots, beside, columns):
    layout = lay_out(roots, beside=beside, apart="Others", columns=columns)

    assert all(apart(one, other) for one, other in combinations(layout.boxes, 2))
    assert all(box.x >= 0 and box.right <= layout.width for box in layout.boxes)
    assert all(box.y >= 0 and box.bottom <= layout.height for box in layout.boxes)


@settings(deadline=None, max_examples=60)
@given(some.lists(nodes, min_size=1, max_size=5), besides)
def test_every_word_fits_into_its_box(roots, beside):
    for box in lay_out(roots, beside=beside).boxes:
        for line in box.name:
            assert text_width(line, NAME_SIZE if box.node else LABEL_SIZE) <= box.width - PADDING
        for line in (*box.label, *(line for entry in box.entries for line in entry)):
            assert text_width(line, LABEL_SIZE) <= box.width - PADDING


@settings(deadline=None, max_examples=60)
@given(some.lists(nodes, min_size=1, max_size=3), besides)
def test_no_line_runs_through_a_box(roots, beside):
    layout = lay_out(roots, beside=beside)

    through = [(join, box) for join in layout.joins for box in layout.boxes]
    assert [pair for pair in through if runs_through(*pair)] == []


def test_the_same_tree_gives_the_same_picture():
    assert tree_chart([TREE], beside=BOARDS, **SAID) == tree_chart([TREE], beside=BOARDS, **SAID)


def test_who_leads_stands_above_and_rows_follow():
    top, first, hung, second, third, fourth = lay_out([TREE]).boxes

    assert first.y == second.y == third.y > top.bottom
    assert hung.y > first.bottom
    assert hung.x > first.x
    assert fourth.y > hung.bottom
    assert fourth.x == first.x


def test_a_group_on_its_own_stands_apart_under_a_heading():
    layout = lay_out([TREE, Node("Panel")], apart="Others")

    panel = layout.boxes[-1]
    assert panel.node == Node("Panel")
    assert [heading.text for heading in layout.headings] == ["Others"]
    assert layout.headings[0].y < panel.y
    assert panel.y > max(box.bottom for box in layout.boxes[:-1])


def test_boards_stand_on_the_right_joined_by_broken_lines():
    layout = lay_out([TREE], beside=BOARDS)

    *rest, boards = layout.boxes
    assert boards.x > max(box.right for box in rest)
    assert boards.name == ("Linked boards",)
    assert boards.entries == (("Health and Wellbeing Board",), ("Safeguarding Adults Board",))
    assert sum(join.dashed for join in layout.joins) == 3


def test_the_only_one_below_a_box_is_as_wide_and_has_rows_of_its_own():
    only = Node("Board", "Board", below=(Node("One"), Node("Two"), Node("Three"), Node("Four")))

    top, board, one, two, three, four = lay_out([Node("Executive", below=(only,))]).boxes

    assert board.y > top.bottom
    assert board.x > top.x
    assert board.width > 2 * one.width
    assert one.y == two.y == three.y > board.bottom
    assert four.y > one.bottom


def test_a_page_of_paper_is_drawn_narrower():
    layout = lay_out([TREE], width=640, columns=2)

    assert layout.width == 640
    assert len({box.x for box in layout.boxes}) < len({box.x for box in lay_out([TREE]).boxes})


def test_a_text_is_wrapped_at_words_and_a_long_word_is_cut():
    assert wrap("Safeguarding Children Executive", 150, 15) == (
        "Safeguarding",
        "Children Executive",
    )
    assert wrap("", 150, 15) == ()
    cut = wrap("a Pneumonoultramicroscopic", 100, 15)
    assert "".join(cut).replace(" ", "") == "aPneumonoultramicroscopic"
    assert len(cut) > 2


def test_the_picture_is_sound_and_says_what_it_is():
    svg = tree_chart([Node("<b>A & B</b>")], **SAID).svg

    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "groups-title groups-desc"
    assert root.get("viewBox").startswith(f"0 0 {WIDTH} ")
    assert [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")] == ["<b>A & B</b>"]
    assert not re.search(r"style=|<style|<script|\bon\w+=|href=", svg)


def test_a_template_prints_it_as_it_is():
    svg = tree_chart([TREE], **SAID).svg

    assert Template("{{ svg }}").render(Context({"svg": svg})) == svg


def test_nothing_to_draw_and_a_bad_name_are_refused():
    with pytest.raises(ChartRefused, match="nothing to draw"):
        tree_chart([], **SAID)
    with pytest.raises(ChartRefused, match="cannot name a chart"):
        tree_chart([TREE], **{**SAID, "chart_id": "1 x"})
