"""The public never reads the name of somebody who did not agree, nor a young scrutineer's at all."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from krscp_portal.foundation.context import tenant
from partnerships.enums import SeatRole
from partnerships.models import Appointment, Person
from publications.models import Document, DocumentVersion
from publications.services import rendering, versions
from tests.guarantees.addresses import own_addresses
from tests.guarantees.world import NOW

SILENT, YOUNG, AGREED = "Qwzsilent", "Qwzyoung", "Qwzagreed"
PUBLIC = [
    each for each in own_addresses() if each.declared == "public" and each.is_of_a_partnership
]


@pytest.fixture
def named(world):
    """Our partnership, in which everybody has a telling name; the young have agreed to theirs."""
    with tenant(world.ours.pk):
        appointments = Appointment.objects.select_related("seat").order_by("pk")
        young = {each.person_id for each in appointments if each.seat.role == YOUNG_ROLE}
        others = [each for each in appointments if each.person_id not in young]
        assert young
        agreed = next(each.person_id for each in others if each.seat.role != YOUNG_ROLE)
        Person.objects.update(name=f"{SILENT} Person", name_published=False)
        Person.objects.filter(pk__in=young).update(name=f"{YOUNG} Person", name_published=True)
        Person.objects.filter(pk=agreed).update(name=f"{AGREED} Person", name_published=True)
    return world.ours


YOUNG_ROLE = SeatRole.YOUNG_SCRUTINEER


def pages(partnership) -> dict[str, str]:
    found = {}
    for address in PUBLIC:
        with tenant(partnership.pk):
            path = address.filled(partnership.slug)
        answer = Client().get(path, follow=True)
        found[address.name] = answer.content.decode("utf-8", errors="replace")
    return found


def pdf_text(partnership, world) -> str:
    """Return the words of the arrangements as they would be published now."""
    with tenant(partnership.pk):
        version = versions.request_version(
            document=Document.objects.get(), by=world.our("manager"), at=NOW
        )
    made = rendering.make_pdf(partnership.pk, version.public_id, lambda _step, _percent: None)
    with tenant(partnership.pk):
        frozen = DocumentVersion.objects.get(pk=version.pk).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
    return frozen + text


def test_no_public_page_names_who_did_not_agree(named):
    said = pages(named)

    assert {name for name, text in said.items() if SILENT in text} == set()
    assert {name for name, text in said.items() if YOUNG in text} == set()
    assert AGREED in said["publications:whos-who"]  # or the test would prove nothing


def test_no_group_page_names_who_did_not_agree(named):
    for key in _keys(named):
        text = Client().get(f"/{named.slug}/published/groups/{key}/").content.decode()
        assert SILENT not in text
        assert YOUNG not in text


def test_the_published_arrangements_name_nobody_who_did_not_agree(named, world):
    said = pdf_text(named, world)

    assert SILENT not in said
    assert YOUNG not in said


def _keys(partnership) -> list[str]:
    answer = Client().get(f"/{partnership.slug}/published/structure/")
    keys = [each.split("/")[0] for each in answer.content.decode().split("/published/groups/")[1:]]
    assert len(keys) > 1
    return keys
