"""What anybody may read of a review: what was published, and nothing before it or beside it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from reviews.enums import (
    DispatchKind,
    DispatchRecipient,
    DispatchState,
    PublicationForm,
    ReviewState,
)
from reviews.models import Dispatch, Publication, PublicVersion, Review
from tests.factories import published_reviews as make

pytestmark = pytest.mark.django_db
LATER = timedelta(days=40)


def at(name, reference="nort-rv-2026-001", **kwargs):
    of = {} if name in {"published", "published-reviews"} else {"reference": reference}
    return reverse(f"publications:{name}", kwargs={"partnership": "northshire", **of, **kwargs})


PAGE, PDF, LIST = "published-review", "published-review-pdf", "published-reviews"


@pytest.fixture
def publication(north, manager, moment):
    with tenant(north.pk):
        review = make.review(by=manager, at=moment)
        return make.publication(review, by=manager, at=moment)


@pytest.fixture
def live(north, publication, manager, moment):
    with tenant(north.pk):
        return make.published(publication, by=manager, at=moment)


def text(response):
    return " ".join(response.content.decode().split())


def archive(north, publication, manager, moment):
    with tenant(north.pk):
        Publication.objects.filter(pk=publication.pk).update(
            archived_at=moment, archived_by=manager, archived_because="A year and a day."
        )


def test_the_addresses_last():
    assert at(PAGE) == "/northshire/published/reviews/nort-rv-2026-001/"
    assert at(PDF) == "/northshire/published/reviews/nort-rv-2026-001.pdf"
    assert at(LIST) == "/northshire/published/reviews/"


def test_anybody_reads_the_text_that_was_frozen_with_its_warning_first(client, live):
    response = client.get(at(PAGE))

    words = text(response)
    assert response.status_code == 200
    assert '<h1 class="govuk-heading-xl">What we learned about sharing</h1>' in words
    assert "A title that was changed afterwards" not in words
    assert words.index("This report speaks of harm to a child.") < words.index(make.FACTS)
    assert "An independent reviewer" in words
    assert "Report in full" in words
    assert "Exit this page" in words
    assert "noindex" not in words


@pytest.mark.parametrize("stage", ["decided", "frozen", "checked", "set aside"])
def test_nothing_is_there_before_it_is_published(
    client, north, publication, manager, moment, stage
):
    with tenant(north.pk):
        if stage == "frozen":
            make.version(publication, by=manager, at=moment)
        if stage in {"checked", "set aside"}:
            made = make.checked(publication, by=manager, at=moment)
        if stage == "set aside":
            made.set_aside_at, made.set_aside_by, made.set_aside_because = moment, manager, "Words"
            made.save()
        for state in (ReviewState.PRE_PUBLICATION, ReviewState.PUBLISHED):
            Review.objects.update(state=state)
            for who in (None, manager):
                if who:
                    client.force_login(who)
                pages = [at(PAGE), at(PDF), at(f"{PAGE}-version", number=1)]
                assert [client.get(page).status_code for page in pages] == [404, 404, 404]
                assert "What we learned" not in text(client.get(at(LIST)))
                assert at(LIST) not in text(client.get(at("published")))
                client.logout()


def test_a_next_version_in_the_making_changes_nothing(client, north, live, publication, manager):
    with tenant(north.pk):
        make.checked(
            publication, by=manager, at=live.made_at + LATER, content=make.content(title="Secret")
        )
    assert "Secret" not in text(client.get(at(PAGE)))
    assert "Secret" not in text(client.get(at(LIST)))
    assert client.get(at(f"{PAGE}-version", number=2)).status_code == 404


def test_a_corrected_text_takes_the_place_of_the_one_before_everywhere(
    client, north, live, publication, manager, moment
):
    old = client.get(at(PDF)).content
    with tenant(north.pk):
        make.published(
            publication,
            by=manager,
            at=moment + LATER,
            because="The street could be told.",
            content=make.content(title="What we learned, corrected", warning=""),
        )

    words = text(client.get(at(PAGE)))
    assert "What we learned, corrected" in words
    assert "This text replaced an earlier one on 11 July 2026." in words
    assert "1 June 2026" in words
    assert "The street could be told." not in words
    assert "Read this first" not in words
    assert client.get(at(PDF)).content != old
    for number in (1, 2):
        moved = client.get(at(f"{PAGE}-version", number=number))
        assert (moved.status_code, moved["Location"]) == (301, at(PAGE))
    assert client.get(at(f"{PAGE}-version", number=3)).status_code == 404
    assert "corrected on 11 July 2026" in text(client.get(at(LIST)))


def test_a_reference_in_capitals_leads_to_its_address(client, live):
    moved = client.get(at(PAGE, reference="NORT-RV-2026-001"))
    assert (moved.status_code, moved["Location"]) == (301, at(PAGE))


def test_improvements_alone_say_so_and_that_the_law_allows_it_and_not_why(
    client, north, manager, moment
):
    with tenant(north.pk):
        review = make.review(by=manager, at=moment)
        why = "The family would be recognised."
        decided = make.publication(
            review, by=manager, at=moment, form=PublicationForm.IMPROVEMENTS, reasons=why
        )
        form = PublicationForm.IMPROVEMENTS.value
        make.published(decided, by=manager, at=moment, content=make.content(form=form))

    words = text(client.get(at(PAGE)))
    assert "not the report itself" in words
    assert "Children Act 2004, section 16F" in words
    assert why not in words
    assert "Information about the improvements" in text(client.get(at(LIST)))


def test_nothing_of_the_inside_stands_on_the_pages(client, north, live):
    with tenant(north.pk):
        review = Review.objects.get()
    for page in (at(PAGE), at(LIST)):
        words = text(client.get(page))
        for inside in (review.code_name, review.why, str(review.public_id), live.sha256):
            assert inside not in words


def test_the_pdf_is_given_from_storage_with_its_hash_and_asked_for_each_time(client, live):
    response = client.get(at(PDF))

    assert response.content.startswith(b"%PDF")
    assert response["ETag"] == f'"{live.file.sha256}"'
    assert response["Cache-Control"] == "public, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "nort-rv-2026-001-public-v1.pdf" in response["Content-Disposition"]
    again = client.get(at(PDF), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_file_is_not_given_out(client, north, live):
    default_storage.delete(live.file.path)
    default_storage.save(live.file.path, ContentFile(b"%PDF-1.7 something else"))

    response = client.get(at(PDF))
    assert response.status_code == 409
    assert not response.content.startswith(b"%PDF")


def test_pages_set_no_cookie_and_are_asked_for_afresh(client, live):
    for page in (at(PAGE), at(LIST), at(PDF)):
        response = client.get(page)
        assert response.cookies == {}
        assert response["Cache-Control"] == "public, no-cache"
        again = client.get(page, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304


def test_what_somebody_signed_in_is_given_is_never_kept(client, live, manager):
    client.force_login(manager)
    assert client.get(at(PAGE))["Cache-Control"] == "private, no-store"


def test_an_archived_review_says_until_when_and_where_it_is_kept(
    client, north, live, publication, manager, moment
):
    archive(north, publication, manager, moment + timedelta(days=366))
    for page in (at(PAGE), at(PDF)):
        response = client.get(page)
        words = text(response)
        assert response.status_code == 410
        assert "It was on line from 1 June 2026 to 2 June 2027." in words
        assert "The partnership keeps a copy in its archive." in words
        assert "NSPCC" not in words
        assert "A year and a day." not in words
        assert make.FACTS not in words
        assert "noindex" in words
    listed = text(client.get(at(LIST)))
    assert "Published on 1 June 2026; not on line since 2 June 2027." in listed


def test_an_archived_review_names_the_repository_once_a_copy_was_sent_there(
    client, north, live, publication, manager, moment
):
    archive(north, publication, manager, moment + timedelta(days=366))
    with tenant(north.pk):
        row = Dispatch.objects.create(
            kind=DispatchKind.PUBLISHED, recipient=DispatchRecipient.NSPCC,
            review=publication.review, public_version=live, prepared_at=moment, prepared_by=manager,
        )  # fmt: skip
        assert "NSPCC" not in text(client.get(at(PAGE)))
        row.state, row.sent_at, row.sent_by = DispatchState.SENT, moment, manager
        row.save()
    assert "NSPCC’s national repository of case reviews was sent a copy" in text(
        client.get(at(PAGE))
    )


def test_another_partnership_has_none_of_it(client, live, south):
    assert client.get("/southshire/published/reviews/nort-rv-2026-001/").status_code == 404
    assert client.get("/southshire/published/reviews/nort-rv-2026-001.pdf").status_code == 404
    assert "What we learned" not in text(client.get("/southshire/published/reviews/"))


def test_typed_text_is_never_markup(client, north, publication, manager, moment):
    bad = "<script>alert(1)</script>"
    said = make.content(
        title=f"T {bad}", warning=bad, reviewers=bad,
        sections=[{"key": "facts", "title": f"S {bad}", "body": f"One\n\nTwo {bad}"}],
    )  # fmt: skip
    with tenant(north.pk):
        make.published(publication, by=manager, at=moment, content=said)
    for page in (at(PAGE), at(LIST)):
        assert bad not in text(client.get(page))


def test_the_published_page_leads_to_them(client, live):
    assert at(LIST) in text(client.get(at("published")))
    assert at(PAGE) in text(client.get(at(LIST)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_many_there_are(
    rows, client, north, manager, moment, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            review = make.review(by=manager, at=moment, code_name=f"Heron {number}")
            made = make.publication(review, by=manager, at=moment)
            for _ in range(rows):
                make.published(made, by=manager, at=moment)
        assert PublicVersion.objects.count() == rows * rows

    with django_assert_num_queries(6):
        client.get(at(LIST))
    with django_assert_num_queries(6):
        client.get(at(PAGE))
    with django_assert_num_queries(7):
        client.get(at(PDF))
