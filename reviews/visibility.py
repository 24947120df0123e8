"""Who may see a case: those who need to know, and nobody else.

The rule: a role that sees cases sees those that are not restricted. Somebody named on a case sees
that case, whatever their role, unless it is a role that never sees one. A restricted case is seen
by those named on it alone, the partnership's manager included. Emergency access opens one case to
one person whose role sees cases, for a day.

Authority: need-to-know practice under data protection law; the partnerships' own confidentiality
rules. Not decided here: who names people (`permissions`), or what a person may do on a case.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

NEVER_SEE_CASES: Final = frozenset({"young_scrutineer", "lay_member", "lead_member", "auditor"})
"""Role codes of `partnerships.roles` whose description says that they never see a case."""

EMERGENCY_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What decides whether one person sees one case."""

    roles: frozenset[str]
    role_sees_cases: bool
    restricted: bool
    named: bool
    emergency: bool = False


def may_be_named(roles: frozenset[str]) -> bool:
    """Say whether somebody who holds these roles may be named on a case."""
    return bool(roles - NEVER_SEE_CASES)


def may_see(sight: Sight) -> bool:
    """Say whether the person sees the case."""
    if not may_be_named(sight.roles):
        return False
    if sight.named:
        return True
    if not sight.role_sees_cases:
        return False
    return not sight.restricted or sight.emergency
