"""Which two seats one person may not hold on the same day, and who alone may chair."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.enums import RuleStance, SeatRole
from partnerships.order_rules.clashes import Post, clash, covers, may_chair, may_hold
from partnerships.order_rules.terms import EDITIONS, Source
from tests.partnerships.order_rules.shapes import chair, rule

JAN, JUNE, DEC = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)
MERTON = {
    "independent_person_is_not_scrutineer": rule(
        "independent_person_is_not_scrutineer", "refuse", source=Source("Agreement 7.10", "V")
    )
}
KIRKLEES = {"scrutineer_may_chair": rule("scrutineer_may_chair", source=Source("L163", "V"))}
NO_OTHER = "scrutineer_holds_no_other_role"

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
posts = st.builds(
    Post,
    title=st.just("Seat"),
    role=st.sampled_from(list(SeatRole)),
    starts=days,
    ends=st.none() | days,
    is_agencys=st.booleans(),
).filter(lambda post: post.ends is None or post.ends >= post.starts)
rule_sets = st.dictionaries(
    st.sampled_from([NO_OTHER, "scrutineer_may_chair", "independent_person_is_not_scrutineer"]),
    st.sampled_from(list(RuleStance)),
).map(lambda found: {kind: rule(kind, stance) for kind, stance in found.items()})
editions = st.sampled_from(["", *EDITIONS])


def post(role, starts=JAN, ends=None, **more):
    return Post(f"The {role}", role, starts, ends, **more)


@pytest.mark.parametrize("role", ["LSP", "DSP", "CHAIR", "SUBGROUP_CHAIR"])
@pytest.mark.parametrize(
    ("edition", "stance"), [("wt2018", "warn"), ("wt2023", "refuse"), ("wt2026", "refuse")]
)
def test_the_scrutineer_leads_decides_and_chairs_nothing_from_2023_on(role, edition, stance):
    found = clash(post("SCRUTINEER"), post(role), edition=edition, rules={})

    assert found.stance == stance


@pytest.mark.parametrize(("is_agencys", "clashes"), [(True, True), (False, False)])
def test_a_members_seat_matters_where_it_is_an_agencys(is_agencys, clashes):
    member = post("MEMBER", is_agencys=is_agencys)

    assert bool(clash(post("SCRUTINEER"), member, edition="wt2023", rules={})) is clashes


def test_the_partnerships_own_rule_goes_before_the_edition():
    softer = {NO_OTHER: rule(NO_OTHER, "warn")}
    harder = {NO_OTHER: rule(NO_OTHER, "refuse")}

    pair = (post("SCRUTINEER"), post("DSP"))
    assert clash(*pair, edition="wt2023", rules=softer).stance == "warn"
    assert clash(*pair, edition="wt2018", rules=harder).stance == "refuse"


def test_where_the_scrutineer_chairs_by_rule_it_is_warned_about_under_every_edition():
    pair = (post("SCRUTINEER"), post("CHAIR"))

    for edition in EDITIONS:
        assert clash(*pair, edition=edition, rules=KIRKLEES).stance == "warn"
    assert clash(pair[0], post("LSP"), edition="wt2023", rules=KIRKLEES).stance == "refuse"


def test_the_independent_person_and_the_scrutineer_are_two_people_where_a_rule_says_so():
    pair = (post("SCRUTINEER"), post("INDEPENDENT_PERSON"))

    assert clash(*pair, edition="wt2018", rules=MERTON).stance == "refuse"
    assert clash(*pair, edition="wt2018", rules={}) is None
    assert clash(*pair, edition="wt2023", rules={}).stance == "warn"


def test_a_refusal_names_both_seats_and_the_source():
    verdict = may_hold(
        post("SCRUTINEER"), [post("INDEPENDENT_PERSON")], edition="wt2018", rules=MERTON
    )

    assert verdict.reason == (
        "Nobody may hold the seats “The SCRUTINEER” and “The INDEPENDENT_PERSON” on the same day "
        "(Agreement 7.10)."
    )


@pytest.mark.parametrize(
    ("ends", "allowed"), [(date(2026, 5, 31), True), (JUNE, False), (None, False)]
)
def test_one_role_may_follow_the_other(ends, allowed):
    new = post("SCRUTINEER", JUNE)

    verdict = may_hold(new, [post("DSP", JAN, ends)], edition="wt2023", rules={})

    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        ([("DSP", JAN, None)], True),
        ([("DSP", JAN, DEC)], True),
        ([("DSP", JAN, date(2026, 12, 30))], False),
        ([("DSP", date(2026, 6, 2), None)], False),
        ([("DSP", JAN, date(2026, 8, 1)), ("DSP", date(2026, 8, 2), None)], True),
        ([("DSP", JAN, date(2026, 8, 1)), ("DSP", date(2026, 8, 3), None)], False),
        ([("LSP", JAN, None)], False),
        ([], False),
    ],
)
def test_a_chair_holds_a_delegates_seat_on_every_one_of_the_days(held, allowed):
    others = [post(role, starts, ends) for role, starts, ends in held]

    assert bool(may_chair(post("CHAIR", JUNE, DEC), others, chair())) is allowed


def test_a_rule_that_names_nobody_refuses_nobody_and_a_deputy_is_not_the_chair():
    assert may_chair(post("CHAIR"), [], chair(from_roles=frozenset()))
    assert may_chair(post("CHAIR", is_principal=False), [], chair())
    assert not may_chair(post("CHAIR"), [post("DSP", is_principal=False)], chair())


def test_who_may_not_chair_is_told_who_may():
    verdict = may_chair(post("CHAIR"), [], chair(source=Source("Arrangements 4.7")))

    assert verdict.reason == (
        "“The CHAIR” goes only to somebody who holds a seat as delegated safeguarding partner on "
        "all of these days (Arrangements 4.7)."
    )


@given(posts, posts, editions, rule_sets)
def test_two_seats_clash_whichever_way_round_they_are_asked(one, other, edition, rules):
    assert clash(one, other, edition=edition, rules=rules) == clash(
        other, one, edition=edition, rules=rules
    )


@given(posts, posts, editions, rule_sets)
def test_nothing_clashes_without_a_scrutineer_in_it(one, other, edition, rules):
    found = clash(one, other, edition=edition, rules=rules)

    assert found is None or "SCRUTINEER" in {one.role, other.role}


@given(posts, st.lists(posts, max_size=4), editions, rule_sets)
def test_refused_is_exactly_a_required_clash_on_a_common_day(new, others, edition, rules):
    expected = any(
        (found := clash(new, other, edition=edition, rules=rules)) is not None
        and found.stance == "refuse"
        and new.meets(other)
        for other in others
    )

    assert bool(may_hold(new, others, edition=edition, rules=rules)) is not expected


@given(st.lists(posts, max_size=5), posts.filter(lambda post: post.ends is not None))
def test_posts_cover_a_time_when_each_of_its_days_is_one_of_theirs(found, whole):
    length = (whole.ends - whole.starts).days
    expected = all(
        any(each.starts <= day and (each.ends is None or day <= each.ends) for each in found)
        for day in (whole.starts + timedelta(days=n) for n in range(length + 1))
    )

    assert covers(found, whole) is expected
