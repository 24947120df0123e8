"""The tab of a case and the page of a review that list what they recommend."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from deadlines import subjects
from governance import recommended_from
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships import access
from reviews.selectors.origins import ORIGINS, find_case, find_review
from tests.factories import partnerships as people
from tests.factories import reviews as cases
from tests.governance.recommended import recommended

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(case) -> str:
    kwargs = {"partnership": "northshire", "case": case.public_id}
    return reverse("reviews:case-recommendations", kwargs=kwargs)


def of_case(case, by, **said):
    today = moment.today()
    standing = access.standing(by, on=today)
    return recommended(
        by,
        subject=find_case(by, standing, case.public_id),
        source="rapid_review",
        confidential_because="The review has not ended.",
        made_on=today,
        due_on=today + timedelta(days=60),
        at=moment.now(),
        **said,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tab_lists_them_in_order_and_asks_the_same_however_many_there_are(
    rows, client: Client, north, manager, django_assert_num_queries
):
    with tenant(north.pk):
        case = cases.case(by=manager, at=moment.now())
        for number in range(rows, 0, -1):
            of_case(case, manager, number=number, text=f"Recommendation number {number}")
    client.force_login(manager)
    with django_assert_num_queries(15):
        page = text(client.get(page_of(case)))
    places = [page.index(f"Recommendation number {number}") for number in range(1, rows + 1)]
    assert places == sorted(places)
    assert f"from=reviews.incident&amp;of={case.public_id}" in page


def test_nobody_is_told_of_a_case_that_they_do_not_see(client: Client, north, manager):
    with tenant(north.pk):
        case = cases.case(by=manager, at=moment.now())
        lay = people.member(north, "lay_member", "lay@north.example")
        standing = access.standing(lay, on=moment.today())
        assert find_case(lay, standing, case.public_id) is None
        assert find_review(lay, standing, case.public_id) is None
    client.force_login(lay)
    assert client.get(page_of(case)).status_code == 404


def test_every_origin_is_known_once():
    assert [each.kind for each in ORIGINS] == list(recommended_from.kinds())
    assert recommended_from.origin_of("of nothing") is None
    with pytest.raises(ValueError, match="registered already"):
        recommended_from.register(ORIGINS[0])
    assert "reviews.incident" in {each.code for each in subjects.kinds()}
