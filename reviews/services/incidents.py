"""Logging an incident, and setting right the moment that starts its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import Area, Partnership, PartnershipArea, User
from reviews import naming, permissions, timing
from reviews.enums import AgeBand, CareStatus, Harm
from reviews.models import AwarenessCorrection, CaseCounter, Child, Incident
from reviews.models.grants import SEE_CASE
from reviews.selectors.first_named import new_cases_are_closed
from reviews.services import clocks, telling
from reviews.services.first_named import REASON, name_first
from reviews.services.origins import ReferralFacts, keep_referral
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class ChildFacts:
    """What is recorded of one child: no name, no date of birth."""

    pseudonym: str
    age_band: str
    harm: str
    care: str = CareStatus.NEITHER


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """What is recorded of an incident when it is logged.

    `area` is where it happened; outside England there is none, and `residence_area` says whose
    child it is. `aware_by` is a post of the local authority, never a person's name.
    """

    aware_at: datetime
    aware_by: str
    abuse: str
    summary: str
    occurred_on: date | None = None
    outside_england: bool = False
    area: Area | None = None
    residence_area: Area | None = None
    residence_elsewhere: str = ""
    restricted: bool = False
    restriction_reason: str = ""
    children: Sequence[ChildFacts] = field(default_factory=tuple)


@transaction.atomic
def log_incident(
    *,
    facts: IncidentFacts,
    referral: ReferralFacts | None = None,
    named: Sequence[User] = (),
    by: User,
    at: datetime,
) -> Incident:
    """Store an incident with its children and its referral, start its clocks and return it.

    Whoever logs it is named on it. The manager is told; where the partnership's rule closes new
    cases, those who decide and `named` are, and see it alone. Refuses: a role that may not log;
    moments in the future or out of order; no child, or two of one pseudonym; a place that is not of
    this partnership; a restriction by who may not; what `keep_referral` and `name_first` refuse.
    """
    standing = access.standing(by, on=local_day(at))
    permissions.role_allows(standing, MoveCode.LOG).or_raise()
    is_closed = new_cases_are_closed(on=local_day(at))
    if is_closed:
        why = facts.restriction_reason or REASON
        facts = replace(facts, restricted=True, restriction_reason=why)
    elif facts.restricted or named:
        permissions.may_name_people(standing).or_raise()
    timing.check_incident(occurred_on=facts.occurred_on, aware_at=facts.aware_at, at=at)
    _check_place(facts)
    _check_children(facts.children)

    incident = _store(facts, by=by, at=at)
    if referral is not None:
        keep_referral(incident=incident, facts=referral, by=by, at=at)
    if not by.is_system:
        access.grant(by, SEE_CASE, incident)

    clocks.start_on_awareness(incident=incident, children=facts.children, by=by, at=at)
    said = {"children": len(facts.children)}
    move(incident=incident, code=MoveCode.LOG, by=by, at=at, facts=said)
    telling.tell_managers_of_a_new_case(incident=incident, by=by, at=at)
    if is_closed:
        name_first(incident=incident, chosen=named, by=by, at=at)
    return incident


@transaction.atomic
def correct_awareness(
    *, incident: Incident, aware_at: datetime, aware_by: str, reason: str, by: User, at: datetime
) -> Incident:
    """Set right when the local authority became aware; what stood before is kept, clocks move.

    Refuses a moment in the future, before the incident or after a notification, and a correction
    without a reason or without a difference.
    """
    locked = take(incident=incident, move=MoveCode.CORRECT_AWARENESS, by=by, at=at)
    if not reason.strip():
        raise DomainError("Say why it is corrected.", code="reason-needed", field="reason")
    if (aware_at, aware_by) == (locked.aware_at, locked.aware_by):
        raise DomainError("Nothing would change.", code="no-change", field="aware_at")
    timing.check_corrected_awareness(
        aware_at,
        occurred_on=locked.occurred_on,
        earliest_notice=_earliest_notice(locked),
        at=at,
    )

    correction = AwarenessCorrection.objects.create(
        incident=locked,
        was_aware_at=locked.aware_at,
        was_aware_by=locked.aware_by,
        now_aware_at=aware_at,
        now_aware_by=aware_by,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    locked.aware_at, locked.aware_by = aware_at, aware_by
    locked.save(update_fields=["aware_at", "aware_by"])
    clocks.move_awareness(incident=locked, reason=reason, by=by, at=at)
    facts = {
        "correction": str(correction.public_id),
        "was": correction.was_aware_at.isoformat(),
        "now": aware_at.isoformat(),
    }
    move(incident=locked, code=MoveCode.CORRECT_AWARENESS, by=by, at=at, facts=facts)
    return locked


def _store(facts: IncidentFacts, *, by: User, at: datetime) -> Incident:
    """Store the case under its reference, and its children."""
    incident = Incident(
        reference=_next_reference(at),
        logged_at=at,
        logged_by=by,
        **{name: value for name, value in vars(facts).items() if name != "children"},
    )
    incident.save()
    Child.objects.bulk_create(Child(incident=incident, **vars(each)) for each in facts.children)
    return incident


def _next_reference(at: datetime) -> str:
    """Take the next number of the year; the row stays locked until the case is stored or not."""
    year = local_day(at).year
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=required_partnership_id())
    return naming.reference(slug=slug, year=year, number=counter.last)


def _check_place(facts: IncidentFacts) -> None:
    authority = facts.residence_area if facts.outside_england else facts.area
    where = "residence" if facts.outside_england else "place"
    if authority is None:
        raise DomainError(
            "Say which local authority area the incident belongs to.",
            code="no-authority",
            field=where,
        )
    if not PartnershipArea.objects.filter(area=authority).exists():
        raise DomainError(
            f"{authority.name} is not an area of this partnership. The partnership where the "
            "incident happened leads on it.",
            code="not-our-area",
            field=where,
        )


def _check_children(children: Sequence[ChildFacts]) -> None:
    if not children:
        raise DomainError("An incident has at least one child.", code="no-child")
    names = [each.pseudonym.strip().casefold() for each in children]
    if len(set(names)) < len(names):
        raise DomainError(
            "Give each child a pseudonym of their own.", code="pseudonym-twice", field="children"
        )
    for each in children:
        _check_child(each)


def _check_child(child: ChildFacts) -> None:
    if child.age_band == AgeBand.FROM_18_TO_24 and child.care != CareStatus.CARE_LEAVER:
        raise DomainError(
            "Somebody aged 18 to 24 is recorded here only as a care leaver.",
            code="not-a-child",
            field="children",
        )
    if child.age_band == AgeBand.FROM_18_TO_24 and child.harm != Harm.DIED:
        raise DomainError(
            "A care leaver aged 18 to 24 is recorded here only where they died.",
            code="not-a-child",
            field="children",
        )


def _earliest_notice(incident: Incident) -> datetime | None:
    moments = [
        *incident.notifications.values_list("submitted_at", flat=True),
        *incident.death_notices.values_list("submitted_at", flat=True),
    ]
    return min(moments, default=None)
