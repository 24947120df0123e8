"""The pages of a publication, as the business unit and the partners meet them."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships.models import AuditEvent
from reviews.enums import ReviewState
from reviews.models import LeakFinding, Publication, PublicVersion, Review, TakenOut
from reviews.selectors.publication_facts import Stand
from reviews.services import publishing
from reviews.services.people import name_person
from reviews.services.publication_deciding import take_out
from tests.factories import partnerships as people
from tests.factories import publishing as make
from tests.reviews.practice.conftest import day_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUERIES = 29  # of the page, the frame and the note of the reading included


@pytest.fixture(autouse=True)
def on_the_day(later):
    with time_machine.travel(later, tick=False) as traveller:
        yield traveller


@pytest.fixture
def keeper(client, manager):
    client.force_login(manager)
    return client


def at(name, review, **blanks):
    kwargs = {"partnership": "northshire", "review": review.public_id, **blanks}
    return reverse(f"reviews:{name}", kwargs=kwargs)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def typed(later, **said):
    usual = {
        "form": "full",
        "title": "Listening to fathers",
        "reviewers": "Robin Marsh",
        "decided_by": "The three partners",
        "revision": 0,
        **day_of("decided_on", local_day(later)),
        **day_of("planned_on", local_day(later) + 28 * DAY),
    }
    return {**usual, **said}


def test_the_page_says_what_stands_in_the_way_and_offers_what_is_possible(keeper, signed):
    page = words(keeper.get(at("review-publication", signed)))

    assert "8 things still stand in the way." in page
    assert "Record what the partners decided to publish." in page
    assert "Record what is published" in page
    assert "Publish it" not in page


def test_it_is_decided_frozen_checked_and_copied_on_the_pages(north, keeper, signed, later):
    told = keeper.post(at("publication-decide", signed), typed(later))
    assert told.status_code == 302
    keeper.post(
        at("publication-cut", signed), {"words": "ASH HOUSE", "section": "", "reason": "personal"}
    )
    preview = keeper.get(at("publication-preview", signed))
    assert "The clinic at [removed: personal information] should ring back." in words(preview)
    keeper.post(
        at("publication-preview", signed), {"sha256": preview.context["form"].initial["sha256"]}
    )
    make.work(north, at=later)

    version = words(keeper.get(at("publication-version", signed, number=1)))
    assert "Nothing was found. That proves nothing: read the whole text." in version
    taken = keeper.get(at("publication-pdf", signed, number=1))
    assert taken.headers["Content-Disposition"] == (
        f'attachment; filename="{signed.reference.lower()}-public-v1.pdf"'
    )
    keeper.post(at("publication-copy-add", signed), {"recipient": "panel"})
    page = words(keeper.get(at("review-publication", signed)))
    assert "Record that it was sent to Child Safeguarding Practice Review Panel" in page.replace(
        '<span class="govuk-visually-hidden">', ""
    ).replace("</span>", "")


def test_what_somebody_decided_meanwhile_is_shown_beside_what_was_typed(keeper, decided, later):
    shown = keeper.post(at("publication-decide", decided), typed(later, title="My own title"))

    assert "Somebody changed this while you wrote." in words(shown)
    assert "What was kept meanwhile" in words(shown)
    assert "Listening to fathers" in words(shown)
    assert "My own title" in words(shown)
    assert Publication.objects.filter(title="My own title").count() == 0
    again = keeper.post(
        at("publication-decide", decided), typed(later, title="My own title", revision=1)
    )
    assert again.status_code == 302


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(keeper, signed, later):
    shown = keeper.post(
        at("publication-decide", signed),
        typed(later, form="improvements", reasons="", chosen=["improvements"]),
    )
    form = shown.context["form"]
    assert form.errors["reasons"] == ["Say why the report is not published in full."]
    assert form["title"].value() == "Listening to fathers"


def test_a_text_that_changed_after_the_preview_was_shown_is_not_frozen(
    north, keeper, decided, manager, later
):
    with tenant(north.pk):
        shown = Stand(decided).sha256
        take_out(review=decided, words="Ash House", reason="case", by=manager, at=later)
    page = keeper.post(at("publication-preview", decided), {"sha256": shown})
    assert "was changed since this page was shown" in words(page)
    with tenant(north.pk):
        assert PublicVersion.objects.count() == 0


def test_the_gate_stands_on_the_page_of_publishing_in_place_of_the_button(keeper, frozen, north, manager, later):  # fmt: skip
    with tenant(north.pk):
        make.copies_sent(frozen, by=manager, at=later)
    page = words(keeper.get(at("publication-publish", frozen)))
    assert "Nobody of the family is on the record." in page
    assert "Publish it now" not in page


def test_it_is_published_on_the_day_and_what_was_read_is_written_down(
    north, keeper, frozen, manager, later, on_the_day
):
    with tenant(north.pk):
        make.copies_sent(frozen, by=manager, at=later)
        make.family_told(frozen, local_day(later), by=manager, at=later)
    on_the_day.move_to(later + 28 * DAY)
    keeper.force_login(manager)
    assert "Publish it now" in words(keeper.get(at("publication-publish", frozen)))
    keeper.post(at("publication-publish", frozen))

    with tenant(north.pk):
        assert Review.objects.get(pk=frozen.pk).state == ReviewState.PUBLISHED
        assert AuditEvent.objects.filter(verb="published", facts__version=1).count() == 1
        assert AuditEvent.objects.filter(facts__page="publication").exists()
    page = words(keeper.get(at("review-publication", frozen)))
    assert "On line" in page
    assert "It stays on line until 9 July 2027: a year at least." in page
    assert "Take it off line" not in page
    assert "See what the public reads" in page
    assert "freeze it" not in page
    archive = keeper.post(at("publication-archive", frozen), {"reason": "Old."})
    assert "It stays on line until 9 July 2027: a year at least." in words(archive)


def test_a_finding_is_dealt_with_where_it_is_shown_and_a_sealed_one_by_who_decides(
    north, client, frozen, later
):
    with tenant(north.pk):
        version = PublicVersion.objects.get()
        small = LeakFinding.objects.create(
            version=version, kind="small", where="Title", excerpt="two children"
        )
        sealed = LeakFinding.objects.create(version=version, kind="sealed", where="Why")
    client.force_login(people.member(north, "business_support"))
    page = words(client.get(at("publication-version", frozen, number=1)))
    assert page.count("Say why it may stay") == 1
    assert "Why. The word itself is not shown." in page

    client.post(at("publication-keep", frozen, finding=small.public_id), {"reason": "Known."})
    not_theirs = client.post(at("publication-keep", frozen, finding=sealed.public_id), {"reason": "x"})  # fmt: skip
    with tenant(north.pk):
        small.refresh_from_db()
        sealed.refresh_from_db()
    assert (small.kept_because, sealed.kept_at) == ("Known.", None)
    assert not_theirs.status_code == 403


def test_who_reads_cases_and_does_not_work_on_them_is_not_told_where_a_sealed_word_stands(
    north, client, manager, frozen, later
):
    reader = people.member(north, "scrutineer")
    with tenant(north.pk):
        LeakFinding.objects.create(version=PublicVersion.objects.get(), kind="sealed", where="Why")
        name_person(incident=frozen.incident, person=reader, by=manager, at=later)
    client.force_login(reader)
    found = client.get(at("publication-version", frozen, number=1))
    assert found.status_code == 200
    assert "What the check found" not in words(found)


def test_words_may_be_put_back_before_anybody_read_without_them(north, keeper, decided, manager, later):  # fmt: skip
    with tenant(north.pk):
        cut = take_out(review=decided, words="Ash House", reason="case", by=manager, at=later)
    keeper.post(at("publication-back", decided, cut=cut.public_id))
    with tenant(north.pk):
        assert TakenOut.objects.count() == 0


def test_what_is_not_possible_yet_leads_back_with_the_reason(keeper, signed):
    answer = keeper.get(at("publication-publish", signed), follow=True)
    assert "Record first what the partners decided to publish." in words(answer)


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_the_database_as_often_for_three_versions_as_for_one(
    north, keeper, frozen, manager, later, more, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(more):
            version = PublicVersion.objects.get(set_aside_at=None)
            publishing.set_aside(version=version, reason="Again.", by=manager, at=later)
            make.frozen(frozen, by=manager, at=later)
    keeper.get(at("review-publication", frozen))
    with django_assert_num_queries(QUERIES):
        keeper.get(at("review-publication", frozen))


def test_a_reason_that_is_too_long_is_refused_and_kept(north, keeper, frozen):
    with tenant(north.pk):
        found = LeakFinding.objects.create(
            version=PublicVersion.objects.get(), kind="small", where="Title"
        )
    page = keeper.post(
        at("publication-keep", frozen, finding=found.public_id), {"reason": "x" * 301}
    )
    assert page.context["form"]["reason"].value() == "x" * 301
    assert list(page.context["form"].errors) == ["reason"]
    with tenant(north.pk):
        found.refresh_from_db()
    assert found.kept_at is None
