"""New cases closed to all but those named: who is on one, who is not, and that somebody can name more."""

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import LocalRule, Notice, RoleAssignment
from partnerships.selectors import system_user
from partnerships.services.beginning import NEED_TO_KNOW
from partnerships.services.rules import add_rule, end_rule
from reviews.models import Incident
from reviews.services import log_incident
from reviews.services.first_named import REASON
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.pages.filling import problems
from tests.reviews.pages.reading import AWARE, NOW, address
from tests.reviews.pages.test_logging import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(north):
    with tenant(north.pk):
        return add_rule(facts=NEED_TO_KNOW, by=system_user(), at=NOW)


@pytest.fixture
def other(north):
    return people.member(north, "manager", "other@north.example")


@pytest.fixture
def partners(north):
    return [people.member(north, role, f"{role}@north.example") for role in ("dsp", "lsp")]


def log(by, **said):
    return log_incident(facts=make.facts(AWARE), by=by, at=NOW, **said)


def on_it(case):
    return sorted(each.email for each in access.named_on(case))


def sees(case, person):
    standing = access.standing(person, on=local_day(NOW))
    return Incident.objects.visible_to(person, standing, at=NOW).filter(pk=case.pk).exists()


def test_a_new_case_is_seen_by_its_logger_the_deciders_and_whoever_is_chosen(
    closed, north, manager, other, partners, support
):
    with tenant(north.pk):
        case = log(manager, named=[support])
        assert (case.restricted, case.restriction_reason) == (True, REASON)
        assert on_it(case) == sorted(each.email for each in (manager, support, *partners))
        assert [sees(case, each) for each in (manager, support, *partners)] == [True] * 4
        assert not sees(case, other)
        told = Notice.objects.filter(key=f"case:{case.public_id}:logged", urgent=True)
        assert sorted(each.recipient.email for each in told) == sorted(
            each.email for each in (support, *partners)
        )


def test_a_manager_who_is_not_named_finds_nothing_and_has_emergency_access(
    closed, client, north, manager, other
):
    with tenant(north.pk):
        case = log(manager)
    client.force_login(other)
    assert client.get(address("case", case)).status_code == 404
    assert case.reference not in client.get(address("clock")).content.decode()
    typed_in = {"reference": case.reference, "reason": "A child may be at risk."}
    opened = client.post(address("emergency"), typed_in)
    assert opened.url == address("case", case)
    assert client.get(address("case", case)).status_code == 200


def test_somebody_on_the_case_can_always_name_others(
    closed, north, manager, other, partners, support
):
    contact = people.member(north, "agency_contact", "contact@north.example")
    with tenant(north.pk):
        with pytest.raises(DomainError, match="Choose a manager as well") as refusal:
            log(support)
        assert refusal.value.field == "named"
        assert not Incident.objects.exists()
        assert other.email in on_it(log(support, named=[other]))
        body = people.agency("Hospital").organisation
        RoleAssignment.objects.filter(user=contact).update(organisation=body)
        assert on_it(log(contact)) == sorted(
            each.email for each in (contact, manager, other, *partners)
        )


def test_who_never_sees_a_case_cannot_be_chosen(closed, north, manager):
    with tenant(north.pk):
        lay = people.member(north, "lay_member", "lay@north.example")
        with pytest.raises(DomainError, match="cannot be named"):
            log(manager, named=[lay])


@pytest.mark.parametrize("change", ["none", "ended", "recorded"])
def test_without_the_rule_roles_see_new_cases_as_before(
    change, north, manager, other, support, partners
):
    with tenant(north.pk):
        if change != "none":
            rule = add_rule(facts=NEED_TO_KNOW, by=manager, at=NOW)
        if change == "ended":
            end_rule(rule=rule, ended_on=local_day(NOW), by=manager, at=NOW)
        if change == "recorded":
            LocalRule.objects.update(stance="record")
        case = log(support)
        assert (case.restricted, on_it(case)) == (False, [support.email])
        assert sees(case, other)
        with pytest.raises(NotPermitted):
            log(support, named=[other])


def test_a_case_from_before_the_rule_stays_as_it_was(north, manager, other):
    with tenant(north.pk):
        before = log(manager)
        add_rule(facts=NEED_TO_KNOW, by=manager, at=NOW)
        assert sees(before, other)


def test_the_form_says_who_will_see_the_case_and_offers_the_others(
    closed, client, north, manager, other, partners, support
):
    client.force_login(support)
    form = client.get(address("case-log")).context["form"]
    assert "restricted" not in form.fields
    assert form.fields["named"].help_text == (
        "You will see it, and those who decide for the partners: Northshire dsp, Northshire lsp. "
        "Nobody else sees it, no manager either, unless you choose them here."
    )
    offered = [label for _, label in form.fields["named"].choices]
    assert offered == ["Northshire manager (Partnership manager)"] * 2
    refused = client.post(address("case-log"), typed(north))
    assert problems(refused) == {
        "named": ["Nobody of these may name others on the case. Choose a manager as well."]
    }
    sent = client.post(address("case-log"), typed(north, named=[str(other.public_id)]))
    assert sent.status_code == 302
    with tenant(north.pk):
        assert other.email in on_it(Incident.objects.get())
    client.force_login(manager)
    assert client.get(sent.url).status_code == 404


def test_a_contact_is_offered_no_list_of_people(closed, client, north):
    contact = people.member(north, "agency_contact", "contact@north.example")
    with tenant(north.pk):
        body = people.agency("Hospital").organisation
        RoleAssignment.objects.filter(user=contact).update(organisation=body)
    client.force_login(contact)
    assert "named" not in client.get(address("case-log")).context["form"].fields
