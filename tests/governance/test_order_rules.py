"""The rules of order of groups: quorum, chairing, who sits where."""

from datetime import date

import pytest

from governance import order_rules as rules
from governance.order_rules import GroupFacts, GroupRecord, PlaceFacts
from partnerships.order_rules.facts import Record, Tenure
from tests.partnerships.order_rules.shapes import BEGAN, JUNE, delegate, rule, seat, states


def group(key, *places, kind="subgroup", **more):
    return GroupFacts(key, key.title(), kind, f"governance/groups/{key}/", places=places, **more)


def chairing(number, agency=None, *tenures, how="co_chair"):
    facts = {"organisation": agency, "organisation_name": f"Body {agency}"}
    return PlaceFacts(seat(number, "SUBGROUP_CHAIR", *tenures, **facts), how)


def record(*groups, own=()):
    return GroupRecord(Record(JUNE, rules=tuple(own)), groups)


def test_a_quorum_that_is_not_stated_is_no_fault():
    stated = group("executive", kind="executive", quorum="All three.", quorum_stated=True)
    silent = group("wider", kind="wider", quorum_stated=False)
    unwritten = group("board", kind="board")
    subgroup = group("audit")

    found = rules.quorum_known(record(stated, silent, unwritten, subgroup))

    assert [(each.about, str(each.state)) for each in found] == [
        ("Executive", "kept"),
        ("Wider", "not_stated"),
        ("Board", "not_stated"),
    ]
    assert found[0].why == "All three."


def test_all_three_kinds_sit_on_an_executive():
    kinds = ("local_authority", "icb", "police")
    places = [PlaceFacts(delegate(n, kind)) for n, kind in enumerate(kinds)]

    full = record(group("executive", *places, kind="executive"))
    short = record(group("executive", *places[:2], kind="executive"))
    empty = record(group("executive", kind="executive"))
    assert states(rules.executive_has_three_kinds(full)) == ["kept"]
    assert rules.executive_has_three_kinds(short)[0].why == "No seat on it speaks for: police."
    assert states(rules.executive_has_three_kinds(empty)) == ["cannot_tell"]
    assert rules.executive_has_three_kinds(record(group("audit"))) == []


def test_a_scrutineer_sits_on_no_executive():
    scrutineer = PlaceFacts(seat(1, "SCRUTINEER"))
    member = PlaceFacts(delegate(2, "icb"))

    def stands(*places):
        found = record(group("executive", *places, kind="executive"))
        return states(rules.scrutineer_not_on_executive(found))

    assert stands(member) == ["kept"]
    assert stands(member, scrutineer) == ["not_kept"]
    assert stands() == ["cannot_tell"]


@pytest.mark.parametrize(
    ("places", "state", "why"),
    [
        (
            (chairing(1, 7), chairing(2, 8)),
            "kept",
            "Its co-chairs’ seats are of different agencies.",
        ),
        ((chairing(1, 7), chairing(2, 7)), "not_kept", "Both are of one agency: Body 7."),
        ((chairing(1, 7),), "not_kept", "Seats that chair it: 1. Wanted: 2."),
        (
            (chairing(1, 7), chairing(2)),
            "cannot_tell",
            "From which agencies the co-chairs come is not recorded.",
        ),
        ((), "cannot_tell", "Who chairs it is not recorded."),
        (
            (chairing(1, 7), chairing(2, 8, Tenure(3, BEGAN, date(2026, 5, 31)))),
            "not_kept",
            "A co-chair has left: SUBGROUP_CHAIR 2.",
        ),
        (
            (chairing(1, 7, Tenure(2, BEGAN)), chairing(2, 8, Tenure(3, BEGAN, JUNE))),
            "kept",
            "Its co-chairs’ seats are of different agencies.",
        ),
    ],
)
def test_two_co_chairs_of_two_agencies(places, state, why):
    own = rule("cochairs_from_two_agencies", number=2, applies_to=("audit",))

    (found,) = rules.cochairs_differ(record(group("audit", *places), group("other"), own=[own]))

    assert (str(found.state), found.about, found.why) == (state, "Audit", why)


def test_a_practice_that_is_only_recorded_stays_recorded():
    own = rule("cochairs_from_two_agencies", "record", applies_to=("audit",))

    (found,) = rules.cochairs_differ(record(group("audit", chairing(1, 7)), own=[own]))

    assert (found.state, found.stance) == ("not_kept", "record")


def test_agencies_share_the_chairing():
    own = rule("multi_agency_chairing", applies_to=("audit", "policy"))

    def stands(first, second):
        groups = (group("audit", chairing(1, first)), group("policy", chairing(2, second)))
        return states(rules.chairing_is_shared(record(*groups, own=[own])))

    assert stands(7, 8) == ["kept"]
    assert stands(7, 7) == ["not_kept"]
    assert stands(7, None) == ["cannot_tell"]
    assert rules.chairing_is_shared(record(group("audit"))) == []


@pytest.mark.parametrize("kind", ["subgroup_chair_is_coopted", "subgroup_chairs_on_wider_body"])
def test_whoever_chairs_a_group_sits_on_the_wider_body(kind):
    own = rule(kind, applies_to=("board",))
    chair = chairing(1, 7, how="chair")
    audit, seated = group("audit", chair), PlaceFacts(chair.seat)

    def stands(board, *others):
        return rules.chairs_sit_on_wider_body(record(board, *others, own=[own]))[0]

    assert stands(group("board", seated), audit).state == "kept"
    assert stands(group("board"), audit).why == "Does not sit there: SUBGROUP_CHAIR 1."
    assert stands(group("board", chair)).state == "cannot_tell"


def test_only_partners_vote_on_the_body_that_the_rule_names():
    own = rule("votes_only_from_partners", "refuse", applies_to=("board",))
    police = PlaceFacts(delegate(1, "police"), votes=True)
    lay = PlaceFacts(seat(2, "LAY_MEMBER"), votes=True)

    def stands(*places):
        return rules.group_votes_from_partners(record(group("board", *places), own=[own]))[0]

    assert stands(police).state == "kept"
    assert stands(police, lay).why == "Votes there: LAY_MEMBER 2."
    assert stands().state == "cannot_tell"


def test_a_partnership_without_such_rules_is_asked_nothing():
    empty = record(group("audit", chairing(1, 7)))

    asked = (rules.cochairs_differ, rules.chairs_sit_on_wider_body, rules.group_votes_from_partners)
    assert [check(empty) for check in asked] == [[], [], []]
