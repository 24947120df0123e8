"""The calculator, the rules and the holidays that it counts with."""

import pytest
from django.test import Client

from deadlines.models import RuleOverride
from krscp_portal.foundation.context import tenant
from tests.deadlines.pages.reading import text_of

pytestmark = pytest.mark.django_db


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
