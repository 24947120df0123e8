"""Saying how the lines of plans stand: all at once, kept while they are typed, never overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance import planning
from governance.enums import Rag
from governance.models import Group, PlanItem, PlanUpdate, UpdateDraft
from governance.selectors.workplans import led_by
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import LONDON, local_day
from krscp_portal.foundation.verdict import Refused, Verdict
from partnerships import access, audit, papers
from partnerships.audit import Entry
from partnerships.enums import AuditVerb
from partnerships.jobs import Produced
from partnerships.models import User
from partnerships.papers import Paper
from partnerships.roles import Permission
from partnerships.services.files import read_file
from partnerships.services.uploads import keep_paper

NOT_YOURS = "This line belongs to a group that you do not chair."
LONGEST = 500


@dataclass(frozen=True)
class Said:
    """What somebody says of a line, and which revision of it they had before their eyes.

    `answer` is a colour of `Rag`, or `planning.UNCHANGED`.
    """

    item: PlanItem
    answer: str
    revision: int
    reason: str = ""
    paper: Paper | None = None


@dataclass(frozen=True)
class Refusal:
    """Why one line of several was refused, and which of its fields that is about."""

    item: UUID
    field: str
    sentence: str


class UpdatesRefused(DomainError):
    """At least one line was refused, so nothing of what was sent is kept; says which and why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(refusals[0].sentence, code="updates", field=refusals[0].field)
        self.refusals = tuple(refusals)


@transaction.atomic
def send_updates(*, said: Sequence[Said], by: User, at: datetime) -> int:
    """Keep what was said of each line, for good, and return of how many; all of them or none.

    For the lines of groups that the person chairs or whose record they keep. Refuses, line by
    line, by `UpdatesRefused`: at risk or off track without a reason, a file that may not be kept,
    a line that was taken out, and one of which somebody else has said something in the meantime.
    """
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__group")
    rows = {row.pk: row for row in found.filter(pk__in=[each.item.pk for each in said])}
    _require_lines(rows.values(), by=by, at=at)
    refusals = [each for one in said for each in _refusals(one, rows[one.item.pk])]
    if refusals:
        raise UpdatesRefused(refusals)

    done = [_store(one, rows[one.item.pk], by=by, at=at) for one in said]
    UpdateDraft.objects.filter(user=by, item__in=rows).delete()
    unchanged = [entry for one, entry in zip(said, done, strict=True) if _is_same(one)]
    changed = [entry for one, entry in zip(said, done, strict=True) if not _is_same(one)]
    audit.record_each(verb=AuditVerb.CONFIRMED, done=unchanged, by=by, at=at)
    audit.record_each(verb=AuditVerb.CHANGED, done=changed, by=by, at=at)
    return len(done)


@transaction.atomic
def keep_draft(
    *, item: PlanItem, answer: str, reason: str, revision: int, by: User, at: datetime
) -> UpdateDraft | None:
    """Keep what somebody is typing about a line, for them alone, until they send it.

    It is no part of the record, so the audit is not told. Nothing typed takes the draft away, and
    what arrives after they have sent the line is of no use any more. Refuses a line that is not
    theirs, and an answer that is none.
    """
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__group")
    item = found.get(pk=item.pk)
    _require_lines([item], by=by, at=at)
    if item.revision > revision and _last_said(item, by):
        return None
    if answer and answer != planning.UNCHANGED and answer not in Rag.values:
        raise DomainError("Choose how this line stands.", code="answer", field="answer")
    drafts = UpdateDraft.objects.filter(item=item, user=by)
    if not answer and not reason.strip():
        drafts.delete()
        return None
    draft, _made = UpdateDraft.objects.update_or_create(
        item=item,
        user=by,
        defaults={"rag": answer, "reason": reason[:LONGEST], "saved_at": at},
    )
    return draft


@transaction.atomic
def take_file(*, update: PlanUpdate, by: User, at: datetime) -> Produced:
    """Return the file of an update and note who took it; refuse where there is none."""
    file = update.file
    if file is None:
        raise DomainError("This update has no file.", code="no-file")
    audit.record(
        verb=AuditVerb.DOWNLOADED, on=update, by=by, at=at, reference=update.item.plan.title
    )
    return Produced(file.name, file.content_type, read_file(file=file))


def may_update(by: User, *, group: Group | None, at: datetime) -> Verdict:
    """Say whether the person says how a plan's lines stand: its chairs, and who keeps its record."""
    on = local_day(at)
    standing = access.standing(by, on=on)
    verdict = standing.can(Permission.GOVERNANCE_EDIT, group_key=group.key if group else "")
    if verdict or group is None or not standing:
        return verdict
    leads = Group.objects.filter(led_by(by, on=on), pk=group.pk).exists()
    return standing.can(Permission.GOVERNANCE_VIEW) if leads else Refused(NOT_YOURS, code="chair")


def _last_said(item: PlanItem, by: User) -> bool:
    """Say whether the newest word of a line is the person's own."""
    last = item.updates.order_by("-at", "-pk").first()
    return last is not None and last.by_id == by.pk


def _require_lines(rows: Iterable[PlanItem], *, by: User, at: datetime) -> None:
    groups = {row.plan.group_id: row.plan.group for row in rows}
    for group in groups.values():
        if not (verdict := may_update(by, group=group, at=at)):
            raise NotPermitted(verdict.reason, code=verdict.code)


def _refusals(said: Said, row: PlanItem) -> list[Refusal]:
    is_finished = row.ended_on is not None or row.plan.ended_on is not None
    verdict = planning.may_say(said.answer, said.reason, is_finished=is_finished)
    found = [] if verdict else [Refusal(row.public_id, verdict.code, verdict.reason)]
    if row.revision != said.revision:
        found.append(Refusal(row.public_id, "answer", _said_meanwhile(row)))
    if said.paper is not None and not (kept := papers.may_keep(said.paper)):
        found.append(Refusal(row.public_id, "paper", kept.reason))
    return found


def _said_meanwhile(row: PlanItem) -> str:
    last = row.updates.select_related("by").order_by("-at", "-pk").first()
    if last is None:
        return "This line was changed after you opened the page. Look at it and send yours again."
    clock = last.at.astimezone(LONDON)
    words = "nothing had changed" if last.nothing_changed else f"“{last.get_rag_display()}”"
    return (
        f"{last.by.display_name} said {words} at {clock:%H:%M} on {clock.day} {clock:%B}, after "
        "you opened this page. Yours is kept here: look at both and send again."
    )


def _store(said: Said, row: PlanItem, *, by: User, at: datetime) -> Entry:
    reason = said.reason.strip()
    row.rag = row.rag if _is_same(said) else said.answer
    # A new colour does not keep the reason of the old one; an unchanged line keeps its own.
    row.rag_reason = reason or (row.rag_reason if _is_same(said) else "")
    row.touched_at, row.revision = at, row.revision + 1
    row.save(update_fields=["rag", "rag_reason", "touched_at", "revision"])
    file = None
    if said.paper is not None:
        name = f"Evidence of {local_day(at).isoformat()}"
        file = keep_paper(paper=said.paper, name=name, at=at, field="paper")
    update = PlanUpdate.objects.create(
        item=row,
        rag=row.rag,
        reason=reason,
        nothing_changed=_is_same(said),
        file=file,
        by=by,
        at=at,
    )
    return Entry(update, row.plan.title, {"line": str(row.public_id), "rag": row.rag})


def _is_same(said: Said) -> bool:
    return said.answer == planning.UNCHANGED
