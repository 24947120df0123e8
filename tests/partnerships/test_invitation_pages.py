"""The pages on which people are invited and roles are given and ended."""

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import (
    Invitation,
    RoleAssignment,
)
from tests.factories import partnerships as make
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db


# --- access


def test_a_manager_invites_and_the_list_shows_it(as_manager):
    answer = as_manager.post(
        at("invite"),
        {"email": "x@y.example", "display_name": "Head of service", "role": "dsp"},
        follow=True,
    )

    assert "x@y.example" in text(answer)
    assert "Waiting to be sent" in text(answer)


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(as_manager, manager):
    answer = as_manager.post(
        at("invite"), {"email": manager.email, "display_name": "Typed", "role": "manager"}
    )

    page = text(answer)
    assert '<a href="#id_email">This person holds the role already.</a>' in page
    assert 'value="Typed"' in page
    assert "<title>Error: Invite somebody" in page


def test_a_role_is_given_and_ended(as_manager, north):
    person = make.member(north, "lay_member")
    as_manager.post(
        at("give-role", user=person.public_id), {"role": "auditor", **day("from_on", "2026-01-01")}
    )
    with tenant(north.pk):
        given = RoleAssignment.objects.get(user=person, role="auditor")

    answer = as_manager.post(
        at("end-role", assignment=given.public_id), {"when": "now"}, follow=True
    )

    assert "Role ended." in text(answer)
    assert "Ended</strong>" in text(answer)


def test_an_end_after_a_day_needs_the_day(as_manager, north):
    person = make.member(north, "lay_member")
    with tenant(north.pk):
        role = RoleAssignment.objects.get(user=person)

    answer = as_manager.post(at("end-role", assignment=role.public_id), {"when": "after"})

    assert "Enter the last day" in text(answer)


def test_people_of_another_partnership_are_not_here(as_manager, south):
    stranger = make.member(south, "auditor")

    assert as_manager.get(at("person", user=stranger.public_id)).status_code == 404
    assert as_manager.get(at("give-role", user=stranger.public_id)).status_code == 404


def test_an_own_role_elsewhere_cannot_be_ended_from_here(as_manager, manager, south):
    make.give_role(south, manager, "auditor")
    with tenant(south.pk):
        elsewhere = RoleAssignment.objects.get(user=manager, role="auditor")

    assert as_manager.get(at("end-role", assignment=elsewhere.public_id)).status_code == 404


# --- invitations and refusals, as the manager meets them


def invite(client, email="x@y.example"):
    client.post(at("invite"), {"email": email, "display_name": "A post", "role": "dsp"})


def test_an_invitation_is_sent_again_and_withdrawn(as_manager, north):
    invite(as_manager)
    with tenant(north.pk):
        invitation = Invitation.objects.get().public_id

    page = text(as_manager.post(at("resend", invitation=invitation), follow=True))
    assert "The earlier link no longer works." in page
    assert "Withdraw the invitation to x@y.example?" in text(
        as_manager.get(at("withdraw", invitation=invitation))
    )
    page = text(as_manager.post(at("withdraw", invitation=invitation), follow=True))
    assert "Invitation withdrawn." in page
    page = text(as_manager.post(at("resend", invitation=invitation), follow=True))
    assert "accepted or withdrawn already" in page
    assert as_manager.get(at("resend", invitation=invitation)).status_code == 405


def test_the_list_says_what_became_of_each_invitation(as_manager, north, moment):
    for number, facts in enumerate(
        (
            {"sent_at": moment},
            {"expires_at": moment},
            {"accepted_at": moment, "accepted_by": None},
        )
    ):
        invite(as_manager, f"{number}@y.example")
        with tenant(north.pk):
            row = Invitation.objects.get(email=f"{number}@y.example")
            if "accepted_by" in facts:
                facts["accepted_by"] = row.invited_by
            Invitation.objects.filter(pk=row.pk).update(**facts)

    page = text(as_manager.get(at("people")))

    assert all(f"{state}</strong>" in page for state in ("Sent 1 June", "Expired", "Accepted"))


def test_a_person_shows_roles_of_every_time(as_manager, north):
    person = make.member(north, "lay_member")
    with tenant(north.pk):
        RoleAssignment.objects.filter(user=person).update(to_on="2020-02-01")
        RoleAssignment.objects.create(user=person, role="auditor", from_on="2099-01-01")

    page = text(as_manager.get(at("person", user=person.public_id)))

    assert "Ended</strong>" in page
    assert "Not yet</strong>" in page
