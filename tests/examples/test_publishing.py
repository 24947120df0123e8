"""The fictional practice review that was published: as the public and its page show it."""

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from reviews.enums import ReviewState
from reviews.models import Dispatch, PublicVersion, Review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = ["demoborough"]


@pytest.fixture
def review(loaded):
    with tenant(Partnership.objects.get(slug="demoborough").pk):
        yield Review.objects.get(code_name="Plover")


def test_it_was_published_by_the_gate_and_is_acted_on(review):
    version = PublicVersion.objects.get(publication__review=review)

    assert review.state == ReviewState.ACTIONS
    assert version.published_at is not None
    assert version.findings.count() == 0
    assert version.file.name == f"{review.reference.lower()}-public-v1.pdf"


def test_the_words_taken_out_are_gone(review):
    version = PublicVersion.objects.get(publication__review=review)
    [body] = [
        each["body"] for each in version.content["sections"] if each["key"] == "good_practice"
    ]

    assert "rang the father [removed: personal information]" in body


def test_three_had_their_copies_before(review):
    sent = Dispatch.objects.filter(public_version__publication__review=review)

    assert set(sent.values_list("recipient", "state")) == {
        ("panel", "sent"),
        ("secretary_of_state", "sent"),
        ("ofsted", "sent"),
    }
