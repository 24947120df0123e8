"""Signing in, with the settings of a live portal."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache

from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from krscp_portal.settings import base
from partnerships.models import RoleAssignment, User
from partnerships.services import invitations
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def as_on_a_live_portal(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_password_signs_in_whoever_needs_no_second_step(client, north):
    person = make.member(north, "lay_member")

    answer = sign_in(client, person.email)

    assert answer.headers["Location"] == "/my/"
    assert client.get("/northshire/").status_code == 200


def test_with_a_second_step_the_password_is_not_enough(client, north):
    manager = make.member(north, "manager")
    secret = generate_totp_secret()
    TOTP.activate(manager, secret)

    assert sign_in(client, manager.email).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/northshire/").headers["Location"].startswith(LOGIN)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    assert wrong.status_code == 200
    right = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert right.headers["Location"] == "/my/"
    assert client.get("/northshire/").status_code == 200


def test_a_code_works_once(client, north):
    manager = make.member(north, "manager")
    secret = generate_totp_secret()
    TOTP.activate(manager, secret)
    code = code_for(secret)
    sign_in(client, manager.email)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    client.post("/accounts/logout/")

    sign_in(client, manager.email)
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert "_auth_user_id" not in client.session


def test_a_manager_sets_up_an_authenticator_and_goes_on(client, north):
    manager = make.member(north, "manager")
    sign_in(client, manager.email)
    assert client.get("/northshire/").headers["Location"] == "/accounts/2fa/"

    again = client.get("/accounts/2fa/totp/activate/")
    assert again.headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text(client.get("/accounts/2fa/totp/activate/"))
    secret = client.session["mfa.totp.secret"]
    assert secret in page.replace(" ", "")
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})

    assert client.get("/northshire/").status_code == 200


def test_passkeys_are_offered_at_sign_in(client):
    assert "passkey" in text(client.get(LOGIN)).lower()
    assert base.MFA_SUPPORTED_TYPES == ["totp", "webauthn", "recovery_codes"]
    assert base.MFA_PASSKEY_LOGIN_ENABLED


def test_the_sixth_wrong_password_is_refused_and_so_is_the_right_one_then(client, north):
    person = make.member(north, "lay_member")
    for _ in range(5):
        assert "not correct" in text(sign_in(client, person.email, "wrong wrong wrong"))

    answer = sign_in(client, person.email)

    assert "Too many failed" in text(answer)
    assert "_auth_user_id" not in client.session


def test_sign_in_says_the_same_of_a_wrong_password_and_of_no_account(client, north):
    person = make.member(north, "lay_member")

    known = text(sign_in(client, person.email, "wrong wrong wrong"))
    unknown = text(sign_in(client, "nobody@x.example", "wrong wrong wrong"))

    def without_its_own(page, email):
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        return re.sub(r'nonce="[^"]+"', "", page).replace(email, "")

    assert without_its_own(known, person.email) == without_its_own(unknown, "nobody@x.example")


def test_a_reset_says_the_same_of_no_account_and_writes_to_nobody(client, north):
    person = make.member(north, "lay_member")

    known = client.post("/accounts/password/reset/", {"email": person.email})
    assert [message.to for message in mail.outbox] == [[person.email]]
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@x.example"})

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert len(mail.outbox) == 1


def test_a_new_password_is_set_by_the_link_of_the_e_mail(client, north):
    person = make.member(north, "lay_member")
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    new = "entirely other words"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert sign_in(client, person.email, new).headers["Location"] == "/my/"


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/3rdparty/signup/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up_or_changes_the_address(client, north, path, method):
    client.force_login(make.member(north, "lay_member"))
    accounts = User.objects.count()
    assert getattr(client, method)(path).status_code == 404
    client.logout()
    assert getattr(client, method)(path).status_code == 404
    assert User.objects.count() == accounts


def test_an_account_that_is_closed_does_not_sign_in(client, north):
    person = make.member(north, "lay_member")
    person.is_active = False
    person.save()

    sign_in(client, person.email)

    assert "_auth_user_id" not in client.session


def invite(north, manager, email):
    with tenant(north.pk):
        invitation = invitations.invite_member(
            email=email, display_name="Post", role="dsp", by=manager, at=clock.now()
        )
        invitations.send_invitation(invitation_id=invitation.pk, partnership=north, at=clock.now())
    return re.search(r"http://testserver(/invitations/\S+)", mail.outbox[-1].body)[1]


def test_somebody_new_joins_is_signed_in_and_sets_up_the_second_step(client, north, manager):
    link = invite(north, manager, "new@council.example")

    weak = client.post(link, {"display_name": "Kim Lane", "password": "short"})
    assert "This password is too short" in text(weak)
    joined = client.post(link, {"display_name": "Kim Lane", "password": PASSWORD})

    assert joined.headers["Location"] == "/northshire/"
    assert client.get("/northshire/").headers["Location"] == "/accounts/2fa/"
    spent = client.get(link)
    assert spent.status_code == 410
    assert 'it is among <a class="govuk-link" href="/my/">your partnerships</a>' in text(spent)


def test_an_account_holder_signs_in_to_accept(client, north, manager):
    person = make.user("old@council.example")
    link = invite(north, manager, person.email)

    page = text(client.get(link))
    assert "Sign in to accept" in page
    assert client.post(link, {"display_name": "X", "password": PASSWORD}).status_code == 200
    client.force_login(person)
    assert "Accept and join" in text(client.get(link))
    assert client.post(link).headers["Location"] == "/northshire/"

    with tenant(north.pk):
        assert RoleAssignment.objects.get(user=person).role == "dsp"


def test_another_account_cannot_use_the_link(client, north, manager):
    link = invite(north, manager, "new@council.example")
    client.force_login(make.member(north, "lay_member"))

    page = text(client.post(link))

    assert "sent to another address" in page
    with tenant(north.pk):
        assert not RoleAssignment.objects.filter(role="dsp").exists()


def test_a_made_up_link_says_no_more_than_a_spent_one(client, north):
    answer = client.get("/invitations/northshire/made-up/")

    assert answer.status_code == 410
    assert "has been used, has expired or was withdrawn" in text(answer)
    assert 'href="/accounts/login/">sign in</a>' in text(answer)
