"""Every text of one partnership is a sentinel; no page, file or e-mail of the other shows it."""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from deadlines.tasks import sweep
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.spreadsheet_writing import XLSX_TYPE
from partnerships.services import digests
from partnerships.tasks import deliver_all
from tests.guarantees.addresses import own_addresses
from tests.guarantees.twin import SENTINEL
from tests.guarantees.world import EMPTY, tenant_models

READERS = (None, "manager", "scrutineer", "lay")
OURS = "Demoborough"


def shown(answer) -> str:
    """Return everything that an answer says: its text, or the text of its PDF, and its headers."""
    content = answer.content
    said = content.decode("utf-8", errors="replace") + str(answer.headers)
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        # A stand-in for a rendered file is not one; its bytes were read above.
        with suppress(PdfReadError):
            said += "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif answer.headers.get("Content-Type", "") == XLSX_TYPE:
        book = load_workbook(BytesIO(content))
        said += " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return said.lower()


def pages(world, partnership, reader) -> dict[str, str]:
    """Return what each address of a partnership says to one reader."""
    client = Client()
    if reader is not None:
        client.force_login(reader)
    found = {}
    for address in own_addresses():
        with tenant(partnership.pk):
            path = address.filled(partnership.slug)
        answer = client.get(path)
        found[address.name] = shown(answer)
    return found


def test_every_tenant_table_has_rows_of_both(world):
    empty = {}
    for model in tenant_models():
        counts = []
        for each in (world.ours, world.theirs):
            with tenant(each.pk):
                counts.append(model._base_manager.filter(partnership_id=each.pk).count())
        if 0 in counts:
            empty[model._meta.label] = counts

    assert set(empty) == set(EMPTY), "add a row to tests/guarantees/world.py"


@pytest.mark.parametrize("reader", READERS)
def test_no_page_shows_a_word_of_the_other_partnership(world, reader):
    person = world.our(reader) if reader else None

    said = pages(world, world.ours, person)

    assert {name for name, text in said.items() if SENTINEL in text} == set()


def test_the_sentinel_stands_where_its_own_people_look(world):
    """If it never appeared anywhere, the test above would prove nothing."""
    said = pages(world, world.theirs, world.their("manager"))

    found = {name.partition(":")[0] for name, text in said.items() if SENTINEL in text}
    assert {"partnership", "reviews", "deadlines", "governance", "publications"} <= found
    assert len(world.twin.texts) > 60  # kinds of text that were replaced
    lists = {name for name, text in said.items() if name.endswith(("-csv", "-xlsx"))}
    # The shared directory has no words of one partnership.
    without = {name for name in lists if SENTINEL not in said[name]}
    assert without == {"partnership:bodies-csv", "partnership:bodies-xlsx"}
    assert without < lists


def test_no_e_mail_carries_a_word_of_the_other_partnership(world):
    sweep()
    deliver_all()
    on = moment.local(moment.now())
    monday = (on + timedelta(days=7 - on.weekday())).replace(hour=9)
    assert digests.send_digests(clock=lambda: monday)

    ours = [each for each in mail.outbox if each.to[0].endswith("@demoborough.example")]
    theirs = [each for each in mail.outbox if each not in ours]
    assert ours
    assert theirs
    for message in ours:
        assert SENTINEL not in f"{message.subject} {message.body}".lower()
    for message in theirs:
        assert OURS not in f"{message.subject} {message.body}"


def test_the_switcher_does_not_name_the_other_partnership(world):
    client = Client()
    client.force_login(world.our("manager"))

    assert SENTINEL not in shown(client.get("/my/", follow=True))
