"""The example accounts that can be tried, for the person at the terminal."""

from dataclasses import dataclass
from datetime import date

from krscp_portal.examples import files
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, RoleAssignment
from partnerships.roles import ROLES


@dataclass(frozen=True)
class SignIn:
    """One account with its role in one partnership."""

    partnership: str
    role: str
    email: str
    fictional: bool


def sign_ins(*, on: date) -> list[SignIn]:
    """Return the example accounts that hold a role on the day, the fictional partnership first."""
    found: list[SignIn] = []
    for slug in reversed(files.slugs()):
        partnership = Partnership.objects.filter(slug=slug).first()
        if partnership is not None:
            found += _of(partnership, slug=slug, on=on)
    return found


def _of(partnership: Partnership, *, slug: str, on: date) -> list[SignIn]:
    emails = [row["email"] for row in files.read(slug).get("user", [])]
    places = {email: place for place, email in enumerate(emails)}
    with tenant(partnership.pk):
        held = (
            RoleAssignment.objects.on_day(on)
            .in_open_partnership()
            .filter(user__email__in=emails, user__is_active=True, role__in=ROLES)
            .select_related("user")
        )
        rows = sorted(held, key=lambda each: (places[each.user.email], each.pk))
    return [
        SignIn(
            partnership.short_name, ROLES[each.role].name, each.user.email, partnership.fictional
        )
        for each in rows
    ]
