"""Which organisations take part, on what basis, and what is expected of them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AgencyBasis, AgencyChoice, AuditVerb, OrganisationKind, PartnerKind
from partnerships.models import AgencyMembership, Organisation, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require, require_order


@dataclass(frozen=True)
class NewOrganisation:
    """A body that the shared directory may not hold yet."""

    name: str
    kind: str


@dataclass(frozen=True)
class AgencyFacts:
    """An organisation's part: its basis, why it was chosen, what is expected, from when to when."""

    organisation: Organisation | NewOrganisation
    basis: str
    partner_kind: str = ""
    chosen: str = AgencyChoice.NOT_STATED
    listed_as: str = ""
    covers: list[str] = field(default_factory=list)
    represented_through: Seat | None = None
    heading: str = ""
    why: str = ""
    expected: str = ""
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    source: str = ""


@transaction.atomic
def add_agency(*, facts: AgencyFacts, by: User, at: datetime) -> AgencyMembership:
    """Record that an organisation takes part on one basis; it may have several, each its own row.

    A new organisation joins the shared directory first, or is found there by its name.

    Refuses a second open row of the same basis, and a period that ends before it starts.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    organisation = facts.organisation
    if isinstance(organisation, NewOrganisation):
        new = organisation
        organisation = register_organisation(name=new.name, kind=new.kind, by=by, at=at)
        facts = replace(facts, organisation=organisation)
    facts = _with_partner_kind(facts, organisation)
    _check(facts, organisation)

    membership = AgencyMembership.objects.create(**as_fields(facts))
    audit.record(
        verb=AuditVerb.CREATED,
        on=membership,
        by=by,
        at=at,
        reference=organisation.name,
        facts={"basis": facts.basis},
    )
    return membership


@transaction.atomic
def change_agency(
    *, membership: AgencyMembership, facts: AgencyFacts, by: User, at: datetime
) -> AgencyMembership:
    """Correct an organisation's part, or end it by its last day; refuses as `add_agency` does.

    The organisation itself stays as it is, whatever the facts say.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rows = AgencyMembership.objects.select_related("organisation")
    membership = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    facts = replace(facts, organisation=membership.organisation)
    facts = _with_partner_kind(facts, membership.organisation)
    _check(facts, membership.organisation, but=membership.pk)

    ends_now = facts.to_on is not None and membership.to_on is None
    if changed := write_facts(membership, facts):
        audit.record(
            verb=AuditVerb.ENDED if ends_now else AuditVerb.CHANGED,
            on=membership,
            by=by,
            at=at,
            reference=membership.organisation.name,
            facts={"fields": changed, "basis": facts.basis},
        )
    return membership


@transaction.atomic
def register_organisation(*, name: str, kind: str, by: User, at: datetime) -> Organisation:
    """Return the organisation of this name from the shared directory, adding it if it is new.

    The directory serves every partnership, so an entry is added here and never changed here.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    if not name.strip():
        raise DomainError("Enter a name.", code="name-missing", field="new_name")
    if kind not in OrganisationKind.values:
        raise DomainError("Select a kind of organisation.", code="kind-unknown", field="new_kind")
    known = Organisation.objects.filter(name__iexact=name.strip()).first()
    if known:
        return known

    organisation = Organisation.objects.create(name=name.strip(), kind=kind)
    audit.record(
        verb=AuditVerb.CREATED,
        on=organisation,
        by=by,
        at=at,
        reference=organisation.name,
        facts={"kind": kind},
    )
    return organisation


def _with_partner_kind(facts: AgencyFacts, organisation: Organisation) -> AgencyFacts:
    """Return the facts with the kind of partner, where the kind of organisation gives it away."""
    if facts.basis != AgencyBasis.STATUTORY_PARTNER or facts.partner_kind:
        return facts
    known = organisation.kind if organisation.kind in PartnerKind.values else ""
    return replace(facts, partner_kind=known)


def _check(facts: AgencyFacts, organisation: Organisation, *, but: int = 0) -> None:
    if facts.basis not in AgencyBasis.values:
        raise DomainError("Select a basis.", code="basis-unknown", field="basis")
    if bool(facts.partner_kind) != (facts.basis == AgencyBasis.STATUTORY_PARTNER):
        raise DomainError(
            "Select which of the three safeguarding partners it is, for a safeguarding partner "
            "alone.",
            code="partner-kind",
            field="partner_kind",
        )
    require_order(facts.from_on, facts.to_on)
    rows = AgencyMembership.objects.filter(
        organisation=organisation, basis=facts.basis, to_on__isnull=True
    )
    if facts.to_on is None and rows.exclude(pk=but).exists():
        raise DomainError(
            "This organisation takes part on that basis already.",
            code="agency-there",
            field="basis",
        )
