"""Moving a group's last day: later only with a reason and somebody's agreement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance import lasting
from governance.models import Group, GroupExtension
from governance.selectors.terms import span_of, themed_needs
from governance.services.checks import clean, refuse_ended_group, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User


@dataclass(frozen=True)
class ExtensionFacts:
    """Until when a group goes on, why, and which body agreed to it when."""

    sunset_to: date
    reason: str
    agreed_by: str
    agreed_on: date


@transaction.atomic
def extend_group(*, group: Group, facts: ExtensionFacts, by: User, at: datetime) -> GroupExtension:
    """Move a group's last day to a later one; the move stays in the record with its reason.

    Refuses a group that has ended or has no last day, a day that is not later than that one or is
    over, an agreement of a day to come, and a move without a reason or without who agreed.
    """
    require_edit(by, at=at, group_key=group.key)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    refuse_ended_group(group, field="sunset_to")
    before = group.sunset_on
    if before is None:
        raise DomainError(lasting.ENDLESS, code="endless", field="sunset_to")
    _refuse_unsaid(facts)
    refuse_unless(
        lasting.may_extend(
            span_of(group), facts.sunset_to, agreed_on=facts.agreed_on, on=local_day(at)
        )
    )
    row = GroupExtension(
        group=group,
        sunset_from=before,
        sunset_to=facts.sunset_to,
        reason=facts.reason.strip(),
        agreed_by=facts.agreed_by.strip(),
        agreed_on=facts.agreed_on,
        by=by,
        at=at,
    )
    clean(row)
    row.save(force_insert=True)
    group.sunset_on = facts.sunset_to
    group.save(update_fields=["sunset_on"])
    days = {"from": row.sunset_from.isoformat(), "to": row.sunset_to.isoformat()}
    audit.record(
        verb=AuditVerb.CHANGED, on=group, by=by, at=at, reference=group.name, facts={"last": days}
    )
    return row


def _refuse_unsaid(facts: ExtensionFacts) -> None:
    if not facts.reason.strip():
        raise DomainError("Say why the group goes on.", code="unsaid", field="reason")
    if not facts.agreed_by.strip():
        raise DomainError("Say which body agreed.", code="unsaid", field="agreed_by")


def check_days(group: Group, *, at: datetime, before: date | None = None) -> None:
    """Refuse a group whose last day or agreement `lasting.may_stand` refuses.

    `before` is the last day that it had, because a later one is an extension.
    """
    needs = themed_needs() if group.themed else ""
    refuse_unless(
        lasting.may_stand(span_of(group), on=local_day(at), themed_needs=needs, before=before)
    )
