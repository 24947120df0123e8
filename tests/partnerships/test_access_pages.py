"""The pages of bounded roles, of the yearly review and of emergency access."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Group
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AccessReview,
    AccessReviewLine,
    Invitation,
    Notice,
    RoleAssignment,
)
from partnerships.services import access_reviews, handovers, invitations
from reviews import services as cases
from tests.factories import partnerships as make
from tests.factories import reviews as make_case
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db


# --- the same number of queries however many rows


def fill_invitations(north, manager, rows):
    with tenant(north.pk):
        for n in range(rows):
            body = make.agency(f"Agency {n}").organisation
            person = make.user(f"c{n}@north.example")
            RoleAssignment.objects.create(
                user=person, role="agency_contact", organisation=body, from_on=make.STARTED
            )
            invitations.invite_member(
                email=f"x{n}@north.example",
                display_name="x",
                role="dsp",
                terms=invitations.Terms(seat=make.seat(f"s{n}")),
                by=manager,
                at=clock.now(),
            )


def fill_handovers(north, manager, rows):
    with tenant(north.pk):
        for n in range(rows):
            leaver = make.member(north, "dsp", f"l{n}@north.example")
            handovers.start_handover(
                leaver=leaver, last_day=clock.today(), by=manager, at=clock.now()
            )


def fill_review(north, manager, rows):
    for n in range(rows):
        make.member(north, "auditor", f"a{n}@north.example")
    with tenant(north.pk):
        access_reviews.start_review(by=manager, at=clock.now())


def fill_emergencies(north, manager, rows):
    support = make.member(north, "business_support")
    with tenant(north.pk):
        for _n in range(rows):
            case = make_case.case(
                by=manager, at=clock.now(), restricted=True, restriction_reason="A conflict."
            )
            cases.open_emergency_access(
                reference=case.reference, reason="Now", by=support, at=clock.now()
            )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "fill", "queries"),
    [
        ("people", fill_invitations, 13),
        ("handovers", fill_handovers, 9),
        ("access-review", fill_review, 13),
        ("reviews:emergencies", fill_emergencies, 10),
    ],
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    as_manager, manager, north, django_assert_num_queries, page, fill, queries, rows
):
    fill(north, manager, rows)
    with django_assert_num_queries(queries):
        assert as_manager.get(at(page)).status_code == 200


# --- inviting


def test_an_invitation_from_a_seats_page_begins_with_the_seat(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("police", "DSP", speaks_for="police")
        make.appointment(make.seat("held"))

    page = text(as_manager.get(f"{at('invite')}?seat={seat.public_id}"))

    assert f'<option value="{seat.public_id}" selected>Seat police</option>' in page
    assert "Seat held" not in page
    assert 'value="dsp"' in page
    assert "checked" in page.partition('value="dsp"')[2][:200]


def test_the_seats_page_leads_to_the_invitation(as_manager, north):
    with tenant(north.pk):
        seat = make.seat("police", "DSP", speaks_for="police")

    page = text(as_manager.get(at("seat", seat=seat.public_id)))

    assert f"/northshire/access/invite/?seat={seat.public_id}" in page


def test_a_role_for_one_group_is_offered_and_shown(as_manager, north):
    with tenant(north.pk):
        Group.objects.create(key="learning", name="Learning group", kind="subgroup")
    answer = as_manager.post(
        at("invite"),
        {
            "email": "chair@north.example",
            "display_name": "The chair",
            "role": "group_chair",
            "group_key": "learning",
            **day("to_on", clock.today() + timedelta(days=200)),
        },
        follow=True,
    )

    page = text(answer)
    assert "Group chair<small>Learning group</small><small>Role until" in page
    with tenant(north.pk):
        assert Invitation.objects.get().group_key == "learning"


def test_a_bound_that_does_not_fit_stands_beside_its_field(as_manager, north):
    with tenant(north.pk):
        Group.objects.create(key="learning", name="Learning group", kind="subgroup")
    typed = {"email": "c@north.example", "display_name": "Typed", "role": "dsp"}

    page = text(as_manager.post(at("invite"), {**typed, "group_key": "learning"}))

    assert '<a href="#id_group_key">Only a group chair is narrowed to a group.</a>' in page
    assert 'value="Typed"' in page


def test_an_expired_invitation_stands_out(as_manager, manager, north):
    with tenant(north.pk):
        invitations.invite_member(
            email="late@north.example",
            display_name="Late",
            role="dsp",
            by=manager,
            at=clock.now() - timedelta(days=15),
        )

    page = text(as_manager.get(at("people")))

    assert "Expired</strong>" in page
    assert "Nobody can use its link." in page


def test_a_role_with_a_bound_is_given_by_page(as_manager, north):
    person = make.member(north, "lay_member")
    with tenant(north.pk):
        trust = make.agency("The trust").organisation
    answer = as_manager.post(
        at("give-role", user=person.public_id),
        {
            "role": "agency_contact",
            "organisation": str(trust.public_id),
            **day("from_on", clock.today()),
        },
        follow=True,
    )

    assert "Agency contact<small>The trust</small>" in text(answer)


def test_a_chair_of_one_group_changes_that_group_and_no_other(client, north):
    with tenant(north.pk):
        mine, other = (
            Group.objects.create(key=key, name=f"Group {key}", kind="subgroup")
            for key in ("mine", "other")
        )
        chair = make.user("chair@north.example")
        RoleAssignment.objects.create(
            user=chair, role="group_chair", group_key="mine", from_on=make.STARTED
        )
    client.force_login(chair)
    typed = {"key": "mine", "name": "Renamed", "kind": "subgroup"}

    changed = client.post(
        reverse("governance:group-edit", args=["northshire", mine.public_id]), typed
    )
    refused = client.post(
        reverse("governance:group-edit", args=["northshire", other.public_id]),
        {**typed, "key": "other"},
    )
    added = client.get(reverse("governance:group-add", args=["northshire"]))

    with tenant(north.pk):
        assert Group.objects.get(pk=mine.pk).name == "Renamed"
        assert Group.objects.get(pk=other.pk).name == "Group other"
    assert (changed.status_code, refused.status_code, added.status_code) == (302, 403, 403)
    assert "Your role is for another group" in text(refused)


# --- the yearly review


def test_a_review_is_started_decided_and_kept(as_manager, north, manager):
    person = make.member(north, "auditor")
    overview = text(as_manager.get(at("access-review")))
    assert "A review has been due since 31 December 2020." in overview
    page = text(as_manager.post(at("access-review-start"), follow=True))
    assert "2 roles to decide by" in page
    assert "Never signed in" in page or "Last signed in" in page
    with tenant(north.pk):
        lines = {
            each.assignment.user: str(each.public_id)
            for each in AccessReviewLine.objects.select_related("assignment__user")
        }

    as_manager.post(at("access-review"), {lines[person]: "end"})
    answer = as_manager.post(at("access-review"), {lines[manager]: "keep"}, follow=True)

    assert "The review is complete." in text(answer)
    assert "1 kept, 1 ended" in text(answer)
    with tenant(north.pk):
        review = AccessReview.objects.get()
    past = text(as_manager.get(at("access-review-past", review=review.public_id)))
    assert "Confirmed by themselves" in past


def test_a_refusal_of_one_role_stands_beside_it(as_manager, north, manager):
    with tenant(north.pk):
        access_reviews.start_review(by=manager, at=clock.now())
        name = str(AccessReviewLine.objects.get().public_id)

    page = text(as_manager.post(at("access-review"), {name: "end"}))

    assert f'<a href="#id_{name}">You cannot end a role of your own.' in page
    nothing = text(as_manager.post(at("access-review"), {name: ""}))
    assert "Choose keep or end for one role at least." in nothing


def test_a_review_of_which_nothing_is_left_is_completed_by_page(as_manager, north, manager):
    make.member(north, "auditor")
    with tenant(north.pk):
        review = access_reviews.start_review(by=manager, at=clock.now())
        yesterday = clock.today() - timedelta(days=1)
        RoleAssignment.objects.filter(role="auditor").update(to_on=yesterday)
        line = AccessReviewLine.objects.get(assignment__user=manager)
        AccessReviewLine.objects.filter(pk=line.pk).update(
            decision="keep", decided_at=clock.now(), decided_by=manager
        )
    assert "Complete the review" in text(as_manager.get(at("access-review")))

    answer = as_manager.post(at("access-review-complete", review=review.public_id), follow=True)

    assert "The review is complete." in text(answer)


# --- emergency access


def test_emergency_access_is_listed_by_reference_without_its_reason(
    as_manager, client, north, manager
):
    fill_emergencies(north, manager, 1)

    page = text(as_manager.get(at("reviews:emergencies")))

    assert "Northshire business_support" in page
    assert "Open now" in page
    assert "A conflict." not in page
    with tenant(north.pk):
        assert Notice.objects.exists()
    client.force_login(make.member(north, "lsp"))
    assert client.get(at("reviews:emergencies")).status_code == 403


def test_no_emergency_says_so(as_manager):
    assert "No case was opened in an emergency" in text(as_manager.get(at("reviews:emergencies")))
