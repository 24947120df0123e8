"""A practice review is checked before the partners are asked to sign it."""

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from reviews.enums import ReviewKind, ReviewState
from reviews.models import Report, ReportVersion, Review
from reviews.report_checks import CHECKS, answered, may_be_signed
from reviews.selectors.report_text import text_of_version
from reviews.services import signing
from tests.factories import reports as make

ALL = {"accuracy": "By each agency.", "law": "Not needed.", "telling": "By the manager."}


@pytest.fixture
def practice(north, learning):
    """The same report, of a practice review."""
    with tenant(north.pk):
        Review.objects.filter(pk=learning.review_id).update(kind=ReviewKind.LCSPR)
        return Report.objects.select_related("incident", "review").get(pk=learning.pk)


def test_each_check_is_asked_for_in_its_order():
    assert [each.key for each in CHECKS] == ["accuracy", "law", "telling"]
    for said, missing in (
        ({}, "accuracy"),
        ({"accuracy": "x"}, "law"),
        ({**ALL, "law": " "}, "law"),
    ):
        refused = may_be_signed(ReviewKind.LCSPR, said)
        assert refused.code == missing
        assert refused.reason.endswith(": say how it was checked.")
    assert may_be_signed(ReviewKind.LCSPR, ALL)


@pytest.mark.parametrize("kind", [each for each in ReviewKind if each != ReviewKind.LCSPR])
def test_a_review_of_another_kind_may_be_signed_without(kind):
    assert may_be_signed(kind, {})


def test_only_what_was_answered_is_kept():
    assert answered({"law": " Not needed. ", "telling": ""}) == [
        {"key": "law", "title": "Law", "said": "Not needed."}
    ]


def test_a_practice_review_that_nobody_checked_is_not_sent_for_signatures(
    north, practice, manager, later
):
    with tenant(north.pk):
        report = make.written(practice, by=manager, at=later)
        with pytest.raises(DomainError) as refused:
            signing.ask_for_signatures(
                report=report, checks={"accuracy": "x"}, by=manager, at=later
            )

        assert (refused.value.code, refused.value.field) == ("law", "law")
        assert not ReportVersion.objects.exists()
        assert Review.objects.get(pk=practice.review_id).state == ReviewState.IN_PROGRESS


def test_the_checks_stand_in_the_version_that_is_signed(north, practice, manager, later):
    with tenant(north.pk):
        report = make.written(practice, by=manager, at=later)
        version = signing.ask_for_signatures(report=report, checks=ALL, by=manager, at=later)

        shown = [(row.key, row.value) for row in text_of_version(version).checks]
    assert shown == [
        ("Facts", "By each agency."),
        ("Law", "Not needed."),
        ("Recognising", "By the manager."),
    ]


def test_the_page_asks_for_each_and_keeps_what_was_typed(client, north, practice, manager, later):
    with tenant(north.pk):
        make.written(practice, by=manager, at=later)
    client.force_login(manager)
    address = f"/northshire/reports/{practice.public_id}/signatures/ask/"

    answer = client.post(address, {"accuracy": "By each agency.", "law": "", "telling": "x"})

    page = answer.content.decode()
    assert "Law: say how it was checked." in page
    assert "By each agency." in page
    client.post(address, ALL)
    with tenant(north.pk):
        assert ReportVersion.objects.get().content["checks"][1]["said"] == "Not needed."


def test_a_rapid_review_is_not_asked_for_them(client, north, rapid, manager, later):
    client.force_login(manager)
    page = client.get(f"/northshire/reports/{rapid.public_id}/signatures/ask/")
    assert "How were the facts checked" not in page.content.decode()
