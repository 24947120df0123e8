"""The page of a case, and who finds it."""

import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent
from reviews.enums import CaseState
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, address, logged

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the case


def test_a_case_takes_a_fixed_number_of_queries(
    signed_in, north, manager, django_assert_num_queries
):
    case = logged(north, manager, CaseState.RAPID_REVIEW_SENT)

    # Of these, the test's own transaction adds two.
    with django_assert_num_queries(13):
        signed_in.get(address("case", case=case.public_id))


def test_a_case_that_waits_takes_three_more_for_the_date_ahead(
    signed_in, north, manager, django_assert_num_queries
):
    case = logged(north, manager, children=(make.child("Oak"), make.child("Ash")))

    with django_assert_num_queries(16):
        signed_in.get(address("case", case=case.public_id))


def test_every_reading_of_a_case_is_noted(signed_in, north, manager):
    case = logged(north, manager, CaseState.NOTIFIABLE)

    for name in ("case", "notification-record", "people", "awareness-correct"):
        assert signed_in.get(address(name, case=case.public_id)).status_code == 200

    with tenant(north.pk):
        seen = AuditEvent.objects.filter(verb="viewed").order_by("number")
        assert [row.facts["page"] for row in seen] == [
            "case",
            "notification",
            "people",
            "awareness",
        ]
        assert {row.object_id for row in seen} == {str(case.public_id)}


def test_the_timeline_tells_what_happened_newest_first(signed_in, north, manager):
    case = logged(north, manager, CaseState.RAPID_REVIEW_COMPLETED)

    timeline = signed_in.get(address("case", case=case.public_id)).context["page"].timeline

    assert [event.title for event in timeline] == [
        "Rapid review completed",
        "Partners asked to sign the rapid review",
        "Rapid review opened",
        "Panel notified",
        "Decided to notify the Panel",
        "Partner’s view recorded: police",
        "Partner’s view recorded: integrated care board",
        "Partner’s view recorded: local authority",
        "Incident logged",
    ]
    assert timeline[0].body == "No further review. Nothing further is to be learned."
    assert timeline[4].body == "The facts say so. (Director of children’s services)"


@pytest.mark.parametrize(
    "name",
    [
        "case",
        "decision-record",
        "notification-record",
        "people",
        "awareness-correct",
        "rapid-review-complete",
    ],
)
def test_a_restricted_case_does_not_exist_for_a_manager_who_is_not_on_it(
    name, client, north, manager
):
    case = logged(north, manager, restricted=True, restriction_reason="A conflict.")
    client.force_login(people.member(north, "manager", "other@north.example"))

    assert client.get(address(name, case=case.public_id)).status_code == 404
    assert client.get(address("clock"), {"which": "all"}).context["found"].rows == ()


def test_another_partnerships_case_does_not_exist_here(client, north, south, manager):
    case = logged(north, manager)
    client.force_login(people.member(south, "manager"))

    theirs = reverse("reviews:case", kwargs={"partnership": "southshire", "case": case.public_id})
    assert client.get(theirs).status_code == 404
    assert client.get(address("case", case=case.public_id)).status_code == 404


def test_somebody_named_reads_the_case_and_is_refused_its_steps(client, north, manager):
    case = logged(north, manager, CaseState.NOTIFIABLE)
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        access.grant(chair, "see_case", case)
    client.force_login(chair)

    page = client.get(address("case", case=case.public_id))
    assert page.status_code == 200
    assert not page.context["page"].may["name_people"]
    refused = client.get(address("notification-record", case=case.public_id))
    assert refused.status_code == 403
    assert "Your role does not allow this" in refused.content.decode()
    assert client.get(address("people", case=case.public_id)).status_code == 403


def test_a_step_out_of_turn_leads_back_with_the_reason(signed_in, north, manager):
    case = logged(north, manager)

    response = signed_in.get(address("rapid-review-complete", case=case.public_id), follow=True)

    assert response.redirect_chain == [(address("case", case=case.public_id), 302)]
    assert "No partner has given a view yet" in response.content.decode()


def test_the_dates_are_shown_where_something_is_recorded_as_sent(signed_in, north, manager):
    case = logged(north, manager, CaseState.NOTIFIABLE)

    response = signed_in.get(address("notification-record", case=case.public_id))

    assert [(row.key, row.value) for row in response.context["facts"]] == [
        (
            "Notify the national Panel of a serious incident",
            "Monday 8 June 2026. Due in 3 working days",
        ),
        (
            "Tell the safeguarding partners of a serious incident",
            "Monday 8 June 2026. Due in 3 working days",
        ),
    ]


def test_the_views_are_shown_to_who_decides(signed_in, north, manager):
    case = logged(north, manager)
    with tenant(north.pk):
        make.view(case, by=manager, at=AWARE)

    response = signed_in.get(address("decision-record", case=case.public_id))

    assert [(row.key, row.value) for row in response.context["facts"]] == [
        ("Local authority", "Notify the Panel. Because."),
        ("Integrated care board", "No view yet"),
        ("Police", "No view yet"),
    ]
