"""Which figures are kept back, so that no child can be worked out."""

import pytest

from governance.small_numbers import is_small, kept_back


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_small_and_nothing_points_at_nobody(count, small):
    assert is_small(count) is small


def test_a_second_figure_of_the_row_and_the_column_hides_a_single_small_one():
    hidden = kept_back([[3, 9, 7], [8, 6, 5]])
    assert hidden == {(0, 0), (0, 2), (1, 0), (1, 2)}


def test_no_row_and_no_column_keeps_one_figure_back_beside_others():
    rows = [[1, 20, 30, 0], [12, 2, 13, 9], [6, 7, 8, 50]]
    hidden = kept_back(rows)
    lines = [[(r, c) for c in range(4)] for r in range(3)]
    lines += [[(r, c) for r in range(3)] for c in range(4)]
    for line in lines:
        back = [cell for cell in line if cell in hidden]
        told = [cell for cell in line if cell not in hidden and rows[cell[0]][cell[1]]]
        assert len(back) != 1 or not told
    assert {(0, 0), (1, 1)} <= hidden


def test_a_small_figure_alone_and_a_table_of_nothing_stay_as_they_are():
    assert kept_back([[2]]) == {(0, 0)}
    assert kept_back([]) == frozenset()
    assert kept_back([[0, 0], [9, 8]]) == frozenset()
