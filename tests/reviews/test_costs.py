"""What a review costs: recorded line by line, carried by agreed shares, on its page and as a file."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.models import CostLine, CostShare, Review
from reviews.services.costs import CostFacts, agree_share, end_share, record_cost
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db


def at(name: str, **kwargs: object) -> str:
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def review(north, manager):
    with tenant(north.pk):
        return Review.objects.create(
            reference="NORTHSHIRE-LR-2026-01",
            kind="learning",
            code_name="Heron",
            why="What there is to learn",
            decided_at=moment.now(),
            decided_by="The three partners",
            logged_at=moment.now(),
            logged_by=manager,
        )


def cost(review, by, pence=10000, **said):
    facts = CostFacts(on=said.pop("on", moment.today()), what=said.pop("what", "Fee"), pence=pence)
    return record_cost(review=review, facts=facts, by=by, at=moment.now())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pence": 0}, "amount"),
        ({"what": " "}, "what"),
        ({"pence": -1}, "amount"),
    ],
)
def test_a_cost_that_cannot_be_is_refused_beside_its_field(wrong, field, north, review, manager):
    with tenant(north.pk):
        with pytest.raises(DomainError) as refusal:
            cost(review, manager, **wrong)
        assert refusal.value.field == field
        with pytest.raises(DomainError, match="still to come"):
            cost(review, manager, on=moment.today() + timedelta(days=1))
        assert not CostLine.objects.exists()


def test_a_mistake_is_corrected_by_another_line_and_nobody_else_records_one(north, review, manager):
    with tenant(north.pk):
        cost(review, manager)
        cost(review, manager, pence=-2500, what="Correction")
        assert list(CostLine.objects.values_list("pence", flat=True)) == [10000, -2500]
        written = AuditEvent.objects.filter(object_reference=review.reference, verb="created")
        assert [each.facts["pence"] for each in written.order_by("pk")] == [10000, -2500]
        with pytest.raises(NotPermitted):
            cost(review, people.member(north, "lay_member", "lay@north.example"))


def test_shares_never_come_to_more_than_the_whole_and_end_once(north, manager):
    with tenant(north.pk):
        who = {"by": manager, "at": moment.now()}
        one, two = people.organisation("One"), people.organisation("Two")
        agree_share(organisation=one, thousandths=700, **who)
        with pytest.raises(DomainError, match="30% is left") as refusal:
            agree_share(organisation=two, thousandths=301, **who)
        assert refusal.value.field == "thousandths"
        with pytest.raises(DomainError, match="has a share already"):
            agree_share(organisation=one, thousandths=100, **who)
        share = end_share(share=CostShare.objects.get(), **who)
        with pytest.raises(DomainError, match="ended already"):
            end_share(share=share, **who)
        agree_share(organisation=one, thousandths=1000, **who)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_divides_the_cost_to_the_penny_and_asks_the_same_however_much_there_is(
    rows, signed_in, north, review, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            cost(review, manager, pence=3334)
            body = people.organisation(f"Body {number}")
            agree_share(organisation=body, thousandths=300, by=manager, at=moment.now())
    with django_assert_num_queries(11):
        page = text(signed_in.get(at("review-costs", review=review.public_id)))
    with django_assert_num_queries(9):
        shares = text(signed_in.get(at("cost-shares")))
    assert {1: "£33.34", 3: "£100.02"}[rows] in page
    assert {1: "£10.00", 3: "£30.01"}[rows] in page
    assert "Nobody yet" in page
    assert {1: "70% is with nobody yet", 3: "10% is with nobody yet"}[rows] in shares


def test_costs_and_shares_are_entered_on_their_pages_and_taken_away(
    signed_in, north, review, manager
):
    with tenant(north.pk):
        people.agency("Hospital trust")
        body = str(people.agency("Force").organisation.public_id)
    empty = text(signed_in.get(at("review-costs", review=review.public_id)))
    assert "No costs yet" in empty
    assert "No shares are agreed." in empty
    today = moment.today()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    add = at("cost-add", review=review.public_id)
    assert signed_in.get(add).status_code == 200
    assert "Enter an amount that is not nothing." in text(
        signed_in.post(add, {**day, "what": "Fee", "amount": "0"})
    )
    assert signed_in.post(add, {**day, "what": "Fee", "amount": "100.01"}).status_code == 302
    share = at("cost-share-add")
    assert "Hospital trust" in text(signed_in.get(share))
    for part, said in (("60", 302), ("60", 200)):
        answer = signed_in.post(share, {"organisation": body, "percentage": part})
        assert answer.status_code == said
    assert "40% is left" in text(answer)
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in.get(at("review-costs-xlsx", review=review.public_id)).content)
    )
    costs, parts = book.worksheets
    assert [each.value for each in costs["C"]] == ["Pounds", 100.01, 100.01]
    assert [each.value for each in parts["C"]][:4] == ["Pounds", 60, 40.01, 100.01]
    with tenant(north.pk):
        row = CostShare.objects.get()
    signed_in.post(at("cost-share-end", share=row.public_id))
    assert "No shares are agreed" in text(signed_in.get(at("cost-shares")))


def test_nobody_without_sight_of_cases_reads_what_a_review_cost_or_recommends(
    client, north, review
):
    with tenant(north.pk):
        client.force_login(people.member(north, "lay_member", "lay@north.example"))
    for page in ("review-costs", "review-costs-xlsx", "review-recommendations"):
        assert client.get(at(page, review=review.public_id)).status_code == 404


def test_a_review_lists_its_recommendations_and_leads_to_the_form(signed_in, review):
    page = text(signed_in.get(at("review-recommendations", review=review.public_id)))
    assert "No recommendations yet" in page
    assert f"from=reviews.review&amp;of={review.public_id}" in page
