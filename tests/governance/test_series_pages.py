"""Series, days to keep clear, the year, and how often groups meet, on their pages."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.models import (
    BoardDate,
    Meeting,
    MeetingRule,
    MeetingSeries,
    SchoolHoliday,
)
from governance.services.series import Accepted, SeriesFacts, accept_proposals, add_series
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def board(north):
    with tenant(north.pk):
        return make.group("board", name="The Board")


@pytest.fixture
def monday() -> date:
    """A Monday some weeks from now that is no bank holiday of any year: in early February."""
    today = clock.today()
    first = date(today.year + 1, 2, 1)
    return first + timedelta(days=-first.weekday() % 7)


def series(board, monday, manager, **facts):
    usual = {"recurrence": "every_weeks", "every_weeks": 1, "until_on": monday + 14 * DAY, **facts}
    said = SeriesFacts(
        group=board, title="Board", starts_on=monday, start_time=time(10), minutes=90, **usual
    )
    return add_series(facts=said, by=manager, at=clock.now())


def test_a_series_is_made_and_some_of_its_days_become_drafts(signed_in, north, board, monday):
    facts = {
        "group": str(board.public_id),
        "title": "Board",
        "recurrence": "every_weeks",
        "every_weeks": "1",
        "day": "31",  # of another kind of pattern, so it does not matter
        "start_time": "10:00",
        "minutes": "90",
        **typed("starts_on", monday),
        **typed("until_on", monday + 14 * DAY),
    }
    with tenant(north.pk):
        SchoolHoliday.objects.create(
            name="half-term", from_on=monday + 7 * DAY, to_on=monday + 11 * DAY
        )

    page = text(signed_in.post(at("series-add"), facts, follow=True))
    with tenant(north.pk):
        made = MeetingSeries.objects.get()
    good = f"{monday}:{monday}"
    after = text(signed_in.post(at("series", series=made.public_id), {"days": [good]}, follow=True))

    assert "Every week, on Monday, 10:00, for 90 minutes." in page
    assert "was passed over. School holiday: half-term." in page
    assert f'value="{good}" checked' in page
    assert "1 draft has been added. Nobody has been told yet." in after
    with tenant(north.pk):
        meeting = Meeting.objects.get()
    assert (meeting.state, meeting.occurrence_on) == ("draft", monday)


def test_nothing_ticked_is_answered(signed_in, north, board, monday, manager):
    with tenant(north.pk):
        made = series(board, monday, manager)

    page = text(signed_in.post(at("series", series=made.public_id), {"csrf": "x"}))
    wrong = text(signed_in.post(at("series", series=made.public_id), {"days": ["soon"]}))

    assert "Choose at least one day." in page
    assert "checked" not in page.split('id="days"')[1]
    assert "Choose the days from the list." in wrong


def test_a_series_on_the_31st_says_which_months_have_none(signed_in, north, board, monday, manager):
    with tenant(north.pk):
        made = series(
            board,
            monday,
            manager,
            recurrence="day_of_month",
            every_weeks=None,
            day=31,
            until_on=monday + 100 * DAY,
        )

    page = text(signed_in.get(at("series", series=made.public_id)))

    assert f"February {monday.year} has no 31st. No meeting is proposed that month." in page
    assert f"April {monday.year} has no 31st." in page


def test_a_pattern_without_its_weekday_is_refused_beside_the_field(signed_in, board, monday):
    facts = {
        "group": str(board.public_id),
        "title": "Board",
        "recurrence": "nth_weekday",
        "weekday_nth": "3",
        "start_time": "10:00",
        "minutes": "90",
        **typed("starts_on", monday),
        **typed("until_on", monday + 50 * DAY),
    }

    page = text(signed_in.post(at("series-add"), facts))

    assert 'href="#id_weekday"' in page
    assert "Say which weekday." in page


def test_one_day_taken_twice_makes_nothing(north, board, monday, manager):
    with tenant(north.pk):
        made = series(board, monday, manager)
        days = [Accepted(monday, monday), Accepted(monday, monday + DAY)]
        with pytest.raises(DomainError, match="has a meeting for"):
            accept_proposals(series=made, days=days, by=manager, at=clock.now())

        assert not Meeting.objects.exists()


def test_the_same_people_elsewhere_pass_a_day_over(signed_in, north, board, monday, manager):
    with tenant(north.pk):
        other = make.group("quality", name="Quality group")
        seat = people.seat("nurse")
        people.appointment(seat, "Kim Lane")
        make.place(board, seat)
        make.place(other, seat)
        made = series(board, monday, manager)
        held = next(iter(made_at(monday)))
        make.meeting(other, starts_at=held, by=manager, at=clock.now())

    page = text(signed_in.get(at("series", series=made.public_id)))

    assert "Quality group meets at that time: 1 of the same person." in page


def made_at(day: date):
    yield clock.now().replace(year=day.year, month=day.month, day=day.day, hour=10, minute=30)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_days_of_a_series_ask_the_database_the_same(
    rows, signed_in, north, board, monday, manager, django_assert_num_queries
):
    with tenant(north.pk):
        made = series(board, monday, manager, until_on=monday + rows * 7 * DAY)
        accept_proposals(series=made, days=[Accepted(monday, monday)], by=manager, at=clock.now())
        for number in range(rows):
            group = make.group(f"g{number}")
            seat = people.seat(f"s{number}")
            people.appointment(seat, f"P{number}")
            make.place(group, seat)
            start = next(made_at(monday + number * DAY))
            make.meeting(group, starts_at=start, by=manager, at=clock.now())
            linked = make.board(f"b{number}")
            BoardDate.objects.create(board=linked, on=monday + number * DAY)

    with django_assert_num_queries(17):
        signed_in.get(at("series", series=made.public_id))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("series-all", 10), ("planner", 13), ("how-often", 12), ("keep-clear", 10)],
)
def test_lists_ask_the_database_the_same(
    name, queries, rows, signed_in, north, board, monday, manager, django_assert_num_queries
):
    today = clock.today()
    with tenant(north.pk):
        other = make.group("other", name="The Other")
        for number in range(rows):
            made = series(board, monday, manager)
            day = today + number * DAY
            accept_proposals(series=made, days=[Accepted(day, day)], by=manager, at=clock.now())
            MeetingRule.objects.create(group=board, with_group=other, times_a_year=number + 1)
            linked = make.board(f"b{number}")
            BoardDate.objects.create(board=linked, on=day)
            SchoolHoliday.objects.create(
                area=make.area(f"Area {number}"), name=f"Holiday {number}", from_on=day, to_on=day
            )

    with django_assert_num_queries(queries):
        response = signed_in.get(at(name))

    assert response.status_code == 200


def test_a_group_that_is_behind_is_shown_so(signed_in, north, board, manager):
    with tenant(north.pk):
        chair = people.seat("chair")
        people.appointment(chair)
        make.place(board, chair, chairing="chair")
        MeetingRule.objects.create(group=board, times_a_year=4)
        for days in (300, 200):
            start = clock.now() - days * DAY
            make.held_meeting(board, starts_at=start, by=manager, at=start - DAY)

    page = text(signed_in.get(at("how-often")))

    assert "At least 4 times a year" in page
    assert "Behind: 2 held of 4 in the last twelve months" in page


def test_a_rule_is_added_changed_and_ended(signed_in, north, board):
    signed_in.post(at("meeting-rule-add"), {"group": str(board.public_id), "times_a_year": "4"})
    refused = text(signed_in.post(at("meeting-rule-add"), {"group": str(board.public_id)}))
    with tenant(north.pk):
        rule = MeetingRule.objects.get()
    blank = {"meeting_rule": rule.public_id}
    changed = text(
        signed_in.post(
            at("meeting-rule-edit", **blank),
            {"group": str(board.public_id), "every_weeks": "2"},
            follow=True,
        )
    )
    ended = text(signed_in.post(at("meeting-rule-end", **blank), follow=True))

    assert "Say how often a year, or every how many weeks." in refused
    assert "Every 2 weeks" in changed
    assert "No rule is recorded" in ended


def upload(signed_in, content: bytes, **said):
    file = SimpleUploadedFile("days.csv", content)
    return signed_in.post(at("keep-clear-import"), {"what": "holidays", "file": file, **said})


def test_a_list_is_shown_before_it_is_kept(signed_in, north, monday):
    shown = upload(signed_in, f"half-term,{monday},{monday + 4 * DAY}\n".encode())
    with tenant(north.pk):
        assert not SchoolHoliday.objects.exists()
    packed = shown.context["packed"]

    kept = text(
        signed_in.post(at("keep-clear-import"), {"what": "holidays", "rows": packed}, follow=True)
    )
    again = text(upload(signed_in, f"half-term,{monday},{monday + 4 * DAY}\n".encode()))

    assert "1 row to add" in text(shown)
    assert "1 rows have been added." in kept
    assert "half-term" in kept
    assert "Nothing has been added" in again
    assert "is there already." in again


def test_a_list_with_a_fault_is_not_kept_in_part(signed_in, north, monday):
    page = text(upload(signed_in, f"half-term,{monday},\nother,31/02/2026,\n".encode()))

    assert "Line 2: “31/02/2026” is no day." in page
    assert "Add them all" not in page
    with tenant(north.pk):
        assert not SchoolHoliday.objects.exists()


def test_days_of_a_board_need_their_board(signed_in, north, monday):
    asked = text(upload(signed_in, f"{monday}\n".encode(), what="dates"))
    with tenant(north.pk):
        linked = make.board("hwb", name="Health board")
    shown = upload(signed_in, f"{monday},14:00,\n".encode(), what="dates", board=linked.public_id)
    signed_in.post(
        at("keep-clear-import"),
        {"what": "dates", "board": linked.public_id, "rows": shown.context["packed"]},
    )

    assert "Select the board whose days these are" in asked
    with tenant(north.pk):
        assert BoardDate.objects.get().starts_at == time(14)


def test_days_are_added_and_taken_off_by_hand(signed_in, north, monday):
    signed_in.post(
        at("holiday-add"),
        {"name": "half-term", **typed("from_on", monday), **typed("to_on", monday)},
    )
    with tenant(north.pk):
        row = SchoolHoliday.objects.get()
    gone = text(signed_in.post(at("holiday-end", holiday=row.public_id), follow=True))

    assert "None is recorded." in gone


def test_a_chair_of_one_group_may_not_change_what_is_everybodys(client, north):
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        chair.role_assignments.update(group_key="board")
    client.force_login(chair)

    assert client.get(at("keep-clear-import")).status_code == 403
    assert client.get(at("series-add")).status_code == 200


def test_a_series_ends_and_its_meetings_stay(signed_in, north, board, monday, manager):
    with tenant(north.pk):
        made = series(board, monday, manager)
        accept_proposals(series=made, days=[Accepted(monday, monday)], by=manager, at=clock.now())

    page = text(signed_in.post(at("series-end", series=made.public_id), follow=True))

    assert "No series yet" in page
    with tenant(north.pk):
        assert Meeting.objects.count() == 1
