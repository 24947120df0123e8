"""The names by which a group is or was known; old addresses lead on by them."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from governance.models import Group, GroupAlias
from governance.services.checks import clean, require_edit
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User

EARLIER = "earlier name"


@transaction.atomic
def add_alias(
    *, group: Group, name: str, by: User, at: datetime, reason: str = "", source: str = ""
) -> GroupAlias:
    """Note another name of a group, so that an address with it leads to the group.

    Refuses the group's own name, a name or a key of another current group, and a name that leads
    to a group already.
    """
    require_edit(by, at=at, group_key=group.key)
    row = GroupAlias(group=group, name=name.strip(), reason=reason, source=source)
    prepare_alias(row)

    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.name)
    return row


@transaction.atomic
def end_alias(*, alias: GroupAlias, by: User, at: datetime) -> None:
    """Take back that a group is known by a name; the audit keeps that it once was."""
    found = GroupAlias.objects.select_for_update(of=("self",)).select_related("group")
    row = found.get(pk=alias.pk)
    require_edit(by, at=at, group_key=row.group.key)

    facts = {"group": row.group.key}
    audit.record(verb=AuditVerb.REMOVED, on=row, by=by, at=at, reference=row.name, facts=facts)
    row.delete()


def prepare_alias(row: GroupAlias) -> None:
    """Give the alias its address, or refuse a name that leads somewhere already."""
    row.slug = slugify(row.name)
    if not row.slug:
        raise DomainError("Enter a name with letters in it.", code="no-letters", field="name")
    if row.slug == slugify(row.group.name):
        raise DomainError("That is the group’s name now.", code="own-name", field="name")
    for other in Group.objects.current().exclude(pk=row.group.pk):
        if row.slug in {other.key, slugify(other.name)}:
            raise DomainError(
                f"That is the name of another group: {other.name}.",
                code="name-of-another",
                field="name",
            )
    there = GroupAlias.objects.filter(slug=row.slug, group__ended_on__isnull=True)
    if taken := there.exclude(pk=row.pk).select_related("group").first():
        raise DomainError(
            f"That name leads to {taken.group.name} already.", code="alias-taken", field="name"
        )


def refuse_former_name(group: Group) -> None:
    """Refuse a group's name or key where a current group is still known by it."""
    wanted = {"key": group.key, "name": slugify(group.name)}
    there = GroupAlias.objects.filter(slug__in=wanted.values(), group__ended_on__isnull=True)
    if taken := there.exclude(group_id=group.pk).select_related("group").first():
        raise DomainError(
            f"“{taken.name}” still leads to {taken.group.name}. End that name there first.",
            code="former-name",
            field="key" if taken.slug == group.key else "name",
        )


def keep_old_name(group: Group, was: str, *, by: User, at: datetime) -> None:
    """Keep what a renamed group was called; a name that it takes up again is an alias no more."""
    for again in group.aliases.filter(slug=slugify(group.name)):
        end_alias(alias=again, by=by, at=at)
    if slugify(was) == slugify(group.name) or group.aliases.filter(slug=slugify(was)).exists():
        return
    key_of_another = Group.objects.current().exclude(pk=group.pk).filter(key=slugify(was))
    if not key_of_another.exists():  # else that group has the address, and the name stands alone
        add_alias(group=group, name=was, reason=EARLIER, by=by, at=at)
