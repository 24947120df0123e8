"""The names that a group had: kept when it is renamed, and never leading to two groups."""

import importlib

import pytest
from django.db import connection
from django.utils.text import slugify

from governance import services
from governance.models import GroupAlias
from krscp_portal.foundation.errors import DomainError
from partnerships.models import AuditEvent
from tests.factories import governance as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(in_north):
    return make.group("case-review", name="Case Review Group")


def names() -> list[tuple[str, str, str]]:
    return list(GroupAlias.objects.order_by("pk").values_list("name", "slug", "reason"))


def test_a_name_is_added_with_its_address(group, manager, moment):
    services.add_alias(
        group=group,
        name=" Learning from Local Reviews ",
        reason="until 2022",
        by=manager,
        at=moment,
    )

    assert names() == [("Learning from Local Reviews", "learning-from-local-reviews", "until 2022")]
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_reference) == ("created", "Learning from Local Reviews")


def test_an_alias_row_of_a_file_gets_its_address_too(group, manager, moment):
    services.add(row=GroupAlias(group=group, name="LLR"), by=manager, at=moment)

    assert names() == [("LLR", "llr", "")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("case review group", "That is the group’s name now."),
        ("Executive", "That is the name of another group: Strategic Executive."),
        ("Strategic executive!", "That is the name of another group: Strategic Executive."),
        ("SLG", "That name leads to Strategic Executive already."),
        ("…", "Enter a name with letters in it."),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name, sentence, group, manager, moment):
    other = make.group("executive", name="Strategic Executive")
    services.add_alias(group=other, name="SLG", by=manager, at=moment)

    with pytest.raises(DomainError) as refusal:
        services.add_alias(group=group, name=name, by=manager, at=moment)

    assert (str(refusal.value), refusal.value.field) == (sentence, "name")
    assert len(names()) == 1


def test_a_renamed_group_keeps_its_old_name(group, manager, moment):
    services.change(row=group, facts={"name": "Local Reviews"}, by=manager, at=moment)

    assert names() == [("Case Review Group", "case-review-group", "earlier name")]


def test_a_name_taken_up_again_is_no_former_name(group, manager, moment):
    group = services.change(row=group, facts={"name": "Local Reviews"}, by=manager, at=moment)
    services.change(row=group, facts={"name": "Case Review Group"}, by=manager, at=moment)

    assert names() == [("Local Reviews", "local-reviews", "earlier name")]


def test_another_way_to_write_the_same_name_leaves_no_former_name(group, manager, moment):
    services.change(row=group, facts={"name": "Case review group"}, by=manager, at=moment)

    assert names() == []


def test_an_old_name_that_is_the_key_of_another_group_leads_to_that_one(group, manager, moment):
    make.group("case-review-group", name="Another")

    services.change(row=group, facts={"name": "Local Reviews"}, by=manager, at=moment)

    assert names() == []


def test_a_group_does_not_take_a_name_that_still_leads_to_another(group, manager, moment):
    services.add_alias(group=group, name="Learning Group", by=manager, at=moment)
    other = make.group("other")

    with pytest.raises(DomainError, match="“Learning Group” still leads to Case Review Group"):
        services.change(row=other, facts={"name": "Learning group"}, by=manager, at=moment)
    with pytest.raises(DomainError) as refusal:
        services.add(
            row=type(other)(key="learning-group", name="New", kind="board"), by=manager, at=moment
        )

    assert refusal.value.field == "key"


def test_a_group_keeps_its_key(group, manager, moment):
    with pytest.raises(DomainError, match="A group keeps its key"):
        services.change(row=group, facts={"key": "reviews"}, by=manager, at=moment)


def test_a_name_is_ended_and_the_audit_keeps_it(group, manager, moment):
    alias = services.add_alias(group=group, name="LLR", by=manager, at=moment)

    services.end_alias(alias=alias, by=manager, at=moment)

    assert names() == []
    event = AuditEvent.objects.order_by("-number").first()
    assert (event.verb, event.object_reference, event.facts) == (
        "removed",
        "LLR",
        {"group": "case-review"},
    )


def test_names_that_were_stored_without_an_address_get_theirs(group):
    names = ["LLR", "Women’s & Girls' Group", " Learning – and  Development ", "SEND/Education"]
    for name in names:
        GroupAlias.objects.create(group=group, name=name)
    migration = importlib.import_module("governance.migrations.0004_addresses_of_earlier_names")
    update = next(each for each in migration.ADDRESSES.split(";") if "UPDATE" in each)

    with connection.cursor() as cursor:
        cursor.execute(update)

    found = GroupAlias.objects.order_by("pk").values_list("slug", flat=True)
    assert list(found) == [slugify(name) for name in names]
