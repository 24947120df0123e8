"""Who may be named in public, and in which words a post is shown."""

from datetime import date

import pytest

from partnerships.models import Organisation, Person, SupportRecord
from publications.selectors.posts import Holder, public_posts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
BEFORE = date(2026, 1, 1)


def agreed(appointment):
    Person.objects.filter(pk=appointment.person_id).update(name_published=True)
    return appointment


def post(seat):
    return public_posts(on=TODAY)[seat.pk]


def test_a_name_stands_where_the_person_agreed_marked_if_they_only_act(in_north):
    seat = make.seat("nurse", "DESIGNATED_NURSE")
    agreed(make.appointment(seat, "Ann Deputy", kind="deputy"))
    agreed(make.appointment(seat, "Ann Acting", kind="acting"))
    agreed(make.appointment(seat, "Ann Agreed"))
    make.appointment(seat, "Ann Private", kind="acting")

    assert post(seat).holders == (
        Holder("Ann Agreed"),
        Holder("Ann Acting", "acting"),
        Holder("Ann Deputy", "standing deputy"),
    )
    assert str(post(seat).holders[1]) == "Ann Acting (acting)"


@pytest.mark.parametrize(
    ("appointments", "vacant"),
    [
        ([], False),  # nobody is recorded: somebody may well hold the post
        ([(date(2025, 1, 1), date(2026, 1, 1), "substantive")], True),
        ([(date(2025, 1, 1), TODAY, "substantive")], True),
        ([(date(2025, 1, 1), date(2026, 6, 2), "substantive")], False),
        ([(date(2026, 7, 1), None, "substantive")], False),
        (
            [(date(2025, 1, 1), BEFORE, "substantive"), (BEFORE, None, "acting")],
            False,
        ),
        (
            [(date(2025, 1, 1), BEFORE, "substantive"), (BEFORE, None, "deputy")],
            True,  # a standing deputy does not fill the seat
        ),
    ],
)
def test_a_seat_is_vacant_only_where_somebody_left_it(appointments, vacant, in_north):
    seat = make.seat("lsp", "LSP")
    for starts, ends, kind in appointments:
        make.appointment(seat, "Somebody", starts, ends, kind=kind)

    assert post(seat).vacant is vacant


def test_a_young_person_is_never_named_in_any_seat(in_north):
    young = make.seat("young", "YOUNG_SCRUTINEER")
    member = make.seat("member")
    held = agreed(make.appointment(young, "Robin Ash", ends=BEFORE))
    also = make.appointment(member, "Another")
    also.person = held.person
    also.save()
    agreed(make.appointment(young, "Sky Ash", BEFORE))

    assert post(member).holders == ()
    assert post(young).holders == ()


@pytest.mark.parametrize(
    ("facts", "credit"),
    [
        ({}, "A young person from the youth council"),
        ({"consent_until": date(2026, 6, 1)}, "A young person from the youth council"),
        ({"consent_until": date(2026, 5, 31)}, ""),
        ({"consent_withdrawn_on": date(2026, 6, 1)}, ""),
        ({"consent_on": None, "consent_by": ""}, ""),
        ({"consent_on": date(2026, 6, 2)}, ""),
        ({"credited_as": ""}, ""),
        ({"credited_as": "Robin A., youth council"}, ""),  # it would give the name away
    ],
)
def test_a_young_person_is_credited_while_consent_stands(facts, credit, in_north):
    young = make.seat("young", "YOUNG_SCRUTINEER")
    SupportRecord.objects.create(
        **{
            "appointment": make.appointment(young, "Robin Ash", BEFORE),
            "consent_by": "parent",
            "consent_on": BEFORE,
            "credited_as": "A young person from the youth council",
            **facts,
        }
    )

    assert post(young).credited_as == credit


def test_only_the_business_unit_can_be_reached(in_north):
    reach = {"contact_email": "post@north.example", "contact_phone": "020 7946 0000"}
    manager = make.seat("manager", "MANAGER", **reach)
    nurse = make.seat("nurse", "DESIGNATED_NURSE", **reach)

    assert (post(manager).email, post(manager).phone) == ("post@north.example", "020 7946 0000")
    assert (post(nurse).email, post(nurse).phone) == ("", "")


def test_a_closed_seat_is_not_shown(in_north):
    closed = make.seat("closed", closed_on=TODAY)
    closing = make.seat("closing", closed_on=date(2026, 6, 2))

    assert set(public_posts(on=TODAY)) == {closing.pk}
    assert closed.pk


@pytest.mark.parametrize("rows", [1, 3])
def test_the_posts_are_read_with_three_queries(rows, in_north, django_assert_num_queries):
    body = Organisation.objects.create(name="A body", kind="other")
    for number in range(rows):
        seat = make.seat(f"s{number}", "YOUNG_SCRUTINEER", organisation=body)
        agreed(make.appointment(make.seat(f"m{number}"), "A member"))
        SupportRecord.objects.create(appointment=make.appointment(seat, "Robin"))

    with django_assert_num_queries(3):
        assert len(public_posts(on=TODAY)) == 2 * rows
