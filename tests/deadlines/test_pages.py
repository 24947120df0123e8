"""The pages of deadlines, as a signed-in person meets them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.html import strip_tags

from deadlines import services
from deadlines.models import Deadline, RuleOverride
from deadlines.selectors.lists import needs_on_deadlines
from deadlines.subjects import SubjectKind
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent, Partnership, User
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db

AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a notification is due on Monday 8 June
NOW = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_ninth_of_june(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def client(manager: User) -> Client:
    signed_in = Client()
    signed_in.force_login(manager)
    return signed_in


@pytest.fixture
def clock(north: Partnership, manager: User) -> Deadline:
    with tenant(north.pk):
        return make.deadline(trigger_at=AWARE, by=manager, owner=manager)


@pytest.fixture
def hidden() -> Iterator[str]:
    """A kind of subject that nobody here may see."""
    kind = SubjectKind(code="tests.hidden", may_be_told=lambda _user, _id: False)
    with make.subject_kind(kind):
        yield kind.code


def text_of(response) -> str:
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", unescape(strip_tags(main.replace("<", " <"))))


def open_some(of: Partnership, by: User, count: int) -> None:
    with tenant(of.pk):
        for number in range(count):
            make.deadline(trigger_at=AWARE, by=by, owner=by, about=make.subject(f"N-{number}"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, north, manager, count, django_assert_num_queries
):
    open_some(north, manager, count)
    with django_assert_num_queries(11):
        response = client.get("/northshire/deadlines/")
    assert text_of(response).count("Overdue by 1 working day") == count


def test_the_list_shows_what_is_due_first_and_its_parts(client, north, manager):
    with tenant(north.pk):
        for rule_key in ("lcspr_publish", "notify_panel", "tell_lcspr_decision", "keep_published"):
            make.deadline(trigger_at=AWARE, by=manager, rule_key=rule_key)
        make.deadline(
            trigger_at=datetime(2026, 6, 3, 9, tzinfo=UTC), by=manager, about=make.subject("N-SOON")
        )
    page = text_of(client.get("/northshire/deadlines/"))

    assert (
        "All open (5) Overdue (1) Due soon (1) Due later (1) Must wait (1) No set date (1)" in page
    )
    due = ["Monday 8 June", "Wednesday 10 June", "Tuesday 1 December", "Tuesday 1 June 2027"]
    assert [page.index(each) for each in due] == sorted(page.index(each) for each in due)
    for part, words in (
        ("overdue", "Overdue by 1 working day"),
        ("soon", "Due soon: 1 working day left"),
        ("later", "Due in "),
        ("waiting", "Must wait: 357 days to go"),
        ("undated", "To be done as soon as it is decided"),
    ):
        shown = text_of(client.get(f"/northshire/deadlines/?show={part}"))
        assert words in shown
        assert shown.count("Nobody yet") == 1


def test_what_was_typed_into_the_address_is_forgiven(client, clock):
    for query in ("show=nonsense", "page=0", "page=999", "page=x", "page=²", "show=overdue&mine=2"):
        assert "Overdue by 1 working day" in text_of(client.get(f"/northshire/deadlines/?{query}"))


def test_only_mine_leaves_out_what_others_have(client, north, clock, manager):
    with tenant(north.pk):
        make.deadline(trigger_at=AWARE, by=manager, about=make.subject("NOT-MINE"))
    assert "NOT-MINE" in text_of(client.get("/northshire/deadlines/"))
    assert "NOT-MINE" not in text_of(client.get("/northshire/deadlines/?mine=1"))


def test_a_long_list_has_pages(client, north, manager):
    open_some(north, manager, 51)
    first = client.get("/northshire/deadlines/?show=overdue")
    assert 'href="?show=overdue&amp;page=2"' in first.content.decode()
    assert text_of(client.get("/northshire/deadlines/?show=overdue&page=2")).count("N-") >= 1


def test_a_hidden_case_is_on_no_list_and_has_no_page(client, north, manager, hidden):
    with tenant(north.pk):
        held = make.deadline(
            trigger_at=AWARE, by=manager, about=make.subject("SECRET-1", kind=hidden)
        )
    listed = text_of(client.get("/northshire/deadlines/"))
    assert "SECRET-1" not in listed
    assert "All open (0)" in listed
    for part in ("", "trigger/", "late-reason/"):
        assert client.get(f"/northshire/{held.path}{part}").status_code == 404


def test_another_partnerships_clock_is_not_found(client, south):
    other = partnerships.member(south, "manager")
    with tenant(south.pk):
        theirs = make.deadline(trigger_at=AWARE, by=other)
    assert client.get(f"/northshire/{theirs.path}").status_code == 404
    assert client.get(f"/southshire/{theirs.path}").status_code == 404
    assert client.get(f"/northshire/deadlines/{uuid4()}/").status_code == 404


def test_a_clocks_page_shows_its_working_and_what_happened(
    client, clock, django_assert_num_queries
):
    services.sweep_all(clock=lambda: NOW)
    with django_assert_num_queries(12):
        page = text_of(client.get(f"/northshire/{clock.path}"))
    assert "Day 0: Monday 1 June 2026, the day of awareness (10:00 London time)." in page
    assert "Saturday 6 June 2026 not counted: weekend." in page
    assert "Overdue by 1 working day" in page
    assert "Told whoever is in charge" in page
    assert "Told the partnership manager" in page
    assert "Clock started, due 8 June 2026" in page
    assert "notify_panel, version 1" in page


def test_a_closed_clocks_page_says_how_it_ended(client, north, manager, clock):
    with tenant(north.pk):
        services.meet_deadline(
            deadline=clock,
            met_at=NOW,
            late_reason="The form was down",
            extension_authority="The Panel",
            by=manager,
            at=NOW,
        )
        gone = make.deadline(trigger_at=AWARE, by=manager, rule_key="notify_partners")
        services.cancel_deadline(deadline=gone, reason="Not notifiable", by=manager, at=NOW)
        early = make.deadline(trigger_at=AWARE, by=manager, rule_key="keep_published")
        services.meet_deadline(
            deadline=early, met_at=NOW, late_reason="A court order", by=manager, at=NOW
        )
    page = text_of(client.get(f"/northshire/{clock.path}"))
    assert "Done late by 1 working day" in page
    assert "Done 9 June 2026 at 10:00am, Northshire manager" in page
    assert "Done late by Northshire manager" in page
    page = text_of(client.get(f"/northshire/{gone.path}"))
    assert "Why Not notifiable" in page
    assert "Cancelled a deadline" in page
    assert "Correct the moment" not in page
    page = text_of(client.get(f"/northshire/{early.path}"))
    assert "Ended too early by 357 days" in page
    assert "Ended too early by Northshire manager" in page
    assert "A court order" in page
    assert "Record why it is late" in page


def test_a_message_that_reached_nobody_is_in_the_history(client, north, clock):
    services.sweep_all(clock=lambda: NOW + timedelta(days=10))
    page = text_of(client.get(f"/northshire/{clock.path}"))
    assert "A message for the lead safeguarding partner reached nobody" in page


def test_a_date_moved_by_a_holiday_says_so(client, north, clock):
    system = services.system_user()
    services.add_holiday(
        day=date(2026, 6, 5), name="A day of thanks", source="x", by=system, at=NOW
    )
    page = text_of(client.get(f"/northshire/{clock.path}"))
    assert "Moved from 8 June 2026 to 9 June 2026 by a bank holiday" in page
    assert "Friday 5 June 2026 not counted: A day of thanks." in page
    with tenant(north.pk):
        services.move_trigger(
            deadline=clock,
            trigger_at=AWARE + timedelta(hours=1),
            reason="An hour later",
            by=system,
            at=NOW,
        )
    page = text_of(client.get(f"/northshire/{clock.path}"))
    assert "Counted again after a corrected moment, with the same date" in page


def test_a_late_reason_is_recorded_beside_the_date(client, clock, north):
    address = f"/northshire/{clock.path}late-reason/"
    assert "was due on Monday 8 June 2026" in text_of(client.get(address))
    refused = client.post(address, {"reason": "", "extension_authority": "The Panel"})
    assert "Enter an answer to “Why is it late?”" in text_of(refused)
    assert 'value="The Panel"' in refused.content.decode()

    answer = client.post(address, {"reason": "Form down", "extension_authority": "The Panel"})

    assert answer.url == f"/northshire/{clock.path}"
    page = text_of(client.get(answer.url))
    assert "Why it was late Form down Who agreed The Panel" in page
    assert "Reason for lateness recorded" in page
    with tenant(north.pk):
        assert Deadline.objects.get().due_on == date(2026, 6, 8)


def moment_of(day: str, month: str, year: str, time: str) -> dict[str, str]:
    names = ("day", "month", "year", "time")
    return {f"trigger_at_{n}": v for n, v in zip(names, (day, month, year, time), strict=True)}


def test_the_moment_is_corrected_with_a_reason(client, clock, north):
    address = f"/northshire/{clock.path}trigger/"
    assert client.get(address).status_code == 200

    answer = client.post(address, {**moment_of("3", "6", "2026", "9"), "reason": "Wrong"})
    assert "Time must be like 9:32am or 14:05" in text_of(answer)
    answer = client.post(address, {**moment_of("3", "6", "2026", "9:00am"), "reason": "Wrong day"})

    assert answer.status_code == 302
    page = text_of(client.get(answer.url))
    assert "Moved from 8 June 2026 to 10 June 2026 by a corrected moment" in page
    assert "Wrong day" in page
    with tenant(north.pk):
        assert "Wrong day" not in str(AuditEvent.objects.last().facts)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (("31", "2", "2026", "9:00am"), "The moment must be a real date"),
        (("10", "6", "2026", "9:00am"), "The moment that starts the clock is in the future."),
        (("", "", "", ""), "Enter the moment"),
    ],
)
def test_an_impossible_moment_is_explained_and_changes_nothing(client, clock, north, moment, words):
    answer = client.post(
        f"/northshire/{clock.path}trigger/", {**moment_of(*moment), "reason": "A reason kept"}
    )
    assert words in text_of(answer)
    assert "A reason kept" in answer.content.decode()
    with tenant(north.pk):
        assert Deadline.objects.get().trigger_at == AWARE


def test_who_may_only_read_is_offered_no_change(north, clock):
    reader = Client()
    reader.force_login(partnerships.member(north, "lay_member"))
    page = text_of(reader.get(f"/northshire/{clock.path}"))
    assert "Correct the moment" not in page
    assert "Record why" not in page
    for part in ("trigger/", "late-reason/"):
        assert reader.get(f"/northshire/{clock.path}{part}").status_code == 403
    assert reader.get("/northshire/deadlines/holidays/").status_code == 403
    young = Client()
    young.force_login(partnerships.member(north, "young_scrutineer"))
    assert young.get("/northshire/deadlines/").status_code == 403


def calculate(client: Client, **query: str) -> str:
    return text_of(client.get("/northshire/deadlines/calculator/", query))


def test_the_calculator_shows_both_dates_of_a_rapid_review(client):
    page = calculate(client, rule="rapid_review", date="2026-08-28", time="5.30pm")
    assert "Monday 21 September 2026" in page
    assert "If counted from a notification on Monday 7 September 2026" in page
    assert "Monday 28 September 2026" in page
    assert "(17:30 London time)" in page
    assert "Sources differ." in page
    assert "Monday 31 August 2026 Not counted: Late Summer Bank Holiday" in page
    assert "Tuesday 1 September 2026 Day 1" in page


def test_the_calculator_says_what_was_not_checked(client):
    page = calculate(client, rule="prepublication_copy", date="2027-04-08")
    assert "Tuesday 30 March 2027" in page
    assert "We have not checked this against the law" in page
    assert "Thursday 8 April 2027 Day 0" in page
    page = calculate(client, rule="notify_panel", date="2028-12-27")
    assert "the date may still change" in page
    page = calculate(client, rule="tell_lcspr_decision", date="2026-06-01")
    assert "To be done as soon as it is decided No set date" in page
    page = calculate(client, rule="keep_published", date="2026-06-01")
    assert "Not before Tuesday 1 June 2027" in page


def test_the_calculator_takes_the_boxes_of_its_form(client):
    boxes = {"date_day": "1", "date_month": "jun", "date_year": "2026"}
    assert "Monday 8 June 2026" in calculate(client, rule="notify_panel", **boxes)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {"rule": "notify_panel", "date_day": "30", "date_month": "2", "date_year": "2026"},
            "The day must be a real date",
        ),
        ({"rule": "notify_panel", "date": "2026-02-30"}, "Enter the day"),
        ({"rule": "notify_panel", "date": ""}, "Enter the day"),
        ({"rule": "nonsense", "date": "2026-06-01"}, "Select a valid choice"),
        ({"rule": "krscp_priorities", "date": "2026-06-01"}, "Select a valid choice"),
        ({"rule": "notify_panel", "date": "9999-12-31"}, "leaves the calendar"),
        ({"rule": "notify_panel", "date": "2026-03-29", "time": "1:30am"}, "clocks went forward"),
        ({"rule": "notify_panel", "date": "2026-06-01", "time": "9"}, "Time must be like 9:32am"),
    ],
)
def test_the_calculator_explains_what_it_cannot_count(client, query, words):
    page = calculate(client, **query)
    assert words in page
    assert "The working" not in page


def test_the_calculator_opens_with_the_rule_that_was_chosen(client):
    page = client.get("/northshire/deadlines/calculator/?rule=rapid_review").content.decode()
    assert '<option value="rapid_review" selected>' in page
    assert "There is a problem" not in page


def test_every_rule_is_listed_with_its_source(client, north, django_assert_num_queries):
    with tenant(north.pk):
        RuleOverride.objects.create(
            rule_key="notify_panel", note="Through the business unit.", source="x", confidence="V"
        )
    with django_assert_num_queries(10):
        page = text_of(client.get("/northshire/deadlines/rules/"))
    assert "Within 5 working days after the local authority becomes aware of the incident" in page
    assert "At least 7 working days before the planned day of publication" in page
    assert "For at least 1 calendar year after the report is published" in page
    assert "By 30 September after the year reported on ends" in page
    assert "As soon as it is decided: no number of days" in page
    assert "This partnership’s own text: Through the business unit." in page
    assert "Not checked against the law" in page
    assert "Agree the partnership's priorities again" not in page  # another partnership's own rule


def test_a_rules_page_says_who_is_told_and_where_sources_differ(client):
    page = text_of(client.get("/northshire/deadlines/rules/rapid_review/"))
    assert "Where sources differ" in page
    assert (
        "5 working days before, 2 working days before, on the day and 1 working day after" in page
    )
    assert (
        "The partnership manager after 1 working day, the delegated safeguarding partner after"
        " 2 working days and the lead safeguarding partner after 5 working days" in page
    )
    for key in ("nonsense", "oseg_chair_term"):
        assert client.get(f"/northshire/deadlines/rules/{key}/").status_code == 404


def test_the_holidays_are_listed_with_their_source(client):
    page = text_of(client.get("/northshire/deadlines/holidays/"))
    assert "They are known up to 31 December 2028" in page
    assert "Friday 25 December 2026 Christmas Day" in page
    assert page.count("May change") > 10


def test_the_home_page_hears_of_what_is_mine_and_near(north, manager, clock):
    reader = partnerships.member(north, "lay_member")
    with tenant(north.pk):
        make.deadline(trigger_at=AWARE, by=manager, rule_key="lcspr_publish", owner=manager)
        make.deadline(
            trigger_at=AWARE,
            by=manager,
            owner=manager,
            rule_key="notify_partners",
            standing="target",
        )
        nobodys = make.deadline(
            trigger_at=NOW - timedelta(days=3), by=manager, about=make.subject("N-FREE")
        )
        needs = needs_on_deadlines(manager, access.standing(manager, on=NOW.date()), NOW.date())
        theirs = needs_on_deadlines(reader, access.standing(reader, on=NOW.date()), NOW.date())

    assert [(each.what, each.path, each.late) for each in needs] == [
        (
            "Notify the national Panel of a serious incident (NORTH-2026-001)",
            "things/NORTH-2026-001/",
            True,
        ),
        (
            "Notify the national Panel of a serious incident (N-FREE)",
            nobodys.subject_path,
            False,
        ),
    ]
    assert theirs == []


def test_kinds_of_subject_answer_for_a_list_in_one_query(
    client, north, manager, django_assert_num_queries
):
    seen: list[UUID] = []
    kind = SubjectKind(
        code="tests.case",
        may_be_told=lambda _user, public_id: public_id in seen,
        visible_ids=lambda _user, _standing: seen,
    )
    with make.subject_kind(kind):
        with tenant(north.pk):
            for number in range(3):
                about = make.subject(f"CASE-{number}", kind="tests.case")
                make.deadline(trigger_at=AWARE, by=manager, about=about)
                if number < 2:
                    seen.append(about.public_id)
        with django_assert_num_queries(11):
            page = text_of(client.get("/northshire/deadlines/"))
    assert "CASE-0" in page
    assert "CASE-2" not in page
