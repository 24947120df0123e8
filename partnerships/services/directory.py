"""The shared directory: which bodies there are, what they were called, whom they serve.

Every partnership reads it; the one that put a body in changes it, and so does the portal itself
when it loads data. Each change stands in the audit of the partnership that is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.several import nth
from partnerships import audit, schedule
from partnerships.enums import AgencyBasis, AuditVerb, OrganisationKind
from partnerships.likeness import plain
from partnerships.models import (
    AgencyMembership,
    Area,
    Footprint,
    Organisation,
    OrganisationAlias,
    Seat,
    User,
)
from partnerships.roles import Permission
from partnerships.selectors.bodies import Bodies
from partnerships.selectors.directory import alike, may_change
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import refuse_unless, require

FORMER_NAME = "Former name"
USES_NAMED = 5
AT_A_TIME = 500  # rows in one statement


class AlreadyInDirectory(DomainError):
    """The directory has this body; `organisation` is the one, so that a page can lead to it."""

    def __init__(self, organisation: Organisation, known_as: str) -> None:
        called = f" It is also known as “{known_as}”." if known_as != organisation.name else ""
        super().__init__(
            f"The directory has “{organisation.name}” already.{called}",
            code="name-taken",
            field="name",
        )
        self.organisation = organisation


@dataclass(frozen=True)
class OrganisationFacts:
    """A body of the directory: its name and kind, what it belongs to, what became of it."""

    name: str
    kind: str
    is_sector: bool = False
    part_of: Organisation | None = None
    schedule: list[str] = field(default_factory=list)
    ended_on: date | None = None
    succeeded_by: Organisation | None = None


@transaction.atomic
def register(*, facts: OrganisationFacts, by: User, at: datetime) -> Organisation:
    """Add a body to the directory; the open partnership keeps the entry from then on.

    Refuses an empty name, an unknown kind or Schedule entry, a name like that of a body that the
    directory has (`AlreadyInDirectory`), and leading a body to itself.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check(facts)
    return _enter([facts], by=by, at=at)[0]


@transaction.atomic
def register_each(
    *, wanted: Sequence[OrganisationFacts], by: User, at: datetime
) -> list[Organisation]:
    """Add several bodies, as `register` adds one; all or none.

    The directory is looked through once, and a fixed number of statements writes each 500. The
    refusal says which one it is about.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    bodies = Bodies()
    seen: set[str] = set()
    for number, facts in enumerate(wanted):
        with nth(number):
            _check(facts, bodies=bodies)
            _refuse_repeated(facts.name, seen)
    return _enter(wanted, by=by, at=at)


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, facts: OrganisationFacts, by: User, at: datetime
) -> Organisation:
    """Change a body; a name that it loses stays as one of its other names.

    Refuses as `register` does, and whoever does not keep the entry.
    """
    organisation = _kept(organisation, by=by, at=at)
    _check(facts, itself=organisation)

    before, name = organisation.name, facts.name.strip()
    changed = write_facts(organisation, OrganisationFacts(**as_fields(facts) | {"name": name}))
    if plain(name) != plain(before):
        organisation.aliases.filter(name__iexact=name).delete()
        organisation.aliases.get_or_create(
            name__iexact=before, defaults={"name": before, "reason": FORMER_NAME}
        )
    if changed:
        _note(AuditVerb.CHANGED, organisation, by=by, at=at, facts={"fields": changed})
    return organisation


@transaction.atomic
def succeed(
    *,
    organisation: Organisation,
    successor: Organisation,
    by: User,
    at: datetime,
    ended_on: date | None = None,
) -> Organisation:
    """Record that another body took over from this one: a CCG's integrated care board.

    Refuses whoever does not keep the entry, and a circle of successors. Repeating it does nothing.
    """
    facts = OrganisationFacts(
        name=organisation.name,
        kind=organisation.kind,
        is_sector=organisation.is_sector,
        part_of=organisation.part_of,
        schedule=organisation.schedule,
        ended_on=ended_on or organisation.ended_on,
        succeeded_by=successor,
    )
    return change_organisation(organisation=organisation, facts=facts, by=by, at=at)


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: User, at: datetime) -> None:
    """Take a body out of the directory, with its other names and areas.

    Refuses whoever does not keep the entry, and a body in use: where it is used here is said, and
    of other partnerships only that one of them uses it. The foreign keys of the database see every
    partnership; they are asked at once and not at the end of the request.
    """
    organisation = _kept(organisation, by=by, at=at)
    reference = organisation.name
    try:
        with transaction.atomic():
            organisation.delete()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except ProtectedError as held:
        raise DomainError(_uses(held.protected_objects), code="organisation-in-use") from None
    except IntegrityError:
        raise DomainError(
            "Another partnership uses this body, so it stays. Enter its last day instead.",
            code="organisation-in-use-elsewhere",
        ) from None
    audit.record(verb=AuditVerb.REMOVED, on=organisation, by=by, at=at, reference=reference)


@transaction.atomic
def add_alias(
    *, organisation: Organisation, name: str, by: User, at: datetime, reason: str = ""
) -> OrganisationAlias:
    """Give a body another name: a short form, or what it was called before.

    Refuses a name that it has, the name of another body, and whoever does not keep the entry.
    """
    organisation = _kept(organisation, by=by, at=at)
    name = name.strip()
    if not name:
        raise DomainError("Enter a name.", code="name-missing", field="name")
    own = [organisation.name, *organisation.aliases.values_list("name", flat=True)]
    if plain(name) in {plain(each) for each in own}:
        raise DomainError("It has this name already.", code="alias-there", field="name")
    found = alike(name, but=organisation.pk, aliases=False)
    if found:
        raise AlreadyInDirectory(*found)

    alias = OrganisationAlias.objects.create(organisation=organisation, name=name, reason=reason)
    _note(AuditVerb.CHANGED, organisation, by=by, at=at, facts={"name_added": name})
    return alias


@transaction.atomic
def remove_alias(*, alias: OrganisationAlias, by: User, at: datetime) -> None:
    """Take another name from a body; refuses whoever does not keep the entry."""
    organisation = _kept(alias.organisation, by=by, at=at)
    _note(AuditVerb.CHANGED, organisation, by=by, at=at, facts={"name_removed": alias.name})
    alias.delete()


@transaction.atomic
def add_footprint(
    *,
    organisation: Organisation,
    area: Area,
    by: User,
    at: datetime,
    unit: str = "",
    source: str = "",
) -> Footprint:
    """Record that a body serves an area, by which unit of it where that is known.

    Refuses the same area and unit twice, and whoever does not keep the entry.
    """
    organisation = _kept(organisation, by=by, at=at)
    unit = unit.strip()
    if organisation.footprints.filter(area=area, unit__iexact=unit).exists():
        raise DomainError(
            "It is recorded already that it serves this area.", code="footprint-there", field="area"
        )

    footprint = Footprint.objects.create(
        organisation=organisation, area=area, unit=unit, source=source
    )
    _note(AuditVerb.CHANGED, organisation, by=by, at=at, facts={"area_added": area.name})
    return footprint


@transaction.atomic
def remove_footprint(*, footprint: Footprint, by: User, at: datetime) -> None:
    """Take back that a body serves an area; refuses whoever does not keep the entry."""
    organisation = _kept(footprint.organisation, by=by, at=at)
    facts = {"area_removed": footprint.area.name}
    _note(AuditVerb.CHANGED, organisation, by=by, at=at, facts=facts)
    footprint.delete()


def _enter(wanted: Sequence[OrganisationFacts], *, by: User, at: datetime) -> list[Organisation]:
    rows = [
        Organisation(
            **as_fields(facts) | {"name": facts.name.strip()},
            registered_by_id=required_partnership_id(),
        )
        for facts in wanted
    ]
    try:
        with transaction.atomic():
            made = Organisation.objects.bulk_create(rows, batch_size=AT_A_TIME)
    except IntegrityError:
        _refuse_added_meanwhile(rows)
        raise
    done = [audit.Entry(each, each.name, {"kind": each.kind}) for each in made]
    audit.record_each(verb=AuditVerb.CREATED, done=done, by=by, at=at)
    return made


def _refuse_added_meanwhile(rows: Sequence[Organisation]) -> None:
    """Refuse the first of the names that somebody else added at this moment."""
    for number, row in enumerate(rows):
        if found := Organisation.objects.filter(name__iexact=row.name).first():
            with nth(number):
                raise AlreadyInDirectory(found, found.name) from None


def _refuse_repeated(name: str, seen: set[str]) -> None:
    if plain(name) in seen:
        raise DomainError(f"“{name.strip()}” stands here twice.", code="name-twice", field="name")
    seen.add(plain(name))


def _kept(organisation: Organisation, *, by: User, at: datetime) -> Organisation:
    """Return the body locked, if the person may change it from the open partnership."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not by.is_system:
        refuse_unless(may_change(locked))
    return locked


def _check(
    facts: OrganisationFacts, *, itself: Organisation | None = None, bodies: Bodies | None = None
) -> None:
    if not facts.name.strip():
        raise DomainError("Enter a name.", code="name-missing", field="name")
    if facts.kind not in OrganisationKind.values:
        raise DomainError("Select a kind of organisation.", code="kind-unknown", field="kind")
    if schedule.unknown(facts.schedule):
        raise DomainError(
            "Select entries of the Schedule.", code="schedule-unknown", field="schedule"
        )
    if bodies:
        found = next(iter(bodies.called(facts.name)), None)
    else:
        found = alike(facts.name, but=itself.pk if itself else 0)
    if found:
        raise AlreadyInDirectory(*found)
    if itself:
        _refuse_circle(itself, facts.part_of, by="part_of")
        _refuse_circle(itself, facts.succeeded_by, by="succeeded_by")


def _refuse_circle(itself: Organisation, target: Organisation | None, *, by: str) -> None:
    """Refuse that following part_of or succeeded_by from the target leads back to the body."""
    seen: set[int] = set()
    while target and target.pk not in seen:
        if target.pk == itself.pk:
            raise DomainError(
                "A body cannot lead to itself, directly or through others.", code="circle", field=by
            )
        seen.add(target.pk)
        target = getattr(target, by)


def _uses(held: Any) -> str:
    """Say where a body is used here."""
    uses = sorted({_use(row) for row in held})
    more = len(uses) - USES_NAMED
    listed = "; ".join(uses[:USES_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return f"This body is in use, so it stays: {listed}. Enter its last day instead."


def _use(row: Model) -> str:
    match row:
        case AgencyMembership():
            return f"its part here as {AgencyBasis(row.basis).label.lower()}"
        case Seat():
            return f"the seat {row.title}"
        case Organisation():
            return f"the entry {row.name}, which leads to it"
        case _:
            return str(row._meta.verbose_name_plural)


def _note(
    verb: AuditVerb, on: Organisation, *, by: User, at: datetime, facts: dict[str, Any]
) -> None:
    audit.record(verb=verb, on=on, by=by, at=at, reference=on.name, facts=facts)
