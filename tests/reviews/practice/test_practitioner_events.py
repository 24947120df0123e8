"""An event with practitioners is put right or taken away with a reason, until the review ends."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.models import PractitionerEvent, Review
from reviews.services import engagement as services
from reviews.services.engagement import EventFacts
from tests.factories import partnerships as people
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "One was counted twice"


@pytest.fixture
def facts(later):
    return {"held_on": later.date(), "title": "Learning day", "invited": 9, "attended": 8}


@pytest.fixture
def event(north, manager, practice, later, facts):
    with tenant(north.pk):
        said = EventFacts(**facts)
        return services.record_event(review=practice, facts=said, by=manager, at=later)


def last_told():
    told = AuditEvent.objects.order_by("number").last()
    return told.verb, told.facts


def test_an_event_is_put_right_and_the_audit_keeps_what_stood(north, manager, later, event, facts):
    told = EventFacts(**{**facts, "attended": 7, "learned": "To ask."})
    with tenant(north.pk):
        row = services.change_event(event=event, facts=told, reason=WHY, by=manager, at=later)

        assert (row.attended, row.learned, row.invited) == (7, "To ask.", 9)
        assert last_told() == (
            "corrected",
            {
                "changed": ["attended", "learned"],
                "before": {"held_on": later.date().isoformat(), "invited": 9, "attended": 8},
                "because": WHY,
            },
        )


def test_the_same_again_changes_nothing_and_asks_no_reason(north, manager, later, event, facts):
    with tenant(north.pk):
        before = AuditEvent.objects.count()
        said = EventFacts(**facts)
        services.change_event(event=event, facts=said, reason="", by=manager, at=later)
        assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("said", "reason", "field", "sentence"),
    [
        ({"attended": 7}, " ", "reason", "Say what has to be put right"),
        ({"attended": 10}, WHY, "attended", "No more can have come"),
        ({"title": " "}, WHY, "title", "Say what kind of event it was"),
        ({"days": 1}, WHY, "held_on", "The day cannot be in the future"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_kept(
    north, manager, later, event, facts, said, reason, field, sentence
):
    told = {**facts, "held_on": later.date() + said.pop("days", 0) * DAY, **said}
    with tenant(north.pk):
        with pytest.raises(DomainError, match=sentence) as refused:
            services.change_event(
                event=event, facts=EventFacts(**told), reason=reason, by=manager, at=later
            )

        assert refused.value.field == field
        assert PractitionerEvent.objects.get().attended == 8


def test_an_event_recorded_by_mistake_is_taken_away_once(north, manager, later, event):
    with tenant(north.pk):
        services.remove_event(event=event, reason="Another review’s", by=manager, at=later)

        assert not PractitionerEvent.objects.exists()
        assert last_told() == (
            "removed",
            {
                "before": {"held_on": later.date().isoformat(), "invited": 9, "attended": 8},
                "because": "Another review’s",
            },
        )
        with pytest.raises(DomainError, match="taken away already"):
            services.remove_event(event=event, reason=WHY, by=manager, at=later)


def test_once_the_review_has_ended_events_stand(north, manager, practice, later, event, facts):
    with tenant(north.pk):
        Review.objects.filter(pk=practice.pk).update(
            state="stopped", ended_because="Held elsewhere"
        )
        with pytest.raises(DomainError, match="The review has ended"):
            services.remove_event(event=event, reason=WHY, by=manager, at=later)
        with pytest.raises(DomainError, match="The review has ended"):
            services.change_event(
                event=event, facts=EventFacts(**facts), reason=WHY, by=manager, at=later
            )


def test_who_does_not_work_on_cases_changes_none(north, later, event):
    with tenant(north.pk), pytest.raises(NotPermitted):
        services.remove_event(event=event, reason=WHY, by=people.member(north, "lsp"), at=later)


def test_events_are_changed_and_removed_on_their_pages(keeper, north, practice, later, event):
    of = {"review": practice.public_id}
    one = {**of, "practitioner_event": event.public_id}
    change, remove = (at("practitioner-event-act", **one, act=act) for act in ("change", "remove"))
    page = words(keeper.get(at("review-engagement", **of)))
    assert change in page
    assert remove in page
    assert keeper.get(change).context["form"]["attended"].value() == 8

    said = {"title": "Learning day", "invited": "9", "attended": "7", **day_of("held_on", later)}
    refused = keeper.post(change, {**said, "reason": ""}).context["form"]
    assert set(refused.errors) == {"reason"}
    assert refused["attended"].value() == "7"
    keeper.post(change, {**said, "reason": WHY})
    assert "7 of 9 who were invited" in words(keeper.get(at("review-engagement", **of)))
    keeper.post(remove, {"reason": WHY})
    assert "No events yet" in words(keeper.get(at("review-engagement", **of)))
    assert keeper.get(remove).status_code == 404
    other = at("practitioner-event-act", **one, act="other")
    assert keeper.get(other).status_code == 404
