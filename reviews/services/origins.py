"""Where a case came from, and whom else it concerns."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.models import Organisation, User
from reviews import timing
from reviews.models import Incident, OtherAuthority, Referral
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class ReferralFacts:
    """Which agency brought the case, from the directory or in words, and through which posts."""

    organisation: Organisation | None = None
    organisation_words: str = ""
    post: str
    senior_lead: str = ""
    senior_agreed_on: date | None = None
    others_safe: bool | None = None
    safety_note: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthorityFacts:
    """A body of another place that the case also concerns."""

    kind: str
    name: str
    why: str
    told_on: date | None = None


@transaction.atomic
def record_referral(
    *, incident: Incident, facts: ReferralFacts, by: User, at: datetime
) -> Referral:
    """Store which agency brought the case, or set it right; anybody on the case may.

    Refuses what `keep_referral` refuses.
    """
    locked = take(incident=incident, move=MoveCode.RECORD_REFERRAL, by=by, at=at)
    referral = keep_referral(incident=locked, facts=facts, by=by, at=at)
    said = {"referral": str(referral.public_id)}
    move(incident=locked, code=MoveCode.RECORD_REFERRAL, by=by, at=at, facts=said)
    return referral


def keep_referral(*, incident: Incident, facts: ReferralFacts, by: User, at: datetime) -> Referral:
    """Store the referral of a case that is held already.

    Refuses no agency or two, a senior lead's agreement without the lead or in the future, and
    other children who are not safe without what is done about it.
    """
    _check_referral(facts, at=at)
    referral, _ = Referral.objects.update_or_create(
        incident=incident, defaults={**vars(facts), "recorded_at": at, "recorded_by": by}
    )
    return referral


@transaction.atomic
def add_other_authority(
    *, incident: Incident, facts: AuthorityFacts, by: User, at: datetime
) -> OtherAuthority:
    """Store a body of another place that the case concerns. Refuses one that stands there already."""
    locked = take(incident=incident, move=MoveCode.ADD_OTHER_AUTHORITY, by=by, at=at)
    if facts.told_on is not None:
        timing.check_past_day(facts.told_on, what="The day of telling", field="told_on", at=at)
    name = facts.name.strip()
    if locked.other_authorities.filter(name__iexact=name, removed_at__isnull=True).exists():
        raise DomainError("It stands on this case already.", code="there-already", field="name")

    added = OtherAuthority.objects.create(incident=locked, **{**vars(facts), "name": name})
    said = {"authority": str(added.public_id)}
    move(incident=locked, code=MoveCode.ADD_OTHER_AUTHORITY, by=by, at=at, facts=said)
    return added


@transaction.atomic
def remove_other_authority(*, authority: OtherAuthority, by: User, at: datetime) -> OtherAuthority:
    """Take a body off the case; that it stood there is kept. Refuses one that was taken off."""
    incident = authority.incident
    locked = take(incident=incident, move=MoveCode.ADD_OTHER_AUTHORITY, by=by, at=at)
    row = OtherAuthority.objects.select_for_update().get(pk=authority.pk)
    if row.removed_at is not None:
        raise DomainError("It was taken off this case already.", code="removed-already")

    row.removed_at, row.removed_by = at, by
    row.save(update_fields=["removed_at", "removed_by"])
    said = {"authority": str(row.public_id), "removed": True}
    move(incident=locked, code=MoveCode.ADD_OTHER_AUTHORITY, by=by, at=at, facts=said)
    return row


def _check_referral(facts: ReferralFacts, *, at: datetime) -> None:
    if (facts.organisation is None) == (not facts.organisation_words.strip()):
        raise DomainError(
            "Select the agency, or write its name where it is not on the list.",
            code="one-agency",
            field="organisation",
        )
    if not facts.post.strip():
        raise DomainError(
            "Enter the post that referred it.", code="post-needed", field="referral_post"
        )
    if facts.senior_agreed_on is not None:
        if not facts.senior_lead.strip():
            raise DomainError(
                "Enter the post of the senior lead who agreed.",
                code="lead-needed",
                field="senior_lead",
            )
        timing.check_past_day(
            facts.senior_agreed_on, what="The agreement", field="senior_agreed_on", at=at
        )
    if facts.others_safe is False and not facts.safety_note.strip():
        raise DomainError(
            "Say what is being done to keep the other children safe.",
            code="safety-needed",
            field="safety_note",
        )
