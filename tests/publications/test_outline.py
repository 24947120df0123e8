"""Where a document begins."""

from publications.enums import BlockCode
from publications.outline import ARRANGEMENTS, Planned, Prose, plan


def test_every_live_block_has_its_place_in_the_outline():
    assert {part.block for part in ARRANGEMENTS} - {""} == set(BlockCode.values)


def test_without_texts_the_usual_sections_wait_to_be_written():
    planned = plan([])

    assert planned[0] == Planned("Aims", "", "", "")
    assert "Principles" not in [each.heading for each in planned]
    assert {each.block for each in planned} - {""} == set(BlockCode.values)


def test_with_texts_only_what_is_there_is_planned():
    texts = [
        Prose("aims", "Our aims", "Safe children.", "file L1"),
        Prose("geography", "The place", "Two boroughs.", "file L2"),
        Prose("media", "Media", "Ask first.", "file L3"),
    ]

    planned = plan(texts, empty_blocks=frozenset(BlockCode.values) - {"areas", "groups"})

    assert planned == [
        Planned("Our aims", "Safe children.", "", "file L1"),
        Planned("The area we cover", "Two boroughs.", "areas", "file L2"),
        Planned("Groups and how they decide", "", "groups", ""),
        Planned("Media", "Ask first.", "", "file L3"),
    ]
