"""Minutes approved, frozen, and put right: a version is never changed, a correction is the next one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance import agenda_rules, minuting
from governance.enums import DecisionMode, MeetingState, MinutesState, VersionKind
from governance.minuting import Gathering, Ready
from governance.models import Decision, Meeting, Minutes, MinutesComment, MinutesVersion
from governance.selectors.deciding import rules_of
from governance.selectors.members import groups_of
from governance.selectors.minutes import entries_of
from governance.selectors.minutes_content import Block, content_of
from governance.services.checks import require_edit
from governance.services.minutes import locked_minutes, refuse
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, RuleKind
from partnerships.models import User

ASKED_FOR = (
    RuleKind.BETWEEN_MEETINGS_MINUTED_NEXT,
    RuleKind.BETWEEN_MEETINGS_REPORTED_NEXT,
)


@dataclass(frozen=True)
class Passage:
    """One paragraph of a version as it should read: by the place of its block and its own."""

    block: int
    paragraph: int
    text: str


@transaction.atomic
def approve_minutes(
    *, meeting: Meeting, approved_in: Meeting | None, approved_on: date, by: User, at: datetime
) -> MinutesVersion:
    """Approve minutes and freeze them, with attendance, decisions and actions as they stand.

    In a later meeting of the group, or by letter where `approved_in` is none. Refuses comments
    without an answer, a locked item without a word, decisions between meetings that the
    arrangements want minuted, and what `minuting` refuses of meeting and day.
    """
    require_edit(by, at=at, group_key=meeting.group.key)
    minutes = locked_minutes(meeting=meeting)
    refuse(minuting.may("approve", minutes.state))
    met_on = local_day(meeting.starts_at)
    refuse(
        minuting.may_be_noted_in(met_on, gathering(meeting, approved_in), must=False), field=True
    )
    refuse(minuting.day_holds(approved_on, meeting_on=met_on, on=local_day(at)), field=True)
    refuse(agenda_rules.locked_are_minuted(_outcomes(meeting)))
    refuse(minuting.is_ready(_ready(minutes, meeting)))

    minutes.state, minutes.approved_in, minutes.approved_on = (
        MinutesState.APPROVED, approved_in, approved_on,
    )  # fmt: skip
    minutes.approved_at, minutes.approved_by = at, by
    minutes.save(
        update_fields=["state", "approved_in", "approved_on", "approved_at", "approved_by"]
    )
    version = _freeze(minutes, VersionKind.APPROVED, content_of(meeting), by=by, at=at)
    record(AuditVerb.CONFIRMED, minutes, by=by, at=at, version=version.number)
    return version


@transaction.atomic
def correct_minutes(
    *,
    meeting: Meeting,
    passage: Passage,
    what_changed: str,
    noted_in: Meeting | None,
    by: User,
    at: datetime,
) -> MinutesVersion:
    """Put one paragraph of approved minutes right, in a new version; the one before is kept.

    Refuses minutes that are not approved, no words on what changed, a paragraph that is not there
    or stays as it is, and a correction that no later meeting of the group noted.
    """
    require_edit(by, at=at, group_key=meeting.group.key)
    minutes = locked_minutes(meeting=meeting)
    refuse(minuting.may("correct", minutes.state))
    if not what_changed.strip():
        raise DomainError("Say what was wrong.", code="what_changed", field="what_changed")
    must = minuting.may_be_noted_in(
        local_day(meeting.starts_at), gathering(meeting, noted_in), must=True
    )
    refuse(must, field=True)
    last = minutes.versions.latest("number")
    version = _freeze(
        minutes,
        VersionKind.CORRECTED,
        _corrected(last.content, passage),
        by=by,
        at=at,
        number=last.number + 1,
        what_changed=what_changed.strip(),
        noted_in=noted_in,
    )
    record(AuditVerb.CORRECTED, minutes, by=by, at=at, version=version.number)
    return version


def gathering(meeting: Meeting, other: Meeting | None) -> Gathering | None:
    """Return another meeting as the pure rules see it."""
    if other is None:
        return None
    mine = {each.pk for each in groups_of(meeting)}
    return Gathering(
        on=local_day(other.starts_at),
        has_begun=other.state in (MeetingState.OPEN, MeetingState.HELD),
        is_of_group=bool(mine & {each.pk for each in groups_of(other)}),
    )


def record(verb: AuditVerb, row: Minutes, *, by: User, at: datetime, **facts: object) -> None:
    """Write to the audit what was done to minutes, by their day and never by their text."""
    said = {"group": row.meeting.group.key, **facts}
    on = local_day(row.meeting.starts_at).isoformat()
    audit.record(verb=verb, on=row, by=by, at=at, reference=f"Minutes of {on}", facts=said)


def _outcomes(meeting: Meeting) -> list[agenda_rules.Outcome]:
    entries = entries_of(meeting)
    rows = meeting.items.filter(standing__locked=True).order_by("order", "pk")
    return [
        agenda_rules.Outcome(
            number=row.number,
            title=row.title,
            is_minuted=bool((entry := entries.get(row.pk)) and entry.text.strip()),
        )
        for row in rows
    ]


def _ready(minutes: Minutes, meeting: Meeting) -> Ready:
    waiting = MinutesComment.objects.filter(entry__minutes=minutes, taken=None).count()
    asked = [group for group in groups_of(meeting) if rules_of(group) & set(ASKED_FOR)]
    rows = Decision.objects.filter(
        group__in=asked,
        mode=DecisionMode.BETWEEN,
        reported_in=None,
        decided_on__lte=local_day(meeting.starts_at),
    )
    references = rows.order_by("pk").values_list("reference", flat=True)
    return Ready(unanswered=waiting, not_minuted=list(references))


def _freeze(
    minutes: Minutes, kind: str, content: list[Block], *, by: User, at: datetime, **fields: Any
) -> MinutesVersion:
    return MinutesVersion.objects.create(
        minutes=minutes,
        kind=kind,
        content=content,
        frozen_at=at,
        frozen_by=by,
        **{"number": 1, **fields},
    )


def _corrected(content: list[Block], passage: Passage) -> list[Block]:
    try:
        before = content[passage.block]["paragraphs"][passage.paragraph]
    except IndexError:
        raise DomainError("Choose the paragraph.", code="passage", field="passage") from None
    if not passage.text.strip():
        raise DomainError("Say how it should read.", code="text", field="text")
    if passage.text.strip() == before:
        raise DomainError("This is how it reads already.", code="text", field="text")
    changed = [dict(block, paragraphs=list(block["paragraphs"])) for block in content]
    changed[passage.block]["paragraphs"][passage.paragraph] = passage.text.strip()
    return changed
