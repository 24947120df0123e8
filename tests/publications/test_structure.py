"""What the public structure says: who reports to whom, who sits where, and old names."""

from datetime import date

import pytest

from governance.models import (
    GroupAgency,
    GroupAlias,
    GroupSeat,
    LinkedBoard,
    LinkedBoardArea,
    QuorumRule,
)
from partnerships.models import Area, Participation, Partnership, PartnershipArea
from publications.selectors import ended_group, group_called, structure
from publications.selectors.structure import BoardsOfArea, every_group
from tests.factories import governance as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture
def read(in_north):
    return lambda: structure(partnership=in_north, on=TODAY)


def shape(groups) -> list:
    return [(each.key, shape(each.below)) if each.below else each.key for each in groups]


def test_an_empty_record_has_nothing_to_show(read):
    assert read().is_empty


def test_groups_stand_under_those_to_which_they_report(read):
    panel = make.group("panel", kind="forum")
    executive = make.group("executive", kind="executive")
    learning = make.group("learning", reports_to=executive)
    make.group("review", reports_to=learning)
    make.group("old", ended_on=TODAY)
    make.group("orphan", reports_to=make.group("gone", ended_on=date(2026, 1, 1)))

    assert shape(read().groups) == [
        ("executive", [("learning", ["review"])]),
        "orphan",
        "panel",
    ]
    assert panel.pk


def test_groups_that_report_to_each_other_are_not_lost(read):
    first = make.group("first")
    second = make.group("second", reports_to=first)
    first.reports_to = second
    first.save()

    assert shape(read().groups) == [("first", ["second"])]


def test_a_group_says_by_post_who_chairs_and_who_sits_there(read):
    group = make.group("qa", kind="subgroup", short_name="QA", chair_note="In turn.")
    QuorumRule.objects.create(group=group, minimum_partners=3)
    GroupAlias.objects.create(group=group, name="Old QA")
    member, chair, closed, left = (
        partnerships.seat("a"),
        partnerships.seat("b"),
        partnerships.seat("c", closed_on=TODAY),
        partnerships.seat("d"),
    )
    GroupSeat.objects.create(group=group, seat=member, code="SP", votes=True)
    GroupSeat.objects.create(group=group, seat=chair, chairing="co_chair")
    GroupSeat.objects.create(group=group, seat=closed)
    GroupSeat.objects.create(group=group, seat=left, to_on=date(2026, 5, 31))
    for name in ("A trust", "A part of it"):  # both called the same in the published list
        agency = partnerships.agency(name, listed_as="The trust")
        GroupAgency.objects.create(group=group, agency=agency)

    (found,) = read().groups

    assert found.full_name == "Group qa (QA)"
    assert found.quorum == "All three safeguarding partners must be present."
    assert found.other_names == ("Old QA",)
    assert found.speaks_for == ("The trust",)
    assert [(each.post.title, each.chairing) for each in found.chairs] == [("Seat b", "Co-chair")]
    assert [(each.post.title, each.code, each.votes) for each in found.members] == [
        ("Seat a", "SP", True)
    ]


def test_members_stand_under_what_they_sit_there_as(read):
    group, plain = make.group("qa"), make.group("plain")
    for number, code in enumerate(("", "RA", "SP", "RA")):
        seat = partnerships.seat(f"s{number}")
        GroupSeat.objects.create(group=group, seat=seat, code=code)
        GroupSeat.objects.create(group=plain, seat=seat)

    parts = {group.key: _titles(group.parts) for group in read().groups}

    assert parts == {
        "qa": [
            ("Safeguarding partners", ["Seat s2"]),
            ("Relevant agencies", ["Seat s1", "Seat s3"]),
            ("Others", ["Seat s0"]),
        ],
        "plain": [("", ["Seat s0", "Seat s1", "Seat s2", "Seat s3"])],
    }


def _titles(parts) -> list:
    return [(each.heading, [sitting.post.title for sitting in each.sittings]) for each in parts]


def test_boards_stand_by_area_and_one_of_every_area_stands_once(read):
    areas = [Area.objects.create(name=name, kind="county") for name in ("East", "West")]
    for area in areas:
        PartnershipArea.objects.create(area=area)
    for key, kind, where in (
        ("sab", "sab", areas),
        ("hwb-west", "hwb", areas[1:]),
        ("hwb-east", "hwb", areas[:1]),
        ("cdop", "cdop", []),
        ("csp", "csp", areas[:1]),
    ):
        board = LinkedBoard.objects.create(key=key, name=key.upper(), kind=kind)
        for area in where:
            LinkedBoardArea.objects.create(board=board, area=area)
    LinkedBoard.objects.create(key="old", name="OLD", ended_on=TODAY)

    assert read().boards == (
        BoardsOfArea("For the whole area", ("SAB", "CDOP")),
        BoardsOfArea("East", ("HWB-EAST", "CSP")),
        BoardsOfArea("West", ("HWB-WEST",)),
    )


def test_joint_bodies_stand_with_those_who_share_them(read, in_north):
    body = partnerships.partnership("joint", kind="joint_body")
    Participation.objects.create(body=body, participant=in_north, name="Northshire")
    Participation.objects.create(body=body, name="Elsewhere")
    Participation.objects.create(
        body=body, participant=in_north, name="Before", to_on=date(2026, 5, 31)
    )

    assert read().joint_bodies == (body.name,)
    assert read().shared_by == ()
    Partnership.objects.filter(pk=in_north.pk).update(kind="joint_body")
    in_north.refresh_from_db()
    Participation.objects.create(body=in_north, name="Medway")
    assert read().shared_by == ("Medway",)


def test_the_chart_holds_every_group_with_its_kind_and_every_board(read):
    executive = make.group("executive", kind="executive", name="The Executive")
    make.group("forum", kind="forum", name="The Forum", shared_with="Medway", reports_to=executive)
    LinkedBoard.objects.create(key="sab", name="Adults Board")

    boxes = read().chart("Northshire").layout.boxes

    assert [(" ".join(box.name), " ".join(box.label)) for box in boxes] == [
        ("The Executive", "Executive"),
        ("The Forum", "Forum, shared with Medway"),
        ("Linked boards", ""),
    ]
    assert boxes[2].entries == (("Adults Board",),)
    assert (boxes[0].node.leads, boxes[1].node.loose, boxes[1].node.shared) == (True, True, True)


@pytest.mark.parametrize(
    ("slug", "key"),
    [
        ("oseg", "oseg"),
        ("operational-executive", "oseg"),
        ("ose", "oseg"),
        ("senior-leadership-group", "oseg"),
        ("typed-by-hand", "oseg"),
        ("llr", "llr"),
        ("learning-and-review", "oseg"),
        ("nothing", None),
    ],
)
def test_an_old_name_leads_to_the_group_that_had_it(slug, key, in_north):
    group = make.group("oseg", name="Operational Executive", short_name="OSE")
    ended = make.group("llr", name="Learning and Review", ended_on=date(2026, 1, 1))
    GroupAlias.objects.create(group=ended, name="Senior Leadership Group")
    GroupAlias.objects.create(group=group, name="Senior Leadership Group")
    GroupAlias.objects.create(group=group, name="Other", slug="typed-by-hand")
    ended.name = "Ended group"
    ended.save()
    GroupAlias.objects.create(group=group, name="Learning and Review")

    assert group_called(slug, on=TODAY) == key


def test_of_an_ended_group_it_is_known_who_bears_its_name(in_north):
    old = make.group("old", name="Old Group", ended_on=TODAY)
    new = make.group("new", name="New Group")
    GroupAlias.objects.create(group=new, name="old group")
    gone = make.group("gone", ended_on=TODAY)
    GroupAlias.objects.create(group=gone, name="Old Group")

    assert ended_group("old", on=TODAY) == (old, [new])
    assert ended_group("new", on=TODAY) is None
    assert ended_group("gone", on=date(2026, 5, 31)) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_everything_is_read_with_eleven_queries(rows, read, django_assert_num_queries):
    body = partnerships.partnership("joint", kind="joint_body")
    for number in range(rows):
        group = make.group(f"g{number}")
        seat = partnerships.seat(f"s{number}")
        GroupSeat.objects.create(group=group, seat=seat)
        GroupAgency.objects.create(group=group, agency=partnerships.agency(f"A{number}"))
        GroupAlias.objects.create(group=group, name="Old")
        board = LinkedBoard.objects.create(key=f"b{number}", name="Board")
        area = Area.objects.create(name=f"Area {number}", kind="county")
        LinkedBoardArea.objects.create(board=board, area=area)
        Participation.objects.create(body=body, name=f"P{number}")

    with django_assert_num_queries(11):
        assert len(list(every_group(read().groups))) == rows
