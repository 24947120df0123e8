"""The form on which an incident is logged."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.models import Incident
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, DAY, NOW, address, moment_of

pytestmark = pytest.mark.django_db


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
