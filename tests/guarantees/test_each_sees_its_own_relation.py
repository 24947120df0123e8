"""A body that serves three partnerships shows each of them its own relation, and no other's."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from partnerships.models import AgencyMembership, Area, AuditEvent, Organisation, PartnershipArea
from partnerships.services import agencies, directory
from partnerships.services.agencies import AgencyFacts
from partnerships.services.directory import OrganisationFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
SHARED = "Anytown Constabulary"
BASES = {
    "aldershire": "statutory_partner",
    "birchshire": "relevant_agency",
    "cedarshire": "invited_other",
}
LABELS = {
    "aldershire": "Safeguarding partner",
    "birchshire": "Relevant agency",
    "cedarshire": "Invited",
}
# The pages on which an organisation or what it does may stand.
PAGES = (
    *("organisations", "organisation", "organisation-edit", "organisation-remove", "alias-add"),
    *("footprint-add", "agencies", "agency", "agency-edit", "agency-add", "coverage", "seats"),
)


@pytest.fixture
def three(db) -> dict:
    """Three partnerships, each with its manager and its own words about one police force."""
    found = {slug: make.partnership(slug) for slug in BASES}
    managers = {slug: make.member(each, "manager") for slug, each in found.items()}
    at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    for number, (slug, partnership) in enumerate(found.items()):
        who = {"by": managers[slug], "at": at}
        with tenant(partnership.pk):
            body = Organisation.objects.filter(name=SHARED).first() or directory.register(
                facts=OrganisationFacts(SHARED, "police"), **who
            )
            area = Area.objects.create(name=f"Area of {slug}", kind="unitary")
            PartnershipArea.objects.create(area=area)
            facts = AgencyFacts(
                body,
                BASES[slug],
                why=f"Why of {slug}",
                expected=f"Expected of {slug}",
                listed_as=f"Listed by {slug}",
                note=f"Note of {slug}",
                source=f"Source of {slug}",
                heading=f"Heading of {slug}",
                covers=["courts"],
                represented_through=make.seat(f"seat-of-{slug}", organisation=body),
                from_on=date(2001 + number, 3, 4),
            )
            agencies.add_agency(facts=facts, areas=[area], **who)
    return {"partnerships": found, "managers": managers}


def walk(three: dict, slug: str) -> dict[str, str]:
    """Return what each page says to the manager of one of the three."""
    client = Client()
    client.force_login(three["managers"][slug])
    body = Organisation.objects.get(name=SHARED)
    with tenant(three["partnerships"][slug].pk):
        agency = AgencyMembership.objects.get()
    blanks = {"agency": {"agency": agency.public_id}, "agency-edit": {"agency": agency.public_id}}
    said = {}
    for name in PAGES:
        of_a_body = name.startswith(("organisation-", "alias", "footprint"))
        extra = {"organisation": body.public_id} if of_a_body or name == "organisation" else {}
        kwargs = {"partnership": slug, **blanks.get(name, extra)}
        said[name] = client.get(reverse(f"partnership:{name}", kwargs=kwargs)).content.decode()
    return said


@pytest.mark.parametrize("slug", BASES)
def test_each_of_three_partnerships_sees_its_own_relation_alone(three, slug):
    said = walk(three, slug)

    everything = " ".join(said.values())
    for other in BASES:
        marks = (
            *(f"{word} of {other}" for word in ("Why", "Expected", "Note", "Source", "Heading")),
            *(f"Listed by {other}", f"Seat seat-of-{other}", f"/{other}/", other.title()),
        )
        shown = {mark for mark in marks if mark in everything}
        assert shown == (set(marks) if other == slug else set())


@pytest.mark.parametrize("slug", BASES)
def test_the_directory_says_what_the_body_does_here_and_since_when(three, slug):
    said = walk(three, slug)

    year = 2001 + list(BASES).index(slug)
    assert f"4 March {year}" in said["organisation"]
    for other, label in LABELS.items():
        assert (f">{label}</a>" in said["organisation"]) == (other == slug)
        assert (f">{label}</td>" in said["organisations"]) == (other == slug)
    for other_year in {2001, 2002, 2003} - {year}:
        assert f"March {other_year}" not in " ".join(said.values())


def test_only_the_first_changes_the_entry_and_the_others_are_not_told_who_does(three):
    assert "Change this organisation" in walk(three, "aldershire")["organisation"]
    for slug in ("birchshire", "cedarshire"):
        page = walk(three, slug)["organisation"]
        assert "Change this organisation" not in page
        assert "Another partnership keeps this entry of the shared directory." in page


def test_a_change_of_the_shared_entry_stands_in_the_audit_of_whoever_made_it(three):
    first = three["partnerships"]["aldershire"]
    at = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
    body = Organisation.objects.get(name=SHARED)
    counts = {}
    for slug, partnership in three["partnerships"].items():
        with tenant(partnership.pk):
            counts[slug] = AuditEvent.objects.count()
    with tenant(first.pk):
        directory.add_alias(
            organisation=body, name="The Force", by=three["managers"]["aldershire"], at=at
        )

    for slug, partnership in three["partnerships"].items():
        with tenant(partnership.pk):
            assert AuditEvent.objects.count() - counts[slug] == (slug == "aldershire")
    assert all("The Force" in walk(three, slug)["organisation"] for slug in BASES)
