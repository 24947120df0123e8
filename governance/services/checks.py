"""What every service of this app asks first: may they, and does the row hold."""

from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from governance.models import Group
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.verdict import Verdict
from partnerships import access
from partnerships.models import User
from partnerships.roles import Permission


def require_edit(by: User, *, at: datetime, group_key: str = "") -> None:
    """Refuse with the reason unless the person keeps the record, of this group at least."""
    access.require_in_group(Permission.GOVERNANCE_EDIT, group_key=group_key, by=by, at=at)


def refuse_unless(verdict: Verdict) -> None:
    """Raise the refusal of a rule; its code is the name of the field that it is about."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=verdict.code)


def refuse_ended(row: Any) -> None:
    """Refuse a row that has been ended: what is over is not changed and does not end twice."""
    if row.ended_on is not None:
        raise DomainError("This has been ended already.", code="ended")


def refuse_ended_group(group: Group, *, field: str | None = None) -> None:
    """Refuse a group that has been ended: nothing new comes of it."""
    if group.ended_on is not None:
        raise DomainError("This group has been ended.", code="group-ended", field=field)


def clean(row: Any) -> None:
    """Refuse what the row's own constraints refuse, with the sentence and the field."""
    try:
        row.full_clean()
    except ValidationError as refusal:
        field, messages = next(iter(refusal.message_dict.items()))
        raise DomainError(
            messages[0], code="invalid", field=None if field == NON_FIELD_ERRORS else field
        ) from refusal
