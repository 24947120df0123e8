"""Which days are good ones, why one is passed over, and the next best."""

from datetime import UTC, date, datetime, timedelta

from governance.proposals import Asked, Busy, Closed, Diary, against, next_best, propose

TUESDAY = date(2027, 5, 4)
TEN = datetime(2027, 5, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
US = Asked(seats=frozenset({1, 2}), people=frozenset({10, 20}))


def why(diary: Diary, on: date = TUESDAY) -> tuple[str, ...]:
    return against(on, starts_at=TEN, ends_at=TEN + HOUR, asked=US, diary=diary)


def test_a_free_working_day_has_nothing_against_it():
    assert why(Diary()) == ()


def test_every_reason_is_said():
    diary = Diary(
        bank_holidays={TUESDAY: "Early May bank holiday"},
        school_holidays=[Closed(TUESDAY, TUESDAY, "School holiday in Northtown: inset day")],
        boards={TUESDAY: ("Safeguarding adults board",)},
        busy=[Busy(TEN, TEN + HOUR, "Quality group", frozenset({1, 9}), frozenset({10}))],
    )

    assert why(diary) == (
        "Bank holiday: Early May bank holiday",
        "School holiday in Northtown: inset day",
        "Safeguarding adults board meets",
        "Quality group at that time: 1 of the same person",
    )


def test_a_weekend_is_none():
    assert why(Diary(), on=date(2027, 5, 8)) == ("It is a Saturday",)


def test_a_meeting_that_ends_when_ours_starts_is_no_clash():
    busy = [Busy(TEN - HOUR, TEN, "Before", US.seats), Busy(TEN + HOUR, TEN + 2 * HOUR, "After")]

    assert why(Diary(busy=busy)) == ()


def test_the_same_person_in_another_seat_clashes_too():
    busy = [Busy(TEN, TEN + HOUR, "Quality group", frozenset({7, 8}), frozenset({10, 20}))]

    assert why(Diary(busy=busy)) == ("Quality group at that time: 2 of the same people",)


def test_a_meeting_of_other_people_is_no_clash():
    assert why(Diary(busy=[Busy(TEN, TEN + HOUR, "Others", frozenset({7}), frozenset({70}))])) == ()


def test_the_same_weekday_is_tried_first_then_the_nearest_day():
    order = [(day - TUESDAY).days for day in next_best(TUESDAY)]

    assert order[:8] == [7, -7, 14, -14, 1, -1, 2, -2]
    assert len(order) == 28


def test_a_day_that_is_passed_over_has_a_next_best_one_that_is_free():
    closed = {TUESDAY, TUESDAY + timedelta(days=7)}

    answer = propose(
        [TUESDAY, TUESDAY + timedelta(days=28)],
        why_against=lambda day: ("Closed",) * (day in closed),
        not_before=date(2027, 1, 1),
    )

    assert [each.is_free for each in answer] == [False, True]
    assert answer[0].instead == TUESDAY - timedelta(days=7)


def test_no_day_is_offered_twice_nor_one_that_the_series_wants():
    days = [TUESDAY, TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=14)]

    answer = propose(
        days,
        why_against=lambda day: ("Closed",) * (day in days),
        not_before=TUESDAY,
    )

    offered = [each.instead for each in answer]
    assert offered[1] == TUESDAY + timedelta(days=21)
    assert len(set(offered)) == 3
    assert not set(offered) & set(days)
    assert all(each >= TUESDAY for each in offered)


def test_where_nothing_is_free_nothing_is_offered():
    answer = propose([TUESDAY], why_against=lambda _day: ("Closed",), not_before=TUESDAY)

    assert answer[0].instead is None
