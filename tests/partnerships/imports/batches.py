"""A file as tests import it: its headers, its faults, and what it left behind."""

from datetime import date

from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Appointment,
    Organisation,
    Person,
    Seat,
)
from partnerships.services import imports
from partnerships.services.import_check import check

AGENCIES = "Organisation,Kind of organisation,Basis"
SEATS = "Post,Role,Organisation,Safeguarding partner"
PEOPLE = "Seat,Person,First day,Last day,Appointment"


def faults(batch, on=date(2026, 6, 1)):
    """Every fault of a batch: row, column, reason."""
    rows = check(batch, on=on).rows
    return [(row.number, fault.where, fault.reason) for row in rows for fault in row.faults]


def apply(batch, by, at):
    return imports.apply_import(batch=batch, by=by, at=at)


def counts():
    models = (Organisation, AgencyMembership, AgencyArea, Seat, Person, Appointment)
    return [model.objects.count() for model in models]
