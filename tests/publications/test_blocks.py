"""The live parts: what each reads from the record, and what it leaves out."""

from datetime import date

import pytest

from governance.models import (
    CycleEntry,
    GroupAlias,
    GroupSeat,
    LinkedBoard,
    Priority,
    QuorumRule,
)
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Appointment,
    Area,
    ChairRule,
    Delegation,
    Organisation,
    PartnershipArea,
    Person,
    Seat,
    SupportRecord,
)
from publications.blocks import BLOCKS, bodies, people, structure
from publications.enums import BlockCode
from tests.factories import governance as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def body(name: str, kind: str = "other") -> Organisation:
    return Organisation.objects.create(name=name, kind=kind)


def seat(key: str, role: str, title: str, organisation=None, **fields: object) -> Seat:
    return Seat.objects.create(key=key, role=role, title=title, organisation=organisation, **fields)


def appoint(to: Seat, name: str, *, agreed: bool, **fields: object) -> None:
    person = Person.objects.create(name=name, name_published=agreed)
    Appointment.objects.create(
        seat=to, person=person, **{"period": (date(2026, 1, 1), None), **fields}
    )


def test_there_is_a_block_for_every_code(in_north):
    assert set(BLOCKS) == set(BlockCode.values)


@pytest.mark.parametrize("code", BlockCode.values)
def test_an_empty_record_makes_every_block_empty(code, in_north):
    assert BLOCKS[code].read(TODAY).is_empty


def test_areas_stand_by_name(in_north):
    for name in ("Southtown", "Easttown"):
        area = Area.objects.create(name=name, kind="london_borough")
        PartnershipArea.objects.create(area=area)

    assert people.areas(TODAY) == people.Areas(("Easttown", "Southtown"))


def test_partners_stand_in_the_order_of_the_act_with_their_delegates(in_north):
    police, council = body("The Force", "police"), body("The Council", "local_authority")
    chief = seat("p", "LSP", "Chief Constable", police, speaks_for="police")
    head = seat("c", "LSP", "Chief Executive", council, speaks_for="local_authority")
    director = seat("d", "DSP", "Director", council)
    Delegation.objects.create(from_seat=head, to_seat=director, functions="Decides")

    rows = people.partners(TODAY).rows

    assert [(row.organisation, row.kind, row.lead.title, row.delegates) for row in rows] == [
        ("The Council", "Local authority", "Chief Executive", ("Director",)),
        ("The Force", "Police", "Chief Constable", ()),
    ]
    assert chief.pk


def test_a_partner_without_a_lead_is_shown_as_a_gap(in_north):
    board = body("The Board", "icb")
    AgencyMembership.objects.create(
        organisation=board, basis="statutory_partner", partner_kind="icb"
    )
    seat("old", "LSP", "Chief Nurse", board, speaks_for="icb", closed_on=date(2026, 5, 1))

    (row,) = people.partners(TODAY).rows

    assert (row.organisation, row.kind, row.lead) == ("The Board", "Integrated care board", None)


def test_a_name_is_shown_only_where_the_person_agreed(in_north):
    lead = seat("a", "LSP", "Chief Executive", body("The Council"), speaks_for="local_authority")
    appoint(lead, "Agreed Name", agreed=True)
    appoint(lead, "Acting Name", agreed=True, kind="acting")
    appoint(lead, "Deputy Name", agreed=True, kind="deputy")
    other = seat("b", "LSP", "Chief Constable", body("The Force"), speaks_for="police")
    appoint(other, "Private Name", agreed=False)
    former = seat("c", "LSP", "Chief Nurse", body("The Board"), speaks_for="icb")
    appoint(former, "Former Name", agreed=True, period=(date(2020, 1, 1), date(2025, 1, 1)))

    names = {row.lead.title: row.lead.names for row in people.partners(TODAY).rows}

    assert names == {
        "Chief Executive": ("Agreed Name", "Acting Name (acting)"),
        "Chief Constable": (),
        "Chief Nurse": (),
    }


def test_a_delegate_who_may_do_the_same_for_two_stands_once(in_north):
    leads = [seat(f"l{n}", "LSP", f"Chief Executive {n}") for n in (1, 2)]
    director = seat("d", "DSP", "Director")
    for lead in leads:
        Delegation.objects.create(
            from_seat=lead, to_seat=director, functions="Decides\n\nSpends\n", retained="Signs"
        )
    nurse = seat("n", "DSP", "Director of Quality")
    ended = Delegation.objects.create(from_seat=leads[0], to_seat=nurse, functions="Nothing")
    ended.to_on = date(2026, 5, 31)
    ended.save()

    first, second = people.delegates(TODAY).rows

    assert (first.acts_for, first.functions, first.kept) == (
        ("Chief Executive 1", "Chief Executive 2"),
        ("Decides", "Spends"),
        ("Signs",),
    )
    assert (second.post.title, second.acts_for, second.functions) == ("Director of Quality", (), ())


def test_the_chair_rule_names_the_group_and_the_post(in_north):
    make.group("oseg", name="The Executive")
    ChairRule.objects.create(body="oseg", chosen_from="The delegates", minimum_months=12)
    seat("chair", "CHAIR", "Chair of the Executive")

    found = people.chair(TODAY)

    assert [(rule.body, rule.minimum_months) for rule in found.rules] == [("The Executive", 12)]
    assert [post.title for post in found.posts] == ["Chair of the Executive"]


def test_independent_roles_stand_in_a_fixed_order(in_north):
    seat("lay", "LAY_MEMBER", "Lay member")
    seat("is", "SCRUTINEER", "Independent scrutineer")

    rows = people.independent(TODAY).rows

    assert [row.title for row in rows] == ["Independent scrutineer", "Lay member"]


def test_what_most_agencies_share_is_said_once(in_north):
    shared = {
        "basis": "relevant_agency",
        "heading": "Health",
        "why": "Needed.",
        "expected": "Acts.",
    }
    for name in ("Trust A", "Trust B", "Trust C"):
        AgencyMembership.objects.create(organisation=body(name), **shared)
    AgencyMembership.objects.create(
        organisation=body("Lay members"), basis="co_opted", why="A local voice.", expected="Acts."
    )
    AgencyMembership.objects.create(organisation=body("Former"), to_on=date(2026, 5, 31), **shared)
    AgencyMembership.objects.create(
        organisation=body("The Council"),
        basis="statutory_partner",
        partner_kind="local_authority",
        heading="Partners",
    )

    found = people.agencies(TODAY)

    assert (found.shared_why, found.shared_expected) == ("Needed.", "Acts.")
    assert [(group.heading, group.has_why, group.has_expected) for group in found.groups] == [
        ("Health", False, False),
        ("Co-opted", True, False),
    ]
    assert found.groups[1].rows == (people.Agency("Lay members", "co-opted", "A local voice."),)


def test_an_agency_stands_as_it_is_listed_with_its_areas_and_who_speaks_for_it(in_north):
    through = seat("ed", "MEMBER", "Schools lead")
    member = AgencyMembership.objects.create(
        organisation=body("Schools of the county"),
        basis="relevant_agency",
        listed_as="Schools",
        represented_through=through,
    )
    for name in ("Easttown", "county"):
        area = Area.objects.create(name=name, kind="county")
        AgencyArea.objects.create(agency=member, area=area)

    ((row,),) = (group.rows for group in people.agencies(TODAY).groups)

    assert row == people.Agency(
        "Schools (Schools of the county)",
        "",
        areas=("Easttown",),
        spoken_for_by="Schools lead",
    )


def test_a_young_scrutineer_is_credited_and_never_named(in_north):
    young = seat("y", "YOUNG_SCRUTINEER", "Young scrutineer")
    appoint(young, "Robin Ash", agreed=True)
    assert people.independent(TODAY).rows[0].names == ()
    SupportRecord.objects.create(
        appointment=Appointment.objects.get(),
        consent_by="parent",
        consent_on=TODAY,
        credited_as="A member of the youth council",
    )

    assert people.independent(TODAY).rows[0].names == ("A member of the youth council",)


def test_groups_show_who_sits_there_and_from_three_groups_on_a_chart(in_north):
    group = make.group("a")
    GroupSeat.objects.create(group=group, seat=seat("s", "MEMBER", "Head of service"), code="RA")
    make.group("b", reports_to=group)
    assert structure.groups(TODAY).chart is None
    make.group("c", reports_to=group)

    found = structure.groups(TODAY)

    assert [(part.heading, len(part.sittings)) for part in found.rows[0].parts] == [
        ("Relevant agencies", 1)
    ]
    assert len(found.chart.layout.boxes) == 3


def test_two_agencies_of_one_reason_are_too_few_to_share_it(in_north):
    for name in ("Trust A", "Trust B"):
        AgencyMembership.objects.create(
            organisation=body(name), basis="relevant_agency", why="Needed."
        )

    found = people.agencies(TODAY)

    assert found.shared_why == ""
    assert [row.why for row in found.groups[0].rows] == ["Needed.", "Needed."]


def test_groups_stand_executive_first_with_their_quorum_as_published(in_north):
    board = make.group("board", kind="board", name="The Board", short_name="TB")
    make.group("old", ended_on=date(2026, 5, 1))
    executive = make.group("exec", kind="executive", name="The Executive", reports_to=board)
    QuorumRule.objects.create(group=executive, minimum_partners=3)
    QuorumRule.objects.create(
        group=board, minimum_partners=2, text="Any two partners.", note="Deputies unclear."
    )
    GroupAlias.objects.create(group=board, name="Old Board")

    rows = structure.groups(TODAY).rows

    assert [(row.name, row.quorum, row.reports_to, row.other_names) for row in rows] == [
        ("The Executive", "All three safeguarding partners must be present.", "The Board", ()),
        ("The Board (TB)", "Any two partners. Deputies unclear.", "", ("Old Board",)),
    ]


def test_the_ladder_says_when_each_step_is_taken(in_north):
    make.dispute_step(1)
    make.dispute_step(2, stage="Stage 1", note="By letter.")
    make.dispute_step(3, sequential=False)
    make.dispute_step(4, sequential=False, note="Starts here between partners.")

    (ladder,) = bodies.disputes(TODAY).ladders

    assert ladder.level == "Between partners and agencies"
    assert [(step.label, step.when) for step in ladder.steps] == [
        ("1", "First."),
        ("2 (Stage 1)", "If the step before does not settle it. By letter."),
        ("3", "Where it is needed; not always after the step before."),
        ("4", "Starts here between partners."),
    ]


def test_the_year_begins_in_april_and_ends_with_any_time(in_north):
    executive = make.group("exec", short_name="EX")
    for month, often in ((3, {}), (4, {"times_a_year": 1}), (None, {"every_weeks": 2})):
        CycleEntry.objects.create(month=month, what="Meets", group=executive, **often)

    months = bodies.cycle(TODAY).months

    assert [(month.name, month.rows[0].group, month.rows[0].often) for month in months] == [
        ("April", "EX", "once a year"),
        ("March", "EX", ""),
        ("Any time", "EX", "every 2 weeks"),
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"every_weeks": 1}, "every week"),
        ({"times_a_year": 2}, "twice a year"),
        ({"times_a_year": 4}, "4 times a year"),
    ],
)
def test_how_often_is_said_in_words(facts, words, in_north):
    CycleEntry.objects.create(what="Meets", **facts)

    assert bodies.cycle(TODAY).months[0].rows[0].often == words


def test_boards_say_with_whom_they_are_shared(in_north):
    LinkedBoard.objects.create(key="cdop", name="Child death panel", shared_with="Medway")

    (row,) = structure.boards(TODAY).areas

    assert row.names == ("Child death panel (shared with Medway)",)


def test_priorities_whose_years_are_over_are_left_out(in_north):
    Priority.objects.create(title="Old", from_year=2020, to_year=2022)
    Priority.objects.create(title="Now", from_year=2025, to_year=2026)
    Priority.objects.create(title="Open", from_year=2026)
    Priority.objects.create(title="Ending", to_year=2027)
    Priority.objects.create(title="Always")

    rows = bodies.priorities(TODAY).rows

    assert [(row.title, row.years) for row in rows] == [
        ("Now", "2025 to 2026"),
        ("Open", "from 2026"),
        ("Ending", "until 2027"),
        ("Always", ""),
    ]
