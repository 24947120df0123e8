"""The rules that a partnership wrote for itself, the yearly look at its chair, and what they refuse.

Rows are data: what a rule refuses is decided by the pure functions of `order_rules`. A rule may be
added that is broken already, because the record must be able to say so; the page "Are we in order?"
then shows it at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, RuleKind, RuleStance
from partnerships.holding import Term
from partnerships.models import (
    Appointment,
    ChairReview,
    ChairRule,
    LocalRule,
    Partnership,
    Seat,
    User,
)
from partnerships.order_rules import clashes
from partnerships.order_rules.chair import too_short
from partnerships.order_rules.clashes import Post
from partnerships.order_rules.facts import PRINCIPAL, ChairFacts
from partnerships.order_rules.facts import RuleFacts as FactsOfRule
from partnerships.roles import Permission
from partnerships.selectors.order import chair_of, rule_facts, tenure_of
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import refuse_unless, require

KINDS = dict(RuleKind.choices)


@dataclass(frozen=True)
class RuleFacts:
    """One rule of the partnership's own: what about, in its words, and what breaking it does."""

    kind: str
    text: str
    stance: str = RuleStance.RECORD
    number: int | None = None
    applies_to: tuple[str, ...] = ()  # keys of groups
    confirmed: bool = True
    confidence: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ChairReviewFacts:
    """What was decided when the choice of a chair was looked at."""

    reviewed_on: date
    continues: bool
    outcome: str
    next_seat: Seat | None = None
    reason: str = ""


@transaction.atomic
def add_rule(*, facts: RuleFacts, by: User, at: datetime) -> LocalRule:
    """Record a rule; refuses a second one of its kind, and an unconfirmed one that would refuse."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check(facts, on=local_day(at))

    rule = LocalRule.objects.create(**as_fields(facts))
    _record(AuditVerb.CREATED, rule, by=by, at=at, facts={"kind": rule.kind, "stance": rule.stance})
    return rule


@transaction.atomic
def change_rule(*, rule: LocalRule, facts: RuleFacts, by: User, at: datetime) -> LocalRule:
    """Correct a rule; its kind stays. Refuses one that has ended, and what `add_rule` refuses."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rule = LocalRule.objects.select_for_update().get(pk=rule.pk)
    _refuse_ended(rule)
    _check(facts, on=local_day(at), but=rule)

    if changed := write_facts(rule, facts):
        _record(AuditVerb.CHANGED, rule, by=by, at=at, facts={"fields": changed})
    return rule


@transaction.atomic
def end_rule(*, rule: LocalRule, ended_on: date, by: User, at: datetime) -> LocalRule:
    """Say from which day on a rule no longer holds; the row stays as history."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rule = LocalRule.objects.select_for_update().get(pk=rule.pk)
    _refuse_ended(rule)

    rule.ended_on = ended_on
    rule.save(update_fields=["ended_on"])
    _record(AuditVerb.ENDED, rule, by=by, at=at, facts={"ended_on": ended_on.isoformat()})
    return rule


@transaction.atomic
def record_chair_review(
    *, rule: ChairRule, facts: ChairReviewFacts, by: User, at: datetime
) -> ChairReview:
    """Record that the choice of a chair was looked at, even where nothing changes.

    Refuses a day to come, a change that does not say who is next, somebody from whom the rule does
    not choose, and an end before the shortest term without a reason.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rule = ChairRule.objects.select_for_update(of=("self",)).select_related("seat").get(pk=rule.pk)
    _check_review(rule, facts, on=local_day(at))
    _check_term(rule, facts)

    review = ChairReview.objects.create(
        rule=rule, recorded_at=at, recorded_by=by, **as_fields(facts)
    )
    audit.record(
        verb=AuditVerb.REVIEWED,
        on=review,
        by=by,
        at=at,
        reference=rule.body,
        facts={"reviewed_on": facts.reviewed_on.isoformat(), "continues": facts.continues},
    )
    return review


class Held:
    """What the rules look at before a person takes a seat: their other seats, and the rules.

    Four queries, however many people and seats are asked about, and one for each first day. `but`
    is the appointment that is being changed.
    """

    def __init__(
        self, *, seats: Iterable[Seat], people: Iterable[int], but: Appointment | None = None
    ) -> None:
        self.edition = Partnership.objects.get(pk=required_partnership_id()).edition
        self.rules: dict[date, dict[str, FactsOfRule]] = {}
        self.chairs: defaultdict[int | None, list[ChairFacts]] = defaultdict(list)
        for rule in ChairRule.objects.filter(seat__in=list(seats)).order_by("pk"):
            self.chairs[rule.seat_id].append(chair_of(rule))
        self.posts: defaultdict[int, list[Post]] = defaultdict(list)
        held = Appointment.objects.filter(person_id__in=set(people))
        for each in held.exclude(pk=but.pk if but else 0).select_related("seat", "person"):
            self.take(each.seat, each.as_term())

    def require(self, seat: Seat, term: Term) -> None:
        """Refuse a seat that a rule keeps from the person on some of these days.

        Refused are two roles that the partnership, or the edition it follows, keeps apart, and a
        chair who is not one of those from whom the rule chooses. What is only warned about passes.
        """
        new, beside = _post(seat, term), self.posts[term.person]
        if term.first not in self.rules:
            self.rules[term.first] = {rule.kind: rule for rule in rule_facts(on=term.first)}
        kinds = self.rules[term.first]
        refuse_unless(clashes.may_hold(new, beside, edition=self.edition, rules=kinds), field="who")
        for chair in self.chairs[seat.pk]:
            refuse_unless(clashes.may_chair(new, beside, chair), field="who")

    def take(self, seat: Seat, term: Term) -> None:
        """Remember that the person has this seat too."""
        self.posts[term.person].append(_post(seat, term))


def _check(facts: RuleFacts, *, on: date, but: LocalRule | None = None) -> None:
    if but is not None and facts.kind != but.kind:
        raise DomainError(
            "What a rule is about stays. End this one and add another.",
            code="kind-fixed",
            field="kind",
        )
    others = LocalRule.objects.filter(kind=facts.kind, ended_on__isnull=True)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise DomainError(
            f"There is a rule about this already: {KINDS[facts.kind]}. Change or end that one.",
            code="rule-there",
            field="kind",
        )
    if not facts.text.strip():
        raise DomainError("Enter what the rule says.", code="text-missing", field="text")
    if facts.stance == RuleStance.REFUSE and not facts.confirmed:
        raise DomainError(
            "A rule that the arrangements in force do not confirm cannot refuse anything.",
            code="unconfirmed-refuses",
            field="stance",
        )


def _check_review(rule: ChairRule, facts: ChairReviewFacts, *, on: date) -> None:
    if facts.reviewed_on > on:
        raise DomainError(
            "The day of the review cannot be in the future.", code="not-yet", field="reviewed_on"
        )
    if not facts.outcome.strip():
        raise DomainError("Enter what was decided.", code="outcome-missing", field="outcome")
    if facts.continues and facts.next_seat:
        raise DomainError(
            "Leave this empty where the chair stays.", code="chair-stays", field="next_seat"
        )
    if not facts.continues and facts.next_seat is None:
        raise DomainError(
            "Select whose holder chairs next.", code="next-missing", field="next_seat"
        )
    if facts.next_seat and rule.from_roles and facts.next_seat.role not in rule.from_roles:
        raise DomainError(
            "The rule does not choose the chair from this seat.",
            code="not-one-of-them",
            field="next_seat",
        )


def _check_term(rule: ChairRule, facts: ChairReviewFacts) -> None:
    """Refuse to end a chair's term before its minimum without a reason."""
    if facts.continues or facts.reason.strip() or rule.seat is None:
        return
    held = rule.seat.appointments.filter(kind__in=PRINCIPAL, period__contains=facts.reviewed_on)
    present = held.order_by("period").first()
    if present is None:
        return
    starts = tenure_of(present).starts
    last = tenure_of(present).ends or facts.reviewed_on
    if too_short(chair_of(rule), starts, last):
        raise DomainError(
            f"The shortest term is {rule.minimum_months} months, and this chair began on "
            f"{in_words(starts)}: say why it ends early.",
            code="reason-missing",
            field="reason",
        )


def _refuse_ended(rule: LocalRule) -> None:
    if rule.ended_on:
        raise DomainError("This rule has ended already.", code="rule-over")


def _record(
    verb: AuditVerb, rule: LocalRule, *, by: User, at: datetime, facts: dict[str, object]
) -> None:
    reference = str(KINDS[rule.kind])
    audit.record(verb=verb, on=rule, by=by, at=at, reference=reference, facts=facts)


def _post(seat: Seat, term: Term) -> Post:
    return Post(
        title=seat.title,
        role=seat.role,
        starts=term.first,
        ends=term.last,
        is_agencys=seat.organisation_id is not None,
        is_principal=term.holds,
    )
