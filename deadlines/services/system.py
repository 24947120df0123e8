"""The portal's own account: who the audit names when nobody acted but the clock did."""

from partnerships.models import User


def system_user() -> User:
    """Return the account of the portal itself, made where it is missing; it can never sign in."""
    return User.objects.system()
