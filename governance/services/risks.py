"""The risk register: what may go wrong, how likely and how bad, who watches it and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.models import Group, Risk
from governance.services.checks import clean, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Organisation, Seat, User
from partnerships.services.changes import as_fields, write_facts


@dataclass(frozen=True)
class RiskFacts:
    """What may go wrong and from what cause, how high it stands, and when it is looked at again."""

    title: str
    likelihood: int
    impact: int
    review_on: date
    cause: str = ""
    group: Group | None = None
    organisation: Organisation | None = None
    owner: Seat | None = None
    mitigation: str = ""
    note: str = ""
    source: str = ""


@transaction.atomic
def raise_risk(*, facts: RiskFacts, by: User, at: datetime) -> Risk:
    """Put a risk on the register as of the day of `at`.

    Refuses a risk without a title, a score outside 1 to 5, and a day of review that has passed.
    """
    require_edit(by, at=at, group_key=_key_of(facts.group))
    _check(facts, at=at)
    row = Risk(**as_fields(facts), raised_on=local_day(at))
    clean(row)
    row.save(force_insert=True)
    _record(AuditVerb.CREATED, row, by=by, at=at, facts={"to": [row.likelihood, row.impact]})
    return row


@transaction.atomic
def change_risk(*, risk: Risk, facts: RiskFacts, by: User, at: datetime) -> Risk:
    """Look at a risk again: other figures, other words, another day of review.

    Refuses what `raise_risk` refuses, and a risk that has been closed.
    """
    row = _open(risk, by=by, at=at)
    require_edit(by, at=at, group_key=_key_of(facts.group))
    _check(facts, at=at, but=row.review_on)
    was = (row.likelihood, row.impact)
    changed = write_facts(row, facts)
    clean(row)
    if changed:
        scores = {"from": list(was), "to": [row.likelihood, row.impact], "fields": changed}
        _record(AuditVerb.CHANGED, row, by=by, at=at, facts=scores)
    return row


@transaction.atomic
def close_risk(*, risk: Risk, why: str, by: User, at: datetime) -> Risk:
    """Take a risk off the register with the reason; it stays in the record.

    Refuses one that has been closed, and an empty reason.
    """
    row = _open(risk, by=by, at=at)
    if not why.strip():
        raise DomainError("Say why the risk is closed.", code="needs-reason", field="why")
    row.ended_on, row.note = local_day(at), _with_line(row.note, f"Closed: {why.strip()}")
    row.save(update_fields=["ended_on", "note"])
    _record(AuditVerb.ENDED, row, by=by, at=at)
    return row


def _check(facts: RiskFacts, *, at: datetime, but: date | None = None) -> None:
    if not facts.title.strip():
        raise DomainError("Say what may go wrong.", code="needs-words", field="title")
    if facts.review_on < local_day(at) and facts.review_on != but:
        raise DomainError(
            "The day on which the risk is looked at again has passed.",
            code="review-passed",
            field="review_on",
        )


def _open(risk: Risk, *, by: User, at: datetime) -> Risk:
    rows = Risk.objects.select_for_update(of=("self",)).select_related("group")
    row: Risk = rows.get(pk=risk.pk)
    require_edit(by, at=at, group_key=_key_of(row.group))
    if row.ended_on is not None:
        raise DomainError("This risk has been closed.", code="closed")
    return row


def _with_line(text: str, line: str) -> str:
    return f"{text}\n{line}".strip()


def _key_of(group: Group | None) -> str:
    return group.key if group else ""


def _record(
    verb: AuditVerb, row: Risk, *, by: User, at: datetime, facts: dict[str, object] | None = None
) -> None:
    audit.record(verb=verb, on=row, by=by, at=at, reference="A risk", facts=facts or {})
