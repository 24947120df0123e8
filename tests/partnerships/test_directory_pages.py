"""The pages of organisations, agencies and coverage, as a browser without JavaScript meets them."""

import pytest
from django.urls import reverse

from governance.models import Group, GroupAgency
from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Area,
    Footprint,
    Organisation,
    OrganisationAlias,
    PartnershipArea,
)
from partnerships.services import directory
from partnerships.services.directory import OrganisationFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"partnership:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def trust(north, manager, moment) -> Organisation:
    """A body whose entry Northshire keeps."""
    with tenant(north.pk):
        facts = OrganisationFacts("Anytown & District Trust", "nhs_provider")
        return directory.register(facts=facts, by=manager, at=moment)


@pytest.fixture
def force(north) -> Organisation:
    """A body whose entry nobody here keeps."""
    return make.organisation("A force", "police")


# --- the same number of queries however many rows


def fill(north, rows: int) -> Organisation:
    """Fill every list; return a body about which there is as much."""
    with tenant(north.pk):
        parent = make.organisation("Parent")
        for n in range(rows):
            area = Area.objects.create(name=f"Area {n}", kind="unitary")
            PartnershipArea.objects.create(area=area)
            agency = make.agency(f"Agency {n}", covers=["faith"])
            agency.organisation.aliases.create(name=f"Body {n}")
            Footprint.objects.create(organisation=agency.organisation, area=area)
            AgencyArea.objects.create(agency=agency, area=area)
            seat = make.seat(f"s{n}", speaks_for_sector=True, organisation=parent)
            make.appointment(seat, f"Holder {n}")
            make.organisation(f"Service {n}")
            Organisation.objects.filter(name=f"Service {n}").update(part_of=parent)
            make.organisation(f"Before {n}")
            Organisation.objects.filter(name=f"Before {n}").update(succeeded_by=parent)
            parent.aliases.create(name=f"Name {n}")
            Footprint.objects.create(organisation=parent, area=area)
            AgencyMembership.objects.create(
                organisation=parent, basis="adviser", to_on=f"2020-01-0{n + 1}"
            )
    return parent


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("organisations", 13), ("coverage", 13), ("agencies", 12), ("agency-add", 11)],
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    as_manager, north, django_assert_num_queries, page, queries, rows
):
    fill(north, rows)
    with django_assert_num_queries(queries):
        assert as_manager.get(at(page)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_body_asks_as_much_for_three_of_each_as_for_one(
    as_manager, north, django_assert_num_queries, rows
):
    parent = fill(north, rows)
    with tenant(north.pk):
        agency = AgencyMembership.objects.filter(organisation=parent).first()
    with django_assert_num_queries(15):
        as_manager.get(at("organisation", organisation=parent.public_id))
    with django_assert_num_queries(12):
        as_manager.get(at("agency", agency=agency.public_id))


# --- the directory


def test_a_body_is_found_by_a_former_name_by_kind_and_by_its_part_here(
    as_manager, north, trust, force
):
    trust.aliases.create(name="Anytown Infirmary", reason="until 1990")
    with tenant(north.pk):
        AgencyMembership.objects.create(organisation=force, basis="invited_other")

    page = text(as_manager.get(at("organisations"), {"name": "infirm"}))
    assert "Also known as Anytown Infirmary" in page
    assert "A force" not in page
    page = text(as_manager.get(at("organisations"), {"kind": "police"}))
    assert "A force" in page
    assert trust.name.replace("&", "&amp;") not in page
    page = text(as_manager.get(at("organisations"), {"here": "on"}))
    assert "Invited" in page
    assert "<strong>1</strong> organisation found" in page
    page = text(as_manager.get(at("organisations"), {"name": "nobody"}))
    assert "No organisation fits" in page
    page = text(as_manager.get(at("organisations"), {"kind": "nonsense"}))
    assert "A force" in page


def test_the_directory_comes_a_page_at_a_time(as_manager):
    for n in range(31):
        make.organisation(f"Body {n:02}")

    assert "Body 30" not in text(as_manager.get(at("organisations")))
    page = text(as_manager.get(at("organisations"), {"page": "2", "name": "body"}))
    assert "Body 30" in page
    assert "?name=body&amp;page=1" in page


def test_a_body_is_added_renamed_and_removed(as_manager, trust):
    facts = {
        "name": "Anytown CCG",
        "kind": "icb",
        "succeeded_by": "the anytown and district trust",
        "ended_on_day": "30",
        "ended_on_month": "6",
        "ended_on_year": "2022",
        "schedule": ["icb"],
    }
    page = text(as_manager.post(at("organisation-add"), facts, follow=True))
    assert "Ended</strong>" in page
    assert "30 June 2022" in page
    assert "Not checked against the law" in page
    added = Organisation.objects.get(name="Anytown CCG")
    assert added.succeeded_by == trust

    shown = text(as_manager.get(at("organisation-edit", organisation=added.public_id)))
    assert 'value="Anytown &amp; District Trust"' in shown
    page = text(
        as_manager.post(
            at("organisation-edit", organisation=added.public_id),
            {**facts, "name": "Anytown Commissioners"},
            follow=True,
        )
    )
    assert "Anytown CCG <span" in page
    assert "Former name" in page

    remove = at("organisation-remove", organisation=added.public_id)
    assert "Remove Anytown Commissioners from the directory?" in text(as_manager.get(remove))
    assert "Organisation removed." in text(as_manager.post(remove, follow=True))


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("organisation-add", {"name": "ANYTOWN AND DISTRICT TRUST", "kind": "other"}),
        (
            "agency-add",
            {"new_name": "The Anytown & District-Trust", "new_kind": "other", "basis": "adviser"},
        ),
    ],
)
def test_a_name_that_is_there_is_refused_with_a_way_to_it(as_manager, trust, page, facts):
    shown = text(as_manager.post(at(page), facts))

    assert "The directory has “Anytown &amp; District Trust” already." in shown
    assert f'href="{at("organisation", organisation=trust.public_id)}"' in shown
    assert facts.get("name", facts.get("new_name")).replace("&", "&amp;") in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nobody", "The directory has no body called “Nobody”"),
        ("the service", "Several bodies are known as “the service”"),
    ],
)
def test_a_body_that_is_typed_must_be_one_of_the_directory(as_manager, trust, force, typed, said):
    for body in (trust, force):
        OrganisationAlias.objects.create(organisation=body, name="The Service")

    page = text(
        as_manager.post(at("organisation-add"), {"name": "A", "kind": "other", "part_of": typed})
    )

    assert said in page


def test_other_names_and_areas_are_added_and_removed(as_manager, trust):
    area = Area.objects.create(name="Anytown", kind="unitary")
    where = {"organisation": trust.public_id}

    page = text(as_manager.post(at("alias-add", **where), {"name": trust.name}))
    assert "It has this name already." in page
    page = text(as_manager.post(at("alias-add", **where), {"name": "ADT"}, follow=True))
    assert "Name added." in page
    facts = {"area": str(area.public_id), "unit": "North unit"}
    page = text(as_manager.post(at("footprint-add", **where), facts, follow=True))
    assert "Anytown, by North unit" in page
    page = text(as_manager.post(at("footprint-add", **where), facts))
    assert "It is recorded already that it serves this area." in page

    alias, footprint = trust.aliases.get(), trust.footprints.get()
    for url, asked, said in (
        (at("alias-remove", alias=alias.public_id), "Remove the name ADT?", "Name removed."),
        (
            at("footprint-remove", footprint=footprint.public_id),
            "Remove Anytown?",
            "Area removed.",
        ),
    ):
        assert asked in text(as_manager.get(url))
        assert said in text(as_manager.post(url, follow=True))


def test_who_does_not_keep_an_entry_is_told_whom_to_ask(as_manager, north, force):
    page = text(as_manager.get(at("organisation", organisation=force.public_id)))
    assert "Ask the people who run the portal" in page
    assert "Change this organisation" not in page
    alias = force.aliases.create(name="F")
    for url in (
        at("organisation-edit", organisation=force.public_id),
        at("organisation-remove", organisation=force.public_id),
        at("alias-remove", alias=alias.public_id),
    ):
        assert as_manager.get(url).status_code == 409
        assert as_manager.post(url).status_code == 409


def test_a_body_in_use_stays_and_the_page_says_where_it_is_used(as_manager, north, trust):
    with tenant(north.pk):
        AgencyMembership.objects.create(organisation=trust, basis="adviser")

    remove = at("organisation-remove", organisation=trust.public_id)
    assert "its part here as adviser" in text(as_manager.post(remove, follow=True))


def test_a_body_that_ended_and_still_takes_part_is_pointed_out(as_manager, north, trust, force):
    with tenant(north.pk):
        AgencyMembership.objects.create(organisation=force, basis="adviser")
    Organisation.objects.filter(pk=force.pk).update(succeeded_by=trust)

    page = text(as_manager.get(at("organisation", organisation=force.public_id)))

    assert "its part in this partnership has no last day" in page
    assert "Record its part here" not in page


def test_a_reader_sees_the_directory_and_no_way_to_change_it(client, north, trust):
    client.force_login(make.member(north, "lay_member"))

    assert "Add an organisation" not in text(client.get(at("organisations")))
    page = text(client.get(at("organisation", organisation=trust.public_id)))
    assert "It takes no part here." in page
    assert "What you can do" not in page
    assert client.get(at("organisation-add")).status_code == 403


# --- agencies and coverage


def test_everything_of_an_agency_is_kept_through_its_form(as_manager, north, trust):
    with tenant(north.pk):
        area = Area.objects.create(name="East", kind="unitary")
        PartnershipArea.objects.create(area=area)
        seat = make.seat("heads")
    answer = as_manager.get(at("agency-add"), {"organisation": str(trust.public_id)})
    assert f'<option value="{trust.public_id}" selected>' in text(answer)
    assert as_manager.get(at("agency-add"), {"organisation": "nonsense"}).status_code == 200
    facts = {
        "organisation": str(trust.public_id),
        "basis": "relevant_agency",
        "chosen": "selected",
        "why": "It knows families",
        "covers": ["hospital", "faith"],
        "areas": [str(area.public_id)],
        "represented_through": str(seat.public_id),
        "listed_as": "The hospitals",
        "heading": "Health",
        "source": "Page 4",
        "note": "Ask again in May",
    }
    page = text(as_manager.post(at("agency-add"), facts, follow=True))
    for said in (
        *("Chosen by the partners", "It knows families", "Hospitals, Faith communities", "East"),
        *("Seat heads", "The hospitals", "Under Health", "Page 4", "Ask again in May"),
        "Nothing is recorded of what is expected.",
        "Outside the Schedule, or not compared with it",
    ):
        assert said in page
    with tenant(north.pk):
        agency = AgencyMembership.objects.get()

    edit = at("agency-edit", agency=agency.public_id)
    shown = text(as_manager.get(edit))
    assert shown.count(" checked") == 4  # the basis, two kinds of work, one area
    changed = {**facts, "expected": "Attends each meeting", "chosen": ""}
    page = text(as_manager.post(edit, changed, follow=True))
    assert "Attends each meeting" in page
    assert "Not stated" in page
    assert "Nothing is recorded" not in page


def test_an_agencys_page_leads_to_the_groups_that_speak_for_it(as_manager, north):
    with tenant(north.pk):
        agency = make.agency("A charity")
        group = Group.objects.create(key="wider", name="The Wider Group", kind="subgroup")
        GroupAgency.objects.create(group=group, agency=agency)

    page = text(as_manager.get(at("agency", agency=agency.public_id)))

    assert "Groups that speak for it" in page
    assert f'/governance/groups/{group.public_id}/">The Wider Group</a>' in page


def test_the_note_is_for_those_who_keep_the_record(client, north):
    with tenant(north.pk):
        agency = make.agency("A charity", note="Ask again in May", expected="Attends")
    client.force_login(make.member(north, "lay_member"))

    page = text(client.get(at("agency", agency=agency.public_id)))

    assert "Attends" in page
    assert "Ask again in May" not in page
    assert "Change its part" not in page


def test_the_list_says_who_was_told_nothing_and_can_be_narrowed(as_manager, north):
    page = text(as_manager.get(at("agencies")))
    assert "No agencies yet" in page
    with tenant(north.pk):
        make.agency("Untold")
        make.agency("Told", expected="Attends", covers=["faith"], listed_as="The told")

    page = text(as_manager.get(at("agencies")))
    assert "One relevant agency has nothing recorded of what is expected." in page
    assert page.count("Not told yet</strong>") == 1
    assert "Listed as The told" in page
    assert "2 relevant agencies match no entry of the Schedule" in page
    page = text(as_manager.get(at("agencies"), {"covers": "faith"}))
    assert "Untold" not in page
    assert "<strong>1</strong> found" in page
    assert "No agency fits" in text(as_manager.get(at("agencies"), {"state": "ended"}))
    assert "Untold" in text(as_manager.get(at("agencies"), {"basis": "nonsense"}))


def test_coverage_counts_its_gaps_and_names_them(as_manager, north):
    page = text(as_manager.get(at("coverage")))
    assert "21 gaps: places where nobody takes part for a kind of work." in page
    assert page.count(">Gap</strong>") == 21
    assert "No seat speaks for a sector" in page
    with tenant(north.pk):
        heads = make.seat("heads", speaks_for_sector=True)
        make.agency("Schools", covers=["primary"], represented_through=heads)
        make.agency("Nothing said")

    page = text(as_manager.get(at("coverage")))
    assert page.count(">Gap</strong>") == 20
    assert "through Seat heads" in page
    assert "One relevant agency has no kind of work recorded, and so stands nowhere" in page
