"""An import is looked at without a query for a row, done whole or not at all, and undone whole."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.several import nth
from partnerships.enums import AuditVerb, ImportState
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Appointment,
    Area,
    AuditEvent,
    ImportBatch,
    Organisation,
    OrganisationAlias,
    PartnershipArea,
    Person,
    Seat,
)
from partnerships.services import agencies, imports
from partnerships.services.import_check import check
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
AGENCIES = "Organisation,Kind of organisation,Basis"
SEATS = "Post,Role,Organisation,Safeguarding partner"
PEOPLE = "Seat,Person,First day,Last day,Appointment"


@pytest.fixture
def by(in_north, manager):
    return manager


@pytest.fixture
def bring(by, moment):
    """Return a function that uploads a header and rows as CSV, and returns the batch."""

    def bring(kind, header, *rows):
        content = "\n".join([header, *rows, ""]).encode()
        return imports.upload(kind=kind, name="list.csv", content=content, by=by, at=moment)[0]

    return bring


def faults(batch, on=date(2026, 6, 1)):
    """Every fault of a batch: row, column, reason."""
    rows = check(batch, on=on).rows
    return [(row.number, fault.where, fault.reason) for row in rows for fault in row.faults]


def apply(batch, by, at):
    return imports.apply_import(batch=batch, by=by, at=at)


def counts():
    models = (Organisation, AgencyMembership, AgencyArea, Seat, Person, Appointment)
    return [model.objects.count() for model in models]


# --- taking a file in


def test_columns_are_matched_by_their_names_and_their_usual_other_names(bring):
    batch = bring("agencies", "Agency name,TYPE,notes,Role,unknown", "A,Faith,x,Adviser,y")

    assert batch.mapping == {"organisation": 0, "kind": 1, "note": 2, "basis": 3}
    assert batch.columns == ["Agency name", "TYPE", "notes", "Role", "unknown"]


def test_a_file_with_the_same_header_is_matched_as_the_last_one_was(bring, by, moment):
    header = "What,How,Sort"
    first = bring("agencies", header, "A,Adviser,Faith")
    assert first.mapping == {}
    mapping = {"organisation": 0, "basis": 1, "kind": 2}
    first = imports.match_columns(batch=first, mapping=mapping, by=by, at=moment)
    apply(first, by, moment)

    assert bring("agencies", header, "B,Adviser,Faith").mapping == mapping
    assert bring("seats", header, "B,Adviser,Faith").mapping == {}


def test_no_way_to_reach_a_person_is_ever_stored(by, moment):
    content = b"Seat,E-mail,Person,Mobile phone,Contact name\nYoung,kim@x.example,Kim,07,Parent\n"

    batch, remarks = imports.upload(
        kind="appointments", name="C:\\lists\\young.csv", content=content, by=by, at=moment
    )

    assert (batch.file_name, batch.columns) == ("young.csv", ["Seat", "Person"])
    assert batch.rows == [["Young", "Kim"]]
    said = "No way to reach a person is imported, least of all a young one."
    assert remarks == [f"Left out and not stored: E-mail, Mobile phone, Contact name. {said}"]
    with pytest.raises(DomainError, match="No column of this file can be imported"):
        imports.upload(kind="seats", name="a.csv", content=b"Email\nx\n", by=by, at=moment)


def test_what_cannot_be_read_or_is_no_known_list_is_refused(by, moment):
    for kind, name, said in (
        ("agencies", "a.pdf", "Upload a CSV file"),
        ("birds", "a.csv", "Select what the file holds"),
    ):
        with pytest.raises(DomainError, match=said):
            imports.upload(kind=kind, name=name, content=b"Name\nA\n", by=by, at=moment)
    assert not ImportBatch.objects.exists()


def test_a_reader_may_not_import(in_north, moment):
    reader = make.member(in_north, "lay_member")

    with pytest.raises(DomainError, match="Your role does not allow this"):
        imports.upload(kind="seats", name="a.csv", content=b"Post\nA\n", by=reader, at=moment)


def test_matching_refuses_what_is_needed_and_a_column_for_two(bring, by, moment):
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser")

    for mapping, said in (
        ({"organisation": 0}, "Say which column holds “Basis”"),
        ({"organisation": 0, "basis": 0}, "cannot hold both “Organisation” and “Basis”"),
    ):
        with pytest.raises(DomainError, match=said):
            imports.match_columns(batch=batch, mapping=mapping, by=by, at=moment)


# --- agencies


def test_agencies_are_imported_with_everything_that_is_said_of_them(bring, by, moment):
    area = Area.objects.create(name="Westborough", kind="unitary")
    PartnershipArea.objects.create(area=area)
    known = make.organisation("Anytown NHS Trust", "nhs_provider")
    OrganisationAlias.objects.create(organisation=known, name="ANT")
    batch = bring(
        "agencies",
        f"{AGENCIES},Kinds of work,Areas,First day,Why it takes part,How it came to take part",
        "ant,,Relevant agency,Hospitals; Mental health,westborough,4 June 2026,It treats,",
        "A choir,voluntary,relevant_agency,,,2026-01-01,,Chosen by the partners",
        "A choir,,Adviser,,,,,",
        "Anytown Police,Police,safeguarding partner,,,,,By operation of law",
    )
    assert faults(batch) == []
    assert check(batch, on=moment.date()).rows[0].remarks == (
        "“ant” is known in the directory as Anytown NHS Trust.",
    )

    apply(batch, by, moment)

    trust = AgencyMembership.objects.get(organisation=known)
    assert (trust.covers, trust.from_on, trust.why) == (
        ["hospital", "mental_health"],
        date(2026, 6, 4),
        "It treats",
    )
    assert [each.area for each in trust.areas.all()] == [area]
    choir = Organisation.objects.get(name="A choir")
    assert choir.kind == "voluntary"
    parts = AgencyMembership.objects.filter(organisation=choir).order_by("pk")
    assert [(each.basis, each.chosen) for each in parts] == [
        ("relevant_agency", "selected"),
        ("adviser", "not_stated"),
    ]
    police = AgencyMembership.objects.get(organisation__name="Anytown Police")
    assert (police.basis, police.partner_kind) == ("statutory_partner", "police")
    assert batch.state == ImportState.UPLOADED
    batch.refresh_from_db()
    assert (batch.state, len(batch.made), batch.applied_by) == (ImportState.APPLIED, 6, by)
    event = AuditEvent.objects.get(verb=AuditVerb.IMPORTED)
    assert event.facts == {"kind": "agencies", "rows": 4, "made": 6}
    assert (
        AuditEvent.objects.filter(verb=AuditVerb.CREATED, object_type__contains="agencym").count()
        == 4
    )


def test_every_fault_of_an_agency_is_said_with_its_row_and_column(bring):
    make.agency("Here already", "adviser")
    for name in ("First", "Second"):
        OrganisationAlias.objects.create(organisation=make.organisation(name), name="Both")
    batch = bring(
        "agencies",
        f"{AGENCIES},From,To,Areas,Which safeguarding partner,Chosen,Covers",
        ",,Adviser,,,,,,",
        "A,Bird,Adviser,soon,,,,,",
        "B,,Advisor,,,,,,",
        "C,,Adviser,,,,,,",
        "here ALREADY,,Adviser,,,,,,",
        "Both,,Adviser,,,,,,",
        "D,Faith,Adviser,2026-02-01,2026-01-01,Nowhere,Police,By operation of law,",
        "D,Sport and leisure,Adviser,,,,,,Choirs",
        "E,Faith,Safeguarding partner,,,,,,",
        "F,Faith,Adviser,,,,,,",
        "F,Faith,Adviser,,,,,,",
        "...,Faith,Adviser,,,,,,",
        f"{'x' * 161},Faith,Adviser,1/1/1066,,,,,",
    )

    found = faults(batch)

    kinds = "Local authority; Integrated care board; Police"
    assert (2, "Column A, Organisation", "This may not be empty.") in found
    assert [fault[:2] for fault in found if fault[0] == 3] == [
        (3, "Column B, Kind of organisation"),
        (3, "Column D, From"),
    ]
    assert found[1][2].startswith("“Bird” is not one of: Local authority;")
    assert found[2][2] == "“soon” is not a date; write 4 June 2026, 04/06/2026 or 2026-06-04."
    assert (5, "Column B, Kind of organisation") in [fault[:2] for fault in found]
    assert (6, "Column C, Basis", "Here already takes part on that basis already.") in found
    assert (
        7,
        "Column A, Organisation",
        "“Both” may be any of: First; Second. Write its full name.",
    ) in found
    assert {fault[1:] for fault in found if fault[0] == 8} == {
        (
            "Column G, Which safeguarding partner",
            "Leave this empty: it is for a safeguarding partner alone.",
        ),
        ("Column E, To", "The last day must not be before the first."),
        ("Column H, Chosen", "The law binds safeguarding partners and relevant agencies alone."),
        ("Column F, Areas", "“Nowhere” is not an area of this partnership: none."),
    }
    assert [fault[1] for fault in found if fault[0] == 9] == ["Column I, Covers"]
    assert (
        10,
        "Column G, Which safeguarding partner",
        f"Say which of the three safeguarding partners it is: {kinds}.",
    ) in found
    assert (12, "Column A, Organisation", "Row 11 has it on the same basis.") in found
    assert (13, "Column A, Organisation", "“...” is not a name.") in found
    assert (14, "Column A, Organisation", "It is longer than 160 characters.") in found
    assert (14, "Column D, From", "“1/1/1066”: the year must be between 1948 and 2099.") in found


def test_two_rows_of_a_new_organisation_say_the_same_kind(bring):
    batch = bring("agencies", AGENCIES, "D,Faith,Adviser", "The D.,Sport and leisure,Invited")

    assert faults(batch) == [
        (3, "Column B, Kind of organisation", "Row 2 says another kind for the same organisation.")
    ]


def test_one_fault_and_nothing_is_imported(bring, by, moment):
    before = counts()
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser", "B,Faith,Nonsense")

    with pytest.raises(DomainError, match=r"^Row 3: “Nonsense” is not one of: .* One row cannot"):
        apply(batch, by, moment)

    assert counts() == before
    batch.refresh_from_db()
    assert batch.state == ImportState.UPLOADED


def test_the_rows_are_looked_at_again_when_they_are_imported(bring, by, moment):
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser", "B,Faith,Adviser")
    assert faults(batch) == []
    make.agency("B", "adviser")
    before = counts()

    with pytest.raises(DomainError, match=r"^Row 3: B takes part on that basis already"):
        apply(batch, by, moment)

    assert counts() == before


def test_what_a_service_refuses_undoes_the_rows_before_it(bring, by, moment, monkeypatch):
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser", "B,Faith,Adviser")
    before, real = counts(), agencies.add_agencies

    def refuses_b(**given):
        real(**given)
        with nth([facts.organisation.name for facts, _areas in given["wanted"]].index("B")):
            raise DomainError("This has changed a moment ago.")

    monkeypatch.setattr(agencies, "add_agencies", refuses_b)
    with pytest.raises(DomainError) as refusal:
        apply(batch, by, moment)

    assert str(refusal.value) == "Row 3: This has changed a moment ago. Nothing was imported."
    assert counts() == before
    assert not AuditEvent.objects.filter(verb=AuditVerb.IMPORTED).exists()


def test_an_import_is_done_once(bring, by, moment):
    batch = bring("agencies", AGENCIES, "A,Faith,Adviser")
    apply(batch, by, moment)

    for act in (apply, lambda *_: imports.discard(batch=batch, by=by, at=moment)):
        with pytest.raises(DomainError, match="This file has been imported already"):
            act(batch, by, moment)


def test_a_discarded_file_leaves_no_rows(bring, by, moment):
    batch = imports.discard(batch=bring("seats", SEATS, "A,Member,,"), by=by, at=moment)

    assert (batch.state, batch.rows) == (ImportState.DISCARDED, [])
    with pytest.raises(DomainError, match="This file has been discarded already"):
        apply(batch, by, moment)


# --- seats


def test_seats_are_imported(bring, by, moment):
    council = make.organisation("Anytown Council", "local_authority")
    batch = bring(
        "seats",
        f"{SEATS},Has a vote,Deputies,Membership code,Key",
        "Chief executive,LSP,anytown council,Local authority,yes,,Safeguarding partner,chief",
        "Young member,Young scrutineer,,,,,,",
        "Young member,Lay member,,,no,A standing deputy,RA,",
    )
    assert faults(batch) == []

    apply(batch, by, moment)

    chief, young, lay = Seat.objects.order_by("pk")
    assert (
        chief.key,
        chief.organisation,
        chief.speaks_for,
        chief.votes,
        chief.membership_code,
    ) == (
        "chief",
        council,
        "local_authority",
        True,
        "SP",
    )
    assert (young.key, lay.key, lay.deputies) == ("young-member", "young-member-2", "standing")


def test_every_fault_of_a_seat_is_said(bring):
    make.seat("there", organisation=make.organisation("A body"))
    make.seat("closed", closed_on=date(2020, 1, 1))
    batch = bring(
        "seats",
        f"{SEATS},Area,Key,Speaks for a sector,Deputies,Vote",
        "Chief,LSP,,,,,,,",
        "Seat there,Member,A body,,,,,,",
        "Seat closed,Member,,,,closed,,,",
        "New,Member,Nobody,,Nowhere,Not A Key,,,",
        "Twin,Member,,,,same,,,perhaps",
        "Twin 2,Member,,,,same,,,",
        "Twin 2,Member,,,,same,,,",
        "Sector,Member,,,,,yes,A standing deputy,",
    )

    assert faults(batch) == [
        (
            2,
            "Column D, Safeguarding partner",
            "Select which safeguarding partner this seat speaks for.",
        ),
        (3, "Column A, Post", "There is such a seat already: same post, role and organisation."),
        (4, "Column F, Key", "The key closed is in use already."),
        (
            5,
            "Column C, Organisation",
            "“Nobody” is not in the directory. Add it as an agency first.",
        ),
        (5, "Column E, Area", "“Nowhere” is not an area of this partnership: none."),
        (5, "Column F, Key", "A key has small letters, figures and hyphens alone."),
        (6, "Column I, Vote", "“perhaps” is not one of: Yes; No."),
        (8, "Column A, Post", "Row 7 has the same seat."),
        (8, "Column F, Key", "The key same is in use already."),
        (
            9,
            "Column H, Deputies",
            "A member for a sector has no deputy; colleagues from the sector cover.",
        ),
    ]


# --- people


def test_people_are_appointed_and_the_same_name_is_one_person(bring, by, moment):
    first, second = make.seat("a"), make.seat("b")
    known = make.appointment(second, "Kim Lane", ends=date(2025, 1, 1)).person
    batch = bring(
        "appointments",
        f"{PEOPLE},Name may be published",
        "Seat a,kim lane,01/02/2026,31/03/2026,,yes",
        "a,Robin Hill,1 April 2026,,Acting,yes",
        "Seat b,ROBIN HILL,2026-05-01,,,",
    )
    looked = check(batch, on=moment.date())
    assert [row.says for row in looked.rows] == [
        "kim lane sits as Seat a (substantive)",
        "Robin Hill, new here, sits as Seat a (acting)",
        "ROBIN HILL, new here, sits as Seat b (substantive)",
    ]
    assert looked.rows[0].remarks == (
        "Whether the name may be published stays as it is recorded already.",
    )

    apply(batch, by, moment)

    kim = Appointment.objects.get(seat=first, person=known)
    assert (kim.first_day, kim.last_day) == (date(2026, 2, 1), date(2026, 3, 31))
    robin = Person.objects.get(name="Robin Hill")
    assert robin.name_published
    assert {each.seat for each in robin.appointments.all()} == {first, second}
    assert Person.objects.count() == 2


def test_every_fault_of_an_appointment_is_said(bring):
    seat = make.seat("a", deputies="none")
    make.appointment(seat, "Kim Lane")
    make.seat("free")
    make.seat("shut", closed_on=date(2020, 1, 1))
    for key in ("x", "y"):
        twin = make.seat(key)
        Seat.objects.filter(pk=twin.pk).update(title="Twin")
        make.appointment(twin, "Two People")
    batch = bring(
        "appointments",
        f"{PEOPLE},Deputy briefed on",
        "Nowhere,A,2026-01-01,,,",
        "Twin,A,2026-01-01,,,",
        "Seat free,Two people,2026-01-01,,,",
        "Seat a,Robin Hill,2026-01-01,,,",
        "Seat a,Kim Lane,2026-01-01,,Acting,",
        "Seat a,Robin Hill,2026-01-01,,Standing deputy,",
        "shut,Robin Hill,2026-01-01,,,",
        "Seat free,One,2026-02-01,2026-01-01,,",
        "Seat free,One,2026-02-01,,,",
        "Seat free,Two,2026-03-01,,,",
        "Seat free,?,2026-03-01,,,",
    )

    found = faults(batch)

    assert [fault[:2] for fault in found] == [
        (2, "Column A, Seat"),
        (3, "Column A, Seat"),
        (4, "Column B, Person"),
        (5, "Column C, First day"),
        (6, "Column B, Person"),
        (7, "Column E, Appointment"),
        (8, "Column C, First day"),
        (9, "Column D, Last day"),
        (11, "Column C, First day"),
        (12, "Column B, Person"),
    ]
    reasons = [fault[2] for fault in found]
    assert reasons[0] == "There is no seat “Nowhere”. Import or add the seats first."
    assert reasons[1] == "2 seats have this post. Write the key of one: x; y."
    assert reasons[2].startswith("2 people of this name are known here.")
    assert reasons[3].startswith("Kim Lane holds this seat from 1 January 2020 with no end date.")
    assert reasons[8].startswith("One holds this seat from 1 February 2026 with no end date.")


def test_the_row_of_a_young_scrutineer_holds_no_name_to_publish_and_no_way_to_reach_them(bring):
    make.seat("young", "YOUNG_SCRUTINEER")
    batch = bring(
        "appointments",
        f"{PEOPLE},Name may be published,Note",
        "young,Sam,2026-01-01,,,yes,",
        "young,Sam,2026-01-01,,,,write to sam@x.example",
        "young,Sam,2026-01-01,,,,07700 900 123",
    )

    found = faults(batch)

    assert [fault[:2] for fault in found] == [
        (2, "Column F, Name may be published"),
        (3, "Column G, Note"),
        (4, "Column G, Note"),
    ]
    assert "may hold no email address or telephone number" in found[1][2]
