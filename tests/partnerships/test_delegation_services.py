"""Delegations: who may hand what to whom, the signed paper, the reviews, what replaced what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import (
    AuditEvent,
    Delegation,
    DelegationReview,
    Notice,
    Person,
    StoredFile,
)
from partnerships.papers import Paper
from partnerships.selectors import delegating
from partnerships.services import delegations
from partnerships.services.delegations import DelegationFacts, ReviewFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def lead(in_north):
    return make.seat("lead", "LSP", speaks_for="police")


@pytest.fixture
def delegate(in_north):
    return make.seat("delegated", "DSP", speaks_for="police")


@pytest.fixture
def facts(lead, delegate):
    return DelegationFacts(lead, delegate, functions="Sits on the board\nSigns letters")


def held_by(seat, user, **fields):
    person = Person.objects.create(name=user.display_name, user=user)
    seat.appointments.create(person=person, period=(date(2020, 1, 1), None), **fields)


def verbs():
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


def refused(act, **facts):
    with pytest.raises(DomainError) as refusal:
        act(**facts)
    return refusal.value.code, refusal.value.field


# --- who and what


def test_a_delegation_goes_from_lead_to_delegated(by_manager, facts, lead, delegate):
    member = make.seat("member")

    for change, said in (
        ({"from_seat": member}, ("not-lead", "from_seat")),
        ({"to_seat": member}, ("not-delegated", "to_seat")),
        ({"to_seat": make.seat("d2", "DSP", speaks_for="icb")}, ("two-kinds", "to_seat")),
        ({"functions": " \n- "}, ("functions-missing", "functions")),
        ({"retained": "* signs LETTERS"}, ("delegated-and-kept", "retained")),
        ({"from_on": JUNE, "to_on": date(2026, 5, 1)}, ("ends-before-start", "to_on")),
        ({"from_on": JUNE, "review_on": date(2026, 5, 1)}, ("review-before-start", "review_on")),
        ({"signed_on": date(2026, 6, 2)}, ("signed-in-future", "signed_on")),
    ):
        wrong = replace(facts, **change)
        assert refused(delegations.delegate, facts=wrong, **by_manager) == said
    assert not Delegation.objects.exists()
    assert not AuditEvent.objects.exists()

    made = delegations.delegate(facts=facts, **by_manager)

    assert (made.from_seat, made.to_seat) == (lead, delegate)
    assert verbs() == [AuditVerb.CREATED]


def test_a_closed_seat_neither_gives_nor_takes(by_manager, facts, lead, delegate):
    for seat, field in ((lead, "from_seat"), (delegate, "to_seat")):
        seat.closed_on = JUNE
        assert refused(delegations.delegate, facts=facts, **by_manager) == ("seat-closed", field)
        seat.closed_on = None
    delegate.closed_on = JUNE

    ends_before = replace(facts, to_on=JUNE - timedelta(days=1))
    assert delegations.delegate(facts=ends_before, **by_manager)


def test_the_same_pair_has_one_delegation_at_a_time(by_manager, facts):
    first = replace(facts, from_on=JUNE, to_on=date(2026, 12, 31))
    delegations.delegate(facts=first, **by_manager)

    for period in (
        {},
        {"from_on": date(2026, 12, 31)},
        {"to_on": JUNE},
        {"from_on": date(2026, 7, 1), "to_on": date(2026, 7, 2)},
    ):
        again = replace(facts, **period)
        said = refused(delegations.delegate, facts=again, **by_manager)
        assert said == ("delegation-there", "to_seat")

    later = replace(facts, from_on=date(2027, 1, 1))
    earlier = replace(facts, to_on=date(2026, 5, 31))
    delegations.delegate(facts=later, **by_manager)
    delegations.delegate(facts=earlier, **by_manager)
    assert Delegation.objects.count() == 3


def test_one_delegate_acts_for_two_leads_and_both_pages_say_so(by_manager, facts, delegate):
    other = make.seat("other", "LSP", speaks_for="police")
    one = delegations.delegate(facts=facts, **by_manager)
    two = delegations.delegate(facts=replace(facts, from_seat=other), **by_manager)

    pages = [delegating.page_of(delegation=each, on=JUNE) for each in (one, two)]

    assert [page.also_for for page in pages] == [(two,), (one,)]
    assert [line.also_for for line in delegating.lines(on=JUNE)] == [(other,), (one.from_seat,)]


def test_lines_are_listed_without_bullets_and_once():
    assert delegating.listed("- One\n\n* Two \n•  One\n– Three") == ("One", "Two", "Three")


# --- telling the holders


def test_whoever_holds_the_seats_is_told_and_nobody_else(
    by_manager, facts, lead, delegate, in_north, south
):
    chief = make.member(in_north, "lsp")
    held_by(lead, chief)
    held_by(lead, by_manager["by"], kind="acting")  # who did it knows
    held_by(delegate, make.member(south, "dsp", "elsewhere@south.example"))

    made = delegations.delegate(facts=facts, **by_manager)
    delegations.end_delegation(delegation=made, last_day=JUNE, **by_manager)

    told = Notice.objects.order_by("pk").values_list("recipient", "subject")
    assert list(told) == [
        (chief.pk, "A delegation of your seat was recorded"),
        (chief.pk, "A delegation of your seat was ended"),
    ]


# --- the signed document


def test_the_signed_document_is_kept_under_a_name_of_ours(by_manager, facts):
    paper = Paper("../../Jane's letter.PDF", PDF)

    made = delegations.delegate(facts=replace(facts, document=paper), **by_manager)

    assert made.document.name == "delegation-seat-lead-to-seat-delegated.pdf"
    assert made.document.content_type == "application/pdf"
    assert delegations.download_document(delegation=made, **by_manager) == PDF
    assert verbs() == [AuditVerb.CREATED, AuditVerb.DOWNLOADED]
    assert AuditEvent.objects.last().facts == {"sha256": made.document.sha256}


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (Paper("a.exe", PDF), "paper-kind"),
        (Paper("a.docx", PDF), "paper-disguised"),
        (Paper("a.pdf", b""), "paper-empty"),
    ],
)
def test_another_file_is_refused_and_nothing_is_kept(by_manager, facts, paper, code):
    said = refused(delegations.delegate, facts=replace(facts, document=paper), **by_manager)

    assert said == (code, "document")
    assert not Delegation.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_changed_document_is_noted_with_its_hash(by_manager, facts):
    made = delegations.delegate(facts=facts, **by_manager)
    assert refused(delegations.download_document, delegation=made, **by_manager)[0] == (
        "document-missing"
    )

    signed = replace(facts, document=Paper("a.pdf", PDF), signed_on=JUNE)
    made = delegations.change_delegation(delegation=made, facts=signed, **by_manager)
    kept = replace(facts, document=made.document, signed_on=JUNE)
    delegations.change_delegation(delegation=made, facts=kept, **by_manager)

    assert verbs() == [AuditVerb.CREATED, AuditVerb.CHANGED]
    assert AuditEvent.objects.last().facts == {
        "fields": ["signed_on", "document"],
        "sha256": made.document.sha256,
    }


# --- reviews


def test_a_review_moves_the_day_of_the_next(by_manager, facts, manager):
    made = delegations.delegate(facts=replace(facts, review_on=JUNE), **by_manager)
    looked = ReviewFacts(reviewed_on=JUNE, outcome="Kept", next_on=date(2027, 6, 1))

    review = delegations.record_review(delegation=made, facts=looked, **by_manager)

    made.refresh_from_db()
    assert made.review_on == date(2027, 6, 1)
    assert (review.recorded_by, review.outcome) == (manager, "Kept")
    assert verbs() == [AuditVerb.CREATED, AuditVerb.REVIEWED]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": " "}, ("outcome-missing", "outcome")),
        ({"reviewed_on": date(2026, 6, 2)}, ("review-in-future", "reviewed_on")),
        ({"reviewed_on": date(2025, 12, 31)}, ("review-before-start", "reviewed_on")),
        ({"reviewed_on": date(2026, 5, 21)}, ("review-after-end", "reviewed_on")),
        ({"reviewed_on": date(2026, 1, 31)}, ("review-older", "reviewed_on")),
        ({"next_on": date(2026, 5, 1)}, ("review-backwards", "next_on")),
        ({"next_on": date(2026, 7, 1)}, ("review-after-end", "next_on")),
    ],
)
def test_a_review_that_cannot_be_is_refused(by_manager, facts, wrong, said):
    period = replace(facts, from_on=date(2026, 1, 1), to_on=date(2026, 5, 20))
    made = delegations.delegate(facts=period, **by_manager)
    first = ReviewFacts(reviewed_on=date(2026, 2, 1), outcome="Kept")
    delegations.record_review(delegation=made, facts=first, **by_manager)

    right = ReviewFacts(reviewed_on=date(2026, 5, 1), outcome="Kept", next_on=date(2026, 5, 10))
    assert (
        refused(
            delegations.record_review,
            delegation=made,
            facts=replace(right, **wrong),
            **by_manager,
        )
        == said
    )
    delegations.record_review(delegation=made, facts=right, **by_manager)

    assert DelegationReview.objects.count() == 2


def test_a_delegation_that_is_due_for_review_is_found(by_manager, facts):
    made = delegations.delegate(facts=replace(facts, review_on=JUNE), **by_manager)

    assert delegating.to_review(on=date(2026, 5, 31)) == []
    assert delegating.to_review(on=date(2026, 5, 2), within=timedelta(days=30)) == [made]
    assert delegating.to_review(on=JUNE) == [made]

    ended = replace(facts, review_on=JUNE, to_on=JUNE)
    delegations.change_delegation(delegation=made, facts=ended, **by_manager)
    assert delegating.to_review(on=JUNE) == []


# --- ending and replacing


def test_a_delegation_ends_once_and_not_before_it_began(by_manager, facts):
    made = delegations.delegate(facts=replace(facts, from_on=date(2026, 2, 1)), **by_manager)
    end = delegations.end_delegation

    said = refused(end, delegation=made, last_day=date(2026, 1, 31), **by_manager)
    assert said == ("ends-before-start", "last_day")
    end(delegation=made, last_day=date(2026, 5, 31), **by_manager)
    said = refused(end, delegation=made, last_day=JUNE, **by_manager)

    assert said == ("delegation-over", None)
    assert verbs() == [AuditVerb.CREATED, AuditVerb.ENDED]


def test_a_delegation_is_replaced_and_the_history_says_by_what(by_manager, facts, lead):
    first = delegations.delegate(facts=replace(facts, from_on=date(2026, 1, 1)), **by_manager)
    new = make.seat("new", "DSP", speaks_for="police")
    after = replace(facts, to_seat=new, from_on=date(2026, 7, 1))

    second = delegations.replace_delegation(delegation=first, facts=after, **by_manager)

    first.refresh_from_db()
    assert first.to_on == date(2026, 6, 30)
    stages = delegating.history(seat=lead, on=date(2026, 7, 1))
    assert [(each.delegation, each.state) for each in stages] == [
        (second, "in force"),
        (first, "ended"),
    ]
    assert stages[1].followed_by == (second,)
    assert stages[0].followed_by == ()
    assert delegating.state_of(second, on=JUNE) == "coming"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_on": None}, ("first-day-missing", "from_on")),
        ({"from_on": date(2026, 1, 1)}, ("replaced-before-start", "from_on")),
        ({"functions": ""}, ("functions-missing", "functions")),
    ],
)
def test_a_wrong_replacement_leaves_the_present_one(by_manager, facts, wrong, said):
    made = delegations.delegate(facts=replace(facts, from_on=date(2026, 1, 1)), **by_manager)
    right = replace(facts, from_on=date(2026, 7, 1))

    new = replace(right, **wrong)
    assert refused(delegations.replace_delegation, delegation=made, facts=new, **by_manager) == said

    made.refresh_from_db()
    assert made.to_on is None


def test_another_leads_delegation_replaces_nothing(by_manager, facts):
    made = delegations.delegate(facts=facts, **by_manager)
    other = make.seat("other", "LSP", speaks_for="police")
    new = replace(facts, from_seat=other, from_on=date(2026, 7, 1))

    said = refused(delegations.replace_delegation, delegation=made, facts=new, **by_manager)
    assert said == ("another-lead", "from_seat")


def test_only_who_keeps_the_record_delegates(in_north, moment, facts, by_manager):
    made = delegations.delegate(facts=facts, **by_manager)
    by = {"by": make.member(in_north, "auditor"), "at": moment}
    looked = ReviewFacts(reviewed_on=JUNE, outcome="Kept")
    later = replace(facts, from_on=date(2026, 7, 1))
    for act in (
        lambda: delegations.delegate(facts=facts, **by),
        lambda: delegations.change_delegation(delegation=made, facts=later, **by),
        lambda: delegations.end_delegation(delegation=made, last_day=JUNE, **by),
        lambda: delegations.replace_delegation(delegation=made, facts=later, **by),
        lambda: delegations.record_review(delegation=made, facts=looked, **by),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert verbs() == [AuditVerb.CREATED]
