"""The page of one clock, and what is corrected and recorded on it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from deadlines import services
from deadlines.models import Deadline
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from partnerships.selectors import system_user
from tests.deadlines.pages.reading import AWARE, NOW, text_of
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db


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
    system = system_user()
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
