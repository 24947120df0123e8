"""Somebody leaves: everything they hold here is passed on or ended, and nothing is left over.

House rules of the portal, not statute (products.md, moment 12): a handover is complete only when
nothing is left, and a submit of several things is kept whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, authority, holdings, selectors
from partnerships.enums import AuditVerb, JobState
from partnerships.holdings import Holding, HoldingKind, Leaving
from partnerships.models import Handover, HandoverItem, Job, RoleAssignment, StoredFile, User
from partnerships.models.access import RoleAssignmentQuerySet
from partnerships.roles import Permission
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.permission import refuse_unless, require
from partnerships.services.work import request_job

NOTE = "partnerships.handover_note"


@dataclass(frozen=True)
class Step:
    """What is to become of one thing: somebody takes it over, or with `to=None` it ends."""

    kind: str
    thing: UUID
    to: User | None

    @property
    def field(self) -> str:
        """Return the name under which a form asks about the thing."""
        return field_of(self.kind, self.thing)


@dataclass(frozen=True)
class Pile:
    """What is left of one kind."""

    kind: HoldingKind
    things: tuple[Holding, ...]


def field_of(kind: str, thing: UUID) -> str:
    """Return the name under which a form asks about one thing."""
    return f"{kind}:{thing}"


@transaction.atomic
def start_handover(*, leaver: User, last_day: date, by: User, at: datetime) -> Handover:
    """Begin to hand over what a person of this partnership holds, up to their last day.

    Refuses somebody who holds no role here now or later, a last day in the past, a second
    handover while one is open, and one's own while one is the last manager.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    today = local_day(at)
    if not _lasting_roles(leaver, on=today).exists():
        raise DomainError("This person holds no role here any more.", code="no-role")
    _check_day(last_day, today)
    if Handover.objects.filter(leaver=leaver, completed_at__isnull=True).exists():
        raise DomainError("Their handover has been started already.", code="handover-open")
    verdict = authority.may_start_handover(
        is_own=leaver.pk == by.pk,
        is_manager=_lasting_roles(leaver, on=today).filter(role=authority.MANAGER).exists(),
        other_managers=len(other_managers(than=leaver, on=today)),
    )
    refuse_unless(verdict)

    handover = Handover.objects.create(
        leaver=leaver, last_day=last_day, started_at=at, started_by=by
    )
    facts = {"user": leaver.pk, "last_day": last_day.isoformat()}
    audit.record(verb=AuditVerb.OPENED, on=handover, by=by, at=at, facts=facts)
    return handover


@transaction.atomic
def change_handover(
    *, handover: Handover, last_day: date, note: str, by: User, at: datetime
) -> Handover:
    """Write the note for the successor, and correct the last day while nothing was handed over."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    handover = _lock_open(handover)
    moved = last_day != handover.last_day
    if moved and handover.items.exists():
        raise DomainError(
            "Something was handed over for that day already, so the last day stays.",
            code="day-used",
            field="last_day",
        )
    if moved:
        _check_day(last_day, local_day(at))
    changed = [
        name
        for name, value in (("last_day", last_day), ("note", note.strip()))
        if getattr(handover, name) != value
    ]
    if not changed:
        return handover

    handover.last_day, handover.note = last_day, note.strip()
    handover.save(update_fields=changed)
    audit.record(verb=AuditVerb.CHANGED, on=handover, by=by, at=at, facts={"fields": changed})
    return handover


def what_is_left(*, handover: Handover, by: User, at: datetime) -> list[Pile]:
    """Return what the person still holds here, kind by kind, as far as `by` may know of it.

    A fixed number of queries for each kind, however many things there are.
    """
    done = set(handover.items.values_list("kind", "thing"))
    leaving = Leaving(handover.leaver, handover.last_day, viewer=by, at=at)
    piles = [
        Pile(
            kind, tuple(each for each in kind.held(leaving) if (kind.code, each.thing) not in done)
        )
        for kind in holdings.kinds()
    ]
    return [pile for pile in piles if pile.things]


@transaction.atomic
def hand_over(*, handover: Handover, steps: list[Step], by: User, at: datetime) -> int:
    """Pass on or end each thing, all of them or none; return how many.

    Refuses an empty list, a thing that is not waiting (any more), a successor who is the leaver or
    holds no role here, and whatever the thing's own app refuses, with its words.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    handover = _lock_open(handover)
    if not steps:
        raise DomainError("Choose for one thing at least what becomes of it.", code="no-steps")
    waiting = {
        (pile.kind.code, each.thing): (pile.kind, each)
        for pile in what_is_left(handover=handover, by=by, at=at)
        for each in pile.things
    }
    leaving = Leaving(handover.leaver, handover.last_day, viewer=by, at=at)
    members = {user.pk for user in successors(leaver=handover.leaver, on=local_day(at))}
    for step in steps:
        pass_on, holding = _find_waiting(step, waiting, members)
        try:
            outcome = pass_on(thing=step.thing, leaving=leaving, to=step.to, by=by, at=at)
        except DomainError as refusal:
            raise DomainError(str(refusal), code=refusal.code, field=step.field) from refusal
        _note_item(handover, step, holding, outcome, by=by, at=at)
    return len(steps)


@transaction.atomic
def complete_handover(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Close a handover of which nothing is left, tell the successors, and have the note made."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    handover = _lock_open(handover)
    left = [
        each
        for pile in what_is_left(handover=handover, by=by, at=at)
        if pile.kind.pass_on
        for each in pile.things
    ]
    if left:
        things = "1 thing is" if len(left) == 1 else f"{len(left)} things are"
        raise DomainError(f"{things} left to hand over.", code="things-left")

    handover.completed_at, handover.completed_by = at, by
    handover.save(update_fields=["completed_at", "completed_by"])
    facts = {"user": handover.leaver_id, "things": handover.items.count()}
    audit.record(verb=AuditVerb.COMPLETED, on=handover, by=by, at=at, facts=facts)
    tell(
        recipients=User.objects.filter(pk__in=handover.items.values("to_user")).order_by("pk"),
        key=f"handover:{handover.public_id}",
        subject="Something was handed over to you: read the note",
        path=f"access/handovers/{handover.public_id}/",
        at=at,
    )
    request_job(kind=NOTE, subject_id=handover.public_id, by=by, at=at)
    return handover


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Take back a handover that was started by mistake. Refuses once something was handed over."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    handover = _lock_open(handover)
    if handover.items.exists():
        raise DomainError(
            "Something was handed over already, so the handover goes on.", code="handover-begun"
        )
    facts = {"user": handover.leaver_id}
    audit.record(verb=AuditVerb.REMOVED, on=handover, by=by, at=at, facts=facts)
    handover.delete()


@transaction.atomic
def request_note(*, handover: Handover, by: User, at: datetime) -> Job:
    """Have the note of a complete handover made again, after it could not be made.

    Refuses while the handover is open, and once there is a note.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if handover.completed_at is None or handover.file_id:
        raise DomainError("The note is not waiting to be made.", code="no-retry")
    return request_job(kind=NOTE, subject_id=handover.public_id, by=by, at=at)


@transaction.atomic
def finish_note(*, subject_id: UUID, file: StoredFile, by: User, at: datetime) -> None:
    """Keep the note that has been made; it is never made anew."""
    handover = Handover.objects.select_for_update(of=("self",)).get(public_id=subject_id)
    handover.file = file
    handover.save(update_fields=["file"])
    facts = {"sha256": file.sha256}
    audit.record(verb=AuditVerb.RENDERED, on=handover, by=by, at=at, facts=facts)


@transaction.atomic
def give_note(*, handover: Handover, by: User, at: datetime) -> bytes:
    """Return the note's bytes and write that the person was given it.

    Only for those to whom something was handed over, and for who manages access. Refuses while
    there is no note, and a file that was changed since.
    """
    if not selectors.may_read_note(handover, by):
        require(Permission.ACCESS_MANAGE, by=by, at=at)
    if handover.file is None:
        raise DomainError("There is no note yet.", code="no-note")
    content = read_file(file=handover.file)
    facts = {"sha256": handover.file.sha256}
    audit.record(verb=AuditVerb.DOWNLOADED, on=handover, by=by, at=at, facts=facts)
    return content


def successors(*, leaver: User, on: date) -> list[User]:
    """Return who may take something over: everybody else who holds a role here on the day."""
    held = RoleAssignment.objects.in_open_partnership().on_day(on)
    people = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return list(people.exclude(pk=leaver.pk).order_by("display_name", "pk"))


def other_managers(*, than: User, on: date) -> list[User]:
    """Return the managers without an end who are somebody else."""
    held = RoleAssignment.objects.filter(role=authority.MANAGER, to_on__isnull=True)
    users = held.on_day(on).in_open_partnership().exclude(user_id=than.pk).values("user_id")
    return list(User.objects.filter(is_active=True, pk__in=users).order_by("pk"))


def note_job(handover: Handover) -> Job | None:
    """Return the latest work on the note, or None."""
    jobs = Job.objects.filter(kind=NOTE, subject_id=handover.public_id)
    return jobs.order_by("-requested_at", "-pk").first()


def note_failed(job: Job | None) -> bool:
    """Say whether the last attempt at the note came to nothing."""
    return job is not None and job.state == JobState.FAILED


def _lasting_roles(user: User, *, on: date) -> RoleAssignmentQuerySet:
    mine = RoleAssignment.objects.in_open_partnership().filter(user=user, ended_at__isnull=True)
    lasting: RoleAssignmentQuerySet = mine.exclude(to_on__lt=on)
    return lasting


def _check_day(last_day: date, today: date) -> None:
    if last_day < today:
        raise DomainError("The last day must not be in the past.", code="past", field="last_day")
    if last_day > today + timedelta(days=366):
        raise DomainError("The last day must be within a year.", code="too-far", field="last_day")


def _find_waiting(
    step: Step, waiting: dict[tuple[str, UUID], tuple[HoldingKind, Holding]], members: set[int]
) -> tuple[Callable[..., str], Holding]:
    """Return how the thing is passed on, and the thing; refuse what cannot be done with it."""
    kind, holding = waiting.get((step.kind, step.thing), (None, None))
    if kind is None or holding is None or kind.pass_on is None:
        raise DomainError(
            "This was handed over meanwhile. Look at the page again.",
            code="not-waiting",
            field=step.field,
        )
    if holding.closed:
        raise DomainError(holding.closed, code="closed", field=step.field)
    if step.to is not None:
        takers = members if holding.takers is None else {each.pk for each in holding.takers}
        if step.to.pk not in takers:
            raise DomainError(
                "Select somebody who may take this over.", code="taker", field=step.field
            )
    return kind.pass_on, holding


def _note_item(
    handover: Handover, step: Step, holding: Holding, outcome: str, *, by: User, at: datetime
) -> None:
    item = HandoverItem.objects.create(
        handover=handover,
        kind=step.kind,
        thing=step.thing,
        text=holding.text[:200],
        outcome=outcome[:200],
        to_user=step.to,
        done_at=at,
        done_by=by,
    )
    facts = {"kind": step.kind, "thing": str(step.thing), "to": step.to.pk if step.to else None}
    audit.record(verb=AuditVerb.REASSIGNED, on=item, by=by, at=at, facts=facts)


def _lock_open(handover: Handover) -> Handover:
    found = Handover.objects.select_for_update(of=("self",)).select_related("leaver")
    handover = found.get(pk=handover.pk)
    if handover.completed_at:
        raise DomainError("This handover is complete already.", code="handover-complete")
    return handover
