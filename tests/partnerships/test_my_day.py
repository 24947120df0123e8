"""One page for one person: nothing of a partnership that is not theirs, and nothing can be changed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from deadlines.models import Deadline
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import as_invitee, reading, tenant
from partnerships import my_day, second_factor, selectors
from partnerships.models import Invitation, Notice, Person, RoleAssignment, Seat
from partnerships.services import invitations, notices
from tests.factories import partnerships as make
from tests.factories import reviews as make_case

pytestmark = pytest.mark.django_db
QUERIES = 67  # for two partnerships


@pytest.fixture
def person(north, south):
    """Somebody who is a delegated partner in both partnerships."""
    found = make.member(north, "dsp", "both@north.example")
    make.give_role(south, found, "dsp")
    return found


@pytest.fixture
def as_person(client, person):
    client.force_login(person)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def fill(partnership, person, by, rows):
    """Rows of every kind that a day shows."""
    now, today = clock.now(), clock.today()
    with tenant(partnership.pk):
        me, _ = Person.objects.get_or_create(user=person, defaults={"name": "Both"})
        for n in range(rows):
            seat = make.seat(f"s{n}")
            ends = today + timedelta(days=30 + n)
            seat.appointments.create(person=me, period=(make.STARTED, ends))
            case = make_case.case(by=by, at=now)
            Deadline.objects.of_subject("reviews.incident", case.public_id).update(owner=person)
            notices.tell(recipients=[person], key=f"k{n}", subject=f"Told {n}", path="", at=now)
        for role in ("auditor", "lay_member", "lsp")[:rows]:
            invitations.invite_member(
                email=person.email, display_name="x", role=role, by=by, at=now
            )


@pytest.mark.parametrize("rows", [1, 3])
def test_my_day_asks_as_much_for_three_rows_as_for_one(
    as_person, north, south, person, django_assert_num_queries, rows
):
    for each in (north, south):
        fill(each, person, make.member(each, "manager"), rows)

    with django_assert_num_queries(QUERIES):
        assert as_person.get("/my/day/").status_code == 200


def test_a_day_is_grouped_by_partnership_with_what_each_has(as_person, north, person):
    fill(north, person, make.member(north, "manager"), 1)

    page = text(as_person.get("/my/day/"))

    for words in (
        "Northshire Safeguarding Children Partnership",
        "Deadlines that are yours",
        "Your seats that end soon",
        "Seat s0",
        "Invitations to you",
        "Auditor: open the link in the e-mail to accept",
        "Told 0",
        "Nothing needs you here now.",
    ):
        assert words in page
    assert page.index("Northshire") < page.index("Southshire")


def test_a_seat_that_ends_after_sixty_days_is_not_soon(in_north, person):
    me = Person.objects.create(name="Both", user=person)
    today = date(2026, 6, 1)
    for days in (60, 61):
        last = today + timedelta(days=days)
        make.seat(f"in-{days}").appointments.create(
            person=me, period=(make.STARTED, last + timedelta(days=1))
        )

    found = my_day.seats_that_end(person, None, today)

    assert [each.what for each in found] == ["Seat in-60"]


def test_nothing_is_shown_of_a_partnership_where_the_role_has_ended(as_person, south, person):
    fill(south, person, make.member(south, "manager"), 1)
    with tenant(south.pk):
        RoleAssignment.objects.filter(user=person).update(to_on=clock.today() - timedelta(days=1))

    page = text(as_person.get("/my/day/"))

    assert 'href="/southshire/' not in page
    assert 'href="/northshire/' in page


def offer(partnership, email, role="dsp"):
    by = make.member(partnership, "manager", f"{role}-giver@{partnership.slug}.example")
    with tenant(partnership.pk):
        return invitations.invite_member(
            email=email, display_name="x", role=role, by=by, at=clock.now()
        )


def test_of_a_partnership_that_only_invited_them_the_offer_is_shown_and_no_more(
    client, north, south
):
    person = make.member(north, "auditor")
    offer(south, person.email)
    with tenant(south.pk):
        make.seat("secret")
    client.force_login(person)

    page = text(client.get("/my/day/"))

    assert "<strong>Southshire Safeguarding Children Partnership</strong>, as delegated" in page
    assert 'href="/southshire/' not in page
    assert "Seat secret" not in page


def test_an_offer_where_one_holds_a_role_stands_in_that_partnership_alone(as_person, south, person):
    offer(south, person.email, "auditor")

    page = text(as_person.get("/my/day/"))

    assert "Invitations to other partnerships" not in page
    assert "Auditor: open the link in the e-mail to accept" in page


def test_an_offer_that_is_withdrawn_expired_or_anothers_is_not_shown(client, north, south):
    person = make.member(north, "auditor")
    offer(south, "other@south.example")
    by = make.member(south, "manager")
    with tenant(south.pk):
        gone = invitations.invite_member(
            email=person.email, display_name="x", role="lsp", by=by, at=clock.now()
        )
        invitations.revoke_invitation(invitation=gone, by=by, at=clock.now())
        old = clock.now() - timedelta(days=60)
        invitations.invite_member(email=person.email, display_name="x", role="dsp", by=by, at=old)
        assert Invitation.objects.count() == 3
    client.force_login(person)

    assert "Southshire" not in text(client.get("/my/day/"))


def test_whoever_is_invited_elsewhere_finds_the_offer_after_signing_in(client, north, south):
    person = make.member(north, "auditor")
    client.force_login(person)
    assert client.get("/my/").status_code == 302
    offer(south, person.email)

    page = text(client.get("/my/"))

    assert "Invitations to other partnerships" in page
    assert 'href="/my/day/"' in page


def test_somebody_who_holds_nothing_yet_finds_the_offer_and_is_not_told_that_it_is_over(
    client, south
):
    person = make.user("new@north.example")
    offer(south, person.email)
    client.force_login(person)

    page = text(client.get("/my/day/"))

    assert "Southshire" in page
    assert "You hold no role in any partnership" not in page


def test_under_an_address_its_own_offers_are_read_and_no_other_row(north, south):
    offer(south, "me@north.example")
    offer(north, "other@north.example")
    with tenant(south.pk):
        make.seat("a")

    with as_invitee("me@north.example"):
        assert [each.email for each in Invitation.objects.all()] == ["me@north.example"]
        assert not Seat.objects.exists()
        assert not RoleAssignment.objects.exists()
    assert not Invitation.objects.exists()
    with pytest.raises(DatabaseError, match="permission denied"), as_invitee("me@north.example"):
        Invitation.objects.update(role="manager")


def test_a_page_of_a_partnership_lists_no_offer_of_another_to_whoever_reads_it(
    client, north, south
):
    manager = make.member(north, "manager")
    offer(south, manager.email)
    client.force_login(manager)

    assert "Delegated safeguarding partner" not in text(client.get("/northshire/access/"))


def test_a_partnership_that_asks_for_a_second_step_shows_one_line_and_no_count(
    north, person, settings, in_north
):
    settings.SECOND_FACTOR_REQUIRED = True
    fill(north, person, make.member(north, "manager"), 1)
    request = RequestFactory().get("/my/day/")
    request.user, request.session = person, {second_factor.KEY: {"state": "not asked"}}

    found = my_day.day_of(request=request, user=person, on=clock.today())

    assert [each.asks_second_step for each in found] == [True, True]
    assert all(each.parts == [] and each.notices == [] for each in found)


def test_nothing_can_be_written_while_a_day_is_read(north, person):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        tenant(north.pk),
        reading(north.pk),
    ):
        Seat.objects.create(key="x", role="MEMBER", title="x")


def test_reading_opens_one_partnership_alone(north, south, person):
    for each in (north, south):
        with tenant(each.pk):
            make.seat(f"of-{each.slug}")

    with reading(south.pk):
        assert [each.key for each in Seat.objects.all()] == ["of-southshire"]
        assert Notice.objects.count() == 0
    assert not Seat.objects.exists()


def test_the_list_of_partnerships_leads_to_my_day(as_person):
    assert 'href="/my/day/"' in as_person.get("/my/").content.decode()


def test_somebody_without_any_role_is_told_so(client, db):
    client.force_login(make.user("nobody@north.example"))

    assert "You hold no role in any partnership" in text(client.get("/my/day/"))


def test_the_partnerships_of_a_person_are_those_of_their_roles(north, south, person):
    found = selectors.partnerships_of(user=person, on=clock.today())

    assert found == [north, south]
