"""What the files say stands in the record, once, and people's work on it is left alone."""

import pytest

from deadlines.models import RapidReviewTrigger, RecipientList, RuleOverride
from governance import services as governance
from governance.models import (
    CycleEntry,
    DisputeStep,
    Group,
    GroupAlias,
    LinkedBoard,
    Priority,
    QuorumRule,
)
from krscp_portal.examples import files
from krscp_portal.examples.models import ExampleRow
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind, SeatRole
from partnerships.models import (
    AgencyMembership,
    Appointment,
    AuditEvent,
    ChairRule,
    Delegation,
    Organisation,
    Partnership,
    PartnershipArea,
    Person,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.services import seats
from publications import documents
from publications.models import Document, DocumentVersion, Section
from reviews.models import Incident
from tests.examples.conftest import LOADED_AT, load_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = files.slugs()
REAL = SLUGS[:-1]
TABLES = {
    "area": PartnershipArea,
    "agency": AgencyMembership,
    "seat": Seat,
    "delegation": Delegation,
    "group": Group,
    "quorum": QuorumRule,
    "dispute_step": DisputeStep,
    "cycle": CycleEntry,
    "linked_board": LinkedBoard,
    "priority": Priority,
    "case": Incident,
}
EVERYTHING = (
    *TABLES.values(),
    *(GroupAlias, ChairRule, Section, Document, DocumentVersion, Appointment, RoleAssignment),
    *(RuleOverride, RecipientList, RapidReviewTrigger, ExampleRow, AuditEvent),
)
GLOBAL = (User, Person, Organisation, Partnership)


def of(slug):
    return Partnership.objects.get(slug=slug)


def counts():
    found = {model: model.objects.count() for model in GLOBAL}
    for slug in SLUGS:
        with tenant(of(slug).pk):
            found |= {(slug, model): model.objects.count() for model in EVERYTHING}
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_of_a_file_stands_in_the_record(slug):
    facts = files.read(slug)
    with tenant(of(slug).pk):
        stored = {table: model.objects.count() for table, model in TABLES.items()}

    assert stored == {table: len(facts.get(table, [])) for table in TABLES}


def test_the_fictional_partnership_is_the_last_and_says_so():
    assert SLUGS[-1] == "demoborough"
    assert [of(slug).fictional for slug in SLUGS] == [False, False, False, False, True]


def test_loading_again_changes_nothing():
    before = counts()

    again = load_all()

    assert [each.added for each in again] == [{}, {}, {}, {}, {}]
    assert counts() == before


def test_what_people_have_changed_since_stays_as_they_left_it(loaded):
    manager = User.objects.get(email="manager@krscp.example")
    at = moment.now()
    with tenant(of("krscp").pk):
        seat = Seat.objects.get(key="manager")
        facts = seats.SeatFacts(role=seat.role, title="Head of the partnership")
        seats.change_seat(seat=seat, facts=facts, by=manager, at=at)
        priority = Priority.objects.get(title="Mental health")
        governance.end(row=priority, on=moment.today(), by=manager, at=at)
        group = Group.objects.get(key="wseg")
        governance.change(row=group, facts={"name": "Wider group"}, by=manager, at=at)
        PartnershipArea.objects.first().delete()
    before = counts()

    load_all()

    assert counts() == before
    with tenant(of("krscp").pk):
        assert Seat.objects.get(key="manager").title == "Head of the partnership"
        assert Group.objects.get(key="wseg").name == "Wider group"
        assert Priority.objects.current().filter(title="Mental health").count() == 0


def test_what_somebody_made_by_hand_is_taken_as_it_is():
    with tenant(of("kent").pk):
        ExampleRow.objects.filter(kind="linked_board").delete()
        board = LinkedBoard.objects.order_by("pk").first()
        LinkedBoard.objects.filter(pk=board.pk).update(name="As somebody wrote it")
        before = LinkedBoard.objects.count()

    load_all()

    with tenant(of("kent").pk):
        assert LinkedBoard.objects.count() == before
        assert LinkedBoard.objects.get(pk=board.pk).name == "As somebody wrote it"


@pytest.mark.parametrize("slug", REAL)
def test_a_real_partnership_has_its_lead_partners_by_post_and_no_person(slug):
    wanted = {
        (row["key"], row["title"])
        for row in files.read(slug)["seat"]
        if row["role"] in {"LSP", "DSP"}
    }
    with tenant(of(slug).pk):
        partners = Seat.objects.filter(role__in=[SeatRole.LSP, SeatRole.DSP])
        stored = set(partners.values_list("key", "title"))
        leads = set(Seat.objects.filter(role=SeatRole.LSP).values_list("speaks_for", flat=True))
        people = Appointment.objects.count()

    assert stored == wanted
    assert leads == set(PartnerKind.values)
    assert people == 0


@pytest.mark.parametrize("slug", REAL)
def test_no_incident_is_attached_to_a_real_partnership(slug):
    with tenant(of(slug).pk):
        assert Incident.objects.count() == 0


def test_people_of_the_fictional_partnership_are_called_by_their_posts():
    facts = files.read("demoborough")
    posts = {row["title"] for row in facts["seat"]} | {row["name"] for row in facts["user"]}
    told = {row["name"] for row in facts["person"]}
    with tenant(of("demoborough").pk):
        held = Appointment.objects.select_related("person", "seat")
        names = {each.person.name for each in held}
        vacant = Seat.objects.filter(appointments__isnull=True).values_list("key", flat=True)

        assert names - posts == told
        assert not vacant
    agreed = Person.objects.filter(name_published=True).values_list("name", flat=True)
    assert set(agreed) == {row["name"] for row in facts["person"] if "published" in row}


def test_partnerships_see_their_own_rows_and_nobody_s_without_one():
    assert Seat.objects.count() == 0
    seen = {}
    for slug in SLUGS:
        with tenant(of(slug).pk):
            seen[slug] = set(Seat.objects.values_list("partnership_id", flat=True))

    assert seen == {slug: {of(slug).pk} for slug in SLUGS}


def test_organisations_of_several_partnerships_are_one_row():
    police = Organisation.objects.get(name="Metropolitan Police Service")
    probation = Organisation.objects.get(name="Probation Service")
    shared = []
    for slug in SLUGS:
        with tenant(of(slug).pk):
            if AgencyMembership.objects.filter(organisation=police).exists():
                shared.append(slug)

    assert shared == ["krscp", "merton"]
    assert list(probation.predecessors.order_by("pk").values_list("name", flat=True)) == [
        "National Probation Service",
        "London Community Rehabilitation Company",
    ]


def test_a_group_reports_to_the_group_that_the_file_names():
    for slug in SLUGS:
        wanted = {row["key"]: row.get("reports_to") for row in files.read(slug)["group"]}
        with tenant(of(slug).pk):
            stored = dict(Group.objects.values_list("key", "reports_to__key"))
        assert stored == wanted


def test_a_partnership_s_own_reading_of_the_clocks_is_kept():
    with tenant(of("merton").pk):
        dispatch = RuleOverride.objects.get(rule_key="yearly_report_dispatch")
        assert (dispatch.length, dispatch.unit) == (7, "calendar_days")
        assert "Ofsted" in RecipientList.objects.get().recipients
        assert RapidReviewTrigger.objects.get().event == "awareness"


@pytest.mark.parametrize("slug", REAL)
def test_the_arrangements_are_ready_to_be_made_into_a_version(slug):
    with tenant(of(slug).pk):
        document = Document.objects.get()
        text = documents.compose(document, partnership=of(slug), on=moment.today())

        assert document.title == files.read(slug)["partnership"]["arrangements_title"]
        assert [each.problems for each in text.sections if each.problems] == []
        assert DocumentVersion.objects.count() == 0


def test_every_prose_section_and_rule_of_its_own_is_in_the_document():
    for slug in SLUGS:
        facts = files.read(slug)
        with tenant(of(slug).pk):
            written = "\n".join(Section.objects.values_list("text", flat=True))
        for row in facts["prose"]:
            assert row["text"].strip() in written
        for table in ("local_rule", "responsibility"):
            for row in facts.get(table, []):
                said = row.get("text", row.get("what"))
                assert (said in written) == row.get("confirmed", True)


def test_a_new_partnership_is_noted_in_its_audit():
    for slug in SLUGS:
        with tenant(of(slug).pk):
            first = AuditEvent.objects.order_by("number").first()
            assert (first.verb, first.object_type, first.facts) == (
                "created",
                "partnerships.partnership",
                {"example": True},
            )
            assert first.by_name == "The portal"
            assert first.at <= LOADED_AT
