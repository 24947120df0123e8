"""Once a year every role is kept or ended, and nobody confirms their own where others could."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access, recertification
from partnerships.enums import AuditVerb
from partnerships.models import AccessReview, AccessReviewLine, AuditEvent, RoleAssignment
from partnerships.selectors import access_reviews as selectors
from partnerships.services import access_reviews, roles
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def auditor(in_north):
    return make.member(in_north, "auditor")


@pytest.fixture
def other(in_north):
    return make.member(in_north, "manager", "other@north.example")


@pytest.fixture
def review(auditor, manager, moment):
    return access_reviews.start_review(by=manager, at=moment)


def line_of(user):
    return AccessReviewLine.objects.select_related("assignment").get(assignment__user=user)


def refused(act, **said):
    before = AuditEvent.objects.count()
    with pytest.raises(DomainError) as caught:
        act(**said)
    assert before == AuditEvent.objects.count()
    return caught.value


def test_a_review_holds_every_role_that_lasts_and_is_due_in_a_month(
    auditor, manager, in_north, moment
):
    gone = make.user("gone@north.example")
    RoleAssignment.objects.create(
        user=gone, role="lsp", from_on=make.STARTED, to_on=TODAY - timedelta(days=1)
    )

    review = access_reviews.start_review(by=manager, at=moment)

    assert review.due_on == date(2026, 7, 1)
    assert {each.assignment.user for each in review.lines.all()} == {auditor, manager}
    opened = AuditEvent.objects.get(verb=AuditVerb.OPENED)
    assert opened.facts == {"due_on": "2026-07-01", "roles": 2}
    assert refused(access_reviews.start_review, by=manager, at=moment).code == "review-open"


def test_keeping_and_ending_complete_the_review(review, auditor, manager, other, moment):
    decisions = {line_of(auditor): "end", line_of(manager): "keep"}

    access_reviews.decide(review=review, decisions=decisions, by=other, at=moment)

    assert RoleAssignment.objects.get(user=auditor).ended_at == moment
    assert RoleAssignment.objects.get(user=manager).ended_at is None
    review.refresh_from_db()
    assert (review.completed_at, review.completed_by) == (moment, other)
    completed = AuditEvent.objects.get(verb=AuditVerb.COMPLETED)
    assert completed.facts == {"kept": 1, "ended": 1}
    assert AuditEvent.objects.filter(verb=AuditVerb.REVIEWED).count() == 2
    again = refused(access_reviews.decide, review=review, decisions=decisions, by=other, at=moment)
    assert again.code == "review-complete"


def test_some_may_be_decided_now_and_others_later(review, auditor, manager, moment):
    access_reviews.decide(
        review=review, decisions={line_of(auditor): "keep"}, by=manager, at=moment
    )

    review.refresh_from_db()
    assert review.completed_at is None
    twice = {line_of(auditor): "end"}
    found = refused(access_reviews.decide, review=review, decisions=twice, by=manager, at=moment)
    assert (found.code, found.field) == ("decided", str(line_of(auditor).public_id))
    found = refused(access_reviews.decide, review=review, decisions={}, by=manager, at=moment)
    assert found.code == "nothing-chosen"
    found = refused(access_reviews.complete_review, review=review, by=manager, at=moment)
    assert str(found) == "1 role is still to be decided."


def test_another_manager_confirms_ones_own_role(review, manager, other, moment):
    own = {line_of(manager): "keep"}

    found = refused(access_reviews.decide, review=review, decisions=own, by=manager, at=moment)

    assert str(found) == "Another manager must confirm your own role."
    access_reviews.decide(review=review, decisions=own, by=other, at=moment)
    assert line_of(manager).decision == "keep"


def test_the_only_manager_confirms_their_own_and_it_is_said(review, manager, moment):
    own = {line_of(manager): "keep"}

    access_reviews.decide(review=review, decisions=own, by=manager, at=moment)

    rows = {row.person: row for row in selectors.review_lines(review, on=TODAY)}
    note = rows[manager.display_name].note
    assert note == "Confirmed by themselves on 1 June 2026: there was no other manager"
    assert AuditEvent.objects.get(verb=AuditVerb.REVIEWED).facts["own"] is True


def test_ending_refuses_what_ending_a_role_refuses(review, auditor, manager, moment):
    decisions = {line_of(auditor): "end", line_of(manager): "end"}

    found = refused(
        access_reviews.decide, review=review, decisions=decisions, by=manager, at=moment
    )

    assert found.code == "own-role"
    assert line_of(auditor).decision == ""


def test_a_role_that_ended_meanwhile_holds_nothing_up(review, auditor, manager, moment):
    assignment = RoleAssignment.objects.get(user=auditor)
    roles.end_role(assignment=assignment, last_day=None, by=manager, at=moment)
    access_reviews.decide(
        review=review, decisions={line_of(manager): "keep"}, by=manager, at=moment
    )

    review.refresh_from_db()
    assert review.completed_at == moment
    rows = {row.person: row.decision for row in selectors.review_lines(review, on=TODAY)}
    assert rows[auditor.display_name] == "Ended otherwise"


def test_a_review_whose_last_role_ended_by_itself_is_completed(review, auditor, manager, moment):
    RoleAssignment.objects.filter(user=auditor).update(to_on=TODAY)
    access_reviews.decide(
        review=review, decisions={line_of(manager): "keep"}, by=manager, at=moment
    )
    tomorrow = moment + timedelta(days=1)

    done = access_reviews.complete_review(review=review, by=manager, at=tomorrow)

    assert done.completed_at == tomorrow


def test_a_line_tells_what_helps_to_decide(review, auditor, manager, moment):
    auditor.last_login = moment
    auditor.save()
    appointment = make.appointment(make.seat("reader"), "Auditor")
    appointment.person.user = auditor
    appointment.person.save()

    row = next(
        each
        for each in selectors.review_lines(review, on=TODAY)
        if each.person == auditor.display_name
    )

    assert (row.role, row.seats, row.last_sign_in) == ("Auditor", "Seat reader", moment)
    assert row.is_open


def test_only_who_manages_access_reviews_it(review, auditor, in_north, moment):
    for act, said in (
        (access_reviews.start_review, {}),
        (access_reviews.decide, {"review": review, "decisions": {line_of(auditor): "keep"}}),
        (access_reviews.complete_review, {"review": review}),
    ):
        with pytest.raises(NotPermitted):
            act(**said, by=auditor, at=moment)


# --- when it is due


def whats(user, on):
    found = recertification.needs(user, access.standing(user, on=on), on)
    return [(each.what, each.state, each.late) for each in found]


def test_a_partnership_older_than_a_year_is_asked_to_begin(in_north, manager):
    assert whats(manager, TODAY) == [("Start the yearly review of access", "Due", False)]
    (reminder,) = recertification.reminders(TODAY)
    assert reminder.key == "access-review:start:2020-12-31"


def test_a_new_partnership_is_not(in_north, manager):
    RoleAssignment.objects.update(from_on=TODAY - timedelta(days=365))

    assert whats(manager, TODAY) == []
    assert recertification.reminders(TODAY) == []
    assert whats(manager, TODAY + timedelta(days=1)) != []


def test_a_complete_review_counts_for_a_year(review, auditor, manager, other, moment):
    decisions = {line_of(auditor): "keep", line_of(manager): "keep"}
    access_reviews.decide(review=review, decisions=decisions, by=other, at=moment)

    assert whats(manager, TODAY + timedelta(days=365)) == []
    assert whats(manager, TODAY + timedelta(days=366)) != []


def test_an_open_review_is_to_be_finished(review, manager):
    what = "Finish the yearly review of access"
    assert whats(manager, TODAY) == [(what, "Going on", False)]
    assert whats(manager, date(2026, 7, 2)) == [(what, "Overdue", True)]
    assert recertification.reminders(date(2026, 6, 23)) == []
    (reminder,) = recertification.reminders(date(2026, 6, 24))
    assert reminder.key == f"access-review:finish:{review.public_id}:2026-07-01"


def test_who_does_not_manage_access_is_not_asked(in_north, auditor):
    assert whats(auditor, TODAY) == []


def test_one_review_is_open_at_a_time(review):
    assert selectors.open_review() == review
    assert AccessReview.objects.count() == 1
