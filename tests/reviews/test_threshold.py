import itertools

import pytest

from krscp_portal.foundation.errors import DomainError
from partnerships.enums import PartnerKind
from reviews.enums import Abuse, Answer
from reviews.threshold import (
    check_decision,
    check_form_covers,
    is_split,
    meets_definition,
    missing,
)

LA, ICB, POLICE = PartnerKind
YES, NO = Answer.NOTIFY, Answer.DO_NOT_NOTIFY
SILENT = {"dissent": "", "without_views_reason": ""}


def refusal(decision, views, **said):
    with pytest.raises(DomainError) as caught:
        check_decision(decision, views, **{**SILENT, **said})
    return caught.value


@pytest.mark.parametrize("answer", Answer)
def test_three_partners_who_agree_decide(answer):
    check_decision(answer, dict.fromkeys(PartnerKind, answer), **SILENT)


@pytest.mark.parametrize("answer", Answer)
def test_nobody_decides_against_three_partners_who_agree(answer):
    other = NO if answer is YES else YES

    assert refusal(other, dict.fromkeys(PartnerKind, answer)).code == "against-all-views"


@pytest.mark.parametrize("views", list(itertools.product(Answer, repeat=3)))
@pytest.mark.parametrize("decision", Answer)
def test_the_decision_is_always_the_local_authoritys(decision, views):
    given = dict(zip(PartnerKind, views, strict=True))
    said = {"dissent": "What each thought.", "without_views_reason": ""}

    if decision is given[LA]:
        check_decision(decision, given, **said)
    else:
        assert refusal(decision, given, **said).field == "answer"


def test_a_split_needs_its_dissent_set_down():
    found = refusal(YES, {LA: YES, ICB: NO, POLICE: YES}, dissent="  ")

    assert (found.code, found.field) == ("dissent-needed", "dissent")


def test_on_a_split_the_refusal_says_whose_view_decides():
    found = refusal(NO, {LA: YES, ICB: NO, POLICE: NO}, dissent="What each thought.")

    assert found.code == "authority-decides"
    assert "local authority’s view decides: notify the panel" in str(found)


def test_nothing_is_decided_without_the_local_authoritys_view():
    assert refusal(YES, {ICB: YES, POLICE: YES}).code == "no-authority-view"


def test_a_partner_who_has_not_answered_cannot_hold_a_notification_up():
    check_decision(YES, {LA: YES, ICB: YES}, dissent="", without_views_reason="No answer in time.")


def test_to_notify_without_a_view_needs_the_reason():
    found = refusal(YES, {LA: YES})

    assert (found.code, found.field) == ("reason-needed", "without_views_reason")
    assert str(found).endswith("integrated care board and police.")


def test_not_to_notify_needs_all_three_views():
    found = refusal(NO, {LA: NO, ICB: NO}, without_views_reason="No answer in time.")

    assert found.code == "views-needed"
    assert str(found).endswith("Still to come: police.")


def test_what_is_missing_comes_in_the_usual_order():
    assert missing({ICB: YES}) == (LA, POLICE)


def test_views_that_differ_are_a_split():
    assert is_split({LA: YES, ICB: NO})
    assert not is_split({LA: YES, ICB: YES})
    assert not is_split({})


@pytest.mark.parametrize(
    ("abuse", "answer"),
    [
        (Abuse.KNOWN, True),
        (Abuse.SUSPECTED, True),
        (Abuse.NOT_SUSPECTED, False),
        (Abuse.UNCLEAR, None),
    ],
)
def test_the_definition_turns_on_whether_abuse_or_neglect_is_suspected(abuse, answer):
    assert meets_definition(abuse) is answer


def test_each_child_who_died_needs_a_form_of_their_own():
    check_form_covers(deaths=1, children=3)
    check_form_covers(deaths=0, children=3)
    with pytest.raises(DomainError, match="a notification of their own"):
        check_form_covers(deaths=2, children=2)


def test_a_form_covers_somebody():
    with pytest.raises(DomainError, match="Select at least one child"):
        check_form_covers(deaths=0, children=0)
