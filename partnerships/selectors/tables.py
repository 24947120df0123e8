"""Lists as spreadsheets: the rows that a page shows to this reader, with the same filters.

Headers agree with the fields of the importers, so that a list can be taken out, worked on and
brought back.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from krscp_portal.foundation.spreadsheet_writing import Cell, Table
from partnerships.access import Sight
from partnerships.enums import AppointmentKind
from partnerships.selectors.agencies import AgencyFilter, AgencyLine, agency_groups
from partnerships.selectors.appointees import Holder
from partnerships.selectors.directory import DirectoryFilter, directory_rows
from partnerships.selectors.persons import PeopleFilter, people_rows
from partnerships.selectors.seats import SeatFilter, SeatRow, seat_rows

SEVERAL = "; "


def agency_table(*, on: date, wanted: AgencyFilter, sight: Sight | None = None) -> Table:
    """Return who takes part on the day, and what is said of it on the pages of agencies."""
    columns = (
        "Organisation",
        "Kind of organisation",
        "Basis",
        "Which safeguarding partner",
        "How it came to take part",
        "Name in the published list",
        "Heading in the published list",
        "Kinds of work",
        "Areas",
        "Represented through",
        "Why it takes part",
        "What is expected of it",
        "First day",
        "Last day",
    )
    groups = agency_groups(on=on, wanted=wanted, sight=sight)
    rows = [_agency(line) for group in groups for line in group.lines]
    return Table("Agencies", columns, rows)


def seat_table(
    *, on: date, wanted: SeatFilter, names_young: bool, sight: Sight | None = None
) -> Table:
    """Return the seats with who holds them, or since when nobody does."""
    columns = (
        "Post",
        "Role",
        "Organisation",
        "Safeguarding partner",
        "Area",
        "Has a vote",
        "Membership code",
        "Deputies",
        "Held by",
        "State",
        "Vacant since",
        "Closed on",
    )
    rows = seat_rows(on=on, wanted=wanted, names_young=names_young, sight=sight)
    return Table("Seats", columns, [_seat(row) for row in rows])


def people_table(
    *, on: date, wanted: PeopleFilter, names_young: bool, sight: Sight | None = None
) -> Table:
    """Return the people with one row for each appointment."""
    columns = ("Person", "Seat", "Organisation", "Appointment", "First day", "Last day", "State")
    found = people_rows(on=on, wanted=wanted, names_young=names_young, sight=sight)
    rows: list[Sequence[Cell]] = [
        (
            person.name,
            each.title,
            each.organisation,
            each.holder.kind,
            each.holder.starts_on,
            each.holder.ends_on,
            each.holder.state.capitalize(),
        )
        for person in found
        for each in person.held
    ]
    return Table("People", columns, rows)


def directory_table(*, on: date, wanted: DirectoryFilter) -> Table:
    """Return the shared directory, with what each body does in this partnership and in no other."""
    columns = (
        "Organisation",
        "Kind of organisation",
        "Is a sector",
        "Has ended",
        "Areas served",
        "Takes part here as",
    )
    rows: list[Sequence[Cell]] = [
        (
            row.name,
            row.kind,
            row.is_sector,
            row.has_ended,
            SEVERAL.join(row.areas),
            SEVERAL.join(row.here),
        )
        for row in directory_rows(wanted=wanted, on=on)
    ]
    return Table("Organisations", columns, rows)


def _agency(line: AgencyLine) -> Sequence[Cell]:
    one = line.agency
    return (
        one.organisation.name,
        one.organisation.get_kind_display(),
        one.get_basis_display(),
        one.get_partner_kind_display(),
        one.get_chosen_display(),
        one.listed_as,
        one.heading,
        SEVERAL.join(line.covers),
        SEVERAL.join(line.areas),
        one.represented_through.title if one.represented_through else "",
        one.why,
        one.expected,
        one.from_on,
        one.to_on,
    )


def _seat(row: SeatRow) -> Sequence[Cell]:
    return (
        row.title,
        row.role.label,
        row.organisation,
        row.speaks_for,
        row.area,
        row.votes,
        row.code,
        row.deputies,
        SEVERAL.join(_holders(row.holders)),
        "Closed" if row.closed_on else row.gap or "Held",
        row.vacant_since,
        row.closed_on,
    )


def _holders(holders: Sequence[Holder]) -> Iterator[str]:
    for each in holders:
        kind = "" if each.kind == AppointmentKind.SUBSTANTIVE.label else f" ({each.kind.lower()})"
        first = f" from {each.starts_on.isoformat()}" if each.state == "coming" else ""
        last = f" until {each.ends_on.isoformat()}" if each.ends_on else ""
        yield f"{each.name}{kind}{first}{last}"
