"""What absence asks for, step by step and each by a person: a review, a letter, a risk, an item.

A held meeting's register opens the reviews, drafts the letters and raises the items that the
partnership's own rules name. Nothing is sent and nobody is judged by itself.
"""

from datetime import datetime

from django.db import transaction

from governance import attendance_rules as rules
from governance.enums import (
    AbsenceOutcome,
    AbsenceState,
    GroupKind,
    LetterKind,
    LetterState,
    MeetingState,
    Purpose,
)
from governance.models import AbsenceReview, AgendaItem, Group, Letter, Meeting
from governance.selectors.attendance import Gap, gaps_of, matrix
from governance.selectors.members import groups_of, sitting_at
from governance.services.agenda import ItemFacts, raise_item
from governance.services.checks import clean, require_edit
from governance.services.letters import LetterFacts, discard_letter, draft_letter
from governance.services.risks import RiskFacts, raise_risk
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, PartnerKind, RuleKind, SeatRole
from partnerships.models import LocalRule, Organisation, Seat, User

USUAL_RUN = 2  # where the rule gives no figure (S4 6.10)
LOOKED_BACK = 12  # meetings
KINDS = (
    RuleKind.ABSENCES_REVIEWED_AFTER,
    RuleKind.ABSENT_PARTNER_IS_WRITTEN_TO,
    RuleKind.ATTENDANCE_REGISTER,
)
NO_EXECUTIVE = "There is no executive whose agenda this could go on. Add the group first."


@transaction.atomic
def follow_up(*, meeting: Meeting, by: User, at: datetime) -> None:
    """Do what the partnership's rules ask for after a meeting, by its register; once for each.

    A part of closing a meeting and of keeping the register of a held one, which have asked for the
    permission. Rules that are not confirmed do nothing by themselves.
    """
    if meeting.state != MeetingState.HELD:
        return
    held = LocalRule.objects.filter(kind__in=KINDS, confirmed=True, ended_on__isnull=True)
    found = {row.kind: row for row in held}
    for group in groups_of(meeting):
        rule = found.get(RuleKind.ABSENCES_REVIEWED_AFTER)
        if rule and _applies(rule, group):
            last = _last_kept(group, meeting)
            _open_reviews(group, last, rule.number or USUAL_RUN, by=by, at=at)
        rule = found.get(RuleKind.ATTENDANCE_REGISTER)
        if rule and _applies(rule, group):
            for gap in gaps_of(group, on=local_day(_last_kept(group, meeting).starts_at)):
                _raise(group, gap, by=by, at=at)
    rule = found.get(RuleKind.ABSENT_PARTNER_IS_WRITTEN_TO)
    if rule and _applies(rule, meeting.group):
        _write_to_partners(meeting, by=by, at=at)


@transaction.atomic
def raise_gap(*, group: Group, organisation: Organisation, by: User, at: datetime) -> AgendaItem:
    """Put an agency's lasting gap in a group on the executive's agenda; once in a year.

    Refuses where the register shows no lasting gap, and a partnership without an executive.
    """
    require_edit(by, at=at, group_key=group.key)
    gaps = {gap.organisation: gap for gap in gaps_of(group, on=local_day(at))}
    if organisation not in gaps:
        raise DomainError(
            f"The register shows no lasting gap of {organisation.name}.", code="no-gap"
        )
    item = _raise(group, gaps[organisation], by=by, at=at)
    if item is None:
        raise DomainError(NO_EXECUTIVE, code="no-executive")
    return item


@transaction.atomic
def draft_review_letter(*, review: AbsenceReview, by: User, at: datetime) -> Letter:
    """Draft the letter that asks the organisation about the absences; the same one each time.

    Refuses a review that is finished.
    """
    row = _open(review, by=by, at=at)
    seat, group = row.seat, row.group
    facts = LetterFacts(
        kind=LetterKind.ABSENCE_REVIEW,
        key=f"absence-review:{row.public_id}",
        subject=f"Attendance at {group.name}",
        body=(
            f"{seat.title} missed the last {row.absences} meetings of {group.name}, the last of "
            f"them on {in_words(local_day(row.last_meeting.starts_at))}.\n\n"
            "We should like to talk about it with you: what stood in the way, and who will come to "
            "the next meetings. Please tell us when it suits you."
        ),
        to_seat=seat,
        group=group,
        meeting=row.last_meeting,
        path=f"absences/{row.public_id}/",
    )
    return draft_letter(facts=facts, by=by, at=at)


@transaction.atomic
def close_review(
    *,
    review: AbsenceReview,
    found: str,
    outcome: str,
    risk: RiskFacts | None = None,
    by: User,
    at: datetime,
) -> AbsenceReview:
    """Finish a review with what was found and what it came to; a risk goes on the register with it.

    Refuses a review that is finished, nothing found, a risk without its facts and the facts of a
    risk with another outcome.
    """
    row = _open(review, by=by, at=at)
    if not found.strip():
        raise DomainError("Say what the review found.", code="needs-words", field="found")
    is_risk = outcome == AbsenceOutcome.RISK
    if is_risk != (risk is not None):
        raise DomainError(
            "Say what the risk is." if is_risk else "A risk goes with its own outcome.",
            code="risk",
            field="title" if is_risk else "outcome",
        )
    row.found, row.outcome = found.strip(), outcome
    row.state, row.closed_at, row.closed_by = AbsenceState.CLOSED, at, by
    if risk is not None:
        row.risk = raise_risk(facts=risk, by=by, at=at)
    clean(row)
    row.save()
    _record(AuditVerb.REVIEWED, row, by=by, at=at, outcome=outcome)
    return row


def executive_of(group: Group) -> Group | None:
    """Return the executive to which gaps in a group go: its own line first; one query or two."""
    above: Group | None = group
    for _ in range(5):  # a line of reporting is short, and a ring would never end
        if above is None or above.kind == GroupKind.EXECUTIVE:
            break
        above = above.reports_to
    if above is not None and above.kind == GroupKind.EXECUTIVE and above.ended_on is None:
        return above
    found = Group.objects.current().filter(kind=GroupKind.EXECUTIVE)
    first: Group | None = found.order_by("pk").first()
    return first


def _applies(rule: LocalRule, group: Group) -> bool:
    return not rule.applies_to or group.key in rule.applies_to


def _last_kept(group: Group, meeting: Meeting) -> Meeting:
    """Return the group's last held meeting with a register: registers may be kept in any order."""
    held = Meeting.objects.of_group(group).filter(state=MeetingState.HELD)
    kept = held.filter(marks__isnull=False, starts_at__gte=meeting.starts_at)
    return kept.order_by("-starts_at", "-pk").first() or meeting


def _open_reviews(group: Group, last: Meeting, number: int, *, by: User, at: datetime) -> None:
    """Open a review for each seat that missed so many meetings running, or bring it up to date."""
    known = AbsenceReview.objects.filter(group=group)
    done = set(known.filter(state=AbsenceState.CLOSED).values_list("seat_id", "last_meeting_id"))
    for row in matrix(group, last, last=max(LOOKED_BACK, number)).seats:
        young = row.seat.role == SeatRole.YOUNG_SCRUTINEER
        if row.running < number or young or (row.seat.pk, last.pk) in done:
            continue
        review = known.filter(seat=row.seat, state=AbsenceState.OPEN).first()
        if review is None:
            review = AbsenceReview(group=group, seat=row.seat, opened_at=at)
        elif (review.absences, review.last_meeting_id) == (row.running, last.pk):
            continue
        is_new = review.pk is None
        review.absences, review.last_meeting = row.running, last
        review.save()
        verb = AuditVerb.OPENED if is_new else AuditVerb.CHANGED
        _record(verb, review, by=by, at=at, absences=row.running)


def _raise(group: Group, gap: Gap, *, by: User, at: datetime) -> AgendaItem | None:
    executive = executive_of(group)
    if executive is None:
        return None
    facts = ItemFacts(
        title=f"Attendance of {gap.organisation.name} at {group.name}"[:200],
        purpose=Purpose.DISCUSSION,
        text=(
            f"Represented at {gap.share.of_meetings} within twelve months. "
            f"{rules.GAP_DEFINITION} To be remedied, or taken up with the agency."
        ),
    )
    rule = f"attendance-gap:{group.pk}:{gap.organisation.pk}:{local_day(at).year}"
    return raise_item(group=executive, facts=facts, rule=rule, by=by, at=at)


def _write_to_partners(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Draft the letter to each partner who was not represented; put it aside where it was wrong."""
    marks = {row.seat_id: row.presence for row in meeting.marks.filter(seat__isnull=False)}
    bodies: dict[Organisation, list[str]] = {}
    for each in sitting_at(meeting):
        body = each.organisation
        if each.seat.speaks_for not in PartnerKind.values or body is None:
            continue
        vacant = rules.VACANT if each.is_vacant else ""
        bodies.setdefault(body, []).append(marks.get(each.seat.pk, vacant))
    for body, presences in bodies.items():
        key = f"absent-partner:{meeting.public_id}:{body.pk}"
        if marks and rules.is_unrepresented(presences):
            draft_letter(facts=_to_partner(meeting, body, key), by=by, at=at)
            continue
        wrong = Letter.objects.filter(key=key, state=LetterState.DRAFT).first()
        if wrong is not None:
            why = "The register was corrected: the partner was represented."
            discard_letter(letter=wrong, why=why, by=by, at=at)


def _to_partner(meeting: Meeting, body: Organisation, key: str) -> LetterFacts:
    seats = Seat.objects.filter(role=SeatRole.LSP, organisation=body, closed_on__isnull=True)
    officer = seats.order_by("pk").first()
    day = in_words(local_day(meeting.starts_at))
    return LetterFacts(
        kind=LetterKind.ABSENT_PARTNER,
        key=key,
        subject=f"{body.name} at {meeting.group.name}, {day}"[:200],
        body=(
            f"{body.name} was not represented at the meeting of {meeting.group.name} on {day}.\n\n"
            "Our arrangements ask us to write to you when a safeguarding partner is not represented "
            "at a scheduled meeting. Please tell us what stood in the way, and who will attend for "
            "you from now on."
        ),
        to_seat=officer,
        to_post=officer.title if officer else f"The accountable officer, {body.name}",
        organisation=body,
        group=meeting.group,
        meeting=meeting,
        path=f"meetings/{meeting.public_id}/attendance/",
    )


def _open(review: AbsenceReview, *, by: User, at: datetime) -> AbsenceReview:
    rows = AbsenceReview.objects.select_for_update(of=("self",))
    row = rows.select_related("group", "seat__organisation", "last_meeting").get(pk=review.pk)
    require_edit(by, at=at, group_key=row.group.key)
    if row.state != AbsenceState.OPEN:
        raise DomainError("This review is finished.", code="closed")
    return row


def _record(
    verb: AuditVerb, row: AbsenceReview, *, by: User, at: datetime, **facts: object
) -> None:
    said = {"group": row.group.key, **facts}
    audit.record(verb=verb, on=row, by=by, at=at, reference="A review of absences", facts=said)
