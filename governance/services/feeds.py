"""Secret addresses at which a calendar program reads meetings: made, read, revoked."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.models import CalendarFeed, Group
from governance.services.checks import refuse_ended_group
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from partnerships.tokens import hash_of, new_token

MOST = 10
PROGRAMS_ASK_EVERY = timedelta(hours=1)


@transaction.atomic
def make_feed(
    *, group: Group | None, with_deadlines: bool, by: User, at: datetime
) -> tuple[CalendarFeed, str]:
    """Make a feed of the person's own meetings or of one group's; return it with its secret.

    The secret is returned this once: only its hash is kept. Refuses somebody without a role, a
    group's feed to who may not read of groups, one of a group that has ended, deadlines to who may
    not see them or in a group's feed, and an eleventh live feed.
    """
    standing = access.standing(by, on=local_day(at))
    if group is not None:
        standing.can(Permission.GOVERNANCE_VIEW).or_raise()
        _check_group(group, with_deadlines=with_deadlines)
    elif not standing:
        raise DomainError("You hold no role in this partnership.", code="no-role")
    if with_deadlines:
        standing.can(Permission.DEADLINE_VIEW).or_raise()
    if CalendarFeed.objects.filter(user=by, revoked_at=None).count() >= MOST:
        raise DomainError(
            f"You have {MOST} calendar addresses already. Revoke one that you no longer use.",
            code="too-many",
        )
    token = new_token()
    row = CalendarFeed.objects.create(
        user=by,
        group=group,
        with_deadlines=with_deadlines,
        token_hash=hash_of(token),
        made_at=at,
    )
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User, at: datetime) -> CalendarFeed:
    """Close a feed for good: its address answers like one that never was.

    The person's own, or anybody's for whoever manages access. Refuses anybody else, and a feed
    that was revoked before.
    """
    row = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if row.user_id != by.pk:
        access.can(by, Permission.ACCESS_MANAGE, on=local_day(at)).or_raise()
    if row.revoked_at is not None:
        raise DomainError("This address has been revoked already.", code="revoked")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    _record(AuditVerb.REVOKED, row, by=by, at=at)
    return row


def note_read(*, feed: CalendarFeed, at: datetime) -> None:
    """Note when a program last read the feed, by the hour: what nobody reads can be revoked."""
    if feed.read_at is None or at - feed.read_at >= PROGRAMS_ASK_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)


def _check_group(group: Group, *, with_deadlines: bool) -> None:
    refuse_ended_group(group, field="what")
    if with_deadlines:
        raise DomainError(
            "Deadlines stand in your own calendar alone.",
            code="not-a-groups",
            field="with_deadlines",
        )


def _record(verb: AuditVerb, row: CalendarFeed, *, by: User, at: datetime) -> None:
    what = row.group.key if row.group else "own meetings"
    facts = {"of": what, "with_deadlines": row.with_deadlines}
    audit.record(verb=verb, on=row, by=by, at=at, reference="Calendar address", facts=facts)
