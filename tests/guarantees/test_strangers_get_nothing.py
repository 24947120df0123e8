"""Every address, read and written, as everybody who should not come in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, RoleAssignment
from partnerships.roles import ROLES, Permission
from reviews.models import AgencyRequest
from tests.examples.conftest import demonstration
from tests.factories import partnerships as make
from tests.guarantees.addresses import Address, own_addresses
from tests.guarantees.conftest import World

METHODS = ("get", "post")
IN_A_PARTNERSHIP = [each for each in own_addresses() if each.is_of_a_partnership]
CLOSED = [each for each in IN_A_PARTNERSHIP if each.declared != "public"]
BY_PERMISSION = [each for each in CLOSED if isinstance(each.declared, Permission)]
OF_A_CASE = [each for each in CLOSED if "case" in each.blanks]
OF_A_ROW = [each for each in IN_A_PARTNERSHIP if each.names_a_row]
# What an agency writes in answer belongs to its contact: not even the manager opens it.
OF_THE_AGENCY_ASKED = {
    "reviews:request-answer",
    "reviews:request-answer-files",
    "reviews:request-answer-hand-in",
    "reviews:my-row",
    "reviews:my-row-remove",
    "reviews:my-rows",
    "reviews:my-rows-add",
    "reviews:my-rows-upload",
}
NEVER_ON_A_CASE = ("young_scrutineer", "lay_member", "auditor", "group_chair")

every = pytest.mark.parametrize


def name_of(address: Address) -> str:
    return address.name


@pytest.fixture(scope="module")
def signed_in(made: World, django_db_blocker) -> dict[str, Client]:
    """A browser of everybody who knocks, signed in once for the module: by role or by who it is."""
    with django_db_blocker.unblock(), demonstration():
        people = {code: make.member(made.ours, code, f"{code}@probe.example") for code in ROLES}
        people |= {
            "our manager": made.our("manager"),
            "their manager": made.their("manager"),
            "outsider": make.user("nobody@x.example"),
        }
        clients = {name: Client() for name in people}
        for name, client in clients.items():
            client.force_login(people[name])
    return clients


@pytest.fixture
def send(world: World, signed_in: dict[str, Client]) -> Callable[..., Any]:
    """Return a function that sends one request to an address filled with our own ids."""

    def send(address: Address, method: str, *, by: str | Client = "", of=None):
        client = by if isinstance(by, Client) else signed_in[by] if by else Client()
        with tenant((of or world.ours).pk):
            path = address.filled(world.ours.slug)
        return getattr(client, method)(path)

    return send


def finds_nothing(answer: Any, method: str) -> bool:
    """Say whether an answer tells nothing: 405 says only that the address is for acts."""
    return answer.status_code == 404 or (method == "get" and answer.status_code == 405)


@every("address", CLOSED, ids=name_of)
def test_nobody_in_particular_is_sent_to_sign_in(send, address):
    for method in METHODS:
        answer = send(address, method)

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/?next=")


@every("address", CLOSED, ids=name_of)
def test_outsiders_find_nothing(send, address):
    for outsider in ("their manager", "outsider"):
        for method in METHODS:
            assert finds_nothing(send(address, method, by=outsider), method)


@every("address", BY_PERMISSION, ids=name_of)
def test_a_member_without_the_permission_is_told_who_has_it(send, address):
    for code, role in ROLES.items():
        if address.declared in role.permissions:
            continue
        for method in METHODS:
            answer = send(address, method, by=code)
            assert answer.status_code == 403
            assert b"Your role does not allow this. It is for:" in answer.content


@every("address", OF_A_CASE, ids=name_of)
def test_who_is_not_on_a_case_does_not_find_it(send, address):
    for role in NEVER_ON_A_CASE:
        for method in METHODS:
            assert finds_nothing(send(address, method, by=role), method)


@every("address", OF_A_ROW, ids=name_of)
def test_a_row_of_another_partnership_is_not_found_under_our_name(world, send, address):
    with tenant(world.theirs.pk):
        before = AuditEvent.objects.count()

    for method in METHODS:
        answer = send(address, method, by="our manager", of=world.theirs)
        assert finds_nothing(answer, method)

    with tenant(world.theirs.pk):
        assert AuditEvent.objects.count() == before


def test_a_page_of_ones_own_asks_who_one_is(client):
    for method in METHODS:
        assert getattr(client, method)("/my/").status_code == 302


def test_the_manager_comes_in_where_strangers_do_not(send):
    """The tests above would pass if everything were broken: so somebody must get in."""
    of_others = [each for each in CLOSED if each.name not in OF_THE_AGENCY_ASKED]
    answers = {each.name: send(each, "get", by="our manager") for each in of_others}

    stopped = {name: answer.status_code for name, answer in answers.items()}
    assert {name for name, status in stopped.items() if status not in {200, 302, 405}} == set()
    assert sum(status == 200 for status in stopped.values()) > len(CLOSED) * 3 / 4


def test_an_agency_answers_what_it_was_asked_and_no_manager_does(world, send):
    asked = [each for each in CLOSED if each.name in OF_THE_AGENCY_ASKED]
    contact = make.user("asked@agency.example")
    with tenant(world.ours.pk):
        row = AgencyRequest.objects.order_by("pk").last()
        RoleAssignment.objects.create(
            user=contact, role="agency_contact", organisation=row.organisation, from_on=make.STARTED
        )
        AgencyRequest.objects.filter(pk=row.pk).update(to_email=contact.email)

    browser = Client()
    browser.force_login(contact)

    theirs = {each.name: send(each, "get", by=browser).status_code for each in asked}
    managers = {send(each, "get", by="our manager").status_code for each in asked}

    assert set(theirs) == OF_THE_AGENCY_ASKED
    assert set(theirs.values()) <= {200, 302, 405}
    assert 200 in theirs.values()
    assert managers == {404}
