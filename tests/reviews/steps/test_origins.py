"""Where a case came from, whom else it concerns, and who may not decide on it."""

import pytest

from partnerships.models import AuditEvent
from partnerships.services import conflicts
from partnerships.services.conflicts import InterestFacts
from reviews import services
from reviews.enums import Answer
from reviews.models import Referral
from reviews.services import AuthorityFacts, ReferralFacts
from tests.factories import outcomes as after
from tests.factories import reviews as make
from tests.reviews.steps.cases import DAY, S, refused

pytestmark = pytest.mark.django_db
USUAL = {"organisation_words": "A school elsewhere", "post": "Head teacher"}


def refer(case, *, by, at, **said):
    facts = ReferralFacts(**{**USUAL, **said})
    return services.record_referral(incident=case, facts=facts, by=by, at=at)


def test_a_case_is_logged_with_its_referral_or_given_one_later(in_north, manager, moment, later):
    with_one = services.log_incident(
        facts=make.facts(moment), referral=ReferralFacts(**USUAL), by=manager, at=moment
    )
    assert with_one.referral.others_safe is None

    without = make.case(by=manager, at=moment)
    refer(without, by=manager, at=later)
    refer(without, others_safe=True, by=manager, at=later)

    assert Referral.objects.get(incident=without).others_safe is True


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"organisation_words": " "}, "organisation"),
        ({"post": " "}, "referral_post"),
        ({"others_safe": False}, "safety_note"),
    ],
)
def test_a_referral_that_says_too_little_is_refused(in_north, manager, moment, later, said, field):
    case = make.case(by=manager, at=moment)

    assert refused(refer, case, by=manager, at=later, **said).field == field


def test_a_senior_lead_agrees_by_name_of_post_and_not_ahead(in_north, manager, moment, later):
    case = make.case(by=manager, at=moment)
    day = later.date()

    alone = refused(refer, case, by=manager, at=later, senior_agreed_on=day)
    ahead = refused(
        refer, case, by=manager, at=later, senior_lead="Director", senior_agreed_on=day + DAY
    )

    assert (alone.field, ahead.code) == ("senior_lead", "in-the-future")


def test_another_authority_stands_on_a_case_once_and_is_kept_when_taken_off(
    in_north, manager, moment, later
):
    case = make.case(by=manager, at=moment)
    body = AuthorityFacts(kind="police", name="Another force", why="The family moved.")
    said = {"incident": case, "facts": body, "by": manager, "at": later}
    added = services.add_other_authority(**said)
    assert refused(services.add_other_authority, **said).field == "name"

    services.remove_other_authority(authority=added, by=manager, at=later)

    again = refused(services.remove_other_authority, authority=added, by=manager, at=later)
    assert again.code == "removed-already"
    services.add_other_authority(**said)
    assert case.other_authorities.count() == 2
    assert AuditEvent.objects.filter(facts__removed=True).count() == 1


def test_whoever_has_an_interest_that_nobody_has_dealt_with_decides_nothing(
    in_north, manager, moment, later
):
    deciding = make.case(by=manager, at=moment)
    make.views(deciding, Answer.NOTIFY, by=manager, at=moment)
    open_review = make.case_at(S.RAPID_REVIEW_OPEN, by=manager, at=moment)
    not_notified = make.case_at(S.NOT_NOTIFIABLE, by=manager, at=moment)
    facts = InterestFacts("family", "A cousin works there")
    conflicts.declare_interest(facts=facts, by=manager, at=moment)

    acts = [
        refused(make.decide, deciding, by=manager, at=later),
        refused(after.withdraw, open_review, by=manager, at=later),
        refused(after.closed, not_notified, by=manager, at=later),
    ]

    assert [each.code for each in acts] == ["interest-undecided"] * 3
