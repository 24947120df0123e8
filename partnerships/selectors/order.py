"""The open partnership's record on one day, as the rules of order want it: plain values."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from krscp_portal.foundation.context import required_partnership_id
from partnerships.enums import AgencyChoice, ConflictState, PartnershipKind, RuleStance
from partnerships.models import (
    AgencyMembership,
    Appointment,
    ChairReview,
    ChairRule,
    ConflictDeclaration,
    Delegation,
    LocalRule,
    Partnership,
    Responsibility,
    ResponsibilityReview,
    Seat,
    SupportRecord,
)
from partnerships.order_rules.facts import (
    AgencyFacts,
    ChairFacts,
    ChairLook,
    DeclarationFacts,
    DelegationFacts,
    Record,
    RuleFacts,
    SeatFacts,
    Tenure,
)
from partnerships.order_rules.terms import OWN_RULE, Source


def lasting(on: date, *, first: str = "from_on", last: str = "to_on") -> Q:
    """Return the condition that a row with two open-ended dates holds on the day."""
    return (Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": on})) & (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on})
    )


def open_on(on: date, field: str) -> Q:
    """Return the condition that a row has not been closed or ended by the day."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": on})


def record(*, on: date) -> Record:
    """Return the open partnership's record on the day; thirteen queries, however much there is."""
    partnership = Partnership.objects.get(pk=required_partnership_id())
    review = ResponsibilityReview.objects.order_by("-reviewed_on", "-pk").first()
    return Record(
        on=on,
        edition=partnership.edition,
        is_joint=partnership.kind == PartnershipKind.JOINT_BODY,
        host=partnership.host,
        data_controller=partnership.data_controller,
        seats=tuple(seat_facts(on=on)),
        agencies=tuple(_agencies(on=on)),
        delegations=tuple(_delegations(on=on)),
        chair_rules=tuple(chair_facts()),
        rules=tuple(rule_facts(on=on)),
        declarations=tuple(_declarations(on=on)),
        responsibilities=Responsibility.objects.filter(open_on(on, "ended_on")).count(),
        responsibilities_due=review.next_on if review else None,
    )


def seat_facts(*, on: date) -> Iterable[SeatFacts]:
    """Return the seats that are open on the day, with everybody ever appointed; three queries."""
    supported = {each.appointment_id: each for each in SupportRecord.objects.all()}
    held: dict[int, list[Tenure]] = defaultdict(list)
    for each in Appointment.objects.order_by("pk"):
        held[each.seat_id].append(tenure_of(each, supported.get(each.pk)))
    seats = Seat.objects.filter(open_on(on, "closed_on")).select_related("organisation")
    return [
        SeatFacts(
            id=seat.pk,
            role=seat.role,
            title=seat.title,
            organisation=seat.organisation_id,
            organisation_name=seat.organisation.name if seat.organisation else "",
            speaks_for=seat.speaks_for,
            votes=seat.votes,
            deputies=seat.deputies,
            for_sector=seat.speaks_for_sector,
            path=f"seats/{seat.public_id}/",
            tenures=tuple(held[seat.pk]),
        )
        for seat in seats.order_by("pk")
    ]


def tenure_of(appointment: Appointment, support: SupportRecord | None = None) -> Tenure:
    """Return an appointment as the pure rules' own value."""
    return Tenure(
        person=appointment.person_id,
        starts=appointment.first_day,
        ends=appointment.last_day,
        kind=appointment.kind,
        briefed_on=appointment.briefed_on,
        support=support,
    )


def chair_facts() -> list[ChairFacts]:
    """Return the rules of chairs with every review of each; two queries."""
    looks: dict[int, list[ChairLook]] = defaultdict(list)
    for each in ChairReview.objects.order_by("reviewed_on", "pk"):
        looks[each.rule_id].append(ChairLook(each.reviewed_on, each.continues, each.reason))
    return [chair_of(rule, tuple(looks[rule.pk])) for rule in ChairRule.objects.order_by("body")]


def chair_of(rule: ChairRule, looks: tuple[ChairLook, ...] = ()) -> ChairFacts:
    """Return one stored rule of a chair as the pure rules' own value."""
    return ChairFacts(
        body=rule.body,
        seat=rule.seat_id,
        from_roles=frozenset(rule.from_roles),
        method=rule.method,
        minimum_months=rule.minimum_months,
        review_months=rule.review_months,
        source=_source(rule.source),
        path=f"details/chair-rules/{rule.public_id}/",
        looks=looks,
    )


def rule_facts(*, on: date) -> list[RuleFacts]:
    """Return the partnership's own rules that hold on the day; one query.

    A practice that nothing confirms is recorded and no more, whatever its row says.
    """
    return [
        RuleFacts(
            kind=rule.kind,
            stance=rule.stance if rule.confirmed else RuleStance.RECORD.value,
            text=rule.text,
            number=rule.number,
            applies_to=tuple(rule.applies_to),
            confirmed=rule.confirmed,
            source=_source(rule.source, rule.confidence),
            path=f"local-rules/#rule-{rule.kind}",
        )
        for rule in LocalRule.objects.filter(open_on(on, "ended_on")).order_by("kind", "pk")
    ]


def _agencies(*, on: date) -> list[AgencyFacts]:
    rows = AgencyMembership.objects.filter(lasting(on)).select_related("organisation")
    return [
        AgencyFacts(
            organisation=each.organisation_id,
            name=each.organisation.name,
            basis=each.basis,
            partner_kind=each.partner_kind,
            why=each.why,
            expected=each.expected,
            by_law=each.chosen == AgencyChoice.BY_LAW,
            from_on=each.from_on,
        )
        for each in rows.order_by("organisation__name", "pk")
    ]


def _delegations(*, on: date) -> list[DelegationFacts]:
    return [
        DelegationFacts(
            each.from_seat_id, each.to_seat_id, each.review_on, f"delegations/{each.public_id}/"
        )
        for each in Delegation.objects.filter(lasting(on)).order_by("pk")
    ]


def _declarations(*, on: date) -> list[DeclarationFacts]:
    live = ConflictDeclaration.objects.exclude(state=ConflictState.ENDED)
    return [
        DeclarationFacts(each.person_id, each.kind, each.renew_on)
        for each in live.filter(renew_on__gte=on).order_by("pk")
    ]


def _source(cites: str, confidence: str = "") -> Source:
    return Source(cites, confidence) if cites else OWN_RULE
