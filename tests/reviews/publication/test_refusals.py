"""What is refused on the way to the public, each with its sentence, and nothing half done."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from governance.models import Recommendation
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships.roles import ROLES
from reviews.enums import ReviewState
from reviews.models import LeakFinding, PublicVersion, Review
from reviews.publication_acts import NEEDS, Act
from reviews.review_subject import REVIEW_KIND
from reviews.review_transitions import ReviewMove
from reviews.selectors.publication_facts import Stand
from reviews.services import public_copies, publishing
from reviews.services.dispatches import SentFacts
from reviews.services.engagement import FamilyFacts, record_family, tell_of_publication
from reviews.services.publication_deciding import (
    DecidedMeanwhile,
    decide_publication,
    plan_day,
    put_back,
    take_out,
)
from reviews.services.publication_family import cannot_be_told
from reviews.services.reviews import move_review
from tests.factories import partnerships as people
from tests.factories import publishing as make
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def opened(in_north):
    """The partnership, open: for what needs no threads."""
    return in_north


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"form": "some"}, "form", "Choose how much is published."),
        ({"title": " "}, "title", "Enter the title that the public reads."),
        ({"reviewers": ""}, "reviewers", "Name the reviewers."),
        ({"decided_by": ""}, "decided_by", "Say which posts decided it."),
        (
            {"form": "improvements", "sections": ("improvements", "recommendations")},
            "reasons",
            "Say why the report is not published in full.",
        ),
        (
            {"form": "improvements", "reasons": "Known.", "sections": ("improvements",)},
            "chosen",
            "These are always published: Recommendations.",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(
    opened, signed, manager, later, said, field, sentence
):
    found = refused(
        decide_publication,
        review=signed, facts=make.facts(later, **said), revision=0, by=manager, at=later,
    )  # fmt: skip
    assert (found.field, str(found)) == (field, sentence)


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ({"decided_on": 1}, "decided_on", "The decision cannot be in the future."),
        (
            {"decided_on": -1},
            "decided_on",
            "The last partner signed on 11 June 2026. It was decided then or later.",
        ),
        ({"planned_on": -1}, "planned_on", "This day has passed."),
    ],
)
def test_days_that_cannot_be_are_refused(opened, signed, manager, later, days, field, sentence):
    said = {name: local_day(later) + DAY * count for name, count in days.items()}
    found = refused(
        decide_publication,
        review=signed, facts=make.facts(later, **said), revision=0, by=manager, at=later,
    )  # fmt: skip
    assert (found.field, str(found)) == (field, sentence)


def test_nothing_is_decided_before_all_three_have_signed(opened, practice, manager, later):
    found = refused(
        decide_publication,
        review=practice, facts=make.facts(later), revision=0, by=manager, at=later,
    )  # fmt: skip
    assert str(found) == "The review has not begun yet."


def test_two_who_decide_at_once_are_told_of_each_other(opened, decided, manager, later):
    with pytest.raises(DecidedMeanwhile) as caught:
        make.decided(decided, by=manager, at=later, title="Another", revision=0)
    assert caught.value.kept.title == "Listening to fathers"
    decided.publication.refresh_from_db()
    assert decided.publication.title == "Listening to fathers"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": " "}, "words-needed"),
        ({"words": "not there"}, "words"),
        ({"reason": "rude"}, "reason"),
        ({"section": "scope"}, "section"),
        ({"section": "reasons"}, "words"),
    ],
)
def test_words_that_cannot_be_taken_out_are_refused(opened, decided, manager, later, said, code):
    words = {"words": "Ash House", "reason": "personal", "section": "", **said}
    assert refused(take_out, review=decided, **words, by=manager, at=later).code == code


def test_the_same_words_are_taken_out_once(opened, decided, manager, later):
    words = {"words": "Ash House", "reason": "personal"}
    take_out(review=decided, **words, by=manager, at=later)
    again = refused(take_out, review=decided, **words, by=manager, at=later)
    assert str(again) == "These words are taken out already."


def test_while_the_copies_are_out_nothing_is_changed(opened, frozen, manager, later):
    cut = take_out(review=frozen, words="Ash House", reason="case", by=manager, at=later)
    put_back(cut=cut, by=manager, at=later)
    make.copies_sent(frozen, by=manager, at=later)
    for act, said in (
        (take_out, {"words": "Ash House", "reason": "case"}),
        (publishing.freeze_public, {"sha256": Stand(frozen).sha256}),
    ):
        found = refused(act, review=frozen, **said, by=manager, at=later)
        assert found.code in {"copies-out", "frozen"}
    late = refused(
        decide_publication,
        review=frozen, facts=make.facts(later), revision=1, by=manager, at=later,
    )  # fmt: skip
    assert str(late) == "The copies before publication have been sent."


def test_one_version_waits_at_a_time_and_is_that_which_the_page_showed(
    opened, decided, manager, later
):
    stale = refused(publishing.freeze_public, review=decided, sha256="0", by=manager, at=later)
    assert stale.code == "stale"
    version = make.frozen(decided, by=manager, at=later)
    second = refused(
        publishing.freeze_public, review=decided, sha256=version.sha256, by=manager, at=later
    )
    assert str(second) == "A version is frozen already. Set it aside first."
    silent = refused(publishing.set_aside, version=version, reason="", by=manager, at=later)
    assert silent.field == "reason"


def test_a_copy_of_a_text_that_changed_or_is_not_checked_goes_nowhere(
    in_north, decided, manager, later
):
    said = {"review": decided, "recipient": "panel", "by": manager, "at": later}
    assert refused(public_copies.prepare_copy, **said).code == "not-frozen"
    make.frozen(decided, by=manager, at=later)
    assert refused(public_copies.prepare_copy, **said).code == "not-checked"
    make.work(in_north, at=later)
    LeakFinding.objects.create(version=PublicVersion.objects.get(), kind="small", where="Title")
    assert refused(public_copies.prepare_copy, **said).code == "not-ready"
    LeakFinding.objects.all().delete()
    take_out(review=decided, words="Ash House", reason="case", by=manager, at=later)
    changed = refused(public_copies.prepare_copy, **said)
    assert "was changed since the text was frozen" in str(changed)


def test_a_copy_is_prepared_once_for_those_alone_and_recorded_when_it_can_have_been(
    opened, frozen, manager, later
):
    said = {"review": frozen, "by": manager, "at": later}
    assert refused(public_copies.prepare_copy, recipient="nspcc", **said).field == "recipient"
    row = public_copies.prepare_copy(recipient="panel", **said)
    assert row.sha256 == row.public_version.file.sha256
    assert refused(public_copies.prepare_copy, recipient="panel", **said).code == "prepared-already"

    def sent(when):
        facts = SentFacts(sent_at=when)
        return refused(
            public_copies.record_copy_sent, dispatch=row, facts=facts, by=manager, at=later
        )

    assert (sent(later + DAY).code, sent(later - DAY).code) == ("in-the-future", "sent-too-early")
    public_copies.cancel_copy(dispatch=row, reason="Wrong address.", by=manager, at=later)
    assert sent(later).code == "cancelled"
    assert public_copies.prepare_copy(recipient="panel", **said).pk != row.pk


def test_copies_that_go_too_late_for_the_planned_day_say_why(opened, frozen, manager, later):
    plan_day(review=frozen, planned_on=local_day(later) + DAY * 2, by=manager, at=later)
    make.copy_sent(frozen, "panel", by=manager, at=later)
    row = public_copies.prepare_copy(
        review=frozen, recipient="secretary_of_state", by=manager, at=later
    )
    facts = SentFacts(sent_at=later)
    found = refused(public_copies.record_copy_sent, dispatch=row, facts=facts, by=manager, at=later)
    assert found.field == "late_reason"
    row.refresh_from_db()
    assert row.sent_at is None


def test_who_was_told_needs_no_reason_and_who_was_not_invited_is_not_told(
    opened, signed, manager, later
):
    on = local_day(later)
    invited = FamilyFacts(who="Mother", invited_on=on, how="A visit")
    row = record_family(review=signed, facts=invited, by=manager, at=later)
    silent = refused(cannot_be_told, contact=row, reason=" ", by=manager, at=later)
    assert silent.field == "reason"
    tell_of_publication(contact=row, told_on=on, by=manager, at=later)
    told = refused(cannot_be_told, contact=row, reason="x", by=manager, at=later)
    assert told.code == "told"
    left = record_family(
        review=signed, facts=FamilyFacts(who="Father", note="Unsafe."), by=manager, at=later
    )
    assert refused(cannot_be_told, contact=left, reason="x", by=manager, at=later).code == "not-invited"  # fmt: skip


def test_a_review_is_not_closed_while_its_recommendations_are_open_or_unasked(
    opened, practice, manager, later
):
    Review.objects.filter(pk=practice.pk).update(state=ReviewState.ACTIONS)
    row = Recommendation.objects.create(
        reference="R1", source="review", subject_kind=REVIEW_KIND, subject_id=practice.public_id,
        text="Do it.", outcome_measure="Seen.", due_on=local_day(later), made_on=local_day(later),
        recorded_at=later, recorded_by=manager,
    )  # fmt: skip
    said = {"review": practice, "code": ReviewMove.CLOSE, "by": manager, "at": later}
    found = refused(move_review, **said)
    assert str(found) == "1 recommendation of it is still open. Close them first."

    row.state, row.closed_at, row.closed_by = "closed", later, manager
    row.difference, row.how_known = "Better.", "An audit."
    row.save()
    asked = row.impacts.create(due_on=local_day(later))
    unasked = refused(move_review, **said)
    assert unasked.code == "impact-not-asked"
    asked.rating, asked.answer = "yes", "It lasts."
    asked.rating = asked._meta.get_field("rating").choices[0][0]
    asked.answered_at, asked.answered_by = later, manager
    asked.save()
    assert move_review(**said).state == ReviewState.CLOSED


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_the_acts_that_its_permissions_name_and_no_others(
    opened, decided, manager, later, role
):
    user = manager if role == "manager" else people.member(opened, role)
    acts = {
        Act.DECIDE: lambda who: decide_publication(
            review=decided, facts=make.facts(later), revision=9, **who
        ),
        Act.PLAN: lambda who: plan_day(review=decided, planned_on=None, **who),
        Act.CUT: lambda who: take_out(review=decided, words="no such", reason="case", **who),
        Act.FREEZE: lambda who: publishing.freeze_public(review=decided, sha256="", **who),
        Act.COPY: lambda who: public_copies.prepare_copy(review=decided, recipient="x", **who),
        Act.PUBLISH: lambda who: publishing.publish(review=decided, **who),
        Act.CORRECT: lambda who: publishing.correct(review=decided, **who),
        Act.ARCHIVE: lambda who: publishing.archive(review=decided, reason="x", **who),
    }
    may = set()
    for act, do in acts.items():
        try:
            do({"by": user, "at": later})
        except NotPermitted:
            continue
        except DomainError:
            pass
        may.add(act)
    sees = "case.view" in ROLES[role].permissions
    assert may == {act for act in acts if sees and NEEDS[act] in ROLES[role].permissions}


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_it_once(north, frozen, manager, later):
    with tenant(north.pk):
        make.copies_sent(frozen, by=manager, at=later)
        make.family_told(frozen, local_day(later), by=manager, at=later)
    together, outcomes = threading.Barrier(2), []

    def publish():
        try:
            together.wait(timeout=20)
            with tenant(north.pk):
                publishing.publish(review=frozen, by=manager, at=later + DAY * 28)
            outcomes.append("published")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with tenant(north.pk):
        live = PublicVersion.objects.filter(published_at__isnull=False)
        assert live.count() == 1
    assert sorted(outcomes) == ["not-from:published", "published"]
