"""The same pages on a review that no case stands behind."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent
from reviews.models import ChronologyRow, PanelMeeting
from reviews.services.reviews import open_review
from tests.factories import partnerships as people
from tests.reviews.beside.conftest import facts
from tests.reviews.chronology.conftest import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(north, manager, moment):
    with tenant(north.pk):
        return open_review(facts=facts(moment), by=manager, at=moment)


@pytest.fixture
def at(review):
    return lambda name, **kwargs: address(f"review-{name}", review=review.public_id, **kwargs)


def test_rows_are_added_and_read(signed_in, north, at, review, hospital):
    said = {"organisation": str(hospital.public_id), "event": "Seen", "when_words": "spring 2024"}
    assert signed_in.post(at("chronology-add"), said).url == at("chronology")

    page = words(signed_in.get(at("chronology")))
    assert "spring 2024" in page
    assert review.reference in page
    assert "Every row: 1." in words(signed_in.get(at("chronology-files")))
    with tenant(north.pk):
        row = ChronologyRow.objects.get()
        read = AuditEvent.objects.filter(facts__page__in=["chronology", "chronology files"])
        assert read.count() == 2  # the page and the files
    assert row.review_id == review.pk
    one = at("chronology-change", chronology_row=row.public_id)
    assert signed_in.post(one, {"event": "Born"}).url == at("chronology")


def test_a_panel_is_planned(signed_in, north, at, now):
    begins = now + timedelta(days=3)
    said = {
        "starts_at_day": begins.day,
        "starts_at_month": begins.month,
        "starts_at_year": begins.year,
        "starts_at_time": "10:00",
    }
    made = signed_in.post(at("panel-add"), said)
    with tenant(north.pk):
        meeting = PanelMeeting.objects.get()
    assert made.url == at("panel-meeting", panel_meeting=meeting.public_id)
    assert "What is known" in words(signed_in.get(made.url))
    assert "Planned" in words(signed_in.get(at("panel")))


def test_who_does_not_see_the_review_finds_neither(client, north, at):
    client.force_login(people.member(north, "lay_member"))

    assert client.get(at("chronology")).status_code == 404
    assert client.get(at("panel")).status_code == 404


def test_a_row_of_another_review_is_not_found_here(signed_in, north, manager, moment, at, hospital):
    with tenant(north.pk):
        other = open_review(facts=facts(moment), by=manager, at=moment)
        row = ChronologyRow.objects.create(
            review=other, organisation=hospital, event="Seen", added_at=moment
        )

    one = {"chronology_row": row.public_id}
    assert signed_in.get(at("chronology-change", **one)).status_code == 404
    assert signed_in.post(at("chronology-remove", **one)).status_code == 404
