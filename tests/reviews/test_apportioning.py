"""Who carries how much of a cost, to the penny."""

import random

import pytest

from reviews.apportioning import apportion, in_pounds, in_words, may_agree, percent


def pence(amount, shares):
    return [part.pence for part in apportion(amount, shares)]


def test_the_pennies_that_rounding_leaves_go_to_the_largest_remainders():
    assert pence(100, [333, 333, 334]) == [33, 33, 34]
    assert pence(10, [250, 250, 250, 250]) == [3, 3, 2, 2]
    assert pence(1, [500, 500]) == [1, 0]


def test_a_credit_is_divided_like_a_cost():
    assert pence(-100, [333, 333, 334]) == [-33, -33, -34]


def test_shares_of_less_than_the_whole_leave_the_rest_and_of_more_are_taken_in_proportion():
    assert pence(1000, [400, 400]) == [400, 400]
    assert pence(1000, [600, 600]) == [500, 500]
    assert pence(1000, []) == []
    assert pence(0, [1000]) == [0]


def test_ten_thousand_amounts_always_sum_exactly():
    chance = random.Random(20)
    for _ in range(10_000):
        cuts = sorted(chance.sample(range(1, 1000), chance.randint(1, 8)))
        shares = [high - low for low, high in zip([0, *cuts], [*cuts, 1000], strict=True)]
        amount = chance.randint(-5_000_000, 5_000_000)
        assert sum(pence(amount, shares)) == amount


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([], "No shares are agreed."),
        ([400, 600], "The agreed shares cover the whole cost."),
        ([333], "The agreed shares cover 33.3% of a cost; 66.7% is with nobody yet."),
        ([600, 500], "The agreed shares come to 110%: 10% too much."),
    ],
)
def test_shares_say_whether_they_make_a_whole(shares, said):
    assert in_words(shares) == said


def test_a_share_fits_beside_the_others():
    assert may_agree(400, others=600)
    assert may_agree(401, others=600).reason.endswith("40% is left.")
    assert may_agree(0, others=0).code == "thousandths"
    assert may_agree(1001, others=0).code == "thousandths"


def test_money_and_parts_are_written_as_people_read_them():
    assert in_pounds(125000) == "£1,250.00"
    assert in_pounds(-305) == "-£3.05"
    assert percent(125) == "12.5%"
    assert percent(1000) == "100%"
