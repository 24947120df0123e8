"""The shared directory: who may change it, which names it refuses, what stays because it is used."""

from datetime import date

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, Area, AuditEvent, Organisation, User
from partnerships.selectors.directory import named
from partnerships.services import agencies, directory
from partnerships.services.agencies import AgencyFacts
from partnerships.services.directory import AlreadyInDirectory, OrganisationFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def trust(by_manager) -> Organisation:
    facts = OrganisationFacts("St George\u2019s & Anytown Trust", "nhs_provider")
    return directory.register(facts=facts, **by_manager)


def facts_of(body: Organisation, **changed: object) -> OrganisationFacts:
    kept = {"name": body.name, "kind": body.kind, "schedule": body.schedule}
    return OrganisationFacts(**{**kept, **changed})


def last_facts():
    return AuditEvent.objects.order_by("-number").first().facts


def test_who_adds_a_body_keeps_its_entry(in_north, trust):
    event = AuditEvent.objects.get()

    assert trust.registered_by == in_north
    assert (event.verb, event.object_reference) == (AuditVerb.CREATED, trust.name)


@pytest.mark.parametrize(
    "name",
    [
        "ST GEORGES AND ANYTOWN TRUST",
        "The St. George's & Anytown Trust",
        "st george\u2019s &  anytown (trust)",
    ],
)
def test_a_name_like_one_that_is_there_is_refused_and_leads_to_it(by_manager, trust, name):
    with pytest.raises(AlreadyInDirectory) as refusal:
        directory.register(facts=OrganisationFacts(name, "other"), **by_manager)

    assert refusal.value.organisation == trust
    assert refusal.value.field == "name"
    assert Organisation.objects.count() == 1


def test_another_name_of_a_body_is_refused_for_a_new_one(by_manager, trust):
    directory.add_alias(organisation=trust, name="SGAT", **by_manager)

    with pytest.raises(AlreadyInDirectory, match="It is also known as “SGAT”") as refusal:
        agencies.register_organisation(name="sgat", kind="other", **by_manager)
    assert refusal.value.field == "new_name"


def test_the_exact_name_finds_the_body_for_an_agency(by_manager, trust):
    found = agencies.register_organisation(name=trust.name.upper(), kind="other", **by_manager)

    assert found == trust


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (OrganisationFacts(" ", "other"), "name"),
        (OrganisationFacts("A", "guild"), "kind"),
        (OrganisationFacts("A", "other", schedule=["made_up"]), "schedule"),
    ],
)
def test_what_a_body_needs(by_manager, facts, field):
    with pytest.raises(DomainError) as refusal:
        directory.register(facts=facts, **by_manager)
    assert refusal.value.field == field


def test_a_body_added_at_the_same_moment_is_the_one_that_is_there(by_manager, monkeypatch):
    make.organisation("A choir")
    monkeypatch.setattr(directory, "alike", lambda *_args, **_options: None)

    with pytest.raises(AlreadyInDirectory):
        directory.register(facts=OrganisationFacts("a choir", "other"), **by_manager)


def test_a_name_that_is_given_up_stays_as_another_name(by_manager, trust):
    before = trust.name
    directory.change_organisation(
        organisation=trust, facts=facts_of(trust, name="Anytown Hospitals"), **by_manager
    )

    trust.refresh_from_db()
    assert trust.name == "Anytown Hospitals"
    assert [(each.name, each.reason) for each in trust.aliases.all()] == [(before, "Former name")]
    assert last_facts() == {"fields": ["name"]}

    directory.change_organisation(
        organisation=trust, facts=facts_of(trust, name=before), **by_manager
    )
    assert [each.name for each in trust.aliases.all()] == ["Anytown Hospitals"]


def test_a_name_spelt_better_leaves_nothing_behind(by_manager, trust):
    better = facts_of(trust, name=trust.name.replace("&", "and"))
    directory.change_organisation(organisation=trust, facts=better, **by_manager)
    again = AuditEvent.objects.count()
    directory.change_organisation(organisation=trust, facts=better, **by_manager)

    assert not trust.aliases.exists()
    assert AuditEvent.objects.count() == again


def test_only_the_partnership_that_keeps_an_entry_changes_it(north, south, trust, moment):
    stranger = make.member(south, "manager")
    theirs = {"by": stranger, "at": moment}
    with tenant(north.pk):
        keeper = {"by": User.objects.get(email="manager@northshire.example"), "at": moment}
        alias = directory.add_alias(organisation=trust, name="SGAT", **keeper)
        area = Area.objects.create(name="Anytown", kind="unitary")
        footprint = directory.add_footprint(organisation=trust, area=area, **keeper)
    attempts = (
        lambda: directory.change_organisation(
            organisation=trust, facts=facts_of(trust, kind="other"), **theirs
        ),
        lambda: directory.remove_organisation(organisation=trust, **theirs),
        lambda: directory.add_alias(organisation=trust, name="X", **theirs),
        lambda: directory.remove_alias(alias=alias, **theirs),
        lambda: directory.add_footprint(organisation=trust, area=area, unit="B", **theirs),
        lambda: directory.remove_footprint(footprint=footprint, **theirs),
        lambda: directory.succeed(organisation=trust, successor=trust, **theirs),
    )
    with tenant(south.pk):
        for attempt in attempts:
            with pytest.raises(DomainError, match="Another partnership keeps this entry") as no:
                attempt()
            assert north.short_name not in str(no.value)
        assert AuditEvent.objects.count() == 0


def test_an_entry_of_nobody_is_for_the_people_who_run_the_portal(by_manager, moment):
    body = make.organisation("A force", "police")

    with pytest.raises(DomainError, match="No partnership keeps this entry"):
        directory.add_alias(organisation=body, name="The Force of A", **by_manager)

    portal = {"by": User.objects.system(), "at": moment}
    assert directory.add_alias(organisation=body, name="The Force of A", **portal)


def test_a_role_without_the_right_changes_nothing(north, trust, moment):
    reader = {"by": make.member(north, "lay_member"), "at": moment}
    with tenant(north.pk), pytest.raises(NotPermitted):
        directory.remove_organisation(organisation=trust, **reader)


def test_a_body_is_taken_over_by_another(by_manager, trust):
    group = directory.register(facts=OrganisationFacts("Anytown CCG", "icb"), **by_manager)

    for _ in range(2):
        directory.succeed(organisation=group, successor=trust, ended_on=JUNE, **by_manager)

    page = selectors.organisation_page(trust, on=JUNE)
    assert [each.name for each in page.predecessors] == ["Anytown CCG"]
    group.refresh_from_db()
    assert group.ended_on == JUNE
    assert last_facts() == {"fields": ["ended_on", "succeeded_by"]}


@pytest.mark.parametrize("by", ["part_of", "succeeded_by"])
def test_no_body_leads_to_itself(by_manager, trust, by):
    part = directory.register(
        facts=OrganisationFacts("A ward", "nhs_provider", **{by: trust}), **by_manager
    )
    for target in (part, trust):
        with pytest.raises(DomainError) as refusal:
            directory.change_organisation(
                organisation=trust, facts=facts_of(trust, **{by: target}), **by_manager
            )
        assert refusal.value.field == by


def test_other_names_are_added_once_and_taken_away(by_manager, trust):
    make.organisation("A charity")
    alias = directory.add_alias(organisation=trust, name=" SGAT ", reason="short", **by_manager)

    for name, said in (
        ("sgat", "It has this name already"),
        (trust.name.lower(), "It has this name already"),
        (" ", "Enter a name"),
        ("The A-Charity", "The directory has “A charity” already"),
    ):
        with pytest.raises(DomainError, match=said) as refusal:
            directory.add_alias(organisation=trust, name=name, **by_manager)
        assert refusal.value.field == "name"

    assert alias.name == "SGAT"
    assert last_facts() == {"name_added": "SGAT"}
    directory.remove_alias(alias=alias, **by_manager)
    assert last_facts() == {"name_removed": "SGAT"}
    assert not trust.aliases.exists()


def test_an_area_is_served_by_a_unit_once(by_manager, trust):
    area = Area.objects.create(name="Anytown", kind="unitary")
    footprint = directory.add_footprint(
        organisation=trust, area=area, unit="North unit", **by_manager
    )
    directory.add_footprint(organisation=trust, area=area, unit="South unit", **by_manager)

    with pytest.raises(DomainError) as refusal:
        directory.add_footprint(organisation=trust, area=area, unit="north unit ", **by_manager)
    assert refusal.value.field == "area"

    directory.remove_footprint(footprint=footprint, **by_manager)
    assert last_facts() == {"area_removed": "Anytown"}
    assert [each.unit for each in trust.footprints.all()] == ["South unit"]


def test_a_body_that_nobody_uses_is_removed_with_its_names(by_manager, trust):
    directory.add_alias(organisation=trust, name="SGAT", **by_manager)

    directory.remove_organisation(organisation=trust, **by_manager)

    assert not Organisation.objects.exists()
    event = AuditEvent.objects.order_by("-number").first()
    assert (event.verb, event.object_reference) == (AuditVerb.REMOVED, trust.name)
    assert event.object_id == str(trust.public_id)


def test_a_body_in_use_here_stays_and_is_told_where(by_manager, trust):
    agencies.add_agency(facts=AgencyFacts(trust, "adviser"), **by_manager)
    for n in range(5):
        make.seat(f"s{n}", organisation=trust)
    directory.register(facts=OrganisationFacts("A ward", "other", part_of=trust), **by_manager)

    with pytest.raises(DomainError) as refusal:
        directory.remove_organisation(organisation=trust, **by_manager)

    said = str(refusal.value)
    assert "its part here as adviser" in said
    assert "the entry A ward, which leads to it" in said
    assert "the seat Seat s0" in said
    assert "and 2 more" in said
    assert Organisation.objects.filter(pk=trust.pk).exists()


def test_a_body_in_use_elsewhere_stays_and_nobody_is_told_where(
    north, south, trust, manager, moment
):
    with tenant(south.pk):
        AgencyMembership.objects.create(organisation=trust, basis="adviser")
    with tenant(north.pk):
        with pytest.raises(DomainError) as refusal:
            directory.remove_organisation(organisation=trust, by=manager, at=moment)
        # The refusal leaves the transaction whole, and writes nothing.
        assert AuditEvent.objects.count() == 1

    assert str(refusal.value) == (
        "Another partnership uses this body, so it stays. Enter its last day instead."
    )
    assert Organisation.objects.filter(pk=trust.pk).exists()


def test_a_typed_name_finds_bodies_by_name_before_other_names(by_manager, trust):
    first, second = (make.organisation(name) for name in ("One", "Two"))
    for body in (first, second):
        body.aliases.create(name="The Service")
    trust.aliases.create(name="Two")

    assert named("two") == [second]
    assert named("service") == [first, second]
    assert named("nobody") == []
    assert named("!") == []
