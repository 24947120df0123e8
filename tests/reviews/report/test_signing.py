"""A report frozen, signed by three partners under one hash, or taken back."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import NotPermitted
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent, Notice
from partnerships.services import conflicts
from partnerships.services.conflicts import InterestFacts
from reviews.enums import CaseState, ReviewState
from reviews.fingerprint import fingerprint
from reviews.models import ReportVersion, Signature
from reviews.services import reports, signing
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import reports as make
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db

AUTHORITY, ICB, POLICE = PartnerKind


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


@pytest.fixture
def version(rapid, manager, later):
    return make.asked(rapid, by=manager, at=later)


def test_a_version_holds_the_whole_report_and_its_hash(version, rapid):
    content = version.content
    assert version.sha256 == fingerprint(content)
    assert (content["outcome"], content["rationale"]) == ("lcspr", "Much to learn.")
    assert content["sections"][0] == {
        "key": "facts", "title": "Facts established so far", "body": "What was found.",
    }  # fmt: skip
    assert [each["key"] for each in content["criteria"]] == ["local_a"]
    rapid.incident.refresh_from_db()
    assert rapid.incident.state == CaseState.RAPID_REVIEW_SIGN_OFF


def test_a_report_with_an_unanswered_comment_is_not_frozen(rapid, manager, later):
    make.written(rapid, by=manager, at=later)
    row = rapid.sections.get(key="facts")
    row.report = rapid
    made = reports.comment(section=row, text="Is this certain?", by=manager, at=later)

    found = refused(signing.ask_for_signatures, report=rapid, by=manager, at=later)
    assert str(found) == "1 comment has no answer yet."
    reports.answer_comment(comment=made, answer="Yes.", by=manager, at=later)
    assert signing.ask_for_signatures(report=rapid, by=manager, at=later).number == 1


def test_empty_required_sections_are_named_unless_they_are_written_elsewhere(
    learning, manager, later
):
    ask = signing.ask_for_signatures
    found = refused(ask, report=learning, by=manager, at=later)
    assert (found.field, found.code) == ("as_is", "sections-empty")
    assert str(found).startswith(
        "Still empty: Reviewers, Summary of recommended improvements, Why actions"
    )
    version = ask(report=learning, as_is=True, by=manager, at=later)
    assert version.content["written_elsewhere"][0] == "Reviewers"
    assert len(version.content["written_elsewhere"]) == 4


def test_a_rapid_review_is_not_signed_before_it_says_what_follows(rapid, manager, later):
    found = refused(signing.ask_for_signatures, report=rapid, as_is=True, by=manager, at=later)
    assert found.code == "outcome-needed"


def test_whoever_holds_the_seat_signs_and_the_third_completes_the_rapid_review(
    in_north, rapid, version, later
):
    for partner in PartnerKind:
        who = make.signatory(in_north, partner)
        row = signing.sign(
            version=version, partner=partner.value, sha256=version.sha256, by=who, at=later
        )
        assert (row.signatory, row.sha256) == (f"Seat lead-{partner.value}", version.sha256)

    rapid.incident.refresh_from_db()
    review = rapid.incident.rapid_review
    assert rapid.incident.state == CaseState.RAPID_REVIEW_COMPLETED
    assert (review.outcome, review.rationale) == ("lcspr", "Much to learn.")
    assert review.completed_at == later
    last = AuditEvent.objects.filter(object_type="reviews.incident").latest("number")
    assert last.facts["sha256"] == version.sha256


def test_the_partners_are_told_in_neutral_words_and_whoever_asked_is_not(
    in_north, rapid, manager, later
):
    for partner in PartnerKind:
        make.signatory(in_north, partner)
    make.asked(rapid, by=manager, at=later)

    told = Notice.objects.filter(subject="A report waits for your signature")
    assert told.count() == 3
    assert {each.path for each in told} == {f"reports/{rapid.public_id}/versions/1/"}


def test_nobody_signs_for_a_partner_whose_seat_they_do_not_hold(in_north, version, manager, later):
    police = make.signatory(in_north, POLICE)
    said = {"version": version, "sha256": version.sha256, "at": later}

    wrong = refused(signing.sign, partner=ICB.value, by=police, **said)
    assert str(wrong) == "You do not hold a seat that signs for the integrated care board."
    assert refused(signing.sign, partner=POLICE.value, by=manager, **said).code == "no-seat"


def test_a_hash_that_the_page_did_not_show_is_not_signed(in_north, version, later):
    police = make.signatory(in_north, POLICE)

    found = refused(
        signing.sign, version=version, partner="police", sha256="0" * 64, by=police, at=later
    )
    assert (found.code, str(found)[:23]) == ("changed", "The report was changed ")
    assert not Signature.objects.exists()


def test_a_version_that_was_taken_back_takes_no_more_signatures_and_keeps_those_it_has(
    rapid, version, manager, later
):
    make.elsewhere(version, "police", by=manager, at=later)
    refusal = refused(signing.take_back, report=rapid, reason=" ", by=manager, at=later)
    assert refusal.field == "reason"
    signing.take_back(report=rapid, reason="A day was wrong.", by=manager, at=later)
    rapid.incident.refresh_from_db()
    assert rapid.incident.state == CaseState.RAPID_REVIEW_OPEN

    second = signing.ask_for_signatures(report=rapid, by=manager, at=later)

    old = refused(make.elsewhere, version, "icb", by=manager, at=later)
    assert old.code == "changed"
    assert second.number == 2
    assert [
        list(each.signatures.values_list("partner", flat=True)) for each in (version, second)
    ] == [
        ["police"],
        [],
    ]
    assert version.taken_back.reason == "A day was wrong."


def test_a_signature_given_elsewhere_says_how_it_is_known(version, manager, later):
    def say(**said):
        return refused(make.elsewhere, version, "police", by=manager, at=later, **said)

    assert say(evidence=" ").field == "evidence"
    assert say(signatory=" ").field == "signatory"
    assert say(signed_on=later.date() + timedelta(days=1)).code == "in-the-future"
    assert say(signed_on=date(2026, 5, 31)).code == "signed-too-early"
    make.elsewhere(version, "police", by=manager, at=later)
    assert say().code == "signed-already"


def test_a_signature_recorded_later_completes_the_review_on_the_day_it_was_given(
    rapid, version, manager, later
):
    for partner in PartnerKind:
        make.elsewhere(
            version, partner.value, by=manager, at=later + timedelta(days=2),
            signed_on=later.date() + timedelta(days=1),
        )  # fmt: skip

    rapid.incident.rapid_review.refresh_from_db()
    completed = rapid.incident.rapid_review.completed_at
    assert (completed.date(), completed.hour) == (date(2026, 6, 1), 23)  # midnight in England


def test_only_who_works_on_cases_asks_records_and_takes_back(in_north, rapid, version, later):
    lead = people.member(in_north, "lsp", "lead@north.example")

    for act in (
        lambda: signing.take_back(report=rapid, reason="No", by=lead, at=later),
        lambda: make.elsewhere(version, "police", by=lead, at=later),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_third_signature_signs_a_review_off_and_taking_back_opens_it(learning, manager, later):
    make.asked(learning, by=manager, at=later)
    learning.review.refresh_from_db()
    assert learning.review.state == ReviewState.SIGN_OFF
    signing.take_back(report=learning, reason="Wrong.", by=manager, at=later)
    learning.review.refresh_from_db()
    assert learning.review.state == ReviewState.IN_PROGRESS

    version = signing.ask_for_signatures(report=learning, by=manager, at=later)
    version.report = learning
    for partner in PartnerKind:
        make.elsewhere(version, partner.value, by=manager, at=later)

    learning.review.refresh_from_db()
    assert learning.review.state == ReviewState.SIGNED
    found = refused(signing.take_back, report=learning, reason="No", by=manager, at=later)
    assert found.code == "not-signing:signed"


def test_a_notification_withdrawn_meanwhile_leaves_nothing_to_sign(version, manager, later):
    after.withdraw(version.report.incident, by=manager, at=later)

    assert refused(make.elsewhere, version, "police", by=manager, at=later).code == (
        "not-signing:ended"
    )
    assert ReportVersion.objects.count() == 1


def test_whoever_declared_an_interest_that_nobody_dealt_with_does_not_sign(
    in_north, version, later
):
    police = make.signatory(in_north, POLICE)
    facts = InterestFacts("family", "A cousin works there")
    conflicts.declare_interest(facts=facts, by=police, at=later)

    found = refused(
        signing.sign, version=version, partner="police", sha256=version.sha256, by=police, at=later
    )
    assert found.code == "interest-undecided"
    assert not Signature.objects.exists()
