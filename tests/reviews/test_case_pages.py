from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import AuditEvent
from reviews.enums import CaseState
from reviews.models import Incident
from tests.factories import partnerships as people
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def logged(north, manager, state=CaseState.LOGGED, **said):
    with tenant(north.pk):
        return make.case_at(state, by=manager, at=AWARE, **said)


def moment_of(name, at):
    local = at + timedelta(hours=1)
    return {
        f"{name}_day": local.day,
        f"{name}_month": local.month,
        f"{name}_year": local.year,
        f"{name}_time": f"{local:%H:%M}",
    }


def typed(north, **said):
    """What a browser sends when an incident is logged."""
    with tenant(north.pk):
        area = str(make.area().public_id)
    return {
        **moment_of("aware_at", AWARE),
        "aware_by": "Director",
        "place": area,
        "residence": area,
        "abuse": "suspected",
        "summary": "What is known so far.",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "0",
        "children-0-pseudonym": "Oak",
        "children-0-age_band": "under_1",
        "children-0-harm": "died",
        "children-0-care": "neither",
        **said,
    }


def cases(north):
    with tenant(north.pk):
        return list(Incident.objects.order_by("pk"))


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    number, signed_in, north, manager, django_assert_num_queries
):
    for _ in range(number):
        logged(north, manager)

    # Of these, the test's own transaction adds two.
    with django_assert_num_queries(13):
        response = signed_in.get(address("clock"))

    assert len(response.context["found"].rows) == number


def test_the_list_puts_what_is_due_next_first(signed_in, north, manager):
    with tenant(north.pk):
        later = make.case(by=manager, at=NOW, aware_at=NOW - DAY)
        sooner = make.case(by=manager, at=NOW, aware_at=AWARE)
        reviewed = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=AWARE)

    rows = signed_in.get(address("clock")).context["found"].rows

    assert [row.reference for row in rows] == [
        sooner.reference,
        later.reference,
        reviewed.reference,
    ]
    assert (rows[0].next_due, rows[0].next_left) == (
        "Monday 8 June 2026",
        "Due in 3 working days",
    )
    assert rows[2].next_due == "Monday 22 June 2026"


def test_closed_cases_stand_in_a_list_of_their_own(signed_in, north, manager):
    closed = logged(north, manager, CaseState.NOT_NOTIFIABLE)
    open_one = logged(north, manager)

    def shown(which):
        found = signed_in.get(address("clock"), {"which": which}).context["found"]
        return [row.reference for row in found.rows]

    assert shown("open") == [open_one.reference]
    assert shown("closed") == [closed.reference]
    assert set(shown("all")) == {closed.reference, open_one.reference}
    assert shown("rubbish") == [open_one.reference]


def test_a_case_is_found_by_part_of_its_reference(signed_in, north, manager):
    logged(north, manager)
    second = logged(north, manager)

    found = signed_in.get(address("clock"), {"q": "-002"}).context["found"]

    assert [row.reference for row in found.rows] == [second.reference]


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_that_does_not_exist_shows_the_nearest_that_does(page, signed_in, north, manager):
    logged(north, manager)

    response = signed_in.get(address("clock"), {"page": page})

    assert response.context["pagination"].number == 1


def test_fifty_cases_make_a_page(signed_in, north, manager):
    with tenant(north.pk):
        area = make.area()
        Incident.objects.bulk_create(
            Incident(
                reference=f"NORT-2026-{number:03d}",
                area=area,
                aware_at=AWARE,
                aware_by="Director",
                abuse="known",
                summary="x",
                logged_at=AWARE,
                logged_by=manager,
            )
            for number in range(51)
        )

    assert len(signed_in.get(address("clock")).context["found"].rows) == 50
    second = signed_in.get(address("clock"), {"page": "2"}).context["found"]
    assert (len(second.rows), second.total) == (1, 51)


def test_somebody_named_on_nothing_sees_an_empty_list(client, north, manager):
    logged(north, manager)
    client.force_login(people.member(north, "group_chair"))

    response = client.get(address("clock"))

    assert response.context["found"].rows == ()
    assert "You are not named on any case" in response.content.decode()


# ------------------------------------------------------------------ logging


def test_an_incident_is_logged_and_its_page_shows_the_clocks_with_their_working(signed_in, north):
    response = signed_in.post(address("case-log"), typed(north), follow=True)

    (case,) = cases(north)
    assert response.redirect_chain == [(address("case", case=case.public_id), 302)]
    clocks = response.context["page"].clocks
    assert [clock.title for clock in clocks] == [
        "Notify the national Panel of a serious incident",
        "Tell the safeguarding partners of a serious incident",
        "Rapid review, if the Panel is notified",
    ]
    assert (
        clocks[0].lines[0] == "Day 0: Monday 1 June 2026, the day of awareness (10:00 London time)."
    )
    assert clocks[2].due == "Monday 22 June 2026"
    assert clocks[2].note.startswith("The notification starts it.")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (moment_of("aware_at", NOW + DAY), "The moment of awareness cannot be in the future."),
        ({"aware_at_day": "31", "aware_at_month": "2"}, "must be a real date"),
        ({"aware_at_time": "25:00"}, "Time must be like 9:32am or 14:05"),
        ({"aware_at_year": "26"}, "Year must include 4 numbers"),
        (
            {"occurred_on_day": "2", "occurred_on_month": "6", "occurred_on_year": "2026"},
            "cannot have become aware before the incident happened",
        ),
        ({"place": "00000000-0000-0000-0000-000000000000"}, "Select a valid choice"),
        ({"abuse": "rubbish"}, "Select a valid choice"),
        ({"residence": "elsewhere"}, "Enter the name of the other area"),
        ({"place": "outside", "residence": "elsewhere"}, "Outside England the area where"),
        ({"summary": ""}, "Enter an answer to “What is known so far?”"),
        ({"children-0-pseudonym": "Mary Sample"}, "This looks like a first name and a surname"),
        ({"children-0-age_band": "18_to_24"}, "only as a care leaver"),
        ({"children-0-harm": ""}, "Child 1: Select an answer to “What happened to the child?”"),
        ({"children-TOTAL_FORMS": "x"}, "An incident has at least one child"),
        ({"children-TOTAL_FORMS": "0"}, "An incident has at least one child"),
        ({"restricted": "on"}, "Say why it is restricted"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_is_stored(said, message, signed_in, north):
    response = signed_in.post(address("case-log"), typed(north, **said))

    assert response.status_code == 200
    page = response.content.decode()
    assert message in page.replace("&#x27;", "'")
    assert "<title>Error: Log a serious incident" in page.replace("\n", "")
    assert "What is known so far" in page
    assert cases(north) == []


def test_a_pseudonym_used_twice_is_refused_beside_its_field(signed_in, north):
    second = {
        "children-TOTAL_FORMS": "2",
        "children-1-pseudonym": "oak",
        "children-1-age_band": "unborn",
        "children-1-harm": "seriously_harmed",
        "children-1-care": "neither",
    }

    response = signed_in.post(address("case-log"), typed(north, **second))

    problems = response.context["problems"]
    assert problems == [
        {
            "text": "Child 2: Another child here has this pseudonym",
            "href": "#id_children-1-pseudonym",
        }
    ]


def test_another_child_is_added_with_what_was_typed_kept_and_nothing_judged(signed_in, north):
    half = typed(north, summary="", add_child="1")

    response = signed_in.post(address("case-log"), half)

    children = response.context["children"]
    assert len(children.forms) == 2
    assert children.forms[0]["pseudonym"].value() == "Oak"
    page = response.content.decode()
    assert "There is a problem" not in page
    assert 'value="Director"' in page
    assert cases(north) == []


def test_a_child_is_removed_and_those_after_it_move_up(signed_in, north):
    second = {
        "children-TOTAL_FORMS": "2",
        "children-1-pseudonym": "Ash",
        "children-1-age_band": "unborn",
        "children-1-harm": "seriously_harmed",
        "children-1-care": "neither",
    }

    response = signed_in.post(address("case-log"), typed(north, **second, remove_child="0"))

    (only,) = response.context["children"].forms
    assert only["pseudonym"].value() == "Ash"
    assert only["age_band"].value() == "unborn"


@pytest.mark.parametrize("place", ["7", "-1", "x", ""])
def test_removing_a_child_who_is_not_there_changes_nothing(place, signed_in, north):
    response = signed_in.post(address("case-log"), typed(north, remove_child=place))

    assert response.context["children"].forms[0]["pseudonym"].value() == "Oak"


def test_no_more_children_than_the_form_takes(signed_in, north):
    response = signed_in.post(
        address("case-log"), typed(north, **{"children-TOTAL_FORMS": "12"}, add_child="1")
    )

    assert len(response.context["children"].forms) == 12
    assert response.context["can_add"] is False


def test_several_children_are_logged_together(signed_in, north):
    second = {
        "children-TOTAL_FORMS": "2",
        "children-1-pseudonym": "Ash",
        "children-1-age_band": "unborn",
        "children-1-harm": "seriously_harmed",
        "children-1-care": "neither",
    }

    signed_in.post(address("case-log"), typed(north, **second))

    (case,) = cases(north)
    with tenant(north.pk):
        assert list(case.children.order_by("pk").values_list("pseudonym", flat=True)) == [
            "Oak",
            "Ash",
        ]


def test_an_agency_contact_is_not_asked_about_restriction(client, north):
    client.force_login(people.member(north, "agency_contact"))

    response = client.get(address("case-log"))

    assert "restricted" not in response.context["form"].fields


def test_a_restriction_smuggled_into_the_form_is_ignored(client, north):
    client.force_login(people.member(north, "agency_contact"))

    client.post(address("case-log"), typed(north, restricted="on", restriction_reason="Mine."))

    (case,) = cases(north)
    assert case.restricted is False


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
        "Rapid review opened",
        "Panel notified",
        "Decided to notify the Panel",
        "Partner’s view recorded: police",
        "Partner’s view recorded: integrated care board",
        "Partner’s view recorded: local authority",
        "Incident logged",
    ]
    assert timeline[0].body == "No further review. Nothing further is to be learned."
    assert timeline[3].body == "The facts say so. (Director of children’s services)"


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
