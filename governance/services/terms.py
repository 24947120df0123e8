"""Terms of reference: drafted, agreed to, approved once, and never changed after."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import approving
from governance.enums import TermsState
from governance.models import Group, TermsApproval, TermsVersion
from governance.selectors.terms import Officer, officers_of, voices
from governance.services.checks import clean, refuse_ended_group, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Seat, User
from partnerships.papers import Paper
from partnerships.selectors import holders
from partnerships.services.files import read_file
from partnerships.services.notices import tell
from partnerships.services.uploads import keep_paper

COLUMNS = ("text", "what_changed", "review_on", "source")


@dataclass(frozen=True)
class TermsFacts:
    """What a version says: typed, or as the paper that was signed, or both."""

    text: str = ""
    paper: Paper | None = None
    what_changed: str = ""
    review_on: date | None = None
    source: str = ""


@transaction.atomic
def draft_terms(*, group: Group, facts: TermsFacts, by: User, at: datetime) -> TermsVersion:
    """Begin the next version of a group's terms.

    Refuses a group that has ended, a second draft, words and paper both missing, a later version
    that does not say what changed, and a paper that is no document.
    """
    require_edit(by, at=at, group_key=group.key)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    refuse_ended_group(group)
    last = group.terms.order_by("-number").first()
    row = TermsVersion(group=group, number=last.number + 1 if last else 1)
    _write(row, facts, at=at)

    clean(row)
    row.save(force_insert=True)
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def change_terms(
    *, version: TermsVersion, facts: TermsFacts, by: User, at: datetime
) -> TermsVersion:
    """Change a draft; whoever had agreed to its words is asked again.

    Without a new paper the old one stays. Refuses terms that were approved, and what
    `draft_terms` refuses.
    """
    row = _draft(version)
    require_edit(by, at=at, group_key=row.group.key)
    _write(row, facts, at=at)
    row.revision += 1

    clean(row)
    row.save()
    _record(AuditVerb.CHANGED, row, by=by, at=at, revision=row.revision)
    return row


@transaction.atomic
def discard_terms(*, version: TermsVersion, reason: str = "", by: User, at: datetime) -> None:
    """Put away a draft that nobody wants; the audit keeps that there was one.

    One that a chief officer approved is put away with a reason alone, which they are told of; it
    stays in the record with who approved which words and when. Refuses terms that are in force.
    """
    row = _draft(version)
    require_edit(by, at=at, group_key=row.group.key)
    given = list(row.approvals.select_related("seat", "by").order_by("pk"))
    if given and not reason.strip():
        raise DomainError(
            "A chief officer has approved this draft. Say why it is put away.",
            code="approved-by-one",
            field="reason",
        )
    if not given:
        _record(AuditVerb.REMOVED, row, by=by, at=at)
        row.delete()
        return
    row.state, row.put_away_reason = TermsState.PUT_AWAY, reason.strip()
    clean(row)
    row.save(update_fields=["state", "put_away_reason"])
    approvals = [f"{one.seat.title}, revision {one.revision}, {one.at:%Y-%m-%d}" for one in given]
    _record(AuditVerb.REMOVED, row, by=by, at=at, approvals=approvals)
    tell(
        recipients=[each for each in {one.by for one in given} if each.pk != by.pk],
        key=f"terms:{row.public_id}:put-away",
        subject="Terms of reference that you approved have been put away",
        path=path_of(row.group),
        at=at,
    )


@transaction.atomic
def ask_officers(*, version: TermsVersion, by: User, at: datetime) -> int:
    """Tell the chief officers that a draft waits for their approval; return how many were told.

    Those who agreed are not told again. Refuses a draft that no chief officer has to approve.
    """
    row = _draft(version)
    require_edit(by, at=at, group_key=row.group.key)
    officers = officers_of(row.group, row, user=by, on=local_day(at))
    if officers is None:
        raise DomainError(
            "No rule of this partnership asks the chief officers for these terms.", code="no-rule"
        )
    waiting = [each.seat for each in officers if not each.agrees]
    told = tell(
        recipients=_users_of(waiting, on=local_day(at)),
        key=f"terms:{row.public_id}:{local_day(at)}",
        subject="Terms of reference wait for your approval",
        path=path_of(row.group),
        at=at,
    )
    _record(AuditVerb.SENT, row, by=by, at=at, told=told)
    return told


@transaction.atomic
def agree_to_terms(*, version: TermsVersion, seat: Seat, by: User, at: datetime) -> TermsVersion:
    """Give one chief officer's approval; with the last of them the terms are in force.

    Only the holder of the seat may, from their own account: nobody agrees for somebody else
    (statutory.md §2.2). Refuses a seat that is not asked, one whose holder agreed already, and
    terms that are no draft.
    """
    row, on = _draft(version), local_day(at)
    officer = _officer(officers_of(row.group, row, user=by, on=on), seat)
    if not officer.is_mine:
        raise NotPermitted(f"Only the holder of the seat {seat.title} may do this.")
    if officer.agrees:
        raise DomainError("You have approved these terms already.", code="agreed")

    TermsApproval.objects.create(version=row, seat=seat, revision=row.revision, by=by, at=at)
    _record(AuditVerb.CONFIRMED, row, by=by, at=at, seat=seat.title)
    all_of_them = officers_of(row.group, row, user=by, on=on) or ()
    if not approving.missing(voices(all_of_them)):
        _put_in_force(row, approver=approving.OFFICERS, approved_on=on, by=by, at=at)
        _tell_keepers(row, on=on, at=at)
    return row


@transaction.atomic
def approve_terms(
    *, version: TermsVersion, approver: str, approved_on: date, by: User, at: datetime
) -> TermsVersion:
    """Note that a body approved the draft; from that day it is in force and never changes.

    Refuses what `approving.may_approve` refuses: chief officers who have not agreed where the
    partnership's rule asks for them, nobody named, a day to come, a day before the terms in force.
    """
    row, on = _draft(version), local_day(at)
    require_edit(by, at=at, group_key=row.group.key)
    officers = officers_of(row.group, row, user=by, on=on)
    present = row.group.terms.filter(state=TermsState.APPROVED).first()
    refuse_unless(
        approving.may_approve(
            None if officers is None else voices(officers),
            approver=approver,
            approved_on=approved_on,
            on=on,
            before=present.approved_on if present else None,
        )
    )
    _put_in_force(row, approver=approver.strip(), approved_on=approved_on, by=by, at=at)
    return row


@transaction.atomic
def download_terms(*, version: TermsVersion, by: User, at: datetime) -> bytes:
    """Return the bytes of the paper, and note who took it.

    Refuses a version without one, and a file that is no longer what was kept.
    """
    if version.document is None:
        raise DomainError("There is no paper with these terms.", code="no-document")
    content = read_file(file=version.document)
    _record(AuditVerb.DOWNLOADED, version, by=by, at=at)
    return content


def path_of(group: Group) -> str:
    """Return the page of a group's terms inside the partnership."""
    return f"governance/groups/{group.public_id}/terms/"


def _put_in_force(
    row: TermsVersion, *, approver: str, approved_on: date, by: User, at: datetime
) -> None:
    row.group.terms.filter(state=TermsState.APPROVED).update(state=TermsState.REPLACED)
    row.state, row.approver, row.approved_on = TermsState.APPROVED, approver, approved_on
    clean(row)
    row.save(update_fields=["state", "approver", "approved_on"])
    _record(AuditVerb.DECIDED, row, by=by, at=at, approved_on=approved_on.isoformat())


def _write(row: TermsVersion, facts: TermsFacts, *, at: datetime) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(facts, name))
    row.text = row.text.replace("\r\n", "\n").strip()
    if not row.text and facts.paper is None and row.document_id is None:
        raise DomainError("Type the terms or add the paper.", code="empty", field="text")
    if row.number > 1 and not row.what_changed.strip():
        raise DomainError(
            "Say in a sentence what this version changes.", code="unsaid", field="what_changed"
        )
    if facts.paper is not None:
        name = f"Terms of reference, version {row.number}"
        row.document = keep_paper(paper=facts.paper, name=name, at=at, field="paper")


def _draft(version: TermsVersion) -> TermsVersion:
    found = TermsVersion.objects.select_for_update(of=("self",)).select_related("group", "document")
    row = found.filter(pk=version.pk).first()
    if row is None or row.state != TermsState.DRAFT:
        raise DomainError(
            "These terms are no draft any more. Begin a new version to change them.", code="settled"
        )
    refuse_ended_group(row.group)
    return row


def _officer(officers: tuple[Officer, ...] | None, seat: Seat) -> Officer:
    found = next((each for each in officers or () if each.seat == seat.public_id), None)
    if found is None:
        raise DomainError("These terms do not need the approval of this seat.", code="not-asked")
    return found


def _users_of(seats: list[UUID], *, on: date) -> list[User]:
    held = User.objects.filter(
        is_active=True,
        person__appointments__seat__public_id__in=seats,
        person__appointments__period__contains=on,
    )
    return list(held.distinct().order_by("pk"))


def _tell_keepers(row: TermsVersion, *, on: date, at: datetime) -> None:
    tell(
        recipients=holders(roles=["manager", "business_support"], on=on),
        key=f"terms:{row.public_id}:in-force",
        subject="Terms of reference have been approved by everybody asked",
        path=path_of(row.group),
        at=at,
    )


def _record(verb: AuditVerb, row: TermsVersion, *, by: User, at: datetime, **facts: object) -> None:
    audit.record(
        verb=verb,
        on=row,
        by=by,
        at=at,
        reference=f"Terms of {row.group.name}",
        facts={"group": row.group.key, "number": row.number, **facts},
    )
