"""Two-step verification as a policy: who must have it, and who has it.

Asked of everybody who holds, in any partnership, a role that sees cases or signs off. The answer
is kept in the session for a few minutes, so that most requests ask the database nothing; a role
that was given meanwhile is caught by the door of its partnership, which knows the roles anyway.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from krscp_portal.foundation.moment import local_day
from partnerships import selectors
from partnerships.access import Standing
from partnerships.roles import ROLES

KEY = "second_factor"
KEPT_FOR = timedelta(minutes=5)
HELD = "held"
NOT_ASKED = "not asked"
WHY = (
    "Your role sees cases or signs off, so the portal asks for a second step when you sign in. "
    "Set one up to go on: an authenticator app or a passkey."
)


def is_missing(request: HttpRequest, *, at: datetime) -> bool:
    """Say whether the signed-in person must set up a second factor before they go on."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    known = request.session.get(KEY)
    if known and datetime.fromisoformat(known["until"]) > at:
        return False
    if _has_one(request):
        return _keep(request, HELD, at=at)
    roles = selectors.roles_anywhere(user=request.user, on=local_day(at)) & ROLES.keys()
    if any(ROLES[code].needs_second_factor for code in roles):
        return True
    return _keep(request, NOT_ASKED, at=at)


def is_missing_for(request: HttpRequest, standing: Standing) -> bool:
    """Say the same of one partnership, whose roles are known; no query unless a role is new."""
    if not settings.SECOND_FACTOR_REQUIRED or not standing.needs_second_factor:
        return False
    if request.session.get(KEY, {}).get("state") == HELD:
        return False
    return not _has_one(request)


def _has_one(request: HttpRequest) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists()


def _keep(request: HttpRequest, state: str, *, at: datetime) -> bool:
    """Remember the answer in the session, and return that nothing is missing."""
    request.session[KEY] = {"state": state, "until": (at + KEPT_FOR).isoformat()}
    return False
