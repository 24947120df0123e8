"""Examples from the published arrangements, and what must hold for any rule."""

from itertools import combinations, combinations_with_replacement, product

import pytest

from governance.quorum import PARTNERS, Present, Rule, assess, in_words, when_decided, would_do
from krscp_portal.foundation.verdict import Allowed, Refused

LA, ICB, POLICE = Present("local_authority"), Present("icb"), Present("police")
ANY_TWO = Rule(minimum_partners=2, deputies_count=True)  # Merton's board
ALL_THREE = Rule(minimum_partners=3, required_kinds=frozenset(PARTNERS))  # Kirklees' executive

SUBSETS = [frozenset(each) for n in range(4) for each in combinations(PARTNERS, n)]
RULES = [Rule(*each) for each in product((1, 2, 3), SUBSETS, (True, False, None))]
PEOPLE = [Present(*each) for each in product((*PARTNERS, ""), (False, True))]
ROOMS = [room for n in range(4) for room in combinations_with_replacement(PEOPLE, n)]


def test_any_two_partners_make_a_board_quorate():
    assert assess(ANY_TWO, [LA, POLICE]) == Allowed()


def test_one_partner_is_not_enough_and_the_others_are_named():
    assert assess(ANY_TWO, [LA]) == Refused(
        "Not quorate. One of the three safeguarding partners present, two needed. "
        "Absent: integrated care board, police.",
        code="not-quorate",
    )


def test_two_delegates_of_two_councils_are_one_kind_of_partner():
    assert not assess(ANY_TWO, [LA, LA])


def test_an_executive_of_three_names_the_partner_who_is_missing():
    assert assess(ALL_THREE, [LA, ICB]) == Refused(
        "Not quorate. Nobody is present for: police.", code="not-quorate"
    )


def test_a_deputy_counts_where_the_arrangements_say_so():
    assert assess(ANY_TWO, [LA, Present("icb", is_deputy=True)]) == Allowed()


def test_a_deputy_does_not_count_where_the_arrangements_say_so():
    rule = Rule(minimum_partners=2, deputies_count=False)
    assert not assess(rule, [LA, Present("icb", is_deputy=True)])


def test_a_quorum_met_only_by_a_deputy_is_remarked_where_nothing_says():
    verdict = assess(ALL_THREE, [LA, ICB, Present("police", is_deputy=True)])
    assert verdict == Allowed(
        "Met only with a deputy for: police. The arrangements do not say whether deputies count.",
        code="deputies-not-stated",
    )


def test_people_who_speak_for_no_partner_do_not_count():
    assert not assess(ANY_TWO, [LA, Present(""), Present("")])


def test_a_group_without_a_stated_quorum_may_decide_and_it_is_remarked():
    assert assess(Rule(stated=False), []) == Allowed(
        "No quorum is stated for this group.", code="none-stated"
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(stated=False), "No quorum is stated."),
        (ALL_THREE, "All three safeguarding partners must be present."),
        (
            ANY_TWO,
            "At least two of the three safeguarding partners must be present. Deputies count.",
        ),
        (
            Rule(minimum_partners=2, required_kinds=frozenset({"police"}), deputies_count=False),
            (
                "At least two of the three safeguarding partners must be present, "
                "always among them: police. Deputies do not count."
            ),
        ),
        (
            Rule(minimum_partners=1, required_kinds=frozenset({"police", "icb"})),
            "These partners must be present: integrated care board, police.",
        ),
    ],
)
def test_a_rule_is_said_in_one_sentence(rule, words):
    assert in_words(rule) == words


def test_somebody_more_in_the_room_never_loses_the_quorum():
    for rule, room in product(RULES, ROOMS):
        if assess(rule, room):
            assert all(assess(rule, [*room, somebody]) for somebody in PEOPLE)


def test_everybody_in_the_room_is_always_quorate():
    assert {assess(rule, [LA, ICB, POLICE]) for rule in RULES} == {Allowed()}


def test_nobody_in_the_room_never_is():
    assert not any(assess(rule, []) for rule in RULES)


NAMES = {"local_authority": "the council", "icb": "the ICB", "police": "the police"}


@pytest.mark.parametrize(
    ("rule", "present", "out", "said"),
    [
        (ANY_TWO, [LA, POLICE], {}, ""),
        (Rule(stated=False), [], {}, ""),
        (ANY_TWO, [LA], {}, "Quorate if the ICB or the police joins."),
        (ANY_TWO, [], {}, "Quorate if two of these join: the council, the ICB, the police."),
        (ALL_THREE, [LA], {}, "Quorate if the ICB and the police join."),
        (ALL_THREE, [LA, ICB], {}, "Quorate if the police joins."),
        (ANY_TWO, [LA], {"icb": "the ICB’s seat is vacant"}, "Quorate if the police joins."),
        (
            ALL_THREE,
            [LA],
            {"police": "the police sent apologies"},
            "Cannot be quorate: the police sent apologies.",
        ),
        (
            ANY_TWO,
            [LA],
            {"icb": "the ICB’s seat is vacant", "police": "the police sent apologies"},
            "Cannot be quorate: the ICB’s seat is vacant; the police sent apologies.",
        ),
        (
            Rule(minimum_partners=2, required_kinds=frozenset({"police"})),
            [],
            {},
            "Quorate if the police joins, and the council or the ICB joins.",
        ),
        (
            Rule(minimum_partners=2, deputies_count=False),
            [LA, Present("icb", is_deputy=True)],
            {},
            "Quorate if the ICB or the police joins.",
        ),
    ],
)
def test_who_would_make_it_quorate_is_named(rule, present, out, said):
    assert would_do(rule, present, names=NAMES, out=out) == said


def test_whoever_would_do_does_and_nobody_else_is_asked_for():
    for rule, room in product(RULES, ROOMS):
        said = would_do(rule, room, names=PARTNERS, out={})
        assert bool(said) == (not assess(rule, room))
        if said:
            joined = [*room, *(Present(kind) for kind, name in PARTNERS.items() if name in said)]
            assert assess(rule, joined)


def test_what_was_stored_with_a_decision_is_said_in_words():
    kept = {"after": False, "marked": True, "present": ["police", "local_authority"], "said": ""}
    two = "2 of 3 safeguarding partners in the room (local authority, police)"
    deputy = "Met only with a deputy for: police."

    assert when_decided({}) == ""
    assert when_decided({**kept, "state": "quorate"}) == f"Quorate when decided: {two}"
    assert when_decided({**kept, "state": "quorate", "after": True}) == (
        f"Quorate by the register of the meeting: {two}"
    )
    assert when_decided({**kept, "state": "remark", "said": deputy}) == (
        f"Quorate when decided: {two}. Met only with a deputy for: police"
    )
    assert when_decided({**kept, "state": "not-quorate"}) == (
        f"Not quorate at the minute it was recorded: {two}"
    )
    assert when_decided({**kept, "state": "none"}) == f"No quorum rule stated: {two}"
    assert when_decided({**kept, "state": "none", "present": [], "marked": False}) == (
        "No quorum rule stated: nobody was marked in the register"
    )
