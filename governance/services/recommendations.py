"""Recommendations: made, answered, worded better, moved, known from before, withdrawn.

One way for every source: a rapid review, a practice review, a scrutineer, an inspector. What comes
of one is an action; how it is closed and asked about again is in `recommendation_closing.py`, who
may see it in `recommendation_sight.py`.
Every step leaves a note that is never changed, and an audit row without words of a case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from deadlines.subjects import Subject
from governance import recommending
from governance.enums import (
    ActionSource,
    RecommendationEvent,
    RecommendationSource,
    RecommendationState,
)
from governance.models import (
    Action,
    EarlierRecommendation,
    Group,
    Recommendation,
    RecommendationAddressee,
    RecommendationNote,
    RecommendationTheme,
    Theme,
)
from governance.selectors.recommending import may_see_subject
from governance.services.actions import ActionFacts, open_action
from governance.services.checks import clean, refuse_unless, require_edit
from governance.services.registers import RECOMMENDATIONS, next_reference
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import Organisation, Partnership, Seat, User
from partnerships.roles import Permission


@dataclass(frozen=True)
class RecommendationFacts:
    """What is recommended, to whom, by when, and how one will see that it made a difference.

    `collectively` makes it to the lead partners together. `subject` is the case or review that it
    comes from, where the portal holds it; `confidential_because` keeps it to those who see that.
    """

    text: str
    outcome_measure: str
    source: RecommendationSource
    made_on: date
    due_on: date
    organisations: tuple[Organisation, ...] = ()
    groups: tuple[Group, ...] = ()
    collectively: bool = False
    themes: tuple[Theme, ...] = ()
    earlier: tuple[Recommendation, ...] = ()
    number: int | None = None
    source_label: str = ""
    confidential_because: str = ""
    subject: Subject | None = None


@transaction.atomic
def make_recommendation(*, facts: RecommendationFacts, by: User, at: datetime) -> Recommendation:
    """Keep a recommendation under its own number, with its addressees, themes and forerunners.

    Refuses one without words, without a measure, without an addressee, made on a day to come or due
    before it was made; a confidential one that comes from no case; and anybody but those who keep
    the record, or who work on the case that it comes from.
    """
    subject = facts.subject
    row = Recommendation(
        source=facts.source,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.public_id if subject else None,
        source_label=subject.reference if subject else facts.source_label.strip(),
        source_path=subject.path if subject else "",
        number=facts.number,
        text=facts.text.strip(),
        outcome_measure=facts.outcome_measure.strip(),
        due_on=facts.due_on,
        collectively=facts.collectively,
        confidential=bool(facts.confidential_because.strip()),
        confidential_because=facts.confidential_because.strip(),
        made_on=facts.made_on,
        recorded_at=at,
        recorded_by=by,
    )
    require_keeping(row, by=by, at=at)
    _refuse_incomplete(facts, at=at)

    row.reference = next_reference(register=RECOMMENDATIONS, at=at)
    clean(row)
    row.save(force_insert=True)
    _address(row, facts)
    _tag(row, facts.themes)
    note(row=row, event=RecommendationEvent.MADE, by=by, at=at)
    record(AuditVerb.CREATED, row, by=by, at=at, source=str(facts.source))
    for earlier in facts.earlier:
        link_earlier(recommendation=row, earlier=earlier, by=by, at=at)
    return row


@transaction.atomic
def reword(
    *,
    recommendation: Recommendation,
    text: str,
    outcome_measure: str,
    themes: tuple[Theme, ...],
    number: int | None = None,
    by: User,
    at: datetime,
) -> Recommendation:
    """Say a recommendation better, or put it under other themes. The same facts change nothing.

    The record names what changed and never holds the words. Refuses no words, no measure, and one
    that is not open.
    """
    row = locked(recommendation, recommending.REWORD, by=by, at=at)
    for field, value, words in (
        ("text", text, "Say what is recommended."),
        ("outcome_measure", outcome_measure, "Say how one will see that it made a difference."),
    ):
        refuse_unless(recommending.has_words(value, field=field, words=words))
    said = {"text": text.strip(), "outcome_measure": outcome_measure.strip(), "number": number}
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    if changed:
        clean(row)
        row.save(update_fields=changed)
    if _tag(row, themes):
        changed.append("themes")
    if not changed:
        return row
    names = {"outcome_measure": "the measure", "text": "the words", "number": "the number"}
    told = ", ".join(names.get(each, f"the {each}") for each in changed)
    note(row=row, event=RecommendationEvent.CHANGED, text=f"Changed: {told}.", by=by, at=at)
    record(AuditVerb.CHANGED, row, by=by, at=at, fields=changed)
    return row


@transaction.atomic
def move_due(
    *, recommendation: Recommendation, due_on: date, reason: str, by: User, at: datetime
) -> Recommendation:
    """Move the day by which it should be done, with the reason; the day before is kept.

    Refuses a day that has passed, the same day, no reason, and one that is not open.
    """
    row = locked(recommendation, recommending.MOVE, by=by, at=at)
    refuse_unless(
        recommending.may_move(
            row.due_on, due_on, made_on=row.made_on, on=local_day(at), reason=reason
        )
    )
    before, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    said = f"From {in_words(before)} to {in_words(due_on)}. {reason.strip()}"
    note(row=row, event=RecommendationEvent.MOVED, text=said, by=by, at=at)
    days = {"from": before.isoformat(), "to": due_on.isoformat()}
    record(AuditVerb.CHANGED, row, by=by, at=at, **days)
    return row


@transaction.atomic
def answer(
    *,
    addressee: RecommendationAddressee,
    response: str,
    text: str,
    responded_on: date,
    by: User,
    at: datetime,
) -> RecommendationAddressee:
    """Keep what an addressee answered; a later answer takes the place of one before, which is kept.

    Refuses a day to come or before the recommendation, an answer that does not accept in full
    without saying why, and a recommendation that is not open.
    """
    row = locked(addressee.recommendation, recommending.ANSWER, by=by, at=at)
    refuse_unless(
        recommending.may_answer(
            response, text, responded_on=responded_on, made_on=row.made_on, on=local_day(at)
        )
    )
    kept = RecommendationAddressee.objects.select_for_update(of=("self",)).get(pk=addressee.pk)
    kept.response, kept.text, kept.responded_on = response, text.strip(), responded_on
    kept.recorded_at, kept.recorded_by = at, by
    clean(kept)
    kept.save()
    said = f"{kept.name}: {kept.get_response_display()}. {kept.text}".strip()
    note(row=row, event=RecommendationEvent.ANSWERED, text=said, by=by, at=at)
    record(AuditVerb.CHANGED, row, by=by, at=at, event="answered", response=str(response))
    return kept


@transaction.atomic
def give_action(
    *,
    recommendation: Recommendation,
    title: str,
    owner: Seat,
    due_on: date,
    detail: str = "",
    by: User,
    at: datetime,
) -> Action:
    """Give a seat something to do because of a recommendation; a confidential one stays so.

    Refuses what `open_action` refuses, and a recommendation that is not open.
    """
    row = locked(recommendation, recommending.GIVE, by=by, at=at)
    facts = ActionFacts(
        title=title,
        owner=owner,
        due_on=due_on,
        detail=detail,
        source=ActionSource.RECOMMENDATION,
        source_id=row.public_id,
        source_label=row.reference,
        source_path=row.path,
        confidential=row.confidential,
    )
    made = open_action(facts=facts, by=by, at=at)
    note(row=row, event=RecommendationEvent.ACTION, text=made.reference, by=by, at=at)
    return made


@transaction.atomic
def link_earlier(
    *, recommendation: Recommendation, earlier: Recommendation, by: User, at: datetime
) -> None:
    """Note that the same was recommended before; what came before that one comes before this too.

    So the number of links of one is how often it was recommended before. Refuses itself, one that
    was made later, one that already follows from this, and one that has been linked.
    """
    row = locked(recommendation, recommending.LINK, by=by, at=at)
    if row.pk == earlier.pk:
        raise DomainError("This is the same recommendation.", code="itself", field="earlier")
    if earlier.made_on > row.made_on:
        raise DomainError(
            f"{earlier.reference} was made after this one.", code="later", field="earlier"
        )
    links = EarlierRecommendation.objects
    if links.filter(recommendation=earlier, earlier=row).exists():
        raise DomainError(
            f"{earlier.reference} came after this one.", code="circle", field="earlier"
        )
    if links.filter(recommendation=row, earlier=earlier).exists():
        raise DomainError(
            f"{earlier.reference} has been linked already.", code="linked", field="earlier"
        )
    before = {earlier.pk, *_pks(links.filter(recommendation=earlier), "earlier_id")}
    now = {row.pk, *_pks(links.filter(earlier=row), "recommendation_id")}
    links.bulk_create(
        [
            EarlierRecommendation(recommendation_id=new, earlier_id=old, linked_at=at, linked_by=by)
            for new in sorted(now)
            for old in sorted(before - now)
        ],
        ignore_conflicts=True,
    )
    named = "" if earlier.confidential else earlier.reference
    note(row=row, event=RecommendationEvent.EARLIER, text=named, by=by, at=at)
    record(AuditVerb.CHANGED, row, by=by, at=at, event="earlier", earlier=earlier.reference)


@transaction.atomic
def withdraw(
    *, recommendation: Recommendation, reason: str, by: User, at: datetime
) -> Recommendation:
    """Take a recommendation back, with the reason; it stays in the record.

    Refuses no reason, open actions of it, and one that is not open.
    """
    row = locked(recommendation, recommending.WITHDRAW, by=by, at=at)
    why = "Say why the recommendation is withdrawn."
    refuse_unless(recommending.has_words(reason, field="reason", words=why))
    refuse_unless(recommending.nothing_open(open_actions(row).count()))
    row.state, row.withdrawn_because = RecommendationState.WITHDRAWN, reason.strip()
    clean(row)
    row.save(update_fields=["state", "withdrawn_because"])
    note(row=row, event=RecommendationEvent.WITHDRAWN, text=row.withdrawn_because, by=by, at=at)
    record(AuditVerb.ENDED, row, by=by, at=at, event="withdrawn")
    return row


@transaction.atomic
def note_recommendations_taken(
    *, partnership: Partnership, count: int, what: str, by: User, at: datetime
) -> None:
    """Write who took a list or a report away as a file. Refuses nobody: the door did."""
    facts = {"what": "recommendations", "rows": count}
    verb = AuditVerb.DOWNLOADED
    audit.record(verb=verb, on=partnership, by=by, at=at, reference=what, facts=facts)


def require_keeping(row: Recommendation, *, by: User, at: datetime) -> None:
    """Refuse unless the person keeps the record; of a case's, unless they work on that case."""
    if not row.subject_kind:
        require_edit(by, at=at)
        return
    access.can(by, Permission.CASE_EDIT, on=local_day(at)).or_raise()
    if not may_see_subject(by, row.subject_kind, row):
        raise DomainError("This is for those who see the case.", code="not-seen")


def locked(recommendation: Recommendation, act: str, *, by: User, at: datetime) -> Recommendation:
    """Return the row as it is now, held; refuse who may not keep it, and the wrong state."""
    rows = Recommendation.objects.select_for_update(of=("self",))
    row = rows.get(pk=recommendation.pk)
    require_keeping(row, by=by, at=at)
    refuse_unless(recommending.may(act, row.state))
    return row


def open_actions(row: Recommendation) -> QuerySet[Action]:
    """Return the actions of a recommendation that have not ended."""
    mine = Action.objects.filter(source=ActionSource.RECOMMENDATION, source_id=row.public_id)
    return mine.filter(state__in=["open", "done"])


def note(
    *, row: Recommendation, event: RecommendationEvent, by: User, at: datetime, text: str = ""
) -> RecommendationNote:
    """Keep one step of its life; the caller has asked for the permission."""
    return RecommendationNote.objects.create(
        recommendation=row, event=event, text=text, by=by, at=at
    )


def record(verb: AuditVerb, row: Recommendation, *, by: User, at: datetime, **facts: Any) -> None:
    """Write one step to the audit: codes, references and days alone."""
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.reference, facts=facts)


def _refuse_incomplete(facts: RecommendationFacts, *, at: datetime) -> None:
    to = len(facts.organisations) + len(facts.groups) + int(facts.collectively)
    refuse_unless(
        recommending.may_be_made(
            text=facts.text,
            outcome_measure=facts.outcome_measure,
            made_on=facts.made_on,
            due_on=facts.due_on,
            on=local_day(at),
            addressees=to,
        )
    )
    if facts.confidential_because.strip() and facts.subject is None:
        raise DomainError(
            "Only what comes from a case or a review of the portal can be confidential.",
            code="no-subject",
            field="confidential_because",
        )


def _address(row: Recommendation, facts: RecommendationFacts) -> None:
    bodies = {each.pk for each in facts.organisations}
    if facts.collectively:
        bodies |= set(_lead_bodies())
    rows = [
        RecommendationAddressee(recommendation=row, organisation_id=pk) for pk in sorted(bodies)
    ]
    rows += [RecommendationAddressee(recommendation=row, group=each) for each in facts.groups]
    RecommendationAddressee.objects.bulk_create(rows)


def _lead_bodies() -> list[int]:
    """Return the ids of the organisations whose heads are the lead partners."""
    heads = Seat.objects.filter(role="LSP", closed_on__isnull=True, organisation__isnull=False)
    return sorted({pk for pk in heads.values_list("organisation_id", flat=True) if pk})


def _tag(row: Recommendation, themes: tuple[Theme, ...]) -> bool:
    """Put it under these themes and no others; say whether that changed anything."""
    wanted = {each.pk for each in themes}
    there = set(_pks(RecommendationTheme.objects.filter(recommendation=row), "theme_id"))
    RecommendationTheme.objects.filter(recommendation=row, theme_id__in=there - wanted).delete()
    RecommendationTheme.objects.bulk_create(
        [RecommendationTheme(recommendation=row, theme_id=pk) for pk in sorted(wanted - there)]
    )
    return wanted != there


def _pks(rows: QuerySet[Any], column: str) -> list[int]:
    return list(rows.values_list(column, flat=True))
