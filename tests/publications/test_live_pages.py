"""Pages that the public reads from the record, and the pages on which the staff confirms them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from governance.models import Group, GroupAlias, GroupSeat
from krscp_portal.foundation.context import tenant
from partnerships.models import OrganisationAlias, Partnership
from publications import selectors
from publications.enums import PublicPageKind
from publications.models import PublicPage
from publications.services import pages
from tests.factories import governance
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


def at(name: str, **kwargs: object) -> str:
    return reverse(f"publications:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def recorded(north) -> Partnership:
    """A chair, an executive with a subgroup, an agency with an old name."""
    Partnership.objects.filter(pk=north.pk).update(contact_email="hello@north.example")
    with tenant(north.pk):
        seat = make.seat("manager", "MANAGER", contact_email="manager@north.example")
        executive = governance.group("exec", kind="executive", name="The Executive")
        group = governance.group("qa", name="Quality Subgroup", reports_to=executive)
        GroupAlias.objects.create(group=group, name="Audit Group")
        GroupSeat.objects.create(group=group, seat=seat, chairing="chair")
        agency = make.agency("NHS Somewhere")
        OrganisationAlias.objects.create(organisation=agency.organisation, name="Somewhere CCG")
    return north


@pytest.fixture
def confirmed(recorded, manager) -> Partnership:
    for kind in PublicPageKind:
        show(recorded, manager, kind)
    return recorded


def show(north, manager, kind, when=NOW) -> None:
    with tenant(north.pk):
        _facts, seen = selectors.page_facts(kind=kind, partnership=north, on=when.date())
        pages.confirm_page(kind=kind, partnership=north, seen=seen, by=manager, at=when)


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


PUBLIC = (
    ("whos-who", {}),
    ("structure", {}),
    ("group", {"key": "qa"}),
    ("group", {"key": "audit-group"}),
    ("agency", {"slug": "somewhere-ccg"}),
)


@pytest.mark.parametrize(("name", "blanks"), PUBLIC)
def test_before_a_confirmation_a_stranger_finds_nothing(name, blanks, client, recorded):
    assert client.get(at(name, **blanks)).status_code == 404


@pytest.mark.parametrize(("name", "blanks"), PUBLIC)
def test_once_confirmed_a_stranger_is_answered(name, blanks, client, confirmed):
    assert client.get(at(name, **blanks)).status_code in {200, 301}


def test_one_page_does_not_show_the_other(client, recorded, manager):
    show(recorded, manager, PublicPageKind.WHOS_WHO)

    words = text(client.get(at("whos-who")))

    assert client.get(at("structure")).status_code == 404
    assert at("structure") not in words
    assert "Quality Subgroup" in words
    assert at("group", key="qa") not in words


def test_who_is_who_says_posts_addresses_and_when_it_was_confirmed(client, confirmed):
    words = text(client.get(at("whos-who")))

    assert "<h1" in words
    assert 'Last confirmed on <time datetime="2026-06-01">1 June 2026</time>' in words
    assert "Seat manager" in words
    assert "manager@north.example" in words
    assert "hello@north.example" in words
    assert f'<a class="govuk-link" href="{at("group", key="qa")}">Quality Subgroup</a>' in words
    assert '<li id="agency-nhs-somewhere">NHS Somewhere<br>' in words
    assert "Also or formerly: Somewhere CCG" in words
    assert "noindex" not in words


def test_a_page_confirmed_long_ago_says_so(client, confirmed):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        assert "for more than six months" not in text(client.get(at("structure")))
    with time_machine.travel(datetime(2026, 12, 2, 12, tzinfo=UTC)):
        words = text(client.get(at("structure")))

    assert "Nobody has confirmed this page for more than six months" in words


def test_the_structure_is_drawn_and_said_in_words(client, confirmed):
    words = text(client.get(at("structure")))

    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--tree" role="img"' in words
    assert "Subgroup, reports to The Executive" in words
    assert "<dt>Chair</dt><dd>Seat manager</dd>" in words.replace("</dt> ", "</dt>").replace(
        "<dd> ", "<dd>"
    ).replace(" </dd>", "</dd>")


def test_a_group_has_a_page_of_its_own(client, confirmed):
    words = text(client.get(at("group", key="qa")))

    assert "Quality Subgroup</h1>" in words
    assert f'<a class="govuk-link" href="{at("group", key="exec")}">The Executive</a>' in words
    assert "<dt>Also or formerly</dt><dd>Audit Group</dd>" in words


@pytest.mark.parametrize("old", ["audit-group", "quality-subgroup"])
def test_an_old_name_of_a_group_leads_to_its_page(old, client, confirmed):
    response = client.get(at("group", key=old))

    assert (response.status_code, response.url) == (301, at("group", key="qa"))


def test_a_group_that_has_ended_says_so_and_what_bears_its_name(client, confirmed):
    with tenant(confirmed.pk):
        Group.objects.filter(key="qa").update(ended_on=date(2026, 5, 1))
        new = governance.group("learning", name="Learning Subgroup")
        GroupAlias.objects.create(group=new, name="Quality Subgroup")

    response = client.get(at("group", key="qa"))

    assert response.status_code == 410
    assert "This group ended on 1 May 2026." in text(response)
    assert at("group", key="learning") in text(response)
    assert client.get(at("group", key="audit-group")).url == at("group", key="qa")


def test_a_name_that_never_was_is_not_found(client, confirmed):
    assert client.get(at("group", key="nothing")).status_code == 404
    assert client.get(at("agency", slug="nothing")).status_code == 404


def test_an_old_name_of_a_body_leads_to_its_place_in_the_list(client, confirmed):
    response = client.get(at("agency", slug="somewhere-ccg"))

    assert response.status_code == 301
    assert response.url == f"{at('whos-who')}#agency-nhs-somewhere"


def test_a_page_may_be_kept_but_is_asked_for_afresh(client, confirmed):
    first = client.get(at("whos-who"))

    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(at("whos-who"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with tenant(confirmed.pk):
        make.seat("nurse", "DESIGNATED_NURSE")
    changed = client.get(at("whos-who"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_what_somebody_signed_in_reads_is_not_stored(signed_in, confirmed):
    response = signed_in.get(at("whos-who"))

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_the_index_lists_the_pages_that_are_shown(client, recorded, manager):
    assert "Nothing has been published here yet." in text(client.get(at("published")))
    show(recorded, manager, PublicPageKind.STRUCTURE)

    words = text(client.get(at("published")))

    assert f'href="{at("structure")}"' in words
    assert "Last confirmed on 1 June 2026." in words
    assert at("whos-who") not in words
    assert "Nothing has been published" not in words


@pytest.mark.parametrize(("name", "queries"), [("whos-who", 16), ("structure", 17)])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_database_the_same_however_many_rows(
    rows, name, queries, client, confirmed, django_assert_num_queries
):
    with tenant(confirmed.pk):
        for number in range(rows):
            seat = make.seat(f"s{number}", organisation=make.organisation(f"Body {number}"))
            make.appointment(seat)
            group = governance.group(f"g{number}")
            GroupSeat.objects.create(group=group, seat=seat, chairing="chair")

    with django_assert_num_queries(queries):
        client.get(at(name))


# --- the staff's side


def test_the_documents_page_leads_to_the_public_pages(signed_in, recorded):
    assert at("public-pages") in text(signed_in.get(at("documents")))


def test_the_list_says_how_each_page_stands(signed_in, recorded, manager):
    show(recorded, manager, PublicPageKind.STRUCTURE)

    words = text(signed_in.get(at("public-pages")))

    assert "Not shown yet" in words
    assert "Nobody has confirmed it yet." in words
    assert f"Last confirmed on 1 June 2026 at 10:00am by {manager.display_name}." in words
    assert at("page-take-down", page="structure") in words
    assert at("page-take-down", page="whos_who") not in words


def test_the_preview_works_before_anything_is_public(signed_in, recorded):
    for path in (
        at("page-preview", page="whos_who"),
        at("page-preview", page="structure"),
        at("group-preview", key="qa"),
    ):
        words = text(signed_in.get(path))
        assert "This is a preview" in words
        assert "Nothing of it is public yet." in words
        assert "noindex" in words
        assert "/published/" not in words.partition("<main")[2].partition("</main>")[0]
    assert signed_in.get(at("group-preview", key="nothing")).status_code == 404


def test_the_preview_of_an_empty_record_says_so(signed_in, north):
    assert "No group is recorded yet." in text(signed_in.get(at("page-preview", page="structure")))


def fingerprint(response) -> str:
    return response.context["form"]["seen"].value()


def test_a_manager_confirms_and_shows_a_page(signed_in, recorded):
    path = at("page-confirm", page="whos_who")
    asked = signed_in.get(path)
    assert "It has never been confirmed, so all of it is new" in text(asked)

    done = signed_in.post(path, {"looked": "on", "seen": fingerprint(asked)}, follow=True)

    assert "The public can read this page now." in text(done)
    assert Client().get(at("whos-who")).status_code == 200
    again = signed_in.get(path)
    assert "Confirm it is still right: Who’s who" in text(again)
    assert "Nothing that this page shows." in text(again)
    done = signed_in.post(path, {"looked": "on", "seen": fingerprint(again)}, follow=True)
    assert "Confirmed. The page says so" in text(done)


def test_who_did_not_look_cannot_confirm(signed_in, recorded):
    path = at("page-confirm", page="whos_who")

    answer = signed_in.post(path, {"seen": fingerprint(signed_in.get(path))})

    assert "Look at the preview, then say that what it says is right." in text(answer)
    with tenant(recorded.pk):
        assert not PublicPage.objects.exists()


def test_who_looked_at_something_else_is_asked_to_look_again(signed_in, recorded):
    path = at("page-confirm", page="whos_who")
    seen = fingerprint(signed_in.get(path))
    with tenant(recorded.pk):
        make.seat("nurse", "DESIGNATED_NURSE")

    answer = signed_in.post(path, {"looked": "on", "seen": seen})

    assert "The record has changed since you opened this page." in text(answer)
    assert 'name="looked" checked' not in text(answer)
    fresh = fingerprint(answer)
    assert fresh != seen
    assert signed_in.post(path, {"looked": "on", "seen": fresh}).status_code == 302


def test_a_page_is_taken_down_at_once(signed_in, confirmed):
    path = at("page-take-down", page="structure")
    assert "nor the pages of the groups" in text(signed_in.get(path))

    done = signed_in.post(path, follow=True)

    assert "The public can no longer read this page." in text(done)
    assert "Taken down" in text(done)
    assert Client().get(at("structure")).status_code == 404
    assert Client().get(at("group", key="qa")).status_code == 404
    again = signed_in.post(path, follow=True)
    assert "This page is not shown to the public." in text(again)


def test_who_may_only_read_is_shown_no_buttons(client, confirmed):
    client.force_login(make.member(confirmed, "lay_member"))

    words = text(client.get(at("public-pages")))

    assert "Preview" in words
    assert "Take down" not in words
    assert client.get(at("page-confirm", page="structure")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_confirm_page_asks_the_same_however_much_changed(
    rows, signed_in, confirmed, manager, django_assert_num_queries
):
    with tenant(confirmed.pk):
        for number in range(rows):
            make.appointment(make.seat(f"s{number}"), f"Person {number}", date(2026, 6, 2))
    june_20 = time_machine.travel(datetime(2026, 6, 20, 9, tzinfo=UTC))
    with june_20, tenant(confirmed.pk):
        signed_in.force_login(manager)
    with june_20, django_assert_num_queries(20):
        words = text(signed_in.get(at("page-confirm", page="whos_who")))

    assert f"Person {rows - 1} began" in words
