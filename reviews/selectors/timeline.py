"""What happened on a case, newest first: the audit's rows, told with the records they speak of."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from deadlines.models import Deadline
from krscp_portal.foundation.components import Event
from krscp_portal.foundation.templatetags.portal import moment as in_words
from partnerships.enums import AuditVerb, PartnerKind
from partnerships.models import AuditEvent, User
from reviews.enums import Answer, DeathNoticeKind, PanelAnswer, RapidReviewOutcome
from reviews.models import Incident
from reviews.selectors.records import Records
from reviews.transitions import MOVES, MoveCode

MOST: Final = 200
REOPENED: Final = "reopened"
OF_A_CLOCK: Final = {
    AuditVerb.DEADLINE_MOVED: "A date was worked out again",
    AuditVerb.DEADLINE_CANCELLED: "A clock was taken off",
    AuditVerb.WARNED: "Warning sent",
    AuditVerb.ESCALATED: "Escalated",
}
OF_ACCESS: Final = {
    AuditVerb.GRANTED: "Somebody was named on the case",
    AuditVerb.GRANT_ENDED: "Somebody was taken off the case",
    AuditVerb.EMERGENCY: "Opened in an emergency",
}


def timeline_of(
    *, incident: Incident, records: Records, deadlines: Iterable[Deadline]
) -> tuple[Event, ...]:
    """Return the case's events, newest first, readings left out, in one query.

    Tolerates a record that is missing: the event then has no body.
    """
    titles = {str(each.public_id): each.rule.title for each in deadlines}
    person = Cast(KeyTextTransform("person", "facts"), BigIntegerField())
    rows = (
        AuditEvent.objects.filter(
            Q(object_type=incident._meta.label_lower, object_id=str(incident.public_id))
            | Q(
                object_type=Deadline._meta.label_lower,
                object_id__in=titles,
                verb__in=OF_A_CLOCK,
            )
        )
        .exclude(verb=AuditVerb.VIEWED)
        .annotate(person=person)
        .annotate(named=Subquery(User.objects.filter(pk=OuterRef("person")).values("display_name")))
        .order_by("-number")[:MOST]
    )
    bodies = _bodies(records)
    return tuple(_event(row, titles, bodies) for row in rows)


def _event(row: Any, titles: Mapping[str, str], bodies: Mapping[str, str]) -> Event:
    facts = row.facts
    said = next((bodies[str(each)] for each in facts.values() if str(each) in bodies), "")
    if REOPENED in facts:
        said = bodies.get(f"{REOPENED}{facts[REOPENED]}", "")
    if "outcome" in facts:
        said = f"{RapidReviewOutcome(facts['outcome']).label}. {bodies.get('rationale', '')}"
    return Event(
        title=_title(row),
        at=in_words(row.at),
        by=row.by_name,
        body=said or titles.get(row.object_id, "") or row.named or "",
        datetime=row.at.isoformat(),
    )


def _title(row: AuditEvent) -> str:
    facts = row.facts
    if "move" in facts:
        said = MOVES[MoveCode(facts["move"])].said
        partner = facts.get("partner")
        return f"{said}: {PartnerKind(partner).label.lower()}" if partner else said
    if "reply_to" in facts:
        return "Reply to the Panel recorded"
    if "restricted" in facts:
        return "Restricted to those named" if facts["restricted"] else "Restriction lifted"
    verb = AuditVerb(row.verb)
    return OF_A_CLOCK.get(verb) or OF_ACCESS.get(verb) or verb.label.capitalize()


def _bodies(records: Records) -> dict[str, str]:
    """Return what each record of the case says, by its public id."""
    found: dict[str, str] = {}
    for view in records.views:
        answer = Answer(view.answer).label
        found[str(view.public_id)] = f"{answer}. {view.reason} ({view.given_by})"
    for decision in records.decisions:
        found[str(decision.public_id)] = f"{decision.rationale} ({decision.decided_by})"
    for form in records.forms:
        late = f" Late because: {form.late_reason}" if form.late_reason else ""
        found[str(form.public_id)] = (
            f"Reference {form.reference}, sent {in_words(form.submitted_at)} by "
            f"{form.submitted_by}.{late}"
        )
    return found | _bodies_of_the_rest(records) | _bodies_of_the_outcome(records)


def _bodies_of_the_rest(records: Records) -> dict[str, str]:
    found: dict[str, str] = {}
    for notice in records.notices:
        kind = DeathNoticeKind(notice.kind).label
        found[str(notice.public_id)] = f"{kind}, sent {in_words(notice.submitted_at)}."
    for correction in records.corrections:
        found[str(correction.public_id)] = (
            f"From {in_words(correction.was_aware_at)} to {in_words(correction.now_aware_at)}. "
            f"{correction.reason}"
        )
    if records.review is not None:
        found["rationale"] = records.review.rationale
    for emergency in records.emergencies:
        found[str(emergency.public_id)] = (
            f"{emergency.reason} (until {in_words(emergency.expires_at)})"
        )
    return found


def _bodies_of_the_outcome(records: Records) -> dict[str, str]:
    found: dict[str, str] = {}
    for withdrawal in records.withdrawals:
        found[str(withdrawal.public_id)] = withdrawal.reason
    for answer in records.answers:
        said = PanelAnswer(answer.answer).label
        found[str(answer.public_id)] = f"{said}. {answer.text}" if answer.text else f"{said}."
    for closure in records.closures:
        found[str(closure.public_id)] = closure.summary
        found[f"{REOPENED}{closure.public_id}"] = closure.reopened_because
    for authority in records.authorities:
        found[str(authority.public_id)] = authority.name
    return found
