"""Two-step verification is asked of whoever may see a case or signs off."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, RoleAssignment
from partnerships.roles import ROLES
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/2fa/"
ASKED = {code for code, role in ROLES.items() if role.needs_second_factor}


@pytest.fixture(autouse=True)
def as_on_a_live_portal(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def visit(client, path="/northshire/"):
    answer = client.get(path)
    return answer.headers.get("Location", answer.status_code)


def test_it_is_asked_of_these_roles_and_of_no_others():
    assert set(ROLES) - ASKED == {"lay_member", "lead_member", "young_scrutineer"}


@pytest.mark.parametrize("role", sorted(ASKED))
def test_a_role_that_sees_cases_or_signs_off_is_sent_to_set_one_up(client, north, role):
    client.force_login(make.member(north, role))

    assert visit(client) == SET_UP
    assert visit(client, "/my/") == SET_UP


@pytest.mark.parametrize("role", sorted(set(ROLES) - ASKED))
def test_other_roles_go_in(client, north, role):
    client.force_login(make.member(north, role))

    assert visit(client) == 200


def test_a_post_is_stopped_too(client, north):
    client.force_login(make.member(north, "manager"))

    assert client.post("/northshire/access/invite/").headers["Location"] == SET_UP


def test_a_role_anywhere_counts_everywhere(client, north, south):
    person = make.member(north, "lay_member")
    make.give_role(south, person, "dsp")
    client.force_login(person)

    assert visit(client) == SET_UP


def test_with_one_set_up_the_person_goes_in(client, north):
    manager = make.member(north, "manager")
    TOTP.activate(manager, generate_totp_secret())
    client.force_login(manager)

    assert visit(client) == 200


def test_recovery_codes_alone_are_not_one(client, north):
    manager = make.member(north, "manager")
    Authenticator.objects.create(
        user=manager, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client.force_login(manager)

    assert visit(client) == SET_UP


def test_the_pages_that_set_it_up_and_sign_out_stay_open(client, north):
    client.force_login(make.member(north, "manager"))

    assert visit(client, SET_UP) == 200
    assert visit(client, "/accounts/reauthenticate/") == 200
    assert client.post("/accounts/logout/").headers["Location"] == "/"


def test_what_everybody_may_read_stays_open(client, north):
    client.force_login(make.member(north, "manager"))

    assert visit(client, "/northshire/privacy/") == 200
    assert visit(client, "/help/") == 200


def test_the_answer_is_kept_for_a_few_minutes(client, north, django_assert_num_queries):
    person = make.member(north, "lay_member")
    client.force_login(person)
    visit(client, "/my/")

    with django_assert_num_queries(17):  # not one of them about a second factor
        assert visit(client) == 200


def test_a_role_given_meanwhile_is_caught_at_once(client, north):
    person = make.member(north, "lay_member")
    client.force_login(person)
    assert visit(client) == 200

    make.give_role(north, person, "dsp")

    assert visit(client) == SET_UP


def test_one_that_was_removed_is_asked_for_again_within_minutes(client, north):
    manager = make.member(north, "manager")
    TOTP.activate(manager, generate_totp_secret())
    now = datetime.now(tz=UTC)
    with time_machine.travel(now, tick=False):
        client.force_login(manager)
        assert visit(client) == 200
    Authenticator.objects.all().delete()

    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        assert visit(client) == SET_UP


def test_a_role_that_has_ended_asks_for_nothing(client, north):
    person = make.member(north, "lay_member")
    make.give_role(north, person, "dsp")
    with tenant(north.pk):
        RoleAssignment.objects.filter(user=person, role="dsp").update(to_on="2020-01-02")
    client.force_login(person)

    assert visit(client) == 200


def test_the_demonstration_asks_nobody(client, north, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(make.member(north, "manager"))

    assert visit(client) == 200


def test_the_operator_helps_whoever_lost_a_phone(client, north, south):
    manager = make.member(north, "manager")
    make.give_role(south, manager, "auditor")
    TOTP.activate(manager, generate_totp_secret())

    call_command("remove_second_step", manager.email.upper(), stdout=StringIO())

    client.force_login(manager)
    assert visit(client) == SET_UP
    for each in (north, south):
        with tenant(each.pk):
            assert AuditEvent.objects.get().facts == {"second_steps": 1}
    with pytest.raises(CommandError, match="has no second step"):
        call_command("remove_second_step", manager.email)
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("remove_second_step", "nobody@x.example")
