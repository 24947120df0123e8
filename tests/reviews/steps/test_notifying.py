"""The notification and deaths that are told on their own."""

from datetime import UTC, date, datetime

import pytest

from partnerships.models import AuditEvent
from reviews.enums import Harm
from reviews.models import PanelNotification, RapidReview
from tests.factories import reviews as make
from tests.reviews.steps.cases import (
    DAY,
    HOUR,
    LOOKED_AFTER,
    S,
    clock,
    counts_from_notification,
    death_notice,
    refused,
)

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ notification


def test_a_notification_meets_its_clocks_and_opens_the_rapid_review_by_itself(at_each, moment):
    case = at_each(S.RAPID_REVIEW_OPEN)

    sent_at = moment + 3 * HOUR
    assert clock(case, "notify_panel").met_at == sent_at
    assert clock(case, "notify_partners").met_at == sent_at
    assert RapidReview.objects.get(incident=case).opened_at == sent_at
    assert AuditEvent.objects.filter(
        object_id=str(case.public_id), verb="opened", facts__move="open_rapid_review"
    ).exists()


def test_both_dates_of_the_rapid_review_run_and_awareness_binds(in_north, manager, moment):
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)

    first, second = clock(case, "rapid_review"), clock(case, "rapid_review_from_notification")
    assert (first.due_on, first.standing) == (date(2026, 6, 22), "binding")
    assert (second.due_on, second.standing) == (date(2026, 6, 29), "limit")


def test_a_partnership_that_counts_from_notification_has_awareness_as_its_target(
    in_north, manager, moment
):
    counts_from_notification()
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)

    assert clock(case, "rapid_review").standing == "target"
    assert clock(case, "rapid_review_from_notification").standing == "binding"


def test_a_late_notification_needs_its_reason_beside_the_field(at_each, manager, moment):
    case = at_each(S.NOTIFIABLE)
    late = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)

    found = refused(make.notify, case, by=manager, at=late)
    assert (found.code, found.field) == ("late-needs-reason", "late_reason")
    assert not PanelNotification.objects.exists()

    make.notify(case, by=manager, at=late, late_reason="The panel was ill.")
    assert clock(case, "notify_panel").late_reason == "The panel was ill."


def test_the_last_minute_of_the_due_day_in_england_is_in_time(at_each, manager):
    case = at_each(S.NOTIFIABLE)
    last_minute = datetime(2026, 6, 8, 22, 59, tzinfo=UTC)

    make.notify(case, by=manager, at=last_minute)

    assert clock(case, "notify_panel").late_reason == ""


@pytest.mark.parametrize("field", ["submitted_at", "partners_told_at"])
def test_nothing_is_notified_before_awareness(field, at_each, manager, moment, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, **{field: moment - HOUR})
    assert (found.code, found.field) == ("before-awareness", field)


def test_nothing_is_notified_in_the_future(at_each, manager, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, submitted_at=later + HOUR)
    assert (found.code, found.field) == ("in-the-future", "submitted_at")


def test_the_first_form_says_when_the_partners_were_told(at_each, manager, later):
    case = at_each(S.NOTIFIABLE)

    found = refused(make.notify, case, by=manager, at=later, partners_told_at=None)
    assert found.field == "partners_told_at"


def test_nothing_is_notified_before_it_is_decided(at_each, manager, later):
    case = at_each(S.THRESHOLD)

    found = refused(make.notify, case, by=manager, at=later)
    assert str(found) == "It has not been decided yet whether to notify the Panel."


def test_each_child_who_died_has_a_form_and_the_last_one_meets_the_clock(in_north, manager, moment):
    died = {"harm": Harm.DIED.value}
    children = (make.child("Oak", **died), make.child("Ash", **died))
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment, children=children)
    first, second = case.children.order_by("pk")
    when = moment + 5 * HOUR

    assert refused(make.notify, case, by=manager, at=when).code == "one-death-a-form"
    make.notify(case, by=manager, at=when, children=(first.public_id,))
    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_OPEN
    assert clock(case, "notify_panel").met_at is None

    make.notify(case, by=manager, at=when + HOUR, partners_told_at=None)
    assert clock(case, "notify_panel").met_at == when + HOUR
    assert RapidReview.objects.count() == 1
    assert list(second.notifications.values_list("submitted_at", flat=True)) == [when + HOUR]


def test_a_child_is_on_one_form_only(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    child = case.children.get()

    found = refused(make.notify, case, by=manager, at=later, children=(child.public_id,))
    assert (found.code, found.field) == ("child-not-waiting", "children")


def test_a_reference_is_used_once(in_north, manager, moment, later):
    for _ in range(2):
        case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
        if PanelNotification.objects.exists():
            found = refused(make.notify, case, by=manager, at=later, reference="SIN-1")
            assert (found.code, found.field) == ("reference-used", "reference")
        else:
            make.notify(case, by=manager, at=later, reference="SIN-1")


def test_a_case_not_notified_still_owes_the_notice_of_a_death(in_north, manager, moment, later):
    case = make.case_at(
        S.NOT_NOTIFIABLE, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )
    assert clock(case, "notify_looked_after_death").met_at is None

    death_notice(case, by=manager, at=later)

    assert clock(case, "notify_looked_after_death").met_at == later


def test_the_panels_form_tells_of_the_death_too(in_north, manager, moment):
    case = make.case_at(
        S.RAPID_REVIEW_OPEN, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )

    assert clock(case, "notify_looked_after_death").met_at == moment + 3 * HOUR


def test_a_notice_nobody_owes_is_refused(at_each, manager, later):
    case = at_each(S.LOGGED)

    assert refused(death_notice, case, by=manager, at=later).code == "not-owed"


def test_a_death_is_told_once(in_north, manager, moment, later):
    case = make.case(by=manager, at=moment, children=(make.child(**LOOKED_AFTER),))
    death_notice(case, by=manager, at=later)

    assert refused(death_notice, case, by=manager, at=later).code == "already-recorded"


def test_a_late_notice_of_a_death_needs_its_reason(in_north, manager, moment):
    case = make.case(by=manager, at=moment, children=(make.child(**LOOKED_AFTER),))

    assert refused(death_notice, case, by=manager, at=moment + 20 * DAY).field == "late_reason"
