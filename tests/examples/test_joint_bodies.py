"""Bodies that several partnerships share are loaded as tenants of their own."""

import pytest

from governance.models import Group, GroupSeat
from krscp_portal.examples import files, joint
from krscp_portal.examples.accounts import PHRASE
from krscp_portal.foundation.context import tenant
from partnerships.models import Participation, Partnership, RoleAssignment, Seat, User
from tests.examples.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = ["krscp", "kent"]


def load(slug):
    return joint.load_joint_body(slug=slug, at=LOADED_AT, phrase=PHRASE)


def test_kent_and_medway_share_two_groups():
    load("kent-medway")
    body = Partnership.objects.get(slug="kent-medway")

    taking_part = Participation.objects.filter(body=body).values_list("name", "participant__slug")
    assert set(taking_part) == {
        ("Kent Safeguarding Children Multi-agency Partnership", "kent"),
        ("Medway's safeguarding partners", None),
    }
    with tenant(body.pk):
        assert set(Group.objects.values_list("name", flat=True)) == {
            "Policy and Procedures Group",
            "Health Safeguarding Group",
        }
        assert set(GroupSeat.objects.values_list("chairing", flat=True)) == {"chair"}


def test_a_seat_of_a_shared_body_says_on_whose_behalf_it_is():
    load("swl-cdop")

    with tenant(Partnership.objects.get(slug="swl-cdop").pk):
        seat = Seat.objects.get(key="krscp-coordinator")
        assert seat.on_behalf_of.participant.slug == "krscp"


def test_one_account_holds_roles_in_its_partnership_and_in_the_shared_body():
    load("kent-medway")

    user = User.objects.get(email="manager@kent.example")
    for slug in ("kent", "kent-medway"):
        with tenant(Partnership.objects.get(slug=slug).pk):
            assert RoleAssignment.objects.in_open_partnership().filter(user=user).exists()


@pytest.mark.parametrize("slug", files.joint_slugs())
def test_loading_again_adds_nothing_and_a_partnership_that_is_missing_takes_part_by_name(slug):
    first = load(slug)
    again = load(slug)

    assert first.is_new
    assert again.added == {}
