"""Who took part in a review: invited by what they are to the child, and kept though they declined."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.enums import InvitationAnswer
from reviews.models import FamilyContact, PractitionerEvent
from reviews.services import engagement as services
from reviews.services.engagement import EventFacts, FamilyFacts
from tests.factories import partnerships as people
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mother(north, manager, practice, later):
    facts = FamilyFacts(who="Mother", invited_on=later.date() - DAY, how="a visit")
    with tenant(north.pk):
        return services.record_family(review=practice, facts=facts, by=manager, at=later)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"who": "Anna Field"}, "who", "No names"),
        ({"who": " "}, "who", "No names"),
        ({"invited_on": None}, "note", "Say why they are not invited"),
        ({"days": 1}, "invited_on", "The day cannot be in the future"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    north, manager, practice, later, said, field, sentence
):
    day = later.date() + said.pop("days", 0) * DAY
    facts = FamilyFacts(**{"who": "Mother", "invited_on": day, **said})
    with tenant(north.pk), pytest.raises(DomainError, match=sentence) as refused:
        services.record_family(review=practice, facts=facts, by=manager, at=later)

    assert refused.value.field == field


def test_whoever_is_not_invited_is_kept_with_the_reasons(north, manager, practice, later):
    with tenant(north.pk):
        facts = FamilyFacts(who="Younger sister", is_child=True, note="Too young to be asked.")
        row = services.record_family(review=practice, facts=facts, by=manager, at=later)
        assert row.answer == InvitationAnswer.NOT_APPROPRIATE
        with pytest.raises(DomainError, match="They were not invited"):
            services.answer_invitation(
                contact=row,
                answer="declined",
                answered_on=later.date(),
                by=manager,
                at=later,
            )


def test_an_invitation_that_was_declined_stays(north, manager, mother, later):
    with tenant(north.pk):
        services.answer_invitation(
            contact=mother, answer="declined", answered_on=later.date(), by=manager, at=later
        )

        row = FamilyContact.objects.get()
        assert (row.answer, row.invited_on) == ("declined", later.date() - DAY)
        assert AuditEvent.objects.order_by("number").last().facts == {"answer": "declined"}


@pytest.mark.parametrize(
    ("answer", "days", "field"),
    [("perhaps", 0, "answer"), ("accepted", 1, "answered_on"), ("accepted", -2, "answered_on")],
)
def test_an_answer_that_cannot_be_is_refused(north, manager, mother, later, answer, days, field):
    day = later.date() + days * DAY
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        services.answer_invitation(
            contact=mother, answer=answer, answered_on=day, by=manager, at=later
        )

    assert refused.value.field == field


def test_no_more_come_than_were_invited(north, manager, practice, later):
    facts = EventFacts(held_on=later.date(), title="Learning day", invited=3, attended=4)
    with tenant(north.pk):
        with pytest.raises(DomainError, match="No more can have come") as refused:
            services.record_event(review=practice, facts=facts, by=manager, at=later)

        assert refused.value.field == "attended"
        assert not PractitionerEvent.objects.exists()


def test_who_does_not_work_on_cases_records_nobody(north, practice, later):
    partner = people.member(north, "lsp")
    with tenant(north.pk), pytest.raises(NotPermitted):
        services.record_family(
            review=practice, facts=FamilyFacts(who="Mother"), by=partner, at=later
        )


def test_family_and_events_stand_on_the_page(keeper, north, practice, later):
    of = {"review": practice.public_id}
    said = {"who": "Older brother", "is_child": "yes", "was_invited": "yes", "how": "", "note": ""}
    page = keeper.post(at("family-add", **of), said)
    assert set(page.context["form"].errors) == {"invited_on"}
    keeper.post(at("family-add", **of), {**said, **day_of("invited_on", later)})
    with tenant(north.pk):
        contact = FamilyContact.objects.get().public_id
    answered = {"answer": "accepted", "note": "", **day_of("answered_on", later)}
    keeper.post(at("family-act", **of, contact=contact, act="answer"), answered)
    told = day_of("told_on", later)
    keeper.post(at("family-act", **of, contact=contact, act="told"), told)
    event = {"title": "Learning day", "invited": "9", "attended": "7", "learned": "To ask."}
    keeper.post(at("practitioner-event-add", **of), {**event, **day_of("held_on", later)})

    page = words(keeper.get(at("review-engagement", **of)))
    assert "Older brother (a child)" in page
    assert "Took part" in page
    assert "7 of 9 who were invited" in page
    assert keeper.get(at("family-act", **of, contact=contact, act="other")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_took_part(
    keeper, north, manager, practice, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            facts = FamilyFacts(who=f"Aunt {number}", invited_on=later.date())
            services.record_family(review=practice, facts=facts, by=manager, at=later)
            event = EventFacts(held_on=later.date(), title="Learning day", invited=3, attended=3)
            services.record_event(review=practice, facts=event, by=manager, at=later)
    with django_assert_num_queries(12):
        page = keeper.get(at("review-engagement", review=practice.public_id))

    assert (len(page.context["family"]), len(page.context["events"])) == (rows, rows)


@pytest.mark.parametrize(
    "name", ["review-engagement", "review-progress", "family-add", "query-add"]
)
def test_somebody_who_sees_no_case_finds_none_of_it(client, north, practice, name):
    client.force_login(people.member(north, "auditor"))

    assert client.get(at(name, review=practice.public_id)).status_code == 404
