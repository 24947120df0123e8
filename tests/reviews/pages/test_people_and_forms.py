"""The people on a case, and every form as it is first seen."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from deadlines.services import sweep_partnership
from krscp_portal.foundation.context import tenant
from partnerships import access
from reviews import services
from reviews.models import EmergencyAccess
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.pages.filling import S, clock_on, fresh, notification, problems, sends
from tests.reviews.pages.reading import NOW, address

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ people


def test_somebody_is_named_and_taken_off(signed_in, north, manager, at_each):
    case = at_each(S.LOGGED)
    chair = people.member(north, "group_chair")

    signed_in.post(address("people", case), {"person": chair.public_id})
    with tenant(north.pk):
        assert access.is_named_on(chair, "see_case", case)

    signed_in.post(address("person-remove", case, person=chair.public_id))
    with tenant(north.pk):
        chair = type(chair).objects.get(pk=chair.pk)  # guardian keeps what it found on the user
        assert not access.is_named_on(chair, "see_case", case)


def test_a_stranger_cannot_be_named_by_changing_the_form(signed_in, south, at_each):
    case = at_each(S.LOGGED)
    stranger = people.member(south, "manager")

    refused = signed_in.post(address("people", case), {"person": stranger.public_id})

    assert set(problems(refused)) == {"person"}
    gone = address("person-remove", case, person="00000000-0000-0000-0000-000000000000")
    assert signed_in.post(gone).status_code == 404


def test_a_case_is_restricted_and_opened_again(signed_in, client, north, at_each):
    case = at_each(S.LOGGED)

    assert sends(signed_in, "case-restrict", case, {"reason": "A conflict."}) is None
    assert fresh(case, north).restricted is True
    signed_in.post(address("restriction-lift", case))
    assert fresh(case, north).restricted is False


def test_taking_oneself_off_a_restricted_case_leads_to_the_list(signed_in, north, manager, at_each):
    case = at_each(S.LOGGED, restricted=True, restriction_reason="A conflict.")
    other = people.member(north, "manager", "other@north.example")
    with tenant(north.pk):
        access.grant(other, "see_case", case)

    response = signed_in.post(address("person-remove", case, person=manager.public_id))

    assert response.url == address("clock")


def test_acts_upon_people_are_posted(signed_in, manager, at_each):
    case = at_each(S.LOGGED)

    assert signed_in.get(address("restriction-lift", case)).status_code == 405
    removal = address("person-remove", case, person=manager.public_id)
    assert signed_in.get(removal).status_code == 405


def test_emergency_access_shows_the_case_under_a_banner(client, north, at_each):
    case = at_each(S.LOGGED, restricted=True, restriction_reason="A conflict.")
    other = people.member(north, "manager", "other@north.example")
    client.force_login(other)

    refused = client.post(address("emergency"), {"reference": "NORT-2026-999", "reason": "x"})
    assert problems(refused) == {"reference": ["There is no case with that reference."]}

    typed = {"reference": case.reference, "reason": "A child may be at risk."}
    response = client.post(address("emergency"), typed, follow=True)

    assert response.redirect_chain == [(address("case", case), 302)]
    page = response.content.decode()
    assert "Emergency access is open." in page
    assert f"You opened {case.reference} in an emergency." in page
    with tenant(north.pk):
        assert EmergencyAccess.objects.get().opened_by == other
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        client.force_login(other)
        assert client.get(address("case", case)).status_code == 404


# ------------------------------------------------------------------ every form as it is first seen


@pytest.mark.parametrize(
    ("name", "state", "kwargs"),
    [
        ("view-record", S.LOGGED, {"partner": "icb"}),
        ("decision-record", S.THRESHOLD, {}),
        ("decision-reconsider", S.NOTIFIABLE, {}),
        ("awareness-correct", S.LOGGED, {}),
        ("notification-record", S.NOTIFIABLE, {}),
        ("death-notice-record", S.LOGGED, {"kind": "looked_after"}),
        ("rapid-review-lead", S.RAPID_REVIEW_OPEN, {}),
        ("rapid-review-complete", S.RAPID_REVIEW_OPEN, {}),
        ("rapid-review-sent", S.RAPID_REVIEW_COMPLETED, {}),
        ("people", S.LOGGED, {}),
        ("case-restrict", S.LOGGED, {}),
    ],
)
def test_a_form_is_first_shown_without_complaint_and_sent_empty_with_one(
    name, state, kwargs, signed_in, north, at_each
):
    case = at_each(state)

    first = signed_in.get(address(name, case, **kwargs))
    assert first.status_code == 200
    assert "There is a problem" not in first.content.decode()
    sent = signed_in.post(address(name, case, **kwargs), {"nothing": "at all"})
    assert problems(sent)
    assert "There is a problem" in sent.content.decode()
    assert fresh(case, north).state == state


def test_a_further_form_is_recorded_for_a_child_left_out(signed_in, north, at_each):
    children = (make.child("Oak"), make.child("Ash"))
    case = at_each(S.NOTIFIABLE, children=children)
    with tenant(north.pk):
        oak, ash = (str(each.public_id) for each in case.children.order_by("pk"))
    sends(signed_in, "notification-record", case, notification(case, north, children=[oak]))

    tasks = signed_in.get(address("case", case)).context["page"].tasks
    assert ("Record the notification of a further child", "To do") in [
        (task.title, task.status) for task in tasks
    ]
    form = signed_in.get(address("notification-record", case)).context["form"]
    assert "partners_told_at" not in form.fields
    assert form["children"].initial == [ash]
    further = notification(case, north, children=[ash], reference="SIN-0002")
    assert sends(signed_in, "notification-record", case, further) is None

    page = signed_in.get(address("case", case)).context["page"]
    assert [each.reference for each in page.notifications] == ["SIN-0001", "SIN-0002"]
    assert clock_on(page, "notify_panel").label == "Done in time"


def test_the_timeline_tells_of_people_restrictions_and_emergencies(
    signed_in, client, north, manager, at_each
):
    case = at_each(S.LOGGED)
    chair = people.member(north, "group_chair")
    other = people.member(north, "manager", "other@north.example")
    with tenant(north.pk):
        said = {"incident": case, "by": manager, "at": NOW}
        services.name_person(person=chair, **said)
        services.restrict_case(reason="A conflict.", **said)
        services.open_emergency_access(reference=case.reference, reason="A risk.", by=other, at=NOW)
        services.lift_restriction(**said)

    timeline = signed_in.get(address("case", case)).context["page"].timeline

    assert [(event.title, event.body) for event in timeline[:4]] == [
        ("Restriction lifted", ""),
        ("Opened in an emergency", "A risk. (until 4 June 2026 at 1:00pm)"),
        ("Restricted to those named", ""),
        ("Somebody was named on the case", chair.display_name),
    ]
    shown = signed_in.get(address("people", case)).context["people"]
    assert [(event.title, event.body) for event in shown.emergencies] == [
        (other.display_name, "A risk.")
    ]


def test_a_warning_of_the_sweep_stands_on_the_timeline(signed_in, north, manager, at_each):
    case = at_each(S.LOGGED)
    with tenant(north.pk):
        sweep_partnership(at=datetime(2026, 6, 4, 8, 0, tzinfo=UTC))

    timeline = signed_in.get(address("case", case)).context["page"].timeline

    assert [(event.title, event.body, event.by) for event in timeline[:2]] == [
        ("Warning sent", "Tell the safeguarding partners of a serious incident", "The portal"),
        ("Warning sent", "Notify the national Panel of a serious incident", "The portal"),
    ]
