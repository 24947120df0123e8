"""The structures of the four real partnerships stand in the record as their documents state them.

Each table is what the document says, person by post; `files` only repeats it for the portal.
"""

import pytest

from governance.enums import BoardKind
from governance.models import GroupAgency, GroupSeat, LinkedBoard
from krscp_portal.examples import files
from krscp_portal.foundation.context import tenant
from partnerships.models import Delegation, Footprint, LocalRule, Organisation, Partnership, Seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = files.slugs()

LEADS = {
    # 000 L117-L120
    "krscp": {
        "Chief Executive, London Borough of Richmond upon Thames": "local_authority",
        "Chief Executive, Royal Borough of Kingston upon Thames": "local_authority",
        "Assistant Commissioner, Metropolitan Police Service": "police",
        "Chief Nurse Officer, South West London ICB": "icb",
    },
    # 002 section 2
    "kent": {
        "Head of Paid Service, Kent County Council": "local_authority",
        "Accountable Officer, Kent and Medway": "icb",
        "Chief Constable, Kent Police": "police",
    },
    # 003 appendix 1
    "kirklees": {
        "Chief Executive, Kirklees Council": "local_authority",
        "Chief Quality and Nursing Officer": "icb",
        "District Commander, West Yorkshire Police": "police",
    },
    # 004 appendix 1
    "merton": {
        "Chief Executive, London Borough of Merton": "local_authority",
        "Accountable Officer, health commissioner for Merton": "icb",
        "Commander, Basic Command Unit": "police",
    },
}
# Who sits on the body that decides, and on Merton's board how many with each code.
TOP = {
    "krscp": ("oseg", {"dsp-dcs", "dsp-icb", "dsp-police", "chair-oseg"}),
    "kent": ("executive-board", {"dsp-la", "dsp-icb", "dsp-police"}),
    "kirklees": ("executive", {"lsp-la", "dsp-la", "lsp-icb", "lsp-police"}),
    "merton": ("executive", {"lsp-la", "lsp-icb", "lsp-police"}),
}


def of(slug):
    return Partnership.objects.get(slug=slug)


@pytest.mark.parametrize("slug", LEADS)
def test_the_lead_partners_are_those_that_the_document_names(slug):
    with tenant(of(slug).pk):
        found = dict(Seat.objects.filter(role="LSP").values_list("title", "speaks_for"))

    assert found == LEADS[slug]


@pytest.mark.parametrize("slug", TOP)
def test_the_body_that_decides_has_the_seats_that_the_document_gives_it(slug):
    group, seats = TOP[slug]
    with tenant(of(slug).pk):
        found = GroupSeat.objects.filter(group__key=group).values_list("seat__key", flat=True)

        assert set(found) == seats


def test_one_delegated_partner_acts_for_both_councils_of_krscp():
    with tenant(of("krscp").pk):
        pairs = set(Delegation.objects.values_list("from_seat__key", "to_seat__key"))

    assert pairs == {
        ("lsp-richmond", "dsp-dcs"),
        ("lsp-kingston", "dsp-dcs"),
        ("lsp-icb", "dsp-icb"),
        ("lsp-police", "dsp-police"),
    }


def test_merton_s_board_has_its_codes_and_only_the_three_partners_vote():
    with tenant(of("merton").pk):
        rows = list(GroupSeat.objects.filter(group__key="main-board").values("code", "votes"))
        counts = {code: sum(row["code"] == code for row in rows) for code in ("SP", "RA", "C", "B")}

        assert sum(row["votes"] for row in rows) == 3
        assert all(row["code"] == "SP" for row in rows if row["votes"])
    # 17 posts of relevant agencies; 11 co-opted ones, the two lay members being two of them.
    assert counts == {"SP": 4, "RA": 17, "C": 11, "B": 2}


def test_merton_s_members_for_a_sector_have_no_deputy_and_its_partners_have_standing_ones():
    with tenant(of("merton").pk):
        sector = Seat.objects.filter(speaks_for_sector=True)
        partners = Seat.objects.filter(role="LSP")

        assert set(sector.values_list("deputies", flat=True)) == {"none"}
        assert sector.count() == 6
        assert set(partners.values_list("deputies", flat=True)) == {"standing"}


def test_kirklees_scrutineer_chairs_and_merton_s_must_not_be_the_independent_person():
    with tenant(of("kirklees").pk):
        assert LocalRule.objects.get(kind="scrutineer_may_chair").stance == "warn"
        assert Seat.objects.filter(role="INDEPENDENT_PERSON").count() == 0
    with tenant(of("merton").pk):
        rule = LocalRule.objects.get(kind="independent_person_is_not_scrutineer")
        assert (rule.stance, rule.source) == ("refuse", "004_5ef2f8a10e5f59e5.txt 7.10")
        assert Seat.objects.filter(role="INDEPENDENT_PERSON").count() == 1


def test_krscp_works_with_two_boards_of_each_kind():
    with tenant(of("krscp").pk):
        found = {
            kind: set(LinkedBoard.objects.filter(kind=kind).values_list("areas__area__name"))
            for kind in (
                BoardKind.HEALTH_AND_WELLBEING,
                BoardKind.SAFEGUARDING_ADULTS,
                BoardKind.COMMUNITY_SAFETY,
            )
        }

    both = {("Royal Borough of Kingston upon Thames",), ("London Borough of Richmond upon Thames",)}
    assert set(map(frozenset, found.values())) == {frozenset(both)}


def test_kent_s_schools_are_heard_through_the_education_group():
    with tenant(of("kent").pk):
        heard = GroupAgency.objects.filter(group__key="education-safeguarding")

        assert heard.count() == 13
        assert heard.filter(agency__organisation__name="Maintained schools in Kent").exists()


def test_the_police_of_two_partnerships_serve_the_boroughs_that_both_documents_name():
    police = Organisation.objects.get(name="Metropolitan Police Service")
    served = set(Footprint.objects.filter(organisation=police).values_list("area__name", flat=True))

    assert served == {
        "Royal Borough of Kingston upon Thames",
        "London Borough of Richmond upon Thames",
        "London Borough of Merton",
        "London Borough of Wandsworth",
    }


def test_clinical_commissioning_groups_and_old_probation_bodies_lead_to_who_took_over():
    ended = Organisation.objects.filter(succeeded_by__isnull=False)

    assert dict(ended.values_list("name", "succeeded_by__name")) == {
        "NHS Kent and Medway Clinical Commissioning Group": (
            "NHS Kent and Medway Integrated Care Board"
        ),
        "NHS Merton Clinical Commissioning Group": "NHS South West London Integrated Care Board",
        "South West London Clinical Commissioning Group": (
            "NHS South West London Integrated Care Board"
        ),
        "National Probation Service": "Probation Service",
        "London Community Rehabilitation Company": "Probation Service",
    }
