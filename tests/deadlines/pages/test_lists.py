"""The lists of deadlines, as a signed-in person meets them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from deadlines.selectors.lists import needs_on_deadlines
from deadlines.subjects import SubjectKind
from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.models import Partnership, User
from tests.deadlines.pages.reading import AWARE, NOW, text_of
from tests.factories import deadlines as make
from tests.factories import partnerships

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden() -> Iterator[str]:
    """A kind of subject that nobody here may see."""
    kind = SubjectKind(code="tests.hidden", may_be_told=lambda _user, _id: False)
    with make.subject_kind(kind):
        yield kind.code


def open_some(of: Partnership, by: User, count: int) -> None:
    with tenant(of.pk):
        for number in range(count):
            make.deadline(trigger_at=AWARE, by=by, owner=by, about=make.subject(f"N-{number}"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, north, manager, count, django_assert_num_queries
):
    open_some(north, manager, count)
    with django_assert_num_queries(11):
        response = client.get("/northshire/deadlines/")
    assert text_of(response).count("Overdue by 1 working day") == count


def test_the_list_shows_what_is_due_first_and_its_parts(client, north, manager):
    with tenant(north.pk):
        for rule_key in ("lcspr_publish", "notify_panel", "tell_lcspr_decision", "keep_published"):
            make.deadline(trigger_at=AWARE, by=manager, rule_key=rule_key)
        make.deadline(
            trigger_at=datetime(2026, 6, 3, 9, tzinfo=UTC), by=manager, about=make.subject("N-SOON")
        )
    page = text_of(client.get("/northshire/deadlines/"))

    assert (
        "All open (5) Overdue (1) Due soon (1) Due later (1) Must wait (1) No set date (1)" in page
    )
    due = ["Monday 8 June", "Wednesday 10 June", "Tuesday 1 December", "Tuesday 1 June 2027"]
    assert [page.index(each) for each in due] == sorted(page.index(each) for each in due)
    for part, words in (
        ("overdue", "Overdue by 1 working day"),
        ("soon", "Due soon: 1 working day left"),
        ("later", "Due in "),
        ("waiting", "Must wait: 357 days to go"),
        ("undated", "To be done as soon as it is decided"),
    ):
        shown = text_of(client.get(f"/northshire/deadlines/?show={part}"))
        assert words in shown
        assert shown.count("Nobody yet") == 1


def test_what_was_typed_into_the_address_is_forgiven(client, clock):
    for query in ("show=nonsense", "page=0", "page=999", "page=x", "page=²", "show=overdue&mine=2"):
        assert "Overdue by 1 working day" in text_of(client.get(f"/northshire/deadlines/?{query}"))


def test_only_mine_leaves_out_what_others_have(client, north, clock, manager):
    with tenant(north.pk):
        make.deadline(trigger_at=AWARE, by=manager, about=make.subject("NOT-MINE"))
    assert "NOT-MINE" in text_of(client.get("/northshire/deadlines/"))
    assert "NOT-MINE" not in text_of(client.get("/northshire/deadlines/?mine=1"))


def test_a_long_list_has_pages(client, north, manager):
    open_some(north, manager, 51)
    first = client.get("/northshire/deadlines/?show=overdue")
    assert 'href="?show=overdue&amp;page=2"' in first.content.decode()
    assert text_of(client.get("/northshire/deadlines/?show=overdue&page=2")).count("N-") >= 1


def test_a_hidden_case_is_on_no_list_and_has_no_page(client, north, manager, hidden):
    with tenant(north.pk):
        held = make.deadline(
            trigger_at=AWARE, by=manager, about=make.subject("SECRET-1", kind=hidden)
        )
    listed = text_of(client.get("/northshire/deadlines/"))
    assert "SECRET-1" not in listed
    assert "All open (0)" in listed
    for part in ("", "trigger/", "late-reason/"):
        assert client.get(f"/northshire/{held.path}{part}").status_code == 404


def test_the_home_page_hears_of_what_is_mine_and_near(north, manager, clock):
    reader = partnerships.member(north, "lay_member")
    with tenant(north.pk):
        make.deadline(trigger_at=AWARE, by=manager, rule_key="lcspr_publish", owner=manager)
        make.deadline(
            trigger_at=AWARE,
            by=manager,
            owner=manager,
            rule_key="notify_partners",
            standing="target",
        )
        nobodys = make.deadline(
            trigger_at=NOW - timedelta(days=3), by=manager, about=make.subject("N-FREE")
        )
        needs = needs_on_deadlines(manager, access.standing(manager, on=NOW.date()), NOW.date())
        theirs = needs_on_deadlines(reader, access.standing(reader, on=NOW.date()), NOW.date())

    assert [(each.what, each.path, each.late) for each in needs] == [
        (
            "Notify the national Panel of a serious incident (NORTH-2026-001)",
            "things/NORTH-2026-001/",
            True,
        ),
        (
            "Notify the national Panel of a serious incident (N-FREE)",
            nobodys.subject_path,
            False,
        ),
    ]
    assert theirs == []


def test_kinds_of_subject_answer_for_a_list_in_one_query(
    client, north, manager, django_assert_num_queries
):
    seen: list[UUID] = []
    kind = SubjectKind(
        code="tests.case",
        may_be_told=lambda _user, public_id: public_id in seen,
        visible_ids=lambda _user, _standing: seen,
    )
    with make.subject_kind(kind):
        with tenant(north.pk):
            for number in range(3):
                about = make.subject(f"CASE-{number}", kind="tests.case")
                make.deadline(trigger_at=AWARE, by=manager, about=about)
                if number < 2:
                    seen.append(about.public_id)
        with django_assert_num_queries(11):
            page = text_of(client.get("/northshire/deadlines/"))
    assert "CASE-0" in page
    assert "CASE-2" not in page
