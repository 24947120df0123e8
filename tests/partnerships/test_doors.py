"""What each door lets in, and what becomes of what was written behind it."""

import pytest
from django.test import Client

from krscp_portal.foundation.context import current_partnership_id, tenant
from partnerships.models import Notice
from tests.factories import partnerships as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.partnerships.door_urls")]


@pytest.fixture
def visit(north):
    client = Client(raise_request_exception=False)
    client.force_login(make.member(north, "lay_member"))
    return lambda door: client.get(f"/doors/northshire/{door}/")


def stored(north) -> int:
    with tenant(north.pk):
        return Notice.objects.count()


def test_what_a_view_writes_is_kept(north, visit):
    assert visit("writes").status_code == 200
    assert stored(north) == 1
    assert current_partnership_id() is None


def test_a_refusal_that_no_form_took_up_is_said_and_nothing_is_kept(north, visit):
    answer = visit("refuses")

    assert answer.status_code == 409
    assert b"The file is missing from storage." in answer.content
    assert b"Nothing was changed" in answer.content
    assert stored(north) == 0


def test_what_a_service_forbids_is_forbidden_with_its_reason(north, visit):
    answer = visit("forbids")

    assert answer.status_code == 403
    assert b"Your role does not allow this." in answer.content
    assert stored(north) == 0


def test_a_fault_keeps_nothing(north, visit):
    assert visit("breaks").status_code == 500
    assert stored(north) == 0


def test_a_permission_is_asked_for(north, visit, client):
    assert visit("counts").status_code == 403
    client.force_login(make.member(north, "auditor"))
    assert client.get("/doors/northshire/counts/").content == b"0"


def test_a_public_page_knows_who_reads_it(north, visit, client):
    assert client.get("/doors/northshire/anybody/").content == b"northshire 0"
    assert visit("anybody").content == b"northshire 1"
    assert client.get("/doors/nowhere/anybody/").status_code == 404


@pytest.mark.parametrize("slug", ["accounts", "my", "static", "api", "healthz"])
def test_the_portals_own_words_are_no_partnerships(client, slug):
    assert client.get(f"/doors/{slug}/anybody/").status_code == 404
