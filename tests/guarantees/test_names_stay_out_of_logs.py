"""`str()` and `repr()` of a row reach logs and error reports: they carry no free text."""

import logging
from io import StringIO

import pytest
from django.test import Client

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.logs import JsonFormatter
from partnerships.models import Person, User
from tests.guarantees.addresses import own_addresses
from tests.guarantees.twin import SENTINEL
from tests.guarantees.world import tenant_models

# Called by a name that is published by law, a post's or a body's, never a person's.
PUBLISHED = {
    "governance.Group",
    "governance.GroupAlias",
    "governance.LinkedBoard",
    "partnerships.Seat",
    "publications.Document",
}
# Called by the reference that the portal gave to a case. The twin's references are sentinels too.
REFERENCES = {
    "deadlines.Deadline",
    "governance.Action",
    "governance.Decision",
    "governance.Recommendation",
    "reviews.Incident",
    "reviews.Review",
}


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_a_row_is_called_by_its_reference(world, model):
    with tenant(world.theirs.pk):
        rows = list(model._base_manager.filter(partnership_id=world.theirs.pk)[:50])

    said = " ".join(f"{row} {row!r}" for row in rows).lower()

    if model._meta.label in REFERENCES:
        for row in rows:
            said = said.replace(_reference(row).lower(), "")
    assert (SENTINEL in said) == (model._meta.label in PUBLISHED)


def _reference(row) -> str:
    return row.subject_reference if hasattr(row, "subject_reference") else row.reference


def test_people_are_called_by_their_numbers(world):
    said = " ".join(f"{each} {each!r}" for each in [*User.objects.all(), *Person.objects.all()])

    assert SENTINEL not in said.lower()


def test_nothing_that_people_wrote_is_logged(world):
    """Every page is read, and every act tried with nothing in it, while we listen."""
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    client = Client(raise_request_exception=False)
    client.force_login(world.their("manager"))
    with tenant(world.theirs.pk):  # before any act: some take away what another address names
        paths = [address.filled(world.theirs.slug) for address in own_addresses()]
    try:
        for path in paths:
            client.get(path)
            client.post(path)
    finally:
        logging.getLogger().removeHandler(handler)

    assert heard.getvalue()
    assert SENTINEL not in heard.getvalue().lower()
