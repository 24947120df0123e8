"""An import is looked at without a query for a row, and done whole or not at all."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.several import nth
from partnerships.enums import AuditVerb, ImportState
from partnerships.models import (
    AgencyMembership,
    Area,
    AuditEvent,
    ImportBatch,
    Organisation,
    OrganisationAlias,
    PartnershipArea,
)
from partnerships.services import agencies, imports
from partnerships.services.import_check import check
from tests.factories import partnerships as make
from tests.partnerships.imports.batches import AGENCIES, SEATS, apply, counts, faults

pytestmark = pytest.mark.django_db


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
