"""What stands behind an agency: areas, kinds of work, how it was chosen; and who covers what."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError
from partnerships import selectors
from partnerships.agency_facts import AgencyFact, _providers, facts_of, register
from partnerships.models import AgencyMembership, Area, AuditEvent, PartnershipArea
from partnerships.selectors.agencies import ENDED, AgencyFilter
from partnerships.services import agencies
from partnerships.services.agencies import AgencyFacts, NewOrganisation
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def areas(in_north) -> list[Area]:
    found = [Area.objects.create(name=name, kind="unitary") for name in ("East", "West")]
    for area in found:
        PartnershipArea.objects.create(area=area)
    return found


def new(name: str, basis: str = "relevant_agency", **fields: object) -> AgencyFacts:
    return AgencyFacts(NewOrganisation(name, "voluntary"), basis, **fields)


def areas_of(agency: AgencyMembership) -> list[str]:
    return [each.area.name for each in agency.areas.order_by("area__name")]


def names(**wanted: object) -> list[str]:
    groups = selectors.agency_groups(on=JUNE, wanted=AgencyFilter(**wanted))
    return [row.organisation.name for group in groups for row in group.rows]


def test_an_agency_takes_part_for_some_areas_and_later_for_others(by_manager, areas):
    east, west = areas
    agency = agencies.add_agency(facts=new("A charity"), areas=[east], **by_manager)
    facts = AgencyFacts(agency.organisation, "relevant_agency")
    assert areas_of(agency) == ["East"]

    agencies.change_agency(membership=agency, facts=facts, **by_manager)
    assert areas_of(agency) == ["East"]
    agencies.change_agency(membership=agency, facts=facts, areas=[west], **by_manager)
    assert areas_of(agency) == ["West"]
    event = AuditEvent.objects.order_by("-number").first()
    assert event.facts == {"fields": ["areas"], "basis": "relevant_agency"}
    agencies.change_agency(membership=agency, facts=facts, areas=[], **by_manager)
    assert areas_of(agency) == []


def test_an_area_of_somebody_else_is_refused_and_nothing_is_kept(by_manager, areas):
    elsewhere = Area.objects.create(name="Elsewhere", kind="county")

    with pytest.raises(DomainError, match="does not cover Elsewhere") as refusal:
        agencies.add_agency(facts=new("A charity"), areas=[areas[0], elsewhere], **by_manager)

    assert refusal.value.field == "areas"
    assert not AgencyMembership.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (new("A", chosen="guessed"), "chosen"),
        (new("A", "co_opted", chosen="by_law"), "chosen"),
        (new("A", covers=["gardening"]), "covers"),
        (new("A", partner_kind="police"), "partner_kind"),
        (new("A", "statutory_partner"), "partner_kind"),
        (new("A", from_on=JUNE, to_on=date(2026, 5, 31)), "to_on"),
    ],
)
def test_what_an_agency_cannot_be(by_manager, facts, field):
    with pytest.raises(DomainError) as refusal:
        agencies.add_agency(facts=facts, **by_manager)
    assert refusal.value.field == field


def test_the_law_itself_may_bind_a_relevant_agency(by_manager):
    agency = agencies.add_agency(facts=new("A", chosen="by_law"), **by_manager)

    assert agency.get_chosen_display() == "By operation of law"


def test_agencies_are_narrowed_by_basis_work_area_and_time(by_manager, areas):
    east, west = areas
    for name, facts, where in (
        ("Everywhere", {"covers": ["faith"]}, []),
        ("Eastern", {"covers": ["faith", "sport"]}, [east]),
        ("Gone", {"to_on": date(2026, 5, 31)}, [east]),
    ):
        agencies.add_agency(facts=new(name, **facts), areas=where, **by_manager)
    agencies.add_agency(facts=new("Guest", "invited_other"), areas=areas, **by_manager)

    assert names() == ["Eastern", "Everywhere", "Guest"]
    assert names(basis="invited_other") == ["Guest"]
    assert names(covers="sport") == ["Eastern"]
    assert names(area=west) == ["Everywhere", "Guest"]
    assert names(state=ENDED) == ["Gone"]
    assert names(state=ENDED, area=east) == ["Gone"]


def test_relevant_agencies_that_were_told_nothing_or_match_nothing_are_counted(by_manager):
    for facts in (
        new("Told", expected="Attends"),
        new("Untold"),
        new("Guest", "invited_other"),
        new("Gone", to_on=date(2026, 5, 31)),
    ):
        agencies.add_agency(facts=facts, **by_manager)

    told = AgencyMembership.objects.get(organisation__name="Told").organisation
    told.schedule = ["charity"]
    told.save()

    gaps = selectors.agency_gaps(on=JUNE)
    assert (gaps.told_nothing, gaps.unmatched) == (1, 1)
    assert names(unmatched=True) == ["Untold"]


def test_an_agency_shows_every_basis_and_where_it_stands_in_the_schedule(by_manager):
    agency = make.agency("A charity", covers=["sport", "primary"])
    body = agency.organisation
    earlier = AgencyMembership.objects.create(
        organisation=body, basis="co_opted", from_on=date(2020, 1, 1), to_on=date(2021, 1, 1)
    )

    page = selectors.agency_page(agency)
    assert set(page.history) == {earlier, agency}
    assert page.line.covers == ("Primary schools", "Sport and leisure")
    assert page.line.lacks_expected
    assert page.line.flag.text == "Outside the Schedule, or not compared with it"
    assert selectors.agency_page(earlier).line.flag is None

    body.schedule = ["charity"]
    body.save()
    page = selectors.agency_page(AgencyMembership.objects.get(pk=agency.pk))
    assert page.line.flag.text == "In the Schedule, not checked against the law"
    assert [each.text for each in page.entries] == ["A charity"]


def test_another_app_says_what_it_knows_of_an_agency(by_manager):
    agency = make.agency("A charity")

    def provider(membership, on):
        return [AgencyFact("Groups", (f"{membership.pk} {on}",)), AgencyFact("Nothing", ())]

    register(provider)
    try:
        found = [
            each for each in facts_of(agency, on=JUNE) if each.heading in {"Groups", "Nothing"}
        ]
    finally:
        _providers.remove(provider)

    assert AgencyFact("Groups", (f"{agency.pk} {JUNE}",)) in found
    assert "Nothing" not in {each.heading for each in found}


# --- coverage


def cells(matrix, name: str) -> list[list[str]]:
    rows = [row for block in matrix.blocks for row in block.rows if row.name == name]
    return [[each.name for each in cell.speakers] for row in rows for cell in row.cells]


def test_the_matrix_shows_who_covers_what_where_and_counts_the_gaps(by_manager, areas):
    east, _west = areas
    agencies.add_agency(facts=new("Everywhere", covers=["faith"]), **by_manager)
    agencies.add_agency(
        facts=new("Eastern", covers=["primary"], listed_as="The Eastern"),
        areas=[east],
        **by_manager,
    )
    agencies.add_agency(facts=new("Silent"), **by_manager)
    agencies.add_agency(
        facts=new("Later", covers=["sport"], from_on=date(2026, 7, 1)), **by_manager
    )

    matrix = selectors.coverage_matrix(on=JUNE)

    assert matrix.areas == ("East", "West")
    assert [block.name for block in matrix.blocks] == ["Education", "Other services"]
    assert [row.name for row in matrix.blocks[0].rows][:2] == ["Early years", "Primary schools"]
    assert len(matrix.blocks[0].rows) == 6
    assert cells(matrix, "Faith communities") == [["Everywhere"], ["Everywhere"]]
    assert cells(matrix, "Primary schools") == [["The Eastern"], []]
    assert cells(matrix, "Sport and leisure") == [[], []]
    assert matrix.gaps == 2 * 21 - 3
    assert matrix.unplaced == 1


def test_without_areas_the_partnership_is_one(by_manager):
    agencies.add_agency(facts=new("A", "adviser", covers=["faith"]), **by_manager)

    matrix = selectors.coverage_matrix(on=JUNE)

    assert matrix.areas == ("The whole partnership",)
    assert matrix.gaps == 20
    [speaker] = [
        each
        for block in matrix.blocks
        for row in block.rows
        for cell in row.cells
        for each in cell.speakers
    ]
    assert (speaker.name, speaker.basis) == ("A", "Adviser")


def test_the_matrix_says_which_seats_speak_for_a_sector(by_manager):
    heads = make.seat("heads", speaks_for_sector=True)
    make.appointment(heads, "Kim Lane")
    make.appointment(heads, "Robin Hill", kind="deputy")
    sector = make.organisation("Faith groups")
    own = make.seat("faith", speaks_for_sector=True, organisation=sector)
    make.seat("closed", speaks_for_sector=True, closed_on=JUNE)
    make.seat("other")
    AgencyMembership.objects.create(
        organisation=sector, basis="relevant_agency", covers=["faith", "sport"]
    )
    agencies.add_agency(
        facts=new("Primary schools", covers=["primary"], represented_through=heads), **by_manager
    )

    found = {each.title: each for each in selectors.coverage_matrix(on=JUNE).seats}

    assert set(found) == {own.title, heads.title}
    assert found[heads.title].holder == "Kim Lane"
    assert found[heads.title].agencies == ("Primary schools",)
    assert found[heads.title].covers == ("Primary schools",)
    assert found[own.title].organisation == "Faith groups"
    assert found[own.title].covers == ("Faith communities", "Sport and leisure")
