"""The test vectors of the statutory clocks, through the loaded rules: selector, service, command."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deadlines import selectors
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db

AWARENESS = [
    ("2026-06-01", "2026-06-08", "2026-06-22", "2026-06-29"),
    ("2026-08-28", "2026-09-07", "2026-09-21", "2026-09-28"),
    ("2026-12-21", "2026-12-30", "2027-01-14", "2027-01-21"),
    ("2026-12-24", "2027-01-05", "2027-01-19", "2027-01-26"),
    ("2026-12-26", "2027-01-05", "2027-01-19", "2027-01-26"),
    ("2027-03-25", "2027-04-05", "2027-04-19", "2027-04-26"),
    ("2027-12-24", "2028-01-05", "2028-01-19", "2028-01-26"),
]
COPIES = [
    ("2027-04-08", "2027-03-30"),
    ("2027-01-05", "2026-12-22"),
    ("2026-09-07", "2026-08-26"),
]


def due_date(*args: str) -> dict:
    out = StringIO()
    call_command("due_date", *args, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(("aware", "notify", "review", "outer"), AWARENESS)
def test_the_command_gives_the_dates_of_the_guidance(aware, notify, review, outer):
    assert due_date("notify_panel", aware)["due"] == notify
    assert due_date("notify_partners", aware)["due"] == notify
    assert due_date("rapid_review", aware)["due"] == review
    assert due_date("rapid_review_from_notification", notify)["due"] == outer


@pytest.mark.parametrize(("published", "copy"), COPIES)
def test_the_copy_before_publication_is_counted_backwards(published, copy):
    assert due_date("prepublication_copy", published)["due"] == copy


@pytest.mark.parametrize(("aware", "notify", "review", "outer"), AWARENESS)
def test_opened_clocks_store_the_same_dates(in_north, manager, aware, notify, review, outer):
    def due(rule_key, day):
        late_evening = datetime.fromisoformat(f"{day}T23:30:00").replace(tzinfo=LONDON)
        trigger_at = late_evening.astimezone(UTC)
        return str(make.deadline(rule_key=rule_key, trigger_at=trigger_at, by=manager).due_on)

    assert due("notify_panel", aware) == notify
    assert due("rapid_review", aware) == review
    assert due("rapid_review_from_notification", notify) == outer


def test_every_rule_that_is_asked_for_is_loaded():
    assert due_date("lcspr_publish", "2026-08-31")["due"] == "2027-02-28"
    assert due_date("yearly_report", "2026-03-01")["due"] == "2027-03-01"
    assert due_date("yearly_report_dispatch", "2026-09-30")["due"] == "2026-10-07"
    assert due_date("yearly_report_by_september", "2026-03-31")["due"] == "2026-09-30"
    assert due_date("keep_published", "2026-06-01")["due"] == "2027-06-01"


def test_a_duty_without_a_figure_has_no_date():
    found = due_date("tell_lcspr_decision", "2026-06-01")
    assert (found["due"], found["unit"], found["length"]) == (None, "none", None)


def test_the_answer_is_the_json_that_is_promised():
    assert due_date("notify_panel", "2026-08-28", "--time", "17:45") == {
        "rule": "notify_panel",
        "trigger": "2026-08-28T17:45:00+01:00",
        "due": "2026-09-07",
        "unit": "working_days",
        "length": 5,
        "skipped": [
            {"day": "2026-08-29", "why": "Saturday"},
            {"day": "2026-08-30", "why": "Sunday"},
            {"day": "2026-08-31", "why": "Late Summer Bank Holiday"},
            {"day": "2026-09-05", "why": "Saturday"},
            {"day": "2026-09-06", "why": "Sunday"},
        ],
        "source": "Children Act 2004 s.16C(1); Working Together ch.4 (read in the 2018 edition)",
        "confidence": "V",
        "beyond_known_holidays": False,
    }


def test_a_date_past_the_published_holidays_says_so():
    assert due_date("notify_panel", "2028-12-20")["beyond_known_holidays"] is False
    found = due_date("notify_panel", "2028-12-27")
    assert (found["due"], found["beyond_known_holidays"]) == ("2029-01-04", True)
    assert due_date("notify_panel", "2014-12-20")["beyond_known_holidays"] is True


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("notify_pannel", "2026-06-01"), "There is no rule called notify_pannel. The rules are: "),
        (("notify_panel", "2026-02-30"), "2026-02-30 is not a real date."),
        (("notify_panel", "1 June"), "'1 June' is not a date: write it as 2026-06-01."),
        (("notify_panel", "20260601"), "'20260601' is not a date: write it as 2026-06-01."),
        (("notify_panel", "2026-06-01", "--time", "25:00"), "25:00 is not a real time."),
        (("notify_panel", "2026-06-01", "--time", "9am"), "'9am' is not a time"),
        (("notify_panel", "2026-03-29", "--time", "01:30"), "the clocks went forward"),
        (("notify_panel", "2026-06-01", "--partnership", "nowhere"), "no partnership called"),
        (("notify_panel", "9999-12-31"), "leaves the calendar"),
        (("prepublication_copy", "0001-01-01"), "leaves the calendar"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(args, words):
    with pytest.raises(CommandError) as refused:
        due_date(*args)
    assert words in str(refused.value)


def test_the_refusal_of_an_unknown_rule_names_the_rules():
    with pytest.raises(CommandError) as refused:
        due_date("nonsense", "2026-06-01")
    for key in ("notify_panel", "rapid_review", "yearly_report_dispatch"):
        assert key in str(refused.value)


def test_another_partnerships_own_rule_is_refused(north):
    with pytest.raises(DomainError) as refused:
        selectors.compute_for("krscp_priorities", date(2026, 6, 1), north)
    assert refused.value.code == "rule-of-another-partnership"
    krscp = partnerships.partnership("krscp")
    answer = selectors.compute_for("krscp_priorities", date(2026, 6, 1), krscp)
    assert answer.due.due == date(2028, 6, 1)


def test_a_date_before_the_rule_took_effect_is_counted_and_says_so():
    answer = selectors.compute_for("notify_panel", date(2017, 6, 1))
    assert answer.due.due == date(2017, 6, 8)
    assert "before this rule took effect" in answer.lines[-1]
