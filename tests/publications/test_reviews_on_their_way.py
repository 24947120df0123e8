"""A review on its way to the public by the real services: at no step before the last is it there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from reviews.models import PublicVersion
from reviews.services import publishing
from reviews.services.publication_deciding import take_out
from tests.factories import publishing as make
from tests.reviews.publication.conftest import DAY, decided, frozen, later, practice, sent, signed

__all__ = ["decided", "frozen", "later", "practice", "sent", "signed"]
pytestmark = pytest.mark.django_db
PLACE = "Ash House"


def at(name, review, **kwargs):
    kwargs = {"partnership": "northshire", "reference": review.reference.lower(), **kwargs}
    return reverse(f"publications:published-review{name}", kwargs=kwargs)


def statuses(client, review):
    pages = [at("", review), at("-pdf", review), at("-version", review, number=1)]
    return [client.get(page).status_code for page in pages]


def text(client, page):
    return client.get(page).content.decode()


@pytest.fixture
def ready(north, frozen, manager, later):
    """Nothing stands in the way but the day."""
    with tenant(north.pk):
        make.copies_sent(frozen, by=manager, at=later)
        make.family_told(frozen, local_day(later), by=manager, at=later)
    return frozen


@pytest.fixture
def published(north, ready, manager, later):
    with tenant(north.pk):
        publishing.publish(review=ready, by=manager, at=later + 28 * DAY)
    return ready


@pytest.mark.parametrize("stage", ["practice", "signed", "decided", "frozen", "ready"])
def test_at_no_step_before_it_is_published_does_anybody_find_it(client, request, manager, stage):
    review = request.getfixturevalue(stage)

    assert statuses(client, review) == [404, 404, 404]
    client.force_login(manager)
    assert statuses(client, review) == [404, 404, 404]
    listed = text(client, reverse("publications:published-reviews", args=["northshire"]))
    assert "Listening to fathers" not in listed


def test_once_published_anybody_reads_the_frozen_text_and_the_checked_pdf(
    client, north, sent, published
):
    assert statuses(client, published) == [200, 200, 301]
    page = text(client, at("", published))
    for words in ("Listening to fathers", "Robin Marsh", PLACE, "Some of this is hard to read."):
        assert words in page
    assert published.code_name not in page
    assert sent.reference not in page
    pdf = client.get(at("-pdf", published))
    assert pdf.content.startswith(b"%PDF")
    with tenant(north.pk):
        assert pdf["ETag"] == f'"{PublicVersion.objects.get().file.sha256}"'


def test_words_that_are_taken_out_later_are_gone_from_every_address_at_once(
    client, north, published, manager, later
):
    now = later + 29 * DAY
    before = client.get(at("-pdf", published))
    with tenant(north.pk):
        take_out(review=published, words=PLACE, reason="personal", by=manager, at=now)
        make.frozen(published, by=manager, at=now, because="A place could be known.")
    make.work(north, at=now)
    assert PLACE in text(client, at("", published))  # until it is corrected
    with tenant(north.pk):
        publishing.correct(review=published, by=manager, at=now)

    page = text(client, at("", published))
    assert PLACE not in page
    assert "[removed: personal information]" in page
    assert "A place could be known." not in page
    for number in (1, 2):
        moved = client.get(at("-version", published, number=number))
        assert (moved.status_code, moved["Location"]) == (301, at("", published))
    cached = client.get(at("-pdf", published), headers={"If-None-Match": before["ETag"]})
    assert cached.status_code == 200
    assert cached["ETag"] != before["ETag"]


def test_after_its_year_it_is_archived_and_says_so(client, north, published, manager, later):
    with tenant(north.pk):
        over = later + timedelta(days=28 + 370)
        publishing.archive(review=published, reason="Its year is over.", by=manager, at=over)

    assert statuses(client, published) == [410, 410, 301]
    page = text(client, at("", published))
    assert "No longer on line" in page
    assert PLACE not in page
    assert "Its year is over." not in page
