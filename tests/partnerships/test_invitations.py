"""Asking people in, and what they are let into."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.models import (
    Appointment,
    AuditEvent,
    Invitation,
    Notice,
    RoleAssignment,
    User,
)
from partnerships.services import invitations, notices
from partnerships.services.roles import Scope
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


# --- what an offer may say beyond the role


def offer(manager, moment, role="dsp", **terms):
    return invitations.invite_member(
        email="new.person@council.example",
        display_name="Head of service",
        role=role,
        terms=invitations.Terms(**terms),
        by=manager,
        at=moment,
    )


def refusal(manager, moment, role="dsp", **terms):
    with pytest.raises(DomainError) as refused:
        offer(manager, moment, role, **terms)
    assert not Invitation.objects.exists()
    return refused.value


def joined(invitation, moment):
    return invitations.join_by_invitation(
        invitation=invitation,
        display_name="Ada Byron",
        password="seven green umbrellas",
        at=moment,
    )


def test_an_offer_with_a_seat_makes_account_role_person_and_appointment(in_north, manager, moment):
    seat = make.seat("dsp-police", "DSP", speaks_for="police")
    day = local_day(moment)

    person = joined(offer(manager, moment, seat=seat, to_on=day + timedelta(days=90)), moment)

    role = RoleAssignment.objects.get(user=person)
    assert (role.role, role.from_on, role.to_on) == ("dsp", day, day + timedelta(days=90))
    appointment = Appointment.objects.get(seat=seat)
    assert appointment.person.user == person
    assert appointment.person.name == "Ada Byron"
    assert not appointment.person.name_published
    assert (appointment.kind, appointment.period.lower) == ("substantive", day)
    assert appointment.period.upper is None
    assert appointment.appointed_by == manager.display_name


def test_a_seat_that_was_filled_meanwhile_stands_in_nobodys_way(in_north, manager, moment):
    seat = make.seat("dsp-police", "DSP", speaks_for="police")
    invitation = offer(manager, moment, seat=seat)
    make.appointment(seat, "Somebody else")

    person = joined(invitation, moment)

    assert RoleAssignment.objects.get(user=person).role == "dsp"
    assert not Appointment.objects.filter(person__user=person).exists()
    told = Notice.objects.get()
    assert told.recipient == manager
    assert told.subject == "An accepted invitation found its seat taken: Seat dsp-police"
    assert told.path == f"seats/{seat.public_id}/"
    accepted = AuditEvent.objects.get(verb=AuditVerb.JOINED)
    assert accepted.facts["seat_not_filled"] is True


def test_a_seat_with_a_holder_is_not_offered(in_north, manager, moment):
    taken, closed, coming = (make.seat(key) for key in ("taken", "closed", "coming"))
    make.appointment(taken)
    make.appointment(coming, starts=local_day(moment) + timedelta(days=30))
    closed.closed_on = local_day(moment)
    closed.save()
    acting = make.seat("acting")
    make.appointment(acting, kind="acting")

    for seat in (taken, closed, coming):
        refused = refusal(manager, moment, seat=seat)
        assert (refused.code, refused.field) == ("seat-taken", "seat")
    assert list(selectors.seats_to_offer(on=local_day(moment))) == [acting]


def test_an_offer_ends_with_the_role_that_it_offers(in_north, manager, moment):
    invitation = offer(manager, moment, to_on=local_day(moment))

    assert invitation.expires_at.astimezone(LONDON).isoformat() == "2026-06-02T00:00:00+01:00"
    with pytest.raises(DomainError, match="must not be in the past"):
        invitations.resend_invitation(
            invitation=invitation, by=manager, at=moment + timedelta(days=1)
        )


def test_a_role_that_ended_yesterday_is_not_offered(in_north, manager, moment):
    refused = refusal(manager, moment, to_on=local_day(moment) - timedelta(days=1))

    assert (refused.code, refused.field) == ("past", "to_on")


def test_a_bound_reaches_the_role(in_north, manager, moment):
    trust = make.agency("The trust").organisation

    person = joined(
        offer(manager, moment, "agency_contact", scope=Scope(organisation=trust)), moment
    )

    assert RoleAssignment.objects.get(user=person).organisation == trust
    assert AuditEvent.objects.get(verb=AuditVerb.INVITED).facts["agency"] == trust.pk


@pytest.mark.parametrize(
    ("role", "field", "sentence"),
    [
        ("dsp", "organisation", "Only an agency contact is narrowed to an agency."),
        ("agency_contact", "group_key", "Only a group chair is narrowed to a group."),
        ("group_chair", "group_key", "There is no such group now."),
    ],
)
def test_a_bound_that_the_role_does_not_take_is_refused(
    in_north, manager, moment, role, field, sentence
):
    bound = make.agency("The trust").organisation if field == "organisation" else "no-such-group"

    refused = refusal(manager, moment, role, scope=Scope(**{field: bound}))

    assert (refused.field, str(refused)) == (field, sentence)


def test_an_agency_that_takes_no_part_here_is_no_bound(in_north, manager, moment):
    stranger = make.organisation("A stranger")

    refused = refusal(manager, moment, "agency_contact", scope=Scope(organisation=stranger))

    assert str(refused) == "This agency takes no part in the partnership."


def test_the_same_role_for_another_agency_may_be_offered_to_its_holder(in_north, manager, moment):
    one, two = (make.agency(name).organisation for name in ("One", "Two"))
    person = joined(offer(manager, moment, "agency_contact", scope=Scope(one)), moment)

    second = offer(manager, moment, "agency_contact", scope=Scope(two))
    invitations.accept_invitation(invitation=second, by=person, at=moment)

    held = RoleAssignment.objects.filter(user=person).order_by("pk")
    assert [each.organisation for each in held] == [one, two]


def test_a_role_that_was_to_begin_later_begins_when_an_offer_of_it_is_accepted(
    in_north, manager, moment
):
    invitation = offer(manager, moment)
    person = make.user(invitation.email)
    RoleAssignment.objects.create(
        user=person, role="dsp", from_on=local_day(moment) + timedelta(days=9)
    )

    invitations.accept_invitation(invitation=invitation, by=person, at=moment)

    assert RoleAssignment.objects.get(user=person).from_on == local_day(moment)


def test_an_expired_invitation_says_so_in_the_list(invitation, moment):
    (row,) = selectors.invitations(at=moment + timedelta(days=15))

    assert (row.state, row.is_expired, row.is_open) == ("Expired", True, True)


def test_a_young_scrutineer_gets_no_e_mail_but_the_invitation(in_north, manager, moment):
    young = make.member(in_north, "young_scrutineer")
    notices.tell(recipients=[young], key="k", subject="Something", path="", at=moment)
    told = Notice.objects.get()

    assert not notices.deliver_notice(notice_id=told.pk, partnership=in_north, at=moment)

    assert mail.outbox == []
    assert notices.waiting_notices() == []
    assert list(selectors.unread_notices(user=young)) == [told]
