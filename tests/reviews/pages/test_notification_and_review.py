"""What is sent, and the rapid review, through their pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from deadlines.models import Deadline
from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind
from reviews.models import PanelNotification, RapidReview
from tests.factories import reviews as make
from tests.reviews.pages.filling import (
    POST,
    SENT,
    S,
    clock_on,
    fresh,
    notification,
    problems,
    sends,
)
from tests.reviews.pages.reading import AWARE, NOW, address, moment_of

pytestmark = pytest.mark.django_db


def day_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_notification_opens_the_rapid_review_and_both_its_dates(signed_in, north, at_each):
    case = at_each(S.NOTIFIABLE)

    assert sends(signed_in, "notification-record", case, notification(case, north)) is None

    page = signed_in.get(address("case", case)).context["page"]
    assert page.status.text == "Rapid review open"
    assert [(clock.due, clock.standing) for clock in page.clocks[:2]] == [
        ("Monday 22 June 2026", "binding"),
        ("Wednesday 24 June 2026", "limit"),
    ]


def test_a_late_notification_asks_for_its_reason_beside_the_field(
    signed_in, north, manager, at_each
):
    case = at_each(S.NOTIFIABLE)
    with time_machine.travel(datetime(2026, 6, 10, 9, 0, tzinfo=UTC), tick=False):
        signed_in.force_login(manager)  # the session of a week before has ended
        late = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)
        typed = notification(case, north, **moment_of("submitted_at", late))

        refused = sends(signed_in, "notification-record", case, typed)
        assert problems(refused) == {
            "late_reason": ["This was due on 8 June 2026. Say why it is late."]
        }
        assert (
            sends(signed_in, "notification-record", case, {**typed, "late_reason": "Illness."})
            is None
        )

        page = signed_in.get(address("case", case)).context["page"]
        assert clock_on(page, "notify_panel").late_reason == "Illness."


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (moment_of("submitted_at", AWARE - timedelta(minutes=1)), "submitted_at"),
        (moment_of("submitted_at", NOW + timedelta(minutes=1)), "submitted_at"),
        (day_of("submitted_at", date(2026, 6, 2)) | {"submitted_at_day": "31"}, "submitted_at"),
        (moment_of("partners_told_at", AWARE - timedelta(minutes=1)), "partners_told_at"),
        ({"children": ["00000000-0000-0000-0000-000000000000"]}, "children"),
        ({"children": []}, "children"),
        ({"reference": ""}, "reference"),
    ],
)
def test_a_notification_that_cannot_be_is_refused_beside_its_field(
    said, field, signed_in, north, at_each
):
    case = at_each(S.NOTIFIABLE)

    refused = sends(signed_in, "notification-record", case, notification(case, north, **said))

    assert set(problems(refused)) == {field}
    assert fresh(case, north).state == S.NOTIFIABLE
    with tenant(north.pk):
        assert not PanelNotification.objects.exists()
        assert not RapidReview.objects.exists()


def test_a_child_of_another_case_cannot_be_smuggled_in(signed_in, north, at_each):
    case, other = at_each(S.NOTIFIABLE), at_each(S.NOTIFIABLE)
    with tenant(north.pk):
        stranger = str(other.children.get().public_id)

    refused = sends(
        signed_in, "notification-record", case, notification(case, north, children=[stranger])
    )

    assert set(problems(refused)) == {"children"}


def completion(**said):
    signed = {}
    for kind in PartnerKind:
        signed[f"{kind}_signatory"] = POST
        signed |= day_of(f"{kind}_signed_on", NOW.date())
    return {
        "outcome": "other_learning",
        "rationale": "Why.",
        **moment_of("completed_at", SENT),
        **signed,
        **said,
    }


def test_the_rapid_review_is_led_completed_and_sent(signed_in, north, at_each):
    case = at_each(S.RAPID_REVIEW_OPEN)

    assert sends(signed_in, "rapid-review-lead", case, {"lead": "Head of service"}) is None
    assert sends(signed_in, "rapid-review-complete", case, completion()) is None
    assert sends(signed_in, "rapid-review-sent", case, moment_of("sent_at", NOW)) is None

    closed = fresh(case, north)
    assert (closed.state, closed.closed_on) == (S.RAPID_REVIEW_SENT, None)
    with tenant(north.pk):
        assert [each.rule_key for each in Deadline.objects.open()] == ["panel_answer"]
        assert closed.rapid_review.lead == "Head of service"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"police_signatory": ""}, "police_signatory"),
        (day_of("icb_signed_on", date(2026, 5, 31)), "icb_signed_on"),
        (moment_of("completed_at", NOW + timedelta(minutes=1)), "completed_at"),
        (moment_of("completed_at", AWARE), "completed_at"),
        ({"outcome": "rubbish"}, "outcome"),
    ],
)
def test_a_completion_that_cannot_be_is_refused_beside_its_field(
    said, field, signed_in, north, at_each
):
    case = at_each(S.RAPID_REVIEW_OPEN)

    refused = sends(signed_in, "rapid-review-complete", case, completion(**said))

    assert set(problems(refused)) == {field}
    assert fresh(case, north).state == S.RAPID_REVIEW_OPEN


def test_sending_before_completion_is_refused_beside_its_field(signed_in, north, at_each):
    case = at_each(S.RAPID_REVIEW_COMPLETED)

    refused = sends(signed_in, "rapid-review-sent", case, moment_of("sent_at", AWARE))

    assert set(problems(refused)) == {"sent_at"}


def test_a_death_is_told_on_its_own(signed_in, north, at_each):
    children = (make.child(harm="died", care="looked_after"),)
    case = at_each(S.NOT_NOTIFIABLE, children=children)
    typed = {"submitted_by": POST, **moment_of("submitted_at", SENT)}

    tasks = signed_in.get(address("case", case)).context["page"].tasks
    assert tasks[-1].title == (
        "Tell the Secretary of State and Ofsted: death of a looked-after child"
    )
    assert sends(signed_in, "death-notice-record", case, typed, kind="looked_after") is None
    with tenant(north.pk):
        assert not Deadline.objects.open().exists()
    unknown = address("death-notice-record", case, kind="rubbish")
    assert signed_in.get(unknown).status_code == 404
