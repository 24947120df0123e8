"""The pages of invitations, handovers, the yearly review and emergency access."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from governance.models import Group
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AccessReview,
    AccessReviewLine,
    AuditEvent,
    Handover,
    HandoverItem,
    Invitation,
    Notice,
    Person,
    RoleAssignment,
)
from partnerships.services import access_reviews, handovers, invitations, work
from reviews import services as cases
from tests.factories import partnerships as make
from tests.factories import reviews as make_case

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    space = "" if ":" in name else "partnership:"
    return reverse(f"{space}{name}", kwargs={"partnership": "northshire", **kwargs})


def day(name: str, value) -> dict[str, str]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def leaver(north):
    return make.member(north, "dsp", "leaver@north.example")


@pytest.fixture
def successor(north):
    return make.member(north, "lsp", "successor@north.example")


@pytest.fixture
def handover(north, manager, leaver):
    with tenant(north.pk):
        last_day = clock.today() + timedelta(days=30)
        return handovers.start_handover(
            leaver=leaver, last_day=last_day, by=manager, at=clock.now()
        )


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


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_handover_asks_as_much_for_three_things_as_for_one(
    as_manager, manager, north, leaver, handover, django_assert_num_queries, rows
):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        for n in range(rows):
            make.seat(f"s{n}").appointments.create(person=person, period=(make.STARTED, None))
            case = make_case.case(by=manager, at=clock.now())
            cases.name_person(incident=case, person=leaver, by=manager, at=clock.now())

    with django_assert_num_queries(26):
        assert as_manager.get(at("handover", user=leaver.public_id)).status_code == 200


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


# --- handing over


def test_a_handover_from_start_to_note(as_manager, north, leaver, successor, handover):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        held = make.seat("police").appointments.create(person=person, period=(make.STARTED, None))
        role = RoleAssignment.objects.get(user=leaver)
    url = at("handover", user=leaver.public_id)
    page = text(as_manager.get(url))
    assert "Seat police (substantive)" in page
    assert "Delegated safeguarding partner" in page
    as_manager.post(
        at("handover-change", handover=handover.public_id),
        {"note": "Ask the clerk.", **day("last_day", handover.last_day)},
    )
    early = as_manager.post(at("handover-complete", handover=handover.public_id), follow=True)
    assert "2 things are left to hand over." in text(early)

    done = as_manager.post(
        url,
        {
            f"seat:{held.public_id}": str(successor.public_id),
            f"role:{role.public_id}": "end",
        },
        follow=True,
    )

    assert "2 things handed over." in text(done)
    assert "Nothing is left to hand over" in text(done)
    as_manager.post(at("handover-complete", handover=handover.public_id))
    with tenant(north.pk):
        assert Handover.objects.get().completed_at is not None
    note = text(as_manager.get(at("handover-note", handover=handover.public_id)))
    assert "Ask the clerk." in note
    assert leaver.display_name in text(as_manager.get(at("handovers")))


def test_a_refusal_stands_beside_the_thing_that_it_is_about(
    as_manager, north, leaver, successor, handover
):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        seat = make.seat("police", closed_on=handover.last_day + timedelta(days=5))
        held = seat.appointments.create(person=person, period=(make.STARTED, None))
    name = f"seat:{held.public_id}"

    page = text(
        as_manager.post(at("handover", user=leaver.public_id), {name: str(successor.public_id)})
    )

    assert f'<a href="#id_{name}">This seat is closed.</a>' in page
    assert f'<option value="{successor.public_id}" selected>' in page
    with tenant(north.pk):
        assert not HandoverItem.objects.exists()


@pytest.fixture
def complete(north, manager, leaver, successor, handover):
    with tenant(north.pk):
        role = RoleAssignment.objects.get(user=leaver)
        steps = [handovers.Step("role", role.public_id, successor)]
        said = {"handover": handover, "by": manager, "at": clock.now()}
        handovers.hand_over(steps=steps, **said)
        return handovers.complete_handover(**said)


def test_the_note_comes_through_its_door_to_those_whom_it_is_for(
    client, north, manager, leaver, successor, complete
):
    with tenant(north.pk):
        job = handovers.note_job(complete)
    url = at("handover-download", handover=complete.public_id)
    client.force_login(successor)
    assert client.get(url).status_code == 404
    assert "It is being made." in text(client.get(at("handover-note", handover=complete.public_id)))

    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=clock.now)

    answer = client.get(url)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    said = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert leaver.display_name in said
    for stranger in (leaver, make.member(north, "dsp", "peer@north.example")):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.get(at("handover-note", handover=complete.public_id)).status_code == 404
    client.force_login(manager)
    assert client.get(url).status_code == 200
    with tenant(north.pk):
        given = AuditEvent.objects.filter(verb="downloaded").order_by("number")
        assert [each.by_id for each in given] == [successor.pk, manager.pk]


def test_a_handover_is_withdrawn_by_page(as_manager, north, handover, leaver):
    url = at("handover-withdraw", handover=handover.public_id)
    assert "They keep everything that they hold." in text(as_manager.get(url))

    answer = as_manager.post(url, follow=True)

    assert "Nobody is leaving" in text(answer)
    started = as_manager.post(
        at("handover", user=leaver.public_id), day("last_day", clock.today()), follow=True
    )
    assert "What is left" in text(started)


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
