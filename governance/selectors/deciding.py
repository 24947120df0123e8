"""What a decision is checked against: who is in the room, which rules hold, who has an interest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance import deciding, quorum
from governance.enums import InterestHandling, Presence
from governance.models import AgendaItem, AttendanceMark, Group, ItemInterest, Meeting, QuorumRule
from governance.selectors.groups import rule_of
from governance.selectors.members import Sitting, sitting_at, sitting_on
from partnerships.enums import RuleKind
from partnerships.interests import Interest
from partnerships.models import ConflictDeclaration, LocalRule
from partnerships.selectors.interests import as_interest

THERE = (Presence.PRESENT, Presence.VIRTUAL, Presence.DEPUTY)
RULES = (
    RuleKind.VOTES_ONLY_FROM_PARTNERS,
    RuleKind.DEPUTY_CANNOT_OVERTURN,
    RuleKind.BETWEEN_MEETINGS_MINUTED_NEXT,
    RuleKind.BETWEEN_MEETINGS_REPORTED_NEXT,
)


@dataclass(frozen=True)
class Attender:
    """A seat that could take part in a decision, and how it was at the meeting ("" is unmarked)."""

    sitting: Sitting
    presence: str = ""
    deputy: str = ""

    @property
    def was_there(self) -> bool:
        return self.presence in THERE

    @property
    def by_deputy(self) -> bool:
        return self.presence == Presence.DEPUTY

    @property
    def name(self) -> str:
        seat = self.sitting.seat
        return f"{seat.title} ({seat.organisation.name})" if seat.organisation else seat.title


def rules_of(group: Group) -> frozenset[str]:
    """Return the kinds of rules about decisions that hold for a group; one query."""
    rows = LocalRule.objects.filter(kind__in=RULES, confirmed=True, ended_on__isnull=True)
    return frozenset(row.kind for row in rows if not row.applies_to or group.key in row.applies_to)


def attenders_at(meeting: Meeting) -> list[Attender]:
    """Return the seats that belong at a meeting, partners first, as the register has them; 4 queries."""
    marks = {row.seat_id: row for row in meeting.marks.select_related("deputy")}
    found = [_attender(each, marks.get(each.seat.pk)) for each in sitting_at(meeting)]
    return sorted(found, key=lambda each: not each.sitting.seat.speaks_for)


def attenders_of(group: Group, *, on: date) -> list[Attender]:
    """Return the seats of a group on a day, partners first, for what is decided between meetings."""
    found = [Attender(each) for each in sitting_on([group], on=on)]
    return sorted(found, key=lambda each: not each.sitting.seat.speaks_for)


def room_of(
    group: Group, attenders: Iterable[Attender], interests: Iterable[ItemInterest] = ()
) -> deciding.Room:
    """Return whether the people in the room can decide; who left for an item does not count.

    One query for the quorum of the group that decides.
    """
    left = left_the_room(interests)
    people = list(attenders)
    present = [
        quorum.Present(each.sitting.seat.speaks_for, is_deputy=each.by_deputy)
        for each in people
        if each.was_there and each.sitting.seat.pk not in left
    ]
    row = QuorumRule.objects.filter(group=group).first()
    rule = rule_of(row) if row else quorum.Rule(stated=False)
    return deciding.Room(
        quorum=quorum.assess(rule, present),
        is_stated=rule.stated,
        is_marked=any(each.presence for each in people),
    )


def left_the_room(interests: Iterable[ItemInterest]) -> set[int]:
    """Return the seats that left the room for an item."""
    return {row.seat_id for row in interests if row.handling == InterestHandling.LEFT}


def interests_in(item: AgendaItem | None) -> list[ItemInterest]:
    """Return the interests that were noted in one item; one query."""
    if item is None:
        return []
    rows = item.interests.select_related("seat", "declaration").order_by("pk")
    return list(rows)


def open_interests_of(people: Iterable[int], *, on: date) -> dict[int, list[Interest]]:
    """Return what each person has declared and not ended, by the person's id; one query."""
    rows = ConflictDeclaration.objects.filter(person__in=list(people)).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    )
    found: dict[int, list[Interest]] = {}
    for row in rows.select_related("person").order_by("pk"):
        found.setdefault(row.person_id, []).append(as_interest(row))
    return found


def _attender(sitting: Sitting, mark: AttendanceMark | None) -> Attender:
    if mark is None:
        return Attender(sitting)
    deputy = mark.deputy.name if mark.deputy else mark.deputy_post
    return Attender(sitting, mark.presence, deputy)
