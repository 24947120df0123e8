"""Every state, every role, every act on a publication: checked against two small tables."""

import itertools

import pytest

from partnerships.roles import ROLES, Permission
from reviews.enums import ReviewKind, ReviewState
from reviews.publication_acts import NEEDS, Act, Where, possible

S = ReviewState
ALWAYS = {Act.RECORD}
OF_A_STATE = {
    # state, a checked version waits, something is on line: what may be done
    (S.SIGNED, False, False): {Act.DECIDE},
    (S.PUBLICATION_DECIDED, False, False): {Act.DECIDE, Act.PLAN, Act.CUT, Act.FREEZE},
    (S.PUBLICATION_DECIDED, True, False): {
        *(Act.DECIDE, Act.PLAN, Act.CUT, Act.SET_ASIDE, Act.KEEP, Act.COPY),
    },
    (S.PRE_PUBLICATION, True, False): {
        *(Act.PLAN, Act.SET_ASIDE, Act.KEEP, Act.COPY, Act.PUBLISH),
    },
    **dict.fromkeys(
        ((S.PUBLISHED, False, True), (S.ACTIONS, False, True), (S.CLOSED, False, True)),
        frozenset({Act.CUT, Act.FREEZE, Act.COPY, Act.ARCHIVE}),
    ),
    **dict.fromkeys(
        ((S.PUBLISHED, True, True), (S.ACTIONS, True, True), (S.CLOSED, True, True)),
        frozenset({Act.CUT, Act.SET_ASIDE, Act.KEEP, Act.COPY, Act.CORRECT, Act.ARCHIVE}),
    ),
}  # fmt: skip
DECIDES, PUBLISHES = {Act.DECIDE, Act.ARCHIVE}, {Act.PUBLISH, Act.CORRECT}
WORKS = set(Act) - DECIDES - PUBLISHES
OF_A_ROLE = {
    "manager": set(Act),
    "business_support": WORKS,
    "lsp": DECIDES | PUBLISHES,
    "dsp": WORKS | DECIDES,
}


@pytest.mark.parametrize(("stands", "acts"), OF_A_STATE.items())
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_in_a_state_what_both_tables_say_and_nothing_else(role, stands, acts):
    state, waits, on_line = stands
    where = Where(
        state=state, kind=ReviewKind.LCSPR, decided=True,
        waits=waits, checked=waits, on_line=on_line,
    )  # fmt: skip
    held = ROLES[role].permissions & {*NEEDS.values(), Permission.CASE_VIEW}
    sees = Permission.CASE_VIEW in held
    found = {act for act in Act if sees and NEEDS[act] in held and possible(act, where)}
    assert found == OF_A_ROLE.get(role, set()) & (set(acts) | ALWAYS)


def test_nothing_but_the_decision_is_possible_before_it_and_nothing_after_the_end():
    for state, kind in itertools.product(ReviewState, ReviewKind):
        bare = Where(state=state, kind=kind)
        assert {act for act in Act if possible(act, bare)} <= {Act.DECIDE}
        over = Where(state=state, kind=kind, decided=True, on_line=True, archived=True)
        assert {act for act in Act if possible(act, over)} <= {Act.DECIDE}


def test_a_review_of_another_kind_is_published_without_copies_and_a_practice_review_is_not():
    stands = {"state": S.PUBLICATION_DECIDED, "decided": True, "waits": True, "checked": True}
    assert possible(Act.PUBLISH, Where(kind=ReviewKind.LEARNING, **stands))
    refused = possible(Act.PUBLISH, Where(kind=ReviewKind.LCSPR, **stands))
    assert refused.reason == (
        "A practice review is published after the copies before publication were sent."
    )
