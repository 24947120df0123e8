"""Asking people in, and what they are let into."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, Invitation, RoleAssignment, User
from partnerships.services import invitations
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(in_north, manager, moment):
    return invitations.invite_member(
        email="New.Person@council.example",
        display_name="Head of service",
        role="dsp",
        by=manager,
        at=moment,
    )


def send(invitation, north, moment):
    assert invitations.send_invitation(invitation_id=invitation.pk, partnership=north, at=moment)
    return re.search(r"/invitations/northshire/([\w-]+)/", mail.outbox[-1].body)[1]


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def test_an_invitation_lasts_a_fortnight_and_is_in_the_audit(invitation, moment):
    assert invitation.email == "new.person@council.example"
    assert invitation.expires_at == moment + timedelta(days=14)
    assert verbs() == [AuditVerb.INVITED]
    assert AuditEvent.objects.get().facts == {"role": "dsp"}


def test_the_link_stands_in_the_e_mail_and_only_its_hash_is_stored(invitation, north, moment):
    token = send(invitation, north, moment)

    invitation.refresh_from_db()
    assert mail.outbox[0].to == ["new.person@council.example"]
    assert token not in invitation.token_hash
    assert selectors.invitation_of(token=token, at=moment) == invitation


def test_an_invitation_is_sent_once(invitation, north, moment):
    send(invitation, north, moment)

    assert invitations.waiting_invitations(at=moment) == []
    assert not invitations.send_invitation(
        invitation_id=invitation.pk, partnership=north, at=moment
    )
    assert len(mail.outbox) == 1


def test_a_mail_server_that_refuses_leaves_it_waiting(invitation, north, moment, settings):
    settings.EMAIL_BACKEND = "tests.support.mail.RefusingBackend"

    assert not invitations.send_invitation(
        invitation_id=invitation.pk, partnership=north, at=moment
    )
    assert invitations.waiting_invitations(at=moment) == [invitation.pk]


def test_sending_again_ends_the_earlier_link(invitation, north, manager, moment):
    first = send(invitation, north, moment)
    later = moment + timedelta(days=20)

    invitations.resend_invitation(invitation=invitation, by=manager, at=later)
    second = send(invitation, north, later)

    with pytest.raises(DomainError):
        selectors.invitation_of(token=first, at=later)
    assert selectors.invitation_of(token=second, at=later) == invitation


def test_the_same_offer_is_not_made_twice(invitation, manager, moment):
    with pytest.raises(DomainError) as refusal:
        invitations.invite_member(
            email="new.person@council.example", display_name="x", role="dsp", by=manager, at=moment
        )
    assert (refusal.value.code, refusal.value.field) == ("invited-already", "email")


def test_somebody_who_holds_the_role_is_not_invited_to_it(in_north, manager, moment):
    with pytest.raises(DomainError) as refusal:
        invitations.invite_member(
            email=manager.email, display_name="x", role="manager", by=manager, at=moment
        )
    assert refusal.value.code == "role-held"
    assert not Invitation.objects.exists()


def test_a_role_that_does_not_exist_is_refused(in_north, manager, moment):
    with pytest.raises(DomainError, match="Select one of the roles"):
        invitations.invite_member(
            email="x@y.example", display_name="x", role="superuser", by=manager, at=moment
        )


@pytest.mark.parametrize("role", ["business_support", "lsp", "auditor"])
def test_only_who_manages_access_invites(in_north, moment, role):
    somebody = make.member(in_north, role)

    with pytest.raises(NotPermitted, match="It is for: partnership manager"):
        invitations.invite_member(
            email="x@y.example", display_name="x", role="dsp", by=somebody, at=moment
        )
    assert not Invitation.objects.exists()


def test_somebody_new_joins_with_a_password_of_their_own(invitation, moment):
    person = invitations.join_by_invitation(
        invitation=invitation, display_name="Sam Field", password="correct horse battery", at=moment
    )

    assert person.check_password("correct horse battery")
    assert RoleAssignment.objects.get(user=person).role == "dsp"
    assert verbs() == [AuditVerb.INVITED, AuditVerb.JOINED]
    invitation.refresh_from_db()
    assert invitation.accepted_by == person


def test_a_weak_password_is_refused_and_nothing_is_made(invitation, moment):
    with pytest.raises(DomainError) as refusal:
        invitations.join_by_invitation(
            invitation=invitation, display_name="Sam", password="password", at=moment
        )
    assert refusal.value.field == "password"
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_address_with_an_account_does_not_get_a_second_one(invitation, moment):
    make.user("new.person@council.example")

    with pytest.raises(DomainError) as refusal:
        invitations.join_by_invitation(
            invitation=invitation, display_name="Sam", password="correct horse battery", at=moment
        )
    assert refusal.value.code == "account-exists"


def test_an_account_holder_accepts_once(invitation, moment):
    person = make.user("new.person@council.example")

    invitations.accept_invitation(invitation=invitation, by=person, at=moment)

    with pytest.raises(DomainError) as refusal:
        invitations.accept_invitation(invitation=invitation, by=person, at=moment)
    assert refusal.value.code == "invitation-spent"
    assert RoleAssignment.objects.filter(user=person).count() == 1


def test_another_account_cannot_accept(invitation, moment):
    other = make.user("other@council.example")

    with pytest.raises(DomainError) as refusal:
        invitations.accept_invitation(invitation=invitation, by=other, at=moment)
    assert refusal.value.code == "invitation-for-another"
    assert not RoleAssignment.objects.filter(user=other).exists()


def test_a_withdrawn_invitation_is_dead(invitation, north, manager, moment):
    token = send(invitation, north, moment)

    invitations.revoke_invitation(invitation=invitation, by=manager, at=moment)

    with pytest.raises(DomainError):
        selectors.invitation_of(token=token, at=moment)
    with pytest.raises(DomainError):
        invitations.resend_invitation(invitation=invitation, by=manager, at=moment)
    assert verbs()[-1] == AuditVerb.REVOKED


def test_a_token_opens_nothing_in_another_partnership(invitation, north, south, moment):
    token = send(invitation, north, moment)

    with tenant(south.pk), pytest.raises(DomainError):
        selectors.invitation_of(token=token, at=moment)
