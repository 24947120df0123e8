"""A partnership's own rules, the yearly look at its chair, and the appointments they refuse."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import Appointment, AuditEvent, ChairReview, ChairRule, LocalRule, Person
from partnerships.services import details, rules, seats
from partnerships.services.details import ChairRuleFacts
from partnerships.services.rules import ChairReviewFacts, RuleFacts
from partnerships.services.terms import AppointmentFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
LAY = RuleFacts("lay_members", "Two lay members sit.", "warn", 2, source="Agreement 1")


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


# --- rules


def test_a_rule_is_added_changed_and_ended_and_stays_on_record(by_manager):
    rule = rules.add_rule(facts=LAY, **by_manager)
    other = RuleFacts("lay_members", "Three lay members sit.", "warn", 3, ("board",))
    rules.change_rule(rule=rule, facts=other, **by_manager)
    rules.end_rule(rule=rule, ended_on=JUNE, **by_manager)

    rule.refresh_from_db()
    assert (rule.text, rule.number, rule.applies_to, rule.ended_on) == (
        "Three lay members sit.",
        3,
        ["board"],
        JUNE,
    )
    assert verbs() == [AuditVerb.CREATED, AuditVerb.CHANGED, AuditVerb.ENDED]
    assert AuditEvent.objects.order_by("number")[1].facts == {
        "fields": ["text", "number", "applies_to", "source"]
    }


def test_no_change_leaves_no_audit_row(by_manager):
    rule = rules.add_rule(facts=LAY, **by_manager)

    rules.change_rule(rule=rule, facts=LAY, **by_manager)

    assert verbs() == [AuditVerb.CREATED]


def test_a_second_rule_of_a_kind_is_refused_until_the_first_has_ended(by_manager):
    rule = rules.add_rule(facts=LAY, **by_manager)

    with pytest.raises(DomainError) as refusal:
        rules.add_rule(facts=LAY, **by_manager)
    assert (str(refusal.value), refusal.value.field) == (
        "There is a rule about this already: Lay members. Change or end that one.",
        "kind",
    )

    rules.end_rule(rule=rule, ended_on=JUNE, **by_manager)
    rules.add_rule(facts=LAY, **by_manager)
    assert LocalRule.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (RuleFacts("lay_members", "  "), "text"),
        (RuleFacts("lay_members", "A practice.", "refuse", confirmed=False), "stance"),
    ],
)
def test_what_says_nothing_and_what_nothing_confirms_is_refused(by_manager, facts, field):
    with pytest.raises(DomainError) as refusal:
        rules.add_rule(facts=facts, **by_manager)

    assert refusal.value.field == field
    assert LocalRule.objects.count() == 0


def test_what_a_rule_is_about_stays_and_an_ended_one_is_left_alone(by_manager):
    rule = rules.add_rule(facts=LAY, **by_manager)
    with pytest.raises(DomainError, match="What a rule is about stays"):
        rules.change_rule(rule=rule, facts=RuleFacts("young_scrutineers", "x"), **by_manager)

    rules.end_rule(rule=rule, ended_on=JUNE, **by_manager)
    for act in (
        lambda: rules.change_rule(rule=rule, facts=LAY, **by_manager),
        lambda: rules.end_rule(rule=rule, ended_on=JUNE, **by_manager),
    ):
        with pytest.raises(DomainError, match="This rule has ended already"):
            act()


def test_rules_are_for_whoever_keeps_the_record(north, in_north, moment):
    lay = make.member(north, "lay_member")

    with pytest.raises(NotPermitted):
        rules.add_rule(facts=LAY, by=lay, at=moment)


# --- the look at a chair


@pytest.fixture
def chaired(by_manager):
    """An executive that a delegate chairs since 1 January 2026, for twelve months at least."""
    delegate = make.seat("dsp", "DSP", speaks_for="police")
    other = make.seat("dsp-2", "DSP", speaks_for="icb")
    chair = make.seat("chair", "CHAIR")
    facts = ChairRuleFacts(
        "Executive", "the delegates", 12, seat=chair, from_roles=("DSP",), review_months=12
    )
    rule = details.add_chair_rule(facts=facts, **by_manager)
    held = make.appointment(delegate, starts=date(2025, 1, 1))
    Appointment.objects.create(seat=chair, person=held.person, period=(date(2026, 1, 1), None))
    return rule, other


def review(**more):
    facts = {"reviewed_on": date(2026, 5, 20), "continues": True, "outcome": "The chair stays."}
    return ChairReviewFacts(**(facts | more))


def test_a_look_is_recorded_even_where_nothing_changes(chaired, by_manager):
    rule, _ = chaired

    found = rules.record_chair_review(rule=rule, facts=review(), **by_manager)

    assert (found.continues, found.next_seat, found.recorded_at) == (True, None, by_manager["at"])
    assert verbs()[-1] == AuditVerb.REVIEWED


def test_a_chair_goes_early_with_a_reason_and_not_without(chaired, by_manager):
    rule, other = chaired
    early = {"continues": False, "next_seat": other, "outcome": "The board chairs next."}

    with pytest.raises(DomainError) as refusal:
        rules.record_chair_review(rule=rule, facts=review(**early), **by_manager)
    assert (str(refusal.value), refusal.value.field) == (
        (
            "The shortest term is 12 months, and this chair began on 1 January 2026: say why it ends "
            "early."
        ),
        "reason",
    )
    assert ChairReview.objects.count() == 0

    told = review(**early, reason="Leaves the force")
    assert rules.record_chair_review(rule=rule, facts=told, **by_manager).reason


def test_a_chair_whose_time_is_up_goes_without_a_reason(chaired, by_manager):
    rule, other = chaired
    Appointment.objects.filter(seat=rule.seat).update(period=(date(2025, 5, 1), None))

    facts = review(continues=False, next_seat=other, outcome="The board chairs next.")
    assert rules.record_chair_review(rule=rule, facts=facts, **by_manager).pk


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reviewed_on": date(2026, 6, 2)}, "reviewed_on"),
        ({"outcome": " "}, "outcome"),
        ({"continues": False}, "next_seat"),
        ({"next_seat": "other"}, "next_seat"),
        ({"continues": False, "next_seat": "chair"}, "next_seat"),
    ],
)
def test_a_look_that_does_not_hang_together_is_refused(chaired, by_manager, more, field):
    rule, other = chaired
    named = {"other": other, "chair": rule.seat}
    if "next_seat" in more:
        more = {**more, "next_seat": named[more["next_seat"]]}

    with pytest.raises(DomainError) as refusal:
        rules.record_chair_review(rule=rule, facts=review(**more), **by_manager)
    assert refusal.value.field == field


def test_a_chair_rule_keeps_what_the_portal_checks(chaired, by_manager):
    rule, _ = chaired
    facts = ChairRuleFacts("Executive", "anybody", from_roles=("DSP", "LSP"), method="rotation")

    details.change_chair_rule(rule=rule, facts=facts, **by_manager)

    found = ChairRule.objects.get()
    assert (found.from_roles, found.method, found.minimum_months, found.seat) == (
        ["DSP", "LSP"],
        "rotation",
        None,
        None,
    )


# --- what appointing refuses


def appoint(seat, person, starts=JUNE, ends=None, *, kind="substantive", **who):
    facts = AppointmentFacts(person=person, starts_on=starts, ends_on=ends, kind=kind)
    return seats.appoint(seat=seat, facts=facts, **who)


def holding(key, role, **facts):
    return make.appointment(make.seat(key, role, **facts)).person


def test_a_delegate_is_not_made_scrutineer_under_the_2023_guidance(in_north, by_manager):
    in_north.edition = "wt2023"
    in_north.save()
    person = holding("dsp", "DSP", speaks_for="police")
    scrutineer = make.seat("scrutineer", "SCRUTINEER")

    with pytest.raises(DomainError) as refusal:
        appoint(scrutineer, person, **by_manager)

    assert (str(refusal.value), refusal.value.field) == (
        (
            "Nobody may hold the seats “Seat scrutineer” and “Seat dsp” on the same day "
            "(Working Together 2023 ch.2, independent scrutiny)."
        ),
        "who",
    )
    assert not scrutineer.appointments.exists()


def test_the_same_is_only_shown_under_the_2018_guidance(in_north, by_manager):
    in_north.edition = "wt2018"
    in_north.save()
    person = holding("dsp", "DSP", speaks_for="police")

    assert appoint(make.seat("scrutineer", "SCRUTINEER"), person, **by_manager).pk


def test_an_independent_person_is_not_made_scrutineer_where_a_rule_forbids_it(in_north, by_manager):
    in_north.edition = "wt2018"
    in_north.save()
    person = holding("independent", "INDEPENDENT_PERSON")
    scrutineer = make.seat("scrutineer", "SCRUTINEER")
    facts = RuleFacts(
        "independent_person_is_not_scrutineer", "Two people.", "refuse", source="Agreement 7.10"
    )
    rule = rules.add_rule(facts=facts, **by_manager)

    with pytest.raises(DomainError, match=r"Agreement 7\.10"):
        appoint(scrutineer, person, **by_manager)

    rules.end_rule(rule=rule, ended_on=JUNE, **by_manager)
    assert appoint(scrutineer, person, **by_manager).pk


def test_nobody_but_a_delegate_is_made_chair(chaired, by_manager):
    rule, other = chaired
    Appointment.objects.filter(seat=rule.seat).update(period=(date(2026, 1, 1), JUNE))
    outsider = Person.objects.create(name="Kim Lane")

    with pytest.raises(DomainError, match="goes only to somebody who holds a seat as delegated"):
        appoint(rule.seat, outsider, **by_manager)

    appoint(other, outsider, **by_manager)
    assert appoint(rule.seat, outsider, **by_manager).pk


def test_a_chair_does_not_outlast_the_delegates_seat(chaired, by_manager):
    rule, other = chaired
    Appointment.objects.filter(seat=rule.seat).update(period=(date(2026, 1, 1), JUNE))
    person = Person.objects.create(name="Kim Lane")
    appoint(other, person, JUNE, date(2026, 12, 31), **by_manager)

    with pytest.raises(DomainError):
        appoint(rule.seat, person, **by_manager)
    assert appoint(rule.seat, person, JUNE, date(2026, 12, 31), **by_manager).pk


def test_a_rule_may_be_added_that_is_broken_already(in_north, by_manager):
    person = holding("dsp", "DSP", speaks_for="police")
    make.seat("scrutineer", "SCRUTINEER")
    scrutineer = make.seat("second", "SCRUTINEER")
    Appointment.objects.create(seat=scrutineer, person=person, period=(JUNE, None))

    facts = RuleFacts("scrutineer_holds_no_other_role", "No other role.", "refuse")
    assert rules.add_rule(facts=facts, **by_manager).pk
