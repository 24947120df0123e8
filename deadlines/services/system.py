"""The portal's own account: who the audit names when nobody acted but the clock did."""

from django.contrib.auth.hashers import make_password

from partnerships.models import User

ADDRESS = "system@portal.invalid"


def system_user() -> User:
    """Return the account of the portal itself, made where it is missing; it can never sign in."""
    found, _ = User.objects.get_or_create(
        email=ADDRESS,
        defaults={
            "display_name": "The portal",
            "is_system": True,
            "is_active": False,
            "password": make_password(None),
        },
    )
    return found
