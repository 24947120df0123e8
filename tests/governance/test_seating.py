"""Who may sit on a group, vote there and lead it."""

from datetime import date

import pytest

from governance.seating import Place, Rules, may_sit, remarks

NONE = Rules()
STRICT = Rules(only_partners_vote=True, co_chairs_differ=True)
THERE = Place(seat=1, title="Director", agency=7, agency_name="Council")
CHAIR = Place(seat=2, title="Commander", chairing="chair", agency=8, agency_name="Police")
CO_CHAIR = Place(seat=3, title="Nurse", chairing="co_chair", agency=9, agency_name="ICB")


def place(seat: int = 50, **facts: object) -> Place:
    return Place(seat=seat, title=f"Post {seat}", **facts)


def test_a_seat_sits_once_at_a_time():
    assert may_sit(place(), [THERE], NONE)

    refusal = may_sit(place(seat=1), [THERE], NONE)

    assert (bool(refusal), refusal.code) == (False, "seat")
    assert refusal.reason == "This seat sits on the group already."


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ((None, date(2026, 3, 31)), (date(2026, 4, 1), None), True),
        ((None, date(2026, 4, 1)), (date(2026, 4, 1), None), False),
        ((date(2026, 5, 1), None), (None, date(2026, 4, 30)), True),
        ((None, None), (date(2026, 4, 1), date(2026, 4, 2)), False),
    ],
)
def test_a_seat_may_come_back_after_it_left(before, after, allowed):
    earlier = place(from_on=before[0], to_on=before[1])

    verdict = may_sit(place(from_on=after[0], to_on=after[1]), [earlier], NONE)

    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("code", "rules", "allowed"),
    [
        ("SP", STRICT, True),
        ("RA", STRICT, False),
        ("", STRICT, False),
        ("RA", NONE, True),
    ],
)
def test_only_safeguarding_partners_vote_where_that_is_the_rule(code, rules, allowed):
    verdict = may_sit(place(code=code, votes=True), [], rules)

    assert bool(verdict) is allowed
    assert may_sit(place(code=code, votes=False), [], rules)
    assert allowed or verdict.code == "votes"


@pytest.mark.parametrize(
    ("new", "others", "sentence"),
    [
        ("chair", [CHAIR], "The group has a chair then: Commander."),
        ("chair", [CO_CHAIR], "The group has co-chairs then, so it has no chair."),
        ("co_chair", [CHAIR], "The group has a chair then, Commander, so it has no co-chairs."),
        (
            "co_chair",
            [CO_CHAIR, place(4, chairing="co_chair")],
            "The group has two co-chairs then.",
        ),
    ],
)
def test_no_two_lead_who_cannot(new, others, sentence):
    verdict = may_sit(place(chairing=new), others, NONE)

    assert (verdict.reason, verdict.code) == (sentence, "chairing")


@pytest.mark.parametrize("new", ["", "vice_chair"])
def test_members_and_vice_chairs_sit_beside_a_chair(new):
    assert may_sit(place(chairing=new), [CHAIR], STRICT)


def test_a_chair_follows_another():
    before = place(4, chairing="chair", to_on=date(2026, 3, 31))

    assert may_sit(place(chairing="chair", from_on=date(2026, 4, 1)), [before], NONE)


def test_co_chairs_are_of_two_agencies_where_that_is_the_rule():
    same = place(chairing="co_chair", agency=9, agency_name="ICB")

    assert may_sit(same, [CO_CHAIR], NONE)
    assert may_sit(place(chairing="co_chair", agency=10), [CO_CHAIR], STRICT)
    assert may_sit(place(chairing="co_chair"), [CO_CHAIR], STRICT)  # of an agency nobody noted
    verdict = may_sit(same, [CO_CHAIR], STRICT)
    assert verdict.reason == "Co-chairs are of two agencies, and both are of ICB."


def test_nothing_is_odd_about_a_group_in_order():
    places = [place(1, code="SP", votes=True, speaks_for="police"), place(2, code="RA"), CHAIR]

    assert remarks(places, STRICT) == []


def test_what_is_odd_is_said():
    places = [
        place(1, code="RA", votes=True),
        place(2, code="SP"),
        place(3, is_closed=True),
        CO_CHAIR,
    ]

    assert remarks(places, STRICT) == [
        "Post 1 votes without being a safeguarding partner. Only they vote here.",
        "Post 2 has the code SP and speaks for no safeguarding partner.",
        "The seat Post 3 is closed and still sits here. End its place.",
        "There is one co-chair. The other place is empty.",
    ]
    assert remarks(places[:1], NONE) == []


def test_two_co_chairs_of_one_agency_are_named():
    second = place(chairing="co_chair", agency=9, agency_name="ICB")

    assert remarks([CO_CHAIR, second], NONE) == ["Both co-chairs are of one agency: ICB."]
