"""Each step of a case through its page: what is typed is stored, what is refused is explained."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from deadlines.models import Deadline
from deadlines.services import sweep_partnership
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.enums import PartnerKind
from reviews import services
from reviews.enums import CaseState
from reviews.models import EmergencyAccess, Incident, PanelNotification, RapidReview
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
SENT = NOW - timedelta(hours=2)
S = CaseState
POST = "Director"


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def at_each(north, manager):
    def build(state, **said):
        with tenant(north.pk):
            return make.case_at(state, by=manager, at=AWARE, **said)

    return build


def address(name, case=None, **kwargs):
    wanted = {"partnership": "northshire", **kwargs}
    if case is not None:
        wanted["case"] = case.public_id
    return reverse(f"reviews:{name}", kwargs=wanted)


def moment_of(name, at):
    local = at + timedelta(hours=1)
    day = {f"{name}_day": local.day, f"{name}_month": local.month, f"{name}_year": local.year}
    return {**day, f"{name}_time": f"{local:%H:%M}"}


def day_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def fresh(case, north):
    with tenant(north.pk):
        return Incident.objects.get(pk=case.pk)


def sends(client, name, case, data, **kwargs):
    """Send a form; where it is taken, the case's page follows."""
    response = client.post(address(name, case, **kwargs), data)
    taken = response.status_code == 302
    if taken:
        assert response.url == address("case", case)
    return response if not taken else None


def clock_on(page, rule_key):
    return next(clock for clock in page.clocks if clock.rule_key == rule_key)


def problems(response):
    assert response.status_code == 200
    form = response.context["form"]
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


# ------------------------------------------------------------------ threshold


def test_a_view_is_recorded(signed_in, north, at_each):
    case = at_each(S.LOGGED)
    typed = {"answer": "notify", "reason": "Why.", "given_by": POST, **moment_of("given_at", SENT)}

    assert sends(signed_in, "view-record", case, typed, partner="police") is None

    with tenant(north.pk):
        view = case.views.get()
        assert (view.partner, view.answer, view.given_at) == ("police", "notify", SENT)


def test_there_is_no_fourth_partner(signed_in, at_each):
    case = at_each(S.LOGGED)

    assert signed_in.get(address("view-record", case, partner="mayor")).status_code == 404


def test_a_decision_that_the_views_do_not_bear_out_is_explained_beside_the_field(
    signed_in, north, manager, at_each
):
    case = at_each(S.LOGGED)
    with tenant(north.pk):
        make.views(case, "notify", "do_not_notify", "notify", by=manager, at=AWARE)
    typed = {
        "answer": "notify",
        "rationale": "Why.",
        "decided_by": POST,
        **moment_of("decided_at", SENT),
    }

    refused = sends(signed_in, "decision-record", case, typed)
    assert problems(refused) == {
        "dissent": ["The partners differ. Set down what each thought and why."]
    }
    assert fresh(case, north).state == S.THRESHOLD

    assert sends(signed_in, "decision-record", case, {**typed, "dissent": "Health: no."}) is None
    assert fresh(case, north).state == S.NOTIFIABLE


def test_a_decision_is_taken_up_again(signed_in, north, at_each):
    case = at_each(S.NOT_NOTIFIABLE)

    assert sends(signed_in, "decision-reconsider", case, {"reason": "The child died."}) is None
    assert fresh(case, north).state == S.THRESHOLD


def test_awareness_is_corrected_and_its_page_says_what_was(signed_in, north, at_each):
    case = at_each(S.LOGGED)
    earlier = AWARE - timedelta(days=3)
    typed = {"aware_by": POST, "reason": "The log shows it.", **moment_of("aware_at", earlier)}

    form = signed_in.get(address("awareness-correct", case)).context["form"]
    assert form["aware_by"].value() == make.POST
    assert sends(signed_in, "awareness-correct", case, typed) is None

    page = signed_in.get(address("case", case)).context["page"]
    assert [event.title for event in page.timeline] == [
        "Moment of awareness corrected",
        "A date was worked out again",
        "A date was worked out again",
        "Incident logged",
    ]
    assert page.clocks[0].due == "Friday 5 June 2026"


def test_awareness_in_the_future_is_refused_beside_its_field(signed_in, at_each):
    case = at_each(S.LOGGED)
    typed = {"aware_by": POST, "reason": "Why.", **moment_of("aware_at", NOW + timedelta(days=1))}

    refused = sends(signed_in, "awareness-correct", case, typed)

    assert problems(refused) == {"aware_at": ["The moment of awareness cannot be in the future."]}


# ------------------------------------------------------------------ notification and review


def notification(case, north, **said):
    with tenant(north.pk):
        children = [str(each.public_id) for each in case.children.all()]
    return {
        "reference": "SIN-0001",
        "children": children,
        "submitted_by": POST,
        **moment_of("submitted_at", SENT),
        **moment_of("partners_told_at", SENT),
        **said,
    }


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
    assert (closed.state, closed.closed_on) == (S.RAPID_REVIEW_SENT, NOW.date())
    with tenant(north.pk):
        assert not Deadline.objects.open().exists()
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
    assert fresh(case, north).closed_on == NOW.date()
    unknown = address("death-notice-record", case, kind="rubbish")
    assert signed_in.get(unknown).status_code == 404


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
