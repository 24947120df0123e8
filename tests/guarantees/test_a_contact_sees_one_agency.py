"""A contact whose role is for one agency finds nothing of another, on whatever page they try."""

import io
import zipfile
from html import unescape

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client

from governance.models import Group, GroupSeat
from krscp_portal.foundation.context import tenant
from partnerships.enums import SeatRole
from partnerships.models import AgencyMembership, Appointment, RoleAssignment, Seat
from partnerships.roles import AGENCY_PERMISSIONS
from tests.factories import partnerships as make
from tests.guarantees.addresses import own_addresses

pytestmark = pytest.mark.django_db
NARROWED = [
    each
    for each in own_addresses()
    if each.is_of_a_partnership and each.declared in AGENCY_PERMISSIONS
]
REFUSED = "Your role is for one agency, and allows this only for what belongs to it."
# Lists of what is theirs; everything else that they open is about a row that is theirs.
LISTS = {
    "partnership:seats",
    "partnership:persons",
    "partnership:agencies",
    "partnership:interests",
    "partnership:interest-declare",
    "partnership:agencies-csv",
    "partnership:agencies-xlsx",
    "partnership:seats-csv",
    "partnership:seats-xlsx",
    "partnership:persons-csv",
    "partnership:persons-xlsx",
    "governance:overview",
    "governance:actions",
    "governance:actions-csv",
    "governance:actions-xlsx",
    "governance:meetings",
}
POSTS_ONLY = {"governance:minutes-pdf-make", "partnership:interest-renew"}


@pytest.fixture
def contact(world):
    """A contact of an agency that came last: every row that was there before is of another."""
    person = make.user("contact@demoborough.example")
    with tenant(world.ours.pk):
        body = make.agency("The newcomer", why="Asked to", expected="To send somebody").organisation
        seat = make.seat("newcomer", organisation=body)
        make.appointment(seat, "Robin Newcomer")
        group = Group.objects.create(key="newcomers", name="The newcomers", kind="subgroup")
        GroupSeat.objects.create(group=group, seat=seat)
        RoleAssignment.objects.create(
            user=person, role="agency_contact", organisation=body, from_on=make.STARTED
        )
    return person


@pytest.fixture
def client(contact):
    found = Client()
    found.force_login(contact)
    return found


def text_of(model: type[models.Model], path: str, but: str) -> set[str]:
    """Return what others are called, without posts that are called like their kind of seat."""
    kinds = {label.casefold() for label in SeatRole.labels}
    rows = model._default_manager.exclude(**{path: but})
    return {text for text in rows.values_list(path, flat=True) if text.casefold() not in kinds}


def words_of(answer: HttpResponse) -> str:
    if answer.content[:2] != b"PK":
        return unescape(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return unescape("".join(book.read(name).decode() for name in book.namelist()))


def test_no_page_about_something_of_another_opens(world, client):
    opened = {}

    for address in NARROWED:
        if address.name in LISTS | POSTS_ONLY:
            continue
        with tenant(world.ours.pk):
            path = address.filled(world.ours.slug)
        answer = client.get(path)
        if answer.status_code not in {403, 404}:
            opened[address.name] = answer.status_code

    assert opened == {}


def test_a_list_names_nobody_and_no_body_of_another(world, client):
    with tenant(world.ours.pk):
        of_others = (
            text_of(AgencyMembership, "organisation__name", "The newcomer")
            | text_of(Seat, "title", "Seat newcomer")
            | text_of(Appointment, "person__name", "Robin Newcomer")
        )
        paths = [each.filled(world.ours.slug) for each in NARROWED if each.name in LISTS]
    pages = {path: words_of(client.get(path)) for path in paths}

    assert len(pages) == len(LISTS)
    assert {
        path: [text for text in of_others if f">{text}<" in page or f",{text}," in page]
        for path, page in pages.items()
    } == {path: [] for path in pages}


def test_what_is_theirs_is_all_there(world, client):
    with tenant(world.ours.pk):
        agency = AgencyMembership.objects.get(organisation__name="The newcomer").public_id
        appointment = Appointment.objects.select_related("person").get(seat__key="newcomer")
        seat = Seat.objects.get(key="newcomer").public_id
        group = Group.objects.get(key="newcomers").public_id
    root = f"/{world.ours.slug}/"
    pages = {
        "agencies/": "The newcomer",
        f"agencies/{agency}/": "To send somebody",
        "seats/": "Seat newcomer",
        f"seats/{seat}/": "Robin Newcomer",
        "people/": "Robin Newcomer",
        f"people/{appointment.person.public_id}/": "Seat newcomer",
        f"interests/people/{appointment.person.public_id}/": "Nothing has been declared",
        "governance/": "The newcomers",
        f"governance/groups/{group}/": "Seat newcomer",
        "seats/export.csv": "Seat newcomer",
        "agencies/export.csv": "The newcomer",
        "people/export.csv": "Robin Newcomer",
    }

    for path, words in pages.items():
        answer = client.get(root + path)
        assert answer.status_code == 200, path
        assert words in answer.content.decode(), path


def test_every_link_of_their_pages_leads_somewhere(world, client):
    """Nothing is offered that would then be refused."""
    root = f"/{world.ours.slug}/"
    with tenant(world.ours.pk):
        seat = Seat.objects.get(key="newcomer").public_id
        agency = AgencyMembership.objects.get(organisation__name="The newcomer").public_id
        group = Group.objects.get(key="newcomers").public_id
    lists = ["", "seats/", "people/", "agencies/", "interests/", "governance/"]
    details = [f"seats/{seat}/", f"agencies/{agency}/", f"governance/groups/{group}/"]
    dead = {}

    for path in [*lists, *details]:
        for link in _links(client.get(root + path).content.decode(), root):
            if client.get(link).status_code in {403, 404}:
                dead.setdefault(path, set()).add(link)

    assert dead == {}


def test_the_refusal_says_why(world, client):
    answer = client.get(f"/{world.ours.slug}/delegations/")

    assert answer.status_code == 403
    assert REFUSED in answer.content.decode()


def _links(page: str, root: str) -> set[str]:
    starts = [part.split('"', 1)[0] for part in page.split('href="')[1:]]
    return {unescape(each).split("#")[0] for each in starts if each.startswith(root)}
