"""The audit's chain of hashes, without a database."""

from dataclasses import replace

import pytest

from partnerships.chain import Finding, Link, check, seal


def chain(*texts: str) -> list[Link]:
    links, head = [], ""
    for number, text in enumerate(texts, start=1):
        sealed = seal(head, text)
        links.append(Link(number, head, sealed, text))
        head = sealed
    return links


def test_an_unbroken_chain_is_whole_and_ends_in_its_head():
    links = chain("a", "b", "c")

    assert check(links) == Finding(3, links[2].hash)


def test_an_empty_chain_is_whole():
    assert check([]) == Finding(0, "")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_line_that_was_changed_is_found(number):
    links = chain("a", "b", "c")
    links[number - 1] = replace(links[number - 1], text="x")

    assert check(links).fault == f"line {number} is not what was written"


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_that_was_taken_out_is_found(number):
    links = chain("a", "b", "c")
    del links[number - 1]

    assert check(links).fault == f"line {number} is missing"


def test_a_line_that_was_changed_and_sealed_again_is_found_at_the_next_one():
    links = chain("a", "b", "c")
    links[1] = replace(links[1], text="x", hash=seal(links[0].hash, "x"))

    assert check(links).fault == "line 3 does not follow line 2"
