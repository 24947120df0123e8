"""The pages of terms of reference, as those who keep them meet them."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.models import Methodology, ReviewTerms
from reviews.services.terms import write_terms
from tests.factories import partnerships as people
from tests.factories import practice as make
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db


def test_terms_are_written_and_agreed(keeper, north, practice, later):
    keeper.post(at("methodologies-adopt"))
    with tenant(north.pk):
        way = str(Methodology.objects.get(name="Appreciative inquiry").public_id)
    said = {
        "methodology": way,
        **day_of("scope_from", later.replace(year=2025)),
        **day_of("scope_to", later),
        "questions": "What helped?\n\nWhat stood in the way?",
        "proportionality": "One event.",
        "budget": "4500",
        "revision": "0",
    }
    keeper.post(at("review-terms-write", review=practice.public_id), said)
    page = words(keeper.get(at("review-terms", review=practice.public_id)))
    assert "£4,500.00" in page
    assert "<li>What helped?</li><li>What stood in the way?</li>" in page

    agreed = {"revision": "1", **day_of("agreed_on", later)}
    keeper.post(at("review-terms-agree", review=practice.public_id), agreed)

    page = words(keeper.get(at("review-terms", review=practice.public_id)))
    assert "Agreed by the partners on 5 June 2026." in page


def test_both_texts_are_shown_where_somebody_saved_meanwhile(
    keeper, north, manager, practice, later
):
    with tenant(north.pk):
        facts = make.terms_facts(questions=("Theirs?",))
        write_terms(review=practice, facts=facts, revision=0, by=manager, at=later)
    said = {"questions": "Mine?", "proportionality": "", "budget": "", "revision": "0"}
    page = keeper.post(at("review-terms-write", review=practice.public_id), said)

    assert "Nothing is lost" in words(page)
    assert "Mine?</textarea>" in words(page)
    assert "<li>Theirs?</li>" in words(page)
    assert 'name="revision" value="1"' in words(page)
    with tenant(north.pk):
        assert ReviewTerms.objects.get().revision == 1

    keeper.post(at("review-terms-write", review=practice.public_id), {**said, "revision": "1"})
    assert "<li>Mine?</li>" in words(keeper.get(at("review-terms", review=practice.public_id)))


def test_what_is_wrong_is_said_beside_its_field(keeper, practice, later):
    said = {"questions": "Q?", "proportionality": "", "budget": "-1", "revision": "0"}
    page = keeper.post(at("review-terms-write", review=practice.public_id), said)

    assert set(page.context["form"].errors) == {"budget"}
    assert page.context["form"]["questions"].value() == "Q?"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_ways_asks_the_same_however_long_it_is(
    keeper, north, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            Methodology.objects.create(name=f"Way {number}")
    with django_assert_num_queries(9):
        page = keeper.get(at("methodologies"))

    assert len(page.context["page"].ways) == rows


@pytest.mark.parametrize("name", ["review-terms", "review-terms-write", "review-terms-agree"])
def test_somebody_who_sees_no_case_finds_no_terms(client, north, practice, name):
    client.force_login(people.member(north, "auditor"))

    assert client.get(at(name, review=practice.public_id)).status_code == 404


def test_who_keeps_no_cases_keeps_no_list_of_ways(client, north):
    client.force_login(people.member(north, "lsp"))

    assert client.get(at("methodologies")).status_code == 403
