"""The question that every service of this app asks first."""

from datetime import date, datetime

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import access, authority
from partnerships.models import User
from partnerships.roles import Permission


def require(permission: Permission, *, by: User, at: datetime) -> None:
    """Refuse with the reason unless the person holds the permission here on that day."""
    access.can(by, permission, on=local_day(at)).or_raise()


def require_for_an_agency(permission: Permission, *, by: User, at: datetime) -> None:
    """Refuse with the reason unless the person holds it here, for everything or for one agency.

    For acts on what is the person's own, or on rows that were narrowed to the agency already.
    """
    access.standing(by, on=local_day(at)).can_for_an_agency(permission).or_raise()


def refuse_unless(verdict: Verdict, *, field: str | None = None) -> None:
    """Raise the refusal of a rule beside the field that it is about; pages answer as to a form."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=field)


def require_order(from_on: date | None, to_on: date | None, *, field: str = "to_on") -> None:
    """Refuse a period that ends before it starts."""
    refuse_unless(authority.in_order(from_on, to_on), field=field)
