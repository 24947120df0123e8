"""Plain builders of the lowest app; each makes what its name says and no hidden relatives."""

from datetime import date

from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, RoleAssignment, User

STARTED = date(2020, 1, 1)


def partnership(slug: str, **fields: object) -> Partnership:
    name = slug.title()
    return Partnership.objects.create(
        slug=slug, name=f"{name} Safeguarding Children Partnership", short_name=name, **fields
    )


def user(email: str, display_name: str = "A user") -> User:
    return User.objects.create_user(email, "correct horse battery", display_name=display_name)


def member(of: Partnership, role: str, email: str | None = None) -> User:
    """A user who holds the role in the partnership from 2020 on."""
    found = user(email or f"{role}@{of.slug}.example", f"{of.short_name} {role}")
    give_role(of, found, role)
    return found


def give_role(of: Partnership, to: User, role: str) -> None:
    with tenant(of.pk):
        RoleAssignment.objects.create(user=to, role=role, from_on=STARTED)
