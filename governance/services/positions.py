"""How each seat stood to a decision, and the interests that people have in an item.

Parts of recording a decision, which has asked for the permission; interests have a service of
their own, because they are noted when the item begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from governance import deciding, mandate
from governance.enums import InterestHandling, MeetingState, Reached, Stance
from governance.models import AgendaItem, Decision, ItemInterest, Position
from governance.selectors.deciding import Attender, open_interests_of
from governance.selectors.members import sitting_at
from governance.services.checks import clean, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.verdict import Verdict
from partnerships import audit
from partnerships.enums import AuditVerb, RuleKind
from partnerships.interests import Interest, Subject, may_approve
from partnerships.models import ConflictDeclaration, Seat, User
from partnerships.papers import Paper
from partnerships.services.uploads import keep_paper


@dataclass(frozen=True)
class PositionFacts:
    """How one seat stood. A deputy who departs from `departs_from` brings day and paper."""

    seat: Seat
    stance: str
    reason: str = ""
    by_deputy: bool = False
    departs_from: Position | None = None
    confirmed_on: date | None = None
    confirmation: Paper | None = None


@dataclass(frozen=True)
class InterestFacts:
    """What interest a seat has in an item, what was done, and the declaration on the register."""

    seat: Seat
    what: str
    handling: str
    declaration: ConflictDeclaration | None = None


@dataclass
class Sitters:
    """The seats that could take part, the rules of the group, and the interests in the item."""

    attenders: list[Attender]
    rules: frozenset[str] = frozenset()
    interests: list[ItemInterest] = field(default_factory=list)
    is_meeting: bool = False

    @property
    def kinds(self) -> set[str]:
        """Return the kinds of safeguarding partner that the seats speak for."""
        return {each.sitting.seat.speaks_for for each in self.attenders} - {""}

    @property
    def is_marked(self) -> bool:
        """Say whether the register of a meeting has been kept, so that it says who was there."""
        return self.is_meeting and any(each.presence for each in self.attenders)

    def find(self, seat: Seat) -> Attender:
        """Return the seat among those that belong; refuse another."""
        for each in self.attenders:
            if each.sitting.seat.pk == seat.pk:
                return each
        raise DomainError(
            f"{seat.title} does not sit on this group.", code="stranger", field=_field(seat)
        )

    def stance_of(self, facts: PositionFacts) -> deciding.Stance:
        """Return a position as the pure rules see it."""
        seat = self.find(facts.seat).sitting.seat
        return deciding.Stance(seat.title, seat.speaks_for, facts.stance)

    def interest_of(self, seat: Seat) -> ItemInterest | None:
        return next((row for row in self.interests if row.seat_id == seat.pk), None)


def keep_positions(
    *,
    decision: Decision,
    facts: Iterable[PositionFacts],
    sitters: Sitters,
    by: User,
    at: datetime,
) -> list[Position]:
    """Store how the seats stood to a decision that has just been stored; each seat once.

    Refuses what `deciding.part_is_open`, `interests.may_approve` and `mandate.may_depart` refuse,
    beside the seat's field.
    """
    said = list(facts)
    people = [
        holder.pk for each in said if (holder := sitters.find(each.seat).sitting.holder) is not None
    ]
    declared = open_interests_of(people, on=decision.decided_on)
    rows = []
    for each in said:
        attender = sitters.find(each.seat)
        _refuse(_part(each, attender, sitters), seat=each.seat)
        holder = attender.sitting.holder
        if holder is not None and not attender.by_deputy:
            _refuse_interested(each, declared.get(holder.pk, []), sitters, user_id=holder.user_id)
        rows.append(_position(decision, each, attender, sitters, at=at))
    for row in rows:
        clean(row)
    return Position.objects.bulk_create(rows)


@transaction.atomic
def note_interest(
    *, item: AgendaItem, facts: InterestFacts, by: User, at: datetime
) -> ItemInterest:
    """Note that a seat has an interest in an item, and what was done about it; again to put it right.

    Refuses a meeting that is not under way or held, a seat that does not belong at it, no words,
    and the declaration of somebody else.
    """
    require_edit(by, at=at, group_key=item.group.key)
    meeting = item.meeting
    if meeting is None or meeting.state not in (MeetingState.OPEN, MeetingState.HELD):
        raise DomainError("The meeting has not begun.", code="not-begun")
    sitting = next((each for each in sitting_at(meeting) if each.seat.pk == facts.seat.pk), None)
    if sitting is None:
        raise DomainError(
            "This seat does not belong at the meeting.", code="stranger", field="seat"
        )
    if not facts.what.strip():
        raise DomainError("Say what the interest is.", code="what", field="what")
    person = facts.declaration.person_id if facts.declaration else None
    if person is not None and (sitting.holder is None or sitting.holder.pk != person):
        raise DomainError(
            "This declaration is of somebody else.", code="declaration", field="declaration"
        )
    row = ItemInterest.objects.filter(item=item, seat=facts.seat).first() or ItemInterest(
        item=item, seat=facts.seat
    )
    row.what, row.handling, row.declaration = facts.what.strip(), facts.handling, facts.declaration
    row.noted_at, row.noted_by = at, by
    clean(row)
    row.save()
    said = {"seat": facts.seat.key, "handling": row.handling}
    reference = f"Item {item.number}".strip()
    audit.record(verb=AuditVerb.DECLARED, on=row, by=by, at=at, reference=reference, facts=said)
    return row


def _part(facts: PositionFacts, attender: Attender, sitters: Sitters) -> Verdict:
    noted = sitters.interest_of(facts.seat)
    return deciding.part_is_open(
        deciding.Stance(facts.seat.title, facts.seat.speaks_for, facts.stance),
        was_there=attender.was_there or not sitters.is_marked,
        interest=deciding.Interest(facts.seat.title, noted.handling) if noted else None,
    )


def _refuse_interested(
    facts: PositionFacts, declared: list[Interest], sitters: Sitters, *, user_id: int | None
) -> None:
    """Refuse a stance of whoever declared what bears on it, or what nobody has decided on yet.

    Unless the item says how that was dealt with: took no part, or took part and the chair agreed.
    """
    noted = sitters.interest_of(facts.seat)
    if facts.stance == Stance.NO_PART or (noted and noted.handling == InterestHandling.TOOK_PART):
        return
    touched = frozenset(
        row.declaration.public_id for row in sitters.interests if row.declaration is not None
    )
    verdict = may_approve(user_id, declared, Subject("this decision", touched))  # type: ignore[arg-type]
    if not verdict:
        raise DomainError(
            f"{facts.seat.title}: an interest on the register bears on this or has not been "
            "decided on. Note it under the item, with what was done, or record that they took no "
            "part.",
            code=verdict.code,
            field=_field(facts.seat),
        )


def _position(
    decision: Decision, facts: PositionFacts, attender: Attender, sitters: Sitters, *, at: datetime
) -> Position:
    seat = attender.sitting.seat
    by_deputy = attender.by_deputy if sitters.is_meeting else facts.by_deputy
    earlier = facts.departs_from or _held_before(decision, seat)
    if earlier is not None:
        _refuse_departure(facts, earlier, decision, sitters, by_deputy=by_deputy)
    departs = earlier if earlier is not None and earlier.stance != facts.stance else None
    paper = facts.confirmation
    kept = keep_paper(paper=paper, name=f"Confirmation {seat.title}", at=at) if paper else None
    is_vote = decision.reached == Reached.VOTE and bool(seat.speaks_for)
    return Position(
        decision=decision,
        seat=seat,
        organisation=attender.sitting.organisation,
        kind=seat.speaks_for,
        stance=facts.stance,
        is_vote=is_vote and facts.stance != Stance.NO_PART,
        by_deputy=by_deputy,
        person=None if by_deputy else attender.sitting.holder,
        departs_from=departs,
        confirmed_on=facts.confirmed_on,
        confirmation=kept,
        reason=facts.reason.strip(),
    )


def _refuse_departure(
    facts: PositionFacts,
    earlier: Position,
    decision: Decision,
    sitters: Sitters,
    *,
    by_deputy: bool,
) -> None:
    """Refuse what `mandate.may_depart` refuses, beside the field that is missing."""
    departure = mandate.Departure(
        seat=facts.seat.title,
        before=earlier.stance,
        now=facts.stance,
        earlier=earlier.decision.reference,
        confirmed_on=facts.confirmed_on,
        has_paper=facts.confirmation is not None,
    )
    verdict = mandate.may_depart(
        departure,
        by_deputy=by_deputy,
        rule_holds=RuleKind.DEPUTY_CANNOT_OVERTURN in sitters.rules,
        on=decision.decided_on,
    )
    if not verdict:
        field = f"{verdict.code}_{facts.seat.public_id}"
        raise DomainError(verdict.reason, code=verdict.code, field=field)


def _held_before(decision: Decision, seat: Seat) -> Position | None:
    if decision.replaces_id is None:
        return None
    rows = Position.objects.filter(decision=decision.replaces_id, seat=seat)
    return rows.select_related("decision").first()


def _refuse(verdict: Verdict, *, seat: Seat) -> None:
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=_field(seat))


def _field(seat: Seat) -> str:
    return f"stance_{seat.public_id}"
