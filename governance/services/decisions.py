"""The numbered register of decisions: taken at a meeting or between two, each partner's position.

A decision is never changed: a new one replaces it. One that was taken between meetings goes on the
agenda of the group's next meeting and waits there until it has been minuted.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance import deciding
from governance.enums import DecisionMode, Part, Purpose, Reached
from governance.models import AgendaItem, Decision, Group, Meeting, Position
from governance.selectors.deciding import (
    attenders_at,
    attenders_of,
    interests_in,
    left_the_room,
    room_of,
    rules_of,
)
from governance.selectors.members import groups_of
from governance.selectors.quorum_live import quorum_at_decision
from governance.services.agenda import ItemFacts, raise_item
from governance.services.checks import clean, refuse_unless, require_edit
from governance.services.positions import PositionFacts, Sitters, keep_positions
from governance.services.registers import DECISIONS, next_reference
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, RuleKind
from partnerships.models import Partnership, Seat, User

OPENED = ("open", "held")
REASON = "The decision itself is of part B."


@dataclass(frozen=True)
class DecisionFacts:
    """What was decided, how, by whom, and how the seats stood.

    With a `meeting` (and an `item` of it) the day and the mode follow. Without one it was taken
    between meetings on `decided_on`, by agreement or by the `lead` who acted.
    """

    group: Group
    title: str
    text: str
    reached: str = Reached.CONSENSUS
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    decided_on: date | None = None
    lead: Seat | None = None
    part: str = Part.A
    replaces: Decision | None = None
    positions: tuple[PositionFacts, ...] = field(default=())


@transaction.atomic
def record_decision(*, facts: DecisionFacts, by: User, at: datetime) -> Decision:
    """Put a decision on the register, with the next number of the year.

    Refuses a meeting that has not begun or is not the group's; a room without its quorum, with who
    is missing; a vote where none is provided for, of others than partners, or of two seats for one
    partner; agreement against a partner, or between meetings without every partner's word;
    positions of who was not there or has an interest; a deputy's departure without confirmation.
    How the quorum stood at that moment is kept with it.
    """
    require_edit(by, at=at, group_key=facts.group.key)
    _check_words(facts)
    _check_meeting(facts)
    row = _row(facts, by=by, at=at)
    meeting_on = local_day(facts.meeting.starts_at) if facts.meeting else None
    refuse_unless(deciding.day_holds(row.decided_on, on=local_day(at), meeting_on=meeting_on))
    if facts.replaces is not None:
        _check_replaced(facts.replaces, row)
    sitters = _sitters(facts, on=row.decided_on)
    _check_way(facts, sitters)

    row.quorum = _quorum(facts, sitters, at=at)
    row.reference = next_reference(register=DECISIONS, at=at)
    clean(row)
    row.save(force_insert=True)
    keep_positions(decision=row, facts=facts.positions, sitters=sitters, by=by, at=at)
    _record(AuditVerb.DECIDED, row, by=by, at=at, reached=row.reached, mode=row.mode)
    if row.mode == DecisionMode.BETWEEN:
        _raise_for_next_meeting(row, by=by, at=at)
    return row


@transaction.atomic
def report_decision(*, decision: Decision, meeting: Meeting, by: User, at: datetime) -> Decision:
    """Minute at a meeting what was decided between meetings; it waits no longer then.

    Refuses a decision of a meeting, one that has been minuted, and a meeting that has not begun,
    is not the group's, or was before the decision.
    """
    row = (
        Decision.objects.select_for_update(of=("self",)).select_related("group").get(pk=decision.pk)
    )
    require_edit(by, at=at, group_key=row.group.key)
    if row.mode != DecisionMode.BETWEEN:
        raise DomainError("This decision was taken at a meeting.", code="at-meeting")
    if row.reported_in_id is not None:
        raise DomainError("This decision has been minuted already.", code="reported")
    _check_group_at(row.group, meeting)
    if local_day(meeting.starts_at) < row.decided_on:
        raise DomainError("This meeting was before the decision.", code="before")
    row.reported_in = meeting
    row.save(update_fields=["reported_in"])
    _record(AuditVerb.CONFIRMED, row, by=by, at=at, meeting=str(meeting.public_id))
    return row


@transaction.atomic
def note_decisions_taken(
    *, partnership: Partnership, count: int, ending: str, by: User, at: datetime
) -> None:
    """Write who took the register away as a file. Refuses nobody: the door did."""
    facts = {"what": "decisions", "rows": count, "format": ending}
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=partnership,
        by=by,
        at=at,
        reference="Register of decisions",
        facts=facts,
    )


@transaction.atomic
def note_confirmation_taken(*, position: Position, by: User, at: datetime) -> None:
    """Write who took a member's confirmation away. Refuses nobody: the page did."""
    reference = position.decision.reference
    audit.record(verb=AuditVerb.DOWNLOADED, on=position, by=by, at=at, reference=reference)


def _check_words(facts: DecisionFacts) -> None:
    if not facts.title.strip():
        raise DomainError("Give the decision a title.", code="title", field="title")
    if not facts.text.strip():
        raise DomainError("Say what was decided.", code="text", field="text")


def _check_meeting(facts: DecisionFacts) -> None:
    if facts.meeting is None:
        if facts.decided_on is None:
            raise DomainError(
                "Say on which day it was decided.", code="decided_on", field="decided_on"
            )
        return
    _check_group_at(facts.group, facts.meeting)
    if facts.item is not None and facts.item.meeting_id != facts.meeting.pk:
        raise DomainError("This item is not of this meeting.", code="item", field="item")


def _check_group_at(group: Group, meeting: Meeting) -> None:
    if meeting.state not in OPENED:
        raise DomainError("The meeting has not begun.", code="not-begun")
    if group.pk not in {each.pk for each in groups_of(meeting)}:
        raise DomainError("This group takes no part in the meeting.", code="other-group")


def _row(facts: DecisionFacts, *, by: User, at: datetime) -> Decision:
    meeting, item = facts.meeting, facts.item
    is_b = facts.part == Part.B or (item is not None and item.part == Part.B)
    decided_on = facts.decided_on or (local_day(meeting.starts_at) if meeting else local_day(at))
    return Decision(
        group=facts.group,
        meeting=meeting,
        item=item,
        title=facts.title.strip(),
        text=facts.text.strip(),
        mode=DecisionMode.MEETING if meeting else DecisionMode.BETWEEN,
        reached=facts.reached,
        lead=facts.lead,
        part=Part.B if is_b else Part.A,
        decided_on=decided_on,
        replaces=facts.replaces,
        recorded_at=at,
        recorded_by=by,
        reference="0",  # taken last, when nothing is refused any more
    )


def _check_replaced(earlier: Decision, row: Decision) -> None:
    locked = Decision.objects.select_for_update(of=("self",)).get(pk=earlier.pk)
    refuse_unless(
        deciding.may_replace(
            same_group=locked.group_id == row.group_id,
            is_replaced=locked.replaced_by.exists(),
            of_same_day_or_before=locked.decided_on <= row.decided_on,
        )
    )


def _sitters(facts: DecisionFacts, *, on: date) -> Sitters:
    if facts.meeting is None:
        return Sitters(attenders_of(facts.group, on=on), rules=rules_of(facts.group))
    return Sitters(
        attenders_at(facts.meeting),
        rules=rules_of(facts.group),
        interests=interests_in(facts.item),
        is_meeting=True,
    )


def _quorum(facts: DecisionFacts, sitters: Sitters, *, at: datetime) -> dict[str, Any]:
    if facts.meeting is None:
        return {}
    left = left_the_room(sitters.interests)
    return quorum_at_decision(facts.meeting, facts.group, left=left, at=at)


def _check_way(facts: DecisionFacts, sitters: Sitters) -> None:
    """Refuse what the pure rules refuse of how it was reached, and a room without a quorum."""
    if facts.meeting is not None:
        room = room_of(facts.group, sitters.attenders, sitters.interests)
        verdict = deciding.room_holds(room)
        if not verdict:
            raise DomainError(verdict.reason, code=verdict.code)
    stances = [sitters.stance_of(each) for each in facts.positions]
    mode = DecisionMode.MEETING if facts.meeting else DecisionMode.BETWEEN
    refuse_unless(
        deciding.way_holds(
            mode,
            facts.reached,
            stances,
            votes_allowed=RuleKind.VOTES_ONLY_FROM_PARTNERS in sitters.rules,
            has_lead=facts.lead is not None,
        )
    )
    if mode == DecisionMode.BETWEEN and facts.reached == Reached.CONSENSUS:
        refuse_unless(deciding.every_partner_spoke(stances, kinds=sitters.kinds))


def _raise_for_next_meeting(row: Decision, *, by: User, at: datetime) -> None:
    said = ItemFacts(
        title=f"To be minuted: {row.reference}, decided between meetings",
        purpose=Purpose.INFORMATION,
        part=row.part,
        part_reason=REASON if row.part == Part.B else "",
    )
    raise_item(group=row.group, facts=said, rule=f"decision:{row.public_id}", by=by, at=at)


def _record(verb: AuditVerb, row: Decision, *, by: User, at: datetime, **facts: object) -> None:
    said = {"group": row.group.key, "part": row.part, **facts}
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.reference, facts=said)
