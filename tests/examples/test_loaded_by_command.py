"""What the command says that loads a demonstration, and what can be done with it then."""

import pytest
from django.conf import settings as of_the_suite
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.test import override_settings

from krscp_portal.examples.accounts import PHRASE
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, RoleAssignment, User
from partnerships.roles import ROLES
from tests.examples.test_commands import run

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command says that loads a demonstration, in which somebody has an account already.

    Loading takes many seconds, so the tests share it; each has a savepoint of its own.
    """
    files = {**of_the_suite.STORAGES["default"]}
    files["OPTIONS"] = {"location": tmp_path_factory.mktemp("files")}
    storages = {**of_the_suite.STORAGES, "default": files}
    with django_db_blocker.unblock(), transaction.atomic():
        mine = {"display_name": "Me", "password": "kept as it is"}
        User.objects.create_user("lay@demoborough.example", **mine)
        with override_settings(DEMO_BANNER="A demonstration.", STORAGES=storages):
            said = run("load_examples", only="demoborough")
        connection.check_constraints()
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def first(once, db, settings):
    """What the first load said; what the test changes is taken back after it."""
    settings.DEMO_BANNER = "A demonstration."
    return once


def test_one_line_says_what_was_added_and_the_second_run_that_nothing_was(first):
    second = run("load_examples", only="demoborough")

    assert first.startswith("demoborough: 1 area, 12 organisations, 28 seats, 12 agencies, ")
    told = first.removesuffix(".\n").split(", ")
    assert {"3 delegations", "2 letters", "3 sets of minutes"} <= set(told)
    assert told[-3:] == ["3 agendas", "1 decision between meetings", "2 public pages"]
    assert second == "demoborough: nothing to add.\n"
    mine = User.objects.get(email="lay@demoborough.example")
    assert mine.check_password("kept as it is")  # an account that is there is not touched


def test_the_fictional_accounts_cover_every_role_and_can_sign_in(first, rf):
    with tenant(Partnership.objects.get().pk):
        held = set(RoleAssignment.objects.values_list("role", flat=True))
    assert held == set(ROLES)
    found = authenticate(rf.get("/"), username="manager@demoborough.example", password=PHRASE)
    assert found == User.objects.get(email="manager@demoborough.example")


def test_the_sign_ins_are_listed_with_the_phrase(first):
    few, every = run("demo_sign_ins").splitlines(), run("demo_sign_ins", "--all").splitlines()

    assert few[0].split() == ["Partnership", "Role", "E-mail"]
    assert few[1].split() == ["DSCP", "Partnership", "manager", "manager@demoborough.example"]
    assert len(few) == 1 + len(ROLES) + 3
    assert few[-2:] == [
        f"Pass phrase of every account: {PHRASE}",
        "4 more accounts: make manage CMD='demo_sign_ins --all'",
    ]
    assert len(every) == 1 + 15 + 2
