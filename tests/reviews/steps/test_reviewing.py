"""The rapid review, and every move from first to last."""

from datetime import UTC, date, datetime

import pytest

from krscp_portal.foundation.errors import NotPermitted
from partnerships.enums import PartnerKind
from partnerships.models import AuditEvent
from reviews import services
from reviews.enums import PanelAnswer
from reviews.models import PartnerView, RapidReview
from reviews.services import AuthorityFacts, NationalFacts, ReferralFacts
from reviews.transitions import MOVES
from reviews.transitions import MoveCode as M
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.steps.cases import (
    DAY,
    HOUR,
    LOOKED_AFTER,
    S,
    clock,
    correct,
    counts_from_notification,
    death_notice,
    refused,
)

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the rapid review


def test_the_lead_of_an_open_review_is_named(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    review = services.name_lead(incident=case, lead=" Head of service ", by=manager, at=later)

    assert review.lead == "Head of service"
    assert (
        refused(services.name_lead, incident=case, lead=" ", by=manager, at=later).field == "lead"
    )


def test_a_review_is_completed_with_three_signatures(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    review = make.complete(case, by=manager, at=later, outcome="lcspr")

    assert (review.outcome, review.completed_at, review.completed_by) == ("lcspr", later, manager)
    version = case.report.versions.get()
    assert (version.content["outcome"], version.number) == ("lcspr", 1)
    signed = set(version.signatures.values_list("sha256", "evidence"))
    assert signed == {(version.sha256, "Recorded together by the business unit")}
    assert version.signatures.count() == 3


def test_two_signatures_do_not_complete_a_review(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    two = tuple(
        services.Signature(partner=kind, signatory=make.POST, signed_on=later.date())
        for kind in (PartnerKind.LOCAL_AUTHORITY, PartnerKind.ICB)
    )

    found = refused(make.complete, case, by=manager, at=later, sign_offs=two)
    assert found.field == "police_signatory"
    assert str(found) == "All three partners sign a rapid review off. Still to sign: police."
    assert RapidReview.objects.get().outcome is None


def test_a_signature_before_the_review_opened_is_refused(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)
    early = tuple(
        services.Signature(partner=kind, signatory=make.POST, signed_on=date(2026, 5, 29))
        for kind in PartnerKind
    )

    found = refused(make.complete, case, by=manager, at=later, sign_offs=early)
    assert found.field == "local_authority_signed_on"


def test_a_review_is_sent_once_complete_and_both_its_dates_are_met(at_each, moment):
    case = at_each(S.RAPID_REVIEW_SENT)

    sent_at = moment + 5 * HOUR
    assert clock(case, "rapid_review").met_at == sent_at
    assert clock(case, "rapid_review_from_notification").met_at == sent_at
    assert case.closed_on is None
    assert clock(case, "panel_answer").due_on == (sent_at + 10 * DAY).date()


def test_a_review_is_not_sent_before_it_is_complete(at_each, manager, later):
    case = at_each(S.RAPID_REVIEW_OPEN)

    found = refused(services.record_sent, incident=case, sent_at=later, by=manager, at=later)
    assert str(found) == "The Panel has been notified and the rapid review is open."


def test_a_review_sent_late_says_why(at_each, manager, moment):
    case = at_each(S.RAPID_REVIEW_COMPLETED)
    late = moment + 25 * DAY

    said = {"incident": case, "sent_at": late, "by": manager, "at": late}
    assert refused(services.record_sent, **said).field == "late_reason"
    review = services.record_sent(**said, late_reason="An agency was late.")
    assert review.late_reason == "An agency was late."


def test_a_missed_target_alone_needs_no_reason(in_north, manager, moment):
    counts_from_notification()
    case = make.case_at(S.NOTIFIABLE, by=manager, at=moment)
    make.notify(case, by=manager, at=moment + 7 * DAY)
    between = datetime(2026, 6, 24, 9, 0, tzinfo=UTC)
    make.complete(case, by=manager, at=between)

    services.record_sent(incident=case, sent_at=between, by=manager, at=between)

    case.refresh_from_db()
    assert case.state == S.RAPID_REVIEW_SENT


# ------------------------------------------------------------------ every move


def test_every_move_leaves_its_own_audit_row(in_north, manager, moment, later):
    sent = make.case_at(S.RAPID_REVIEW_SENT, by=manager, at=moment)
    correct(sent, moment - DAY, by=manager, at=later)
    open_one = make.case_at(
        S.NOT_NOTIFIABLE, by=manager, at=moment, children=(make.child(**LOOKED_AFTER),)
    )
    death_notice(open_one, by=manager, at=later)
    services.reconsider(incident=open_one, reason="New.", by=manager, at=later)
    two = make.case_at(
        S.NOTIFIABLE, by=manager, at=moment, children=(make.child("A"), make.child("B"))
    )
    first, second = two.children.order_by("pk")
    make.notify(two, by=manager, at=later, children=(first.public_id,), reference="one")
    two.refresh_from_db()
    make.notify(two, by=manager, at=later, children=(second.public_id,), reference="two")
    services.name_lead(incident=two, lead="A post", by=manager, at=later)
    go_to_the_end(sent, two, by=manager, at=later)

    rows = AuditEvent.objects.filter(object_type="reviews.incident", facts__has_key="move")
    told = {(row.facts["move"], row.verb) for row in rows}
    of_others = {M.TAKE_REPORT_BACK, M.HOLD_REVIEW}  # asked of reports and of reviews
    assert told == {
        (code.value, move.verb.value) for code, move in MOVES.items() if code not in of_others
    }


def go_to_the_end(sent, open_one, *, by, at):
    """Make the moves that follow a rapid review, on a case that was sent and on one that was not."""
    after.answered(sent, PanelAnswer.RECONSIDER, by=by, at=at)
    services.revise_rapid_review(incident=sent, by=by, at=at)
    facts = NationalFacts(status="decided", told_on=at.date())
    services.mirror_national_review(incident=sent, facts=facts, by=by, at=at)
    said = ReferralFacts(organisation_words="A school elsewhere", post="Head teacher")
    services.record_referral(incident=sent, facts=said, by=by, at=at)
    body = AuthorityFacts(kind="police", name="Another force", why="The family moved.")
    services.add_other_authority(incident=sent, facts=body, by=by, at=at)
    open_one.refresh_from_db()
    after.withdraw(open_one, by=by, at=at)
    after.closed(open_one, by=by, at=at)
    services.reopen_case(incident=open_one, reason="Something new.", by=by, at=at)


def test_a_person_who_does_not_see_the_case_moves_nothing(in_north, manager, moment, later):
    other = people.member(in_north, "manager", "other@north.example")
    case = make.case(by=manager, at=moment, restricted=True)

    with pytest.raises(NotPermitted, match="no such case"):
        make.view(case, by=other, at=later)
    assert not PartnerView.objects.exists()
