"""The partnership itself: its details, the areas it covers, how its chair is chosen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb, ChairMethod
from partnerships.models import Area, ChairRule, Partnership, PartnershipArea, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require


@dataclass(frozen=True)
class DetailFacts:
    """What the partnership says of itself; its address and its kind are not changed here."""

    name: str
    short_name: str
    host: str = ""
    data_controller: str = ""
    contact_email: str = ""
    priorities_years: int | None = None
    edition: str = ""  # of the guidance that the arrangements follow


@dataclass(frozen=True)
class ChairRuleFacts:
    """How one body of the partnership gets its chair, in the partnership's own terms."""

    body: str
    chosen_from: str
    minimum_months: int | None = None
    review: str = ""
    note: str = ""
    source: str = ""
    group_key: str = ""  # the body, as governance knows it
    seat: Seat | None = None  # the seat that its chair holds
    from_roles: tuple[str, ...] = ()  # whose holders alone may chair; empty where nothing says
    method: str = ChairMethod.NOT_STATED
    review_months: int | None = None


@transaction.atomic
def change_details(*, facts: DetailFacts, by: User, at: datetime) -> Partnership:
    """Change what the open partnership says of itself; refuses a name that another one has."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    partnership = Partnership.objects.select_for_update().get(pk=required_partnership_id())
    if Partnership.objects.filter(name=facts.name).exclude(pk=partnership.pk).exists():
        raise DomainError("Another partnership has this name.", code="name-taken", field="name")

    if changed := write_facts(partnership, facts):
        audit.record(
            verb=AuditVerb.CHANGED,
            on=partnership,
            by=by,
            at=at,
            reference=partnership.short_name,
            facts={"fields": changed},
        )
    return partnership


@transaction.atomic
def add_area(*, area: Area, by: User, at: datetime, source: str = "") -> PartnershipArea:
    """Record that the partnership covers an area; refuses one that it covers already."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    if PartnershipArea.objects.filter(area=area).exists():
        raise DomainError(
            "The partnership covers this area already.", code="area-there", field="area"
        )

    covered = PartnershipArea.objects.create(area=area, source=source)
    audit.record(verb=AuditVerb.CREATED, on=covered, by=by, at=at, reference=area.name)
    return covered


@transaction.atomic
def remove_area(*, covered: PartnershipArea, by: User, at: datetime) -> None:
    """Take back that the partnership covers an area; the audit keeps that it once did."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    covered = (
        PartnershipArea.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=covered.pk)
    )

    audit.record(verb=AuditVerb.ENDED, on=covered, by=by, at=at, reference=covered.area.name)
    covered.delete()


@transaction.atomic
def add_chair_rule(*, facts: ChairRuleFacts, by: User, at: datetime) -> ChairRule:
    """Record how a body gets its chair; refuses a second rule for the same body."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check_rule(facts)

    rule = ChairRule.objects.create(**as_fields(facts))
    audit.record(verb=AuditVerb.CREATED, on=rule, by=by, at=at, reference=facts.body)
    return rule


@transaction.atomic
def change_chair_rule(
    *, rule: ChairRule, facts: ChairRuleFacts, by: User, at: datetime
) -> ChairRule:
    """Correct how a body gets its chair; refuses a second rule for the same body."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rule = ChairRule.objects.select_for_update().get(pk=rule.pk)
    _check_rule(facts, but=rule.pk)

    if changed := write_facts(rule, facts):
        audit.record(
            verb=AuditVerb.CHANGED,
            on=rule,
            by=by,
            at=at,
            reference=facts.body,
            facts={"fields": changed},
        )
    return rule


def _check_rule(facts: ChairRuleFacts, *, but: int = 0) -> None:
    if ChairRule.objects.filter(body=facts.body).exclude(pk=but).exists():
        raise DomainError("There is a rule for this body already.", code="rule-there", field="body")
