"""The home page names a case once, with the step that comes next."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from tests.factories import reviews as make

pytestmark = pytest.mark.django_db


def test_a_case_with_several_clocks_stands_once_on_the_home_page(client, north, manager, moment):
    with tenant(north.pk):
        case = make.case_at(CaseState.LOGGED, by=manager, at=moment)
    client.force_login(manager)

    page = client.get("/northshire/").content.decode()

    assert page.count(f'href="/northshire/{case.path}"') == 1
    assert f"{case.reference}: record the partners" in page
