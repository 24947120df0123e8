"""Meetings as pages show them: which ones somebody sees, one meeting, and who is asked to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from governance.enums import Answer, InviteeRole
from governance.models import Group, Invitee, Meeting, MeetingGroup
from governance.models.meetings import MeetingQuerySet
from governance.selectors.groups import groups_in
from governance.selectors.members import Sitting, sitting_at
from partnerships.access import Sight, Standing
from partnerships.models import Appointment, User
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
TONES = {
    Answer.COMING: "green",
    Answer.ONLINE: "green",
    Answer.DEPUTY: "blue",
    Answer.APOLOGIES: "orange",
    Answer.NONE: "grey",
}
NOBODY = "Vacant"


@dataclass(frozen=True)
class AskedLine:
    """One seat or guest that is asked, or will be: who that is on the day, and what they answer."""

    title: str
    organisation: str
    shown: str
    role: str
    answer: str
    tone: str
    deputy: str
    remark: str
    is_vacant: bool
    public_id: UUID | None = None
    reads_part_b: bool = False
    is_guest: bool = False


@dataclass(frozen=True)
class Asked:
    """Everybody who is asked to a meeting, with how many gave each answer."""

    lines: tuple[AskedLine, ...]
    counts: tuple[tuple[str, int], ...]


def meetings_seen(*, standing: Standing, sight: Sight | None, on: date) -> MeetingQuerySet:
    """Return the meetings that somebody may know of.

    A draft, and one that was cancelled while it was one, is known to those who keep the group's
    record alone. A role for one agency sees the meetings of the groups of its agency.
    """
    rows = Meeting.objects.all()
    if sight is not None:
        mine = Group.objects.filter(groups_in(sight, on=on)).values("pk")
        joined = MeetingGroup.objects.filter(meeting=OuterRef("pk"), group__in=mine)
        rows = rows.filter(Q(group__in=mine) | Exists(joined))
    if standing.can(EDIT):
        return rows
    kept = [group for group, held in standing.in_groups if held == EDIT]
    return rows.filter(Q(told_at__isnull=False) | Q(group__key__in=kept))


def meeting_loaded() -> Prefetch:
    """Return what loads the groups that share a meeting, as `meeting.sharing`."""
    joined = MeetingGroup.objects.select_related("group").order_by("pk")
    return Prefetch("joined", joined, "sharing")


def asked_to(meeting: Meeting) -> Asked:
    """Return who is asked to a meeting, or would be if its draft were sent; four queries.

    Names are those of the meeting's day: a seat may have changed hands since it was asked.
    """
    sittings = {each.seat.pk: each for each in sitting_at(meeting)}
    rows = list(meeting.invitees.select_related("seat__organisation", "deputy").order_by("pk"))
    lines = [_line(row, sittings.get(row.seat_id or 0)) for row in rows]
    if meeting.told_at is None:
        there = {row.seat_id for row in rows}
        waiting = [each for key, each in sittings.items() if key not in there]
        lines += [_line(Invitee(meeting=meeting, seat=each.seat), each) for each in waiting]
    counted = [(str(each.label), sum(row.answer == each for row in rows)) for each in Answer]
    return Asked(tuple(lines), tuple(each for each in counted if each[1]))


def invitees_of(user: User, meeting: Meeting, *, on: date) -> list[Invitee]:
    """Return the rows by which the user is asked to a meeting: their seats' and their own; a query.

    On the day they ask, because who holds the seat now answers for it.
    """
    held = Appointment.objects.filter(seat=OuterRef("seat"), person__user=user, period__contains=on)
    rows = meeting.invitees.filter(Exists(held) | Q(guest_email__iexact=user.email, seat=None))
    return list(rows.select_related("seat").order_by("pk"))


def _line(row: Invitee, sitting: Sitting | None) -> AskedLine:
    seat = row.seat
    organisation = seat.organisation if seat else None
    return AskedLine(
        title=seat.title if seat else row.guest,
        organisation=organisation.name if organisation else "",
        shown=(sitting.shown or NOBODY) if sitting else "",
        role=InviteeRole(row.role).label,
        answer=Answer(row.answer).label,
        tone=TONES[Answer(row.answer)],
        deputy=row.deputy.name if row.deputy else row.deputy_post,
        remark=row.remark,
        is_vacant=bool(sitting and sitting.is_vacant),
        public_id=row.public_id if row.pk else None,
        reads_part_b=row.reads_part_b,
        is_guest=seat is None,
    )


@dataclass(frozen=True)
class MeetingFilter:
    """Which meetings to list; nothing said is everything that is to come."""

    group: Group | None = None
    when: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.group or self.when or self.state)


PAST, EVER = "past", "ever"


def meetings_listed(
    seen: MeetingQuerySet, *, wanted: MeetingFilter, at: datetime
) -> MeetingQuerySet:
    """Return the meetings that a list shows: those to come first first, past ones last first.

    What is under way counts as to come. The groups that share each are loaded with it.
    """
    rows = seen.select_related("group").prefetch_related(meeting_loaded())
    if wanted.group is not None:
        rows = rows.of_group(wanted.group)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.when == PAST:
        return rows.filter(ends_at__lt=at).order_by("-starts_at", "pk")
    if wanted.when == EVER:
        return rows.order_by("-starts_at", "pk")
    return rows.filter(ends_at__gte=at).order_by("starts_at", "pk")


def seats_to_preside(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the filled seats that belong at a meeting, as a form offers them; those who lead first."""
    return [
        (str(each.seat.public_id), f"{each.seat.title} ({each.shown})")
        for each in sitting_at(meeting)
        if not each.is_vacant
    ]
