"""How a request to an agency stands, every act on every standing, and when a link works."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reviews import asking
from reviews.asking import Act, Given, Stand

ON = date(2026, 6, 3)
NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    due_on: date = ON
    asked_at: datetime | None = NOON
    opened_at: datetime | None = None
    involvement: str = ""
    summary: str = ""
    learning: str = ""
    returned_at: datetime | None = None
    refused_because: str = ""
    cancelled_because: str = ""


LATE = ON - timedelta(days=1)


@pytest.mark.parametrize(
    ("row", "stand"),
    [
        (Row(asked_at=None), Stand.TO_ASK),
        (Row(asked_at=None, due_on=LATE), Stand.TO_ASK),
        (Row(), Stand.ASKED),
        (Row(opened_at=NOON), Stand.OPENED),
        (Row(opened_at=NOON, summary="Some"), Stand.PART),
        (Row(learning="Some"), Stand.PART),
        (Row(due_on=LATE), Stand.OVERDUE),
        (Row(due_on=LATE, opened_at=NOON, summary="Some"), Stand.OVERDUE),
        (Row(due_on=LATE, returned_at=NOON, involvement="involved"), Stand.RETURNED),
        (Row(returned_at=NOON, involvement="none"), Stand.NO_INVOLVEMENT),
        (Row(due_on=LATE, refused_because="No"), Stand.REFUSED),
        (Row(refused_because="No", cancelled_because="Not needed"), Stand.CANCELLED),
    ],
)
def test_a_request_stands_as_its_columns_and_the_day_say(row, stand):
    assert asking.stand_of(row, on=ON) == stand


# One letter for each standing from which an act is possible, in the order of the enum:
# t(o ask) a(sked) o(pened) p(art) l(ate) r(eturned) n(o involvement) x(refused) c(ancelled)
POSSIBLE = {
    Act.EDIT: "t",
    Act.ASK: "t",
    Act.CHASE: "aopl",
    Act.RENEW: "aopl",
    Act.REVOKE: "aopl",
    Act.MOVE_DUE: "taopl",
    Act.RECORD_REFUSAL: "aopl",
    Act.REQUIRE: "lx",
    Act.SEND_BACK: "rn",
    Act.CANCEL: "taoplx",
    Act.ANSWER: "aopl",
}
LETTERS = dict(zip("taoplrnxc", Stand, strict=True))


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize(("letter", "stand"), LETTERS.items())
def test_every_act_is_possible_only_where_the_table_says(act, letter, stand):
    verdict = asking.may(act, stand)

    assert bool(verdict) == (letter in POSSIBLE[act])
    if not verdict:
        assert verdict.reason.endswith(".")
        assert verdict.code == f"not-from:{stand.value}"


@dataclass(frozen=True)
class Link:
    expires_at: datetime = NOON + timedelta(seconds=1)
    used_at: datetime | None = None
    revoked_at: datetime | None = None


def test_a_link_works_until_the_moment_at_which_it_ends():
    assert asking.may_open(Link(), at=NOON)
    assert asking.may_open(Link(expires_at=NOON), at=NOON).code == "expired"


def test_a_link_that_was_used_or_revoked_says_so_even_after_its_end():
    link = Link(expires_at=NOON)
    assert asking.may_open(replace(link, used_at=NOON), at=NOON).code == "used"
    assert asking.may_open(replace(link, revoked_at=NOON), at=NOON).code == "revoked"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (Given("", "We knew.", "Director"), "involvement"),
        (Given("involved", "  ", "Director"), "summary"),
        (Given("involved", "We knew.", " "), "signed_off_by"),
        (Given("none", "", ""), "signed_off_by"),
    ],
)
def test_an_answer_that_lacks_something_is_not_handed_in(given, missing):
    assert asking.may_hand_in(given).code == missing


def test_no_involvement_needs_no_summary():
    assert asking.may_hand_in(Given("none", "", "Director"))


def test_an_answer_may_be_due_today_and_not_yesterday():
    assert asking.may_be_due(ON, on=ON)
    assert asking.may_be_due(LATE, on=ON).reason == (
        "The day that an answer is due cannot be in the past."
    )
