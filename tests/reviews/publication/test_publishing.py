"""From the decision to what the public reads: frozen, made, looked through."""

import pytest

from reviews.enums import ReviewState
from reviews.fingerprint import fingerprint
from reviews.services.publication_deciding import take_out
from tests.factories import publishing as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


def test_what_was_decided_is_frozen_with_its_hash_and_made_into_a_pdf(
    in_north, decided, manager, later
):
    take_out(review=decided, words="oak  house", reason="personal", by=manager, at=later)
    version = make.frozen(decided, by=manager, at=later)
    make.work(in_north, at=later)

    version.refresh_from_db()
    assert [each["key"] for each in version.content["sections"]] == [
        "reviewers",
        "voice",
        "improvements",
        "reasons",
        "recommendations",
    ]
    assert version.content["sections"][2]["body"] == (
        "Services should listen to fathers.\n\n"
        "The clinic at [removed: personal information] should ring back."
    )
    assert version.sha256 == fingerprint(version.content)
    assert version.file.name == f"{decided.reference.lower()}-public-v1.pdf"
    assert version.checked_at == later
    assert list(version.findings.values_list("kind", "where", "excerpt")) == []
    assert decided.state == ReviewState.PUBLICATION_DECIDED
