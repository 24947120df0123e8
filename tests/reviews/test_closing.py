import pytest

from krscp_portal.foundation.errors import DomainError
from reviews.closing import StillOpen, check_closing, obstacles


@pytest.mark.parametrize(
    ("open_", "sentence"),
    [
        (StillOpen(clocks=1), "A clock of this case still runs."),
        (StillOpen(clocks=3), "3 clocks of this case still run."),
        (StillOpen(reviews=1), "A review of this case is under way."),
        (StillOpen(reviews=2), "2 reviews of this case are under way."),
        (StillOpen(requests=1), "One agency has still to answer what it was asked."),
        (StillOpen(requests=2), "2 agencies have still to answer what they were asked."),
        (StillOpen(actions=1), "An action that came of this case is still open."),
        (StillOpen(actions=4), "4 actions that came of this case are still open."),
        (
            StillOpen(review_to_open=True),
            "It was decided to hold a review, and none has been opened.",
        ),
        (
            StillOpen(reply_owed=True),
            "The Panel asked for something, and nobody has replied to it.",
        ),
    ],
)
def test_what_keeps_a_case_open_is_said_in_one_sentence(open_, sentence):
    assert obstacles(open_) == [sentence]
    with pytest.raises(DomainError) as refused:
        check_closing(open_, without_answer="")
    assert (str(refused.value), refused.value.code) == (sentence, "still-open")


def test_everything_that_keeps_a_case_open_is_said_at_once():
    assert len(obstacles(StillOpen(clocks=1, reviews=1, actions=1, requests=1))) == 4


def test_a_case_without_anything_open_is_closed():
    check_closing(StillOpen(), without_answer="")


def test_a_case_is_closed_without_the_panels_answer_only_where_somebody_says_why():
    waiting = StillOpen(answer_missing=True)
    assert obstacles(waiting) == []

    with pytest.raises(DomainError) as refused:
        check_closing(waiting, without_answer="  ")
    assert refused.value.field == "without_answer"
    check_closing(waiting, without_answer="It was asked twice.")
