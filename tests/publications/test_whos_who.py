"""What the public who's who says: posts, who acts for whom, who chairs what, which agencies."""

from datetime import date

import pytest

from governance.models import GroupSeat
from partnerships.models import AgencyArea, Area, Delegation, Organisation, OrganisationAlias
from publications.selectors import agency_called, whos_who
from publications.selectors.whos_who import PublicAgency
from tests.factories import governance
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture
def read(in_north):
    return lambda: whos_who(partnership=in_north, on=TODAY)


def test_an_empty_record_has_nothing_to_show(read):
    assert read().is_empty


def test_posts_stand_in_sections_from_who_leads_to_who_does_the_work(read):
    for role in ("BUSINESS_SUPPORT", "MANAGER", "YOUNG_SCRUTINEER", "SCRUTINEER", "CHAIR", "LSP"):
        make.seat(role.lower().replace("_", "-"), role, **_partner(role))

    shown = [(each.heading, [row.post.role for row in each.entries]) for each in read().sections]

    assert shown == [
        ("Lead safeguarding partners", ["LSP"]),
        ("Chair", ["CHAIR"]),
        ("Independent scrutiny", ["SCRUTINEER", "YOUNG_SCRUTINEER"]),
        ("Business unit", ["MANAGER", "BUSINESS_SUPPORT"]),
    ]
    assert read().sections[2].anchor == "independent-scrutiny"


def _partner(role: str) -> dict[str, str]:
    return {"speaks_for": "police"} if role == "LSP" else {}


def test_a_delegate_says_for_whom_and_a_lead_says_to_whom(read):
    lead, other = (make.seat(key, "LSP", speaks_for="police") for key in ("a", "b"))
    delegate = make.seat("d", "DSP", speaks_for="police")
    for each in (lead, other):
        Delegation.objects.create(from_seat=each, to_seat=delegate, functions="Decides")
    Delegation.objects.filter(from_seat=other).update(to_on=date(2026, 5, 31))

    leads, delegates = read().sections

    assert [row.acted_for_by for row in leads.entries] == [("Seat d",), ()]
    assert [row.acts_for for row in delegates.entries] == [("Seat a",)]


def test_chairs_of_groups_stand_by_post_and_a_chair_without_a_group_is_not_lost(read):
    group = governance.group("qa", name="Quality Subgroup")
    ended = governance.group("old", ended_on=date(2026, 5, 1))
    first, second, third = (make.seat(key, "SUBGROUP_CHAIR") for key in "abc")
    GroupSeat.objects.create(group=group, seat=second, chairing="vice_chair")
    GroupSeat.objects.create(group=group, seat=first, chairing="chair")
    GroupSeat.objects.create(group=group, seat=third)
    GroupSeat.objects.create(group=ended, seat=third, chairing="chair")

    found = read()

    assert [
        (row.key, row.name, [(part, post.title) for part, post in row.chairs])
        for row in found.chairs
    ] == [("qa", "Quality Subgroup", [("Chair", "Seat a"), ("Vice-chair", "Seat b")])]
    assert [post.title for post in found.other_chairs] == ["Seat c"]


def test_members_stand_under_their_organisations_and_others_last(read):
    trust = make.organisation("A trust")
    make.seat("z")
    make.seat("b", organisation=trust)
    make.seat("c", organisation=make.organisation("a school"))

    found = [(row.organisation, [post.title for post in row.posts]) for row in read().members]

    assert found == [
        ("a school", ["Seat c"]),
        ("A trust", ["Seat b"]),
        ("Others", ["Seat z"]),
    ]


def test_an_agency_stands_under_its_name_of_today_with_those_it_had_and_has_here(read, in_north):
    seat = make.seat("health")
    row = make.agency("NHS Somewhere", listed_as="Our health board", represented_through=seat)
    OrganisationAlias.objects.create(organisation=row.organisation, name="Somewhere CCG")
    before = make.organisation("Somewhere PCT")
    Organisation.objects.filter(pk=before.pk).update(succeeded_by=row.organisation)
    AgencyArea.objects.create(
        agency=row, area=Area.objects.create(name="Easttown", kind="london_borough")
    )
    make.agency("Left", to_on=date(2026, 5, 31))

    (heading,) = read().agencies

    assert heading.heading == "Relevant agency"
    assert heading.rows == (
        PublicAgency(
            name="NHS Somewhere",
            slug="nhs-somewhere",
            listed_as="Our health board",
            former=("Somewhere CCG", "Somewhere PCT"),
            areas=("Easttown",),
            speaks_through="Seat health",
        ),
    )


def test_partners_stand_first_and_a_body_that_stands_twice_has_one_place(read):
    body = make.agency("The Force").organisation
    type(make.agency("Lay", basis="co_opted")).objects.create(
        organisation=body, basis="statutory_partner", partner_kind="police"
    )

    found = [(each.heading, each.rows) for each in read().agencies]

    assert found == [
        ("Safeguarding partners", (PublicAgency("The Force", "the-force"),)),
        ("Relevant agency", (PublicAgency("The Force", ""),)),
        ("Co-opted", (PublicAgency("Lay", "lay", basis="co-opted"),)),
    ]


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("nhs-somewhere", "nhs-somewhere"),
        ("somewhere-ccg", "nhs-somewhere"),
        ("our-health-board", "nhs-somewhere"),
        ("nowhere", None),
    ],
)
def test_an_old_name_leads_to_the_body_that_had_it(slug, found, in_north):
    row = make.agency("NHS Somewhere", listed_as="Our health board")
    OrganisationAlias.objects.create(organisation=row.organisation, name="Somewhere CCG")

    assert agency_called(slug, on=TODAY) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_everything_is_read_with_nine_queries(rows, read, django_assert_num_queries):
    for number in range(rows):
        group = governance.group(f"g{number}")
        seat = make.seat(f"s{number}", organisation=make.organisation(f"Body {number}"))
        GroupSeat.objects.create(group=group, seat=seat, chairing="chair")
        row = make.agency(f"Agency {number}")
        OrganisationAlias.objects.create(organisation=row.organisation, name=f"Old {number}")

    with django_assert_num_queries(9):
        assert not read().is_empty
