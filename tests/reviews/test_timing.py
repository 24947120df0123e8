from datetime import UTC, date, datetime, timedelta

import pytest

from krscp_portal.foundation.errors import DomainError
from reviews import timing

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refused(rule, *args, **said):
    with pytest.raises(DomainError) as caught:
        rule(*args, **said)
    return caught.value.code, caught.value.field


def test_awareness_is_never_in_the_future():
    timing.check_incident(occurred_on=None, aware_at=NOW, at=NOW)

    assert refused(timing.check_incident, occurred_on=None, aware_at=NOW + SECOND, at=NOW) == (
        "in-the-future",
        "aware_at",
    )


def test_an_incident_is_never_on_a_day_to_come():
    assert refused(timing.check_incident, occurred_on=date(2026, 6, 4), aware_at=AWARE, at=NOW) == (
        "in-the-future",
        "occurred_on",
    )


def test_nobody_is_aware_before_it_happened_but_may_be_on_the_day():
    timing.check_incident(occurred_on=date(2026, 6, 1), aware_at=AWARE, at=NOW)

    assert refused(timing.check_incident, occurred_on=date(2026, 6, 2), aware_at=AWARE, at=NOW) == (
        "aware-before-incident",
        "aware_at",
    )


def test_the_day_of_awareness_is_the_day_in_england():
    half_past_midnight = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)

    timing.check_incident(occurred_on=date(2026, 6, 1), aware_at=half_past_midnight, at=NOW)


@pytest.mark.parametrize(
    ("moment", "code"),
    [(AWARE - SECOND, "before-awareness"), (NOW + SECOND, "in-the-future")],
)
def test_nothing_is_sent_before_awareness_or_in_the_future(moment, code):
    said = {"aware_at": AWARE, "what": "The notification", "field": "submitted_at", "at": NOW}

    assert refused(timing.check_after_awareness, moment, **said) == (code, "submitted_at")
    timing.check_after_awareness(AWARE, **said)
    timing.check_after_awareness(NOW, **said)


def test_awareness_is_not_corrected_to_after_a_notification():
    sent = AWARE + timedelta(hours=5)
    said = {"occurred_on": None, "earliest_notice": sent, "at": NOW}

    timing.check_corrected_awareness(sent, **said)
    assert refused(timing.check_corrected_awareness, sent + SECOND, **said) == (
        "aware-after-notification",
        "aware_at",
    )


def test_a_rapid_review_is_completed_after_it_opened():
    timing.check_completion(NOW, opened_at=AWARE, at=NOW)

    assert refused(timing.check_completion, AWARE - SECOND, opened_at=AWARE, at=NOW) == (
        "completed-before-opened",
        "completed_at",
    )


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 4)])
def test_a_partner_signs_between_opening_and_completion(day):
    said = {"opened_at": AWARE, "completed_at": NOW, "field": "police_signed_on"}

    assert refused(timing.check_sign_off, day, **said) == ("signed-out-of-time", "police_signed_on")
    timing.check_sign_off(date(2026, 6, 1), **said)
    timing.check_sign_off(date(2026, 6, 3), **said)


def test_a_review_is_sent_once_it_is_complete():
    timing.check_sent(NOW, completed_at=NOW, at=NOW)

    assert refused(timing.check_sent, AWARE, completed_at=NOW, at=NOW) == (
        "sent-before-completed",
        "sent_at",
    )
