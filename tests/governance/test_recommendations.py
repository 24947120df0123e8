"""Recommendations: made, answered, moved, known from before, withdrawn, closed, asked again."""

from datetime import date

import pytest

from governance.enums import ActionState, RecommendationState
from governance.models import Action, EarlierRecommendation, RecommendationNote, Theme
from governance.selectors.recommendations import alike
from governance.selectors.recommending import (
    needs_on_recommendations,
    recommendations_seen_by,
    reminders_on_recommendations,
)
from governance.services import recommendation_closing as closing
from governance.services import recommendation_sight as sight
from governance.services import recommendations as keeping
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access
from partnerships.models import AuditEvent
from reviews.selectors.origins import find_case
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.factories import reviews as cases
from tests.governance.actions import closed, done, seat_with_holder
from tests.governance.recommended import AT, DUE, LATER, recommended

pytestmark = pytest.mark.django_db
CLOSING = closing.Closing("Neglect is noticed a year earlier.", "The audit of May.", 3)


@pytest.fixture
def support(in_north):
    return people.member(in_north, "business_support", "support@north.example")


@pytest.fixture
def of_case(in_north, manager):
    case = cases.case(by=manager, at=AT)
    standing = access.standing(manager, on=AT.date())
    return find_case(manager, standing, case.public_id)


def confidential(manager, subject, **said):
    because = "A trial is pending."
    return recommended(
        manager, subject=subject, source="rapid_review", confidential_because=because, **said
    )


def seen(user):
    on = AT.date()
    return recommendations_seen_by(user, access.standing(user, on=on), on=on)


def test_it_is_numbered_addressed_tagged_and_written_down(in_north, manager):
    police = people.seat("police-lead", role="LSP", organisation=people.organisation("Force"))
    group = make.group("quality", name="Quality")
    theme = Theme.objects.create(name="Neglect")
    row = recommended(manager, groups=(group,), themes=(theme,), number=4)

    assert row.reference == "NORT-R-2026-001"
    assert row.state == RecommendationState.OPEN
    assert {each.name for each in row.addressees.all()} == {police.organisation.name, "Quality"}
    assert [each.theme for each in row.themed.all()] == [theme]
    assert [each.event for each in row.notes.all()] == ["made"]
    written = AuditEvent.objects.get(object_reference=row.reference)
    assert written.facts == {"source": "scrutiny"}
    assert recommended(manager).reference == "NORT-R-2026-002"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"outcome_measure": ""}, "outcome_measure"),
        ({"collectively": False}, "organisations"),
        ({"made_on": date(2026, 6, 2)}, "made_on"),
        ({"due_on": date(2026, 4, 1)}, "due_on"),
        ({"confidential_because": "A trial"}, "confidential_because"),
    ],
)
def test_what_is_not_whole_is_refused_beside_its_field_and_nothing_is_kept(
    wrong, field, in_north, manager
):
    with pytest.raises(DomainError) as refusal:
        recommended(manager, **wrong)
    assert refusal.value.field == field
    assert not seen(manager).exists()


def test_only_who_keeps_the_record_records_one(in_north):
    chair = people.member(in_north, "lay_member", "lay@north.example")
    with pytest.raises(NotPermitted):
        recommended(chair)


def test_answers_are_kept_and_a_later_one_takes_the_place_of_one_before(in_north, manager):
    body = people.organisation("Hospital trust")
    row = recommended(manager, collectively=False, organisations=(body,))
    to = row.addressees.get()
    given = {"addressee": to, "responded_on": AT.date(), "by": manager, "at": AT}
    with pytest.raises(DomainError, match="Say why it is not accepted in full"):
        keeping.answer(response="in_part", text="", **given)
    keeping.answer(response="not_accepted", text="No money.", **given)
    keeping.answer(response="accepted", text="", **given)

    to.refresh_from_db()
    assert (to.response, to.text) == ("accepted", "")
    told = [each.text for each in row.notes.filter(event="answered").order_by("pk")]
    assert told == ["Hospital trust: Not accepted. No money.", "Hospital trust: Accepted."]


def test_words_measure_number_and_themes_change_and_the_same_change_nothing(in_north, manager):
    row = recommended(manager)
    theme = Theme.objects.create(name="Neglect")
    said = {"text": "Hold two clinics.", "outcome_measure": row.outcome_measure, "number": 2}
    who = {"by": manager, "at": LATER}
    keeping.reword(recommendation=row, themes=(theme,), **said, **who)
    keeping.reword(recommendation=row, themes=(theme,), **said, **who)

    notes = row.notes.filter(event="changed")
    assert [each.text for each in notes] == ["Changed: the words, the number, the themes."]
    with pytest.raises(DomainError, match="Say what is recommended"):
        keeping.reword(recommendation=row, themes=(), **{**said, "text": ""}, **who)


def test_the_due_day_moves_with_its_reason_and_the_day_before_is_kept(in_north, manager):
    row = recommended(manager)
    who = {"by": manager, "at": LATER}
    moved = keeping.move_due(
        recommendation=row, due_on=date(2026, 12, 1), reason="Funding came late.", **who
    )
    assert moved.due_on == date(2026, 12, 1)
    note = row.notes.get(event="moved")
    assert note.text == "From 30 September 2026 to 1 December 2026. Funding came late."
    with pytest.raises(DomainError) as refusal:
        keeping.move_due(recommendation=row, due_on=date(2026, 12, 1), reason="x", **who)
    assert refusal.value.field == "due_on"


def test_the_fourth_time_is_counted_through_everything_that_came_before(in_north, manager):
    rows = [recommended(manager, made_on=date(2026, 5, day)) for day in (1, 2, 3, 4)]
    link = {"by": manager, "at": AT}
    keeping.link_earlier(recommendation=rows[2], earlier=rows[1], **link)
    keeping.link_earlier(recommendation=rows[3], earlier=rows[2], **link)
    keeping.link_earlier(recommendation=rows[1], earlier=rows[0], **link)

    counts = [each.earlier.count() for each in rows]
    assert counts == [0, 1, 2, 3]
    standing = access.standing(manager, on=AT.date())
    found = alike("A clinic on neglect", manager, standing, on=AT.date())
    often = {each.line.recommendation.pk: each.line.often for each in found}
    assert often[rows[3].pk] == "This is the fourth time that this is recommended"


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("itself", "This is the same recommendation."),
        ("later", "was made after this one."),
        ("linked", "has been linked already."),
        ("circle", "came after this one."),
    ],
)
def test_what_cannot_have_come_before_is_refused(which, words, in_north, manager):
    row, same = recommended(manager), recommended(manager)
    later = recommended(manager, made_on=date(2026, 5, 30))
    keeping.link_earlier(recommendation=row, earlier=same, by=manager, at=AT)
    pairs = {
        "itself": (row, row),
        "later": (row, later),
        "linked": (row, same),
        "circle": (same, row),
    }
    new, old = pairs[which]
    with pytest.raises(DomainError, match=words):
        keeping.link_earlier(recommendation=new, earlier=old, by=manager, at=AT)
    assert EarlierRecommendation.objects.count() == 1


def test_it_is_closed_by_somebody_else_once_its_actions_are_and_the_question_returns(
    in_north, manager, support
):
    row = recommended(manager)
    seat, owner = seat_with_holder(in_north, "health")
    action = keeping.give_action(
        recommendation=row, title="Open the clinics", owner=seat, due_on=DUE, by=manager, at=AT
    )
    assert (action.source, action.source_id, action.source_label, action.confidential) == (
        "recommendation", row.public_id, row.reference, False,
    )  # fmt: skip
    who = {"recommendation": row, "facts": CLOSING, "at": LATER}
    with pytest.raises(DomainError, match="Somebody else has to close it"):
        closing.close(by=manager, **who)
    with pytest.raises(DomainError, match="One action of it has not been closed yet"):
        closing.close(by=support, **who)
    closed(done(action, owner), manager)

    kept = closing.close(by=support, **who)
    assert (kept.state, kept.closed_by_id) == (RecommendationState.CLOSED, support.pk)
    asked = kept.impacts.get()
    assert asked.due_on == date(2026, 9, 20)
    with pytest.raises(DomainError, match="This recommendation has been closed"):
        closing.close(by=support, **who)


def test_the_question_is_answered_once_and_may_be_asked_once_more(in_north, manager, support):
    row = closing.close(recommendation=recommended(manager), facts=CLOSING, by=support, at=LATER)
    asked = row.impacts.get()
    said = {"impact": asked, "answer": "The audit again.", "by": manager, "at": LATER}
    with pytest.raises(DomainError, match="Choose whether it has lasted"):
        closing.answer_impact(rating="", **said)
    with pytest.raises(DomainError, match="Say how you know"):
        closing.answer_impact(rating="lasted", **{**said, "answer": ""})
    closing.answer_impact(rating="lasted", months=3, **said)
    with pytest.raises(DomainError, match="answered already"):
        closing.answer_impact(rating="not", **said)

    days = [each.due_on for each in row.impacts.order_by("due_on")]
    assert days == [date(2026, 9, 20), date(2026, 9, 21)]


def test_it_is_withdrawn_with_a_reason_once_nothing_of_it_is_open(in_north, manager):
    row = recommended(manager)
    seat, _ = seat_with_holder(in_north, "health")
    keeping.give_action(
        recommendation=row, title="Open the clinics", owner=seat, due_on=DUE, by=manager, at=AT
    )
    who = {"recommendation": row, "by": manager, "at": AT}
    with pytest.raises(DomainError, match="Say why"):
        keeping.withdraw(reason=" ", **who)
    with pytest.raises(DomainError, match="One action"):
        keeping.withdraw(reason="Overtaken.", **who)
    Action.objects.update(state=ActionState.CANCELLED, cancelled_reason="Overtaken.")
    assert keeping.withdraw(reason="Overtaken.", **who).state == RecommendationState.WITHDRAWN


def test_a_confidential_one_is_seen_by_those_alone_who_see_the_case(in_north, manager, of_case):
    row = confidential(manager, of_case)
    lay = people.member(in_north, "lay_member", "lay@north.example")
    chair = people.member(in_north, "group_chair", "chair@north.example")
    standing = access.standing(lay, on=AT.date())

    assert list(seen(manager)) == [row]
    assert not seen(lay).exists()
    assert not seen(chair).exists()
    assert alike(row.text, lay, standing, on=AT.date()) == ()
    with pytest.raises(NotPermitted):
        sight.lift_confidence(recommendation=row, reason="The trial ended.", by=chair, at=AT)

    sight.lift_confidence(recommendation=row, reason="The trial ended.", by=manager, at=AT)
    [shown] = seen(lay)
    assert shown.subject_seen is False
    assert RecommendationNote.objects.get(event="lifted").text == "The trial ended."
    sight.keep_confidential(recommendation=row, reason="An appeal.", by=manager, at=AT)
    assert not seen(lay).exists()


def test_confidence_needs_a_case_and_a_reason_and_happens_once(in_north, manager, of_case):
    of_none, row = recommended(manager), confidential(manager, of_case)
    who = {"by": manager, "at": AT}
    for change, found, reason, words in (
        (sight.keep_confidential, of_none, "x", "Only what comes from a case"),
        (sight.keep_confidential, row, "x", "confidential already"),
        (sight.lift_confidence, of_none, "x", "This is not confidential"),
        (sight.lift_confidence, row, " ", "Say why everybody"),
    ):
        with pytest.raises(DomainError, match=words):
            change(recommendation=found, reason=reason, **who)


def test_an_action_of_a_confidential_one_is_for_those_who_read_part_b(in_north, manager, of_case):
    seat, _ = seat_with_holder(in_north, "health")
    action = keeping.give_action(
        recommendation=confidential(manager, of_case), title="Tell the ward", owner=seat,
        due_on=DUE, by=manager, at=AT,
    )  # fmt: skip
    assert action.confidential is True
    assert of_case.reference not in action.source_label


def test_what_is_late_or_to_be_asked_again_needs_whoever_keeps_the_record(
    in_north, manager, support, of_case, django_assert_num_queries
):
    late = recommended(manager, due_on=date(2026, 6, 2))
    again = closing.close(recommendation=recommended(manager), facts=CLOSING, by=support, at=AT)
    secret = confidential(manager, of_case, due_on=date(2026, 6, 3))
    on = date(2026, 9, 1)
    standing = access.standing(manager, on=on)
    with django_assert_num_queries(1):
        needs = needs_on_recommendations(manager, standing, on)
    assert {(each.path, each.state) for each in needs} == {
        (late.path, "Overdue"), (again.path, "To be asked again"), (secret.path, "Overdue"),
    }  # fmt: skip
    lay = people.member(in_north, "lay_member", "lay@north.example")
    reader = access.standing(lay, on=on)
    with django_assert_num_queries(0):
        assert needs_on_recommendations(lay, reader, on) == []

    told = {each.path: each for each in reminders_on_recommendations(on)}
    assert told[late.path].permission == "governance.edit"
    assert told[late.path].subject == "A recommendation is overdue"
    assert told[again.path].subject == "A recommendation is to be looked at again"
    assert (told[secret.path].permission, told[secret.path].also) == (None, (manager.pk,))
